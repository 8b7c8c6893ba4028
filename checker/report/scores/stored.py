"""Decides how a value stands in a cell: as a number in its unit, a date, or text; knows nothing about sheets."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING, Final

from checker.messages import tr
from checker.report.scores.formula_text import storable, storable_day
from checker.values import Kind, decimal_text, show
from checker.values.calendar import day_of, year_and_quarter
from checker.values.written import MONEY_UNITS

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date

    from checker.values import Value

_WAN: Final = 10_000
_SHORT: Final = 6
FORMATS: Final = {Kind.MONEY: "#,##0.00####", Kind.RATIO: "0.00##%", Kind.DATE: "yyyy-mm-dd"}


@dataclass(frozen=True, slots=True)
class Stored:
    """What is written into a cell; ``computed`` when it is a quotient, ``fault`` when it is less than the value."""

    content: Fraction | date | str
    number_format: str = "General"
    computed: bool = False
    fault: str = ""


def money_unit(values: Iterable[Value], unit: str) -> tuple[str, int]:
    """Return the unit in which amounts are written and its 元: the pack's, else 万元 where none is too small for it."""
    size = Fraction(MONEY_UNITS.get(unit, 0))
    if size >= 1:
        return unit, int(size)
    amounts = [value for value in values if isinstance(value, Fraction)]
    large = any(abs(amount) >= _WAN for amount in amounts)
    return (tr("万元"), _WAN) if large and all(map(_short, amounts)) else (tr("元"), 1)


def _short(amount: Fraction) -> bool:
    text = decimal_text(amount / _WAN)
    return "/" not in text and len(text.partition(".")[2]) <= _SHORT


def unit_word(kind: Kind, unit: str, money: str) -> str:
    """Return the word for what a value is counted in; a ratio carries its own sign."""
    return money if kind is Kind.MONEY else tr("分") if kind is Kind.SCORE else unit if kind is Kind.COUNT else ""


def stored(value: Fraction | str | bool, kind: Kind, factor: int = 1) -> Stored:
    """Return how a known value is written; a number of money is counted in ``factor`` 元."""
    if isinstance(value, bool):
        return Stored(tr("是") if value else tr("否"))
    if isinstance(value, str):
        return Stored(value)
    if kind is Kind.DATE:
        if storable_day(value):
            return Stored(day_of(value), FORMATS[kind])
        return Stored(show(value, kind), fault=tr("表格软件没有这样早或这样晚的日期"))
    if kind is Kind.QUARTER:
        year, quarter = year_and_quarter(value)
        return Stored(f"{year}Q{quarter}")
    number, form = value / factor, FORMATS.get(kind, "General")
    if storable(number):
        return Stored(number, form)
    if number.denominator > 1 and storable(Fraction(number.numerator)) and storable(Fraction(number.denominator)):
        return Stored(f"={number.numerator}/{number.denominator}", form, computed=True)
    return Stored(decimal_text(number), fault=tr("有效数字超过15位，表格软件存不下"))
