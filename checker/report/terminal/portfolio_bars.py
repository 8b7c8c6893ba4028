"""Draws bars of blocks and lays out tables that fit the screen; knows nothing about what they show."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING, Final

from rich.table import Table
from rich.text import Text

if TYPE_CHECKING:
    from collections.abc import Sequence

    from rich.console import RenderableType

_EIGHTHS: Final = " ▏▎▍▌▋▊▉"
_FULL: Final = "█"
_OPEN: Final = "▒"
_HEAD: Final = "dim"
_LEAST: Final = 10


def bar(value: Fraction | int, most: Fraction | int, width: int, style: str) -> Text:
    """Return a bar as long as ``value`` is of ``most``, to an eighth of a mark; something is never drawn as nothing."""
    if value <= 0 or most <= 0:
        return Text(" " * width)
    eighths = max(1, int(Fraction(value) * width * 8 / most))
    marks = _FULL * (eighths // 8) + (_EIGHTHS[eighths % 8] if eighths % 8 else "")
    return Text(marks[:width].ljust(width), style=style)


def stacked(sure: int, possible: int, all_: int, width: int, styles: tuple[str, str]) -> Text:
    """Return a bar of what is sure, then what is possible, as they are of all; in whole marks."""
    first = sure * width // all_ if all_ else 0
    last = (sure + possible) * width // all_ if all_ else 0
    if sure and not first:
        first = 1
    if possible and last <= first:
        last = first + 1
    text = Text(_FULL * min(first, width), style=styles[0])
    text.append(_OPEN * (min(last, width) - min(first, width)), style=styles[1])
    return text.append(" " * (width - text.cell_len))


def grid(heads: Sequence[str], *, left: Sequence[int] = (0,), free: int = 0) -> Table:
    """Return a table of these columns: numbers to the right but for those ``left``; only ``free`` gives way, broken."""
    table = Table(box=None, pad_edge=False, padding=(0, 2, 0, 0), header_style=_HEAD, show_header=any(heads))
    for place, head in enumerate(heads):
        table.add_column(
            head,
            justify="left" if place in left else "right",
            no_wrap=place != free,
            overflow="fold" if place == free else "ellipsis",
            min_width=_LEAST if place == free else None,
        )
    return table


def named(name: str, *asides: str) -> RenderableType:
    """Return a name with what is said of it below."""
    text = Text(name)
    for aside in filter(None, asides):
        text.append(f"\n  {aside}", style="dim")
    return text
