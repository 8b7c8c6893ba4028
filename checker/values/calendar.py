"""Dates and quarters as numbers, so that they can be bounded like any other; knows nothing about written forms.

A date is its proleptic Gregorian ordinal (1 is 0001-01-01); a quarter is ``year × 4 + (quarter − 1)``.
"""

from __future__ import annotations

import calendar
from datetime import date
from fractions import Fraction
from typing import TYPE_CHECKING, Final

from checker.values.amounts import Amount, Interval, MaybeAmount, interval

if TYPE_CHECKING:
    from collections.abc import Callable

QUARTERS: Final = 4
FIRST_DAY: Final = date.min.toordinal()
LAST_DAY: Final = date.max.toordinal()


def date_number(day: date) -> Fraction:
    """Return the number of a day."""
    return Fraction(day.toordinal())


def day_of(number: Fraction) -> date:
    """Return the day with this number; numbers beyond the calendar give its first or last day."""
    return date.fromordinal(max(FIRST_DAY, min(LAST_DAY, int(number))))


def quarter_number(year: int, quarter: int) -> Fraction:
    """Return the number of a quarter (1 to 4) of a year."""
    return Fraction(year * QUARTERS + quarter - 1)


def year_and_quarter(number: Fraction) -> tuple[int, int]:
    """Return the year and the quarter (1 to 4) with this number; beyond the calendar, its first or last quarter."""
    inside = max(date.min.year * QUARTERS, min(date.max.year * QUARTERS + 3, int(number)))
    year, index = divmod(inside, QUARTERS)
    return year, index + 1


def month_days(year: int, month: int) -> tuple[date, date]:
    """Return the first and last day of a month."""
    return date(year, month, 1), date(year, month, calendar.monthrange(year, month)[1])


def last_day_of_month(quarter: Fraction, month: int) -> Fraction:
    """Return the last day of the ``month``-th month (1 to 3) of a quarter."""
    year, index = year_and_quarter(quarter)
    return date_number(month_days(year, (index - 1) * 3 + month)[1])


def first_day(quarter: Fraction) -> Fraction:
    """Return the first day of a quarter."""
    year, index = year_and_quarter(quarter)
    return date_number(date(year, (index - 1) * 3 + 1, 1))


def quarter_of_day(number: Fraction) -> Fraction:
    """Return the quarter in which a day lies."""
    day = day_of(number)
    return quarter_number(day.year, (day.month - 1) // 3 + 1)


def year_of_day(number: Fraction) -> Fraction:
    """Return the year in which a day lies."""
    return Fraction(day_of(number).year)


def monotone(amount: Amount, function: Callable[[Fraction], Fraction]) -> MaybeAmount:
    """Apply a never-falling function on days or quarters to both ends (bounds on days are never open)."""
    if isinstance(amount, Fraction):
        return function(amount)
    low, high = (None if end is None else function(end) for end in (amount.low, amount.high))
    return interval(low, high)


def days(first: date, last: date) -> Amount:
    """Return the day that lies between two days, both included."""
    low, high = date_number(first), date_number(last)
    return low if low == high else Interval(low, high)


def is_day(year: int, month: int, day: int) -> bool:
    """Return whether the calendar has this day."""
    try:
        date(year, month, day)
    except (ValueError, OverflowError):
        return False
    return True
