"""Decides a case and says whether it comes out as expected, working out no more of it than the case speaks of."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from checker.engine import Tracer, waivers_in_force, word_rulings
from checker.plan.tables import build_tables
from checker.source import InputError, Problems
from checker.testing.cases import rule_differences
from checker.testing.projects import points, project_differences

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from checker.expr import Env, Expr
    from checker.mutate.bench import ReadyCase
    from checker.pack.models import ProjectExpectation
    from checker.result import Evidence, RuleOutcome
    from checker.run import Checker

_ABOUT_SCORES: Final = frozenset({"score", "grade", "indicators"})


def passes(case: ReadyCase, checker: Checker, *, alone: bool = False) -> bool:
    """Return whether a case comes out as it expects; facts that cannot be true together do not.

    ``alone`` says that its rule reads nothing but facts and what the case gives.
    """
    try:
        return _project_passes(case, checker) if not case.rule else _rule_passes(case, checker, alone=alone)
    except InputError:
        return False


def _rule_passes(case: ReadyCase, checker: Checker, *, alone: bool) -> bool:
    model = case.entry.model
    if checker.plan.rule(case.rule) is None:
        return False
    outcomes = _alone(case, checker) if alone else checker.outcomes(case.facts, case.given, case.rule)
    met = not any(rule_differences(model, outcomes))  # type: ignore[arg-type]  # the case of a rule
    return met is (model.expected_failure is None)  # type: ignore[union-attr]  # the same


def _alone(case: ReadyCase, checker: Checker) -> Sequence[RuleOutcome]:
    """Return the outcomes of a rule without evidence, of which no case speaks, and without scoring anything."""
    plan, problems = checker.plan, Problems()
    tables = build_tables(plan, case.facts, problems)
    problems.raise_if_any()
    for name, table in case.given.items():
        tables = tables.with_table(name, table.rows, table.keys, single=plan.records[name].single)
    waivers = waivers_in_force(case.facts.waivers, plan.as_of)
    decisions, tables = checker.engine.decide(tables, waivers)
    for name, table in case.given.items():  # what deciding puts in is what the case gives instead
        tables = tables.with_table(name, table.rows, table.keys, single=plan.records[name].single)
    rulings = [*decisions.rulings, *checker.engine.review(tables).rulings]
    mine = [ruling for ruling in rulings if ruling.rule.id == case.rule]
    return tuple(word_rulings(mine, plan, _NoEvidence(plan, tables, case.facts.documents), waivers))


class _NoEvidence(Tracer):
    """Finds what is missing, but gathers no evidence."""

    def evidence(self, trees: Iterable[Expr], env: Env) -> tuple[Evidence, ...]:
        """Return nothing."""
        del trees, env
        return ()


def _project_passes(case: ReadyCase, checker: Checker) -> bool:
    expected: ProjectExpectation = case.entry.model.expect  # type: ignore[assignment]  # the case of a project
    leaves = {leaf.id for leaf in checker.plan.score.leaves}
    if expected.model_fields_set <= _ABOUT_SCORES and leaves >= expected.indicators.keys():
        return _scores_as(expected, case, checker)
    return not any(project_differences(expected, checker.check(case.facts)))


def _scores_as(expected: ProjectExpectation, case: ReadyCase, checker: Checker) -> bool:
    """Compare bare numbers: a case that speaks of scores alone needs no outcome put into words."""
    _, found = checker.decide(case.facts)
    if expected.score is not None and expected.score != points(found.total.score):
        return False
    if expected.grade is not None and expected.grade != "/".join(found.total.grades):
        return False
    return all(points(found.worked[name]) == score for name, score in expected.indicators.items())
