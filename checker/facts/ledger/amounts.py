"""Turns the text of a cell and the unit it is counted in into an exact amount; knows nothing about columns.

A unit is never guessed: it stands in the text, in the ledger's own unit column or heading, or in the mapping.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from typing import Final

from checker.messages import message
from checker.values import WrittenFault, decimal_text
from checker.values.written import MONEY_UNITS, RATIO_UNITS, normalise

NO_UNIT: Final = ("无", "none")
_COUNTED: Final = ("公里", "平方米", "个月", "人次", "点位", *"个份次人户台套件天月年亩吨辆路点分条笔项处")
_PLAIN: Final = re.compile(r"-?\d{1,30}(?:\.\d{1,30})?", re.ASCII)
_NUMBER: Final = re.compile(r"¥?([+-]?(?:[1-9]\d{0,2}(?:,\d{3})+|\d{1,30})(?:\.\d{1,30})?)([^\d.,]*)")
_BRACKETED: Final = re.compile(r"[(（](?:金额)?(?:单位)?[:：]?([^()（）:：]+)[)）]$")
_TITLE: Final = re.compile(r"单位[:：]人?民?币?([^\s()（）,，;；、/]+)")


@dataclass(frozen=True, slots=True)
class Unit:
    """What numbers are counted in; amounts of one ``kind`` can be added, after multiplying by ``factor``."""

    name: str
    kind: str
    factor: Fraction


def unit_called(name: str) -> Unit:
    """Return the unit of this name: of money, of a ratio, none, or one that is only itself (份)."""
    if name in NO_UNIT:
        return Unit("", "", Fraction(1))
    if name.endswith("元") and name in MONEY_UNITS:
        return Unit(name, "money", Fraction(MONEY_UNITS[name]))
    if name in RATIO_UNITS:
        return Unit(name, "ratio", RATIO_UNITS[name])
    return Unit(name, name, Fraction(1))


def is_money(unit: Unit) -> bool:
    """Say whether a unit is one of money."""
    return unit.kind == "money"


def heading_unit(heading: str) -> Unit | None:
    """Return the unit that stands in brackets behind a heading (``金额（万元）``); brackets may hold other things."""
    found = _BRACKETED.search("".join(heading.split()))
    if found is None:
        return None
    unit = unit_called(found[1].replace("％", "%"))
    return unit if unit.kind in {"money", "ratio"} or unit.name in _COUNTED else None


def title_unit(text: str) -> Unit | None:
    """Return the unit of money that a line above the table declares: ``单位：万元``."""
    found = _TITLE.search("".join(text.split()))
    unit = unit_called(found[1]) if found else None
    return unit if unit and is_money(unit) else None


def read_amount(text: str, unit: Unit | None) -> tuple[Decimal, Unit]:
    """Return the number and the unit of a cell; a unit in the text itself goes before ``unit``.

    Raises ``WrittenFault`` for what is no exact number, and when no unit is known.
    """
    if _PLAIN.fullmatch(text):
        number, own = Decimal(text), ""
    else:
        match = _NUMBER.fullmatch(normalise(text))
        if match is None:
            what = message("“{text}”不是确切的数", text=text)
            hint = message("只写数字（可带千分位逗号和单位）；范围和大约数不能汇总")
            raise WrittenFault(what, hint, "ledger-not-a-number")
        number, own = Decimal(match[1].replace(",", "")), match[2]
    if own:
        return number, _own_unit(own, unit, text)
    if unit is None:
        what = message("“{text}”没有单位，表头和映射里也没有", text=text)
        raise WrittenFault(what, message("在映射这一列写“单位: 元”等；没有单位的数写“单位: 无”"), "ledger-no-unit")
    return number, unit


def _own_unit(own: str, unit: Unit | None, text: str) -> Unit:
    found = unit_called(own)
    if found.kind in {"money", "ratio"} or (unit is not None and found.kind == unit.kind):
        return found
    if unit is None and own in _COUNTED:
        return found
    what = message("“{text}”的单位“{unit}”不认识", text=text, unit=own)
    raise WrittenFault(what, message("单位写在映射里，如“单位: 万元”；单元格里只写数字"), "ledger-unit")


def with_unit(text: str, unit: Unit | None) -> str:
    """Return the text of a bare number with its unit behind it; anything else, such as ``低于850元``, as it is."""
    if unit is None or not unit.name:
        return text
    return f"{text}{unit.name}" if is_bare(text) else text


def is_bare(text: str) -> bool:
    """Say whether a text is a number without a unit."""
    if _PLAIN.fullmatch(text):
        return True
    try:
        match = _NUMBER.fullmatch(normalise(text))
    except WrittenFault:
        return False
    return match is not None and not match[2]


def amount_text(number: Fraction, unit: Unit) -> str:
    """Return a total as written in facts: exact, in ``unit`` (of which ``number`` is so many base units)."""
    return decimal_text(number / unit.factor) + unit.name
