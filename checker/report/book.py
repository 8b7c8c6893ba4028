"""What all written workbooks share: plain looks, text that stays text, and the same bytes every time.

Knows nothing about what stands in them.
"""

from __future__ import annotations

import io
import re
import zipfile
from datetime import date, datetime, time
from fractions import Fraction
from typing import TYPE_CHECKING, Final

from openpyxl.styles import Alignment, Border, Font, PatternFill, Side

from checker.values import decimal_text

if TYPE_CHECKING:
    from openpyxl import Workbook
    from openpyxl.cell.cell import Cell

FONT: Final = "宋体"
HEADING: Final = "黑体"
_EPOCH: Final = (1980, 1, 1, 0, 0, 0)
_LINE: Final = Side(style="thin", color="999999")
BORDER: Final = Border(left=_LINE, right=_LINE, top=_LINE, bottom=_LINE)
HEADER_FILL: Final = PatternFill("solid", fgColor="D9E2F0")
KEY_FILL: Final = PatternFill("solid", fgColor="FFF6DD")
QUIET: Final = "666666"
_MOST_DIGITS: Final = 15
_FORMULA_MARKS: Final = frozenset("=+-@\t\r")
_CORE: Final = "docProps/core.xml"
_MODIFIED: Final = re.compile(rb"(<dcterms:modified[^>]*>)[^<]*")


def put(cell: Cell, content: str | Fraction | date | None, *, bold: bool = False, colour: str | None = None) -> None:
    """Write plain content into a cell; text stays text, whatever it begins with, and is never taken for a formula.

    A number with more digits than a workbook keeps (15), or without a finite decimal form, is written as text.
    """
    if isinstance(content, Fraction):
        text = decimal_text(content)
        short = "/" not in text and sum(map(str.isdigit, text)) <= _MOST_DIGITS
        content = text
        if short:
            cell.value = int(text) if content.lstrip("-").isdigit() else float(text)
    if isinstance(content, date):
        cell.value = content
        cell.number_format = "yyyy-mm-dd"
    elif isinstance(content, str) and cell.value is None:
        cell.value = content
        cell.data_type = "s"
        if content[:1] in _FORMULA_MARKS:
            cell.quotePrefix = True  # the mark by which Excel knows that the content was typed as text
    cell.font = Font(name=FONT, size=10.5, bold=bold, color=colour)
    cell.alignment = Alignment(vertical="top", wrap_text=True)


def book_bytes(book: Workbook, on: date) -> bytes:
    """Return a workbook as a file; made on the day given, so that the same content gives the same bytes."""
    book.properties.creator = "checker"
    book.properties.created = datetime.combine(on, time())
    stream = io.BytesIO()
    book.save(stream)
    return fixed_package(stream.getvalue(), on)


def fixed_package(content: bytes, on: date) -> bytes:
    """Return a zipped office file (docx or xlsx) as if it had been packed and last changed on the day given."""
    stream = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(content)) as given,
        zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED, compresslevel=6) as made,
    ):
        for entry in given.infolist():
            part = given.read(entry)
            if entry.filename == _CORE:
                part = _MODIFIED.sub(rb"\g<1>" + f"{on.isoformat()}T00:00:00Z".encode(), part)
            made.writestr(zipfile.ZipInfo(entry.filename, _EPOCH), part, zipfile.ZIP_DEFLATED, 6)
    return stream.getvalue()
