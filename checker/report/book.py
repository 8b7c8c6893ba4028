"""What all written workbooks share: plain looks, text that stays text, and the same bytes every time.

Knows nothing about what stands in them.
"""

from __future__ import annotations

import io
import re
import zipfile
from datetime import date, datetime, time
from fractions import Fraction
from typing import TYPE_CHECKING, Final, Literal, TypeAlias
from unicodedata import east_asian_width

from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.worksheet.header_footer import HeaderFooterItem, _HeaderFooterPart
from openpyxl.worksheet.properties import PageSetupProperties

from checker.values import decimal_text

if TYPE_CHECKING:
    from collections.abc import Callable

    from openpyxl import Workbook
    from openpyxl.cell.cell import Cell
    from openpyxl.worksheet.worksheet import Worksheet

Paper: TypeAlias = Literal["portrait", "landscape"]
FONT: Final = "宋体"
HEADING: Final = "黑体"
_EPOCH: Final = (1980, 1, 1, 0, 0, 0)
_LINE: Final = Side(style="thin", color="999999")
BORDER: Final = Border(left=_LINE, right=_LINE, top=_LINE, bottom=_LINE)
HEADER_FILL: Final = PatternFill("solid", fgColor="D9E2F0")
KEY_FILL: Final = PatternFill("solid", fgColor="FFF6DD")
QUIET: Final = "666666"
MOST_DIGITS: Final = 15
"""How many digits of a number a workbook keeps."""
_MOST_TEXT: Final = 32000
"""How long the text of a cell may be: Excel allows 32767 characters."""
_A4: Final = 9
_FORMULA_MARKS: Final = frozenset("=+-@\t\r")
_CORE: Final = "docProps/core.xml"
_MODIFIED: Final = re.compile(rb"(<dcterms:modified[^>]*>)[^<]*")


def put(cell: Cell, content: str | Fraction | date | None, *, bold: bool = False, colour: str | None = None) -> None:
    """Write plain content into a cell; text stays text, whatever it begins with, and is never taken for a formula.

    A number with more digits than a workbook keeps (15), or without a finite decimal form, is written as text. Signs
    that a workbook cannot hold are left out of text, and text is cut where a cell ends.
    """
    if isinstance(content, Fraction):
        content = _put_number(cell, decimal_text(content))
    if isinstance(content, date):
        cell.value = content
        cell.number_format = "yyyy-mm-dd"
    elif isinstance(content, str):
        cell.value = legible(content)
        cell.data_type = "s"
        if content[:1] in _FORMULA_MARKS:
            cell.quotePrefix = True  # the mark by which Excel knows that the content was typed as text
    cell.font = Font(name=FONT, size=10.5, bold=bold, color=colour)
    cell.alignment = Alignment(vertical="top", wrap_text=True)


def _put_number(cell: Cell, text: str) -> str | None:
    """Write a number, and return None; or return its text when it cannot be written as one."""
    if "/" in text or sum(map(str.isdigit, text)) > MOST_DIGITS:
        return text
    cell.value = int(text) if text.lstrip("-").isdigit() else float(text)
    return None


def legible(text: str) -> str:
    """Return a text without the signs that a workbook cannot hold, and no longer than a cell may be."""
    return ILLEGAL_CHARACTERS_RE.sub("", text)[:_MOST_TEXT]


def wide(text: str) -> int:
    """Return how many half-width characters a text is wide."""
    return sum(2 if east_asian_width(sign) in "WFA" else 1 for sign in text)


def set_up_page(sheet: Worksheet, paper: Paper = "landscape") -> None:
    """Print on A4, as wide as the page, with the name of the sheet above and the page number below."""
    sheet.page_setup.orientation = paper
    sheet.page_setup.paperSize = _A4
    sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight = 1, 0
    sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
    sheet.page_margins.left = sheet.page_margins.right = 0.5
    sheet.page_margins.top = sheet.page_margins.bottom = 0.75
    sheet.HeaderFooter.oddFooter = HeaderFooterItem(center=_HeaderFooterPart("— &P / &N —"))
    sheet.HeaderFooter.oddHeader = HeaderFooterItem(right=_HeaderFooterPart("&A"))
    sheet.print_options.horizontalCentered = True


def book_bytes(book: Workbook, on: date) -> bytes:
    """Return a workbook as a file; made on the day given, so that the same content gives the same bytes."""
    book.properties.creator = "checker"
    book.properties.created = datetime.combine(on, time())
    stream = io.BytesIO()
    book.save(stream)
    return fixed_package(stream.getvalue(), on)


def fixed_package(content: bytes, on: date) -> bytes:
    """Return a zipped office file (docx or xlsx) as if it had been packed and last changed on the day given."""
    changed = rb"\g<1>" + f"{on.isoformat()}T00:00:00Z".encode()
    return repacked(content, lambda name, part: _MODIFIED.sub(changed, part) if name == _CORE else part)


def repacked(content: bytes, change: Callable[[str, bytes], bytes]) -> bytes:
    """Return a zipped office file with each part put through ``change`` (its name, its bytes), without times."""
    stream = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(content)) as given,
        zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED, compresslevel=6) as made,
    ):
        for entry in given.infolist():
            part = change(entry.filename, given.read(entry))
            made.writestr(zipfile.ZipInfo(entry.filename, _EPOCH), part, zipfile.ZIP_DEFLATED, 6)
    return stream.getvalue()
