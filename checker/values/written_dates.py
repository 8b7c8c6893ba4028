"""Turns written dates and quarters (``2020-02下旬``, ``2020年10月``, ``2020年7-9月``) into exact or bounded days.

Knows nothing about files or fields: a fault is a ``WrittenFault``, and the caller adds the place. 上旬 is the 1st to
the 10th, 中旬 the 11th to the 20th, 下旬 the 21st to the end of the month.
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
    from collections.abc import Callable
    from fractions import Fraction

    from checker.values.amounts import Amount

_FIRST_YEAR: Final = 1900
_LAST_YEAR: Final = 2199
_CHINESE: Final = {"一": 1, "二": 2, "三": 3, "四": 4, "1": 1, "2": 2, "3": 3, "4": 4}
_DIGITS: Final = {digit: str(value) for value, digit in enumerate("〇一二三四五六七八九")} | {"零": "0"}
_NUMERAL: Final = re.compile("([一二三]?十[一二三四五六七八九]?|[〇零一二三四五六七八九]+)(?=[年月日])")
_DAY: Final = re.compile(r"(\d{4})(?:-|/|\.|年)(\d{1,2})(?:-|/|\.|月)(\d{1,2})日?")
_MONTH: Final = re.compile(r"(\d{4})(?:-|/|\.|年)(\d{1,2})月?(上旬|中旬|下旬|底|末|初)?")
_YEAR: Final = re.compile(r"(\d{4})年?(上半年|下半年|底|末|初)?")
_QUARTER: Final = re.compile(r"(\d{4})[年-]?(?:[Qq]([1-4])|第?([一二三四1-4])季度)")
_MONTHS: Final = re.compile(r"(\d{4})[年-](\d{1,2})月?[-至](\d{1,2})月")
_MONTH_OF_QUARTER: Final = re.compile(r"(.+?)第([一二三123])个月")
_RANGE_START: Final = re.compile(r"(\d{4}年)(\d{1,2}月)?")
_TENTHS: Final = {"上旬": (1, 10), "初": (1, 10), "中旬": (11, 20), "下旬": (21, 31), "底": (21, 31), "末": (21, 31)}
_YEAR_PARTS: Final = {None: (1, 12), "上半年": (1, 6), "下半年": (7, 12), "初": (1, 1), "底": (12, 12), "末": (12, 12)}
_EXAMPLE: Final = message("写成如 2020-12-31、2020-02下旬、2020年10月、2020Q3；还不知道就不写这一项")
_QUARTER_EXAMPLE: Final = message("写成如 2020Q3、2020年第三季度、2020年7-9月")


def parse_date(text: str) -> Written:
    """Read a day, or the days it may be; raises ``WrittenFault``, also for a day the calendar does not have.

    Bounded forms: 旬, month, quarter and year precision, ``a至b``, 不晚于/以前, 不早于/以后, 早于, 晚于.
    """
    return Written(_bounded(text, _days))


def parse_quarter(text: str) -> Written:
    """Read a quarter, or the quarters it may be (a whole year, ``a至b``, 不晚于 …); raises ``WrittenFault``."""
    return Written(_bounded(text, _quarters))


def _bounded(text: str, read: Callable[[str, str], Amount]) -> Value:
    body = _NUMERAL.sub(_arabic, normalise(text))
    for prefix, suffix, later, included in _BOUNDS:
        if (prefix and body.startswith(prefix)) or (suffix and body.endswith(suffix)):
            inner = body.removeprefix(prefix) if prefix else body.removesuffix(suffix)
            return _one_sided(read(inner, text), later=later, included=included)
    first, found, last = body.partition("至")
    if not found or _MONTHS.fullmatch(body):
        return read(body, text)
    return _from_to(read(first, text), read(_carried(first, last), text), text)


def _arabic(numeral: re.Match[str]) -> str:
    tens, ten, ones = numeral[1].partition("十")
    if ten:
        return _DIGITS[tens or "一"] + _DIGITS[ones or "〇"]
    return "".join(_DIGITS[digit] for digit in tens)


def _carried(first: str, last: str) -> str:
    """Return the end of a range with the year (and month) that is written only at its beginning."""
    start = _RANGE_START.match(first)
    if start is None or re.match(r"\d{4}", last):
        return last
    month = start[2] or "" if re.fullmatch(r"\d{1,2}日", last) else ""
    return start[1] + month + last


def _from_to(first: Amount, last: Amount, text: str) -> Value:
    low, high = ends(first).low, ends(last).high
    if low is None or high is None or low > high:
        raise WrittenFault(message("“{text}”的开始晚于结束", text=text), message("把早的写在前面"))
    return interval(low, high)


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


def _quarters(body: str, text: str) -> Amount:
    found = _quarter(body, text)
    if found is not None:
        return found
    if (match := _YEAR.fullmatch(body)) and match[2] in {None, "上半年", "下半年"}:
        year = _year_of(match, text)
        first, last = _YEAR_PARTS[match[2]]
        return Interval(quarter_number(year, (first + 2) // 3), quarter_number(year, last // 3))
    raise WrittenFault(message("“{text}”不是季度", text=text), _QUARTER_EXAMPLE, "not-a-quarter")


def _quarter(body: str, text: str) -> Fraction | None:
    if match := _QUARTER.fullmatch(body):
        return quarter_number(_year_of(match, text), _CHINESE[match[2] or match[3]])
    if match := _MONTHS.fullmatch(body):
        first, last = int(match[2]), int(match[3])
        if first in {1, 4, 7, 10} and last == first + 2:
            return quarter_number(_year_of(match, text), last // 3)
    return None


def _days(body: str, text: str) -> Amount:
    quarter = _quarter(body, text)
    if quarter is not None:
        return Interval(first_day(quarter), last_day_of_month(quarter, 3))
    if match := _DAY.fullmatch(body):
        return date_number(_checked(_year_of(match, text), int(match[2]), int(match[3]), text))
    if match := _YEAR.fullmatch(body):
        first, last = _YEAR_PARTS[match[2]]
        return _month_range(_year_of(match, text), first, last, text)
    if match := _MONTHS.fullmatch(body):
        return _month_range(_year_of(match, text), int(match[2]), int(match[3]), text)
    if match := _MONTH.fullmatch(body):
        year = _year_of(match, text)
        begin, end = month_days(year, _checked(year, int(match[2]), 1, text).month)
        first, last = _TENTHS.get(match[3], (1, 31))
        return days(begin.replace(day=first), begin.replace(day=min(last, end.day)))
    if match := _MONTH_OF_QUARTER.fullmatch(body):
        quarter = _quarter(match[1], text)
        if quarter is not None:
            return _month_ending(last_day_of_month(quarter, _CHINESE[match[2]]))
    raise WrittenFault(message("“{text}”不是日期", text=text), _EXAMPLE, "not-a-date")


def _month_ending(last: Fraction) -> Amount:
    end = date.fromordinal(int(last))
    return days(end.replace(day=1), end)


def _month_range(year: int, first: int, last: int, text: str) -> Amount:
    begin, end = (month_days(year, _checked(year, month, 1, text).month) for month in (first, last))
    if first > last:
        raise WrittenFault(message("“{text}”的开始晚于结束", text=text), message("把早的写在前面"))
    return days(begin[0], end[1])


def _year_of(match: re.Match[str], text: str) -> int:
    year = int(match[1])
    if not _FIRST_YEAR <= year <= _LAST_YEAR:
        what = message("“{text}”的年份不在 {first} 至 {last} 之间", text=text, first=_FIRST_YEAR, last=_LAST_YEAR)
        raise WrittenFault(what, message("查对年份"), "year-out-of-range")
    return year


def _checked(year: int, month: int, day: int, text: str) -> date:
    if not is_day(year, month, day):
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
