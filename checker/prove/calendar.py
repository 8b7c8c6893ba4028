"""Turns days into quarters, years and months and back, as formulas over whole numbers; knows no expressions.

From 1901 to 2099 every fourth year is a leap year, so the calendar repeats itself every 1461 days and 16 quarters:
division with remainder and short tables are exact. A day outside of this window may come to anything at all, which
proves nothing wrong, and an example that rests on it is never confirmed.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from fractions import Fraction
from typing import TYPE_CHECKING, Any, Final

import z3

from checker.expr.functions import FUNCTIONS
from checker.prove.formulas import Cond, Number, all_of, any_of, at_most, both, equal, pick, term, whole_value
from checker.values.calendar import first_day, last_day_of_month, quarter_number

if TYPE_CHECKING:
    from checker.prove.world import World

FIRST_YEAR: Final = 1901
LAST_YEAR: Final = 2099
EARLIEST_YEAR: Final = 1950
LATEST_YEAR: Final = 2049
"""The years in which days and quarters of a project lie; what is worked out from them may lie before and after."""
FIRST_DAY: Final = date(FIRST_YEAR, 1, 1).toordinal()
LAST_DAY: Final = date(LAST_YEAR, 12, 31).toordinal()
FIRST_QUARTER: Final = int(quarter_number(FIRST_YEAR, 1))
LAST_QUARTER: Final = int(quarter_number(LAST_YEAR, 4))
_DAYS: Final = 1461
_QUARTERS: Final = 16
_MONTHS: Final = 48
_QUARTER_STARTS: Final = tuple(
    int(first_day(Fraction(FIRST_QUARTER + index))) - FIRST_DAY for index in range(_QUARTERS)
)  # fmt: skip
_MONTH_STARTS: Final = tuple(
    date(FIRST_YEAR + index // 12, index % 12 + 1, 1).toordinal() - FIRST_DAY for index in range(_MONTHS)
)
_YEAR_STARTS: Final = tuple(date(FIRST_YEAR + index, 1, 1).toordinal() - FIRST_DAY for index in range(4))


def whole(value: Number) -> z3.ArithRef:
    """Return a number as a whole term: days and quarters are, unless part of a day was added to them."""
    found = term(value)
    if isinstance(value, Fraction):
        return whole_value(value.numerator // value.denominator)
    return found if found.is_int() else z3.ToInt(found)


def _inside(world: World, value: Any, low: int, high: int, found: Any) -> Number:
    """Return what was found for a day or quarter in the window, and anything at all for one outside of it."""
    return z3.If(z3.And(value >= low, value <= high), found, world.fresh_whole())


def _of_table(remainder: z3.ArithRef, table: Sequence[int]) -> z3.ArithRef:
    found: Any = whole_value(table[-1])
    for index in reversed(range(len(table) - 1)):
        found = z3.If(remainder <= index, whole_value(table[index]), found)
    return found


def _steps(remainder: z3.ArithRef, starts: Sequence[int]) -> z3.ArithRef:
    """Return how many of the starts behind the first are reached."""
    return z3.Sum([z3.If(remainder >= start, whole_value(1), whole_value(0)) for start in starts[1:]])


def _of_quarter(world: World, quarter: Number, table: Sequence[int], most: int, period: int) -> Number:
    shifted: Any = whole(quarter) - FIRST_QUARTER
    found = period * (shifted / _QUARTERS) + _of_table(shifted % _QUARTERS, table)
    return _inside(world, shifted, 0, most - FIRST_QUARTER, found)


def quarter_start(world: World, quarter: Number) -> Number:
    """Return the first day of a quarter."""
    table = [FIRST_DAY + start for start in _QUARTER_STARTS]
    return _of_quarter(world, quarter, table, LAST_QUARTER, _DAYS)


def month_end(world: World, quarter: Number, month: Number) -> tuple[Number, Cond]:
    """Return the last day of a month (1, 2, 3) of a quarter, and whether there is such a month."""
    found: Number = Fraction(0)
    some: list[Cond] = []
    for number in (1, 2, 3):
        this = equal(month, Fraction(number))
        if this is False:
            continue
        table = [int(last_day_of_month(Fraction(FIRST_QUARTER + i), number)) for i in range(_QUARTERS)]
        found = pick(this, _of_quarter(world, quarter, table, LAST_QUARTER, _DAYS), found)
        some.append(this)
    return found, any_of(some)


def quarter_of(world: World, day: Number) -> Number:
    """Return the quarter a day lies in."""
    return _of_day(world, day, _QUARTER_STARTS, FIRST_QUARTER, _QUARTERS)


def year_of(world: World, day: Number) -> Number:
    """Return the year a day lies in."""
    return _of_day(world, day, _YEAR_STARTS, FIRST_YEAR, 4)


def _of_day(world: World, day: Number, starts: Sequence[int], first: int, period: int) -> Number:
    shifted: Any = whole(day) - FIRST_DAY
    found = first + period * (shifted / _DAYS) + _steps(shifted % _DAYS, starts)
    return _inside(world, shifted, 0, LAST_DAY - FIRST_DAY, found)


def year_of_quarter(world: World, quarter: Number) -> Number:
    """Return the year a quarter lies in."""
    value: Any = whole(quarter)
    return _inside(world, value, FIRST_QUARTER, LAST_QUARTER, value / 4)


def months_between(world: World, first: Number, last: Number) -> Number:
    """Return the whole months from one day to another; backwards they count below 0."""
    pair = []
    for day in (first, last):
        shifted: Any = whole(day) - FIRST_DAY
        remainder = shifted % _DAYS
        month = _steps(remainder, _MONTH_STARTS)
        pair.append((shifted, _MONTHS * (shifted / _DAYS) + month, remainder - _of_table(month, _MONTH_STARTS)))
    (a, month_a, day_a), (b, month_b, day_b) = pair
    ahead = month_b - month_a - z3.If(day_b < day_a, whole_value(1), whole_value(0))
    behind = month_b - month_a + z3.If(day_a < day_b, whole_value(1), whole_value(0))
    found = z3.If(b >= a, ahead, behind)
    return _inside(world, a, 0, LAST_DAY - FIRST_DAY, _inside(world, b, 0, LAST_DAY - FIRST_DAY, found))


def valid_date(year: Number, month: Number, day: Number) -> Cond:
    """Return whether the calendar has such a day."""
    parts = (year, month, day)
    if all(isinstance(part, Fraction) for part in parts):
        return FUNCTIONS["valid_date"].apply(*parts) is True
    whole_ones = all_of(_is_whole(part) for part in parts)
    y, m, d = (whole(part) for part in parts)
    leap = z3.And(_divides(4, y), z3.Or(z3.Not(_divides(100, y)), _divides(400, y)))
    long_february: Any = z3.If(leap, whole_value(29), whole_value(28))
    short = z3.Or(*(m == number for number in (4, 6, 9, 11)))
    most: Any = z3.If(m == 2, long_february, z3.If(short, whole_value(30), whole_value(31)))  # noqa: PLR2004 - February
    inside = z3.And(y >= 1, y <= date.max.year, m >= 1, m <= 12, d >= 1, d <= most)  # noqa: PLR2004 - months
    return both(whole_ones, inside)


def _is_whole(value: Number) -> Cond:
    if isinstance(value, Fraction):
        return value.denominator == 1
    return True if value.is_int() else z3.IsInt(value)


def _divides(divisor: int, value: Any) -> z3.BoolRef:
    return value % divisor == 0


ONE_DAY: Final[dict[str, Callable[[Any, Number], Number]]] = {
    "quarter_start": quarter_start,
    "quarter_of": quarter_of,
    "year_of": year_of,
    "year_of_quarter": year_of_quarter,
}
"""The functions of one day or quarter, which never fall as it grows."""


def settled(name: str, value: Fraction) -> Fraction:
    """Return what a function of one day or quarter comes to for one that is written in the rules."""
    found = FUNCTIONS[name].apply(value)
    if not isinstance(found, Fraction):
        raise TypeError("an exact day gives an exact answer")
    return found


def in_window(value: z3.ArithRef, *, quarters: bool) -> Cond:
    """Return that a day (or quarter) lies in the years in which those of a project do."""
    low, high = date(EARLIEST_YEAR, 1, 1).toordinal(), date(LATEST_YEAR, 12, 31).toordinal()
    if quarters:
        low, high = int(quarter_number(EARLIEST_YEAR, 1)), int(quarter_number(LATEST_YEAR, 4))
    return both(at_most(Fraction(low), value), at_most(value, Fraction(high)))
