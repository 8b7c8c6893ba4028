"""Turns a workbook into the parts of a facts file: the shared words now, facts once the fact types are known.

Knows nothing about rules. A sheet is a fact type by its name, or one of the sheets every facts workbook has.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from checker.facts.parts import Part, name_hint, shortened
from checker.facts.shapes import DOCUMENTS as DOCUMENTS_FIELD
from checker.facts.shapes import HEADER, JUDGEMENT, WAIVER
from checker.facts.vocabulary import FactTypeRule, FieldRule
from checker.facts.workbook.columns import with_aside
from checker.facts.workbook.grid import Grid
from checker.facts.workbook.layout import (
    DOCUMENT_ID,
    DOCUMENT_TITLE,
    DOCUMENTS,
    JUDGEMENT_CONTEXT,
    JUDGEMENT_SUBJECT,
    JUDGEMENTS,
    NAME,
    PROJECT,
    WAIVERS,
    is_read,
    sheet_name,
)
from checker.facts.workbook.pairs import Pairs, is_upright
from checker.facts.workbook.table import Table
from checker.messages import message
from checker.source import Place, suggest
from checker.source.document import Mapping, Node, Scalar, Sequence
from checker.source.sheets import read_book
from checker.values import Kind

if TYPE_CHECKING:
    from collections.abc import Iterator
    from collections.abc import Mapping as PlainMapping
    from pathlib import Path

    from checker.facts.vocabulary import Vocabulary
    from checker.source import Problems
    from checker.source.sheets import Book

_HEADER: Final = FactTypeRule(HEADER.name, PROJECT, (), HEADER.fields)
_DOCUMENT: Final = FactTypeRule(
    DOCUMENTS_FIELD.name,
    DOCUMENTS_FIELD.label,
    (),
    {
        "id": FieldRule("id", DOCUMENT_ID, Kind.TEXT),
        "title": FieldRule("title", DOCUMENT_TITLE, Kind.TEXT),
        "name": FieldRule("name", NAME, Kind.TEXT),
    },
)
_SHARED: Final = {
    PROJECT: "header",
    DOCUMENTS: "documents",
    JUDGEMENTS: "judgements",
    WAIVERS: "waivers",
    "documents": "documents",
    "judgements": "judgements",
    "waivers": "waivers",
}
_SHEETS: Final = (PROJECT, DOCUMENTS, JUDGEMENTS, WAIVERS)


@dataclass(frozen=True, slots=True)
class FactsBook:
    """One workbook: the shared words by id, whether it has sheets for them, and the sheets that must be fact types."""

    name: str
    digest: str
    shared: PlainMapping[str, Part]
    grids: tuple[Grid, ...]
    has_shared: bool

    def types(self, vocabulary: Vocabulary, problems: Problems) -> Iterator[tuple[FactTypeRule, Part]]:
        """Yield each fact type that has a sheet with what stands there; a sheet that is none is recorded."""
        aliases = _sheet_names(vocabulary)
        seen: dict[str, str] = {}
        for grid in self.grids:
            name = aliases.get(_name(grid))
            if name is None:
                _add_unknown(grid, aliases, problems)
            elif name in seen:
                what = message("工作表“{name}”和前面的“{other}”是同一类事实", name=_name(grid), other=seen[name])
                problems.add("given-twice", grid.place(1, 1), what, message("合成一张表"))
            else:
                seen[name] = _name(grid)
                rule = vocabulary.types[name]
                yield rule, Part(self.name, _fact_node(grid, rule, problems))

    def holds_facts(self, vocabulary: Vocabulary) -> bool:
        """Say whether any sheet is one of a facts workbook."""
        aliases = _sheet_names(vocabulary)
        return self.has_shared or any(_name(grid) in aliases for grid in self.grids)

    def add_no_facts(self, vocabulary: Vocabulary, problems: Problems) -> None:
        """Record that no sheet is one of a facts workbook."""
        aliases, names = _sheet_names(vocabulary), [_name(grid) for grid in self.grids]
        what = message("这个文件里没有一张表是事实（有：{names}）", names=shortened("、".join(names)))
        near = next((found for name in names if (found := suggest(name, aliases))), None)
        hint = message("表名要写事实类型；原始台账等不是事实的文件放进下一级文件夹，台账用“台账”映射来读")
        if near is not None:
            hint = message("你是不是要写“{near}”？", near=near)
        problems.add("no-facts", Place(self.name), what, hint)


def _sheet_names(vocabulary: Vocabulary) -> dict[str, str]:
    """Return the id of the fact type for each name its sheet may have."""
    return {sheet_name(name): found for name, found in vocabulary.aliases.items()} | dict(vocabulary.aliases)


def open_book(path: Path, name: str, problems: Problems) -> FactsBook | None:
    """Return the workbook in a file called ``name``; what cannot be read is recorded, and gives None."""
    book = read_book(path, name, problems, details=True)
    return None if book is None else book_parts(book, name, problems)


def book_parts(book: Book, name: str, problems: Problems) -> FactsBook | None:
    """Return the parts of a workbook that has been read, with details; one in which nothing is written gives None."""
    grids = [Grid(sheet, book.date1904) for sheet in book.sheets]
    grids = [grid for grid in grids if is_read(_name(grid)) and not grid.empty]
    if not grids:
        problems.add(
            "empty-file", Place(name), message("工作簿里没有填写任何内容"), message("补上内容，或删除这个文件")
        )
        return None
    shared: dict[str, Part] = {}
    for grid in grids:
        for found, part in _shared(name, grid, problems):
            if found in shared:
                what = message(
                    "“{name}”在这个工作簿里写了两处，第一处在 {first}", name=_name(grid), first=shared[found].place
                )
                problems.add("given-twice", part.place, what, message("合成一张表"))
            else:
                shared[found] = part
    of_types = tuple(grid for grid in grids if _name(grid) not in _SHARED)
    return FactsBook(name, book.digest, shared, of_types, len(of_types) < len(grids))


def _name(grid: Grid) -> str:
    return grid.sheet.name.strip()


def _shared(file: str, grid: Grid, problems: Problems) -> Iterator[tuple[str, Part]]:
    """Yield what a sheet says of the words that every facts file has, by id."""
    which = _SHARED.get(_name(grid))
    node: Node | None = None
    if which == "header":
        header = Pairs(grid, _HEADER, problems, sourced=False).read()
        yield from (
            (name, Part(file, item, name=key)) for name, (key, item) in (header.items if header else {}).items()
        )
    elif which == "documents":
        node = _documents(grid, problems)
    elif which == "judgements":
        node = Table(grid, JUDGEMENT, problems, JUDGEMENT_CONTEXT, JUDGEMENT_SUBJECT).read()
    elif which == "waivers":
        node = Table(grid, WAIVER, problems, sourced=False).read()
    if node is not None and which is not None:
        yield which, Part(file, node)


def _documents(grid: Grid, problems: Problems) -> Mapping | None:
    """Return the titles of documents by id; one without an id has its title for it."""
    rows = Table(grid, _DOCUMENT, problems, sourced=False).read()
    items: dict[str, tuple[Scalar, Node]] = {}
    for item in rows.items if rows else ():
        parts = item.items if isinstance(item, Mapping) else {}
        title = parts.get("title", parts.get("name", (None, None)))[1]
        key = parts.get("id", (None, title))[1]
        if not isinstance(key, Scalar) or not key.value:
            continue
        if key.value in items:
            first = items[key.value][0].cell
            what = message("“{name}”写了两次，第一次在 {cell}", name=key.value, cell=first[1] if first else "")
            problems.add("duplicate-key", Part(grid.sheet.file, key).place, what, message("删去其中一个"))
        else:
            items[key.value] = (key, title if isinstance(title, Scalar) else Scalar(None, 0, 0, 0, 0, key.cell))
    return Mapping(items, 0, 0, rows.cell) if rows else None


def _fact_node(grid: Grid, rule: FactTypeRule, problems: Problems) -> Node:
    """Return what a sheet says of a fact type; a blank value when it says nothing."""
    blank = Scalar(None, 0, 0, 0, 0, grid.cell(1, 1))
    if rule.several:
        return Table(grid, rule, problems).read() or blank
    if is_upright(grid, rule):
        return Pairs(grid, rule, problems).read() or blank
    rows = Table(grid, rule, problems).read()
    if isinstance(rows, Sequence) and rows.items:
        for more in rows.items[1:]:
            what = message("“{label}”只能有一条，第一次在 {first}", label=rule.label, first=_at(grid, rows.items[0]))
            problems.add("duplicate-fact", _at(grid, more), what, message("只留一行"))
        return rows.items[0]
    return blank


def _at(grid: Grid, node: Node) -> Place:
    return Part(grid.sheet.file, node).place


def _add_unknown(grid: Grid, aliases: PlainMapping[str, str], problems: Problems) -> None:
    name = _name(grid)
    what = message("没有名为“{name}”的事实类型", name=shortened(name))
    near = suggest(name, [*aliases, *_SHEETS])
    known = message("你是不是要写“{near}”？", near=near) if near else name_hint(name, aliases)
    hint = with_aside(known, message("不是事实的表，在表名前面加“备注”二字就不读"))
    problems.add("unknown-type", grid.place(1, 1), what, hint)
