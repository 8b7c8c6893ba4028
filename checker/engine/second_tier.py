"""Turns rulings into the tables later tiers read: findings, and problems with findings counted and deductions added.

A ruling that cannot be told may be a finding, so it counts as one in doubt. Shared by all engines: pure arithmetic.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING

from checker.expr import evaluator
from checker.expr.evaluate import MEMBER, SEVERAL
from checker.expr.gather import gather
from checker.result import Outcome
from checker.values import UNKNOWN, Truth, Value

if TYPE_CHECKING:
    from checker.engine.ruling import Ruling
    from checker.plan import Plan
    from checker.plan.tables import Tables

_CERTAINTY: dict[Outcome, Truth] = {Outcome.FAIL: True, Outcome.UNKNOWN: UNKNOWN}


def deduction(ruling: Ruling) -> Value | None:
    """Return the points a ruling deducts (or may deduct), or None when its rule deducts nothing."""
    rule = ruling.rule
    if rule.deduct is None or rule.indicator is None:
        return None
    return UNKNOWN if ruling.case is None else evaluator(rule.deduct)(ruling.case.env)


def with_findings(tables: Tables, plan: Plan, rulings: Iterable[Ruling]) -> Tables:
    """Return ``tables`` with the builtin types ``finding`` and ``problem`` filled from ``rulings``."""
    rows: list[dict[str, Value]] = []
    keys: list[str] = []
    for ruling in rulings:
        rule = ruling.rule
        certainty = _CERTAINTY.get(ruling.outcome)
        if certainty is None or rule.concerns != "project":
            continue
        row: dict[str, Value] = {"rule": rule.id, "severity": rule.severity, MEMBER: certainty}
        if ruling.case is None or any(SEVERAL in bound for bound in ruling.case.env.rows.values()):
            row[SEVERAL] = True
        texts = {"indicator": rule.indicator, "problem": rule.problem}
        row |= {name: text for name, text in texts.items() if text is not None}
        points = deduction(ruling)
        if points is not None and points is not UNKNOWN:
            row["deduction"] = points
        elif points is None:
            row["deduction"] = gather("sum", [])
        rows.append(row)
        keys.append(f"{rule.id}[{ruling.key}]")
    found = tables.with_table("finding", rows, keys, single=False)
    problems = [_problem_row(problem, plan, rows) for problem in plan.pack.problems]
    return found.with_table("problem", problems, tuple(plan.pack.problems), single=False)


def _problem_row(problem: str, plan: Plan, rows: list[dict[str, Value]]) -> Mapping[str, Value]:
    mine = [row for row in rows if row.get("problem") == problem]
    members: list[tuple[Truth, Value]] = [
        (True if row[MEMBER] is True else UNKNOWN, row.get("deduction", UNKNOWN)) for row in mine
    ]
    open_ended = any(SEVERAL in row for row in mine)
    return {
        "id": problem,
        "heading": plan.pack.problems[problem].model.heading,
        "findings": gather("count", members, open_ended=open_ended),
        "deduction": gather("sum", members, open_ended=open_ended),
    }
