"""Turns what rules deducted and what each leaf lost into how many of the lost points problems tell of.

Knows nothing about how rules were decided or points were worked out.
"""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from typing import TYPE_CHECKING, Final, TypeAlias

from checker.plan import Tier
from checker.sql.arithmetic import added, constant, maximum, minimum, subtract
from checker.sql.choosing import choose
from checker.sql.possible import any_of, ends_of, exact_of, filled, named, number_of
from checker.sql.truths import both, compare
from checker.sql.values import FALSE, Bounded, Exact, Number, Truth

if TYPE_CHECKING:
    from checker.plan import Plan, PlannedIndicator, PlannedRule
    from checker.sql.found import RuleTotals, Stage, Totals
    from checker.sql.policies import Worked

_About: TypeAlias = "Sequence[tuple[PlannedRule, RuleTotals]]"
_ZERO: Final = constant(Fraction(0))


def explained(plan: Plan, totals: Totals, worked: Worked, stage: Stage) -> dict[str, Number]:
    """Return for each leaf, by id, the points lost that problems tell of, as columns of the stage; never null.

    They are what the findings deduct, at most what was lost; an indicator that is not scored by deductions is explained
    whole by any problem about it. What cannot be told yet may explain anything up to what was lost.
    """
    told: dict[str, list[tuple[PlannedRule, RuleTotals]]] = {}
    for rule in plan.rules:
        scored = rule.tier is not Tier.SCORES and rule.id in totals
        if scored and rule.problem is not None and rule.indicator is not None:
            told.setdefault(rule.indicator, []).append((rule, totals[rule.id]))
    found = {leaf.id: _explained(leaf, told.get(leaf.id, ()), worked) for leaf in plan.score.leaves}
    kept = stage.keep({named("explained", name): value for name, value in found.items()})
    return {name: number_of(kept[named("explained", name)]) for name in found}


def _explained(leaf: PlannedIndicator, about: _About, worked: Worked) -> Number:
    lost = subtract(worked.weights[leaf.id], worked.scores[leaf.id])
    findings = [(rule, found) for rule, found in about if rule.concerns == "project"]
    doubts = [found.doubts for _, found in about]
    doubts += [found.unnamed for rule, found in findings if rule.deduct is not None]
    if leaf.method == "deductions":
        deducted = added([found.deducted for _, found in findings])
        found = filled(maximum(_ZERO, minimum(lost, deducted)), Fraction(0), leaf.weight)
    else:
        found = _ZERO
    found = number_of(choose(_some(doubts), _up_to(lost), found))
    if leaf.method == "deductions":
        return found
    return number_of(choose(_some([each.fails for _, each in findings]), maximum(_ZERO, lost), found))


def _some(counts: Sequence[Exact]) -> Truth:
    """Return whether one of the counts is not 0."""
    return any_of([compare(">", count, _ZERO) for count in counts])


def _up_to(lost: Number) -> Bounded:
    """Return anything from nothing to what was lost."""
    _, (most, is_open) = ends_of(lost)
    is_open = both(is_open, compare(">", most, _ZERO)) if is_open.constant is not False else FALSE
    return Bounded(_ZERO, exact_of(maximum(_ZERO, most)), high_open=is_open)
