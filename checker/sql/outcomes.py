"""Turns a rule's conditions into one outcome per case, as a small whole number; knows nothing about where cases are."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from sqlglot import exp

from checker.result import Outcome
from checker.sql.columns import loaded
from checker.sql.steps import both_of, code, column, is_null, negated, null, when
from checker.sql.terms import bracketed, cast
from checker.sql.translate import sql_value
from checker.sql.truths import as_truth, both
from checker.sql.values import TRUE, SqlValue, Truth

if TYPE_CHECKING:
    from checker.expr import Expr
    from checker.plan import PlannedRule
    from checker.sql.translate import Scope
    from checker.sql.values import Sql

CODES: Final = {
    Outcome.FAIL: 1,
    Outcome.PASS: 2,
    Outcome.UNKNOWN: 3,
    Outcome.NOT_APPLICABLE: 4,
    Outcome.WAIVED: 5,
}
"""The number of each outcome; null where there is no case."""
FAIL, PASS, UNKNOWN, NOT_APPLICABLE, WAIVED = CODES.values()


@dataclass(frozen=True, slots=True)
class Ruled:
    """What SQL says of one rule for a row: whether there is a case, whether it applies, whether it is found.

    ``found`` is false where there is no case or it does not apply. ``deduction`` are the points that a finding deducts,
    None when the rule deducts nothing; ``waived`` whether a finding is waived, None when none can be.
    """

    included: Truth
    applies: Truth
    found: Truth
    deduction: SqlValue | None
    waived: Sql | None

    @property
    def outcome(self) -> Sql:
        """The number of the outcome, null where there is no case."""
        if self.included.constant is False:
            return null()
        cases: list[tuple[Sql, Sql]] = []
        if self.included.constant is not True:
            cases.append((negated(self.included.sql), null()))
        if self.applies.constant is not True:
            cases.append((negated(self.applies.sql), code(NOT_APPLICABLE)))
        if self.waived is not None:
            cases.append((both_of(self.found.sql, self.waived), code(WAIVED)))
        last = _last(self.found)
        return when(*cases, otherwise=last) if cases else last


def ruled(rule: PlannedRule, scope: Scope, *, member: Truth = TRUE, waived: Sql | None = None) -> Ruled:
    """Return what is said of ``rule`` for the row of ``scope``; ``member`` says whether the row itself is there."""
    included = both(member, _truth(rule.subject.where, scope))
    applies = _truth(rule.applies, scope)
    found = both(both(included, applies), _truth(rule.when, scope))
    deduction = None
    if rule.deduct is not None and rule.indicator is not None:
        deduction = sql_value(rule.deduct, scope)
    return Ruled(included, applies, found, deduction, waived if rule.waivable else None)


def kept(said: Ruled, name: str) -> dict[str, Sql]:
    """Return the columns that keep what is said of a rule; what is the same for all rows needs none."""
    columns: dict[str, Sql] = {}
    for part, truth in (("included", said.included), ("applies", said.applies), ("found", said.found)):
        if truth.constant is None:
            columns[f"{name}__{part}"] = truth.sql
    if said.waived is not None:
        columns[f"{name}__waived"] = said.waived
    return columns


def read(said: Ruled, name: str, alias: str) -> Ruled:
    """Return what is said of a rule, read from its columns."""
    included, applies, found = (
        truth if truth.constant is not None else Truth(column(alias, f"{name}__{part}"), truth.nullable)
        for part, truth in (("included", said.included), ("applies", said.applies), ("found", said.found))
    )
    deduction = None if said.deduction is None else loaded(said.deduction, f"{name}__points", alias)
    return Ruled(included, applies, found, deduction, column(alias, f"{name}__waived") if said.waived else None)


def worth_listing(said: Ruled) -> Sql:
    """Return whether a case is found (waived or not) or cannot be told; never null."""
    if said.found.constant is not None:
        return said.found.sql
    if not said.found.nullable:
        return said.found.sql
    return exp.Not(this=exp.Is(this=bracketed(said.found.sql), expression=exp.false()))


def is_unknown(said: Ruled) -> Sql:
    """Return whether the outcome of a case cannot be told."""
    return is_null(bracketed(said.found.sql)) if said.found.nullable else exp.false()


def listed_outcome(said: Ruled) -> Sql:
    """Return the outcome of a case that is found or cannot be told, null for any other."""
    if said.found.constant is False:
        return cast(null(), "INT")
    cases = [(said.found.sql, code(FAIL))]
    if said.waived is not None:
        cases.insert(0, (both_of(said.found.sql, said.waived), code(WAIVED)))
    if said.found.nullable:
        cases.append((is_null(bracketed(said.found.sql)), code(UNKNOWN)))
    return when(*cases)


def _last(found: Truth) -> Sql:
    """Return the outcome of a case that applies: surely found, surely not, or nobody can tell."""
    if found.constant is not None:
        return code(FAIL if found.constant else PASS)
    if not found.nullable:
        return when((found.sql, code(FAIL)), otherwise=code(PASS))
    return when((found.sql, code(FAIL)), (is_null(bracketed(found.sql)), code(UNKNOWN)), otherwise=code(PASS))


def _truth(node: Expr | None, scope: Scope) -> Truth:
    return TRUE if node is None else as_truth(sql_value(node, scope))


def is_outcome(outcome: Sql, number: int) -> Sql:
    """Return whether an outcome is this one."""
    return exp.EQ(this=outcome, expression=code(number))
