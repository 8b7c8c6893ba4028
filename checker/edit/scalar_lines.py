"""Turns a value of a pack file into the lines it is written on; knows nothing about comments or where it stands."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final
from unicodedata import east_asian_width

from checker.edit.spacing import break_points, spaced
from checker.source import Problems
from checker.source.read import parse_document

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from checker.source.text.spans import Span

WIDTH: Final = 120
FOLDED: Final = ">"
_HEADER: Final = re.compile(r"([|>])[+-]?(?![+\d-])")


def columns(text: str) -> int:
    """Return how many columns of a terminal a line takes: a Chinese character takes two."""
    return len(text) + sum(east_asian_width(char) in "WF" for char in text)


def block_lines(text: str, span: Span, *, expression: bool) -> tuple[str, list[str]] | None:
    """Return the first line of a value written as a block (``>-``) and its lines without their indentation.

    Line breaks stay where they are, since they may mean something. None for a value no simple block can hold.
    """
    written = text[span.start : span.end].split("\n")
    found = _HEADER.match(written[0])
    kept = span.value.rstrip("\n")
    if found is None or not kept or span.value not in {kept, f"{kept}\n"}:
        return None
    first = next((line for line in written[1:] if line.strip()), "")
    indent = len(first) - len(first.lstrip(" "))
    lines = [line[indent:] for line in written[1:]]
    if expression:
        return f"{FOLDED}-", spaced([line.strip() for line in lines if line.strip()])
    header = found[1] + ("-" if span.value == kept else "")
    for candidate in ([line.rstrip() for line in lines], lines):
        if reads_back(header, candidate, span.value):
            return header, candidate
    return None


def folded_lines(text: str, indent: int, *, expression: bool) -> list[str] | None:
    """Return the lines below ``>-`` that read as ``text`` and fit when indented so far, or None when there are none.

    Lines end where the text has a blank; of an expression, before “and” or “or” where that is enough.
    """
    room = WIDTH - indent
    ways = [_filled(_cut(text, break_points(text)), room)] if expression else []
    for lines in [*ways, _filled(text.split(" "), room)]:
        if all(columns(line) <= room for line in lines) and reads_back(f"{FOLDED}-", lines, text):
            return lines
    return None


def reads_back(header: str, lines: Sequence[str], value: str) -> bool:
    """Say whether a block of these lines reads as ``value``."""
    body = "".join(f"  {line}\n" if line else "\n" for line in lines)
    document = parse_document(f"a: {header}\n{body}", "", "", Problems())
    return document is not None and document.data == {"a": value}


def _cut(text: str, places: Sequence[int]) -> list[str]:
    ends = [*places, len(text)]
    return [text[start:end].strip() for start, end in zip([0, *places], ends, strict=True)]


def _filled(pieces: Iterable[str], room: int) -> list[str]:
    """Return the pieces joined by blanks into lines that fit as far as they can."""
    lines: list[str] = []
    for piece in pieces:
        if lines and columns(lines[-1]) + 1 + columns(piece) <= room:
            lines[-1] += f" {piece}"
        else:
            lines.append(piece)
    return lines
