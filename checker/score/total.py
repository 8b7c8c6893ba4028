"""Turns what the indicators add up to into the total and the grade: caps, vetoes, rounding, bands.

Knows nothing about rules or texts. Whatever is unknown widens the total instead of being guessed.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING, Final

from checker.expr import Env, evaluator, truth
from checker.values import (
    UNKNOWN,
    Amount,
    Interval,
    MaybeAmount,
    Unknown,
    ends,
    hull,
    interval,
    meet,
    round_half_up,
)
from checker.values.amounts import minimum

if TYPE_CHECKING:
    from checker.plan import ScorePlan
    from checker.plan.plan import PlannedVeto

_ZERO: Final = Fraction(0)


@dataclass(frozen=True, slots=True)
class Total:
    """The total score, the grades it may earn, and the titles of the caps and vetoes that (may) lower it."""

    score: Amount
    grades: tuple[str, ...]
    limits: tuple[str, ...]


def known(value: MaybeAmount, low: Fraction, high: Fraction) -> Amount:
    """Return ``value``, or the whole range it can have when it is unknown."""
    whole = interval(low, high)
    if isinstance(value, Unknown):
        value = whole
    if isinstance(value, Unknown):
        raise TypeError("a range has ends")
    return value


def total(plan: ScorePlan, points: Amount, env: Env) -> Total:
    """Return the total from what the leaves add up to."""
    limited, grades, limits = _limits(plan, points, env)
    if plan.total_digits is not None:
        limited = round_half_up(limited, plan.total_digits)
    vetoed = [grade for grade in grades if grade is not None]
    earned = grades_of(plan, limited) if None in grades else ()
    return Total(limited, tuple(dict.fromkeys([*vetoed, *earned])), limits)


def _limits(plan: ScorePlan, raw: Amount, env: Env) -> tuple[Amount, list[str | None], tuple[str, ...]]:
    """Apply caps, the lowest first, then vetoes, and name those that (may) lower the score.

    A condition that cannot be told keeps both possibilities. Among the grades None stands for the bands.
    """
    limits: list[str] = []
    score: MaybeAmount = raw
    for cap in sorted(plan.caps, key=lambda cap: cap.at_most):
        holds = truth(evaluator(cap.when)(env))
        lowered = UNKNOWN if isinstance(score, Unknown) else minimum(score, cap.at_most)
        if holds is not False and not isinstance(lowered, Unknown) and lowered != score:
            score = lowered if holds is True else hull(score, lowered)
            limits.append(cap.title)
    grades: list[str | None] = [None]
    doubtful: list[PlannedVeto] = []
    for veto in plan.vetoes:
        holds = truth(evaluator(veto.when)(env))
        if holds is not False:
            limits.append(veto.title)
        if holds is True:
            score, grades = veto.score, [veto.grade]
            break
        if isinstance(holds, Unknown):
            doubtful.append(veto)
    for veto in doubtful:
        score = hull(score, veto.score)
        grades.append(veto.grade)
    return known(score, _ZERO, plan.full_score), grades, tuple(limits)


def grades_of(plan: ScorePlan, score: Amount) -> tuple[str, ...]:
    """Return the grades whose bands hold some of ``score``, in the order of the pack."""
    found = []
    for grade in plan.grades:
        band = Interval(grade.low, grade.high, grade.low_open, grade.high_open)
        bounded: MaybeAmount = band if band.low is not None or band.high is not None else score
        if meet(bounded, score) is not None:
            found.append(grade.label)
    return tuple(found)


def width(amount: Amount) -> Fraction:
    """Return the distance between the ends of a bounded score."""
    span = ends(amount)
    return _ZERO if span.low is None or span.high is None else span.high - span.low
