"""Decides one project with the engine of single checks, as rows of the output tables: what SQL is held to.

Knows nothing about how rows are kept.
"""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING

from checker.portfolio.single.absent import unknown_rows
from checker.portfolio.single.rows import DecidedRows, FindingRow, OutcomeRow, ProblemRow, ScoreRow
from checker.result import Outcome
from checker.source import InputError
from checker.values import Interval

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from checker.facts import FactSet
    from checker.plan import Plan
    from checker.result import RuleOutcome
    from checker.run import Checker, Stages
    from checker.score import Points


def decided_rows(checker: Checker, project: str, facts: FactSet) -> DecidedRows:
    """Return the rows of one project; facts that cannot be true together withhold it, the reasons being ``rejects``."""
    try:
        stages = checker.settle(facts)
    except InputError as fault:
        return withheld_rows(project, facts.title, facts.kind, fault)
    plan, outcomes = checker.plan, stages.outcomes
    rulings = (*stages.decisions.rulings, *stages.reviewed.rulings)
    return DecidedRows(
        project,
        facts.title,
        facts.kind,
        outcomes=tuple(sorted(map(_outcome, outcomes), key=lambda row: (row.rule, row.key))),
        findings=tuple(sorted(_findings(outcomes), key=lambda row: (row.rule, row.key))),
        scores=_scores(plan, stages.scores.points),
        problems=tuple(_problems(stages.decisions.problems, stages)),
        unknowns=unknown_rows(plan, rulings),
    )


def withheld_rows(project: str, title: str, kind: str, fault: InputError) -> DecidedRows:
    """Return the rows of a project that bad input keeps from being decided."""
    return DecidedRows(project, title, kind, "withheld", None, rejects=fault.problems)


def _outcome(outcome: RuleOutcome) -> OutcomeRow:
    return OutcomeRow(outcome.rule, outcome.key, outcome.outcome.value)


def _findings(outcomes: Iterable[RuleOutcome]) -> Iterator[FindingRow]:
    for found in outcomes:
        if found.outcome is Outcome.FAIL:
            yield FindingRow(
                found.rule, found.key, found.severity, found.concerns, found.indicator, found.problem, found.deduction
            )


def _scores(plan: Plan, points: Points) -> ScoreRow:
    leaves = {leaf.id: points.worked[leaf.id] for leaf in plan.score.leaves}
    return ScoreRow(points.total.score, points.total.grades, points.total.limits, leaves)


def _problems(found: Iterable[str], stages: Stages) -> Iterator[ProblemRow]:
    """Yield the problems that exist; what they deduct is what the rules on problems read."""
    rows = {str(row["id"]): row for row in stages.tables.env.tables["problem"]}
    told = [finding.problem for finding in stages.outcomes if finding.is_finding]
    for problem in sorted(found):
        points = rows[problem]["deduction"]
        yield ProblemRow(problem, told.count(problem), points if isinstance(points, Fraction | Interval) else None)
