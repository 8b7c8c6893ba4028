"""Turns the functions of the language into SQL, by name; mirrors ``checker.expr.functions``.

An argument that is unknown makes the result unknown. Knows nothing about expressions or tables.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import reduce
from typing import Final, TypeAlias

from checker.sql import arithmetic, calendars, rounding
from checker.sql.values import Number, SqlValue

Arguments: TypeAlias = Sequence[Number]
_ONE: Final = arithmetic.constant(1)


def _min(values: Arguments) -> Number:
    return reduce(arithmetic.minimum, values)


def _max(values: Arguments) -> Number:
    return reduce(arithmetic.maximum, values)


FUNCTIONS: Final[dict[str, Callable[[Arguments], SqlValue]]] = {
    "min": _min,
    "max": _max,
    "abs": lambda values: arithmetic.absolute(values[0]),
    "round": lambda values: rounding.rounded(values[0], *values[1:]),
    "floor": lambda values: rounding.floor(values[0]),
    "ceiling": lambda values: rounding.ceiling(values[0]),
    "next": lambda values: arithmetic.add(values[0], _ONE),
    "previous": lambda values: arithmetic.subtract(values[0], _ONE),
    "quarter_of": lambda values: calendars.quarter_of_day(values[0]),
    "quarter_start": lambda values: calendars.quarter_start(values[0]),
    "month_end": lambda values: calendars.month_end(values[0], values[1]),
    "days": lambda values: arithmetic.subtract(values[1], values[0]),
    "months": lambda values: calendars.months(values[0], values[1]),
    "year_of": lambda values: calendars.year_of_day(values[0]),
    "year_of_quarter": lambda values: calendars.year_of_quarter(values[0]),
    "valid_date": lambda values: calendars.valid_date(values[0], values[1], values[2]),
}
"""By English name; a test holds it to cover every function."""
