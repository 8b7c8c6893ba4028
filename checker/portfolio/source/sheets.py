"""Makes tables of the sheets of workbooks; every cell is text, as a project of its own is read.

Workbooks are read by ``checker.source.sheets``, within its limits. Knows nothing about fact types.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from checker.messages import message
from checker.portfolio.source.copies import copy_broken, copy_rows
from checker.portfolio.source.opened import Origin, Placing
from checker.portfolio.source.raw import RawTable, Staged, distinct
from checker.source import Problems
from checker.source.sheets import add_fault, column_letters

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from checker.portfolio.source.copies import Copies
    from checker.portfolio.source.raw import Wanted
    from checker.source import Place
    from checker.source.sheets import Sheet

MOST_HEADER_ROWS: Final = 20
"""Rows in which the headings are looked for."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SheetTable(RawTable):
    """The table in a sheet below its ``head`` row of headings; ``book`` is the name of the workbook."""

    content: Sheet
    head: int
    path: Path
    book: str
    copies: Copies

    def heading_place(self, column: str) -> Place:
        """Return the cell of a heading."""
        return self.content.place(self.head, self.columns.index(column) + 1)

    def stage(self, wanted: Wanted, problems: Problems) -> Staged:
        """Return a copy of the rows; rows with a cell that has no value are broken."""
        del problems
        reader = _Rows(self, wanted)
        file = self.copies.path(f"{wanted.folder}/{self.name.replace(':', '/')}.parquet")
        rows = copy_rows(self.copies, file, wanted.columns, reader.read())
        broken: tuple[Path, ...] = ()
        if reader.broken:
            broken = (self.copies.path(f"{wanted.folder}/{self.name.replace(':', '/')}.broken.parquet"),)
            copy_broken(self.copies, broken[0], reader.broken)
        letters = {name: column_letters(at) for at, name in enumerate(self.columns, start=1)}
        placing = Placing(f"{self.name}!", "", own=True, letters=letters)
        types = dict.fromkeys(wanted.columns, "VARCHAR")
        origin = Origin(self.book, self.path)
        return Staged((file,), types, placing, (origin,), rows, reader.blank, broken, reader.broken_rows)


def sheet_table(path: Path, sheet: Sheet, called: str, head: int, copies: Copies) -> SheetTable:
    """Return the table of a sheet of the workbook ``path`` whose headings stand in row ``head``."""
    row = sheet.rows[head - 1]
    width = max(map(len, sheet.rows))
    headings = tuple(text.strip() for text in (*row, *[""] * (width - len(row))))
    return SheetTable(
        name=f"{path.name}:{sheet.name}",
        called=called,
        keys=(path.name, path.stem),
        columns=distinct(headings),
        headings=headings,
        place=sheet.place(head, 1),
        sheet=sheet.name,
        content=sheet,
        head=head,
        path=path,
        book=path.name,
        copies=copies,
    )


@dataclass(slots=True)
class _Rows:
    """Reads the rows of a sheet; ``broken`` holds a line for each cell without a value."""

    table: SheetTable
    wanted: Wanted
    blank: int = 0
    broken_rows: int = 0
    broken: list[tuple[str | None, ...]] = field(default_factory=list)

    def read(self) -> Iterator[tuple[str | int, ...]]:
        sheet, columns = self.table.content, self.table.columns
        at = [columns.index(name) + 1 for name in self.wanted.columns]
        anchors = _anchors(sheet, self.table.head)
        numbers = {columns.index(name) + 1 for name in self.wanted.numbers}
        for number in range(self.table.head + 1, len(sheet.rows) + 1):
            cells = [anchors.get((number, column), (number, column)) for column in at]
            if not any(map(str.strip, sheet.rows[number - 1])):
                self.blank += 1
                continue
            texts = [sheet.text(*cell).strip() for cell in cells]
            whose = texts[self.wanted.columns.index(self.wanted.project)]
            before = len(self.broken)
            for name, column, cell in zip(self.wanted.columns, at, cells, strict=True):
                problem = self._problem(cell, shared=cell[0] != number and column in numbers)
                if problem is not None:
                    self._add(problem, name, whose, (number, column), cell)
            if len(self.broken) == before:
                yield (number, *texts)
            else:
                self.broken_rows += 1

    def _problem(self, cell: tuple[int, int], *, shared: bool) -> Problems | None:
        found, sheet = Problems(), self.table.content
        if cell in sheet.faults:
            add_fault(sheet, *cell, found)
        elif shared and sheet.text(*cell).strip():
            what = message("几行的数合并成了一格，看不出每一行各是多少")
            found.add("merged-cells", sheet.place(*cell), what, message("取消合并，每一行各写自己的数"))
        return found if found.found else None

    def _add(self, found: Problems, name: str, whose: str, at: tuple[int, int], cell: tuple[int, int]) -> None:
        row, column = at
        place = f"{self.table.name}!{column_letters(column)}{row}"
        text = self.table.content.text(*cell)
        problem = found.found[0]
        field_id = self.wanted.fields.get(name)
        self.broken.append((place, whose or None, field_id, text, problem.code, str(problem.what), str(problem.hint)))


def _anchors(sheet: Sheet, head: int) -> dict[tuple[int, int], tuple[int, int]]:
    """Return for each cell below the headings that is joined with others the cell in which the value stands."""
    return {
        (row, column): (top, left)
        for top, left, bottom, right in sheet.merged
        if top > head
        for row in range(top, bottom + 1)
        for column in range(left, right + 1)
    }
