"""Kleene's three-valued tables and comparisons by example."""

from __future__ import annotations

from fractions import Fraction
from itertools import product

import pytest

from checker.values import UNKNOWN, Amount, Interval, Truth
from checker.values.truth import COMPARISONS, both, either, opposite

F = Fraction

U = UNKNOWN
VALUES: tuple[Truth, ...] = (True, False, U)


@pytest.mark.parametrize(
    ("a", "b", "conjunction", "disjunction"),
    [
        (True, True, True, True),
        (True, False, False, True),
        (True, U, U, True),
        (False, True, False, True),
        (False, False, False, False),
        (False, U, False, U),
        (U, True, U, True),
        (U, False, False, U),
        (U, U, U, U),
    ],
)
def test_and_or_follow_kleene(a: Truth, b: Truth, conjunction: Truth, disjunction: Truth) -> None:
    """One definite no settles an “and”, one definite yes settles an “or”, whatever is unknown beside it."""
    assert both(a, b) is conjunction
    assert either(a, b) is disjunction


@pytest.mark.parametrize(("a", "negation"), [(True, False), (False, True), (U, U)])
def test_not_follows_kleene(a: Truth, negation: Truth) -> None:
    """The opposite of what cannot be told cannot be told."""
    assert opposite(a) is negation


@pytest.mark.parametrize(("a", "b"), list(product(VALUES, repeat=2)))
def test_de_morgan(a: Truth, b: Truth) -> None:
    """“Not both” is “one of them not” and “not either” is “neither”, with unknowns too."""
    assert opposite(both(a, b)) is either(opposite(a), opposite(b))
    assert opposite(either(a, b)) is both(opposite(a), opposite(b))


BELOW_850 = Interval(None, F(850), high_open=True)
AT_MOST_850 = Interval(None, F(850))
AT_LEAST_850 = Interval(F(850), None)


@pytest.mark.parametrize(
    ("a", "sign", "b", "answer"),
    [
        (F(1), "<", F(2), True),
        (F(2), "<", F(2), False),
        (F(2), "<=", F(2), True),
        (F(2), "=", F(2), True),
        (F(2), "!=", F(2), False),
        (BELOW_850, "<", F(850), True),
        (BELOW_850, "<=", F(850), True),
        (BELOW_850, ">=", F(850), False),
        (BELOW_850, ">", F(850), False),
        (BELOW_850, "=", F(850), False),
        (BELOW_850, "!=", F(850), True),
        (BELOW_850, "<", F(849), U),
        (BELOW_850, "=", F(849), U),
        (AT_MOST_850, "<", F(850), U),
        (AT_MOST_850, "<=", F(850), True),
        (AT_MOST_850, ">", F(850), False),
        (AT_MOST_850, ">=", F(850), U),
        (AT_MOST_850, "=", AT_LEAST_850, U),
        (BELOW_850, "=", AT_LEAST_850, False),
        (BELOW_850, "<", AT_LEAST_850, True),
        (AT_MOST_850, "<=", AT_LEAST_850, True),
        (AT_MOST_850, "<", AT_LEAST_850, U),
        (AT_LEAST_850, ">", AT_LEAST_850, U),
        (Interval(F(1), F(2)), "=", Interval(F(1), F(2)), U),
        (Interval(F(1), F(2)), ">", Interval(F(2), F(3)), False),
        (Interval(F(1), F(2)), ">=", Interval(F(2), F(3)), U),
    ],
)
def test_comparison_of_bounded_numbers(a: Amount, sign: str, b: Amount, answer: Truth) -> None:
    """“Below 850” is surely not above 850, whatever it is; where the bounds overlap nothing is claimed."""
    assert COMPARISONS[sign](a, b) is answer
