"""Ordinary values for the fields of made-up projects: round, readable, and allowed; knows nothing about rules."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from fractions import Fraction
from typing import TYPE_CHECKING, Final

from checker.values import Kind, Value
from checker.values.calendar import quarter_number

if TYPE_CHECKING:
    from checker.facts import FieldRule
    from checker.witness.draft import Slot

_NAMES: Final = "甲乙丙丁戊己庚辛壬癸"
_UNIT_PRICE: Final = Fraction(100)
_USUAL: Final = {
    Kind.MONEY: Fraction(10**6), Kind.RATIO: Fraction(1, 2), Kind.COUNT: Fraction(100), Kind.SCORE: Fraction(10),
    Kind.NUMBER: Fraction(10),
}  # fmt: skip
_CALENDAR: Final = {"年": Fraction(0), "月": Fraction(6), "日": Fraction(15), "个月": Fraction(12)}
"""Ordinary numbers of what is counted in these; of a year that of the day of the check."""
_BUILTIN: Final[Mapping[tuple[str, str], Value]] = {
    ("evaluation", "kind"): "部门评价", ("evaluation", "title"): "某项目", ("indicator", "leaf"): True,
    ("indicator", "level"): Fraction(2), ("indicator", "lost"): Fraction(0), ("indicator", "explained"): Fraction(0),
    ("judgement", "indicator"): "a1", ("judgement", "point"): "", ("judgement", "reason"): "有扣分的理由",
    ("result", "score"): Fraction(90), ("result", "lost"): Fraction(10), ("result", "explained"): Fraction(10),
    ("result", "grade"): "优",
}  # fmt: skip
_HALF_YEAR: Final = 6
_MOST: Final = 40


def ordinary(rule: FieldRule, slot: Slot, on: date) -> Value:
    """Return an ordinary value for a place in a project that is checked on a day."""
    known = _BUILTIN.get((slot.record, slot.name))
    if known is not None:
        return known
    match rule.kind:
        case Kind.CHOICE:
            return rule.choices[0]
        case Kind.TRUTH:
            return True
        case Kind.TEXT:
            return f"a{slot.number + 1}" if slot.name == "id" else _NAMES[slot.number % len(_NAMES)]
    value = _number(rule, on)
    value = value if rule.low is None else max(rule.low, value)
    return value if rule.high is None else min(rule.high, value)


def series(rule: FieldRule, slot: Slot, on: date) -> Iterator[Value]:
    """Yield values of a key, one after the other; of days and quarters the later ones first."""
    first = ordinary(rule, slot, on)
    if rule.kind is Kind.CHOICE:
        yield from rule.choices
    elif rule.kind is Kind.TRUTH:
        yield from (True, False)
    elif isinstance(first, Fraction):
        way = -1 if rule.kind in {Kind.DATE, Kind.QUARTER} else 1
        yield from (first + way * number for number in range(_MOST))
    else:
        yield from _NAMES
        yield from (f"{_NAMES[0]}{number}" for number in range(1, _MOST))


def _number(rule: FieldRule, day: date) -> Fraction:
    """Return an ordinary number, day or quarter for a check on ``day``: a past one."""
    if rule.kind is Kind.DATE:
        past = date(day.year, 6, 30) if day.month > _HALF_YEAR else date(day.year - 1, 12, 31)
        return Fraction(past.toordinal())
    if rule.kind is Kind.QUARTER:
        return quarter_number(day.year, (day.month + 2) // 3) - 1
    if rule.kind is Kind.COUNT and rule.unit in _CALENDAR:
        return _CALENDAR[rule.unit] or Fraction(day.year)
    if rule.kind is Kind.MONEY and rule.unit.partition("/")[0] == "元":
        return _UNIT_PRICE
    return _USUAL[rule.kind]
