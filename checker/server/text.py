"""Turns offsets into a text to the positions editors count, and back; knows nothing about what the text means.

Editors count lines from 0 and, unless agreed otherwise, count a character outside the basic plane as two.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Final

from lsprotocol.types import Position, PositionEncodingKind, Range

if TYPE_CHECKING:
    from checker.source import Place

_ENDS: Final = re.compile("\r\n?|\n")
_BASIC_PLANE: Final = 0xFFFF
_UTF8_WIDTHS: Final = (0x7F, 0x7FF, 0xFFFF)


def as_read(text: str) -> str:
    """Return a text as files are read: no byte order mark, and only line feeds at the ends of lines."""
    return _ENDS.sub("\n", text.removeprefix("\ufeff"))


@dataclass(frozen=True)
class SourceText:
    """A text as files are read, and how the editor counts within a line; offsets count characters."""

    text: str
    encoding: str = PositionEncodingKind.Utf16

    @cached_property
    def _starts(self) -> list[int]:
        return [0, *(match.end() for match in re.finditer("\n", self.text))]

    def position(self, offset: int) -> Position:
        """Return the position of a character; one beyond the text gives the end of the text."""
        offset = max(0, min(offset, len(self.text)))
        line = bisect_right(self._starts, offset) - 1
        units = sum(self._width(char) for char in self.text[self._starts[line] : offset])
        return Position(line, units)

    def range(self, start: int, end: int) -> Range:
        """Return the range of a stretch of the text."""
        return Range(self.position(start), self.position(end))

    def offset(self, position: Position) -> int:
        """Return the offset of a position; one beyond the line or the text gives the end of it."""
        if position.line >= len(self._starts):
            return len(self.text)
        start, end = self.line_bounds(position.line)
        left = position.character
        for offset in range(start, end):
            if left <= 0:
                return offset
            left -= self._width(self.text[offset])
        return end

    def line_bounds(self, line: int) -> tuple[int, int]:
        """Return where a line (from 0) begins and where it ends, without its line feed."""
        start = self._starts[line]
        end = self._starts[line + 1] - 1 if line + 1 < len(self._starts) else len(self.text)
        return start, end

    def line_of(self, offset: int) -> int:
        """Return the line (from 0) on which a character stands."""
        return bisect_right(self._starts, offset) - 1

    def at_place(self, place: Place) -> int:
        """Return the offset of a place, the nearest one in the text when it has changed since."""
        line = min(max(place.line - 1, 0), len(self._starts) - 1)
        start, end = self.line_bounds(line)
        return min(start + max(place.column - 1, 0), end)

    def _width(self, char: str) -> int:
        if self.encoding == PositionEncodingKind.Utf16:
            return 2 if ord(char) > _BASIC_PLANE else 1
        if self.encoding == PositionEncodingKind.Utf8:
            return 1 + sum(ord(char) > most for most in _UTF8_WIDTHS)
        return 1
