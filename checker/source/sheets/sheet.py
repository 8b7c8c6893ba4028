"""A workbook as read: sheets of text cells, each cell with its place; knows nothing about file formats."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from checker.messages import message
from checker.source.problems import Place

if TYPE_CHECKING:
    from checker.source.problems import Problems

UNCALCULATED: Final = "#未计算"
"""What stands in ``Sheet.faults`` for a formula whose value was never worked out by a spreadsheet program."""
_LETTERS: Final = 26


@dataclass(frozen=True, slots=True)
class Sheet:
    """One sheet: ``rows[i - 1]`` holds the texts of row ``i``, empty where nothing stands; rows may differ in length.

    Positions are (row, column), both 1-based. ``faults`` gives the error value of a cell (``#REF!``, or
    ``UNCALCULATED``), which is its text as well; ``comments`` the text of cell comments; ``merged`` the first row,
    first column, last row and last column of joined cells; ``serials`` the cells with a whole number that carries no
    date format though it may be the serial number of a day. ``file`` is the name shown to people.
    """

    file: str
    name: str
    rows: tuple[tuple[str, ...], ...]
    faults: Mapping[tuple[int, int], str] = field(default_factory=dict)
    comments: Mapping[tuple[int, int], str] = field(default_factory=dict)
    merged: tuple[tuple[int, int, int, int], ...] = ()
    serials: frozenset[tuple[int, int]] = frozenset()

    def place(self, row: int, column: int) -> Place:
        """Return the place of a cell."""
        return Place(self.file, 0, 0, self.name, cell_name(row, column))

    def text(self, row: int, column: int) -> str:
        """Return the text of a cell, empty where the sheet has no such cell."""
        if not (0 < row <= len(self.rows) and 0 < column <= len(self.rows[row - 1])):
            return ""
        return self.rows[row - 1][column - 1]


@dataclass(frozen=True, slots=True)
class Book:
    """A workbook: its name, the SHA-256 of its bytes, its sheets in order, and whether its days count from 1904.

    Dates are ISO text already; ``date1904`` matters to who reads a serial number as a day.
    """

    file: str
    digest: str
    sheets: tuple[Sheet, ...]
    date1904: bool = False

    def sheet(self, name: str) -> Sheet | None:
        """Return the sheet called ``name``, or None."""
        return next((sheet for sheet in self.sheets if sheet.name == name), None)


def column_letters(column: int) -> str:
    """Return the letters of a 1-based column: 1 is A, 27 is AA."""
    letters = ""
    while column > 0:
        column, index = divmod(column - 1, _LETTERS)
        letters = chr(ord("A") + index) + letters
    return letters


def column_number(letters: str) -> int:
    """Return the 1-based number of a column: A is 1, AA is 27."""
    number = 0
    for letter in letters.upper():
        number = number * _LETTERS + ord(letter) - ord("A") + 1
    return number


def cell_name(row: int, column: int) -> str:
    """Return the name of a cell by its 1-based row and column: ``D5``."""
    return f"{column_letters(column)}{row}"


def range_name(first: tuple[int, int], last: tuple[int, int]) -> str:
    """Return the name of the block between two cells (row, column): ``D5:D1042``, or ``D5`` for a single cell."""
    return cell_name(*first) if first == last else f"{cell_name(*first)}:{cell_name(*last)}"


def add_fault(sheet: Sheet, row: int, column: int, problems: Problems) -> None:
    """Record the error value of a cell as a problem; for who needs the value of that cell."""
    word, place = sheet.faults[row, column], sheet.place(row, column)
    if word == UNCALCULATED:
        hint = message("用 Excel 或 WPS 打开后保存一次，或直接填数")
        problems.add("uncalculated-formula", place, message("这个公式没有算过，文件里没有它的值"), hint)
    else:
        hint = message("改正公式，或直接填数；还不知道就留空")
        problems.add("cell-error", place, message("单元格里是错误值 {word}", word=word), hint)
