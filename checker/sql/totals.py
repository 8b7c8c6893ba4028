"""Turns what the indicators add up to into the total and the grade: caps, vetoes, rounding, bands.

Knows nothing about rules or texts. Whatever is unknown widens the total instead of being guessed.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import combinations
from typing import TYPE_CHECKING, TypeAlias

from checker.sql.arithmetic import constant, minimum
from checker.sql.choosing import choose
from checker.sql.logic import surely
from checker.sql.possible import (
    all_of,
    any_of,
    doubtful,
    ends_of,
    exact_of,
    first_of,
    kept_truths,
    named,
    number_of,
    possible,
    span_of,
)
from checker.sql.rounding import round_half_up
from checker.sql.truths import as_truth, both, compare, either, opposite
from checker.sql.values import FALSE, TRUE, Bounded, Exact, Number, Truth
from checker.values import Interval, meet

if TYPE_CHECKING:
    from fractions import Fraction

    from checker.plan import ScorePlan
    from checker.plan.plan import PlannedCap, PlannedGrade, PlannedVeto
    from checker.sql.found import Stage

Listed: TypeAlias = tuple[tuple[str, Truth], ...]
"""Words in a fixed order, each with whether it is there (never null)."""


@dataclass(frozen=True, slots=True)
class TotalValues:
    """The total score, the grades it may earn, and the titles of the caps and vetoes that (may) lower it.

    A grade can stand in the list at more than one place, where a veto and a band give it, but never holds twice. With
    ``one_grade`` no two grades hold together.
    """

    score: Number
    grades: Listed
    limits: Listed
    one_grade: bool


def total(plan: ScorePlan, points: Number, stage: Stage) -> TotalValues:
    """Return the total from what the leaves add up to, as columns of the stage."""
    caps = sorted(plan.caps, key=lambda cap: cap.at_most)
    whens = {named(f"cap_{number}"): cap.when for number, cap in enumerate(caps)}
    whens |= {named(f"veto_{number}"): veto.when for number, veto in enumerate(plan.vetoes)}
    held = kept_truths({name: as_truth(stage.value(when)) for name, when in whens.items()}, stage)
    capped = _capped(points, [(cap, held[named(f"cap_{number}")]) for number, cap in enumerate(caps)], stage)
    vetoes = [(veto, held[named(f"veto_{number}")]) for number, veto in enumerate(plan.vetoes)]
    vetoed = _vetoed(vetoes)
    score = _with_vetoes(capped.score, vetoes, vetoed, stage)
    if plan.total_digits is not None:
        score = round_half_up(score, plan.total_digits)
    score = number_of(stage.keep({named("total"): score})[named("total")])
    apart = isinstance(score, Exact) and not any(_overlap(*pair) for pair in combinations(plan.grades, 2))
    one_grade = apart and not any(veto.grade for veto in plan.vetoes)
    return TotalValues(score, _grades(plan, score, vetoed), (*capped.limits, *vetoed.limits), one_grade)


def _overlap(one: PlannedGrade, other: PlannedGrade) -> bool:
    bands = [Interval(grade.low, grade.high, grade.low_open, grade.high_open) for grade in (one, other)]
    return meet(bands[0], bands[1]) is not None


@dataclass(frozen=True, slots=True)
class _Capped:
    score: Number
    limits: Listed


def _capped(points: Number, caps: Sequence[tuple[PlannedCap, Truth]], stage: Stage) -> _Capped:
    """Apply the caps, the lowest first: the lowest that surely holds bounds the high end, the lowest that may the low.

    A cap is named when the score could be above it, and no lower one surely holds.
    """
    if not any(possible(holds).constant is not False for _, holds in caps):
        return _Capped(points, ())
    points = number_of(stage.keep({named("uncapped"): points})[named("uncapped")])
    (low, low_open), (high, high_open) = ends_of(points)
    limits, lower = [], FALSE
    for cap, holds in caps:
        above = compare(">", high, constant(cap.at_most))
        limits.append((cap.title, all_of([possible(holds), opposite(lower), above])))
        lower = either(lower, surely(holds))
    if isinstance(points, Exact) and not any(holds.nullable for _, holds in caps):
        return _Capped(_at_most(points, [(surely(holds), cap.at_most) for cap, holds in caps]), _named(limits))
    maybe = [(possible(holds), cap.at_most) for cap, holds in caps]
    certain = [(surely(holds), cap.at_most) for cap, holds in caps]
    below = [(holds, compare("<", low, constant(most))) for holds, most in maybe]
    within = [(holds, compare("<=", high, constant(most))) for holds, most in certain]
    score = Bounded(
        _at_most(low, maybe), _at_most(high, certain), both(low_open, _first(below)), both(high_open, _first(within))
    )
    return _Capped(score, _named(limits))


def _at_most(score: Exact, caps: Sequence[tuple[Truth, Fraction]]) -> Exact:
    return exact_of(first_of([(holds, minimum(score, constant(most))) for holds, most in caps], score))


def _first(cases: Sequence[tuple[Truth, Truth]]) -> Truth:
    """Return the truth of the first case that holds, else true."""
    found = TRUE
    for condition, truth in reversed(cases):
        found = as_truth(choose(condition, truth, found))
    return found


def _named(listed: Sequence[tuple[str, Truth]]) -> Listed:
    return tuple((name, truth) for name, truth in listed if truth.constant is not False)


@dataclass(frozen=True, slots=True)
class _Vetoes:
    """The vetoes of which one settles the score, those in doubt in front of it, and whether none settles it."""

    settling: tuple[tuple[PlannedVeto, Truth], ...]
    in_doubt: tuple[tuple[PlannedVeto, Truth], ...]
    none_settles: Truth
    limits: Listed


def _vetoed(vetoes: Sequence[tuple[PlannedVeto, Truth]]) -> _Vetoes:
    """Say of each veto whether it decides: the first that surely holds, and those in front that may."""
    settling, in_doubt, limits = [], [], []
    reached = TRUE
    for veto, holds in vetoes:
        settling.append((veto, both(reached, surely(holds))))
        in_doubt.append((veto, both(reached, doubtful(holds))))
        limits.append((veto.title, both(reached, possible(holds))))
        reached = both(reached, opposite(surely(holds)))
    return _Vetoes(
        tuple(item for item in settling if item[1].constant is not False),
        tuple(item for item in in_doubt if item[1].constant is not False),
        reached,
        _named(limits),
    )


def _with_vetoes(score: Number, vetoes: Sequence[tuple[PlannedVeto, Truth]], vetoed: _Vetoes, stage: Stage) -> Number:
    if not vetoed.in_doubt:
        return first_of([(surely(holds), constant(veto.score)) for veto, holds in vetoes], score)
    if vetoed.none_settles.constant is not False:
        score = number_of(stage.keep({named("capped"): score})[named("capped")])
    cases = [(holds, constant(veto.score)) for veto, holds in (*vetoed.settling, *vetoed.in_doubt)]
    return span_of([(vetoed.none_settles, score), *cases], stage, named("vetoed"))


def _grades(plan: ScorePlan, score: Number, vetoed: _Vetoes) -> Listed:
    """Return the grades of vetoes, then those whose bands hold some of the score, in the order of the pack."""
    found = [(veto.grade, holds) for veto, holds in (*vetoed.settling, *vetoed.in_doubt) if veto.grade is not None]
    graded = any_of([holds for veto, holds in vetoed.settling if veto.grade is not None])
    by_score = any_of([opposite(graded), *(holds for veto, holds in vetoed.in_doubt if veto.grade is None)])
    found += [(grade.label, both(by_score, _meets(grade, score))) for grade in plan.grades]
    listed: list[tuple[str, Truth]] = []
    for label, holds in found:
        earlier = any_of([truth for name, truth in listed if name == label])
        listed.append((label, both(holds, opposite(earlier))))
    return _named(listed)


def _meets(grade: PlannedGrade, score: Number) -> Truth:
    """Return whether the band of a grade holds some of the score."""
    (low, low_open), (high, high_open) = ends_of(score)
    reaches = TRUE if grade.low is None else _beyond(">", high, grade.low, either(_is(grade.low_open), high_open))
    begins = TRUE if grade.high is None else _beyond("<", low, grade.high, either(_is(grade.high_open), low_open))
    return both(reaches, begins)


def _beyond(sign: str, end: Exact, bound: Fraction, excluded: Truth) -> Truth:
    """Return whether an end lies beyond a bound, or at it unless one of the two is excluded."""
    strict = compare(sign, end, constant(bound))
    reached = compare(f"{sign}=", end, constant(bound))
    if excluded.constant is not None:
        return strict if excluded.constant else reached
    return either(strict, both(reached, opposite(excluded)))


def _is(flag: bool) -> Truth:
    return TRUE if flag else FALSE
