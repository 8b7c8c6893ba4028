"""Interval arithmetic, rounding and comparison against the exact operations on points, over random intervals."""

from __future__ import annotations

import math
from collections.abc import Callable
from fractions import Fraction
from typing import Final

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from checker.values import Amount, Interval, MaybeAmount, Unknown, hull, interval, meet, round_half_up
from checker.values.amounts import absolute, add, divide, maximum, minimum, multiply, negate, subtract
from checker.values.steps import ceiling, floor
from checker.values.truth import COMPARISONS

TINY: Final = Fraction(1, 10**9)
HUGE: Final = Fraction(10**9)
NEAR: Final = Fraction(1, 10**4)
FAR: Final = Fraction(10**4)

Binary = Callable[[Amount, Amount], MaybeAmount]
Unary = Callable[[Amount], MaybeAmount]
Exact1 = Callable[[Fraction], Fraction]
Exact2 = Callable[[Fraction, Fraction], Fraction]


def rounded(digits: int) -> Exact1:
    """Return 四舍五入 to ``digits`` decimals as schools teach it: by the size, then the sign."""

    def exact(number: Fraction) -> Fraction:
        scale = Fraction(10) ** digits
        size = math.floor(abs(number) * scale + Fraction(1, 2)) / scale
        return size if number >= 0 else -size

    return exact


BINARY: Final[dict[str, tuple[Binary, Exact2]]] = {
    "add": (add, lambda p, q: p + q),
    "subtract": (subtract, lambda p, q: p - q),
    "multiply": (multiply, lambda p, q: p * q),
    "divide": (divide, lambda p, q: p / q),
    "minimum": (minimum, min),
    "maximum": (maximum, max),
}
UNARY: Final[dict[str, tuple[Unary, Exact1]]] = {
    "negate": (negate, lambda p: -p),
    "absolute": (absolute, abs),
    "floor": (floor, lambda p: Fraction(math.floor(p))),
    "ceiling": (ceiling, lambda p: Fraction(math.ceil(p))),
    "round to tens": (lambda a: round_half_up(a, -1), rounded(-1)),
    "round": (round_half_up, rounded(0)),
    "round to tenths": (lambda a: round_half_up(a, 1), rounded(1)),
}
EXACT_COMPARISONS: Final[dict[str, Callable[[Fraction, Fraction], bool]]] = {
    "<": lambda p, q: p < q,
    "<=": lambda p, q: p <= q,
    ">": lambda p, q: p > q,
    ">=": lambda p, q: p >= q,
    "=": lambda p, q: p == q,
    "!=": lambda p, q: p != q,
}

# Few different numbers, so that ends meet often; with zero, halves (where rounding turns) and numbers beyond ten.
numbers = st.sampled_from(
    [Fraction(n, 20) for n in (-300, -100, -50, -30, -20, -10, -7, 0, 7, 10, 20, 30, 50, 100, 300)]
)


@st.composite
def bounded(draw: st.DrawFn) -> Interval:
    """Return an interval with closed, open or missing ends (not both missing)."""
    low, high = sorted(draw(st.tuples(numbers, numbers).filter(lambda pair: pair[0] != pair[1])))
    missing = draw(st.sampled_from(["", "", "low", "high"]))
    made = interval(
        None if missing == "low" else low, None if missing == "high" else high, draw(st.booleans()), draw(st.booleans())
    )
    assert isinstance(made, Interval)
    return made


amounts = numbers | bounded()
finite = st.tuples(numbers, numbers).map(lambda pair: interval(min(pair), max(pair)))


def points(amount: Amount) -> list[Fraction]:
    """Return numbers inside ``amount``: its ends or those beside them, its middle, far out where there is no end."""
    if isinstance(amount, Fraction):
        return [amount]
    low, high = amount.low, amount.high
    found = []
    if low is not None:
        found += [low + TINY] if amount.low_open else [low, low + TINY]
    if high is not None:
        found += [high - TINY] if amount.high_open else [high, high - TINY]
    if low is not None and high is not None:
        found.append((low + high) / 2)
    elif low is not None:
        found += [low + 1, HUGE]
    elif high is not None:
        found += [high - 1, -HUGE]
    return found


def inside(point: Fraction, amount: MaybeAmount) -> bool:
    """Return whether ``amount`` may be this number."""
    if isinstance(amount, Unknown):
        return True
    if isinstance(amount, Fraction):
        return point == amount
    above = amount.low is None or point > amount.low or (point == amount.low and not amount.low_open)
    below = amount.high is None or point < amount.high or (point == amount.high and not amount.high_open)
    return above and below


def assert_well_formed(amount: MaybeAmount) -> None:
    """An interval holds more than one number, and a missing end is not called open."""
    if isinstance(amount, Interval):
        assert amount.low is not None or amount.high is not None
        assert amount.low is None or amount.high is None or amount.low < amount.high
        assert not (amount.low is None and amount.low_open)
        assert not (amount.high is None and amount.high_open)


