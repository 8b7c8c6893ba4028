"""Turns numbers known within bounds into sums, extremes and comparisons of them, each end by itself.

Mirrors ``checker.values.amounts`` end by end. Knows nothing about expressions, facts or tables.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from checker.sql import exact, terms
from checker.sql.logic import UNSURE, both, either, opposite, surely, truth
from checker.sql.values import FALSE, NOTHING, TRUE, Bounded, Exact, Number, Sql, Truth

End = Exact | None
ZERO: Final = exact.constant(0)


def bounds(a: Number) -> Bounded:
    """Return a number as one known within bounds, equal ones where it is exact."""
    if isinstance(a, Bounded):
        return a
    return Bounded(a, a) if isinstance(a, Exact) else Bounded(None, None)


def spanned(low: End, high: End, low_open: Truth = FALSE, high_open: Truth = FALSE) -> Number:
    """Return the number between two ends in its plainest form."""
    if low is None and high is None:
        return NOTHING
    low_open, high_open = FALSE if low is None else low_open, FALSE if high is None else high_open
    if low is not None and low == high and low_open.constant is False and high_open.constant is False:
        return low
    return Bounded(low, high, low_open, high_open)


def known(a: Bounded) -> Truth:
    """Return whether there is a bound at all."""
    return either(end_known(a.low), end_known(a.high))


def end_known(end: End) -> Truth:
    """Return whether there is a bound at this end."""
    return FALSE if end is None else exact.known(end)


def related(sign: str, a: End, b: End) -> Truth:
    """Return whether two ends surely stand in that relation: never null, and no where there is no bound."""
    return FALSE if a is None or b is None else surely(exact.compare(sign, a, b))


def told(sign: str, a: End, b: End) -> Sql:
    """Return the same as a condition that may be null instead of false, for a CASE."""
    if a is None or b is None:
        return FALSE.sql
    return exact.compare(sign, a, b).sql


def where(condition: Truth, end: End) -> End:
    """Return the end where the condition holds, else none."""
    return exact.pick([(condition.sql, end)])


def pick_truth(branches: Sequence[tuple[Sql, Truth]], default: Truth) -> Truth:
    """Return the truth of the first branch whose condition holds, else ``default``."""
    sql = terms.case([(condition, value.sql) for condition, value in branches], default.sql)
    for value in (TRUE, FALSE):
        if sql == value.sql:
            return value
    return Truth(sql, nullable=default.nullable or any(value.nullable for _, value in branches))


def first(branches: Sequence[tuple[Sql, Bounded]], default: Bounded) -> Number:
    """Return the number of the first branch whose condition holds, else ``default``."""
    return spanned(
        exact.pick([(condition, value.low) for condition, value in branches], default.low),
        exact.pick([(condition, value.high) for condition, value in branches], default.high),
        pick_truth([(condition, value.low_open) for condition, value in branches], default.low_open),
        pick_truth([(condition, value.high_open) for condition, value in branches], default.high_open),
    )


def negate(a: Bounded) -> Bounded:
    """Return -a."""
    return Bounded(_minus(a.high), _minus(a.low), a.high_open, a.low_open)


def _minus(end: End) -> End:
    return None if end is None else exact.negate(end)


def negate_number(a: Number) -> Number:
    """Return -a."""
    if isinstance(a, Bounded):
        return negate(a)
    return exact.negate(a) if isinstance(a, Exact) else a


def add(x: Bounded, y: Bounded) -> Number:
    """Return x + y."""
    low = None if x.low is None or y.low is None else exact.add(x.low, y.low)
    high = None if x.high is None or y.high is None else exact.add(x.high, y.high)
    return spanned(low, high, either(x.low_open, y.low_open), either(x.high_open, y.high_open))


def maximum(x: Bounded, y: Bounded) -> Number:
    """Return the greater of two numbers."""
    low = where(both(known(x), known(y)), higher(x.low, y.low))
    low_open = either(
        both(x.low_open, either(opposite(end_known(y.low)), related(">=", x.low, y.low))),
        both(y.low_open, either(opposite(end_known(x.low)), related(">=", y.low, x.low))),
    )
    return spanned(low, top_of_both(x.high, y.high), low_open, open_of_both(x, y))


def higher(a: End, b: End) -> End:
    """Return the higher of two ends; one without a bound does not count."""
    return extreme([a, b], smallest=False)


def extreme(ends: Sequence[End], *, smallest: bool) -> End:
    """Return the lowest (highest) of several ends; one without a bound does not count."""
    found = [end for end in ends if end is not None]
    return exact.extreme_of_known(found, smallest=smallest) if found else None


def top_of_both(a: End, b: End) -> End:
    """Return the higher of two ends; without a bound where one has none."""
    return None if a is None or b is None else exact.maximum(a, b)


def open_of_both(x: Bounded, y: Bounded) -> Truth:
    """Return whether the higher of two upper ends is excluded; of two equal ones, whether both are."""
    return either(
        either(both(x.high_open, related(">", x.high, y.high)), both(y.high_open, related(">", y.high, x.high))),
        both(x.high_open, y.high_open),
    )


def minimum(x: Bounded, y: Bounded) -> Number:
    """Return the smaller of two numbers."""
    return negate_number(maximum(negate(x), negate(y)))


def hull(x: Bounded, y: Bounded) -> Number:
    """Return the smallest span that holds both; unknown where one is."""
    high, high_open = top_of_both(x.high, y.high), open_of_both(x, y)
    below, above = negate(x), negate(y)
    low, low_open = _minus(top_of_both(below.high, above.high)), open_of_both(below, above)
    return spanned(low, high, low_open, high_open)


def absolute(x: Bounded) -> Number:
    """Return |x|."""
    up, down = told(">=", x.low, ZERO), told("<=", x.high, ZERO)
    turned, is_known = negate(x), known(x)
    low = exact.pick([(up, x.low), (down, turned.low), (is_known.sql, ZERO)])
    high = exact.pick([(up, x.high), (down, turned.high)], top_of_both(turned.high, x.high))
    low_open = pick_truth([(up, x.low_open), (down, turned.low_open)], FALSE)
    high_open = pick_truth([(up, x.high_open), (down, turned.high_open)], open_of_both(turned, x))
    return spanned(low, high, low_open, high_open)


def apart(x: Bounded, y: Bounded) -> Truth:
    """Return whether all of x lies below all of y: never no, but null or false where it does not."""
    below = _loosely("<", x.high, y.low)
    excluded = either(x.high_open, y.low_open)
    if excluded.constant is False:
        return below
    if excluded.constant:
        return _loosely("<=", x.high, y.low)
    return either(below, both(_loosely("=", x.high, y.low), excluded))


def _loosely(sign: str, a: End, b: End) -> Truth:
    return FALSE if a is None or b is None else exact.compare(sign, a, b)


def compare(sign: str, x: Bounded, y: Bounded) -> Truth:
    """Return whether x stands in that relation to y: null when the bounds cannot tell."""
    match sign:
        case "<":
            return _answer(apart(x, y), _loosely(">=", x.low, y.high))
        case ">":
            return compare("<", y, x)
        case "<=":
            return opposite(compare("<", y, x))
        case ">=":
            return opposite(compare("<", x, y))
        case "=":
            equal = both(_exactly(x), both(_exactly(y), _loosely("=", x.low, y.low)))
            return _answer(equal, either(apart(x, y), apart(y, x)))
    return opposite(compare("=", x, y))


def _exactly(x: Bounded) -> Truth:
    if x.low is not None and x.low == x.high:
        return exact.known(x.low)
    return _loosely("=", x.low, x.high)


def _answer(yes: Truth, no: Truth) -> Truth:
    """Return a truth from when it surely holds and when it surely does not."""
    if yes.constant or no.constant:
        return truth(bool(yes.constant))
    sql = terms.case([(yes.sql, TRUE.sql), (no.sql, FALSE.sql)])
    return Truth(sql if sql != terms.NULL else UNSURE.sql)


def one_value(a: Number) -> End:
    """Return the number where it is exact; None is unknown."""
    if isinstance(a, Exact):
        return a
    if not isinstance(a, Bounded) or a.low is None or a.high is None:
        return None
    return exact.pick([(exact.compare("=", a.low, a.high).sql, replace(a.low, nullable=True))])
