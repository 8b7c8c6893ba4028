"""Prints styled text as lines broken as Chinese is; knows nothing about what they say."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from rich.rule import Rule
from rich.text import Text

from checker.report.terminal.wrap import wrap

if TYPE_CHECKING:
    from collections.abc import Iterator

    from rich.console import Console

INDENT: Final = 2
LEAST_ROOM: Final = 10
Part = tuple[str, str] | str
"""A text with its style, or without."""


def section(title: str, console: Console) -> None:
    """Print the heading of a section after an empty line."""
    console.print()
    console.print(Rule(Text(title, style="bold"), align="left", style="dim"))


def put(console: Console, *parts: Part, first: str = "", later: str | None = None) -> None:
    """Print parts as one text, ``first`` before its first line and ``later`` (the same when None) before the others."""
    before = first
    for line in broken(parts, console.width - max(len(first), len(later or ""))):
        console.print(Text.assemble((before, "dim"), line), no_wrap=True, overflow="ignore", crop=False)
        before = first if later is None else later


def below(text: str, console: Console, style: str = "") -> None:
    """Print a text indented below what it belongs to; nothing when it is empty."""
    if text:
        put(console, (text, style), first=" " * INDENT)


def whole(text: str, console: Console, style: str = "") -> None:
    """Print a place indented and unbroken, so that it can be followed and copied."""
    console.print(Text(" " * INDENT + text, style=style), no_wrap=True, overflow="ignore", crop=False)


def broken(parts: tuple[Part, ...], room: int) -> Iterator[Text]:
    """Yield the lines of one text made of parts, each with its styles."""
    styled = [(part, "") if isinstance(part, str) else part for part in parts]
    text = Text.assemble(*((words.replace("\t", " "), style) for words, style in styled))
    at = 0
    for line in wrap(text.plain, max(LEAST_ROOM, room)):
        start = text.plain.index(line, at)
        at = start + len(line)
        yield text[start:at]
