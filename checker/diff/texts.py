"""Compares two texts word by word: what stayed, what is gone, what is new; knows nothing about what they are for."""

from __future__ import annotations

import re
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import TYPE_CHECKING, Final, Literal

if TYPE_CHECKING:
    from collections.abc import Iterator

# a number with its unit sign, a Latin word, or one other character
_WORD: Final = re.compile(r"\d[\d.,]*[%‰]?|[A-Za-z_][\w.]*|\s+|.", re.ASCII | re.DOTALL)
_KEPT: Final = 12
"""So many characters of what stayed are shown beside a change."""
GAP: Final = "…"


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of a text: in both (``same``), only in the old one, or only in the new one."""

    text: str
    state: Literal["same", "old", "new"]


def word_pieces(old: str, new: str) -> tuple[Piece, ...]:
    """Return the two texts as one, the words that differ side by side; long stretches that stayed are shortened."""
    return tuple(_shortened(_joined(_pieces(old, new))))


def _pieces(old: str, new: str) -> Iterator[Piece]:
    before, after = _WORD.findall(old), _WORD.findall(new)
    for tag, a, b, c, d in SequenceMatcher(None, before, after, autojunk=False).get_opcodes():
        if tag == "equal":
            yield Piece("".join(before[a:b]), "same")
            continue
        if a < b:
            yield Piece("".join(before[a:b]), "old")
        if c < d:
            yield Piece("".join(after[c:d]), "new")


def _joined(pieces: Iterator[Piece]) -> list[Piece]:
    """Return the pieces with single characters that stayed between two changes taken into them."""
    found = list(pieces)
    joined: list[Piece] = []
    old = new = ""

    def flush() -> None:
        nonlocal old, new
        joined.extend(piece for piece in (Piece(old, "old"), Piece(new, "new")) if piece.text)
        old = new = ""

    for index, piece in enumerate(found):
        inside = 0 < index < len(found) - 1 and bool(old or new)
        if piece.state == "same" and not (inside and len(piece.text) == 1 and not piece.text.isspace()):
            flush()
            joined.append(piece)
        else:
            old += piece.text if piece.state != "new" else ""
            new += piece.text if piece.state != "old" else ""
    flush()
    return joined


def _shortened(pieces: list[Piece]) -> Iterator[Piece]:
    for index, piece in enumerate(pieces):
        text, first, last = piece.text, index == 0, index == len(pieces) - 1
        if piece.state == "same" and len(text) > 2 * _KEPT + len(GAP):
            head, tail = "" if first else text[:_KEPT], "" if last else text[-_KEPT:]
            text = head + GAP + tail
        yield Piece(text, piece.state)
