"""Prints the scores of indicators as a table in which only the remarks are broken into lines."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from rich.cells import cell_len
from rich.text import Text

from checker.messages import tr
from checker.report.terminal.lines import LEAST_ROOM, broken
from checker.report.words import bar, points, remark
from checker.values import decimal_text

if TYPE_CHECKING:
    from collections.abc import Sequence

    from rich.console import Console

    from checker.result import IndicatorScore

_HEAD: Final = "dim"
_GAP: Final = 2
_BAR: Final = 10
_ROOM_FOR_BARS: Final = 20


@dataclass(frozen=True, slots=True)
class _Row:
    cells: tuple[str, str, str]
    bar: str
    remark: str
    styles: tuple[str, str]


def print_indicators(indicators: Sequence[IndicatorScore], console: Console) -> None:
    """Print one row for each indicator; bars are left out where they would leave too little room for remarks."""
    head = _Row((tr("指标"), tr("权重"), tr("得分")), "", tr("说明"), (_HEAD, ""))
    rows = [head, *map(_row, indicators)]
    widths = [max(cell_len(row.cells[column]) for row in rows) for column in range(3)]
    used = sum(widths) + 3 * _GAP
    bars = console.width - used - _BAR - _GAP >= _ROOM_FOR_BARS
    used += _BAR + _GAP if bars else 0
    for row in rows:
        _print_row(row, widths, max(LEAST_ROOM, console.width - used), used, console, bars=bars)


def _row(indicator: IndicatorScore) -> _Row:
    label = "  " * (indicator.level - 1) + indicator.label
    return _Row(
        (label, decimal_text(indicator.weight), points(indicator.score)),
        bar(indicator.score, indicator.weight, _BAR) if indicator.leaf else "",
        remark(indicator),
        ("bold" if indicator.level == 1 else "", "green" if indicator.score == indicator.weight else "yellow"),
    )


def _print_row(row: _Row, widths: Sequence[int], room: int, used: int, console: Console, *, bars: bool) -> None:
    label, weight, score = row.cells
    first, *more = broken(((row.remark, "dim"),), room)
    gap = " " * _GAP
    line = Text.assemble(
        (label, row.styles[0]), _blanks(label, widths[0]), gap, _blanks(weight, widths[1]), weight, gap,
        _blanks(score, widths[2]), score, gap,
    )  # fmt: skip
    if bars:
        line.append(row.bar.ljust(_BAR), row.styles[1]).append(gap)
    line.append_text(first).rstrip()
    if row.styles[0] == _HEAD:
        line.stylize(_HEAD)
    for text in (line, *(Text(" " * used).append_text(rest) for rest in more)):
        console.print(text, no_wrap=True, overflow="ignore", crop=False)


def _blanks(text: str, width: int) -> str:
    """Return what fills a cell up; a Chinese character is two wide."""
    return " " * (width - cell_len(text))
