"""Turns separated text (csv with commas, tabs or semicolons) into a book with one sheet, named after the file."""

from __future__ import annotations

import csv
import io
import re
from typing import TYPE_CHECKING, Final

from checker.messages import message
from checker.source.document import line_and_column
from checker.source.problems import Place
from checker.source.sheets.limits import MAX_CELLS, MAX_COLUMNS, MAX_ROWS
from checker.source.sheets.sheet import Book, Sheet
from checker.source.sheets.text import SERIALS
from checker.source.sheets.too_much import add_too_many_cells, add_too_many_rows

if TYPE_CHECKING:
    from checker.source.problems import Problems

_UTF16: Final = (b"\xff\xfe", b"\xfe\xff")
_SEPARATORS: Final = (",", "\t", ";")
_LOOKED_AT: Final = 20
_ERRORS: Final = frozenset({"#NULL!", "#DIV/0!", "#VALUE!", "#REF!", "#NAME?", "#NUM!", "#N/A"})
_SERIAL: Final = re.compile(r"\d{5}")


def read_separated(content: bytes, stem: str, digest: str, place: Place, problems: Problems) -> Book | None:
    """Return the book of a csv file; text that is neither UTF-8 nor GB18030 (nor marked UTF-16) is recorded."""
    text = _decoded(content, place, problems)
    if text is None:
        return None
    rows = _rows(text, place, stem, problems)
    if rows is None:
        return None
    faults = {
        (number, column): word
        for number, row in enumerate(rows, start=1)
        if "#" in "".join(row)
        for column, word in enumerate(row, start=1)
        if word in _ERRORS
    }
    serials = frozenset(
        (number, column)
        for number, row in enumerate(rows, start=1)
        for column, word in enumerate(row, start=1)
        if len(word) == 5 and _SERIAL.fullmatch(word) and int(word) in SERIALS  # noqa: PLR2004 - see _SERIAL
    )
    return Book(place.file, digest, (Sheet(place.file, stem, rows, faults, serials=serials),))


def _decoded(content: bytes, place: Place, problems: Problems) -> str | None:
    encodings = ("utf-16",) if content.startswith(_UTF16) else ("utf-8-sig", "gb18030")
    faults = []
    for encoding in encodings:
        try:
            return content.decode(encoding)
        except UnicodeDecodeError as fault:
            faults.append(fault)
    furthest = max(faults, key=lambda fault: fault.start)
    readable = content[: furthest.start].decode(furthest.encoding, "replace")
    where = Place(place.file, *line_and_column(readable, len(readable)))
    hint = message("用 Excel 或 WPS 打开，另存为“CSV UTF-8”或 .xlsx")
    problems.add("encoding", where, message("文件既不是 UTF-8 也不是 GB18030 编码"), hint)
    return None


def _rows(text: str, place: Place, stem: str, problems: Problems) -> tuple[tuple[str, ...], ...] | None:
    rows: list[tuple[str, ...]] = []
    cells = 0
    try:
        for row in csv.reader(io.StringIO(text, newline=""), delimiter=separator_of(text), strict=True):
            rows.append(tuple(row))
            cells += len(row)
            if len(rows) > MAX_ROWS:
                add_too_many_rows(place, stem, problems)
                return None
            if cells > MAX_CELLS or len(row) > MAX_COLUMNS:
                add_too_many_cells(place, stem, problems)
                return None
    except csv.Error:
        what = message("第 {line} 行不是分隔的文字，可能少了一个引号", line=len(rows) + 1)
        problems.add("broken-csv", place, what, message("用 Excel 或 WPS 打开检查，另存为 .xlsx"))
        return None
    while rows and not any(map(str.strip, rows[-1])):
        rows.pop()
    return tuple(rows)


def separator_of(text: str) -> str:
    """Return the separator that cuts most of the first lines into the same number of two or more fields."""

    def agreement(separator: str) -> tuple[int, int]:
        widths = [len(row) for row in csv.reader(lines, delimiter=separator)]
        return max(((widths.count(width), width) for width in set(widths) if width > 1), default=(0, 0))

    lines = [line for line in text[: 64 * 1024].splitlines() if line.strip()][:_LOOKED_AT]
    return max(_SEPARATORS, key=agreement)
