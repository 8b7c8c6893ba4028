"""Lays out the margin of one rule's cases over time: scales, threshold line, points; writes no markup."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from itertools import pairwise
from typing import TYPE_CHECKING, Final

from checker.report.html.drawing import Box, Scale, number, round_ticks, scale
from checker.report.html.plotted import Plotted, bounds, plotted
from checker.values import Interval, Unknown

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from checker.report.html.margins import Point, Track

PLOT: Final = Box(width=460, height=216, left=68, right=390, top=14, bottom=184)
_ABOUT: Final = 4
_INSET: Final = 30
_APART: Final = 12
"""How far points of one time stand from each other."""
_LABEL_WIDTH: Final = 64
_MOST_NAMED: Final = 6
_TICK: Final = 9


@dataclass(frozen=True, slots=True)
class Mark:
    """A label of an axis and where it stands."""

    at: str
    label: str


@dataclass(frozen=True, slots=True)
class Dot:
    """A point: where it is, or the two ends it lies between (empty where there is none), and what is said of it."""

    x: str
    y: str
    span: tuple[str, str] | None
    unbounded: tuple[bool, bool]
    known: bool
    outcome: str
    label: str
    to_left: bool
    text: str
    anchor: str


@dataclass(frozen=True, slots=True)
class Chart:
    """A drawing on ``PLOT``: axes, the side on which the condition holds, threshold, lines, points."""

    times: tuple[Mark, ...]
    levels: tuple[Mark, ...]
    zones: tuple[str, ...]
    steps: tuple[str, ...]
    limit: Mark | None
    limits: tuple[tuple[str, str, str], ...]
    lines: tuple[str, ...]
    dots: tuple[Dot, ...]


@dataclass(frozen=True, slots=True)
class _Spot:
    point: Point
    drawn: Plotted
    time: Fraction
    x: Fraction


def lay_out(track: Track) -> Chart:
    """Return the drawing of a comparison whose cases have several times; cases without a time are left out."""
    timed = [(point, point.time, plotted(point.sides)) for point in track.points if point.time is not None]
    floor, roof = bounds([drawn for _, _, drawn in timed])
    numbers = [value for _, _, drawn in timed for value in drawn.numbers]
    levels = scale(numbers, PLOT.bottom, PLOT.top, floor=floor, roof=roof)
    moments = sorted({time for _, time, _ in timed})
    across = Scale(moments[0], moments[-1], Fraction(PLOT.left + _INSET), Fraction(PLOT.right - _INSET))
    spots = list(_spread(timed, across))
    shown = timed[0][2]
    runs = _runs(spots)
    paths = tuple(_step_line(run, moments, across, levels) for run in runs)
    edge = PLOT.bottom if shown.side < 0 else PLOT.top
    ticks = round_ticks(levels.low, levels.high, _ABOUT, whole=shown.whole)
    return Chart(
        times=tuple(_times(spots, across)),
        levels=tuple(Mark(number(levels.at(tick)), shown.show(tick)) for tick in ticks),
        zones=tuple(f"{path}V{edge}H{start}Z" for path, start in paths) if shown.side else (),
        steps=tuple(path for path, _ in paths),
        limit=Mark(number(levels.at(runs[-1][-1][1])), shown.show(runs[-1][-1][1])) if runs else None,
        limits=() if paths else tuple(_limits(spots, levels)),
        lines=tuple(_lines(spots, levels)),
        dots=tuple(_dots(spots, levels)),
    )


def _spread(timed: Sequence[tuple[Point, Fraction, Plotted]], across: Scale) -> Iterator[_Spot]:
    """Yield the points from left to right, those of one time beside each other."""
    together: dict[Fraction, list[tuple[Point, Plotted]]] = {}
    for point, time, drawn in timed:
        together.setdefault(time, []).append((point, drawn))
    for time, found in together.items():
        apart = min(Fraction(_APART), Fraction(2 * _INSET, len(found)))
        for index, (point, drawn) in enumerate(found):
            yield _Spot(point, drawn, time, across.at(time) + apart * (index - Fraction(len(found) - 1, 2)))


def _times(spots: Sequence[_Spot], across: Scale) -> Iterator[Mark]:
    """Yield the labels of the times, leaving out those without room."""
    free = Fraction(-_LABEL_WIDTH)
    for time, text in {spot.time: spot.point.time_text for spot in spots}.items():
        at = across.at(time)
        if at - free >= _LABEL_WIDTH:
            free = at
            yield Mark(number(at), text)


def _runs(spots: Sequence[_Spot]) -> list[list[tuple[Fraction, Fraction]]]:
    """Return the thresholds of times that follow each other; nothing when one time has several or a bounded one."""
    found: dict[Fraction, set[Fraction]] = {}
    for spot in spots:
        if isinstance(spot.drawn.threshold, Interval):
            return []
        values = found.setdefault(spot.time, set())
        if isinstance(spot.drawn.threshold, Fraction):
            values.add(spot.drawn.threshold)
    if any(len(values) > 1 for values in found.values()):
        return []
    runs: list[list[tuple[Fraction, Fraction]]] = [[]]
    for time, values in found.items():
        if values:
            runs[-1].extend((time, value) for value in values)
        elif runs[-1]:
            runs.append([])
    return [run for run in runs if run]


def _step_line(
    run: Sequence[tuple[Fraction, Fraction]], moments: Sequence[Fraction], across: Scale, levels: Scale
) -> tuple[str, str]:
    """Return a threshold as a path, and where it begins; it steps half way between two times at which it differs."""
    edges = [
        Fraction(PLOT.left),
        *((across.at(a) + across.at(b)) / 2 for a, b in pairwise(moments)),
        Fraction(PLOT.right),
    ]
    start = number(edges[moments.index(run[0][0])])
    (_, value), *later = run
    path = f"M{start} {number(levels.at(value))}"
    for time, new in later:
        if new != value:
            path += f"H{number(edges[moments.index(time)])}V{number(levels.at(new))}"
        value = new
    return f"{path}H{number(edges[moments.index(run[-1][0]) + 1])}", start


def _limits(spots: Sequence[_Spot], levels: Scale) -> Iterator[tuple[str, str, str]]:
    """Yield a stroke for each point's own threshold: where it begins and ends, and how high it is."""
    for spot in spots:
        if isinstance(spot.drawn.threshold, Fraction):
            yield number(spot.x - _TICK), number(spot.x + _TICK), number(levels.at(spot.drawn.threshold))