def assert_tight(result: MaybeAmount, reached: list[Fraction]) -> None:
    """A closed end is reached, an open end is approached, and beyond a missing end lie numbers of any size."""
    ends = result if isinstance(result, Interval) else Interval(None, None)
    if isinstance(result, Fraction):
        ends = Interval(result, result)
    smallest, largest = min(reached), max(reached)
    if ends.low is None:
        assert smallest < -FAR
    else:
        assert smallest - ends.low < NEAR if ends.low_open else smallest == ends.low
    if ends.high is None:
        assert largest > FAR
    else:
        assert ends.high - largest < NEAR if ends.high_open else largest == ends.high


@pytest.mark.parametrize("name", BINARY)
@settings(max_examples=60, deadline=None)
@given(a=amounts, b=amounts)
def test_arithmetic_on_bounds_is_sound_and_tight(name: str, a: Amount, b: Amount) -> None:
    """Whatever two bounded numbers really are, the exact result lies within the result's bounds, which are the best."""
    operation, exact = BINARY[name]
    result = operation(a, b)
    assert_well_formed(result)
    if name == "divide" and inside(Fraction(0), b):
        assert isinstance(result, Unknown)
        return
    reached = [exact(p, q) for p in points(a) for q in points(b)]
    assert all(inside(point, result) for point in reached)
    assert_tight(result, reached)


@pytest.mark.parametrize("name", UNARY)
@settings(max_examples=60, deadline=None)
@given(a=amounts)
def test_functions_of_one_bounded_number_are_sound_and_tight(name: str, a: Amount) -> None:
    """Sign, size and rounding of a bounded number hold for every number it may be, and no wider than needed."""
    operation, exact = UNARY[name]
    result = operation(a)
    assert_well_formed(result)
    reached = [exact(point) for point in points(a)]
    if inside(Fraction(0), a):  # where a size turns
        reached.append(exact(Fraction(0)))
    assert all(inside(point, result) for point in reached)
    assert_tight(result, reached)


@pytest.mark.parametrize("name", BINARY)
@settings(max_examples=60, deadline=None)
@given(a=finite, b=finite)
def test_arithmetic_on_closed_bounds_gives_the_corner_values(name: str, a: Amount, b: Amount) -> None:
    """For two closed intervals the result is exactly the span of the values at their four corners."""
    operation, exact = BINARY[name]
    if name == "divide" and inside(Fraction(0), b):
        assert isinstance(operation(a, b), Unknown)
        return
    corners = [exact(p, q) for p in corner_points(a) for q in corner_points(b)]
    assert operation(a, b) == interval(min(corners), max(corners))


def corner_points(amount: Amount) -> tuple[Fraction, ...]:
    """Return the ends of a closed amount."""
    if isinstance(amount, Fraction):
        return (amount,)
    assert amount.low is not None
    assert amount.high is not None
    return amount.low, amount.high


@given(p=numbers, q=numbers)
def test_exact_numbers_stay_exact(p: Fraction, q: Fraction) -> None:
    """Exact numbers give exact results (0 as a divisor gives none), so nothing becomes vague on its way."""
    for name, (operation, exact) in BINARY.items():
        if name == "divide" and q == 0:
            assert isinstance(operation(p, q), Unknown)
        else:
            assert operation(p, q) == exact(p, q)
            assert isinstance(operation(p, q), Fraction)
    for unary, exact1 in UNARY.values():
        assert unary(p) == exact1(p)
        assert isinstance(unary(p), Fraction)


@settings(max_examples=60, deadline=None)
@given(a=amounts, b=amounts)
def test_hull_holds_both_and_nothing_beyond(a: Amount, b: Amount) -> None:
    """The hull of two amounts holds every number of either, and its ends are ends of one of them."""
    result = hull(a, b)
    assert_well_formed(result)
    reached = points(a) + points(b)
    assert all(inside(point, result) for point in reached)
    assert_tight(result, reached)


@settings(max_examples=60, deadline=None)
@given(a=amounts, b=amounts)
def test_meet_holds_what_is_in_both(a: Amount, b: Amount) -> None:
    """A number lies in the meet exactly if it lies in both; without a common number there is no meet."""
    result = meet(a, b)
    candidates = points(a) + points(b)
    if result is None:
        assert not any(inside(point, a) and inside(point, b) for point in candidates)
        return
    assert not isinstance(result, Unknown)
    assert_well_formed(result)
    for point in candidates + points(result):
        assert inside(point, result) == (inside(point, a) and inside(point, b))


@pytest.mark.parametrize("sign", COMPARISONS)
@settings(max_examples=60, deadline=None)
@given(a=amounts, b=amounts)
def test_comparison_answers_surely_or_has_witnesses_for_both(sign: str, a: Amount, b: Amount) -> None:
    """Yes and no hold for every pair of numbers the two may be; “cannot tell” only if some pair says yes and one no."""
    answer = COMPARISONS[sign](a, b)
    common = meet(a, b)
    shared = [] if common is None or isinstance(common, Unknown) else points(common)
    seen = {EXACT_COMPARISONS[sign](p, q) for p in points(a) + shared for q in points(b) + shared}
    assert seen == ({True, False} if isinstance(answer, Unknown) else {answer})
