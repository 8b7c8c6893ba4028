"""Prints a plan as a program of SQL for facts of known shapes: rules tier by tier, then scores, then rules on scores.

The only place that joins the parts of this package; knows nothing about who runs the program.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from checker.expr.tree import Constant
from checker.messages import Message, message
from checker.pack.builtin import INDICATOR
from checker.plan import Tier
from checker.sql import outputs
from checker.sql.cases import Decided
from checker.sql.declared import declared_shapes
from checker.sql.explained import explained
from checker.sql.found import StaticRow
from checker.sql.indicator_rows import indicator_rows, named_rows, result_row
from checker.sql.problem_rows import problem_rows
from checker.sql.project import Project
from checker.sql.project_rules import decide_in_project, put_in
from checker.sql.row_rules import decide_rows
from checker.sql.rows import PROJECT
from checker.sql.scoring import score
from checker.sql.steps import Builder, Program, column, select
from checker.sql.translate import sql_value
from checker.sql.values import TRUE, Refused

if TYPE_CHECKING:
    from sqlglot import exp

    from checker.expr import Expr
    from checker.plan import Plan, PlannedRule
    from checker.plan.tables import Table
    from checker.sql.scoring import Scored
    from checker.sql.shapes import Shapes

_DECIDED: Final = "decided"
_MOST_NODES: Final = 100_000
"""What a program may have of nodes; planning a longer one takes a database longer than deciding by hand would."""
OUTPUTS: Final = ("outcomes", "findings", "scores", "problems", "unknowns")
"""The tables a program can make."""
__all__ = ["OUTPUTS", "CannotSay", "PlanRefused", "build_program", "declared_shapes"]


@dataclass(frozen=True, slots=True)
class CannotSay:
    """What SQL cannot say of a plan: the rule, or empty for scoring, and why."""

    rule: str
    title: str
    why: Message


class PlanRefused(Exception):
    """A plan holds something that SQL cannot say exactly; ``parts`` names all of it."""

    def __init__(self, parts: tuple[CannotSay, ...]) -> None:
        super().__init__("; ".join(f"{part.rule}: {part.why.render()}" for part in parts))
        self.parts = parts


def build_program(
    plan: Plan, shapes: Shapes, given: Mapping[str, Table] | None = None, wanted: Iterable[str] = OUTPUTS
) -> Program:
    """Return the program that decides ``plan`` for facts that lie as ``shapes`` say.

    ``given`` rows of builtin types stand in for what the program would work out; ``wanted`` names the outputs asked
    for. Raises ``PlanRefused``.
    """
    builder, decided = Builder(), Decided()
    project = Project(plan, shapes, builder, frozenset(wanted))
    project.prepare(_asked_of_facts(plan, project))
    _decide(plan.of_tier(Tier.FACTS), project, decided)
    _find_problems(plan, project, decided)
    _decide(plan.of_tier(Tier.PROBLEMS), project, decided)
    _find_problems(plan, project, decided)
    scored = _score(plan, project, decided)
    for name, rows in (given or {}).items():
        project.static[name] = _given_rows(name, rows, project)
    _decide(plan.of_tier(Tier.SCORES), project, decided)
    if decided.refused or scored is None:
        raise PlanRefused(tuple(_named(plan, decided)))
    try:
        return _finish(plan, project, decided, scored)
    except Refused as fault:
        raise PlanRefused((CannotSay("", "", fault.what),)) from fault


def _asked_of_facts(plan: Plan, project: Project) -> Iterator[Expr]:
    """Yield what scoring asks of facts, so that all of it is gathered in one pass over each type."""
    for leaf in plan.score.leaves:
        if leaf.score is not None:
            yield leaf.score
        if leaf.target_met is not None:
            yield leaf.target_met
        yield from (policy.when for policy in leaf.not_applicable)
        yield from (veto.when for veto in leaf.vetoes)
    for rule in plan.of_tier(Tier.SCORES):
        if rule.subject.types == (INDICATOR.name,):
            for row in named_rows(plan):
                yield from put_in(rule, row, project).conditions
    yield from (cap.when for cap in plan.score.caps)
    yield from (veto.when for veto in plan.score.vetoes)


def _decide(rules: tuple[PlannedRule, ...], project: Project, decided: Decided) -> None:
    in_rows = [rule for rule in rules if _has_rows(rule, project)]
    decide_in_project([rule for rule in rules if rule not in in_rows], project, decided)
    decide_rows(in_rows, project, decided)
    project.totals = decided.totals


def _has_rows(rule: PlannedRule, project: Project) -> bool:
    """Whether the cases are rows of facts, of which a project may have several."""
    return any(
        not project.plan.records[name].single and name not in project.static and name != "finding"
        for name in rule.subject.types
    )


def _find_problems(plan: Plan, project: Project, decided: Decided) -> None:
    project.static["problem"] = problem_rows(plan, decided.totals)


def _score(plan: Plan, project: Project, decided: Decided) -> Scored | None:
    """Score, and give the rules on scores what they read; None when it is refused."""
    try:
        scored = score(plan, project)
        told = explained(plan, decided.totals, scored.worked, project)
        project.static["indicator"] = indicator_rows(plan, scored.worked, told, project)
        project.static["result"] = (result_row(plan, scored.total, told),)
    except Refused as fault:
        decided.refused[""] = fault
        return None
    return scored


def _given_rows(name: str, given: Table, project: Project) -> tuple[StaticRow, ...]:
    """Return rows that somebody wrote down, for trying out a rule."""
    kinds = {field: spec.kind for field, spec in project.plan.records[name].fields.items()}
    return tuple(
        StaticRow(
            key,
            TRUE,
            {
                field: sql_value(Constant(value, kinds[field]), project)
                for field, value in row.items()
                if field in kinds
            },
        )
        for row, key in zip(given.rows, given.keys, strict=True)
    )


def _named(plan: Plan, decided: Decided) -> Iterator[CannotSay]:
    for rule_id, fault in decided.refused.items():
        yield CannotSay(rule_id, plan.title(rule_id) if rule_id else "", fault.what)


def _finish(plan: Plan, project: Project, decided: Decided, scored: Scored) -> Program:
    """Keep the columns of the table of projects that the outputs read, and return the outputs over it."""
    builder, last = project.builder, _DECIDED
    order = {rule.id: number for number, rule in enumerate(plan.rules)}
    for listed in (decided.every, decided.listed):
        listed.sort(key=lambda cases: order[cases.rule.id])
    makers: dict[str, Callable[[], exp.Expr]] = {
        "outcomes": lambda: outputs.outcomes(decided, last),
        "findings": lambda: outputs.findings(decided, last),
        "scores": lambda: outputs.scores(plan, scored, last),
        "problems": lambda: outputs.problems(plan, problem_rows(plan, decided.totals), decided, last),
        "unknowns": lambda: outputs.unknowns(decided, last),
    }
    made = {name: make() for name, make in makers.items() if name in project.wanted}
    names = outputs.used_columns(made.values())
    kept = select([(name, column(PROJECT, name)) for name in names], project.relation, PROJECT)
    builder.add(last, kept, keep=True)
    if sum(1 for step in builder.steps for _ in step.select.walk()) > _MOST_NODES:
        raise Refused(message("整个规则包写成 SQL 太长：只知道范围的数太多，规则又多"))
    return Program(tuple(builder.steps), made, tuple(builder.inputs))
