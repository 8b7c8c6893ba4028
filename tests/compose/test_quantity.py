"""Quantities as templates reckon with them: exactly, whatever is done, and truly yes or no."""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from checker.compose.quantity import Quantity, View
from checker.values import UNKNOWN, Interval, Kind, Value

NUMBERS = st.fractions(max_denominator=10**6)
WHOLE = st.integers(-1000, 1000)


def money(number: Fraction) -> Quantity:
    """Return an amount of money."""
    return Quantity(number, Kind.MONEY)


@given(NUMBERS, NUMBERS, WHOLE)
def test_reckoning_is_exact(a: Fraction, b: Fraction, n: int) -> None:
    """Sums, differences, multiples and shares of quantities are those of the exact numbers, with whole numbers too."""
    assert (money(a) + money(b)).value == a + b
    assert (money(a) - money(b)).value == a - b
    assert (n + money(a)).value == a + n
    assert (n - money(a)).value == n - a
    assert (money(a) * n).value == a * n
    assert (-money(a)).value == -a
    share = money(a) / money(b)
    assert share.kind is Kind.RATIO
    assert share.value == (UNKNOWN if b == 0 else a / b)


@given(NUMBERS, NUMBERS)
def test_order_is_that_of_the_numbers(a: Fraction, b: Fraction) -> None:
    """Quantities are equal and in order exactly as their numbers are, and can be grouped by."""
    one, other = money(a), money(b)
    assert [one < other, one <= other, one > other, one >= other] == [a < b, a <= b, a > b, a >= b]
    assert (one == other) is (a == b)
    assert len({one, other, money(a)}) == len({a, b})


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        (True, True), (False, False), (Fraction(0), False), (Fraction(1, 10**9), True), ("", False), ("甲", True),
        (UNKNOWN, False), (Interval(Fraction(0), Fraction(1)), True),
    ],
)  # fmt: skip
def test_yes_or_no(value: Value, expected: bool) -> None:
    """In a condition a no is false, though it is a value; so are zero and what is unknown."""
    assert bool(Quantity(value, Kind.TRUTH)) is expected


@pytest.mark.parametrize("other", [0.1, "1", True, None, [1]])
def test_nothing_else_can_be_reckoned_with(other: object) -> None:
    """A float, a text or a truth in a sum is a fault, never a guess."""
    with pytest.raises(TypeError):
        money(Fraction(1)) + other
    with pytest.raises(TypeError):
        _ = money(Fraction(1)) < other


def test_view() -> None:
    """A view gives its items as attributes and by name; another name is not there."""
    view = View({"rate": 1})
    assert (view.rate, view["rate"], list(view)) == (1, 1, ["rate"])
    with pytest.raises(AttributeError):
        _ = view.rates
    with pytest.raises(KeyError):
        _ = view["rates"]
