"""Gathers the values of several facts into one; knows nothing about where the facts came from.

A member whose membership is unknown may or may not count, so it widens the answer; a member whose value is unknown
makes a sum unknown, because missing is never zero.
"""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from functools import reduce
from typing import TypeAlias

from checker.values import UNKNOWN, Truth, Unknown, Value, interval
from checker.values.amounts import Amount, Interval, MaybeAmount, add, divide, hull, maximum, minimum

Member: TypeAlias = tuple[Truth, Value]
"""Whether a fact is among those gathered (never surely not), and its value."""

_NOTHING = Fraction(0)


def gather(name: str, members: Sequence[Member], *, open_ended: bool = False) -> Value:
    """Return the aggregate ``name`` of ``members``; ``open_ended`` says that there may be any number more of them."""
    sure = [value for included, value in members if included is True]
    maybe = [value for included, value in members if included is not True]
    if open_ended:
        if name == "count":
            return interval(Fraction(len(sure)), None)
        return True if name == "exists" and sure else UNKNOWN
    match name:
        case "count":
            return interval(Fraction(len(sure)), Fraction(len(sure) + len(maybe)))
        case "exists":
            return True if sure else (UNKNOWN if maybe else False)
        case "only":
            return sure[0] if len(sure) == 1 and not maybe else UNKNOWN
        case "sum":
            return _sum(sure, maybe)
        case "average":
            return _average(sure, maybe)
        case _:
            return _extreme(name, sure, maybe)


def _amounts(values: Sequence[Value]) -> list[Amount] | None:
    """Return the values as numbers, or None when one of them is unknown."""
    found = [value for value in values if isinstance(value, Fraction | Interval)]
    return found if len(found) == len(values) else None


def _total(start: MaybeAmount, amounts: Sequence[Amount]) -> MaybeAmount:
    return reduce(lambda a, b: a if isinstance(a, Unknown) else add(a, b), amounts, start)


def _sum(sure: Sequence[Value], maybe: Sequence[Value]) -> MaybeAmount:
    known, possible = _amounts(sure), _amounts(maybe)
    if known is None or possible is None:
        return UNKNOWN
    total = _total(_NOTHING, known)
    for value in possible:
        widened = hull(_NOTHING, value)
        if isinstance(total, Unknown) or isinstance(widened, Unknown):
            return UNKNOWN
        total = add(total, widened)
    return total


def _average(sure: Sequence[Value], maybe: Sequence[Value]) -> MaybeAmount:
    """The average of nothing is unknown; with members in doubt it lies between the least and the greatest value."""
    known, possible = _amounts(sure), _amounts(maybe)
    if known is None or possible is None or not known:
        return UNKNOWN
    if possible:
        spread: MaybeAmount = known[0]
        return reduce(hull, (*known[1:], *possible), spread)
    total = _total(_NOTHING, known)
    return UNKNOWN if isinstance(total, Unknown) else divide(total, Fraction(len(known)))


def _extreme(name: str, sure: Sequence[Value], maybe: Sequence[Value]) -> MaybeAmount:
    known, possible = _amounts(sure), _amounts(maybe)
    if known is None or possible is None or not known:
        return UNKNOWN
    pick = minimum if name == "min" else maximum
    found: MaybeAmount = known[0]
    for value in known[1:]:
        found = found if isinstance(found, Unknown) else pick(found, value)
    for value in possible:
        found = found if isinstance(found, Unknown) else hull(found, pick(found, value))
    return found
