"""Tests that days, quarters, months and years mean to the solver what they mean to the calendar."""

from __future__ import annotations

from datetime import date, timedelta
from fractions import Fraction
from typing import Any

import pytest
import z3

from checker.expr.functions import FUNCTIONS
from checker.prove import functions
from checker.prove.values import Num, Tru, exactly
from checker.prove.world import World
from tests.prove.pinned import PLAN

DAYS = [
    date(1901, 1, 1),
    date(2099, 12, 31),
    *(date(year, 2, 28) + timedelta(days=n) for year in (1999, 2000, 2001, 2004) for n in range(3)),
    *(date(2020, month, 1) - timedelta(days=n) for month in range(1, 13) for n in (0, 1)),
]
"""The ends of the window, and the days about the ends of months."""


def worked_out(name: str, *arguments: Fraction) -> Any:
    """Return what a function comes to when its arguments are symbols with these values."""
    world = World(PLAN)
    symbols = [z3.Int(f"x{number}") for number in range(len(arguments))]
    found = functions.FUNCTIONS[name](world, [exactly(symbol) for symbol in symbols])
    solver = z3.Solver()
    solver.add(*world.premises(), *(symbol == int(value) for symbol, value in zip(symbols, arguments, strict=True)))
    assert solver.check() == z3.sat
    term = found.yes if isinstance(found, Tru) else found.low if isinstance(found, Num) else None
    came = solver.model().eval(term, model_completion=True)
    return z3.is_true(came) if isinstance(found, Tru) else Fraction(came.as_long())


@pytest.mark.parametrize("name", ["quarter_of", "year_of"])
def test_functions_of_a_day(name: str) -> None:
    """The quarter and the year of a day are those of the calendar, at the ends of months and years too."""
    for day in DAYS:
        number = Fraction(day.toordinal())
        assert worked_out(name, number) == FUNCTIONS[name].apply(number), day


@pytest.mark.parametrize("name", ["quarter_start", "year_of_quarter"])
def test_functions_of_a_quarter(name: str) -> None:
    """The first day and the year of a quarter are those of the calendar."""
    for quarter in (1901 * 4, 1999 * 4 + 3, *range(2000 * 4, 2005 * 4), 2099 * 4 + 3):
        assert worked_out(name, Fraction(quarter)) == FUNCTIONS[name].apply(Fraction(quarter)), quarter


def test_ends_of_months() -> None:
    """The last day of each month of a quarter is that of the calendar, in leap years too."""
    for quarter in (*range(1999 * 4, 2001 * 4), 2020 * 4, 2021 * 4):
        for month in (1, 2, 3):
            numbers = Fraction(quarter), Fraction(month)
            assert worked_out("month_end", *numbers) == FUNCTIONS["month_end"].apply(*numbers), (quarter, month)


def test_whole_months() -> None:
    """Whole months between two days count as people count them, forwards and backwards."""
    for first, last in zip(DAYS[2:], reversed(DAYS[2:]), strict=True):
        numbers = Fraction(first.toordinal()), Fraction(last.toordinal())
        assert worked_out("months", *numbers) == FUNCTIONS["months"].apply(*numbers), (first, last)


def test_days_of_the_calendar() -> None:
    """A day that the calendar has is told from one that it has not, in any year."""
    days = [(2020, 2, 29), (2021, 2, 29), (1900, 2, 29), (2000, 2, 29), (2020, 4, 31), (2020, 12, 31), (0, 1, 1)]
    for day in [*days, (2020, 13, 1), (2020, 0, 1), (2020, 1, 0), (10000, 1, 1), (9999, 12, 31)]:
        numbers = [Fraction(part) for part in day]
        assert worked_out("valid_date", *numbers) is FUNCTIONS["valid_date"].apply(*numbers), day
