"""Gathers from explanations how far each check is from its threshold, case by case; works out nothing itself."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING, Final

from checker.explain import margin_unit
from checker.messages import tr
from checker.report.html.marks import MARKS
from checker.report.words import listed, outcome_word
from checker.result import Outcome
from checker.values import Interval, Kind, Unknown, decimal_text, show
from checker.values.calendar import day_of, year_and_quarter
from checker.values.show import MOST_DECIMALS

if TYPE_CHECKING:
    from collections.abc import Sequence

    from checker.explain import Explanation, Sides, Why
    from checker.plan import Plan
    from checker.report.html.anchors import Anchors
    from checker.result import RuleOutcome
    from checker.values import MaybeAmount

_TIMES: Final = {Kind.QUARTER, Kind.DATE}
_SIGNS: Final = {"<": "<", "<=": "≤", ">": ">", ">=": "≥", "=": "=", "!=": "≠"}


@dataclass(frozen=True, slots=True)
class Point:
    """One case of one comparison: when it was, which of several at that time, what was compared, how it came out."""

    anchor: str
    outcome: Outcome
    time: Fraction | None
    time_text: str
    series: str
    key: str
    sides: Sides

    @property
    def word(self) -> str:
        """The word for the outcome."""
        return outcome_word(self.outcome)

    @property
    def mark(self) -> str:
        """The sign of the outcome."""
        return MARKS[self.outcome]

    @property
    def value(self) -> str:
        """The value as people write it."""
        return exact_text(self.sides.value, self.sides.kind, self.sides.unit)

    @property
    def threshold(self) -> str:
        """The threshold as people write it."""
        return exact_text(self.sides.threshold, self.sides.kind, self.sides.unit)

    @property
    def margin(self) -> str:
        """How far the value is above the threshold, as people write it."""
        kind, unit = margin_unit(self.sides.kind)
        shown = exact_text(self.sides.margin, kind, unit or self.sides.unit)
        return f"+{shown}" if isinstance(self.sides.margin, Fraction) and self.sides.margin > 0 else shown

    @property
    def text(self) -> str:
        """Everything about the point in one line."""
        return tr(
            "{name}：{value}，界限 {threshold}，差距 {margin}，{outcome}",
            name=self.key or self.sides.value_text, value=self.value, threshold=self.threshold, margin=self.margin,
            outcome=self.word,
        )  # fmt: skip


@dataclass(frozen=True, slots=True)
class Track:
    """One comparison of one rule in all its cases, in the order of time where there is one."""

    rule: str
    title: str
    comparison: str
    points: tuple[Point, ...]

    @property
    def sides(self) -> Sides:
        """The comparison in its first case: what is the same in all."""
        return self.points[0].sides

    @property
    def timed(self) -> bool:
        """Whether there are several times to set side by side."""
        return len({point.time for point in self.points if point.time is not None}) > 1


def tracks(
    outcomes: Sequence[RuleOutcome], explanations: Mapping[str, Explanation], plan: Plan, anchors: Anchors
) -> tuple[Track, ...]:
    """Return the comparisons of the project's rules with a threshold, those of one rule one after the other."""
    found: dict[tuple[str, int], list[Point]] = {}
    titles: dict[str, str] = {}
    for outcome in outcomes:
        if outcome.concerns != "project":
            continue
        titles[outcome.rule] = outcome.title
        conditions = dict(explanations[outcome.id].conditions)
        for index, sides in enumerate(_compared(conditions["when"]) if "when" in conditions else ()):
            point = _point(outcome, sides, plan, anchors.checks[outcome.id])
            found.setdefault((outcome.rule, index), []).append(point)
    return tuple(
        _track(rule, titles[rule], points)
        for (rule, _), points in found.items()
        if any(not isinstance(side, Unknown) for point in points for side in (point.sides.value, point.sides.threshold))
    )


def _track(rule: str, title: str, points: list[Point]) -> Track:
    sides = points[0].sides
    comparison = f"{sides.value_text} {_SIGNS[sides.comparator]} {sides.threshold_text}"
    ordered = sorted(points, key=lambda point: (point.time is None, point.time or 0, point.series))
    return Track(rule, title, comparison, tuple(ordered))


def _compared(why: Why) -> Iterator[Sides]:
    """Yield what the comparisons of a condition compare; those that work out a number it uses are not its own."""
    if why.sides is not None:
        if why.sides.comparator != "=":
            yield why.sides
    elif why.truth is not None:
        for part in why.parts:
            yield from _compared(part)


def _point(outcome: RuleOutcome, sides: Sides, plan: Plan, anchor: str) -> Point:
    rule = plan.rule(outcome.rule)
    time: Fraction | None = None
    text = ""
    others = []
    for variable, record in rule.subject.variables if rule else ():
        row = outcome.fields.get(variable)
        if not isinstance(row, Mapping):
            continue
        for name in plan.keys.get(record, ()):
            spec, value = plan.records[record].fields[name], row.get(name)
            if time is None and spec.kind in _TIMES and isinstance(value, Fraction):
                time, text = value, _short_time(value, spec.kind)
            elif isinstance(value, str | bool | Fraction | Interval):
                others.append(show(value, spec.kind, spec.unit))
    return Point(anchor, outcome.outcome, time, text, "/".join(dict.fromkeys(others)), outcome.key, sides)


def _short_time(value: Fraction, kind: Kind) -> str:
    """Return a quarter or a day as keys write it."""
    if kind is Kind.DATE:
        return day_of(value).isoformat()
    year, quarter = year_and_quarter(value)
    return f"{year}Q{quarter}"


def finite_ends(amount: MaybeAmount) -> list[Fraction]:
    """Return the ends there are of a number: one, two, or none."""
    if isinstance(amount, Unknown):
        return []
    if isinstance(amount, Interval):
        return [end for end in (amount.low, amount.high) if end is not None]
    return [amount]


def exact_text(amount: MaybeAmount, kind: Kind, unit: str) -> str:
    """Return a number as people write it, with the exact one behind it where that is rounded."""
    per, sign = (100, "%") if kind is Kind.RATIO else (1, "")
    decimals = [decimal_text(end * per) for end in finite_ends(amount)]
    rounded = [text + sign for text in decimals if "/" in text or len(text.partition(".")[2]) > MOST_DECIMALS]
    shown = show(amount, kind, unit)
    return shown + tr("（{text}）", text=listed(rounded)) if rounded else shown
