"""Makes facts workbooks from rows, as people would type them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

from openpyxl import Workbook
from openpyxl.utils.datetime import CALENDAR_MAC_1904

Rows = Sequence[Any]


def write_book(
    path: Path,
    sheets: Mapping[str, Rows],
    joined: Mapping[str, Iterable[str]] | None = None,
    *,
    from_1904: bool = False,
) -> Path:
    """Write rows of plain values to the sheets of a workbook.

    A cell may be ``{值: 0.1638, 格式: 0.00%}`` or ``{公式: =1-0.9}``; a text is a text whatever it begins with.
    """
    book = Workbook()
    book.remove(book.worksheets[0])
    if from_1904:
        book.epoch = CALENDAR_MAC_1904
    for name, rows in sheets.items():
        sheet = book.create_sheet(name)
        for row, values in enumerate(rows, start=1):
            for column, value in enumerate(values, start=1):
                cell = sheet.cell(row, column)
                if isinstance(value, Mapping):
                    cell.value = value.get("公式", value.get("值"))
                    cell.number_format = value.get("格式", cell.number_format)
                elif value is not None:
                    cell.value = value
                    if str(value).startswith("="):
                        cell.data_type = "s"
        for block in (joined or {}).get(name, ()):
            sheet.merge_cells(block)
    book.save(path)
    return path
