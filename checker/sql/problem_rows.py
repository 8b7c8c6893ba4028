"""Turns what the rules came to into the rows of the fact type ``problem``: findings counted, deductions added.

Knows nothing about how rules were decided.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from checker.plan import Tier
from checker.sql import exact
from checker.sql.arithmetic import added, constant_of
from checker.sql.choosing import choose
from checker.sql.found import StaticRow
from checker.sql.possible import any_of, exact_of
from checker.sql.truths import words
from checker.sql.values import NOTHING, TRUE, Bounded, Exact, Number, SqlValue, Truth

if TYPE_CHECKING:
    from collections.abc import Sequence

    from checker.plan import Plan
    from checker.sql.found import RuleTotals, Totals


def problem_rows(plan: Plan, totals: Totals) -> tuple[StaticRow, ...]:
    """Return a row for every problem of the pack, counting the findings of the rules in ``totals``."""
    return tuple(
        StaticRow(
            key=problem,
            member=TRUE,
            fields={"id": words(problem), "heading": words(entry.model.heading), **_found(_of(problem, plan, totals))},
        )
        for problem, entry in plan.pack.problems.items()
    )


def _of(problem: str, plan: Plan, totals: Totals) -> list[RuleTotals]:
    return [
        totals[rule.id]
        for rule in plan.rules
        if rule.problem == problem and rule.concerns == "project" and rule.tier is not Tier.SCORES and rule.id in totals
    ]


def _found(rules: Sequence[RuleTotals]) -> dict[str, SqlValue]:
    """Return how many findings there are, those in doubt as a bound, and what they deduct; nothing where open-ended."""
    open_ended = any_of([found.open_ended for found in rules])
    fails = exact.total([found.fails for found in rules])
    doubts = exact.total([found.doubts for found in rules])
    return {
        "findings": _counted(fails, doubts, open_ended),
        "deduction": choose(open_ended, NOTHING, added([found.lost for found in rules])),
    }


def _counted(fails: Exact, doubts: Exact, open_ended: Truth) -> Number:
    if constant_of(doubts) == 0 and open_ended.constant is False:
        return fails
    most = choose(open_ended, NOTHING, exact.add(fails, doubts))
    return Bounded(fails, None if most is NOTHING else exact_of(most))
