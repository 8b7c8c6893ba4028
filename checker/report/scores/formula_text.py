"""Writes constants and pieces of formulas as Excel, LibreOffice and WPS read them; knows nothing about rules."""

from __future__ import annotations

from fractions import Fraction
from typing import Final, NamedTuple

from checker.messages import tr
from checker.values import Kind, decimal_text
from checker.values.calendar import QUARTERS, day_of

COMPARED, SUM, PRODUCT, ATOM = range(4)
"""How tightly a formula holds together; a part looser than its place allows is put in brackets."""
MISSING: Final = "NA()"
MOST_DIGITS: Final = 15
MOST_LENGTH: Final = 8000
"""How long a formula may be: Excel allows 8192 characters."""
SERIAL_OF_FIRST_DAY: Final = 693594
"""What the ordinal of a day is more than its number in a workbook."""
_FIRST_SAFE_DAY: Final = 61 + SERIAL_OF_FIRST_DAY
"""The first day (1 March 1900) whose number all programs agree on."""
_LAST_SAFE_DAY: Final = 2958465 + SERIAL_OF_FIRST_DAY
_WILD: Final = str.maketrans({"~": "~~", "*": "~*", "?": "~?"})
_NOISE_DIGITS: Final = 10
_MONEY_NOISE_DIGITS: Final = 6


class Inexpressible(Exception):
    """A value that no formula gives; the text says why."""


class Text(NamedTuple):
    """A formula without the ``=``; ``rough`` says that binary arithmetic may have left noise behind the 15th digit."""

    text: str
    strength: int = ATOM
    rough: bool = False

    def at(self, place: int) -> str:
        """Return the text where one of strength ``place`` may stand."""
        return self.text if self.strength >= place else f"({self.text})"


def call(name: str, *arguments: str, rough: bool = False) -> Text:
    """Return a function applied to its arguments."""
    return Text(f"{name}({','.join(arguments)})", rough=rough)


def quoted(text: str) -> str:
    """Return a text as a constant of a formula."""
    return '"' + text.replace('"', '""') + '"'


def criterion(text: str, sign: str = "=") -> str:
    """Return a condition of SUMIFS that this text alone meets (``!=``: fails), whatever signs it holds."""
    return quoted(("=" if sign == "=" else "<>") + text.translate(_WILD))


def day_text(number: Fraction) -> str:
    """Return a day as a constant; raises ``Inexpressible`` for days that workbooks do not know."""
    if not storable_day(number):
        raise Inexpressible(tr("表格软件没有这样早或这样晚的日期"))
    day = day_of(number)
    return f"DATE({day.year},{day.month},{day.day})"


def storable_day(number: Fraction) -> bool:
    """Say whether a day has a number that all programs agree on."""
    return number.denominator == 1 and _FIRST_SAFE_DAY <= number <= _LAST_SAFE_DAY


def storable(number: Fraction) -> bool:
    """Say whether a workbook keeps a number to its last digit."""
    text = decimal_text(number).strip("-").replace(".", "").strip("0")
    return "/" not in text and len(text) <= MOST_DIGITS and abs(number) < Fraction(10) ** MOST_DIGITS


def constant(value: object, kind: Kind) -> Text:
    """Return a value written in a rule; raises ``Inexpressible``."""
    if isinstance(value, bool):
        return Text("TRUE" if value else "FALSE")
    if isinstance(value, str):
        return Text(quoted(value))
    if not isinstance(value, Fraction):
        raise Inexpressible(tr("规则里的值不是确切的数"))
    if kind is Kind.DATE:
        return Text(day_text(value))
    return number(value)


def number(value: Fraction) -> Text:
    """Return an exact number: a decimal, or a quotient when it has no finite one."""
    if storable(value):
        text = decimal_text(value)
        return Text(text, SUM if value < 0 else ATOM)
    if value.denominator == 1 or not (storable(Fraction(value.numerator)) and storable(Fraction(value.denominator))):
        raise Inexpressible(tr("有效数字超过15位，表格软件存不下"))
    return Text(f"{value.numerator}/{value.denominator}", SUM if value < 0 else PRODUCT, rough=True)


def smooth(text: Text, kind: Kind) -> Text:
    """Return a computed number without the noise of binary arithmetic, so that a limit exactly met counts as met."""
    if not text.rough:
        return text
    digits = _MONEY_NOISE_DIGITS if kind is Kind.MONEY else _NOISE_DIGITS
    return call("ROUND", text.text, str(digits))


def from_cell(ref: str, kind: Kind, factor: int = 1) -> Text:
    """Return what a cell holds as the value of this kind: quarters stand there as 2020Q3, truths as 是 or 否."""
    if kind is Kind.QUARTER:
        return Text(f"LEFT({ref},4)*{QUARTERS}+RIGHT({ref},1)-1", SUM)
    if kind is Kind.TRUTH:
        return Text(f"{ref}={quoted(tr('是'))}", COMPARED)
    if factor != 1:
        return Text(f"{ref}*{factor}", PRODUCT, rough=True)
    return Text(ref)
