"""Turns the score, the grades and the indicator tree into a gauge and rows with bars; works out no score.

Every number of a drawing is exact: an arc is measured in points by ``pathLength``, a tick is turned by degrees.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING, Final

from checker.report.html.drawing import number
from checker.report.words import points, remark
from checker.values import decimal_text, ends

if TYPE_CHECKING:
    from collections.abc import Iterator

    from checker.plan import Plan
    from checker.report.html.anchors import Anchors
    from checker.result import CheckResult, IndicatorScore

_HALF_TURN: Final = 180
_NARROWEST: Final = 8
"""The degrees below which a band has no room for its name."""
_LONG: Final = 7


@dataclass(frozen=True, slots=True)
class Band:
    """A stretch of the arc in points, with its name; ``turn`` are the degrees its middle lies from the top.

    ``state`` says whether it is the grade (``current``), may be (``possible``), or is not (empty).
    """

    start: str
    length: str
    label: str
    turn: str
    back: str
    state: str
    named: bool


@dataclass(frozen=True, slots=True)
class Tick:
    """A limit between bands, and the degrees it lies from the top."""

    label: str
    turn: str
    back: str


@dataclass(frozen=True, slots=True)
class Gauge:
    """The score on an arc of ``full`` points; ``turns`` are one pointer, or those of both ends of ``span``."""

    full: str
    score: str
    long: bool
    bands: tuple[Band, ...]
    ticks: tuple[Tick, ...]
    turns: tuple[str, ...]
    span: tuple[str, str] | None


@dataclass(frozen=True, slots=True)
class Bar:
    """The sure and the possible share of a weight, in parts of a hundred, one after the other; the rest is lost."""

    sure: str
    possible: str


@dataclass(frozen=True, slots=True)
class IndicatorRow:
    """An indicator with what lies below it; ``links`` are the checks and judgements that decided its points."""

    id: str
    label: str
    level: int
    weight: str
    score: str
    full: bool
    open: bool
    bonus: bool
    remark: str
    bar: Bar | None
    links: tuple[str, ...]
    parts: tuple[IndicatorRow, ...]


def view_gauge(result: CheckResult, plan: Plan) -> Gauge:
    """Return the gauge of the total with the grade bands of the pack."""
    full = result.full_score
    limits = sorted({limit for grade in plan.score.grades for limit in (grade.low, grade.high) if limit is not None})
    bands = []
    for grade in plan.score.grades:
        low, high = _held(grade.low, Fraction(0), full), _held(grade.high, full, full)
        if low < high:
            named = (high - low) * _HALF_TURN >= _NARROWEST * full
            middle = _turn((low + high) / 2, full)
            state = ("current" if result.grade else "possible") if grade.label in result.grades else ""
            bands.append(
                Band(number(low), number(high - low), grade.label, number(middle), number(-middle), state, named)
            )
    ticks = [_tick(limit, full) for limit in dict.fromkeys([Fraction(0), *limits, full]) if 0 <= limit <= full]
    span = ends(result.score)
    low, high = _held(span.low, Fraction(0), full), _held(span.high, full, full)
    text = points(result.score)
    return Gauge(
        full=decimal_text(full),
        score=text,
        long=len(text) > _LONG,
        bands=tuple(bands),
        ticks=tuple(ticks),
        turns=tuple(number(_turn(end, full)) for end in dict.fromkeys((low, high))),
        span=None if low == high else (number(low), number(high - low)),
    )


def _held(value: Fraction | None, otherwise: Fraction, full: Fraction) -> Fraction:
    return max(Fraction(0), min(full, otherwise if value is None else value))


def _turn(value: Fraction, full: Fraction) -> Fraction:
    return value / full * _HALF_TURN - Fraction(_HALF_TURN, 2) if full else Fraction(0)


def _tick(limit: Fraction, full: Fraction) -> Tick:
    turn = _turn(limit, full)
    return Tick(decimal_text(limit), number(turn), number(-turn))


def view_indicators(result: CheckResult, anchors: Anchors) -> tuple[IndicatorRow, ...]:
    """Return the tree of indicators, each with its score, bar and what decided it."""
    below: dict[str | None, list[IndicatorScore]] = {}
    for indicator in result.indicators:
        below.setdefault(indicator.parent, []).append(indicator)
    findings: dict[str | None, list[str]] = {}
    for finding in result.findings:
        findings.setdefault(finding.indicator, []).append(anchors.checks[finding.id])

    def rows(parent: str | None) -> Iterator[IndicatorRow]:
        for item in below.get(parent, ()):
            span = ends(item.score)
            links = (*findings.get(item.id, ()), *anchors.judgements.get(item.id, ()))
            yield IndicatorRow(
                id=item.id,
                label=item.label,
                level=item.level,
                weight=decimal_text(item.weight),
                score=points(item.score),
                full=item.score == item.weight or item.bonus,
                open=span.low != span.high,
                bonus=item.bonus,
                remark=remark(item),
                bar=_bar(item),
                links=links if item.leaf else (),
                parts=tuple(rows(item.id)),
            )

    return tuple(rows(None))


def _bar(item: IndicatorScore) -> Bar | None:
    if item.weight <= 0 or item.applicable is False:
        return None
    span = ends(item.score)
    sure, most = (
        _held(end, item.weight, item.weight) * 100 / item.weight for end in (span.low or Fraction(0), span.high)
    )
    return Bar(number(sure), number(most - sure))
