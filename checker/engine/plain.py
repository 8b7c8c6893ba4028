"""Decides a plan by evaluating each condition in three-valued logic: the independent model durable-rules is held to.

Used by ``--verify`` and by the tests; knows nothing about durable-rules.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from checker.engine.ruling import Decisions, Ruling, Waivers, undecidable
from checker.engine.second_tier import with_findings
from checker.expr import evaluator, truth
from checker.plan import Plan, PlannedRule, Tier
from checker.plan.cases import Case, list_cases
from checker.result import Outcome
from checker.values import Truth
from checker.values.truth import both

if TYPE_CHECKING:
    from collections.abc import Iterator

    from checker.plan.tables import Tables

_NO_WAIVERS: Final = Waivers({})


class PlainEngine:
    """Decides one plan, project by project."""

    name = "plain"

    def __init__(self, plan: Plan) -> None:
        self._plan = plan

    def decide(self, tables: Tables, waivers: Waivers) -> tuple[Decisions, Tables]:
        """Decide the rules on facts, then those on the problems found."""
        first = [ruling for rule in self._plan.of_tier(Tier.FACTS) for ruling in _rulings(rule, tables, waivers)]
        tables = with_findings(tables, self._plan, first)
        second = [ruling for rule in self._plan.of_tier(Tier.PROBLEMS) for ruling in _rulings(rule, tables, waivers)]
        rulings = first + second
        problems = _problems(self._plan, rulings)
        advised = tuple(id_ for id_ in problems if self._plan.pack.problems[id_].model.advice is not None)
        return Decisions(tuple(rulings), problems, advised), with_findings(tables, self._plan, rulings)

    def review(self, tables: Tables) -> Decisions:
        """Decide the rules on scores."""
        rules = self._plan.of_tier(Tier.SCORES)
        return Decisions(tuple(ruling for rule in rules for ruling in _rulings(rule, tables, _NO_WAIVERS)))


def _problems(plan: Plan, rulings: list[Ruling]) -> tuple[str, ...]:
    found = {r.rule.problem for r in rulings if r.outcome is Outcome.FAIL and r.rule.concerns == "project"}
    return tuple(id_ for id_ in plan.pack.problems if id_ in found)


def _rulings(rule: PlannedRule, tables: Tables, waivers: Waivers) -> Iterator[Ruling]:
    cases = list_cases(rule.subject, tables)
    if not cases:
        yield undecidable(rule, tables)
    for case in cases:
        yield Ruling(rule, _outcome(rule, case, waivers), case)


def _outcome(rule: PlannedRule, case: Case, waivers: Waivers) -> Outcome:
    applies: Truth = True if rule.applies is None else truth(evaluator(rule.applies)(case.env))
    if applies is False:
        return Outcome.NOT_APPLICABLE
    found = both(both(case.included, applies), truth(evaluator(rule.when)(case.env)))
    if found is True:
        return Outcome.WAIVED if waivers.covers(rule, case.key) else Outcome.FAIL
    return Outcome.PASS if found is False else Outcome.UNKNOWN
