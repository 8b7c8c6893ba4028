"""Turns a portfolio into what SQL says about each of its projects, in the form answers are compared in."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from typing import TYPE_CHECKING

from checker.portfolio.session import execute, forget
from checker.sql.columns import read_shown
from checker.sql.program import build_program
from checker.values import Unknown
from tests.parity.decided import Answers, Decided, MaybeAmount, amount_text
from tests.portfolio.made import Portfolio, load

if TYPE_CHECKING:
    from checker.plan import Plan
    from checker.plan.tables import Table
    from checker.portfolio.session import Session

Row = dict[str, object]


def decide_all(
    plan: Plan, portfolio: Portfolio, session: Session, given: Mapping[str, Table] | None = None
) -> dict[str, Decided]:
    """Return what SQL says about every project of a portfolio that it decides; raises ``PlanRefused``."""
    program = build_program(plan, portfolio.shapes, given or {})
    load(session, portfolio)
    outputs = execute(program, session, {})
    wanted = ("outcomes", "findings", "scores", "problems") if not given else ("outcomes", "findings")
    found = {name: session.rows(outputs[name]) for name in wanted}
    forget(program, session)
    for name in portfolio.relations:
        session.drop(name)
    return _answers(plan, found)


def _answers(plan: Plan, found: Mapping[str, list[Row]]) -> dict[str, Decided]:
    answers: dict[str, Answers] = defaultdict(Answers)
    for row in found["outcomes"]:
        answers[str(row["project"])].say("outcome", str(row["rule"]), str(row["key"]), answer=str(row["outcome"]))
    for row in found["findings"]:
        said = amount_text(_amount(row, "deduction"))
        answers[str(row["project"])].say("deduction", str(row["rule"]), str(row["key"]), answer=said)
    for row in found.get("scores", ()):
        _say_scores(answers[str(row["project"])], row, plan)
    for row in found.get("problems", ()):
        about = answers[str(row["project"])]
        about.say("findings", str(row["problem"]), answer=str(row["findings"]))
        about.say("problem", str(row["problem"]), answer=amount_text(_amount(row, "deduction")))
    return {project: said.decided() for project, said in answers.items()}


def _say_scores(answers: Answers, row: Row, plan: Plan) -> None:
    for leaf in plan.score.leaves:
        answers.say("score", leaf.id, answer=amount_text(_amount(row, f"{leaf.id}_")))
    answers.say("total", answer=amount_text(_amount(row, "total")))
    for name in ("grades", "limits"):
        answers.say(name, answer=str(row[name] or ""))


def _amount(row: Row, name: str) -> MaybeAmount:
    value = read_shown(row, name)
    return None if isinstance(value, Unknown) else value
