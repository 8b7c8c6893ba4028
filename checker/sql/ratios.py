"""Turns exact numbers in SQL into sums, products and quotients of them, without losing a digit.

Factors stay outside as plain fractions as long as they can. Knows nothing about bounds, facts or tables.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import replace
from fractions import Fraction
from typing import Final

from sqlglot import exp

from checker.sql import terms, whole
from checker.sql.values import Exact, Range
from checker.sql.whole import Whole

ONE: Final = Whole(terms.number(1), Range(1, 1))


def constant(value: Fraction | int) -> Exact:
    """Return a number known beforehand."""
    if not value:
        return Exact(terms.number(0), Range(0, 0), nullable=False)
    return Exact(terms.number(1), Range(1, 1), Fraction(value), nullable=False)


def constant_of(a: Exact) -> Fraction | None:
    """Return the number if it is known beforehand, else None."""
    if a.nullable or a.over is not None or a.range.low != a.range.high:
        return None
    return a.factor * a.range.low


def make(
    top: Whole,
    factor: Fraction = Fraction(1),
    over: Whole | None = None,
    *,
    nullable: bool = True,
    within: tuple[Fraction, Fraction] | None = None,
) -> Exact:
    """Return the number ``factor × top ÷ over`` in its plainest form; ``within`` are bounds known of it."""
    if over is not None and (known := terms.number_of(over.sql)) is not None:
        factor, over = factor / known, None
    if over is not None:
        return _bounded(Exact(top.sql, top.range, factor, over.sql, over.range, nullable), within)
    range_ = top.range if within is None else _narrower(top.range, sorted(end / factor for end in within))
    if range_.low == range_.high and not nullable:
        return constant(factor * range_.low)
    return Exact(top.sql, range_, factor, nullable=nullable)


def _narrower(range_: Range, ends: Sequence[Fraction]) -> Range:
    low, high = max(range_.low, math.ceil(ends[0])), min(range_.high, math.floor(ends[1]))
    return Range(low, high) if low <= high else range_


def _bounded(a: Exact, within: tuple[Fraction, Fraction] | None) -> Exact:
    """Note bounds that are closer than those the ranges give."""
    if within is None:
        return a
    (low, high), (least, most) = ends_of(a), within
    closer = (max(low, least), min(high, most))
    return a if closer == (low, high) or closer[0] > closer[1] else replace(a, within=closer)


def top_of(a: Exact) -> Whole:
    """Return the whole number above the line."""
    return Whole(a.top, a.range)


def over_of(a: Exact) -> Whole:
    """Return the whole number below the line."""
    return ONE if a.over is None else Whole(a.over, a.over_range)


def ends_of(a: Exact) -> tuple[Fraction, Fraction]:
    """Return the least and the greatest value that the number can have."""
    if a.within is not None:
        return a.within
    found = [a.factor * end / over for end in (a.range.low, a.range.high)
             for over in (max(a.over_range.low, 1), max(a.over_range.high, 1))]  # fmt: skip
    return min(found), max(found)


def is_zero(a: Exact) -> bool:
    """Return whether the number is surely 0 where it is known."""
    return a.range.low == a.range.high == 0


def common_factor(numbers: Iterable[Exact]) -> Fraction:
    """Return the greatest factor of which the factor of every number is a whole multiple; 1 for only zeros."""
    factors = [one.factor for one in numbers if not is_zero(one)]
    if not factors:
        return Fraction(1)
    if len(set(map(abs, factors))) == 1:
        return abs(factors[0]) if min(factors) < 0 < max(factors) else factors[0]
    below = math.lcm(*(factor.denominator for factor in factors))
    return Fraction(math.gcd(*(int(factor * below) for factor in factors)), below)


def multiple(a: Exact, factor: Fraction) -> Whole:
    """Return what ``a`` has above the line when its factor is to be ``factor``."""
    return top_of(a) if is_zero(a) else whole.scaled(top_of(a), int(a.factor / factor))


def negate(a: Exact) -> Exact:
    """Return -a."""
    if is_zero(a):
        return a
    return replace(a, factor=-a.factor, within=None if a.within is None else (-a.within[1], -a.within[0]))


def same_over(a: Exact, b: Exact) -> bool:
    """Return whether both have the same below the line."""
    return a.over == b.over


def add(a: Exact, b: Exact) -> Exact:
    """Return a + b."""
    for one, other in ((a, b), (b, a)):
        if constant_of(one) == 0:
            return other
    if a.factor < 0 < b.factor:
        a, b = b, a
    factor = abs(common_factor((a, b))) * (1 if a.factor > 0 else -1)
    join = whole.plus if b.factor / factor > 0 else whole.minus
    x, y = multiple(a, factor), multiple(b, factor if join is whole.plus else -factor)
    over = over_of(a)
    if not same_over(a, b):
        x, y = whole.times(x, over_of(b)), whole.times(y, over_of(a))
        over = whole.times(over_of(a), over_of(b))
    (a_low, a_high), (b_low, b_high) = ends_of(a), ends_of(b)
    within = (a_low + b_low, a_high + b_high)
    return make(join(x, y), factor, over, nullable=a.nullable or b.nullable, within=within)


def subtract(a: Exact, b: Exact) -> Exact:
    """Return a - b."""
    if a == b and not a.nullable:
        return constant(0)
    return add(a, negate(b))


def multiply(a: Exact, b: Exact) -> Exact:
    """Return a * b."""
    top, over = whole.times(top_of(a), top_of(b)), whole.times(over_of(a), over_of(b))
    products = [x * y for x in ends_of(a) for y in ends_of(b)]
    within = (min(products), max(products))
    return make(top, a.factor * b.factor, over, nullable=a.nullable or b.nullable, within=within)


def over_the_same(a: Exact, b: Exact) -> Exact:
    """Return ``a``, which has nothing below the line, with what ``b`` has there; unknown too where that is."""
    if b.over is None or a.over is not None:
        return a
    top = whole.times(top_of(a), over_of(b))
    return make(top, a.factor, over_of(b), nullable=a.nullable, within=ends_of(a))


def divide(a: Exact, b: Exact) -> Exact | None:
    """Return a / b, unknown where b is 0; None when b surely is."""
    if is_zero(b):
        return None
    below = top_of(b)
    factor, may_be_zero, sign = a.factor / b.factor, b.range.low <= 0 <= b.range.high, 1
    top = whole.times(top_of(a), over_of(b))
    if b.range.high <= 0:
        below, sign = whole.negative(below), -1
    elif b.range.low < 0:
        top = _with_sign_of(b, top)
        most = max(-b.range.low, b.range.high)
        below = Whole(exp.Abs(this=b.top), Range(0, most))
    if may_be_zero:
        below = Whole(exp.Nullif(this=below.sql, expression=terms.number(0)), Range(1, below.range.high))
    over = whole.times(over_of(a), below)
    return make(top, factor * sign, over, nullable=a.nullable or b.nullable or may_be_zero)


def _with_sign_of(b: Exact, top: Whole) -> Whole:
    negative = exp.LT(this=terms.bracketed(b.top), expression=terms.number(0))
    turned = whole.negative(top)
    return Whole(terms.case([(negative, turned.sql)], top.sql), whole.hull(top.range, turned.range))


def absolute(a: Exact) -> Exact:
    """Return |a|."""
    low, high = ends_of(a)
    if low >= 0 or high <= 0:
        return a if low >= 0 else negate(a)
    most = max(-a.range.low, a.range.high)
    within = (Fraction(0), max(-low, high))
    top = Whole(exp.Abs(this=a.top), Range(0, most))
    return make(top, abs(a.factor), maybe_over(a), nullable=a.nullable, within=within)


def maybe_over(a: Exact) -> Whole | None:
    """Return the whole number below the line; None for 1."""
    return None if a.over is None else over_of(a)
