"""Exact and bounded numbers and their arithmetic; knows nothing about units, text or where a number came from.

A number is a ``Fraction`` when known exactly, an ``Interval`` when known within bounds, and ``UNKNOWN`` when missing.
Dates and quarters are numbers too (days and quarters since year 0), so one arithmetic serves all ordered kinds.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from fractions import Fraction
from typing import Final, TypeAlias, Union

class Unknown:
    """The type of ``UNKNOWN``: a value nobody has given, or that has no value (such as 0 ÷ 0)."""

    __slots__ = ()

    def __repr__(self) -> str:
        return "UNKNOWN"

    def __bool__(self) -> bool:
        raise TypeError("an unknown value is neither true nor false")


UNKNOWN: Final = Unknown()


@dataclass(frozen=True, slots=True)
class Interval:
    """A number known within bounds; an end is None when there is no bound, and open when it is itself excluded.

    Build one with ``interval``, which keeps it non-empty and turns a single point into a ``Fraction``.
    """

    low: Fraction | None
    high: Fraction | None
    low_open: bool = False
    high_open: bool = False


Amount: TypeAlias = Union[Fraction, Interval]
MaybeAmount: TypeAlias = Union[Fraction, Interval, Unknown]
Value: TypeAlias = Union[Fraction, Interval, str, bool, Unknown]
Truth: TypeAlias = Union[bool, Unknown]


def interval(
    low: Fraction | None, high: Fraction | None, low_open: bool = False, high_open: bool = False
) -> MaybeAmount:
    """Return the number between two ends: exact for a single point, ``UNKNOWN`` without any bound.

    Raises ``ValueError`` when no number lies between the ends.
    """
    if low is None and high is None:
        return UNKNOWN
    if low is not None and high is not None:
        if low == high and not low_open and not high_open:
            return low
        if low >= high:
            raise ValueError("empty interval")
    return Interval(low, high, low_open and low is not None, high_open and high is not None)


def ends(amount: Amount) -> Interval:
    """Return ``amount`` as an interval; an exact number becomes one whose ends are equal."""
    return amount if isinstance(amount, Interval) else Interval(amount, amount)


def _sum_end(a: Fraction | None, b: Fraction | None) -> Fraction | None:
    return None if a is None or b is None else a + b


def add(a: Amount, b: Amount) -> MaybeAmount:
    """Return a + b."""
    if isinstance(a, Fraction) and isinstance(b, Fraction):
        return a + b
    x, y = ends(a), ends(b)
    return interval(
        _sum_end(x.low, y.low), _sum_end(x.high, y.high), x.low_open or y.low_open, x.high_open or y.high_open
    )


def negate(a: Amount) -> Amount:
    """Return −a."""
    if isinstance(a, Fraction):
        return -a
    return Interval(
        None if a.high is None else -a.high, None if a.low is None else -a.low, a.high_open, a.low_open
    )


def subtract(a: Amount, b: Amount) -> MaybeAmount:
    """Return a − b."""
    if isinstance(a, Fraction) and isinstance(b, Fraction):
        return a - b
    return add(a, negate(b))


_INFINITY: Final = math.inf
_End: TypeAlias = "tuple[Fraction | float, bool]"  # the only float here is ±infinity, which marks a missing bound


def _products(x: Interval, y: Interval) -> list[_End]:
    def ends_of(v: Interval) -> tuple[_End, _End]:
        low: Fraction | float = -_INFINITY if v.low is None else v.low
        high: Fraction | float = _INFINITY if v.high is None else v.high
        return (low, v.low_open or v.low is None), (high, v.high_open or v.high is None)

    found: list[_End] = []
    for p, p_open in ends_of(x):
        for q, q_open in ends_of(y):
            if p == 0 or q == 0:
                attained = (p == 0 and not p_open) or (q == 0 and not q_open)
                found.append((Fraction(0), not attained))
            elif isinstance(p, Fraction) and isinstance(q, Fraction):
                found.append((p * q, p_open or q_open))
            else:
                found.append((_INFINITY if (p > 0) == (q > 0) else -_INFINITY, True))
    return found


def multiply(a: Amount, b: Amount) -> MaybeAmount:
    """Return a × b."""
    if isinstance(a, Fraction) and isinstance(b, Fraction):
        return a * b
    found = _products(ends(a), ends(b))
    low, low_open = min(found, key=lambda end: (end[0], end[1]))
    high, high_open = max(found, key=lambda end: (end[0], not end[1]))
    return interval(
        low if isinstance(low, Fraction) else None,
        high if isinstance(high, Fraction) else None,
        low_open,
        high_open,
    )


def divide(a: Amount, b: Amount) -> MaybeAmount:
    """Return a ÷ b; ``UNKNOWN`` when b is or may be zero, so that 0 ÷ 0 is neither 0 nor a crash."""
    if isinstance(b, Fraction):
        if b == 0:
            return UNKNOWN
        return a / b if isinstance(a, Fraction) else multiply(a, 1 / b)
    below = b.high is not None and (b.high < 0 or (b.high == 0 and b.high_open))
    above = b.low is not None and (b.low > 0 or (b.low == 0 and b.low_open))
    if not (below or above):
        return UNKNOWN
    low = _inverse(b.high, zero=below)
    high = _inverse(b.low, zero=above)
    inverse = interval(low, high, b.high_open or b.high is None, b.low_open or b.low is None)
    return UNKNOWN if isinstance(inverse, Unknown) else multiply(a, inverse)


def _inverse(end: Fraction | None, *, zero: bool) -> Fraction | None:
    """Return 1/end; a missing end inverts to 0 and an (open) zero end to no bound."""
    if end is None:
        return Fraction(0)
    return None if zero and end == 0 else 1 / end


def minimum(a: Amount, b: Amount) -> MaybeAmount:
    """Return the smaller of two numbers."""
    if isinstance(a, Fraction) and isinstance(b, Fraction):
        return min(a, b)
    return _negate_maybe(maximum(negate(a), negate(b)))


def _negate_maybe(a: MaybeAmount) -> MaybeAmount:
    return a if isinstance(a, Unknown) else negate(a)


def maximum(a: Amount, b: Amount) -> MaybeAmount:
    """Return the larger of two numbers."""
    if isinstance(a, Fraction) and isinstance(b, Fraction):
        return max(a, b)
    x, y = ends(a), ends(b)
    low, low_open = _higher(x.low, x.low_open, y.low, y.low_open)
    if x.high is None or y.high is None:
        return interval(low, None, low_open)
    if x.high == y.high:
        high, high_open = x.high, x.high_open and y.high_open
    else:
        high, high_open = (x.high, x.high_open) if x.high > y.high else (y.high, y.high_open)
    return interval(low, high, low_open, high_open)


def _higher(a: Fraction | None, a_open: bool, b: Fraction | None, b_open: bool) -> tuple[Fraction | None, bool]:
    if a is None or b is None:
        return (b, b_open) if a is None else (a, a_open)
    if a == b:
        return a, a_open or b_open
    return (a, a_open) if a > b else (b, b_open)


def absolute(a: Amount) -> MaybeAmount:
    """Return |a|."""
    if isinstance(a, Fraction):
        return abs(a)
    if (a.low is not None and a.low >= 0) or (a.high is not None and a.high <= 0):
        return a if a.low is not None and a.low >= 0 else negate(a)
    far = maximum(negate(a), a)
    high = ends(far) if not isinstance(far, Unknown) else Interval(None, None)
    return interval(Fraction(0), high.high, high_open=high.high_open)


def hull(a: MaybeAmount, b: MaybeAmount) -> MaybeAmount:
    """Return the smallest interval that holds both; used when it is not known which of two applies."""
    if isinstance(a, Unknown) or isinstance(b, Unknown):
        return UNKNOWN
    if a == b:
        return a
    x, y = ends(a), ends(b)
    highest = maximum(Interval(None, x.high, high_open=x.high_open), Interval(None, y.high, high_open=y.high_open))
    lowest = minimum(Interval(x.low, None, x.low_open), Interval(y.low, None, y.low_open))
    top = Interval(None, None) if isinstance(highest, Unknown) else ends(highest)
    bottom = Interval(None, None) if isinstance(lowest, Unknown) else ends(lowest)
    return interval(bottom.low, top.high, bottom.low_open, top.high_open)


def meet(a: MaybeAmount, b: MaybeAmount) -> MaybeAmount | None:
    """Return what is in both, or None when nothing is: two statements about one number that cannot both hold."""
    if isinstance(a, Unknown) or isinstance(b, Unknown):
        return b if isinstance(a, Unknown) else a
    x, y = ends(a), ends(b)
    low, low_open = _higher(x.low, x.low_open, y.low, y.low_open)
    negated, high_open = _higher(
        None if x.high is None else -x.high, x.high_open, None if y.high is None else -y.high, y.high_open
    )
    try:
        return interval(low, None if negated is None else -negated, low_open, high_open)
    except ValueError:
        return None


