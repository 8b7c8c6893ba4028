"""Turns an xlsx package into sheets with comments, joined cells and percentages, by openpyxl.

Knows nothing about limits and packages: whoever calls has settled before that the package is safe and small enough.
"""

from __future__ import annotations

import io
import warnings
from datetime import datetime
from typing import TYPE_CHECKING, Any

from openpyxl import load_workbook

from checker.source.sheets.calamine_rows import with_faults
from checker.source.sheets.package import Refused, add_broken
from checker.source.sheets.sheet import Sheet
from checker.source.sheets.text import NOT_FINITE, SERIALS, is_percent, percent_text, shown_day_text, value_text

if TYPE_CHECKING:
    from collections.abc import Mapping

    from openpyxl.cell.cell import Cell, MergedCell
    from openpyxl.worksheet.worksheet import Worksheet

    from checker.source.problems import Place, Problems
    from checker.source.sheets.xlsx_scan import SheetScan


def load_details(
    content: bytes, wanted: list[str], scans: Mapping[str, SheetScan], place: Place, problems: Problems
) -> tuple[Sheet, ...]:
    """Return the wanted sheets; whatever openpyxl fails at is recorded, and raises ``Refused``."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter(
                "ignore"
            )  # openpyxl warns about parts that it will not write back; nothing is written
            book = load_workbook(io.BytesIO(content), data_only=True, keep_links=False)
            return tuple(_sheet(book[name], place.file, scans[name].faults) for name in wanted)
    except Exception:  # openpyxl raises whatever a broken part leads to
        add_broken(place, problems)
        raise Refused from None


def _sheet(loaded: Worksheet, file: str, faults: Mapping[tuple[int, int], str]) -> Sheet:
    found = dict(faults)
    comments: dict[tuple[int, int], str] = {}
    serials: set[tuple[int, int]] = set()
    rows = []
    for number, row in enumerate(loaded.iter_rows(min_row=1, min_col=1), start=1):
        texts = []
        for column, cell in enumerate(row, start=1):
            texts.append(text := _text(cell))
            if cell.comment is not None:
                comments[number, column] = cell.comment.text
            if cell.data_type == "e" or (text == NOT_FINITE and not isinstance(cell.value, str)):
                found.setdefault((number, column), text)
            elif _is_serial(cell.value):
                serials.add((number, column))
        rows.append(tuple(texts))
    merged = tuple(
        (block.min_row, block.min_col, block.max_row, block.max_col)
        for block in sorted(loaded.merged_cells.ranges, key=lambda block: (block.min_row, block.min_col))
    )
    return Sheet(file, loaded.title, with_faults(rows, found), found, comments, merged, frozenset(serials))


def _text(cell: Cell | MergedCell) -> str:
    value: Any = cell.value
    if value is None:
        return ""
    is_number = isinstance(value, (int, float)) and not isinstance(value, bool)
    if is_number and is_percent(cell.number_format or ""):
        return percent_text(value)
    if isinstance(value, datetime):
        return shown_day_text(value, cell.number_format or "")
    return value_text(value)


def _is_serial(value: object) -> bool:
    if isinstance(value, bool) or not isinstance(value, (int, float)):
        return False
    return SERIALS.start <= value < SERIALS.stop and value == int(value)
