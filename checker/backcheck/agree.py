"""Says whether a number as written agrees with a value; knows nothing about where either comes from.

A number agrees with every value that rounds to it, half up, at the digits written; a stretch of days agrees with
another that lies within it or around it.
"""

from __future__ import annotations

from datetime import date
from fractions import Fraction
from typing import TYPE_CHECKING

from checker.backcheck.words import MONTHS_IN
from checker.values import Interval, Kind, ends, meet, round_half_up
from checker.values.amounts import Unknown, interval
from checker.values.calendar import day_of, first_day, last_day_of_month

if TYPE_CHECKING:
    from checker.backcheck.model import Quantity
    from checker.values import Amount

_UPPER = frozenset({"below", "at_most"})
_LOWER = frozenset({"above", "at_least"})


def rounds_to(value: Amount, written: Fraction, step: Fraction | None) -> bool:
    """Return whether ``value`` rounds half up to ``written``, whose last digit counts ``step``."""
    if isinstance(value, Fraction):
        if value == written or step is None:
            return value == written
        rounded = round_half_up(value / step)
        return isinstance(rounded, Fraction) and rounded * step == written
    half = (step or Fraction(0)) / 2
    low, high = ends(value).low, ends(value).high
    return (low is None or low - half <= written) and (high is None or written <= high + half)


def agrees(quantity: Quantity, value: Amount, kind: Kind, unit: str = "") -> bool:
    """Return whether what is written can be this value."""
    if quantity.kind in {Kind.DATE, Kind.QUARTER}:
        return _dates_agree(quantity, value, kind)
    written = quantity.value
    if not isinstance(written, Fraction):
        return False
    written, step = _in_unit(written, quantity, unit)
    if quantity.bound == "about":
        return _near(written, step, value)
    if quantity.bound:
        return _bound_agrees(quantity.bound, written, step, value)
    if isinstance(value, Interval) and kind is not Kind.DATE:
        return rounds_to(value, written, step) or written in {value.low, value.high}
    return rounds_to(value, written, step)


def _in_unit(written: Fraction, quantity: Quantity, unit: str) -> tuple[Fraction, Fraction | None]:
    """Count in the unit of the field: 4年 are 48个月."""
    if unit == "个月" and quantity.unit in MONTHS_IN:
        return written * MONTHS_IN[quantity.unit], None
    return written, quantity.step


def _near(written: Fraction, step: Fraction | None, value: Amount) -> bool:
    unit = step or Fraction(1)
    while written and (written / (unit * 10)).denominator == 1:
        unit *= 10
    span = ends(value)
    low, high = span.low, span.high
    return (low is None or low <= written + unit) and (high is None or written - unit <= high)


def _bound_agrees(bound: str, written: Fraction, step: Fraction | None, value: Amount) -> bool:
    """A limit agrees with the same limit; with a fact it agrees when the fact keeps it."""
    if isinstance(value, Fraction):
        return rounds_to(value, written, step) or (
            value < written if bound == "below" else
            value <= written if bound == "at_most" else
            value > written if bound == "above" else
            value >= written
        )  # fmt: skip
    return (bound in _UPPER and value.high == written) or (bound in _LOWER and value.low == written)


def is_value(quantity: Quantity, value: Amount, unit: str = "") -> bool:
    """Return whether the number written is this very value, or the end of one known within bounds."""
    if not isinstance(quantity.value, Fraction):
        return False
    written, step = _in_unit(quantity.value, quantity, unit)
    if isinstance(value, Interval):
        return written in {value.low, value.high}
    return rounds_to(value, written, step)


def year_of(quantity: Quantity) -> int | None:
    """Return the year in which a date or quarter begins, or None for one without a beginning."""
    low = days_of(quantity.value, quantity.kind).low
    return None if low is None else day_of(low).year


def days_of(value: Amount, kind: Kind) -> Interval:
    """Return a date or quarter as the days it spans."""
    span = ends(value)
    if kind is not Kind.QUARTER:
        return span
    low = None if span.low is None else first_day(span.low)
    high = None if span.high is None else last_day_of_month(span.high, 3)
    return Interval(low, high)


def _dates_agree(quantity: Quantity, value: Amount, kind: Kind) -> bool:
    written, known = days_of(quantity.value, quantity.kind), days_of(value, kind)
    if quantity.yearless:
        moved = _moved(written, known)
        if moved is None:
            return False
        written = moved
    if kind is Kind.QUARTER and quantity.kind is Kind.QUARTER:
        return written == known
    return _within(written, known) or _within(known, written)


def _moved(written: Interval, known: Interval) -> Interval | None:
    """Return days without a year in the year of those known; None when they are bounded on one side only."""
    anchor = known.low if known.low is not None else known.high
    if anchor is None or written.low is None or written.high is None:
        return None
    year = day_of(anchor).year
    first, last = (_in_year(day_of(end), year) for end in (written.low, written.high))
    found = interval(Fraction(first.toordinal()), Fraction(last.toordinal()))
    return None if isinstance(found, Unknown) else ends(found)


def _in_year(day: date, year: int) -> date:
    try:
        return day.replace(year=year)
    except ValueError:  # the 29th of February
        return day.replace(year=year, day=28)


def _within(inner: Interval, outer: Interval) -> bool:
    return meet(inner, outer) is not None and ends(meet(inner, outer) or inner) == inner  # type: ignore[arg-type]  # both have ends
