"""Turns a written value into the same value one step up or down, as it would be written; knows no rules."""

from __future__ import annotations

import re
from datetime import date, timedelta
from decimal import Decimal
from typing import TYPE_CHECKING, Final

from checker.expr import value_text
from checker.values import Kind
from checker.values.calendar import QUARTERS

if TYPE_CHECKING:
    from collections.abc import Iterator
    from fractions import Fraction

_DAY: Final = re.compile(r"(\d{4})-(\d{2})-(\d{2})")
_DAY_IN_WORDS: Final = re.compile(r"(\d{4})年(\d{1,2})月(\d{1,2})日")
_QUARTER: Final = re.compile(r"(\d{4})Q([1-4])")
_NUMBER: Final = re.compile(r"(-?\d[\d,]*(?:\.\d+)?)(\D*)")
_UP_AND_DOWN: Final = (1, -1)


def stepped(text: str, kind: Kind) -> Iterator[str]:
    """Yield a written value one step up, then one step down: a day, a quarter, or a unit of its last written digit.

    Nothing for what has no steps: a text, a choice, a bounded value. ``是`` gives ``否`` and the other way round.
    """
    if kind is Kind.TRUTH:
        yield from ({"是": "否", "否": "是", "true": "false", "false": "true"}[text],) if text else ()
    elif kind is Kind.DATE:
        yield from (day for by in _UP_AND_DOWN if (day := moved_day(text, by)) is not None)
    elif kind is Kind.QUARTER:
        yield from _quarters(text)
    elif kind.ordered:
        yield from _numbers(text)


def stepped_by(value: Fraction, step: Fraction, kind: Kind) -> Iterator[str]:
    """Yield a value one given step up, then one down, as the language writes it."""
    for by in _UP_AND_DOWN:
        yield value_text(value + by * step, kind)


def moved_day(text: str, by: int) -> str | None:
    """Return a written day so many days later, as year-month-day; None for what is no day or leaves the calendar."""
    found = _DAY.fullmatch(text.strip()) or _DAY_IN_WORDS.fullmatch(text.strip())
    if found is None:
        return None
    try:
        return (date(*map(int, found.groups())) + timedelta(days=by)).isoformat()
    except (ValueError, OverflowError):
        return None


def _quarters(text: str) -> Iterator[str]:
    found = _QUARTER.fullmatch(text.strip())
    if found is not None:
        number = int(found[1]) * QUARTERS + int(found[2]) - 1
        for by in _UP_AND_DOWN:
            year, index = divmod(number + by, QUARTERS)
            yield f"{year:04d}Q{index + 1}"


def _numbers(text: str) -> Iterator[str]:
    found = _NUMBER.fullmatch(text.strip())
    if found is None:
        return
    number = Decimal(found[1].replace(",", ""))
    unit = Decimal(1).scaleb(min(0, int(number.as_tuple().exponent)))
    for by in _UP_AND_DOWN:
        yield f"{number + by * unit:f}{found[2]}"
