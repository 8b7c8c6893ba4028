"""Adds up what a rule came to in a project: over the rows of its cases, or over cases known beforehand.

Knows nothing about how the outcomes were decided.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING, Final

from sqlglot import exp

from checker.sql.arithmetic import add, added, constant, constant_of, hull, multiply
from checker.sql.choosing import choose
from checker.sql.found import RuleTotals
from checker.sql.gathering import gather
from checker.sql.grouping import Group, Reading, counting
from checker.sql.outcomes import FAIL, NOT_APPLICABLE, UNKNOWN, is_outcome
from checker.sql.steps import both_of, code, is_null, null, when
from checker.sql.terms import bracketed
from checker.sql.truths import both, known, opposite
from checker.sql.values import FALSE, NOTHING, TRUE, Bounded, Exact, Nothing, Range, SqlValue, Truth

if TYPE_CHECKING:
    from checker.sql.grouping import Finish
    from checker.sql.outcomes import Ruled
    from checker.sql.values import Number, Sql

_ZERO: Final = constant(Fraction(0))


@dataclass(frozen=True, slots=True)
class Counting:
    """The columns of a grouped relation that count the outcomes of one rule, and what adds up its points."""

    fails: str
    doubts: str
    deduction: SqlValue | None
    lost: Finish | None = None
    deducted: Finish | None = None
    unnamed: str | None = None


def count_rows(outcome: Sql, deduction: SqlValue | None, group: Group) -> Counting:
    """Add to ``group`` what the totals of a rule need."""
    fails = counting(group, is_outcome(outcome, FAIL))
    doubts = counting(group, is_outcome(outcome, UNKNOWN))
    if deduction is None or _each(deduction) is not None:
        return Counting(fails, doubts, deduction)
    there = when((is_outcome(outcome, FAIL), exp.true()), (is_outcome(outcome, UNKNOWN), null()), otherwise=exp.false())
    lost = gather("sum", Truth(there), deduction, group)
    failed = Truth(is_outcome(outcome, FAIL), nullable=False)
    told = both(failed, known(deduction))
    deducted = gather("sum", told, deduction, group)
    unnamed = both(failed, opposite(known(deduction)))
    column = counting(group, unnamed.sql) if unnamed.constant is None else None
    return Counting(fails, doubts, deduction, lost, deducted, column)


def _each(deduction: SqlValue) -> Fraction | None:
    return constant_of(deduction) if isinstance(deduction, Exact) else None


def read_counts(counted: Counting, alias: str, most: int, reported: Truth) -> dict[str, SqlValue]:
    """Return what to keep of the counts of one rule, by name, read from the grouped relation ``alias``."""
    reading = Reading(alias, most, TRUE)
    values: dict[str, SqlValue] = {
        "fails": reading.count(counted.fails),
        "doubts": add(reading.count(counted.doubts), ones(opposite(reported))),
    }
    if counted.lost is not None and counted.deducted is not None:
        values["lost"] = counted.lost(Reading(alias, most, reported))
        values["deducted"] = counted.deducted(reading)
    if counted.unnamed is not None:
        values["unnamed"] = reading.count(counted.unnamed)
    return values


def row_totals(counted: Counting, kept: Mapping[str, SqlValue], reported: Truth) -> RuleTotals:
    """Return the totals of a rule from what was kept."""
    fails, doubts = kept["fails"], kept["doubts"]
    if not isinstance(fails, Exact) or not isinstance(doubts, Exact):
        raise TypeError("counts are exact")
    each = None if counted.deduction is None else _each(counted.deduction)
    unnamed = kept.get("unnamed", _ZERO)
    lost, deducted = kept.get("lost", _ZERO), kept.get("deducted", _ZERO)
    if each is not None:
        deducted = multiply(fails, constant(each))
        lost = add(deducted, multiply(doubts, hull(_ZERO, constant(each))))
    lost = choose(reported, lost, NOTHING)
    if not isinstance(unnamed, Exact):
        raise TypeError("counts are exact")
    return RuleTotals(fails, doubts, as_number(deducted), unnamed, as_number(lost), opposite(reported))


def nobody_reported() -> RuleTotals:
    """Return the totals of a rule about a type that no project has reported on: nobody can tell."""
    return RuleTotals(_ZERO, constant(Fraction(1)), _ZERO, _ZERO, NOTHING, TRUE)


def no_case(reported: Truth) -> Sql:
    """Return the outcome of a rule without cases: it does not apply, or nobody can tell."""
    if reported.constant is not None:
        return code(NOT_APPLICABLE if reported.constant else UNKNOWN)
    return when((reported.sql, code(NOT_APPLICABLE)), otherwise=code(UNKNOWN))


def case_totals(cases: Sequence[Ruled], unreported: Truth) -> RuleTotals:
    """Return the totals of a rule over cases known beforehand; ``unreported``: there is none, for want of a report."""
    each = [_one(case) for case in cases]

    def total(name: str) -> Number:
        return added(as_number(getattr(one, name)) for one in each)

    fails, doubts, unnamed = total("fails"), add(total("doubts"), ones(unreported)), total("unnamed")
    if not isinstance(fails, Exact) or not isinstance(doubts, Exact) or not isinstance(unnamed, Exact):
        raise TypeError("counts are exact")
    lost = choose(unreported, NOTHING, total("lost"))
    return RuleTotals(fails, doubts, total("deducted"), unnamed, as_number(lost), unreported)


def _one(case: Ruled) -> RuleTotals:
    """Return what one case comes to; a waived finding counts for nothing."""
    found = case.found
    if case.waived is not None and found.constant is not False:
        found = Truth(when((both_of(found.sql, case.waived), exp.false()), otherwise=found.sql), found.nullable)
    failed = Truth(exp.Coalesce(this=found.sql, expressions=[exp.false()]), nullable=False) if found.nullable else found
    doubted = Truth(is_null(bracketed(found.sql)), nullable=False) if found.nullable else FALSE
    points = case.deduction
    if points is None:
        return RuleTotals(ones(failed), ones(doubted), _ZERO, _ZERO, _ZERO, FALSE)
    told, untold = both(failed, known(points)), both(failed, opposite(known(points)))
    deducted, lost = (as_number(choose(condition, points, _ZERO)) for condition in (told, found))
    return RuleTotals(ones(failed), ones(doubted), deducted, ones(untold), lost, FALSE)


def ones(truth: Truth) -> Exact:
    """Return 1 where a truth that is never null holds, else 0."""
    if truth.constant is not None:
        return constant(Fraction(int(truth.constant)))
    return Exact(when((truth.sql, code(1)), otherwise=code(0)), Range(0, 1), nullable=False)


def as_number(value: SqlValue) -> Number:
    """Return a value as a number; raises ``TypeError`` for anything else."""
    if isinstance(value, Exact | Bounded | Nothing):
        return value
    raise TypeError(f"not a number: {value!r}")
