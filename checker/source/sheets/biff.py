"""Looks through the records of an old Excel workbook stream (BIFF): how much is in it, and which cells hold errors.

Knows nothing about what the cells mean; python-calamine loads the values afterwards, and gives nothing for an error.
"""

from __future__ import annotations

import struct
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from checker.source.sheets.text import is_percent

if TYPE_CHECKING:
    from collections.abc import Iterator

_BEGIN, _END, _SHEET, _PASSWORD, _DATES, _TRUTH_OR_ERROR, _FORMULA = 0x0809, 0x0A, 0x85, 0x2F, 0x22, 0x0205, 0x06
_FORMAT, _CELL_FORMAT, _STRINGS, _DIMENSIONS = 0x041E, 0xE0, 0xFC, 0x0200
_SHORTEST_STRING: Final = 3
_NEW_DIMENSIONS: Final = 14
_BUILT_IN_PERCENTS: Final = (9, 10)
_EXTERNAL: Final = 0x01AE
_CELLS: Final = frozenset({0x0203, 0x0204, 0xFD, 0x027E, 0xBD, _TRUTH_OR_ERROR, _FORMULA, 0x00D6})
_SEVERAL: Final = 0xBD
_ERRORS: Final = {
    0x00: "#NULL!", 0x07: "#DIV/0!", 0x0F: "#VALUE!", 0x17: "#REF!", 0x1D: "#NAME?", 0x24: "#NUM!", 0x2A: "#N/A",
}  # fmt: skip
_FORMULA_ERROR: Final = b"\xff\xff"
_OWN_BOOKS: Final = (b"\x01\x04", b"\x01\x3a")


class BiffFault(Exception):
    """The records make no sound workbook."""


@dataclass(slots=True)
class SheetRecords:
    """What is in one sheet: how far its cells reach (1-based), and the error values in them."""

    last_row: int = 0
    last_column: int = 0
    faults: dict[tuple[int, int], str] = field(default_factory=dict)
    percents: set[tuple[int, int]] = field(default_factory=set)


@dataclass(slots=True)
class BookRecords:
    """What is in the workbook stream; ``sheets`` are in the order of the workbook, whatever kind they are."""

    sheets: list[SheetRecords] = field(default_factory=list)
    password: bool = False
    date1904: bool = False
    external: bool = False


def read_records(stream: bytes) -> BookRecords:
    """Return what is in a workbook stream; ``BiffFault`` when it breaks off or points outside itself."""
    book = BookRecords()
    offsets = []
    codes = dict.fromkeys(_BUILT_IN_PERCENTS, True)
    formats: list[bool] = []
    for _, kind, body in _records(stream, 0):
        if kind == _PASSWORD:
            book.password = True
            return book
        if kind == _DATES:
            book.date1904 = body[:1] == b"\1"
        elif kind == _EXTERNAL:
            book.external = book.external or body[2:4] not in _OWN_BOOKS
        elif kind == _SHEET:
            offsets.append(_number("<I", body))
        elif kind == _FORMAT:
            codes[_number("<H", body)] = is_percent(_format_code(body))
        elif kind == _STRINGS and _number("<I", body[4:8]) * _SHORTEST_STRING > len(stream):
            raise BiffFault  # python-calamine would make room for that many
        elif kind == _CELL_FORMAT:
            formats.append(codes.get(_number("<H", body[2:4]), False))
    percents = frozenset(number for number, percent in enumerate(formats) if percent)
    book.sheets = [_sheet(stream, offset, percents) for offset in offsets]
    return book


def _format_code(body: bytes) -> str:
    """Return a number format: a 16-bit length and a byte that says how wide the characters are, then these."""
    wide = body[4:5] == b"\1"
    return body[5:].decode("utf-16-le" if wide else "latin-1", "replace")


def _number(form: str, body: bytes) -> int:
    try:
        return int(struct.unpack_from(form, body)[0])
    except struct.error:
        raise BiffFault from None


def _records(stream: bytes, offset: int) -> Iterator[tuple[int, int, bytes]]:
    """Yield the records of one part of the stream with their depth: those of charts embedded in it are deeper."""
    depth, end = 0, len(stream)
    while offset + 4 <= end:
        kind, length = struct.unpack_from("<HH", stream, offset)
        body = stream[offset + 4 : offset + 4 + length]
        if len(body) < length:
            break
        offset += 4 + length
        if kind == _BEGIN:
            depth += 1
        elif kind == _END:
            depth -= 1
            if depth <= 0:
                return
        else:
            yield depth, kind, body
    raise BiffFault


def _sheet(stream: bytes, offset: int, percents: frozenset[int]) -> SheetRecords:
    sheet = SheetRecords()
    for depth, kind, body in _records(stream, offset):
        if kind == _DIMENSIONS:  # python-calamine makes room for as much as is said here
            _add_said(sheet, body)
        if kind not in _CELLS:
            continue
        try:
            row, column = struct.unpack_from("<HH", body)
        except struct.error:
            raise BiffFault from None
        last = _number("<H", body[-2:]) if kind == _SEVERAL else column
        sheet.last_row = max(sheet.last_row, row + 1)
        sheet.last_column = max(sheet.last_column, column + 1, last + 1)
        if depth > 1:
            continue
        _add_percents(sheet, kind, body, percents)
        code = _error_code(kind, body)
        if code is not None:
            sheet.faults[row + 1, column + 1] = _ERRORS.get(code, "#N/A")
    return sheet


def _add_said(sheet: SheetRecords, body: bytes) -> None:
    """Take how far a sheet says it reaches; the form of the numbers depends on the age of the file."""
    form = "<IIHH" if len(body) >= _NEW_DIMENSIONS else "<HHHH"
    try:
        first_row, last_row, first_column, last_column = struct.unpack_from(form, body)
    except struct.error:
        raise BiffFault from None
    if first_row > last_row or first_column > last_column:
        raise BiffFault
    sheet.last_row, sheet.last_column = max(sheet.last_row, last_row), max(sheet.last_column, last_column)


def _add_percents(sheet: SheetRecords, kind: int, body: bytes, percents: frozenset[int]) -> None:
    if not percents:
        return
    row, column = struct.unpack_from("<HH", body)
    count, width = ((len(body) - 6) // 6, 6) if kind == _SEVERAL else (1, 0)
    for number in range(count):
        at = 4 + number * width
        if int.from_bytes(body[at : at + 2], "little") in percents:
            sheet.percents.add((row + 1, column + number + 1))


def _error_code(kind: int, body: bytes) -> int | None:
    if kind == _TRUTH_OR_ERROR and body[7:8] == b"\1":
        return body[6]
    if kind == _FORMULA and body[12:14] == _FORMULA_ERROR and body[6:7] == b"\2":
        return body[8]
    return None
