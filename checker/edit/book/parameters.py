"""Turns the parameters of a pack into rows, one for each day and key; knows nothing about indicators."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from checker.edit.book import layout as at
from checker.edit.book.rows import Row, Slot
from checker.edit.book.words import COLUMN_WORDS
from checker.messages import Message, message, tr
from checker.values import Kind

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from checker.pack import Entry, Pack
    from checker.pack.models import ParameterModel, VersionModel
    from checker.source import Step

SOURCE_PARTS = {at.DOCUMENT: "document", at.CLAUSE: "clause", at.QUOTE: "quote"}


def parameter_rows(pack: Pack, documents: Mapping[str, str]) -> tuple[Row, ...]:
    """Return the rows: the pack's own parameters first, days as they follow one another, keys as declared.

    ``documents`` gives what each document is called.
    """
    entries = sorted(pack.parameters.values(), key=lambda entry: entry.pack != pack.id)
    return tuple(row for entry in entries for row in _rows(entry, pack, documents))


def row_key(parameter: str, day: str, key: str) -> str:
    """Return the key of the row that gives the value of a parameter from a day on."""
    return f"{parameter}|{day}|{key}"


def about_value(model: ParameterModel, day: str, key: str) -> Message:
    """Return what a value is called in a sentence."""
    if key:
        return message("参数“{label}”（{key}）自 {day} 起的值", label=model.label, key=key, day=day)
    return message("参数“{label}”自 {day} 起的值", label=model.label, day=day)


def _rows(entry: Entry[ParameterModel], pack: Pack, documents: Mapping[str, str]) -> Iterator[Row]:
    model = entry.model
    kind = Kind(model.type)
    for day, version in sorted(model.values.items()):
        for key in model.keys or ("",):
            own = is_own(entry, pack, day)
            fixed = {
                at.ID: entry.id,
                at.NAME: model.label,
                at.KIND: tr(kind.label),
                at.KEY: key,
                at.SINCE: day,
                at.PACK: _pack_of(entry, pack, own=own),
            }
            slots = {at.VALUE: _value(entry, version, day, key)} | _source(entry, version, day, documents)
            if not own:
                slots = {column: replace(slot, document=None) for column, slot in slots.items()}
            yield Row(row_key(entry.id, day, key), own, fixed, slots)


def is_own(entry: Entry[ParameterModel], pack: Pack, day: str) -> bool:
    """Say whether the value of a day is written in the pack itself rather than in one that it extends."""
    return entry.pack == pack.id and entry.origin.document.node((*entry.origin.path, "values", day)) is not None


def _pack_of(entry: Entry[ParameterModel], pack: Pack, *, own: bool) -> str:
    if own:
        return pack.id
    return entry.pack if entry.pack != pack.id else tr("上级规则包")


def _value(entry: Entry[ParameterModel], version: VersionModel, day: str, key: str) -> Slot:
    model = entry.model
    text = (version.values or {}).get(key, "") if model.keys else version.value or ""
    steps: tuple[Step, ...] = ("values", key) if model.keys else ("value",)
    return Slot(
        f"{at.PARAMETERS}|{row_key(entry.id, day, key)}",
        about_value(model, day, key),
        text,
        Kind(model.type),
        model.unit,
        entry.origin.document,
        (*entry.origin.path, "values", day, *steps),
        needed=True,
    )


def _source(
    entry: Entry[ParameterModel], version: VersionModel, day: str, documents: Mapping[str, str]
) -> dict[str, Slot]:
    """Return the slots that all keys of a day share."""
    source = version.source
    label = entry.model.label
    texts = {
        at.DOCUMENT: documents.get(source.document, source.document) if source else "",
        at.CLAUSE: source.clause if source else "",
        at.QUOTE: source.quote if source else "",
        at.NOTE: version.note,
    }
    found = {}
    for column, text in texts.items():
        steps = ("source", SOURCE_PARTS[column]) if column in SOURCE_PARTS else ("note",)
        found[column] = Slot(
            f"{at.PARAMETERS}|{row_key(entry.id, day, '')}|{column}",
            message("参数“{label}”自 {day} 起的{part}", label=label, day=day, part=COLUMN_WORDS[column]),
            text,
            document=entry.origin.document,
            path=(*entry.origin.path, "values", day, *steps),
        )
    return found
