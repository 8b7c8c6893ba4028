"""Looks through the XML of a worksheet as it streams by: how much is in it, and which cells hold no value.

Knows nothing about what the cells mean. python-calamine makes room for every cell between the first and the last, and
gives nothing for an error value or for a formula that was never worked out: both have to be known before.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import pairwise
from typing import Final

from checker.source.sheets.limits import MAX_ROW_BYTES, MAX_ROWS
from checker.source.sheets.sheet import UNCALCULATED, column_number

_REFERENCE: Final = re.compile(rb"""\sr\s*=\s*["']([A-Za-z]{1,3})(\d{1,7})["']""")
_ROW: Final = re.compile(rb"""<[^\s>]+\s(?:[^>]*\s)?r\s*=\s*["'](\d{1,9})["']""")
_KIND: Final = re.compile(rb"""\st\s*=\s*["'](\w+)["']""")
# The references of rows and cells: patterns that begin with two plain letters are several times as fast, and only
# hostile files put blanks around the "=".
_ROWS: Final = re.compile(rb"""r=["'][A-Za-z]*(\d{1,9})""")
_ROWS_SLOWLY: Final = re.compile(rb"""r\s*=\s*["'][A-Za-z]*(\d{1,9})""")
_FAR_COLUMN: Final = re.compile(rb"""r=["']([A-Za-z]{2,})\d""")
_FAR_COLUMN_SLOWLY: Final = re.compile(rb"""r\s*=\s*["']([A-Za-z]{2,})\d""")
_BLANKS: Final = tuple(pair for blank in (b" ", b"\t", b"\n", b"\r") for pair in (b"r" + blank + b"=", b"r=" + blank))
_EXTERNAL: Final = re.compile(rb"\[\d+\]")
_NEAR_COLUMNS: Final = 26  # columns of one letter are not looked for


class TooManyRows(Exception):
    """A sheet has more rows than are read."""

    def __init__(self, sheet: str) -> None:
        super().__init__(sheet)
        self.sheet = sheet


@dataclass(frozen=True, slots=True)
class _Patterns:
    row: re.Pattern[bytes]
    cell: re.Pattern[bytes]
    error: re.Pattern[bytes]
    formula: re.Pattern[bytes]
    styled: re.Pattern[bytes]


@lru_cache(maxsize=2)
def _patterns(prefix: bytes) -> _Patterns:
    """Return the patterns for elements with this namespace prefix: usually none, which is several times as fast."""
    return _Patterns(
        re.compile(rb"<%brow[\s/>]" % prefix),
        re.compile(rb"<%bc[\s/>]" % prefix),
        re.compile(
            rb"""<%bc(\s[^>]*?\bt\s*=\s*["']e["'][^>]*)>(?:(?!</%bc>).)*?<%bv>([^<]*)</""" % (prefix, prefix, prefix),
            re.DOTALL,
        ),
        re.compile(
            rb"<%bc(\s[^>]*[^/>])?>\s*<%bf(?:\s[^>]*?)?(?:/>|>([^<]*)</%bf>)\s*(?:<%bv[^>]*>([^<]*)</)?"
            % (prefix, prefix, prefix, prefix)
        ),
        re.compile(rb"""<%bc(\s[^>]*?\bs\s*=\s*["'](\d{1,6})["'][^>]*[^>/])>""" % prefix),
    )


@dataclass(slots=True)
class SheetScan:
    """Takes the chunks of the XML of the sheet called ``name``; raises ``TooManyRows`` as soon as there are too many.

    ``formats`` are the numbers of cell formats that show percentages, ``percents`` the cells that have one.
    ``rows`` counts row elements, ``last_row`` and ``last_column`` bound the cells, ``faults`` are the cells that hold
    an error value or a formula without value, ``external`` the first cell whose formula refers to another workbook.
    """

    name: str
    formats: frozenset[int] = frozenset()
    rows: int = 0
    last_row: int = 0
    last_column: int = _NEAR_COLUMNS
    faults: dict[tuple[int, int], str] = field(default_factory=dict)
    percents: set[tuple[int, int]] = field(default_factory=set)
    external: tuple[int, int] | None = None
    _tail: bytes = b""
    _row: int = 0

    def feed(self, chunk: bytes) -> None:
        """Take the next chunk."""
        text = self._tail + chunk
        cut = max(text.rfind(b"<row"), text.rfind(b"<", 0, max(0, text.rfind(b":row"))), 0)
        self._tail = text[cut:]
        if len(self._tail) > MAX_ROW_BYTES:
            raise TooManyRows(self.name)
        self._look(text[:cut])

    def close(self) -> None:
        """Take what is left."""
        self._look(self._tail)
        self._tail = b""

    def _look(self, text: bytes) -> None:
        patterns = _patterns(rb"(?:\w+:)?" if b":c" in text or b":row" in text else b"")
        before = self.rows
        self.rows += len(patterns.row.findall(text))
        if self.rows > MAX_ROWS:
            raise TooManyRows(self.name)
        self._look_how_far(text, self.rows - before, patterns)
        if b"<f" in text or b":f" in text:
            self._look_at_formulas(text, patterns)
        if self.formats:
            for match in patterns.styled.finditer(text):
                if int(match[2]) in self.formats:
                    self.percents.add(self._position(match, text, patterns))
        if b'"e"' in text or b"'e'" in text:
            for match in patterns.error.finditer(text):
                self.faults[self._position(match, text, patterns)] = match[2].decode("utf-8", "replace")
        last = _ROW.match(text, max(0, text.rfind(b"<row")))
        self._row = int(last[1]) if last else self._row_at(text, len(text), patterns)[1]

    def _look_how_far(self, text: bytes, rows: int, patterns: _Patterns) -> None:
        slowly = any(pair in text for pair in _BLANKS)
        numbers = (_ROWS_SLOWLY if slowly else _ROWS).findall(text)
        letters = set((_FAR_COLUMN_SLOWLY if slowly else _FAR_COLUMN).findall(text))
        self.last_row = max([self.last_row, self.rows, *map(int, set(numbers))])
        self.last_column = max([self.last_column, *(column_number(word[:4].decode()) for word in letters)])
        if len(patterns.cell.findall(text)) + rows > len(numbers):  # cells without a reference follow one another
            ends = [*(match.start() for match in patterns.row.finditer(text)), len(text)]
            counts = (len(patterns.cell.findall(text, begin, end)) for begin, end in pairwise([0, *ends]))
            self.last_column = max(self.last_column, *counts)

    def _look_at_formulas(self, text: bytes, patterns: _Patterns) -> None:
        for match in patterns.formula.finditer(text):
            kind = _KIND.search(match[1] or b"")
            if not (match[3] or b"").strip() and (kind is None or kind[1] != b"str"):
                self.faults[self._position(match, text, patterns)] = UNCALCULATED
            if self.external is None and match[2] and _EXTERNAL.search(match[2]):
                self.external = self._position(match, text, patterns)

    def _position(self, match: re.Match[bytes], text: bytes, patterns: _Patterns) -> tuple[int, int]:
        """Return the row and column of a cell; without a reference it stands behind those before it."""
        reference = _REFERENCE.search(match[1] or b"")
        if reference:
            return int(reference[2]), column_number(reference[1].decode())
        begin, row = self._row_at(text, match.start(), patterns)
        return row, len(patterns.cell.findall(text, begin, match.start())) + 1

    def _row_at(self, text: bytes, position: int, patterns: _Patterns) -> tuple[int, int]:
        """Return where the last row before a position begins, and its number; one without follows the row before."""
        starts = [match.start() for match in patterns.row.finditer(text, 0, position)]
        for behind, start in enumerate(reversed(starts)):
            given = _ROW.match(text, start)
            if given:
                return starts[-1], int(given[1]) + behind
        return (starts[-1] if starts else 0), self._row + len(starts)
