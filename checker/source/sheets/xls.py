"""Turns an old Excel file (xls) into a book: looks through its records, then loads the sheets that are wanted."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING, Final

from python_calamine import SheetTypeEnum, load_workbook

from checker.messages import message
from checker.source.sheets.biff import BiffFault, BookRecords, read_records
from checker.source.sheets.calamine_rows import loading, sheet_of
from checker.source.sheets.limits import MAX_CELLS, MAX_COLUMNS
from checker.source.sheets.ole import CompoundFile, OleFault
from checker.source.sheets.package import Refused, add_broken, add_password
from checker.source.sheets.sheet import Book
from checker.source.sheets.too_much import add_too_many_cells

if TYPE_CHECKING:
    from collections.abc import Collection

    from checker.source.problems import Place, Problems

_MACROS: Final = "_VBA_PROJECT_CUR"


def read_xls(
    content: bytes, digest: str, place: Place, problems: Problems, only: Collection[str] | None = None
) -> Book | None:
    """Return the book in an xls file; what makes it unreadable is recorded and gives None. Macros are left alone."""
    try:
        file = CompoundFile(content)
        records = read_records(file.stream("Workbook" if "Workbook" in file.entries else "Book"))
    except (OleFault, BiffFault):
        add_broken(place, problems)
        return None
    if records.password:
        add_password(place, problems)
        return None
    try:
        book = _loaded(content, digest, records, place, problems, only)
    except Refused:
        return None
    if _MACROS in file.entries:
        what = message("工作簿里有宏；宏不会运行，只读单元格的值")
        problems.warn("macros-ignored", place, what, message("值由宏填写的，核对是否最新"))
    if records.external:
        what = message("工作簿引用了别的文件；这里读的是上次保存时的值，可能已过时")
        hint = message("核对这些值，或用 Excel、WPS 断开链接后另存")
        problems.warn("external-link", place, what, hint)
    return book


def _loaded(
    content: bytes,
    digest: str,
    records: BookRecords,
    place: Place,
    problems: Problems,
    only: Collection[str] | None,
) -> Book:
    sheets = []
    _hold_limits(records, place, problems)
    with loading(place, problems):
        book = load_workbook(io.BytesIO(content))
        if len(book.sheets_metadata) != len(records.sheets):
            add_broken(place, problems)
            raise Refused
        for about, found in zip(book.sheets_metadata, records.sheets, strict=True):
            if about.typ == SheetTypeEnum.WorkSheet and (only is None or about.name in only):
                sheets.append(sheet_of(book.get_sheet_by_name(about.name), place.file, found))
    return Book(place.file, digest, tuple(sheets), records.date1904)


def _hold_limits(records: BookRecords, place: Place, problems: Problems) -> None:
    """Refuse a book with more cells than are read: python-calamine loads all sheets at once."""
    cells = 0
    for number, found in enumerate(records.sheets, start=1):
        cells += found.last_row * found.last_column
        if cells > MAX_CELLS or found.last_column > MAX_COLUMNS:
            add_too_many_cells(place, str(number), problems)
            raise Refused
