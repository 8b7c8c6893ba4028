"""The functions of the language: names, argument kinds, results and meaning in one table.

The reference page is generated from this table. Values reaching an implementation are never unknown.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import MAXYEAR, MINYEAR
from fractions import Fraction
from functools import reduce
from typing import TYPE_CHECKING, Final, TypeAlias

from checker.values import Amount, Interval, Kind, MaybeAmount, Value, ends, round_half_up
from checker.values.amounts import UNKNOWN, Unknown, absolute, add, maximum, minimum, subtract
from checker.values.calendar import (
    day_of,
    first_day,
    is_day,
    last_day_of_month,
    monotone,
    quarter_of_day,
    year_and_quarter,
    year_of_day,
)
from checker.values.steps import ceiling, floor

if TYPE_CHECKING:
    from collections.abc import Callable

NUMBERS: Final = (Kind.MONEY, Kind.RATIO, Kind.COUNT, Kind.SCORE, Kind.NUMBER)
ORDERED: Final = (*NUMBERS, Kind.DATE, Kind.QUARTER)
_WHOLE: Final = (Kind.NUMBER, Kind.COUNT)
MOST_DIGITS: Final = 30
"""How many places before or after the decimal point a number can be rounded to."""
LOOKUP: Final = "lookup"
"""The name of the look-up of a keyed parameter, which is checked by itself because its first argument is a name."""
Result: TypeAlias = Kind | int
"""A fixed kind, or the position of the argument whose kind is the result's."""


@dataclass(frozen=True, slots=True)
class FunctionSpec:
    """One function; ``arguments`` gives the kinds each position takes, the last repeating when ``variadic``."""

    name: str
    label: str
    arguments: tuple[tuple[Kind, ...], ...]
    result: Result
    apply: Callable[..., Value]
    promise: str
    example: str
    variadic: bool = False
    optional: int = 0


def _exact(amount: Amount) -> Fraction | None:
    return amount if isinstance(amount, Fraction) else None


def _round(amount: Amount, digits: Amount = Fraction(0)) -> Value:
    exact = _exact(digits)
    if exact is None or exact.denominator != 1 or abs(exact) > MOST_DIGITS:
        return UNKNOWN
    return round_half_up(amount, int(exact))


def _fold(function: Callable[[Amount, Amount], MaybeAmount], amounts: tuple[Amount, ...]) -> MaybeAmount:
    def step(a: MaybeAmount, b: Amount) -> MaybeAmount:
        return a if isinstance(a, Unknown) else function(a, b)

    start: MaybeAmount = amounts[0]
    return reduce(step, amounts[1:], start)


def _min(*amounts: Amount) -> Value:
    return _fold(minimum, amounts)


def _max(*amounts: Amount) -> Value:
    return _fold(maximum, amounts)


def _month_end(quarter: Amount, month: Amount) -> Value:
    exact = _exact(month)
    if exact is None or exact not in (1, 2, 3):
        return UNKNOWN
    return monotone(quarter, lambda number: last_day_of_month(number, int(exact)))


def _months(first: Amount, last: Amount) -> Value:
    """Whole months from one day to another: never falls as ``last`` grows, never grows as ``first`` does."""
    x, y = ends(first), ends(last)
    low = None if y.low is None or x.high is None else _whole_months(x.high, y.low)
    high = None if y.high is None or x.low is None else _whole_months(x.low, y.high)
    if low is None and high is None:
        return UNKNOWN
    return low if low is not None and low == high else Interval(low, high)


def _whole_months(first: Fraction, last: Fraction) -> Fraction:
    start, end = day_of(first), day_of(last)
    if end < start:
        return -_whole_months(last, first)
    return Fraction((end.year - start.year) * 12 + end.month - start.month - (end.day < start.day))


def _year(quarter: Amount) -> Value:
    return monotone(quarter, lambda number: Fraction(year_and_quarter(number)[0]))


def _valid_date(year: Amount, month: Amount, day: Amount) -> Value:
    parts = [_exact(part) for part in (year, month, day)]
    if any(part is None for part in parts):
        return UNKNOWN
    year, *rest = whole = [part for part in parts if part is not None]
    if any(part.denominator != 1 for part in whole) or not MINYEAR <= year <= MAXYEAR:
        return False
    return all(1 <= part <= _MOST_DAYS for part in rest) and is_day(*map(int, whole))


