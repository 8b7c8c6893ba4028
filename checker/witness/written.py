"""Writes a value as the text from which a facts file reads the same value again; knows nothing about fields or facts.

People read ``checker.values.show``, whose text may be rounded; this one never is.
"""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING, Final

from checker.values import Interval, Kind, Unknown, Value, WrittenFault, decimal_text, meet, parse_value
from checker.values.calendar import QUARTERS, day_of, month_days, quarter_number
from checker.values.written import MONEY_UNITS

if TYPE_CHECKING:
    from collections.abc import Iterator

_DAYS: Final = (Kind.DATE, Kind.QUARTER)
_MOST_DECIMALS: Final = 6
_BELOW: Final = {(False, False): "不超过", (True, False): "低于", (False, True): "不晚于", (True, True): "早于"}
_ABOVE: Final = {(False, False): "不低于", (True, False): "高于", (False, True): "不早于", (True, True): "晚于"}
"""By whether the end is excluded, and whether it is a day or quarter."""
_TENTHS: Final = {(1, 10): "上旬", (11, 20): "中旬"}


def written(value: Value, kind: Kind, unit: str = "", low: Fraction | None = None, high: Fraction | None = None) -> str:
    """Return the text of ``value`` for a field of ``kind`` and ``unit`` that allows what is between low and high.

    Raises ``ValueError`` for what no text gives: an unknown value, too many digits, open ends on both sides.
    """
    if isinstance(value, Unknown):
        raise ValueError(value)
    for text in _ways(value, kind):
        if _reads_as(text, kind, unit, low, high) == value:
            return text
    raise ValueError(value)


def _reads_as(text: str, kind: Kind, unit: str, low: Fraction | None, high: Fraction | None) -> Value | None:
    try:
        found = parse_value(text, kind, unit).value
    except WrittenFault:
        return None
    if isinstance(found, Fraction | Interval) and (low is not None or high is not None):
        return meet(found, Interval(low, high))
    return found


def _ways(value: Value, kind: Kind) -> Iterator[str]:
    if isinstance(value, bool):
        yield "是" if value else "否"
    elif isinstance(value, str):
        yield value
    elif isinstance(value, Fraction):
        yield _exact(value, kind)
    elif isinstance(value, Interval):
        yield from _bounded(value, kind)


def _exact(number: Fraction, kind: Kind) -> str:
    if kind is Kind.DATE:
        return day_of(number).isoformat()
    if kind is Kind.QUARTER:
        year, index = divmod(int(number), QUARTERS)
        return f"{year:04d}Q{index + 1}"
    if kind is Kind.RATIO:
        return f"{decimal_text(number * 100)}%"
    if kind is Kind.MONEY:
        units = [name for name in ("亿元", "万元") if abs(number) >= MONEY_UNITS[name]]
        short = (name for name in units if _is_short(number / MONEY_UNITS[name]))
        name = next(short, "元")
        return f"{decimal_text(number / MONEY_UNITS[name])}{name}"
    return decimal_text(number)


def _is_short(number: Fraction) -> bool:
    text = decimal_text(number)
    return "/" not in text and len(text.partition(".")[2]) <= _MOST_DECIMALS


def _bounded(bounds: Interval, kind: Kind) -> Iterator[str]:
    low, high, days = bounds.low, bounds.high, kind in _DAYS
    if low is not None and high is not None:
        if kind is Kind.DATE:
            yield from _period(low, high)
        if not days:
            yield f"约{_exact((low + high) / 2, kind)}"
        yield f"{_exact(low, kind)}至{_exact(high, kind)}"
    if high is not None:
        yield f"{_BELOW[bounds.high_open, days]}{_exact(high, kind)}"
    if low is not None:
        yield f"{_ABOVE[bounds.low_open, days]}{_exact(low, kind)}"


def _period(low: Fraction, high: Fraction) -> Iterator[str]:
    """Yield the names that the days between two days have: a month, a third of one, a quarter, a year."""
    first, last = day_of(low), day_of(high)
    start, end = month_days(first.year, first.month)
    month = f"{first.year:04d}-{first.month:02d}"
    if (first, last) == (start, end):
        yield month
    if (first.year, first.month) == (last.year, last.month):
        tenths = {**_TENTHS, (21, end.day): "下旬"}
        if word := tenths.get((first.day, last.day)):
            yield month + word
    yield _exact(quarter_number(first.year, (first.month + 2) // 3), Kind.QUARTER)
    yield f"{first.year:04d}"
