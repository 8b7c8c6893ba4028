"""Turns numbers in SQL into rounded ones; mirrors ``checker.values.steps``.

Rounding is a step function: at an end that is itself excluded the step taken is the one just beside it. Knows nothing
about where a rule declares that rounding happens.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from fractions import Fraction
from typing import NamedTuple, TypeAlias

from sqlglot import exp

from checker.expr.functions import MOST_DIGITS
from checker.messages import message
from checker.sql import exact, spans, terms, whole
from checker.sql.values import NOTHING, Bounded, Exact, Number, Range, Refused, Sql, Truth
from checker.sql.whole import Whole

Step: TypeAlias = Callable[["_Share"], Whole]


class _Share(NamedTuple):
    """A number as two whole ones, ``above`` divided by ``below`` > 0, with the least and greatest value it has."""

    above: Whole
    below: Whole
    least: Fraction
    most: Fraction


def rounded(a: Number, digits: Number = exact.constant(0)) -> Number:  # noqa: B008 - it is frozen
    """Round to ``digits`` decimals, unknown unless these are a whole number from -30 to 30.

    Raises ``Refused`` when the digits depend on the facts.
    """
    if not isinstance(digits, Exact):
        if isinstance(digits, Bounded):
            raise Refused(message("四舍五入的位数要看事实才知道"))
        return NOTHING
    places = exact.constant_of(digits)
    if places is None:
        raise Refused(message("四舍五入的位数要看事实才知道"))
    if places.denominator != 1 or abs(places) > MOST_DIGITS:
        return NOTHING
    return round_half_up(a, int(places))


def round_half_up(a: Number, digits: int = 0) -> Number:
    """Round to ``digits`` decimals, halves away from zero; digits may be negative."""
    return _stepped(a, (_nearest, _nearest_above, _nearest_below), Fraction(10) ** digits)


def floor(a: Number) -> Number:
    """Return the largest whole number not above ``a``."""
    return _stepped(a, (_floor, _floor, _floor_below), Fraction(1))


def ceiling(a: Number) -> Number:
    """Return the smallest whole number not below ``a``."""
    return _stepped(a, (_ceiling, _ceiling_above, _ceiling), Fraction(1))


def _stepped(a: Number, steps: tuple[Step, Step, Step], scale: Fraction) -> Number:
    at, above, below = steps
    if isinstance(a, Exact):
        return _step(a, at, scale)
    if not isinstance(a, Bounded):
        return a
    low = None if a.low is None else _beside(a.low, a.low_open, (at, above), scale)
    high = None if a.high is None else _beside(a.high, a.high_open, (at, below), scale)
    return spans.spanned(low, high)


def _beside(end: Exact, is_open: Truth, steps: tuple[Step, Step], scale: Fraction) -> Exact | None:
    at = _step(end, steps[0], scale)
    if is_open.constant is False or steps[0] is steps[1]:
        return at
    return exact.pick([(is_open.sql, _step(end, steps[1], scale, excluded=True))], at)


def _step(a: Exact, step: Step, scale: Fraction, *, excluded: bool = False) -> Exact:
    if a.over is None and (a.factor * scale).denominator == 1 and not excluded:
        return a
    factor = a.factor * scale
    share = _Share(
        whole.scaled(exact.top_of(a), factor.numerator), whole.scaled(exact.over_of(a), factor.denominator),
        *(end * scale for end in exact.ends_of(a)),
    )  # fmt: skip
    return exact.make(step(share), 1 / scale, nullable=a.nullable)


def _signed(share: _Share, up: Whole, down: Whole) -> Whole:
    """Return the first for numbers that are not negative, the second for others."""
    if share.least >= 0 or share.most <= 0:
        return up if share.least >= 0 else down
    negative = exp.LT(this=terms.bracketed(share.above.sql), expression=terms.number(0))
    return Whole(terms.case([(negative, down.sql)], up.sql), whole.hull(up.range, down.range))


def _nearest(share: _Share) -> Whole:
    """Add half of what is below, with the sign of the number, and divide towards zero."""
    above, below = share.above, share.below
    half = _half(below)
    if half is None:
        above, below, half = whole.scaled(above, 2), whole.scaled(below, 2), below
    moved = whole.plus(above, _signed(share, half, whole.negative(half)))
    return _within(whole.divided(moved, below), _round(share.least), _round(share.most))


def _half(below: Whole) -> Whole | None:
    """Return half of a number that is known, or known as a multiple, to be even."""
    known = terms.number_of(below.sql)
    if known is not None:
        return None if known % 2 else whole.literal(known // 2)
    by = terms.number_of(below.sql.expression) if isinstance(below.sql, exp.Mul) else None
    if by is None or by % 2:
        return None
    part = Whole(below.sql.this, Range(below.range.low // by, below.range.high // by))
    return whole.scaled(part, by // 2)


def _within(found: Whole, low: int, high: int) -> Whole:
    return Whole(found.sql, Range(low, high))


def _floor(share: _Share) -> Whole:
    room = whole.minus(whole.literal(1), share.below)
    moved = whole.plus(share.above, _signed(share, whole.literal(0), room))
    return _within(whole.divided(moved, share.below), math.floor(share.least), math.floor(share.most))


def _ceiling(share: _Share) -> Whole:
    room = whole.minus(share.below, whole.literal(1))
    moved = whole.plus(share.above, _signed(share, room, whole.literal(0)))
    return _within(whole.divided(moved, share.below), math.ceil(share.least), math.ceil(share.most))


def _ceiling_above(share: _Share) -> Whole:
    return whole.plus(_floor(share), whole.literal(1))


def _floor_below(share: _Share) -> Whole:
    return whole.minus(_ceiling(share), whole.literal(1))


def _nearest_above(share: _Share) -> Whole:
    """Just above a negative half the nearest whole number is the one towards zero."""
    return _beside_half(share, negative=True)


def _nearest_below(share: _Share) -> Whole:
    return _beside_half(share, negative=False)


def _beside_half(share: _Share, *, negative: bool) -> Whole:
    nearest = _nearest(share)
    zero = terms.number(0)
    signed = (exp.LT if negative else exp.GT)(this=terms.bracketed(share.above.sql), expression=zero)
    doubled = whole.scaled(share.above, 2)
    left = whole.left_over(whole.plus(doubled, share.below), whole.scaled(share.below, 2))
    is_half = exp.EQ(this=terms.bracketed(left.sql), expression=zero)
    step = whole.literal(1)
    moved = whole.plus(nearest, step) if negative else whole.minus(nearest, step)
    condition: Sql = terms.joined(exp.And, [signed, is_half])
    return Whole(terms.case([(condition, moved.sql)], nearest.sql), whole.hull(nearest.range, moved.range))


def _round(x: Fraction) -> int:
    found = math.floor(abs(x) + Fraction(1, 2))
    return found if x >= 0 else -found
