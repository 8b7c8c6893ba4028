"""Lays out the distance of single values to their thresholds on one line each; writes no markup."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING, Final

from checker.report.html.drawing import Box, number, scale
from checker.report.html.plotted import bounds, plotted
from checker.values import Interval, Unknown

if TYPE_CHECKING:
    from checker.report.html.margins import Point, Track

LINE: Final = Box(width=220, height=26, left=8, right=212, top=4, bottom=22)
"""Where a line of the table lies; its middle is at half the height."""


@dataclass(frozen=True, slots=True)
class Bullet:
    """A value on its line: from where it is measured, its two ends (equal when exact), its threshold, its bad side."""

    origin: str
    low: str
    high: str
    exact: bool
    known: bool
    unbounded: tuple[bool, bool]
    threshold: str
    zone: tuple[str, str] | None


@dataclass(frozen=True, slots=True)
class BulletRow:
    """A case of a comparison with its drawing."""

    track: Track
    point: Point
    bullet: Bullet


def bullet_rows(tracks: tuple[Track, ...]) -> tuple[BulletRow, ...]:
    """Return the cases of comparisons that have no several times to set side by side."""
    return tuple(
        BulletRow(track, point, _bullet(point)) for track in tracks if not track.timed for point in track.points
    )


def _bullet(point: Point) -> Bullet:
    drawn = plotted(point.sides)
    floor, roof = bounds([drawn])
    across = scale([*drawn.numbers, Fraction(0)], LINE.left, LINE.right, floor=floor, roof=roof)
    value, limit = drawn.value, drawn.threshold
    low, high = (value.low, value.high) if isinstance(value, Interval) else (None, None)
    if isinstance(value, Fraction):
        low = high = value
    ends = number(across.at(low, across.low)), number(across.at(high, across.high))
    at = across.at(limit) if isinstance(limit, Fraction) else None
    zone = None
    if at is not None and drawn.side:
        edges = (Fraction(LINE.left), at) if drawn.side < 0 else (at, Fraction(LINE.right))
        zone = number(edges[0]), number(edges[1] - edges[0])
    return Bullet(
        origin=number(across.at(Fraction(0))),
        low=ends[0],
        high=ends[1],
        exact=isinstance(value, Fraction),
        known=not isinstance(value, Unknown),
        unbounded=(isinstance(value, Interval) and low is None, isinstance(value, Interval) and high is None),
        threshold="" if at is None else number(at),
        zone=zone,
    )
