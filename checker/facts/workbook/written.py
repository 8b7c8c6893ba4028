"""Turns the text of a cell into what a facts file would say: the unit of the heading goes behind a bare number.

Knows nothing about sheets; what a cell holds that is no value (the serial number of a day) is a ``WrittenFault``.
"""

from __future__ import annotations

import re
from datetime import date, timedelta
from typing import TYPE_CHECKING, Final

from checker.messages import message
from checker.values import Kind, WrittenFault, parse_value
from checker.values.calendar import date_number, quarter_of_day, year_and_quarter
from checker.values.written import MONEY_UNITS, RATIO_UNITS, normalise

if TYPE_CHECKING:
    from checker.facts.vocabulary import FieldRule

_REMARKS: Final = frozenset({"必填", "选填", "可不填", "可选", "含税", "不含税", "如有"})
_PARTS: Final = re.compile(r"[，,；;、\s]+|单位[:：]")
_BARE: Final = re.compile(r"([^/]*\d)\s*((?:[(（]含[)）])?(?:以上|以下|以内|左右))?", re.DOTALL)
_SERIAL: Final = re.compile(r"[2-7]\d{4}")
_FROM_1900: Final = date(1899, 12, 30)  # day 61 is 1900-03-01: the day 1900-02-29, which never was, is counted too
_FROM_1904: Final = date(1904, 1, 1)


def heading_unit(written: str, rule: FieldRule) -> str | None:
    """Return the unit that is written in the brackets of a heading and may be put behind the numbers of its column.

    Empty when there is none, or when it is the one that bare numbers of the field have anyway; None when what stands
    there is neither a unit of the field nor a known remark: then a number below it may mean anything.
    """
    if rule.kind not in {Kind.MONEY, Kind.RATIO, Kind.COUNT, Kind.SCORE, Kind.NUMBER}:
        return ""
    parts = [normalise(part) for part in _PARTS.split(written) if part]
    known = [unit for part in parts if (unit := _unit(part, rule)) is not None]
    if known:
        return known[0]
    return "" if all(part in _REMARKS for part in parts) else None


def _unit(part: str, rule: FieldRule) -> str | None:
    own = normalise(rule.unit)
    if rule.kind is Kind.MONEY:
        unit = part.partition("/")[0]
        return unit if unit in MONEY_UNITS else None
    if rule.kind is Kind.RATIO:
        return part if part in RATIO_UNITS else None
    if rule.kind is Kind.SCORE:
        return "" if part == "分" else None
    if part == own or (not own and not part.startswith(("十", "百", "千", "万", "亿", "%"))):
        return ""
    return part if own and part in {"万", "亿", f"万{own}", f"亿{own}"} else None


def usual_unit(rule: FieldRule) -> str:
    """Return the unit to name as an example, empty for a field that has none."""
    usual = {Kind.MONEY: rule.unit or "万元", Kind.RATIO: "%", Kind.SCORE: "分"}
    return usual.get(rule.kind, rule.unit)


def cell_value(text: str, rule: FieldRule, unit: str = "", *, date1904: bool = False) -> str:
    """Return the text of a value as it would stand in a facts file; raises ``WrittenFault`` for a day as a number."""
    if rule.kind in {Kind.DATE, Kind.QUARTER} and _SERIAL.fullmatch(text):
        raise _serial(text, rule, date1904=date1904)
    bare = _BARE.fullmatch(text) if unit else None
    return f"{bare[1]}{unit}{bare[2] or ''}" if bare else text


def _serial(text: str, rule: FieldRule, *, date1904: bool) -> WrittenFault:
    day = (_FROM_1904 if date1904 else _FROM_1900) + timedelta(days=int(text))
    meant = day.isoformat()
    if rule.kind is Kind.QUARTER:
        year, quarter = year_and_quarter(quarter_of_day(date_number(day)))
        meant = f"{year}Q{quarter}"
    what = message("“{text}”是表格里的日期序号，即 {day}", text=text, day=day.isoformat())
    hint = message("核对后写成 {meant}，或把单元格的格式设为日期", meant=meant)
    if rule.kind is Kind.QUARTER:
        hint = message("核对后写成 {meant}", meant=meant)
    return WrittenFault(what, hint, "date-serial")


def lacks_unit(text: str, rule: FieldRule) -> bool:
    """Say whether a text is a number of which only the unit is missing."""
    try:
        parse_value(text, rule.kind, rule.unit)
    except WrittenFault as fault:
        return fault.code == "no-unit"
    return False
