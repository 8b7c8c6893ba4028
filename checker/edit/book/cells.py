"""Turns the sheets of a workbook into rows of cells, and reads what the workbook said when it was made.

Knows where columns stand, and nothing about what their cells mean.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Final

from checker.edit.book.layout import COLUMNS, COMPUTED, FORM, ORIGINAL, PACK
from checker.messages import message
from checker.source import Place, suggest
from checker.source.sheets import add_fault, cell_name

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from checker.source import Problems
    from checker.source.sheets import Book, Sheet

_SEARCHED: Final = 10
_MADE_BY: Final = message("用 checker rules export 重新导出一份，在那一份里改")


@dataclass(frozen=True, slots=True)
class ReadRow:
    """One row that is not empty: the texts of its cells by column; ``place`` tells where one stands.

    A ``faulty`` one holds an error value, which was recorded: what it stands for cannot be told.
    """

    sheet: Sheet
    number: int
    columns: Mapping[str, int]
    faulty: bool = False

    def text(self, column: str) -> str:
        """Return what stands in a column, empty where nothing does."""
        return self.sheet.text(self.number, self.columns[column]).strip() if column in self.columns else ""

    def place(self, column: str) -> Place:
        """Return the place of the cell in a column."""
        return self.sheet.place(self.number, self.columns.get(column, 1))

    def cell(self, column: str) -> str:
        """Return the name of the cell in a column, with the sheet: ``参数!F3``."""
        return f"{self.sheet.name}!{cell_name(self.number, self.columns.get(column, 1))}"


@dataclass(frozen=True, slots=True)
class Remembered:
    """What a workbook said when it was made: the pack, the digest of its files, and every cell by sheet and row."""

    pack: str
    digest: str
    rows: Mapping[tuple[str, str], Mapping[str, str]] = field(default_factory=dict)

    def of_sheet(self, sheet: str) -> dict[str, Mapping[str, str]]:
        """Return the rows of a sheet by their keys."""
        return {key: cells for (name, key), cells in self.rows.items() if name == sheet}


def read_remembered(book: Book, problems: Problems) -> Remembered | None:
    """Return what a workbook remembers; one that was not made from a pack is recorded and gives None."""
    sheet = book.sheet(ORIGINAL)
    if sheet is None or not sheet.text(1, 2):
        what = message("这个工作簿不是由 checker rules export 导出的：没有“{sheet}”表", sheet=ORIGINAL)
        problems.add("not-a-pack-book", Place(book.file), what, _MADE_BY)
        return None
    if sheet.text(1, 1) != FORM:
        what = message("这个工作簿是别的版本的 checker 导出的，格式不同")
        problems.add("not-a-pack-book", Place(book.file), what, _MADE_BY)
        return None
    rows: dict[tuple[str, str], dict[str, str]] = {}
    for number in range(2, len(sheet.rows) + 1):
        name, key, column, text = (sheet.text(number, position) for position in range(1, 5))
        rows.setdefault((name, key), {})[column] = text
    return Remembered(sheet.text(1, 2), sheet.text(1, 3), rows)


def read_rows(book: Book, name: str, problems: Problems) -> list[ReadRow] | None:
    """Return the rows of a sheet that say something; a missing sheet or column is recorded and gives None."""
    sheet = book.sheet(name)
    if sheet is None:
        what = message("工作簿里没有“{sheet}”表", sheet=name)
        problems.add("no-sheet", Place(book.file), what, message("不要改表名，也不要删表；{how}", how=_MADE_BY))
        return None
    head = _head(sheet)
    columns = {text: number for number, text in _texts(sheet, head) if text in COLUMNS[name]} if head else {}
    missing = [column for column in COLUMNS[name] if column not in columns and column not in {*COMPUTED, PACK}]
    if missing:
        what = message("“{sheet}”表里没有“{columns}”这一列", sheet=name, columns="、".join(missing))
        near = suggest(missing[0], [text for _, text in _texts(sheet, head or 1) if text not in columns])
        hint = message("把“{near}”改回“{column}”", near=near, column=missing[0]) if near else None
        problems.add("no-column", sheet.place(head or 1, 1), what, hint or message("把列名改回来，列名在同一行"))
        return None
    found = []
    for number in range((head or 1) + 1, len(sheet.rows) + 1):
        row = ReadRow(sheet, number, columns)
        if any(row.text(column) for column in columns if column not in COMPUTED):
            found.append(replace(row, faulty=_is_faulty(row, problems)))
    return found


def _is_faulty(row: ReadRow, problems: Problems) -> bool:
    faults = [
        (row.number, column)
        for name, column in row.columns.items()
        if name not in COMPUTED and (row.number, column) in row.sheet.faults
    ]
    for position in faults:
        add_fault(row.sheet, *position, problems)
    return bool(faults)


def _head(sheet: Sheet) -> int | None:
    """Return the row that names most columns of the sheet, among the first ones."""
    wanted = set(COLUMNS[sheet.name])
    counted = [
        (sum(text in wanted for _, text in _texts(sheet, number)), -number)
        for number in range(1, min(_SEARCHED, len(sheet.rows)) + 1)
    ]
    best = max(counted, default=(0, 0))
    return -best[1] if best[0] > 1 else None


def _texts(sheet: Sheet, number: int) -> Iterator[tuple[int, str]]:
    for column, text in enumerate(sheet.rows[number - 1] if number <= len(sheet.rows) else (), start=1):
        if text.strip():
            yield column, "".join(text.split())
