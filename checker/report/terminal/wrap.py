"""Breaks Chinese text into lines: none begins with a closing mark or ends with an opening one; numbers stay whole."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from rich.cells import cell_len

_OPENING: Final = "（《「『【“‘([{"
_CLOSING: Final = "。，、；：！？）》」』】”’…%％,.;:!?)]}"
_OPEN, _CLOSE = re.escape(_OPENING), re.escape(_CLOSING)
# Marks to hold on to, a word or one character, marks to hold on to; blanks before a closing mark stay with it.
_PIECE: Final = re.compile(rf"(?:[{_OPEN}] *)*(?:[\w./:\-+~@#\[\]]+|.)(?: *[{_CLOSE}]+)*", re.ASCII | re.DOTALL)
_LAST: Final = re.compile(rf"[^{_CLOSE} ][{_CLOSE} ]*$", re.DOTALL)


def wrap(text: str, width: int) -> list[str]:
    """Return ``text`` as lines of at most ``width`` cells; a piece longer than a line is broken where it must be."""
    lines: list[str] = []
    for paragraph in text.replace("\t", " ").splitlines() or [""]:
        line, used = "", 0
        for piece in _pieces(paragraph, width):
            if line and used + cell_len(piece.rstrip()) > width:
                lines.append(line.rstrip())
                line, used = "", 0
                piece = piece.lstrip()  # noqa: PLW2901 - a line does not begin with a blank
            line += piece
            used += cell_len(piece)
        lines.append(line.rstrip())
    return lines


def _pieces(text: str, width: int) -> Iterator[str]:
    for match in _PIECE.finditer(text):
        piece = match.group()
        while cell_len(piece.rstrip()) > width:
            cut = _cut(piece, width)
            yield piece[:cut]
            piece = piece[cut:]
        yield piece


def _cut(piece: str, width: int) -> int:
    """Return where to break a piece that is too long, so that its closing marks keep a character before them."""
    fitting = [index for index in range(1, len(piece)) if cell_len(piece[:index]) <= width]
    most = fitting[-1] if fitting else 1
    last = _LAST.search(piece)
    before = last.start() if last else most
    return before if 0 < before < most else most
