"""Breaks Chinese text into lines: none begins with a closing mark or ends with an opening one; numbers stay whole."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from rich.cells import cell_len

_CLOSING: Final = "。，、；：！？）》」』”’…%％,.;:!?)]}"
_OPENING: Final = "（《「『“‘([{"
_PIECE: Final = re.compile(
    rf"[{re.escape(_OPENING)}]*(?:[\w./:\-+~@#\[\]]+|.)[{re.escape(_CLOSING)}]*", re.ASCII | re.DOTALL
)


def wrap(text: str, width: int) -> list[str]:
    """Return ``text`` as lines of at most ``width`` cells; a piece longer than a line is broken where it must be."""
    lines: list[str] = []
    for paragraph in text.split("\n"):
        line = ""
        for piece in _pieces(paragraph, width):
            if line and cell_len(line) + cell_len(piece.rstrip()) > width:
                lines.append(line.rstrip())
                line = piece.lstrip()
            else:
                line += piece
        lines.append(line.rstrip())
    return lines


def _pieces(text: str, width: int) -> Iterator[str]:
    for match in _PIECE.finditer(text):
        piece = match.group()
        while cell_len(piece) > width:
            cut = next(index for index in range(len(piece), 0, -1) if cell_len(piece[:index]) <= width)
            yield piece[:cut]
            piece = piece[cut:]
        yield piece
