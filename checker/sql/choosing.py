"""Turns a condition and two values in SQL into one of them, or what both have in common where it cannot be told.

Mirrors ``join`` and ``Choose`` of ``checker.expr.evaluate``. Knows nothing about expressions, facts or tables.
"""

from __future__ import annotations

from collections.abc import Sequence

from sqlglot import exp

from checker.sql import arithmetic, exact, spans, terms
from checker.sql.logic import UNSURE, both, either, is_unsure, opposite
from checker.sql.truths import as_truth
from checker.sql.values import NOTHING, Bounded, Exact, Nothing, Number, Sql, SqlValue, Truth, Words


def choose(condition: Truth, then: SqlValue, otherwise: SqlValue) -> SqlValue:
    """Return ``then`` where the condition holds and ``otherwise`` where it does not.

    Where the condition cannot be told: the same value if both are the same, the bounds of both numbers, else unknown.
    """
    if condition.constant is not None:
        return then if condition.constant else otherwise
    if then == otherwise:
        return then
    if isinstance(then, Truth) or isinstance(otherwise, Truth):
        return _chosen_truth(condition, as_truth(then), as_truth(otherwise))
    if not condition.nullable:
        return first([(condition.sql, then)], otherwise)
    if is_unsure(condition):
        return join(then, otherwise)
    if isinstance(then, Exact) and isinstance(otherwise, Exact):
        ordered = _ordered(condition, then, otherwise)
        if ordered is not None:
            return ordered
    return first([(condition.sql, then), (opposite(condition).sql, otherwise)], join(then, otherwise))


def _ordered(condition: Truth, then: Exact, otherwise: Exact) -> Number | None:
    """Return one of two numbers that are always known, of which one is never greater than the other."""
    if then.nullable or otherwise.nullable:
        return None
    (then_low, then_high), (other_low, other_high) = exact.ends_of(then), exact.ends_of(otherwise)
    kept = exact.pick([(condition.sql, then)], otherwise)
    turned = exact.pick([(opposite(condition).sql, otherwise)], then)
    if then_high <= other_low:
        return spans.spanned(turned, kept)
    return spans.spanned(kept, turned) if other_high <= then_low else None


def join(a: SqlValue, b: SqlValue) -> SqlValue:
    """Return what is known when the value is one of two: the same value, the bounds of both, or unknown."""
    if a == b:
        return a
    if isinstance(a, Nothing) or isinstance(b, Nothing):
        return NOTHING
    if isinstance(a, Words) and isinstance(b, Words):
        if a.constant is not None and b.constant is not None:
            return NOTHING
        alike = exp.EQ(this=terms.bracketed(a.sql), expression=terms.bracketed(b.sql))
        return Words(terms.case([(alike, a.sql)]))
    if isinstance(a, Truth) or isinstance(b, Truth):
        return _chosen_truth(UNSURE, as_truth(a), as_truth(b))
    if isinstance(a, Words) or isinstance(b, Words):
        raise TypeError(f"not two of a kind: {a!r}, {b!r}")
    return arithmetic.hull(a, b)


def _chosen_truth(condition: Truth, then: Truth, otherwise: Truth) -> Truth:
    if then.constant is not None:
        return either(condition, otherwise) if then.constant else both(opposite(condition), otherwise)
    if otherwise.constant is not None:
        return either(opposite(condition), then) if otherwise.constant else both(condition, then)
    nullable = condition.nullable or then.nullable or otherwise.nullable
    if not condition.nullable:
        return Truth(terms.case([(condition.sql, then.sql)], otherwise.sql), nullable)
    alike = exp.EQ(this=terms.bracketed(then.sql), expression=terms.bracketed(otherwise.sql))
    told = [] if is_unsure(condition) else [(condition.sql, then.sql), (opposite(condition).sql, otherwise.sql)]
    return Truth(terms.case([*told, (alike, then.sql)]))


def first(branches: Sequence[tuple[Sql, SqlValue]], default: SqlValue = NOTHING) -> SqlValue:
    """Return the value of the first branch whose condition holds (null is no), else ``default``."""
    values = [*(value for _, value in branches), default]
    if all(isinstance(value, Nothing) for value in values):
        return NOTHING
    if any(isinstance(value, Truth) for value in values):
        truths = [(condition, as_truth(value)) for condition, value in branches]
        return spans.pick_truth(truths, as_truth(default))
    if any(isinstance(value, Words) for value in values):
        return _first_words(branches, default)
    if any(isinstance(value, Bounded) for value in values):
        return spans.first([(condition, _number(value)) for condition, value in branches], _number(default))
    ends = [(condition, _end(value)) for condition, value in branches]
    found = exact.pick(ends, _end(default))
    return NOTHING if found is None else found


def _end(value: SqlValue) -> Exact | None:
    return value if isinstance(value, Exact) else None


def _number(value: SqlValue) -> Bounded:
    if isinstance(value, Truth | Words):
        raise TypeError(f"not a number: {value!r}")
    return spans.bounds(value)


def _first_words(branches: Sequence[tuple[Sql, SqlValue]], default: SqlValue) -> Words:
    values = [*(value for _, value in branches), default]
    nullable = any(not isinstance(value, Words) or value.nullable for value in values)
    sql = terms.case([(condition, _text(value)) for condition, value in branches], _text(default))
    return Words(sql, nullable)


def _text(value: SqlValue) -> Sql:
    return value.sql if isinstance(value, Words) else terms.NULL
