"""Turns written dates and quarters (``2020-02下旬``, ``2020年10月``, ``2020年7-9月``) into exact or bounded days.

Knows nothing about files or fields: a fault is a ``WrittenFault``, and the caller adds the place. 上旬 is the 1st to the
10th, 中旬 the 11th to the 20th, 下旬 the 21st to the end of the month.
"""

from __future__ import annotations

import re
from datetime import date
from typing import TYPE_CHECKING, Final

from checker.messages import message
from checker.values.amounts import UNKNOWN, Interval, Value, ends, interval
from checker.values.calendar import (
    date_number,
    days,
    first_day,
    is_day,
    last_day_of_month,
    month_days,
    quarter_number,
)
from checker.values.kinds import Kind
from checker.values.written import Written, WrittenFault, normalise

if TYPE_CHECKING:
    from fractions import Fraction

    from checker.values.amounts import Amount

_FIRST_YEAR: Final = 1900
_LAST_YEAR: Final = 2199
_CHINESE: Final = {"一": 1, "二": 2, "三": 3, "四": 4, "1": 1, "2": 2, "3": 3, "4": 4}
_DAY: Final = re.compile(r"(\d{4})(?:-|/|\.|年)(\d{1,2})(?:-|/|\.|月)(\d{1,2})日?")
_MONTH: Final = re.compile(r"(\d{4})(?:-|/|\.|年)(\d{1,2})月?(上旬|中旬|下旬|底|末|初)?")
_YEAR: Final = re.compile(r"(\d{4})年?(底|末|初)?")
_QUARTER: Final = re.compile(r"(\d{4})年?(?:[Qq]([1-4])|第?([一二三四1-4])季度)")
_QUARTER_MONTHS: Final = re.compile(r"(\d{4})(?:-|年)(1-3|4-6|7-9|10-12)月")
_MONTH_OF_QUARTER: Final = re.compile(r"(.+?)第([一二三123])个月")
_TENTHS: Final = {"上旬": (1, 10), "初": (1, 10), "中旬": (11, 20), "下旬": (21, 31), "底": (21, 31), "末": (21, 31)}
_EXAMPLE: Final = message("写成如 2020-12-31、2020-02下旬、2020年10月、2020Q3；还不知道就不写这一项")
_QUARTER_EXAMPLE: Final = message("写成如 2020Q3、2020年第三季度、2020年7-9月")


def parse_date(text: str) -> Written:
    """Read a day, or the days it may be; raises ``WrittenFault``, also for a day the calendar does not have.

    Bounded forms: 旬, month, quarter and year precision, ``a至b``, 不晚于/以前, 不早于/以后, 早于, 晚于.
    """
    body = normalise(text)
    for prefix, suffix, later, included in _BOUNDS:
        if (prefix and body.startswith(prefix)) or (suffix and body.endswith(suffix)):
            inner = body.removeprefix(prefix) if prefix else body.removesuffix(suffix)
            return Written(_one_sided(_days(inner, text), later=later, included=included))
    first, found, last = body.partition("至")
    if found:
        low, high = ends(_days(first, text)).low, ends(_days(last, text)).high
        if low is None or high is None or low > high:
            raise WrittenFault(message("“{text}”的开始晚于结束", text=text), message("把早的写在前面"))
        return Written(interval(low, high))
    return Written(_days(body, text))


_BOUNDS: Final = (
    ("不晚于", "", False, True),
    ("不早于", "", True, True),
    ("早于", "", False, False),
    ("晚于", "", True, False),
    ("", "以前", False, True),
    ("", "以后", True, True),
    ("", "之前", False, False),
    ("", "之后", True, False),
)


def _one_sided(amount: Amount, *, later: bool, included: bool) -> Value:
    """不晚于 a period means by its last day, 早于 it means before its first."""
    day = ends(amount)
    low, high = day.low, day.high
    if low is None or high is None:
        return UNKNOWN
    if later:
        return interval(low if included else high + 1, None)
    return interval(None, high if included else low - 1)


def parse_quarter(text: str) -> Written:
    """Read a quarter, or the quarters of a whole year; raises ``WrittenFault``."""
    body = normalise(text)
    found = _quarter(body)
    if found is not None:
        return Written(found)
    if year := re.fullmatch(r"(\d{4})年?", body):
        number = int(year[1])
        return Written(Interval(quarter_number(number, 1), quarter_number(number, 4)))
    raise WrittenFault(message("“{text}”不是季度", text=text), _QUARTER_EXAMPLE, "not-a-quarter")


def _quarter(body: str) -> Fraction | None:
    if match := _QUARTER.fullmatch(body):
        return quarter_number(int(match[1]), _CHINESE[match[2] or match[3]])
    if match := _QUARTER_MONTHS.fullmatch(body):
        return quarter_number(int(match[1]), int(match[2].split("-")[1]) // 3)
    return None


def _days(body: str, text: str) -> Amount:
    if match := _DAY.fullmatch(body):
        year, month, day = map(int, match.groups())
        return date_number(_checked(year, month, day, text))
    if match := _MONTH_OF_QUARTER.fullmatch(body):
        quarter = _quarter(match[1])
        if quarter is not None:
            return _month_ending(last_day_of_month(quarter, _CHINESE[match[2]]))
    quarter = _quarter(body)
    if quarter is not None:
        return Interval(first_day(quarter), last_day_of_month(quarter, 3))
    if match := _YEAR.fullmatch(body):
        return _year(int(match[1]), match[2], text)
    if match := _MONTH.fullmatch(body):
        year, month = int(match[1]), int(match[2])
        first, last = month_days(year, _checked(year, month, 1, text).month)
        start, end = _TENTHS.get(match[3], (1, 31))
        return days(first.replace(day=start), first.replace(day=min(end, last.day)))
    raise WrittenFault(message("“{text}”不是日期", text=text), _EXAMPLE, "not-a-date")


def _month_ending(last: Fraction) -> Amount:
    end = date.fromordinal(int(last))
    return days(end.replace(day=1), end)


def _year(year: int, part: str | None, text: str) -> Amount:
    _checked(year, 1, 1, text)
    if part == "初":
        return days(*month_days(year, 1))
    if part:
        return days(*month_days(year, 12))
    return days(date(year, 1, 1), date(year, 12, 31))


def _checked(year: int, month: int, day: int, text: str) -> date:
    if not _FIRST_YEAR <= year <= _LAST_YEAR or not is_day(year, month, day):
        raise WrittenFault(
            message("日历上没有“{text}”这一天", text=text),
            message("查对原件；若原件就是这样写的，记入“日期记载”类事实，检查会把它作为问题指出"),
            "impossible-date",
        )
    return date(year, month, day)


def parse_truth(text: str) -> Written:
    """Read yes or no; raises ``WrittenFault``."""
    body = normalise(text).lower()
    if body in {"是", "有", "true", "yes"}:
        return Written(value=True)
    if body in {"否", "无", "false", "no"}:
        return Written(value=False)
    raise WrittenFault(message("“{text}”不是“是”或“否”", text=text), message("写“是”或“否”"), "not-a-truth")


def parse_plain_text(text: str) -> Written:
    """Keep a text as written; lone surrogates are refused because nothing downstream can carry them."""
    if any("\ud800" <= char <= "\udfff" for char in text):
        raise WrittenFault(message("文字里有残缺的字符"), message("重新输入这段文字"))
    return Written(text)


PARSERS: Final = {
    Kind.DATE: parse_date,
    Kind.QUARTER: parse_quarter,
    Kind.TRUTH: parse_truth,
    Kind.TEXT: parse_plain_text,
    Kind.CHOICE: parse_plain_text,
}
