"""Makes the program of a plan, or says by name, all at once, what SQL cannot say of it; knows nothing about facts."""

from __future__ import annotations

from typing import TYPE_CHECKING

from checker.messages import message
from checker.source import InputError, Place, Problem
from checker.sql.program import OUTPUTS, CannotSay, PlanRefused, build_program

if TYPE_CHECKING:
    from collections.abc import Iterable

    from checker.plan import Plan
    from checker.sql.shapes import Shapes
    from checker.sql.steps import Program


def program_of(plan: Plan, shapes: Shapes, wanted: Iterable[str] = OUTPUTS) -> Program:
    """Return the program that makes the tables ``wanted``; raises ``InputError`` with all that SQL cannot say."""
    try:
        return build_program(plan, shapes, wanted=wanted)
    except PlanRefused as refused:
        raise InputError([_problem(plan, part) for part in refused.parts]) from None


def program_or_none(plan: Plan, shapes: Shapes, wanted: Iterable[str] = OUTPUTS) -> Program | None:
    """Return the program that makes the tables ``wanted``, None when SQL cannot say all of it."""
    try:
        return build_program(plan, shapes, wanted=wanted)
    except PlanRefused:
        return None


def _problem(plan: Plan, part: CannotSay) -> Problem:
    entry = plan.pack.rules.get(part.rule)
    hint = message("改写这条规则，或用 --engine plain 逐个项目判断")
    if entry is None:
        what = message("计分不能写成 SQL：{why}", why=part.why)
        return Problem("sql-cannot-say", Place(f"{plan.pack.id}/indicators.yaml"), what, hint)
    what = message("规则 {rule}（{title}）不能写成 SQL：{why}", rule=part.rule, title=part.title, why=part.why)
    return Problem("sql-cannot-say", entry.origin.at(), what, hint)
