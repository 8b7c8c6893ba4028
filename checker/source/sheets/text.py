"""Turns the values a workbook keeps (doubles, days, times) into exact text; knows nothing about file formats.

A workbook keeps numbers as binary doubles and shows 15 significant digits: 93.07 may be stored as 93.06999999999999.
Here they become the decimal that is shown, and no double goes any further (docs/adr/0006).
"""

from __future__ import annotations

import re
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

_HALF_SECOND: Final = timedelta(microseconds=500_000)
# Whole numbers that are likely to be days typed without a date format: 1954-10-03 to 2119-01-12 (from 1900).
SERIALS: Final = range(20_000, 80_000)
_LITERAL: Final = re.compile(r'"[^"]*"|\\.|\[[^\]]*\]')
_BUILT_IN_PERCENTS: Final = ("9", "10")
NOT_FINITE: Final = "#NUM!"


def number_text(number: float) -> str:
    """Return a number as a workbook shows it: 15 significant digits, plain decimal, never an exponent.

    What is no finite number gives the error value ``NOT_FINITE``.
    """
    try:
        text = f"{number:.15g}"
    except OverflowError:  # a whole number beyond what a double holds
        return NOT_FINITE
    if "e" in text:
        text = f"{Decimal(text):f}"
    if text == "-0":
        return "0"
    return NOT_FINITE if text[-1:] in {"f", "n"} else text


def is_percent(number_format: str) -> bool:
    """Say whether a number format shows a percentage."""
    return "%" in _LITERAL.sub("", number_format)


def percent_formats(styles: Iterable[tuple[str, Mapping[str, str]]]) -> frozenset[int]:
    """Return the numbers of the cell formats that show percentages, from the elements of a workbook's styles."""
    codes = dict.fromkeys(_BUILT_IN_PERCENTS, "0%")
    found, number = set(), -1
    for name, about in styles:
        if name == "numFmt":
            codes[about.get("numFmtId", "")] = about.get("formatCode", "")
        elif name == "cellXfs":
            number = 0
        elif name == "cellStyles":
            number = -1
        elif name == "xf" and number >= 0:
            if is_percent(codes.get(about.get("numFmtId", ""), "")):
                found.add(number)
            number += 1
    return frozenset(found)


def percent_text(number: float) -> str:
    """Return a number shown as a percentage: 0.1638 is ``16.38%``."""
    text = number_text(number)
    if text == NOT_FINITE:
        return text
    shown = f"{Decimal(text).scaleb(2):f}"
    if "." in shown:
        shown = shown.rstrip("0").rstrip(".")
    return f"{shown}%"


def day_text(value: datetime) -> str:
    """Return a day, with its time where that is not midnight; fractions of a second are rounded away."""
    try:
        whole = (value + _HALF_SECOND).replace(microsecond=0)
    except OverflowError:
        whole = value.replace(microsecond=0)
    return whole.date().isoformat() if whole.time() == time() else whole.isoformat(" ")


def shown_day_text(value: datetime, number_format: str) -> str:
    """Return a day, or only its month or year where the format shows no more.

    A spreadsheet program keeps 2020年10月, when it is typed, as the first day of that month.
    """
    marks = set(_LITERAL.sub("", number_format).lower())
    if "y" not in marks or marks & set("dhs"):
        return day_text(value)
    return f"{value.year}年{value.month}月" if "m" in marks else f"{value.year}年"


def duration_text(value: timedelta) -> str:
    """Return a length of time as hours, minutes and seconds: ``30:00:00``."""
    seconds = round(value.total_seconds())
    minutes, second = divmod(abs(seconds), 60)
    hour, minute = divmod(minutes, 60)
    return f"{'-' if seconds < 0 else ''}{hour}:{minute:02d}:{second:02d}"


def truth_text(value: object) -> str:
    """Return 是 or 否."""
    return "是" if value else "否"


def value_text(value: object) -> str:
    """Return the text of any value that a reader of workbooks gives."""
    if isinstance(value, str):
        return value
    if isinstance(value, bool):
        return truth_text(value)
    if isinstance(value, (int, float)):
        return number_text(value)
    if isinstance(value, datetime):
        return day_text(value)
    if isinstance(value, (date, time)):
        return value.isoformat()
    return duration_text(value) if isinstance(value, timedelta) else ""
