"""Turns two numbers in SQL, exact, bounded or unknown, into their sum, product, quotient, extreme or hull.

Mirrors ``checker.values.amounts``. Knows nothing about expressions, facts or tables.
"""

from __future__ import annotations

from collections.abc import Iterable
from fractions import Fraction
from functools import reduce

from checker.sql import exact, products, spans
from checker.sql.exact import constant, constant_of
from checker.sql.spans import bounds
from checker.sql.values import NOTHING, Bounded, Exact, Nothing, Number
from checker.sql.whole import widened

__all__ = [
    "absolute", "add", "added", "bounds", "constant", "constant_of", "divide", "hull", "maximum", "minimum", "multiply",
    "negate", "subtract", "widened",
]  # fmt: skip


def negate(a: Number) -> Number:
    """Return -a."""
    return spans.negate_number(a)


def add(a: Number, b: Number) -> Number:
    """Return a + b."""
    if isinstance(a, Exact) and isinstance(b, Exact):
        return exact.add(a, b)
    return NOTHING if isinstance(a, Nothing) or isinstance(b, Nothing) else spans.add(bounds(a), bounds(b))


def subtract(a: Number, b: Number) -> Number:
    """Return a - b."""
    if isinstance(a, Exact) and isinstance(b, Exact):
        return exact.subtract(a, b)
    return add(a, negate(b))


def multiply(a: Number, b: Number) -> Number:
    """Return a × b."""
    match a, b:
        case Exact(), Exact():
            return exact.multiply(a, b)
        case (Exact() as k, Bounded() as x) | (Bounded() as x, Exact() as k):
            return products.by_exact(x, k)
        case Bounded(), Bounded():
            return products.multiply(a, b)
    return NOTHING


def divide(a: Number, b: Number) -> Number:
    """Return a ÷ b; unknown where b is or may be 0."""
    if isinstance(a, Nothing) or isinstance(b, Nothing):
        return NOTHING
    if isinstance(b, Bounded):
        return products.divide(a, b)
    found = exact.divide(a if isinstance(a, Exact) else constant(1), b)
    if found is None:
        return NOTHING
    return found if isinstance(a, Exact) else products.by_exact(a, found)


def minimum(a: Number, b: Number) -> Number:
    """Return the smaller of two numbers."""
    if isinstance(a, Exact) and isinstance(b, Exact):
        return exact.minimum(a, b)
    return NOTHING if isinstance(a, Nothing) or isinstance(b, Nothing) else spans.minimum(bounds(a), bounds(b))


def maximum(a: Number, b: Number) -> Number:
    """Return the greater of two numbers."""
    if isinstance(a, Exact) and isinstance(b, Exact):
        return exact.maximum(a, b)
    return NOTHING if isinstance(a, Nothing) or isinstance(b, Nothing) else spans.maximum(bounds(a), bounds(b))


def absolute(a: Number) -> Number:
    """Return |a|."""
    if isinstance(a, Exact):
        return exact.absolute(a)
    return spans.absolute(a) if isinstance(a, Bounded) else NOTHING


def hull(a: Number, b: Number) -> Number:
    """Return the smallest span that holds both, unknown where one is: what is known when either may be meant."""
    if isinstance(a, Nothing) or isinstance(b, Nothing):
        return NOTHING
    return a if a == b else spans.hull(bounds(a), bounds(b))


def added(numbers: Iterable[Number]) -> Number:
    """Return the sum of numbers, 0 of none."""
    zero: Number = constant(Fraction(0))
    return reduce(add, numbers, zero)
