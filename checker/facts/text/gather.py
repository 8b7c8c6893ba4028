"""Turns the trees of facts files, or of a facts workbook, into ``Content``; knows nothing about what the texts mean.

What is read here has been read as facts before: names that mean nothing, and forms that are wrong, are passed over.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from collections.abc import Mapping as PlainMapping
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from checker.facts.shapes import (
    DOCUMENTS,
    HEADER,
    JUDGEMENT,
    SOURCE,
    SOURCE_ALIASES,
    TOP_ALIASES,
    VALUE_ALIASES,
    WAIVER,
)
from checker.facts.text.content import (
    DOCUMENT,
    SHARED,
    Column,
    Content,
    Remark,
    Row,
    Table,
    first_column,
    prefixed,
    prefixes,
    rule_of,
    shown_text,
)
from checker.facts.text.remarks import read_remarks
from checker.facts.workbook.layout import chosen_rule
from checker.source.document import Mapping, Node, Scalar
from checker.source.document import Sequence as Listing
from checker.source.text.spans import Path, read_spans

if TYPE_CHECKING:
    from checker.facts.text.files import TextFile
    from checker.facts.vocabulary import FactTypeRule, Vocabulary

Remarks = PlainMapping[Path, Sequence[Remark]]


@dataclass(frozen=True, slots=True)
class Names:
    """The names of what can be said: fact types and fields, and the ids of indicators and their 要点.

    ``subject`` turns the indicator and the 要点 of a judgement, as written, into their ids; ``label`` gives them back
    as people call them.
    """

    vocabulary: Vocabulary
    subject: Callable[[str, str], tuple[str, str]] = lambda indicator, point: (indicator, point)
    label: Callable[[str, str], tuple[str, str]] = lambda indicator, point: (indicator, point)


@dataclass(slots=True)
class _Gathered:
    rows: list[Row] = field(default_factory=list)
    none: bool = False
    remarks: list[Remark] = field(default_factory=list)


def gather_files(files: Sequence[TextFile], names: Names) -> Content:
    """Return what the files say together; each row knows its file by its number."""
    found: dict[str, _Gathered] = {}
    for number, file in enumerate(files):
        remarks = read_remarks(file.text, read_spans(file.text), number)
        _Reader(number, remarks, names, found).read(file.root)
    return _content(found)


def gather_node(root: Node, names: Names, remarks: Remarks) -> Content:
    """Return what the tree of a workbook says, with the comments by the path of what they are on."""
    found: dict[str, _Gathered] = {}
    _Reader(-1, remarks, names, found).read(root)
    return _content(found)


def _content(found: PlainMapping[str, _Gathered]) -> Content:
    tables = {
        name: Table(tuple(one.rows), one.none and not one.rows, tuple(one.remarks)) for name, one in found.items()
    }
    return Content(tables)


@dataclass(slots=True)
class _Reader:
    number: int
    remarks: Remarks
    names: Names
    found: dict[str, _Gathered]

    def read(self, root: Node) -> None:
        for written, node in _entries(root):
            path: Path = (written,)
            shared = TOP_ALIASES.get(written.strip())
            if shared is not None and shared in HEADER.fields:
                self._header(shared, node, path)
            elif shared == DOCUMENTS.name:
                self._documents(node, path)
            else:
                name = shared or self.names.vocabulary.aliases.get(written.strip())
                if name and (name in SHARED or name in self.names.vocabulary.types):
                    self._table(name, node, path)

    def _table(self, name: str, node: Node, path: Path) -> None:
        rule = rule_of(name, self.names.vocabulary)
        table = self.found.setdefault(name, _Gathered())
        if isinstance(node, Listing):
            table.remarks += self.remarks.get(path, ())
            table.none = table.none or not node.items
            for index, item in enumerate(node.items):
                self._row(item, (*path, index), rule, table, self.remarks.get((*path, index), ()))
        elif isinstance(node, Mapping):
            known = prefixes(rule)
            about = [remark for remark in self.remarks.get(path, ()) if prefixed(remark.text, known)]
            table.remarks += [remark for remark in self.remarks.get(path, ()) if remark not in about]
            self._row(node, path, rule, table, about)
        else:
            table.remarks += self.remarks.get(path, ())

    def _row(self, node: Node, path: Path, rule: FactTypeRule, table: _Gathered, about: Sequence[Remark]) -> None:
        row = _RowMaker(rule, self.remarks)
        row.say(first_column(rule), about)
        for written, child in _entries(node):
            name = {**rule.aliases, **SOURCE_ALIASES}.get(written.strip())
            if name == SOURCE.name:
                row.source(SOURCE.name, child, (*path, written))
            elif name:
                row.field(name, child, (*path, written))
        if rule is JUDGEMENT:
            row.name_subject(self.names)
        elif rule is WAIVER and ("rule", "") in row.cells:
            row.cells["rule", ""] = chosen_rule(row.cells["rule", ""])
        if row.cells or row.remarks:
            table.rows.append(row.made(self.number, path))

    def _header(self, name: str, node: Node, path: Path) -> None:
        row = _RowMaker(HEADER, self.remarks)
        row.field(name, node, path)
        table = self.found.setdefault(HEADER.name, _Gathered())
        if row.cells or row.remarks:
            table.rows.append(row.made(self.number, path))

    def _documents(self, node: Node, path: Path) -> None:
        table = self.found.setdefault(DOCUMENTS.name, _Gathered())
        table.remarks += self.remarks.get(path, ())
        for written, child in _entries(node):
            row = _RowMaker(DOCUMENT, self.remarks)
            row.put(("id", ""), Scalar(written, 0, 0, 0, 0))
            row.put(("title", ""), child)
            row.say(("id", ""), self.remarks.get((*path, written), ()))
            table.rows.append(row.made(self.number, (*path, written)))


@dataclass(slots=True)
class _RowMaker:
    rule: FactTypeRule
    given: Remarks
    cells: dict[Column, str] = field(default_factory=dict)
    remarks: dict[Column, list[Remark]] = field(default_factory=dict)

    def field(self, name: str, node: Node, path: Path) -> None:
        """Take in a field: its value, or its value and its source."""
        self.say((name, ""), self.given.get(path, ()))
        if not isinstance(node, Mapping):
            self.put((name, ""), node)
            return
        for written, child in _entries(node):
            if VALUE_ALIASES.get(written.strip()) == "value":
                self.put((name, ""), child)
                self.say((name, ""), self.given.get((*path, written), ()))
            elif written.strip() in SOURCE_ALIASES:
                self.source(name, child, (*path, written))

    def source(self, owner: str, node: Node, path: Path) -> None:
        """Take in the source of a field, or of the whole fact."""
        self.say((owner, "document"), self.given.get(path, ()))
        if not isinstance(node, Mapping):
            self.put((owner, "document"), node)
            return
        for written, child in _entries(node):
            part = SOURCE.aliases.get(written.strip())
            if part:
                self.put((owner, part), child)
                self.say((owner, part), self.given.get((*path, written), ()))

    def put(self, column: Column, node: Node) -> None:
        """Take in a text; nothing written is nothing given."""
        text = shown_text(node.value or "") if isinstance(node, Scalar) else ""
        if text:
            self.cells[column] = text

    def say(self, column: Column, remarks: Sequence[Remark]) -> None:
        """Take in comments: on the column they stand at, or on the one they name at their beginning."""
        known = prefixes(self.rule) if remarks else {}
        for remark in remarks:
            other = prefixed(remark.text, known) if remark.start >= 0 else None
            target, text = other or (column, remark.text)
            self.remarks.setdefault(target, []).append(replace(remark, text=text))

    def name_subject(self, names: Names) -> None:
        """Put the ids of what is judged in place of the names that were written."""
        written = self.cells.get(("indicator", ""), ""), self.cells.get(("point", ""), "")
        for name, text in zip(("indicator", "point"), names.subject(*written), strict=True):
            if text:
                self.cells[name, ""] = text

    def made(self, number: int, path: Path) -> Row:
        """Return the row."""
        return Row(self.cells, {column: tuple(found) for column, found in self.remarks.items()}, number, path)


def _entries(node: Node) -> Iterator[tuple[str, Node]]:
    if isinstance(node, Mapping):
        for written, (_, child) in node.items.items():
            yield written, child
