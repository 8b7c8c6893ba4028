"""The arithmetic of numbers that are not known yet: signs, rounding, smallest and largest; mirrors the evaluator's.

Knows no expressions.
"""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING, Any, Final

import z3

from checker.expr.functions import MOST_DIGITS
from checker.prove import formulas as f
from checker.prove.values import NUMBER_UNKNOWN, Num, exactly
from checker.values import round_half_up

if TYPE_CHECKING:
    from collections.abc import Callable

    from checker.prove.formulas import Cond, Number
    from checker.prove.world import World

_HALF: Final = Fraction(1, 2)


def add(a: Num, b: Num) -> Num:
    """Return a + b."""
    known = f.both(a.known, b.known)
    low = f.plus(a.low, b.low)
    return Num(low, low if a.exact and b.exact else f.plus(a.high, b.high), known)


def subtract(a: Num, b: Num) -> Num:
    """Return a − b."""
    known = f.both(a.known, b.known)
    low = f.minus(a.low, b.high)
    return Num(low, low if a.exact and b.exact else f.minus(a.high, b.low), known)


def multiply(a: Num, b: Num) -> Num:
    """Return a × b; of bounds the smallest and largest product of their ends."""
    known = f.both(a.known, b.known)
    if a.exact and b.exact:
        return exactly(f.times(a.low, b.low), known)
    products = [f.times(x, y) for x in dict.fromkeys((a.low, a.high)) for y in dict.fromkeys((b.low, b.high))]
    low = high = products[0]
    for product in products[1:]:
        low, high = f.smaller(low, product), f.larger(high, product)
    return Num(low, high, known)


def divide(world: World, a: Num, b: Num) -> Num:
    """Return a ÷ b, unknown where b is or may be 0."""
    known = f.both(a.known, b.known)
    if b.exact and isinstance(b.low, Fraction):
        return multiply(a, exactly(1 / b.low, known)) if b.low else NUMBER_UNKNOWN
    sure = f.opposite(f.equal(b.low, Fraction(0)))
    if not b.exact:
        sure = f.either(f.below(Fraction(0), b.low), f.below(b.high, Fraction(0)))
    known = f.both(known, sure)
    if a.exact and b.exact:
        return exactly(_quotient(world, a.low, b.low), known)
    inverse = Num(_quotient(world, Fraction(1), b.high), _quotient(world, Fraction(1), b.low), known)
    return multiply(a, inverse)


def _quotient(world: World, a: Number, b: Number) -> Number:
    if isinstance(a, Fraction) and a == 0:
        return a
    found = world.fresh_number()
    world.hold(f.implies(f.opposite(f.equal(b, Fraction(0))), f.equal(f.times(found, b), a)))
    return found


def extreme(numbers: list[Num], pick: Callable[[Number, Number], Number]) -> Num:
    """Return the smallest or largest of several numbers, as ``pick`` says."""
    low, high = numbers[0].low, numbers[0].high
    for item in numbers[1:]:
        low, high = pick(low, item.low), pick(high, item.high)
    known = f.all_of(item.known for item in numbers)
    return exactly(low, known) if all(item.exact for item in numbers) else Num(low, high, known)


def absolute(a: Num) -> Num:
    """Return |a|."""
    low, high = _abs(a.low), _abs(a.high)
    if a.exact:
        return exactly(low, a.known)
    around = f.both(f.below(a.low, Fraction(0)), f.below(Fraction(0), a.high))
    return Num(f.pick(around, Fraction(0), f.smaller(low, high)), f.larger(low, high), a.known)


def _abs(value: Number) -> Number:
    return f.pick(f.at_most(Fraction(0), value), value, f.minus(Fraction(0), value))


def stepped(a: Num, step: Callable[[Number], Number]) -> Num:
    """Return a number put through a function that never falls."""
    low = step(a.low)
    return Num(low, low if a.exact else step(a.high), a.known)


def floor(value: Number) -> Number:
    """Return the largest whole number not above a number."""
    if isinstance(value, Fraction):
        return Fraction(value.numerator // value.denominator)
    return value if value.is_int() else z3.ToInt(value)


def ceiling(value: Number) -> Number:
    """Return the smallest whole number not below a number."""
    return f.minus(Fraction(0), floor(f.minus(Fraction(0), value)))


def rounded(a: Num, digits: Num) -> Num:
    """Return a number rounded half up (away from 0); a number of digits that is none gives an unknown one."""
    if not isinstance(digits.low, Fraction) or digits.low is not digits.high:
        return _rounded_by_any(a, digits)
    if digits.low.denominator != 1 or abs(digits.low) > MOST_DIGITS:
        return NUMBER_UNKNOWN
    places = int(digits.low)
    found = stepped(a, lambda value: _round(value, places))
    return Num(found.low, found.high, f.both(found.known, digits.known))


def _rounded_by_any(a: Num, digits: Num) -> Num:
    """Round to a number of digits that is not settled: to each there may be, as far as people round."""
    known: Cond = False
    low: Number = Fraction(0)
    high: Number = Fraction(0)
    for places in range(-MOST_DIGITS, MOST_DIGITS + 1):
        this = f.both(f.equal(digits.low, Fraction(places)), f.equal(digits.high, Fraction(places)))
        if this is False:
            continue
        found = stepped(a, lambda value, places=places: _round(value, places))  # type: ignore[misc]  # a default
        low, high = f.pick(this, found.low, low), f.pick(this, found.high, high)
        known = f.either(known, this)
    return Num(low, low if a.exact else high, f.all_of((known, a.known, digits.known)))


def _round(value: Number, places: int) -> Number:
    scale = Fraction(10) ** places
    if isinstance(value, Fraction):
        found = round_half_up(value, places)
        return found if isinstance(found, Fraction) else value
    scaled = f.times(value, scale)
    up: Any = floor(f.plus(scaled, _HALF))
    down = f.minus(Fraction(0), floor(f.plus(f.minus(Fraction(0), scaled), _HALF)))
    return f.times(f.pick(f.at_most(Fraction(0), value), up, down), 1 / scale)
