"""Days and quarters as numbers."""

from __future__ import annotations

from datetime import date, timedelta
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from checker.values import Interval, Kind
from checker.values.calendar import (
    date_number,
    day_of,
    days,
    first_day,
    is_day,
    last_day_of_month,
    monotone,
    month_days,
    quarter_number,
    quarter_of_day,
    year_and_quarter,
    year_of_day,
)

F = Fraction


@given(st.dates())
def test_days_and_numbers_correspond(day: date) -> None:
    """Every day has its own number, one more than the day before, and knows its year and quarter."""
    number = date_number(day)
    assert day_of(number) == day
    assert year_of_day(number) == day.year
    assert year_and_quarter(quarter_of_day(number)) == (day.year, (day.month + 2) // 3)
    if day < date.max:
        assert day_of(number + 1) == day + timedelta(days=1)


@pytest.mark.parametrize(
    ("year", "quarter", "first", "month_ends"),
    [
        (2020, 1, date(2020, 1, 1), (date(2020, 1, 31), date(2020, 2, 29), date(2020, 3, 31))),
        (2019, 1, date(2019, 1, 1), (date(2019, 1, 31), date(2019, 2, 28), date(2019, 3, 31))),
        (2020, 2, date(2020, 4, 1), (date(2020, 4, 30), date(2020, 5, 31), date(2020, 6, 30))),
        (2020, 3, date(2020, 7, 1), (date(2020, 7, 31), date(2020, 8, 31), date(2020, 9, 30))),
        (2020, 4, date(2020, 10, 1), (date(2020, 10, 31), date(2020, 11, 30), date(2020, 12, 31))),
    ],
)
def test_quarters_begin_and_end_with_their_months(
    year: int, quarter: int, first: date, month_ends: tuple[date, ...]
) -> None:
    """A quarter begins on the first day of its first month; each of its three months ends on its last day."""
    number = quarter_number(year, quarter)
    assert year_and_quarter(number) == (year, quarter)
    assert day_of(first_day(number)) == first
    assert tuple(day_of(last_day_of_month(number, month)) for month in (1, 2, 3)) == month_ends


def test_the_quarter_after_the_fourth_is_the_first_of_the_next_year() -> None:
    """Quarters are consecutive numbers across years."""
    assert quarter_number(2020, 4) + 1 == quarter_number(2021, 1)


@pytest.mark.parametrize(("number", "day"), [(F(-5), date.min), (F(0), date.min), (F(10**9), date.max)])
def test_numbers_beyond_the_calendar_give_its_ends(number: F, day: date) -> None:
    """A bound computed beyond the year 9999 or before the year 1 never crashes."""
    assert day_of(number) == day
    year, quarter = year_and_quarter(number)
    assert 1 <= year <= 9999
    assert 1 <= quarter <= 4


def test_a_rising_function_is_applied_to_both_ends() -> None:
    """The quarter of a day known within bounds is known within bounds, and exact when both ends agree."""
    first, last = date_number(date(2020, 7, 1)), date_number(date(2020, 12, 31))
    third, fourth = quarter_number(2020, 3), quarter_number(2020, 4)
    assert monotone(first, quarter_of_day) == third
    assert monotone(Interval(first, last), quarter_of_day) == Interval(third, fourth)
    assert monotone(Interval(first, first + 30), quarter_of_day) == third
    assert monotone(Interval(None, last), quarter_of_day) == Interval(None, fourth)


def test_months_and_ranges_of_days() -> None:
    """February has its leap day; a range of one day is that day; impossible days are recognised."""
    assert month_days(2020, 2) == (date(2020, 2, 1), date(2020, 2, 29))
    assert days(date(2020, 2, 1), date(2020, 2, 1)) == date_number(date(2020, 2, 1))
    assert is_day(2020, 2, 29)
    assert not is_day(2021, 2, 29)
    assert not is_day(2020, 13, 1)


@pytest.mark.parametrize("kind", list(Kind))
def test_every_kind_has_a_chinese_word(kind: Kind) -> None:
    """Problem texts can name every kind; exactly text, choice and truth cannot be compared by size."""
    assert kind.label
    assert kind.ordered is (kind not in {Kind.TEXT, Kind.CHOICE, Kind.TRUTH})
