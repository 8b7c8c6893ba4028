"""Adds indicator scores up to a total and a grade: not-applicable policies, caps, vetoes, rounding, bands.

Knows nothing about rules or texts. Whatever is unknown widens the total instead of being guessed.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import product
from typing import TYPE_CHECKING, Final

from checker.expr import Env, evaluator, truth
from checker.values import (
    UNKNOWN,
    Amount,
    Interval,
    MaybeAmount,
    Truth,
    Unknown,
    ends,
    hull,
    interval,
    meet,
    round_half_up,
)
from checker.values.amounts import add, minimum, multiply

if TYPE_CHECKING:
    from checker.plan import PlannedIndicator, ScorePlan
    from checker.plan.plan import PlannedNotApplicable

_MOST_DOUBTS: Final = 6
_ZERO: Final = Fraction(0)


@dataclass(frozen=True, slots=True)
class Applicability:
    """Whether an indicator applies, and by which policy it does not."""

    applies: Truth
    policy: PlannedNotApplicable | None = None


@dataclass(frozen=True, slots=True)
class Total:
    """The total score, the grades it may earn, and the titles of the caps and vetoes that (may) lower it."""

    score: Amount
    grades: tuple[str, ...]
    limits: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Worked:
    """The scores and weights of the leaves with not-applicable policies worked in, and what they add up to."""

    scores: Mapping[str, Amount]
    weights: Mapping[str, Fraction]
    total: Amount


def known(value: MaybeAmount, low: Fraction, high: Fraction) -> Amount:
    """Return ``value``, or the whole range it can have when it is unknown."""
    whole = interval(low, high)
    if isinstance(value, Unknown):
        value = whole
    if isinstance(value, Unknown):
        raise TypeError("a range has ends")
    return value


def applicability(leaf: PlannedIndicator, env: Env) -> Applicability:
    """Return whether ``leaf`` applies; the first policy whose condition holds (or may hold) decides."""
    for item in leaf.not_applicable:
        found = truth(evaluator(item.when)(env))
        if found is not False:
            return Applicability(False if found is True else found, item)
    return Applicability(applies=True)


def stand_in(own: Applicability, other: Applicability) -> Applicability:
    """Return whether an alternative applies: as it would by its ``own``, but only while the ``other`` is dropped."""
    if other.applies is True or other.policy is None or other.policy.policy != "drop":
        return Applicability(applies=False)
    return Applicability(other.applies) if isinstance(other.applies, Unknown) and own.applies is True else own


def total(
    plan: ScorePlan, scores: Mapping[str, Amount], applies: Mapping[str, Applicability], env: Env
) -> tuple[Total, Worked]:
    """Return the total, and the scores with the not-applicable policies that surely hold worked in."""
    doubtful = [name for name, found in applies.items() if isinstance(found.applies, Unknown)]
    settled = {name: found.policy for name, found in applies.items() if found.applies is False}
    worked = _work_in(plan, scores, settled)
    if len(doubtful) > _MOST_DOUBTS:
        raw: MaybeAmount = interval(_ZERO, plan.full_score)
    else:
        raw = _total_of_all(plan, scores, settled, {name: applies[name].policy for name in doubtful})
    limited, grades, limits = _limits(plan, known(raw, _ZERO, plan.full_score), env)
    if plan.total_digits is not None:
        limited = round_half_up(limited, plan.total_digits)
    vetoed = [grade for grade in grades if grade is not None]
    earned = grades_of(plan, limited) if None in grades else ()
    return Total(limited, tuple(dict.fromkeys([*vetoed, *earned])), limits), worked


Policies = Mapping[str, "PlannedNotApplicable | None"]


def _total_of_all(plan: ScorePlan, scores: Mapping[str, Amount], settled: Policies, doubtful: Policies) -> MaybeAmount:
    """The hull of the totals over every way the doubtful indicators may turn out."""
    found: MaybeAmount | None = None
    for chosen in product((False, True), repeat=len(doubtful)):
        extra = {name: policy for (name, policy), off in zip(doubtful.items(), chosen, strict=True) if off}
        one = _work_in(plan, scores, {**settled, **extra})
        found = one.total if found is None else hull(found, one.total)
    return found if found is not None else _ZERO


def _work_in(plan: ScorePlan, scores: Mapping[str, Amount], off: Policies) -> Worked:
    """Return the scores and the total when the indicators in ``off`` do not apply.

    ``full`` gives the weight; ``move`` adds the weight to another indicator, or to all of a group in proportion, which
    earn it at their own rate; ``remove`` takes the weight out and scales the rest to the full score, as does ``move``
    when nothing is left to take the weight; ``drop`` leaves it to the indicator that stands in.
    """
    leaves = {leaf.id: leaf for leaf in plan.leaves}
    weights = {name: leaf.weight for name, leaf in leaves.items()}
    worked: dict[str, Amount] = {}
    removed = _ZERO
    moved: dict[str, Fraction] = {}
    for name, leaf in leaves.items():
        policy = _policy(leaf, off)
        worked[name] = scores[name] if policy is None else leaf.weight if policy == "full" else _ZERO
        if policy == "remove":
            removed += leaf.weight
        if policy == "move" and (to := off[name]) is not None and to.to:
            moved[to.to] = moved.get(to.to, _ZERO) + leaf.weight
    for target, weight in moved.items():
        takers = [name for name in _leaves_of(target, plan) if _policy(leaves[name], off) in {None, "full"}]
        own = sum((leaves[name].weight for name in takers), _ZERO)
        for name in takers if own else ():
            worked[name] = _scaled(worked[name], (own + weight) / own)
            weights[name] *= (own + weight) / own
        removed += _ZERO if own else weight
    base = _sum([worked[name] for name, leaf in leaves.items() if not leaf.bonus])
    if removed and removed < plan.full_score:
        base = _scaled(base, plan.full_score / (plan.full_score - removed))
    return Worked(worked, weights, _sum([base, *(worked[name] for name, leaf in leaves.items() if leaf.bonus)]))


def _policy(leaf: PlannedIndicator, off: Policies) -> str | None:
    """Return what becomes of a leaf; one of two alternatives is left out until the other is dropped."""
    if leaf.alternative_to is not None:
        other = off.get(leaf.alternative_to)
        if other is None or other.policy != "drop":
            return "drop"
    own = off.get(leaf.id)
    return None if own is None else own.policy


def _leaves_of(target: str, plan: ScorePlan) -> list[str]:
    """Return the leaves that weight moved to ``target`` goes to: itself, or those below it without a bonus."""
    parents = {indicator.id: indicator.parent for indicator in plan.indicators}

    def inside(name: str | None) -> bool:
        return name is not None and (name == target or inside(parents[name]))

    return [leaf.id for leaf in plan.leaves if inside(leaf.id) and not leaf.bonus]


def _sum(amounts: Sequence[Amount]) -> Amount:
    found: MaybeAmount = _ZERO
    for amount in amounts:
        found = found if isinstance(found, Unknown) else add(found, amount)
    if isinstance(found, Unknown):
        raise TypeError("scores have ends")
    return found


def _scaled(amount: Amount, factor: Fraction) -> Amount:
    scaled = multiply(amount, factor)
    if isinstance(scaled, Unknown):
        raise TypeError("scores have ends")
    return scaled


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
    for veto in plan.vetoes:
        holds = truth(evaluator(veto.when)(env))
        if holds is True:
            return veto.score, [veto.grade], (*limits, veto.title)
        if isinstance(holds, Unknown):
            score = hull(score, veto.score)
            grades.append(veto.grade)
            limits.append(veto.title)
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
