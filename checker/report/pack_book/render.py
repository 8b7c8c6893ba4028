"""Turns the content of a pack's workbook into the file; the same content gives the same bytes."""

from __future__ import annotations

from datetime import date
from fractions import Fraction
from typing import TYPE_CHECKING, Final

from openpyxl import Workbook
from openpyxl.styles import Alignment
from openpyxl.utils import get_column_letter

from checker.edit.book import layout as at
from checker.edit.book.values import Shown, shown_value
from checker.messages import tr
from checker.report.book import book_bytes, fixed_package, put
from checker.report.pack_book import looks
from checker.report.pack_book.guide import add_guide
from checker.report.pack_book.sums import add_sums
from checker.report.scores.written import with_values
from checker.values import Kind

if TYPE_CHECKING:
    from openpyxl.worksheet.worksheet import Worksheet

    from checker.edit.book.rows import PackBook, Row

_MADE_ON: Final = date(2000, 1, 1)
"""A workbook is as old as its content; a day of its own would make it differ from one made tomorrow."""
_INDENTED: Final = at.INDICATOR


def render_pack_book(content: PackBook) -> bytes:
    """Return the workbook: a guide, a sheet for each kind of value, and two hidden sheets for who reads it back."""
    book = Workbook()
    book.remove(book.worksheets[0])
    add_guide(book, content.pack)
    sums: dict[str, Fraction | str] = {}
    for name, rows in content.sheets.items():
        sheet = _add_sheet(book, name, rows)
        if name == at.PARAMETERS:
            _add_empty(sheet, len(rows))
            _offer(sheet, content, len(rows) + 1 + at.EMPTY_ROWS)
        elif name == at.WEIGHTS:
            sums = add_sums(sheet, rows)
    _add_options(book, content)
    _add_original(book, content)
    number = book.sheetnames.index(at.WEIGHTS) + 1
    return fixed_package(with_values(book_bytes(book, _MADE_ON), {number: sums}), _MADE_ON)


def _add_sheet(book: Workbook, name: str, rows: tuple[Row, ...]) -> Worksheet:
    sheet: Worksheet = book.create_sheet(name)
    columns = at.COLUMNS[name]
    looks.headings(sheet, columns)
    for number, row in enumerate(rows, 2):
        _write_row(sheet, number, row, columns)
    sheet.freeze_panes = {at.PARAMETERS: "C2", at.WEIGHTS: "C2", at.SCORING: "C2", at.GRADES: "C2"}[name]
    looks.protect(sheet, len(columns), len(rows) + 1)
    return sheet


def _write_row(sheet: Worksheet, number: int, row: Row, columns: tuple[str, ...]) -> None:
    for position, column in enumerate(columns, 1):
        cell = looks.cell_at(sheet, number, position)
        shown = _shown(row, column)
        edited = row.own and (column in row.slots or column == at.SINCE or _may_change_unit(row, column))
        looks.write(cell, shown, column, edited=edited)
        if column == _INDENTED and row.level:
            cell.alignment = Alignment(horizontal="left", vertical="center", wrap_text=True, indent=2 * (row.level - 1))
    looks.fit_height(sheet, number, columns)


def _may_change_unit(row: Row, column: str) -> bool:
    """Say whether a cell holds the unit of an amount of money; other units belong to what is counted."""
    return column == at.UNIT and at.VALUE in row.slots and row.slots[at.VALUE].kind is Kind.MONEY


def _shown(row: Row, column: str) -> Shown:
    """Return what stands in a cell; the unit of a value stands beside it, days and sums are what they are."""
    if column == at.UNIT:
        return Shown(row.cell(at.VALUE).unit)
    shown = row.cell(column)
    if column == at.SINCE and isinstance(shown.content, str) and shown.content:
        return shown_value(shown.content, Kind.DATE)
    if column == at.WEIGHT and column in row.fixed:
        return Shown(Fraction(str(shown.content)))
    return shown


def _add_empty(sheet: Worksheet, rows: int) -> None:
    """Leave rows below the parameters in which new values can be written."""
    columns = at.COLUMNS[at.PARAMETERS]
    for number in range(rows + 2, rows + 2 + at.EMPTY_ROWS):
        for position, column in enumerate(columns, 1):
            looks.dress(looks.cell_at(sheet, number, position), column, edited=column != at.PACK)


def _offer(sheet: Worksheet, content: PackBook, last: int) -> None:
    """Offer parameters, kinds and documents in the columns where they are written."""
    rows = len(content.sheets[at.PARAMETERS])
    letters = {column: get_column_letter(number) for number, column in enumerate(at.COLUMNS[at.PARAMETERS], 1)}
    ids, documents = len(content.pack.parameters), len(content.documents)
    title = tr("加一个值")
    if ids:
        below = f"{letters[at.ID]}{rows + 2}:{letters[at.ID]}{last}"
        looks.offer(
            sheet, below, f"{at.OPTIONS}!$A$1:$A${ids}", title, tr("选参数的编号，再写生效日和值；按键取值的每个键一行")
        )
    kinds = f"{letters[at.KIND]}{rows + 2}:{letters[at.KIND]}{last}"
    looks.offer(sheet, kinds, f"{at.OPTIONS}!$C$1:$C${len(Kind)}", title, tr("可以不写：参数的类型不会变"))
    if documents:
        cells = f"{letters[at.DOCUMENT]}2:{letters[at.DOCUMENT]}{last}"
        looks.offer(sheet, cells, f"{at.OPTIONS}!$B$1:$B${documents}", tr("依据的文件"), tr("从列表里选"))
    since = f"{letters[at.SINCE]}2:{letters[at.SINCE]}{last}"
    looks.remark(sheet, since, tr("生效日"), tr("标准变了，在下面的空行加一行，不要改旧的"))


def _add_options(book: Workbook, content: PackBook) -> None:
    """Add the hidden sheet with what the drop-downs offer."""
    sheet: Worksheet = book.create_sheet(at.OPTIONS)
    columns = (list(content.pack.parameters), list(content.documents.values()), [tr(kind.label) for kind in Kind])
    for number, texts in enumerate(columns, 1):
        for row, text in enumerate(texts, 1):
            put(looks.cell_at(sheet, row, number), text)
    sheet.sheet_state = "hidden"


def _add_original(book: Workbook, content: PackBook) -> None:
    """Add the hidden sheet with what every cell said when the workbook was made."""
    sheet: Worksheet = book.create_sheet(at.ORIGINAL)
    rows = [(at.FORM, content.pack.id, content.pack.digest, ""), *content.remembered()]
    for number, texts in enumerate(rows, 1):
        for position, text in enumerate(texts, 1):
            if text:
                put(looks.cell_at(sheet, number, position), text)
    sheet.sheet_state = "hidden"
