"""What the sheets of a pack's workbook look like: widths, colours, what is locked, what is offered; knows no packs."""

from __future__ import annotations

from datetime import date
from fractions import Fraction
from typing import TYPE_CHECKING, Final, cast

from openpyxl.formatting.rule import FormulaRule
from openpyxl.styles import Alignment, Font, PatternFill, Protection
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation

from checker.edit.book import layout as at
from checker.report.book import BORDER, FONT, HEADER_FILL, HEADING, QUIET, put, set_up_page, wide

if TYPE_CHECKING:
    from collections.abc import Sequence

    from openpyxl.cell.cell import Cell
    from openpyxl.worksheet.worksheet import Worksheet

    from checker.edit.book.values import Shown

WIDTHS: Final = {
    at.ID: 31, at.NAME: 20, at.KIND: 8, at.KEY: 12, at.SINCE: 12, at.VALUE: 12, at.UNIT: 7, at.DOCUMENT: 28,
    at.CLAUSE: 22, at.QUOTE: 24, at.NOTE: 34, at.PACK: 16, at.INDICATOR: 26, at.WEIGHT: 9, at.CHILDREN: 10,
    at.AGREES: 12, at.METHOD: 11, at.CRITERIA: 52, at.ITEM: 24, at.WHERE: 30, at.NUMBER: 7, at.GRADE: 10,
} | dict.fromkeys(at.BOUNDS.values(), 14)  # fmt: skip
EDITED_FILL: Final = PatternFill("solid", fgColor="FFFBE6")
FIXED_FILL: Final = PatternFill("solid", fgColor="F2F2F2")
_WRONG: Final = PatternFill("solid", bgColor="F8CBAD")
_LINE: Final = 15.0
_MOST_LINES: Final = 12
_CENTRED: Final = frozenset(
    {at.KIND, at.KEY, at.SINCE, at.UNIT, at.METHOD, at.NUMBER, at.GRADE, at.CHILDREN, at.AGREES, at.PACK}
)
_PERCENT: Final = "0.00##%"
_DAY: Final = "yyyy-mm-dd"


def cell_at(sheet: Worksheet, row: int, column: int) -> Cell:
    """Return a cell; none is joined with others in these sheets."""
    return cast("Cell", sheet.cell(row, column))


def headings(sheet: Worksheet, columns: Sequence[str]) -> None:
    """Write the names of the columns into the first row, which stays in sight."""
    for number, column in enumerate(columns, 1):
        cell = cell_at(sheet, 1, number)
        put(cell, column, bold=True)
        cell.font = Font(name=HEADING, size=10.5, bold=True)
        cell.fill, cell.border = HEADER_FILL, BORDER
        cell.alignment = Alignment(horizontal="center", vertical="center", wrap_text=True)
        sheet.column_dimensions[get_column_letter(number)].width = WIDTHS[column]
    sheet.row_dimensions[1].height = 26
    sheet.print_title_rows = "1:1"
    set_up_page(sheet)


def write(cell: Cell, shown: Shown, column: str, *, edited: bool) -> None:
    """Write what a cell holds; one that may be changed is unlocked and light, any other is grey."""
    content = shown.content
    put(cell, content if content != "" else None, colour=None if edited else QUIET)
    if isinstance(content, Fraction) and not isinstance(cell.value, str):
        cell.number_format = _PERCENT if shown.percent else "General"
    elif isinstance(content, date):
        cell.number_format = _DAY
    dress(cell, column, edited=edited)
    number = isinstance(content, Fraction)
    across = "right" if number else "center" if column in _CENTRED or isinstance(content, date) else "left"
    cell.alignment = Alignment(horizontal=across, vertical="center", wrap_text=True)


def dress(cell: Cell, column: str, *, edited: bool) -> None:
    """Give a cell its lines, its colour and its lock."""
    cell.border = BORDER
    cell.fill = EDITED_FILL if edited else FIXED_FILL
    cell.protection = Protection(locked=not edited)
    if cell.value is None:
        cell.font = Font(name=FONT, size=10.5)
        across = "center" if column in _CENTRED else "left"
        cell.alignment = Alignment(horizontal=across, vertical="center", wrap_text=True)


def fit_height(sheet: Worksheet, row: int, columns: Sequence[str]) -> None:
    """Make a row as high as its fullest cell needs it."""
    lines = 1
    for number, column in enumerate(columns, 1):
        value = sheet.cell(row, number).value
        if isinstance(value, str) and not value.startswith("="):
            room = max(1, WIDTHS[column] - 1)
            lines = max(lines, sum(max(1, -(-wide(part) // room)) for part in value.split("\n")))
    sheet.row_dimensions[row].height = _LINE * min(lines, _MOST_LINES) + 5


def offer(sheet: Worksheet, cells: str, source: str, title: str, text: str, *, strict: bool = False) -> None:
    """Offer the texts in the range ``source`` in the cells of a range, with a remark beside the chosen cell."""
    rule = DataValidation("list", formula1=source, allow_blank=True, showErrorMessage=strict, showInputMessage=True)
    rule.promptTitle, rule.prompt = title, text
    sheet.add_data_validation(rule)
    rule.add(cells)


def remark(sheet: Worksheet, cells: str, title: str, text: str) -> None:
    """Show a remark beside the chosen cell of a range; anything may be written there."""
    rule = DataValidation(allow_blank=True, showInputMessage=True, showErrorMessage=False)
    rule.promptTitle, rule.prompt = title, text
    sheet.add_data_validation(rule)
    rule.add(cells)


def mark_where(sheet: Worksheet, cells: str, formula: str) -> None:
    """Colour the cells of a range for which a formula holds."""
    sheet.conditional_formatting.add(cells, FormulaRule(formula=[formula], fill=_WRONG))  # type: ignore[no-untyped-call]  # openpyxl


def protect(sheet: Worksheet, columns: int, last: int) -> None:
    """Lock what is grey, without a password; rows may be added, columns made wider, and rows filtered."""
    sheet.auto_filter.ref = f"A1:{get_column_letter(columns)}{max(last, 1)}"
    guard = sheet.protection
    guard.sheet = True
    guard.formatColumns = guard.formatRows = guard.insertRows = guard.deleteRows = False
    guard.autoFilter = guard.sort = False
