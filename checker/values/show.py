"""Turns values into text for people (``91.4045%``, ``3656.18万元``, ``2020年10-12月``); never changes a value.

A number with more than six decimals is shown rounded with “约” before it; ``decimal_text`` is the exact form.
"""

from __future__ import annotations

from datetime import date
from fractions import Fraction
from typing import Final

from checker.messages import tr
from checker.values.amounts import Interval, Unknown, Value
from checker.values.calendar import day_of, month_days, year_and_quarter
from checker.values.kinds import Kind
from checker.values.steps import round_half_up

_SHOWN_DIGITS: Final = 4
MOST_DECIMALS: Final = 6
"""A number with more is shown rounded."""
_WAN: Final = 10**4
_YI: Final = 10**8


def decimal_text(number: Fraction) -> str:
    """Return the exact number: a decimal when it has a finite one, else ``numerator/denominator``."""
    rest, twos, fives = number.denominator, 0, 0
    while rest % 2 == 0:
        rest, twos = rest // 2, twos + 1
    while rest % 5 == 0:
        rest, fives = rest // 5, fives + 1
    if rest != 1:
        return f"{number.numerator}/{number.denominator}"
    digits = max(twos, fives)
    whole = str(abs(number.numerator) * 10**digits // number.denominator).rjust(digits + 1, "0")
    sign = "-" if number < 0 else ""
    return sign + (f"{whole[:-digits]}.{whole[-digits:]}" if digits else whole)


def show(value: Value, kind: Kind, unit: str = "") -> str:
    """Return ``value`` as people write it; ``unit`` is the measure word of a count."""
    if isinstance(value, Unknown):
        return tr("未知")
    if isinstance(value, bool):
        return tr("是") if value else tr("否")
    if isinstance(value, str):
        return value
    if isinstance(value, Interval):
        return _show_bounds(value, kind, unit)
    return _show_exact(value, kind, unit)


def _show_exact(number: Fraction, kind: Kind, unit: str) -> str:
    if kind is Kind.DATE:
        day = day_of(number)
        return tr("{year}年{month}月{day}日", year=day.year, month=day.month, day=day.day)
    if kind is Kind.QUARTER:
        year, quarter = year_and_quarter(number)
        return tr("{year}年{first}-{last}月", year=year, first=quarter * 3 - 2, last=quarter * 3)
    if kind is Kind.RATIO:
        return _readable(number * 100) + "%"
    if kind is Kind.MONEY:
        return _show_money(number)
    if kind is Kind.SCORE:
        return _readable(number) + tr("分")
    return _readable(number) + unit


def _show_money(number: Fraction) -> str:
    """Take the largest unit in which the number is exact, so that the 分 of a large sum are not rounded away."""
    units = [(size, word) for size, word in ((_YI, tr("亿元")), (_WAN, tr("万元"))) if abs(number) >= size]
    units.append((1, tr("元")))
    size, word = next(((size, word) for size, word in units if _is_short(decimal_text(number / size))), units[0])
    return _readable(number / size) + word


def _is_short(decimal: str) -> bool:
    return "/" not in decimal and len(decimal.partition(".")[2]) <= MOST_DECIMALS


def _readable(number: Fraction) -> str:
    text = decimal_text(number)
    if _is_short(text):
        return text
    rounded = round_half_up(number, _SHOWN_DIGITS)
    assert isinstance(rounded, Fraction)  # noqa: S101 - rounding an exact number
    return tr("约{number}", number=decimal_text(rounded))


def _show_bounds(bounds: Interval, kind: Kind, unit: str) -> str:
    low, high = bounds.low, bounds.high
    if low is not None and high is not None:
        if kind is Kind.DATE:
            return show_days(day_of(low), day_of(high))
        ends = ((low, bounds.low_open), (high, bounds.high_open))
        texts = [_show_exact(end, kind, unit) + (tr("（不含）") if open_ else "") for end, open_ in ends]
        return tr("{low}至{high}", low=texts[0], high=texts[1])
    if high is not None:
        shown = _show_exact(high, kind, unit)
        if kind in {Kind.DATE, Kind.QUARTER}:
            return tr("不晚于{end}", end=shown)
        return tr("低于{end}", end=shown) if bounds.high_open else tr("不超过{end}", end=shown)
    assert low is not None  # noqa: S101 - an interval has at least one end
    shown = _show_exact(low, kind, unit)
    if kind in {Kind.DATE, Kind.QUARTER}:
        return tr("不早于{end}", end=shown)
    return tr("高于{end}", end=shown) if bounds.low_open else tr("不低于{end}", end=shown)


def show_days(first: date, last: date) -> str:
    """Return the days between two days by the widest name they have: year, month, 旬, else both ends."""
    start, end = month_days(first.year, first.month)
    if (first, last) == (start, end):
        return tr("{year}年{month}月", year=first.year, month=first.month)
    if first.year == last.year and first.month == last.month:
        tenths = {(1, 10): "上旬", (11, 20): "中旬", (21, end.day): "下旬"}
        if word := tenths.get((first.day, last.day)):
            return tr("{year}年{month}月{tenth}", year=first.year, month=first.month, tenth=tr(word))
    if (first, last) == (date(first.year, 1, 1), date(first.year, 12, 31)):
        return tr("{year}年", year=first.year)
    first_text, last_text = (
        tr("{year}年{month}月{day}日", year=day.year, month=day.month, day=day.day) for day in (first, last)
    )
    return tr("{low}至{high}", low=first_text, high=last_text)
