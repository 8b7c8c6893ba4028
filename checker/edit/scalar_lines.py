"""Turns a value of a pack file into the lines it is written on; knows nothing about comments or where it stands."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final
from unicodedata import east_asian_width

from checker.edit.spacing import break_points, is_expression, same_words, spaced
from checker.source import Problems
from checker.source.read import parse_document
from checker.source.text.scalars import line_scalar

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from checker.source.text.spans import Span

WIDTH: Final = 120
FOLDED: Final = ">"
_HEADER: Final = re.compile(r"([|>])[+-]?(?![+\d-])")
_ANY_HEADER: Final = re.compile(r"([|>])[+-]?([1-9])?[+-]?")
_BLOCK: Final = frozenset({"|", ">"})
_QUOTES: Final = frozenset({"'", '"'})


def columns(text: str) -> int:
    """Return how many columns of a terminal a line takes: a Chinese character takes two."""
    return len(text) + sum(east_asian_width(char) in "WF" for char in text)


def block_lines(text: str, span: Span, *, expression: bool) -> tuple[str, list[str]] | None:
    """Return the first line of a value written as a block (``>-``) and its lines without their indentation.

    Line breaks stay where they are, since they may mean something. None for a value no simple block can hold.
    """
    written = _block_text(text, span).split("\n")
    found = _HEADER.match(written[0])
    kept = span.value.rstrip("\n")
    ends = len(span.value) - len(kept)
    if found is None or not kept:
        return None
    first = next((line for line in written[1:] if line.strip()), "")
    indent = len(first) - len(first.lstrip(" "))
    lines = [line[indent:] for line in written[1:]]
    if expression:
        return f"{FOLDED}-", spaced([line.strip() for line in lines if line.strip()])
    header = found[1] + ("-" if not ends else "" if ends == 1 else "+")
    blank = [""] * (ends - 1)
    for candidate in ([*_ended([line.rstrip() for line in lines]), *blank], [*_ended(lines), *blank]):
        if reads_back(header, candidate, span.value):
            return header, candidate
    return None


def _block_text(text: str, span: Span) -> str:
    """Return a block as it is written, up to the end of the last line that is not blank."""
    end = text.find("\n", span.end)
    return text[span.start :] if end < 0 else text[span.start : end]


def _ended(lines: list[str]) -> list[str]:
    """Return the lines up to the last that is not empty."""
    last = max((number for number, line in enumerate(lines, 1) if line), default=0)
    return lines[:last]


def is_left_alone(text: str, span: Span) -> bool:
    """Say whether an expression is to stay as written: one that cannot be read, or that its lines are part of."""
    value = span.value
    if not span.scalar or not value.strip():
        return False
    if not is_expression(value):
        return True
    lines = _block_text(text, span).split("\n")[1:] if span.style in _BLOCK else []
    return bool(lines) and not same_words(" ".join(line.strip() for line in lines if line.strip()), value)


def written_word(text: str, span: Span) -> str | None:
    """Return a value of one line as it is written, or None where it might read otherwise in braces, or out of them."""
    raw = text[span.start : span.end].rstrip()
    safe = span.style in _QUOTES or line_scalar(span.value, flow=True) == raw
    return raw if safe and "\n" not in raw else None


def written_lines(text: str, span: Span, column: int) -> list[str] | None:
    """Return the lines of a value as they are written, without their indentation; the first may be a block's ``>-``.

    ``column`` is where the entry stands that holds the value. None for one that no lines of its own can hold.
    """
    block = span.style in _BLOCK
    first, *rest = (_block_text(text, span) if block else text[span.start : span.end].rstrip()).split("\n")
    if not block:
        return [first, *(line.lstrip() for line in rest)]
    found = _ANY_HEADER.match(first)
    if found is None:
        return None
    begun = next((line for line in rest if line.strip()), "")
    indent = column + int(found[2]) if found[2] else len(begun) - len(begun.lstrip(" "))
    ends = len(span.value) - len(span.value.rstrip("\n"))
    lines = [*(line[indent:] for line in rest), *[""] * (ends - 1)]
    mark = re.sub(r"\d", "2", found.group())
    return next(([header, *lines] for header in (mark, f"{found[1]}-") if reads_back(header, lines, span.value)), None)


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