def _lines(spots: Sequence[_Spot], levels: Scale) -> Iterator[str]:
    """Yield a line through the points of each series, broken where a value is not known exactly."""
    series: dict[str, list[_Spot]] = {}
    for spot in spots:
        series.setdefault(spot.point.series, []).append(spot)
    for found in series.values():
        path = ""
        begun = False
        for spot in found:
            value = spot.drawn.value
            exact = isinstance(value, Fraction)
            if isinstance(value, Fraction):
                path += f"{'L' if begun else 'M'}{number(spot.x)} {number(levels.at(value))}"
            begun = exact
        if "L" in path:
            yield path


def _dots(spots: Sequence[_Spot], levels: Scale) -> Iterator[Dot]:
    """Yield the points; the last of each series says its name, unless there are too many of them."""
    last = {spot.point.series: spot for spot in spots}
    for spot in spots:
        value, point = spot.drawn.value, spot.point
        span, unbounded = None, (False, False)
        y = Fraction(PLOT.bottom - 10)
        if isinstance(value, Interval):
            low, high = levels.at(value.low, levels.low), levels.at(value.high, levels.high)
            span, unbounded, y = (number(low), number(high)), (value.low is None, value.high is None), (low + high) / 2
        elif isinstance(value, Fraction):
            y = levels.at(value)
        yield Dot(
            x=number(spot.x),
            y=number(y),
            span=span,
            unbounded=unbounded,
            known=not isinstance(value, Unknown),
            outcome=point.outcome.value,
            label=point.series if spot is last[point.series] and len(last) <= _MOST_NAMED else "",
            to_left=spot.x > PLOT.right - _LABEL_WIDTH,
            text=point.text,
            anchor=point.anchor,
        )