_ONE: Final = Fraction(1)
_MOST_DAYS: Final = 31
FUNCTIONS: Final = {
    spec.name: spec
    for spec in (
        FunctionSpec(
            "min", "最小", (ORDERED, ORDERED), 0, _min, "几个值中最小的一个", "min(3, 2, 5) = 2", variadic=True,
        ),
        FunctionSpec(
            "max", "最大", (ORDERED, ORDERED), 0, _max, "几个值中最大的一个", "max(10%, 25%) = 25%", variadic=True,
        ),
        FunctionSpec("abs", "绝对值", (NUMBERS,), 0, absolute, "绝对值", "abs(3 - 5) = 2"),
        FunctionSpec(
            "round", "四舍五入", (NUMBERS, _WHOLE), 0, _round,
            "四舍五入到指定位数小数（可为负），缺省为整数；正好一半时远离 0", "round(2.345, 2) = 2.35", optional=1,
        ),
        FunctionSpec("floor", "向下取整", (NUMBERS,), 0, floor, "不大于它的最大整数", "floor(2.9) = 2"),
        FunctionSpec("ceiling", "向上取整", (NUMBERS,), 0, ceiling, "不小于它的最小整数", "ceiling(2.1) = 3"),
        FunctionSpec(
            "next", "下一季度", ((Kind.QUARTER,),), Kind.QUARTER, lambda quarter: add(quarter, _ONE), "下一个季度",
            "next(2019Q4) = 2020Q1",
        ),
        FunctionSpec(
            "previous", "上一季度", ((Kind.QUARTER,),), Kind.QUARTER, lambda quarter: subtract(quarter, _ONE),
            "上一个季度", "previous(2020Q1) = 2019Q4",
        ),
        FunctionSpec(
            "quarter_of", "所在季度", ((Kind.DATE,),), Kind.QUARTER, lambda day: monotone(day, quarter_of_day),
            "日期所在的季度", "quarter_of(2020-12-31) = 2020Q4",
        ),
        FunctionSpec(
            "quarter_start", "季度首日", ((Kind.QUARTER,),), Kind.DATE, lambda quarter: monotone(quarter, first_day),
            "季度的第一天", "quarter_start(2020Q4) = 2020-10-01",
        ),
        FunctionSpec(
            "month_end", "季度月末", ((Kind.QUARTER,), _WHOLE), Kind.DATE, _month_end,
            "季度第几个月（1、2、3）的最后一天", "month_end(2020Q4, 2) = 2020-11-30",
        ),
        FunctionSpec(
            "days", "天数", ((Kind.DATE,), (Kind.DATE,)), Kind.COUNT, lambda first, last: subtract(last, first),
            "从前一日期到后一日期的天数", "days(2020-01-01, 2020-01-31) = 30",
        ),
        FunctionSpec(
            "months", "月数", ((Kind.DATE,), (Kind.DATE,)), Kind.COUNT, _months,
            "从前一日期到后一日期的整月数，不满一月不计", "months(2020-01-15, 2020-03-14) = 1",
        ),
        FunctionSpec(
            "year_of", "所在年份", ((Kind.DATE,),), Kind.NUMBER, lambda day: monotone(day, year_of_day),
            "日期所在的年份", "year_of(2020-12-31) = 2020",
        ),
        FunctionSpec(
            "year_of_quarter", "季度年份", ((Kind.QUARTER,),), Kind.NUMBER, _year, "季度所在的年份",
            "year_of_quarter(2020Q3) = 2020",
        ),
        FunctionSpec(
            "valid_date", "有此日期", (_WHOLE, _WHOLE, _WHOLE), Kind.TRUTH, _valid_date, "日历上有没有这一天",
            "valid_date(2020, 11, 31) = 否",
        ),
    )
}  # fmt: skip
"""Every function by its English name."""

GATHERINGS: Final = {
    "count": "个数",
    "exists": "存在",
    "sum": "合计",
    "average": "平均",
    "min": "最小",
    "max": "最大",
    "only": "唯一",
}
"""The aggregates and their Chinese names."""

ALIASES: Final = (
    {"查表": LOOKUP}
    | {label: name for name, label in GATHERINGS.items()}
    | {spec.label: name for name, spec in FUNCTIONS.items()}
)
"""The English name for every Chinese one."""
