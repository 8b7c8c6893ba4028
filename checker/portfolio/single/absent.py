"""Finds the fields that a rule reads and nobody gave, where a case cannot be told; in the same words as SQL says it.

Knows nothing about whom to ask: the fuller answer is that of a single check.
"""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, TypeAlias

from checker.portfolio.single.rows import UnknownRow
from checker.result import Outcome
from checker.sql.missing import fields_read
from checker.values import UNKNOWN, Unknown

if TYPE_CHECKING:
    from collections.abc import Iterable

    from checker.engine import Ruling
    from checker.expr import Env
    from checker.expr.tree import Field
    from checker.plan import Plan

Absent: TypeAlias = tuple[str, str]
"""A fact type and a field of it; an empty field stands for the whole type, and both are empty when none is absent."""


def unknown_rows(plan: Plan, rulings: Iterable[Ruling]) -> tuple[UnknownRow, ...]:
    """Return what is absent in the cases that cannot be told, counted by rule, type and field, in that order."""
    found: Counter[tuple[str, str, str]] = Counter()
    for ruling in rulings:
        if ruling.outcome is Outcome.UNKNOWN:
            absent = _absent(ruling, plan) or {("", "")}
            found.update((ruling.rule.id, *each) for each in absent)
    return tuple(UnknownRow(*what, cases) for what, cases in sorted(found.items()))


def _absent(ruling: Ruling, plan: Plan) -> set[Absent]:
    if ruling.case is None:
        return {(name, "") for name in ruling.unreported}
    env = ruling.case.env
    return {(field.record, field.name) for field in fields_read(ruling.rule, plan) if _is_absent(field, env)}


def _is_absent(field: Field, env: Env) -> bool:
    row = env.rows.get(field.variable)
    return row is None or isinstance(row.get(field.name, UNKNOWN), Unknown)
