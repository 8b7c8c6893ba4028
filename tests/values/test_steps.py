"""Rounding by example: halves away from zero (四舍五入), and the step just beside an open end."""

from __future__ import annotations

from fractions import Fraction

import pytest

from checker.values import Amount, Interval, round_half_up
from checker.values.steps import ceiling, floor

F = Fraction


@pytest.mark.parametrize(
    ("number", "digits", "rounded"),
    [
        ("4.570225", 2, "4.57"),
        ("0.125", 2, "0.13"),
        ("0.135", 2, "0.14"),
        ("2.675", 2, "2.68"),
        ("1.005", 2, "1.01"),
        ("0.5", 0, "1"),
        ("1.5", 0, "2"),
        ("2.5", 0, "3"),
        ("2.4999999999999999999999999", 0, "2"),
        ("-0.5", 0, "-1"),
        ("-2.5", 0, "-3"),
        ("-2.4", 0, "-2"),
        ("1250", -2, "1300"),
        ("1249.9", -2, "1200"),
        ("89.995", 2, "90"),
        ("1/3", 4, "0.3333"),
    ],
)
def test_halves_are_rounded_away_from_zero(number: str, digits: int, rounded: str) -> None:
    """四舍五入 of the exact number: no half is lost to binary rounding or to the nearest even digit."""
    assert round_half_up(F(number), digits) == F(rounded)


@pytest.mark.parametrize(
    ("bounds", "rounded", "floored", "ceiled"),
    [
        (Interval(F(1, 2), F(5, 2)), Interval(F(1), F(3)), Interval(F(0), F(2)), Interval(F(1), F(3))),
        (Interval(F(1, 2), F(5, 2), True, True), Interval(F(1), F(2)), Interval(F(0), F(2)), Interval(F(1), F(3))),
        (Interval(F(-5, 2), F(-1, 2)), Interval(F(-3), F(-1)), Interval(F(-3), F(-1)), Interval(F(-2), F(0))),
        (
            Interval(F(-5, 2), F(-1, 2), True, True),
            Interval(F(-2), F(-1)),
            Interval(F(-3), F(-1)),
            Interval(F(-2), F(0)),
        ),
        (Interval(F(1), F(2), True, True), Interval(F(1), F(2)), F(1), F(2)),
        (Interval(F(-1, 2), F(1, 2), True, True), F(0), Interval(F(-1), F(0)), Interval(F(0), F(1))),
        (Interval(None, F(1), high_open=True), Interval(None, F(1)), Interval(None, F(0)), Interval(None, F(1))),
        (Interval(F(1), None, low_open=True), Interval(F(1), None), Interval(F(1), None), Interval(F(2), None)),
    ],
)
def test_an_open_end_takes_the_step_beside_it(bounds: Amount, rounded: Amount, floored: Amount, ceiled: Amount) -> None:
    """“Below 2.5” rounds to at most 2 although 2.5 itself rounds to 3; a step that is the only one left is exact."""
    assert round_half_up(bounds) == rounded
    assert floor(bounds) == floored
    assert ceiling(bounds) == ceiled
