"""Turns the changes a workbook asks for into the new texts of the pack's files, and into sentences; writes nothing.

A value that a pack takes over from one it extends is changed by an ``override`` in the pack's own files.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from checker.edit.book import layout as at
from checker.edit.book.changes import shown
from checker.edit.book.parameters import SOURCE_PARTS
from checker.edit.book.rewriting import add_dated, block_entry, drop, put, rename
from checker.edit.book.values import spoken
from checker.messages import Message, message
from checker.source.text.spans import read_spans
from checker.values import Kind

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from checker.edit.book.changes import CellChange, Changes, MovedVersion, NewVersion
    from checker.edit.book.rewriting import Tree
    from checker.edit.book.rows import PackBook
    from checker.pack.models import ParameterModel, VersionModel
    from checker.source import Place, Step

_PARTS: Final = frozenset({"source", "note"})
Target = tuple[str, "tuple[Step, ...]"]
"""A file and a path in it."""


@dataclass(slots=True)
class Applied:
    """The new texts of files by name, what was changed as sentences, and the cells that asked for what stands where."""

    texts: dict[str, str]
    said: list[Message] = field(default_factory=list)
    cells: dict[Target, Place] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Applier:
    """Makes changes in texts one after another; ``parameters`` names the pack's own file of parameters."""

    now: PackBook
    parameters: str
    done: Applied

    def apply(self, changes: Changes) -> None:
        """Make all changes."""
        inherited: dict[tuple[str, str], list[CellChange]] = {}
        for change in changes.cells:
            if change.slot.document is not None:
                self._cell(change)
            else:
                parameter, _, day, *_ = change.slot.path
                inherited.setdefault((str(parameter), str(day)), []).append(change)
        for (parameter, day), found in inherited.items():
            self._override(parameter, day, found)
        for version in changes.added:
            self._add(version)
        for moved in changes.moved:
            self._move(moved)

    def _cell(self, change: CellChange) -> None:
        slot, texts = change.slot, self.done.texts
        assert slot.document is not None  # noqa: S101 - asked before
        name = slot.document.name
        if change.after:
            written = self._id(change.after) if _is_document(change) else change.after
            texts[name] = put(texts[name], slot.path, written)
        else:
            texts[name] = drop(texts[name], slot.path)
        self.done.cells[name, slot.path] = change.place
        self._say(change)

    def _say(self, change: CellChange, tail: Message | None = None) -> None:
        said = message(
            "{about}：{before} → {after}",
            about=change.slot.about,
            before=shown(change.before, change.slot),
            after=shown(change.after, change.slot),
        )
        self.done.said.append(message("{said}（{tail}）", said=said, tail=tail) if tail else said)

    def _id(self, document: str) -> str:
        return next((name for name, title in self.now.documents.items() if title == document), document)

    def _override(self, parameter: str, day: str, changes: Iterable[CellChange]) -> None:
        """Write a whole value again in the pack's own file: what is not changed stays as it is taken over."""
        model = self.now.pack.parameters[parameter].model
        version = model.values[day]
        values, parts = _values(model, version), _parts(version)
        tail = message("写成本规则包的 override")
        places = {}
        for change in changes:
            *_, last = change.slot.path
            if change.slot.path[3] in _PARTS:
                column = change.slot.id.rpartition("|")[2]
                parts[column] = self._id(change.after) if column == at.DOCUMENT else change.after
            else:
                values[str(last) if model.keys else ""] = change.after
            places[change.slot.path[1:]] = change.place
            self._say(change, tail)
        self._write(parameter, day, _tree(values, parts))
        for path, place in places.items():
            self.done.cells[self.parameters, (parameter, *path)] = place

    def _add(self, version: NewVersion) -> None:
        parameter, day = version.parameter, version.day
        model = self.now.pack.parameters[parameter].model
        parts = {column: self._id(text) if column == at.DOCUMENT else text for column, text in version.parts.items()}
        self._write(parameter, day, _tree(version.values, parts))
        kind = Kind(model.type)
        shown_values = "、".join(
            f"{key} {spoken(text, kind, model.unit)}".strip() for key, text in version.values.items()
        )
        said = message("参数“{label}”新增自 {day} 起的值：{value}", label=model.label, day=day, value=shown_values)
        self.done.said.append(said)
        base = (parameter, "values", day)
        for key, place in version.cells.items():
            self.done.cells[self.parameters, (*base, *(("values", key) if key else ("value",)))] = place
        self.done.cells[self.parameters, base] = version.place

    def _write(self, parameter: str, day: str, tree: Mapping[str, Tree]) -> None:
        """Put a value into the pack's own file, with the entry around it when there is none yet."""
        texts, name, entry = self.done.texts, self.parameters, self.now.pack.parameters[parameter]
        text = texts.setdefault(name, "")
        root = read_spans(text)
        if root.entry(parameter) is not None:
            texts[name] = add_dated(drop(text, (parameter, "values", day)), (parameter, "values"), day, tree)
        elif root.flow:
            texts[name] = add_dated(put(text, (parameter, "override"), "true"), (parameter, "values"), day, tree)
        else:
            gap = "\n" if text.strip() else ""
            text = text if text.endswith("\n") or not text else f"{text}\n"
            whole: dict[str, Tree] = {"override": "true", "values": {day: tree}}
            texts[name] = f"{text}{gap}{block_entry(entry.id, whole)}\n"

    def _move(self, moved: MovedVersion) -> None:
        entry = self.now.pack.parameters[moved.parameter]
        name, path = entry.origin.document.name, (*entry.origin.path, "values", moved.before)
        self.done.texts[name] = rename(self.done.texts[name], path, moved.after)
        self.done.cells[name, (*path[:-1], moved.after)] = moved.place
        said = message(
            "参数“{label}”的生效日：{before} → {after}",
            label=entry.model.label, before=moved.before, after=moved.after,
        )  # fmt: skip
        self.done.said.append(said)


def _is_document(change: CellChange) -> bool:
    return change.slot.id.endswith(f"|{at.DOCUMENT}")


def _values(model: ParameterModel, version: VersionModel) -> dict[str, str]:
    return {key: (version.values or {}).get(key, "") for key in model.keys} if model.keys else {"": version.value or ""}


def _parts(version: VersionModel) -> dict[str, str]:
    source = version.source
    parts = {column: getattr(source, name) for column, name in SOURCE_PARTS.items()} if source else {}
    return {**parts, at.NOTE: version.note}


def _tree(values: Mapping[str, str], parts: Mapping[str, str]) -> dict[str, Tree]:
    """Return a value of a parameter as it is to be written."""
    tree: dict[str, Tree] = {"value": values[""]} if "" in values else {"values": dict(values)}
    source = {name: parts[column] for column, name in SOURCE_PARTS.items() if parts.get(column)}
    if source:
        tree["source"] = source
    if parts.get(at.NOTE):
        tree["note"] = parts[at.NOTE]
    return tree
