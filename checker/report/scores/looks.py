"""Lays out the sheets of a written workbook: heads, widths, heights and how they are printed.

Knows nothing about what stands in them.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, cast

from openpyxl.styles import Alignment, Font
from openpyxl.utils import get_column_letter

from checker.report.book import BORDER, FONT, HEADER_FILL, HEADING, Paper, put, set_up_page, wide

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from openpyxl.cell.cell import Cell
    from openpyxl.workbook import Workbook
    from openpyxl.worksheet.worksheet import Worksheet

_LINE: Final = 15.0
_MOST_HEIGHT: Final = 400.0
_LETTER: Final = 5.3
_PAGE_WIDTH, _PAGE_HEIGHT = 770.0, 487.0
"""What is left of A4 across between the margins, and how wide a letter is, in points."""
_SQUEEZE: Final = 1.5
_TITLE_SIZE: Final = 16


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a sheet: its heading, its width in Latin letters, and how numbers and text stand in it."""

    heading: str
    width: float
    align: str = "left"


def add_sheet(
    book: Workbook, name: str, columns: Sequence[Column], *, head: int = 1, paper: Paper = "landscape"
) -> Worksheet:
    """Return a new sheet with its column headings in row ``head``, set up for A4 paper as wide as the page."""
    sheet: Worksheet = book.create_sheet(name)
    for number, column in enumerate(columns, 1):
        sheet.column_dimensions[get_column_letter(number)].width = column.width
        cell = cell_at(sheet, head, number)
        put(cell, column.heading, bold=True)
        cell.font = Font(name=HEADING, size=10.5, bold=True)
        cell.fill, cell.border = HEADER_FILL, BORDER
        cell.alignment = Alignment(horizontal="center", vertical="center", wrap_text=True)
    set_height(sheet, head, [(column.heading, column.width) for column in columns], least=24)
    sheet.freeze_panes = f"A{head + 1}"
    sheet.print_title_rows = f"{head}:{head}"
    set_up_page(sheet, paper)
    return sheet


def fit_on_one_page(sheet: Worksheet, columns: Sequence[Column]) -> None:
    """Print on one page where that makes the letters only a little smaller than the width of the page does."""
    scale = min(1.0, _PAGE_WIDTH / sum(column.width * _LETTER for column in columns))
    height = sum(row.height or _LINE for row in sheet.row_dimensions.values())
    if height * scale <= _PAGE_HEIGHT * _SQUEEZE:
        sheet.page_setup.fitToHeight = 1


def title(sheet: Worksheet, text: str, below: str, width: int) -> None:
    """Write a title over the whole width in row 1 and a quiet line in row 2."""
    for row, words, size, name in ((1, text, _TITLE_SIZE, HEADING), (2, below, 10.5, FONT)):
        put(cell_at(sheet, row, 1), words)
        cell_at(sheet, row, 1).font = Font(name=name, size=size, bold=row == 1)
        cell_at(sheet, row, 1).alignment = Alignment(horizontal="center", vertical="center", wrap_text=True)
        sheet.merge_cells(start_row=row, start_column=1, end_row=row, end_column=width)
    sheet.row_dimensions[1].height, sheet.row_dimensions[2].height = 36, 20


def cell_at(sheet: Worksheet, row: int, column: int) -> Cell:
    """Return a cell that holds content: not one of those a merged range covers."""
    return cast("Cell", sheet.cell(row, column))


def say(cell: Cell, text: str, align: str = "left") -> None:
    """Write text into a bordered cell."""
    put(cell, text or None)
    dress(cell, align)


def dress(cell: Cell, align: str = "left", *, middle: bool = False) -> None:
    """Give a cell a border and an alignment."""
    cell.border = BORDER
    cell.alignment = Alignment(horizontal=align, vertical="center" if middle else "top", wrap_text=True)


def write_rows(sheet: Worksheet, columns: Sequence[Column], rows: Iterable[Sequence[str]], first: int) -> int:
    """Write rows of text from row ``first`` on and return the last row written."""
    last = first - 1
    for last, row in enumerate(rows, first):
        for number, (column, text) in enumerate(zip(columns, row, strict=True), 1):
            say(cell_at(sheet, last, number), text, column.align)
        set_height(sheet, last, [(text, column.width) for column, text in zip(columns, row, strict=True)])
    return last


def filter_rows(sheet: Worksheet, head: int, last: int, width: int) -> None:
    """Let rows be filtered by their columns."""
    sheet.auto_filter.ref = f"A{head}:{get_column_letter(width)}{max(last, head)}"


def set_height(sheet: Worksheet, row: int, texts: Sequence[tuple[object, float]], least: float = 18) -> None:
    """Make a row as high as the text in it that takes most lines at its width."""
    lines = max((lines_of(str(text), width) for text, width in texts if text is not None), default=1)
    sheet.row_dimensions[row].height = min(_MOST_HEIGHT, max(least, lines * _LINE + 3))


def lines_of(text: str, width: float) -> int:
    """Return how many lines a text takes in a column of this width."""
    room = max(2.0, width - 1.0)
    return sum(max(1, -(-int(10 * wide(part)) // int(10 * room))) for part in text.split("\n"))
