"""Turns the elements of an OpenDocument spreadsheet, as they stream by, into sheets; knows nothing about packages.

Values stand in attributes as exact decimals, ISO dates and truths, so nothing passes through a double.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from decimal import Decimal, InvalidOperation
from typing import TYPE_CHECKING, Final

from checker.source.sheets.limits import MAX_CELLS, MAX_COLUMNS, MAX_ROWS
from checker.source.sheets.sheet import UNCALCULATED, Sheet
from checker.source.sheets.text import SERIALS, truth_text

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

_NS: Final = "urn:oasis:names:tc:opendocument:xmlns:"
_TABLE, _OFFICE, _TEXT = (f"{_NS}{name}:1.0 " for name in ("table", "office", "text"))
_CALC: Final = "urn:org:documentfoundation:names:experimental:calc:xmlns:calcext:1.0 value-type"
_SHEET, _ROW = f"{_TABLE}table", f"{_TABLE}table-row"
_CELLS: Final = frozenset({f"{_TABLE}table-cell", f"{_TABLE}covered-table-cell"})
_PARAGRAPH, _NOTE = f"{_TEXT}p", f"{_OFFICE}annotation"
_BLANKS: Final = {f"{_TEXT}s": " ", f"{_TEXT}tab": "\t", f"{_TEXT}line-break": "\n"}
_VALUE_TYPE: Final = f"{_OFFICE}value-type"
_FORMULA: Final = f"{_TABLE}formula"
_DURATION: Final = re.compile(r"(-?)P(?:T)?(?:(\d+)D)?T?(?:(\d+)H)?(?:(\d+)M)?(?:(\d+)(?:[.,]\d*)?S)?")
_ERROR: Final = re.compile(r"#[A-Z/0!?]+|Err:\d+")
_DIGITS: Final = 15
_ELSEWHERE: Final = ("'file:", "#$")


class TooMuch(Exception):
    """A table has more ``rows``, or else more cells, than are read."""

    def __init__(self, sheet: str, *, rows: bool) -> None:
        super().__init__(sheet)
        self.sheet, self.rows = sheet, rows


@dataclass(slots=True)
class _Table:
    name: str
    wanted: bool
    rows: list[tuple[str, ...]] = field(default_factory=list)
    blank_rows: int = 0
    faults: dict[tuple[int, int], str] = field(default_factory=dict)
    comments: dict[tuple[int, int], str] = field(default_factory=dict)
    merged: list[tuple[int, int, int, int]] = field(default_factory=list)
    serials: set[tuple[int, int]] = field(default_factory=set)
    texts: list[str] = field(default_factory=list)
    blank_cells: int = 0
    row_repeat: int = 1

    @property
    def row(self) -> int:
        return len(self.rows) + self.blank_rows + 1

    @property
    def column(self) -> int:
        return len(self.texts) + self.blank_cells + 1


class TableReader:
    """Takes the handlers' calls of an expat parser with namespaces; raises ``TooMuch``.

    ``sheets`` are those that are wanted; ``names`` all of them; ``external`` says whether a formula refers to another
    file. Rows and columns that repeat without content are only counted until something follows them.
    """

    def __init__(self, file: str, only: Collection[str] | None) -> None:
        self.sheets: list[Sheet] = []
        self.names: list[str] = []
        self.external = False
        self._file, self._only = file, only
        self._table: _Table | None = None
        self._depth = 0
        self._cells = 0
        self._attributes: Mapping[str, str] | None = None
        self._paragraphs: list[str] = []
        self._note: list[str] | None = None
        self._text: list[str] | None = None

    def start(self, name: str, attributes: Mapping[str, str]) -> None:
        """Take the beginning of an element."""
        if name == _SHEET:
            self._start_table(attributes.get(f"{_TABLE}name", ""))
        elif self._table is None or not self._table.wanted or self._depth > 1:
            return
        elif name == _ROW:
            self._table.row_repeat = _count(attributes.get(f"{_TABLE}number-rows-repeated"))
        elif name in _CELLS:
            self._attributes, self._paragraphs = attributes, []
        elif self._attributes is None:
            return
        elif name == _NOTE:
            self._note = []
        elif name == _PARAGRAPH:
            self._text = []
        elif name in _BLANKS and self._text is not None:
            self._text.append(_BLANKS[name] * min(_count(attributes.get(f"{_TEXT}c")), MAX_COLUMNS))

    def characters(self, text: str) -> None:
        """Take text."""
        if self._text is not None:
            self._text.append(text)

    def end(self, name: str) -> None:
        """Take the end of an element."""
        if name == _SHEET:
            self._end_table()
        elif self._table is None or not self._table.wanted or self._depth > 1:
            return
        elif name == _PARAGRAPH and self._text is not None:
            (self._paragraphs if self._note is None else self._note).append("".join(self._text))
            self._text = None
        elif name == _NOTE and self._note is not None:
            self._table.comments[self._table.row, self._table.column] = "\n".join(self._note)
            self._note = None
        elif name in _CELLS and self._attributes is not None:
            self._end_cell(self._table, self._attributes)
            self._attributes = None
        elif name == _ROW:
            self._end_row(self._table)

    def _start_table(self, name: str) -> None:
        self._depth += 1
        if self._depth == 1:
            elsewhere = name.startswith(_ELSEWHERE[0]) or _ELSEWHERE[1] in name  # what was last seen in another file
            self.external = self.external or elsewhere
            if not elsewhere:
                self.names.append(name)
            self._table = _Table(name, not elsewhere and (self._only is None or name in self._only))

    def _end_table(self) -> None:
        self._depth -= 1
        table = self._table
        if self._depth == 0 and table is not None:
            self._table = None
            if table.wanted:
                sheet = Sheet(
                    self._file, table.name, tuple(table.rows), table.faults, table.comments, tuple(table.merged),
                    frozenset(table.serials),
                )  # fmt: skip
                self.sheets.append(sheet)

    def _end_cell(self, table: _Table, attributes: Mapping[str, str]) -> None:
        repeat = _count(attributes.get(f"{_TABLE}number-columns-repeated"))
        spans = (
            _count(attributes.get(f"{_TABLE}number-rows-spanned")),
            _count(attributes.get(f"{_TABLE}number-columns-spanned")),
        )
        row, column = table.row, table.column
        if spans != (1, 1):
            table.merged.append((row, column, row + spans[0] - 1, column + spans[1] - 1))
        text, is_fault, is_serial = self._content(attributes)
        if not text:
            table.blank_cells += repeat
            return
        if column + repeat - 1 > MAX_COLUMNS:
            raise TooMuch(table.name, rows=False)
        table.texts += [""] * table.blank_cells + [text] * repeat
        table.blank_cells = 0
        for at in range(column, column + repeat):
            if is_fault:
                table.faults[row, at] = text
            elif is_serial:
                table.serials.add((row, at))

    def _content(self, attributes: Mapping[str, str]) -> tuple[str, bool, bool]:
        """Return the text of the cell, whether it is an error value, and whether it may be the number of a day."""
        kind, formula = attributes.get(_VALUE_TYPE, ""), attributes.get(_FORMULA, "")
        shown = "\n".join(self._paragraphs)
        self.external = self.external or any(mark in formula for mark in _ELSEWHERE)
        if attributes.get(_CALC) == "error" or (formula and _ERROR.fullmatch(shown)):
            return shown or "#N/A", True, False
        if formula and not kind:
            return UNCALCULATED, True, False
        if kind in {"float", "currency", "percentage"}:
            text = _number(attributes.get(f"{_OFFICE}value", ""), percent=kind == "percentage")
            return text, False, kind == "float" and text.isdigit() and len(text) == 5 and int(text) in SERIALS  # noqa: PLR2004 - digits of SERIALS
        if kind == "date":
            return _day(attributes.get(f"{_OFFICE}date-value", "")), False, False
        if kind == "time":
            return _duration(attributes.get(f"{_OFFICE}time-value", "")), False, False
        if kind == "boolean":
            return truth_text(attributes.get(f"{_OFFICE}boolean-value") == "true"), False, False
        return shown, False, False

    def _end_row(self, table: _Table) -> None:
        repeat, texts = table.row_repeat, tuple(table.texts)
        first = table.row
        table.texts, table.blank_cells = [], 0
        if not texts:
            table.blank_rows += repeat
            return
        if first + repeat - 1 > MAX_ROWS:
            raise TooMuch(table.name, rows=True)
        self._cells += len(texts) * repeat
        if self._cells > MAX_CELLS:
            raise TooMuch(table.name, rows=False)
        table.rows += [()] * table.blank_rows + [texts] * repeat
        table.blank_rows = 0
        for found in (table.faults, table.serials):
            columns = [column for row, column in found if row == first] if repeat > 1 else []
            for row in range(first + 1, first + repeat):
                for column in columns:
                    if isinstance(found, dict):
                        found[row, column] = found[first, column]
                    else:
                        found.add((row, column))


def _count(written: str | None) -> int:
    return int(written) if written and written.isascii() and written.isdigit() and len(written) < 10 else 1  # noqa: PLR2004 - no table is as long


def _number(written: str, *, percent: bool) -> str:
    try:
        number = Decimal(written)
    except InvalidOperation:
        return written
    if not number.is_finite() or abs(number.adjusted()) > 400:  # noqa: PLR2004 - beyond what a workbook can hold
        return written
    exact = Decimal(f"{number:.{_DIGITS}g}")
    text = f"{exact.scaleb(2) if percent else exact:f}"
    if "." in text:
        text = text.rstrip("0").rstrip(".")
    return ("0" if text == "-0" else text) + ("%" if percent else "")


def _day(written: str) -> str:
    day, _, time = written.partition("T")
    time = time.partition(".")[0]
    return day if not time.strip("0:") else f"{day} {time}"


def _duration(written: str) -> str:
    match = _DURATION.fullmatch(written)
    if match is None:
        return written
    days, hours, minutes, seconds = (int(group or 0) for group in match.groups()[1:])
    return f"{match[1]}{days * 24 + hours}:{minutes:02d}:{seconds:02d}"
