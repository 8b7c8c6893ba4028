"""Turns two values in SQL into whether they stand in a relation, and one into whether it is known.

A truth over exact values is plain SQL; null is *cannot tell*. Mirrors ``checker.values.truth``. Knows nothing about
expressions, facts or tables.
"""

from __future__ import annotations

from sqlglot import exp

from checker.sql import exact, spans, terms
from checker.sql.logic import UNSURE, both, either, opposite, surely, surely_not, truth
from checker.sql.values import FALSE, TRUE, Exact, Nothing, Number, Sql, SqlValue, Truth, Words

__all__ = [
    "UNSURE", "as_truth", "both", "compare", "either", "known", "opposite", "same", "surely", "surely_not", "truth",
    "words",
]  # fmt: skip


def as_truth(value: SqlValue) -> Truth:
    """Return a value of kind truth, which may be nothing; anything else is a fault and raises ``TypeError``."""
    if isinstance(value, Truth):
        return value
    if isinstance(value, Nothing):
        return UNSURE
    raise TypeError(f"not a truth: {value!r}")


def words(text: str) -> Words:
    """Return a text known beforehand."""
    return Words(exp.Literal.string(text), nullable=False, constant=text)


def compare(sign: str, a: Number, b: Number) -> Truth:
    """Return whether a stands in that relation (``= != < <= > >=``) to b."""
    if isinstance(a, Exact) and isinstance(b, Exact):
        return exact.compare(sign, a, b)
    if isinstance(a, Nothing) or isinstance(b, Nothing):
        return UNSURE
    return spans.compare(sign, spans.bounds(a), spans.bounds(b))


def same(a: SqlValue, b: SqlValue) -> Truth:
    """Return whether two texts or two truths are the same; null where one is unknown."""
    if isinstance(a, Nothing) or isinstance(b, Nothing):
        return UNSURE
    if isinstance(a, Truth) and isinstance(b, Truth):
        return _same_truth(a, b)
    if not isinstance(a, Words) or not isinstance(b, Words):
        raise TypeError(f"not two of a kind: {a!r}, {b!r}")
    if a.constant is not None and b.constant is not None:
        return truth(a.constant == b.constant)
    if a == b and not a.nullable:
        return TRUE
    return Truth(_equal(a.sql, b.sql), a.nullable or b.nullable)


def _same_truth(a: Truth, b: Truth) -> Truth:
    for one, other in ((a, b), (b, a)):
        if one.constant is not None:
            return other if one.constant else opposite(other)
    if UNSURE in (a, b):
        return UNSURE
    return Truth(_equal(a.sql, b.sql), a.nullable or b.nullable)


def _equal(a: Sql, b: Sql) -> Sql:
    return exp.EQ(this=terms.bracketed(a), expression=terms.bracketed(b))


def known(value: SqlValue) -> Truth:
    """Return whether a value was given at all, exactly or within bounds; never null."""
    match value:
        case Nothing():
            return FALSE
        case Exact():
            return exact.known(value)
        case Truth() | Words():
            if not value.nullable:
                return TRUE
            return FALSE if value == UNSURE else Truth(terms.present(value.sql), nullable=False)
    return spans.known(value)
