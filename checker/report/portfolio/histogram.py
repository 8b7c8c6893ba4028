"""Lays out the distribution of totals: bars of the settled, below them how many others may reach each bin."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from itertools import groupby
from typing import TYPE_CHECKING, Final

from checker.report.html.drawing import Box, number, round_ticks
from checker.report.portfolio.numbers import count
from checker.values import decimal_text

if TYPE_CHECKING:
    from collections.abc import Sequence

    from checker.portfolio.summary.scored import Bin, Totals

BOX: Final = Box(width=820, height=340, left=64, right=806, top=44, bottom=244)
REACHED: Final = (262, 310)
"""Where the lower drawing begins and ends."""
_GAP: Final = 2
_ABOUT: Final = 4
_NARROWEST: Final = 34
"""Where a bar is narrower, its count is left to the table."""


@dataclass(frozen=True, slots=True)
class Bar:
    """One bin: the settled upward from the axis, those that may come downward."""

    x: str
    width: str
    y: str
    height: str
    reach: str
    middle: str
    above: str
    count: str


@dataclass(frozen=True, slots=True)
class Band:
    """A stretch of bins with one grade; every other one is ``tinted``."""

    x: str
    width: str
    middle: str
    label: str
    tinted: bool


@dataclass(frozen=True, slots=True)
class Histogram:
    """A drawing in ``BOX``: bands, bars, labels along the axis and levels of the counts."""

    bars: tuple[Bar, ...]
    bands: tuple[Band, ...]
    edges: tuple[tuple[str, str], ...]
    levels: tuple[tuple[str, str], ...]
    most: str


def lay_out_histogram(totals: Totals) -> Histogram | None:
    """Return the drawing; None when no total is known."""
    bins = totals.bins
    if not bins:
        return None
    step = Fraction(BOX.right - BOX.left, len(bins))
    most = max([1, *(one.settled for one in bins)])
    reached = max([1, *(one.reached for one in bins)])
    every = -(-len(bins) // 22)
    edges = [*(one.low for one in bins), bins[-1].high]
    tall = Fraction(BOX.bottom - BOX.top, most)
    return Histogram(
        bars=tuple(_bar(one, place, step, tall, reached) for place, one in enumerate(bins)),
        bands=tuple(_bands(bins, step)),
        edges=tuple(
            (number(BOX.left + step * place), decimal_text(edge))
            for place, edge in enumerate(edges)
            if place % every == 0
        ),
        levels=tuple(
            (number(BOX.bottom - level * tall), count(int(level)))
            for level in round_ticks(Fraction(0), Fraction(most), _ABOUT, whole=True)
        ),
        most=count(reached),
    )


def _bar(one: Bin, place: int, step: Fraction, tall: Fraction, reached: int) -> Bar:
    x = BOX.left + step * place
    height = one.settled * tall
    top = BOX.bottom - height
    return Bar(
        x=number(x + _GAP),
        width=number(step - 2 * _GAP),
        y=number(top),
        height=number(height),
        reach=number(Fraction(one.reached * (REACHED[1] - REACHED[0]), reached)),
        middle=number(x + step / 2),
        above=number(top - 5),
        count=count(one.settled) if one.settled and step >= _NARROWEST else "",
    )


def _bands(bins: Sequence[Bin], step: Fraction) -> list[Band]:
    found: list[Band] = []
    place = 0
    for label, group in groupby(bins, key=lambda one: one.grade):
        length = len(list(group))
        x = BOX.left + step * place
        found.append(Band(number(x), number(step * length), number(x + step * length / 2), label, len(found) % 2 == 0))
        place += length
    return found
