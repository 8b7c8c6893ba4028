"""Finds where a scalar that begins somewhere in YAML text ends; knows nothing about what surrounds it."""

from __future__ import annotations

import re
from typing import Final

_COMMENT: Final = re.compile(r"[ \t]#")
_NAMED_LINE: Final = re.compile(r"[^\n]*?\S:(?=\s|\Z)")


def line_end(text: str, position: int) -> int:
    """Return where the line of a character ends, before its line feed."""
    found = text.find("\n", position)
    return len(text) if found < 0 else found


def column_of(text: str, position: int) -> int:
    """Return how many characters stand before a character on its line."""
    return position - (text.rfind("\n", 0, position) + 1)


def quoted_end(text: str, start: int, limit: int) -> int:
    """Return the offset behind the closing quote; without one before ``limit`` the end of the line."""
    quote = text[start]
    position = start + 1
    while position < limit:
        char = text[position]
        escaped = char == "\\" if quote == '"' else text.startswith("''", position)
        if escaped:
            position += 2
        elif char == quote:
            return position + 1
        else:
            position += 1
    return min(line_end(text, start), limit)


def block_end(text: str, start: int, column: int) -> int:
    """Return the end of the last line of a ``|`` or ``>`` scalar that belongs to an entry at ``column``."""
    last = line_end(text, start)
    position = last + 1
    while position < len(text):
        end = line_end(text, position)
        line = text[position:end]
        if line.strip():
            if len(line) - len(line.lstrip(" ")) <= column:
                break
            last = end
        position = end + 1
    return last


def plain_end(text: str, start: int, column: int) -> int:
    """Return the end of a scalar without quotes that belongs to an entry at ``column``, with the lines it goes on."""
    end, open_ = _plain_line(text, start)
    while open_:
        position = line_end(text, end) + 1
        while position < len(text) and not text[position : line_end(text, position)].strip():
            position = line_end(text, position) + 1
        line = text[position : line_end(text, position)]
        indent = len(line) - len(line.lstrip(" "))
        if not line.strip() or indent <= column or line.lstrip()[0] == "#" or _NAMED_LINE.match(line):
            break
        end, open_ = _plain_line(text, position + indent)
    return end


def _plain_line(text: str, start: int) -> tuple[int, bool]:
    """Return where plain text on a line ends, and whether it may go on in the next line (not behind a comment)."""
    end = line_end(text, start)
    comment = _COMMENT.search(text, start, end)
    stop = comment.start() if comment else end
    return start + len(text[start:stop].rstrip()), comment is None
