"""What the sheets of a facts workbook look like: titles, headings, questions, cells to fill in, drop-downs, print.

Knows nothing about facts.
"""

from __future__ import annotations

import re
from fractions import Fraction
from typing import TYPE_CHECKING, Final

from openpyxl.comments import Comment
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation

from checker.report.book import BORDER, HEADER_FILL, HEADING, KEY_FILL, MOST_DIGITS, QUIET, put, set_up_page, wide
from checker.values import Kind, decimal_text

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from openpyxl.cell.cell import Cell
    from openpyxl.worksheet.worksheet import Worksheet

QUIET_FILL: Final = PatternFill("solid", fgColor="F2F2F2")
_LINE_HEIGHT: Final = 15
_LONGEST_LIST: Final = 255
_NUMBERS: Final = frozenset({Kind.COUNT, Kind.SCORE, Kind.NUMBER})
_PLAIN: Final = re.compile(r"-?\d{1,15}(\.\d+)?", re.ASCII)
_TEXT: Final = "@"


def write(sheet: Worksheet, row: int, column: int, text: str, *, bold: bool = False, quiet: bool = False) -> Cell:
    """Write words for people into a cell without lines around it; what does not fit runs on to the right."""
    cell: Cell = sheet.cell(row, column)  # type: ignore[assignment]  # no cells are merged
    put(cell, text, bold=bold, colour=QUIET if quiet else None)
    cell.alignment = Alignment(vertical="center")
    return cell


def title(sheet: Worksheet, text: str) -> None:
    """Write the title of a sheet into its first cell."""
    cell = write(sheet, 1, 1, text, bold=True)
    cell.font = Font(name=HEADING, size=14, bold=True)
    sheet.row_dimensions[1].height = 26


def heading(sheet: Worksheet, row: int, column: int, text: str, *, key: bool = False) -> None:
    """Write the name of a column; that of a part of the key stands out."""
    cell = _boxed(sheet, row, column, text, bold=True)
    cell.fill = KEY_FILL if key else HEADER_FILL
    cell.alignment = Alignment(horizontal="center", vertical="center", wrap_text=True)


def quiet(sheet: Worksheet, row: int, column: int, text: str) -> None:
    """Write something that is not to be filled in, in grey."""
    cell = _boxed(sheet, row, column, text, colour=QUIET)
    cell.fill = QUIET_FILL


def value(sheet: Worksheet, row: int, column: int, text: str, kind: Kind = Kind.TEXT) -> None:
    """Write a value into a cell to be filled in: as a number where that is the same, else as the text it is."""
    cell = _boxed(sheet, row, column, "")
    if text and kind in _NUMBERS and _same_number(text):
        _put(cell, Fraction(text))
    elif text:
        _put(cell, text)
    if kind not in _NUMBERS:
        cell.number_format = _TEXT


def remark(sheet: Worksheet, row: int, column: int, text: str) -> None:
    """Put a comment on a cell, large enough to be read; an empty one is none."""
    if text:
        lines = text.split("\n")
        height = 30 + 18 * sum(1 + wide(line) // 40 for line in lines)
        sheet.cell(row, column).comment = Comment(text, "", height=height, width=300)


def widths(sheet: Worksheet, columns: Iterable[int], start: int = 1) -> None:
    """Give the columns from one on their widths, in half-width characters."""
    for number, width in enumerate(columns, start=start):
        sheet.column_dimensions[get_column_letter(number)].width = width


def fit_height(sheet: Worksheet, row: int, least: int = 1) -> None:
    """Make a row as high as its fullest cell needs it."""
    lines = least
    for cell in sheet[row]:
        width = sheet.column_dimensions[get_column_letter(cell.column or 1)].width
        text = cell.value if isinstance(cell.value, str) else ""
        lines = max(lines, sum(max(1, -(-wide(part) // max(1, int(width) - 1))) for part in text.split("\n")))
    sheet.row_dimensions[row].height = _LINE_HEIGHT * min(lines, 20) + 4


def drop_down(sheet: Worksheet, cells: str, choices: Sequence[str] | str, *, strict: bool = False) -> None:
    """Offer choices in the cells of a range: a list of words, or the range in which they stand.

    Words that do not fit into a drop-down, or hold a comma, are not offered. Unless ``strict``, anything else may be
    written as well.
    """
    if isinstance(choices, str):
        formula = choices
    else:
        formula = '"' + ",".join(choices) + '"'
        if len(formula) > _LONGEST_LIST or not choices or any(mark in word for word in choices for mark in ',"'):
            return
    rule = DataValidation("list", formula1=formula, allow_blank=True, showErrorMessage=strict)
    sheet.add_data_validation(rule)
    rule.add(cells)


def finish(sheet: Worksheet, heading_row: int, freeze: str) -> None:
    """Freeze the headings, and set the sheet up for print, with headings on every page."""
    sheet.freeze_panes = freeze
    sheet.print_title_rows = f"{heading_row}:{heading_row}"
    set_up_page(sheet)


def width_for(texts: Iterable[str], least: int, most: int) -> int:
    """Return a width in which the longest line fits, within bounds."""
    longest = max((wide(line) for text in texts for line in text.split("\n")), default=0)
    return max(least, min(most, longest + 3))


def _boxed(
    sheet: Worksheet, row: int, column: int, text: str, *, bold: bool = False, colour: str | None = None
) -> Cell:
    cell: Cell = sheet.cell(row, column)  # type: ignore[assignment]  # no cells are merged
    _put(cell, text or None, bold=bold, colour=colour)
    return cell


def _put(cell: Cell, content: str | Fraction | None, *, bold: bool = False, colour: str | None = None) -> None:
    put(cell, content, bold=bold, colour=colour)
    cell.border = BORDER
    cell.alignment = Alignment(horizontal="left", vertical="center", wrap_text=True)


def _same_number(text: str) -> bool:
    if not _PLAIN.fullmatch(text) or sum(map(str.isdigit, text)) > MOST_DIGITS:
        return False
    return decimal_text(Fraction(text)) == text
