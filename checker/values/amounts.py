"""Exact and bounded numbers and their arithmetic; knows nothing about units, text or where a number came from.

A number is a ``Fraction`` when known exactly, an ``Interval`` when known within bounds, and ``UNKNOWN`` when missing.
Dates and quarters are numbers too (days and quarters since year 0), so one arithmetic serves all ordered kinds.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import Final, TypeAlias


class Unknown:
    """The type of ``UNKNOWN``: a value nobody has given, or that has no value (such as 0 ÷ 0)."""

    __slots__ = ()

    def __repr__(self) -> str:
        return "UNKNOWN"

    def __reduce__(self) -> str:
        return "UNKNOWN"  # a copy, also one in another process, is the same object

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


Amount: TypeAlias = Fraction | Interval
MaybeAmount: TypeAlias = Fraction | Interval | Unknown
Value: TypeAlias = Fraction | Interval | str | bool | Unknown
Truth: TypeAlias = bool | Unknown


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
    if type(a) is Fraction and type(b) is Fraction:
        return a + b
    x, y = ends(a), ends(b)
    return interval(
        _sum_end(x.low, y.low), _sum_end(x.high, y.high), x.low_open or y.low_open, x.high_open or y.high_open
    )


def negate(a: Amount) -> Amount:
    """Return −a."""
    if isinstance(a, Fraction):
        return -a
    return Interval(None if a.high is None else -a.high, None if a.low is None else -a.low, a.high_open, a.low_open)


def subtract(a: Amount, b: Amount) -> MaybeAmount:
    """Return a − b."""
    if type(a) is Fraction and type(b) is Fraction:
        return a - b
    return add(a, negate(b))


_End: TypeAlias = tuple[int, Fraction, bool]  # -1, 0 or 1 for −∞, a number or +∞; the number; whether it is excluded
_ZERO: Final = Fraction(0)


def _ends_of(x: Interval) -> tuple[_End, _End]:
    low: _End = (-1, _ZERO, True) if x.low is None else (0, x.low, x.low_open)
    high: _End = (1, _ZERO, True) if x.high is None else (0, x.high, x.high_open)
    return low, high


def _product(a: _End, b: _End) -> _End:
    (a_infinite, p, p_open), (b_infinite, q, q_open) = a, b
    p_sign, q_sign = a_infinite or (p > 0) - (p < 0), b_infinite or (q > 0) - (q < 0)
    if not p_sign or not q_sign:  # a zero settles the product, and is reached if either zero is
        return 0, _ZERO, (p_sign != 0 or p_open) and (q_sign != 0 or q_open)
    if a_infinite or b_infinite:
        return p_sign * q_sign, _ZERO, True
    return 0, p * q, p_open or q_open


def multiply(a: Amount, b: Amount) -> MaybeAmount:
    """Return a × b."""
    if type(a) is Fraction and type(b) is Fraction:
        return a * b
    found = [_product(p, q) for p in _ends_of(ends(a)) for q in _ends_of(ends(b))]
    below, low, low_open = min(found)  # among equal ends, one that is reached comes first
    above, high, high_open = max(found, key=lambda end: (end[0], end[1], not end[2]))
    return interval(None if below else low, None if above else high, low_open, high_open)


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
        return _ZERO
    return None if zero and end == 0 else 1 / end


def minimum(a: Amount, b: Amount) -> MaybeAmount:
    """Return the smaller of two numbers."""
    if type(a) is Fraction and type(b) is Fraction:
        return min(a, b)
    return _negate_maybe(maximum(negate(a), negate(b)))


def _negate_maybe(a: MaybeAmount) -> MaybeAmount:
    return a if isinstance(a, Unknown) else negate(a)


def maximum(a: Amount, b: Amount) -> MaybeAmount:
    """Return the larger of two numbers."""
    if type(a) is Fraction and type(b) is Fraction:
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
    return interval(_ZERO, high.high, high_open=high.high_open)


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
