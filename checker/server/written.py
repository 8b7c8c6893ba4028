"""Turns a scalar as written in YAML into its text, and knows where in the file each character of it stands."""

from __future__ import annotations

import re
from bisect import bisect_left
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from checker.server.outline import Entry

_BREAK: Final = re.compile(r"[ \t]*\n\s*")
_HEX_DIGITS: Final = {"x": 2, "u": 4, "U": 8}
_SHORT: Final = {"n": "\n", "t": "\t", "r": "\r", "0": "\0", "a": "\a", "b": "\b", "e": "\x1b", "f": "\f", "v": "\v"}
_LAST_CHAR: Final = 0x10FFFF


@dataclass(frozen=True, slots=True)
class WrittenText:
    """The text of a scalar; ``offsets`` has the place of each character in the file, and of the end behind them."""

    value: str
    offsets: tuple[int, ...]

    def index(self, offset: int) -> int:
        """Return which character of the text stands at or behind a place in the file."""
        return min(bisect_left(self.offsets, offset), len(self.value))

    def bounds(self, start: int, end: int) -> tuple[int, int]:
        """Return where in the file the characters from ``start`` up to ``end`` stand."""
        first = self.offsets[min(start, len(self.value))]
        return first, max(first, self.offsets[end - 1] + 1) if 0 < end <= len(self.value) else first


def written_text(text: str, entry: Entry) -> WrittenText:
    """Return the text of a scalar entry; what is not closed or badly escaped is taken as it stands."""
    if entry.style in {"|", ">"}:
        return _block(text, entry)
    if entry.style and entry.style in "\"'":
        closed = entry.end - entry.start > 1 and text[entry.end - 1] == entry.style
        return _pieces(text, entry.start + 1, entry.end - closed, entry.style)
    return _pieces(text, entry.start, entry.end, "")


def _pieces(text: str, start: int, end: int, quote: str) -> WrittenText:
    chars: list[str] = []
    offsets: list[int] = []
    position = start
    while position < end:
        char, width = text[position], 1
        if found := _BREAK.match(text, position, end):
            width = found.end() - position
            breaks = found.group().count("\n")
            char = "\n" * (breaks - 1) or " "
        elif quote == "'" and text.startswith("''", position):
            width = 2
        elif quote == '"' and char == "\\":
            char, width = _escaped(text, position, end)
        chars.append(char)
        offsets += [position] * len(char)
        position += width
    return WrittenText("".join(chars), (*offsets, max(end, start)))


def _escaped(text: str, position: int, end: int) -> tuple[str, int]:
    following = text[position + 1 : position + 2]
    digits = text[position + 2 : min(position + 2 + _HEX_DIGITS.get(following, 0), end)]
    if digits and re.fullmatch("[0-9a-fA-F]+", digits) and int(digits, 16) <= _LAST_CHAR:
        return chr(int(digits, 16)), 2 + len(digits)
    if following == "\n":
        found = _BREAK.match(text, position + 1, end)
        return "", 1 + (len(found.group()) if found else 1)
    return _SHORT.get(following, following or "\\"), 2


def _block(text: str, entry: Entry) -> WrittenText:
    """Return a ``|`` or ``>`` scalar: its lines without their indent, put in one with blanks when folded."""
    position = text.find("\n", entry.start, entry.end) + 1 or entry.end
    lines = text[position : entry.end].split("\n") if position < entry.end else []
    indent = min((len(line) - len(line.lstrip(" ")) for line in lines if line.strip()), default=0)
    chars: list[str] = []
    offsets: list[int] = []
    for line in lines:
        if chars:
            chars.append(" " if entry.style == ">" and line.strip() and chars[-1] != "\n" else "\n")
            offsets.append(position - 1)
        kept = line[indent:]
        chars += kept
        offsets += range(position + indent, position + indent + len(kept))
        position += len(line) + 1
    return WrittenText("".join(chars), (*offsets, entry.end))
