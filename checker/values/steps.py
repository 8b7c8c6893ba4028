"""Rounds exact and bounded numbers; knows nothing about where a rule declares that rounding happens.

Rounding is a step function. At an open end of an interval the number itself is excluded, so the step taken is the one
just beside the end: each function therefore has three forms, at a number, just above it and just below it.
"""

from __future__ import annotations

import math
from fractions import Fraction
from typing import TYPE_CHECKING

from checker.values.amounts import Amount, Unknown, interval

if TYPE_CHECKING:
    from collections.abc import Callable

    Step = Callable[[Fraction], int]


def round_half_up(amount: Amount, digits: int = 0) -> Amount:
    """Round to ``digits`` decimals, halves away from zero (四舍五入); digits may be negative."""
    if type(amount) is Fraction and digits >= 0:
        scale, denominator = 10**digits, amount.denominator
        whole = (2 * abs(amount.numerator) * scale + denominator) // (2 * denominator)
        return Fraction(whole if amount >= 0 else -whole, scale)
    return _stepped(amount, _round, _round_above, _round_below, Fraction(10) ** digits)


def floor(amount: Amount) -> Amount:
    """Return the largest whole number not above ``amount``."""
    return _stepped(amount, math.floor, math.floor, lambda x: math.ceil(x) - 1)


def ceiling(amount: Amount) -> Amount:
    """Return the smallest whole number not below ``amount``."""
    return _stepped(amount, math.ceil, lambda x: math.floor(x) + 1, math.ceil)


def _round(x: Fraction) -> int:
    whole = math.floor(abs(x) + Fraction(1, 2))
    return whole if x >= 0 else -whole


def _round_above(x: Fraction) -> int:
    """Just above a negative half the nearest whole number is the one towards zero."""
    return _round(x) + 1 if x < 0 and x.denominator == 2 else _round(x)  # noqa: PLR2004 - a half


def _round_below(x: Fraction) -> int:
    return -_round_above(-x)


def _stepped(amount: Amount, at: Step, above: Step, below: Step, scale: Fraction = Fraction(1)) -> Amount:
    if isinstance(amount, Fraction):
        return at(amount * scale) / scale
    low, high = amount.low, amount.high
    result = interval(
        None if low is None else (above if amount.low_open else at)(low * scale) / scale,
        None if high is None else (below if amount.high_open else at)(high * scale) / scale,
    )
    if isinstance(result, Unknown):
        raise TypeError("an interval has at least one end")
    return result
