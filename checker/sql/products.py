"""Turns numbers known within bounds into products and quotients of them, each end by itself.

Of the four products of ends the least and the greatest count; a zero settles a product even with no bound at the other
end. Mirrors ``checker.values.amounts``. Knows nothing about expressions, facts or tables.
"""

from __future__ import annotations

from itertools import product
from typing import NamedTuple

from checker.sql import exact
from checker.sql.logic import both, either, opposite, surely
from checker.sql.spans import (
    ZERO,
    End,
    bounds,
    end_known,
    extreme,
    first,
    known,
    negate,
    negate_number,
    pick_truth,
    related,
    spanned,
    where,
)
from checker.sql.values import FALSE, NOTHING, Bounded, Exact, Number, Truth


def by_exact(x: Bounded, k: Exact) -> Number:
    """Return x × k."""
    least, most = exact.ends_of(k)
    low, high = (None if end is None else exact.multiply(end, k) for end in (x.low, x.high))
    if least > 0:
        return spanned(low, high, x.low_open, x.high_open)
    if most <= 0:
        return negate_number(by_exact(x, exact.negate(k))) if least < most or most < 0 else _nothing_of(x, k)
    is_zero = both(exact.compare("=", k, ZERO), known(x))
    up, down = exact.compare(">", k, ZERO), exact.compare("<", k, ZERO)
    if least == 0:
        return spanned(
            _unless_zero(is_zero, low), _unless_zero(is_zero, high),
            both(x.low_open, surely(up)), both(x.high_open, surely(up)),
        )  # fmt: skip
    return spanned(
        exact.pick([(up.sql, low), (down.sql, high), (is_zero.sql, ZERO)]),
        exact.pick([(up.sql, high), (down.sql, low), (is_zero.sql, ZERO)]),
        either(both(x.low_open, surely(up)), both(x.high_open, surely(down))),
        either(both(x.high_open, surely(up)), both(x.low_open, surely(down))),
    )


def _nothing_of(x: Bounded, k: Exact) -> Number:
    """Return 0 where both numbers are known."""
    both_known = both(known(x), exact.known(k))
    found = where(both_known, ZERO)
    return NOTHING if found is None else found


def _unless_zero(is_zero: Truth, end: End) -> End:
    if end is not None and not end.nullable:
        return end
    return exact.pick([(is_zero.sql, ZERO)], end)


class _Edge(NamedTuple):
    """One end of a span."""

    at: End
    excluded: Truth


class _Corner(NamedTuple):
    """The product of two ends, null where it has no bound, and whether it is excluded."""

    at: End
    excluded: Truth


def _corner(a: _Edge, b: _Edge) -> _Corner:
    a_zero, b_zero = related("=", a.at, ZERO), related("=", b.at, ZERO)
    zero = either(a_zero, b_zero)
    full = None if a.at is None or b.at is None else exact.multiply(a.at, b.at)
    at = full if full is not None and not full.nullable else exact.pick([(zero.sql, ZERO)], full)
    reached = either(both(a_zero, opposite(a.excluded)), both(b_zero, opposite(b.excluded)))
    excluded = either(both(zero, opposite(reached)), both(opposite(zero), either(a.excluded, b.excluded)))
    never = a.excluded.constant is False and b.excluded.constant is False
    return _Corner(at, FALSE if never else excluded)


def multiply(x: Bounded, y: Bounded) -> Number:
    """Return x × y."""
    if _is_positive(x) and _is_positive(y):
        least = _corner(_Edge(x.low, x.low_open), _Edge(y.low, y.low_open))
        most = _corner(_Edge(x.high, x.high_open), _Edge(y.high, y.high_open))
        return spanned(least.at, most.at, least.excluded, most.excluded)
    low, low_open = _lowest(x, y)
    high, high_open = _lowest(negate(x), y)
    high = None if high is None else exact.negate(high)
    return spanned(low, high, low_open, high_open)


def _is_positive(x: Bounded) -> bool:
    """Return whether the ranges prove that the number is known and not below zero."""
    return x.low is not None and not x.low.nullable and exact.ends_of(x.low)[0] >= 0


def _lowest(x: Bounded, y: Bounded) -> tuple[End, Truth]:
    edges = product((_Edge(x.low, x.low_open), _Edge(x.high, x.high_open)),
                    (_Edge(y.low, y.low_open), _Edge(y.high, y.high_open)))  # fmt: skip
    corners = [_corner(a, b) for a, b in edges]
    least = extreme([corner.at for corner in corners], smallest=True)
    bounded = both(both(known(x), known(y)), opposite(_without_end(x, y)))
    if all(corner.excluded.constant is False for corner in corners):
        return where(bounded, least), FALSE
    reached = [where(opposite(corner.excluded), corner.at) for corner in corners]
    return where(bounded, least), opposite(related("=", extreme(reached, smallest=True), least))


def _without_end(x: Bounded, y: Bounded) -> Truth:
    """Return whether the products have no lower bound: an end without one times an end of the other sign."""
    found: Truth = FALSE
    for a, b in ((x, y), (y, x)):
        found = either(found, both(_missing(a.low), either(_missing(b.high), related(">", b.high, ZERO))))
        found = either(found, both(_missing(a.high), either(_missing(b.low), related("<", b.low, ZERO))))
    return found


def _missing(end: End) -> Truth:
    return opposite(end_known(end))


def divide(a: Number, y: Bounded) -> Number:
    """Return a ÷ y; unknown where y is or may be zero."""
    x, up, down = bounds(a), _beyond_zero(y), _beyond_zero(negate(y))
    branches = [(up.sql, bounds(_quotient(x, y))), (down.sql, bounds(_quotient(negate(x), negate(y))))]
    return first([branch for branch in branches if branch[0] != FALSE.sql], bounds(NOTHING))


def _beyond_zero(y: Bounded) -> Truth:
    """Return whether y is surely above zero."""
    if y.low is None or exact.ends_of(y.low)[1] < 0:
        return FALSE
    return either(related(">", y.low, ZERO), both(related("=", y.low, ZERO), y.low_open))


def _quotient(x: Bounded, y: Bounded) -> Number:
    """Return x ÷ y for y above zero."""
    low, low_open = _lowest_quotient(x, y)
    turned, high_open = _lowest_quotient(negate(x), y)
    return spanned(low, None if turned is None else exact.negate(turned), low_open, high_open)


def _lowest_quotient(x: Bounded, y: Bounded) -> tuple[End, Truth]:
    """What is below zero is divided by the least divisor (none: no bound), other numbers by the greatest (none: 0)."""
    low = x.low
    if low is None:
        return None, FALSE
    far = ZERO if y.high is None else exact.divide(low, y.high)
    if y.high is not None and y.high.nullable:
        far = exact.pick([(both(_missing(y.high), exact.known(low)).sql, ZERO)], far)
    near = None if y.low is None else exact.divide(low, y.low)
    below, above = exact.compare("<", low, ZERO).sql, exact.compare(">", low, ZERO).sql
    excluded = either(y.high_open, _missing(y.high))
    low_open = pick_truth([(above, either(x.low_open, excluded)), (below, either(x.low_open, y.low_open))], x.low_open)
    return exact.pick([(below, near)], far), low_open
