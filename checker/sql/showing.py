"""Turns numbers in SQL into the columns people read, DECIMAL where it is exact, and rows of these back into numbers.

Knows nothing about which output tables there are.
"""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from fractions import Fraction
from typing import Final

from sqlglot import exp

from checker.sql import exact, spans, terms, whole
from checker.sql.logic import either
from checker.sql.rounding import round_half_up
from checker.sql.values import FALSE, Bounded, Exact, Number, Sql, Truth
from checker.sql.whole import Whole
from checker.values import interval
from checker.values.amounts import MaybeAmount

Named = tuple[str, Sql]
MOST_DECIMALS: Final = 10
"""A number that needs more decimals is shown rounded to these, and exactly as a fraction beside it."""
_LOW, _HIGH, _OPEN, _EXACT = "_low", "_high", "_open", "_exact"
_TEXT: Final = "VARCHAR"
_MOST_DIGITS: Final = 38


def shown(value: Number, name: str, *, single: bool = False) -> list[Named]:
    """Return the columns that show a number: ``NAME_low`` and ``NAME_high``, or with ``single`` only ``NAME``.

    DECIMAL of the scale that the number needs; of one that may need more than 10 decimals, the number rounded to these,
    and a text ``…_exact`` of the fraction (``n/d``, not always in lowest terms). ``NAME_open`` tells the ends that are
    excluded: ``(``, ``)``, ``()`` or nothing; it is absent where none can be. Raises ``Refused`` beyond 38 digits, and
    ``TypeError`` when a number that may be bounded is to be a single column.
    """
    if single:
        if isinstance(value, Bounded):
            raise TypeError("a bounded number needs two columns")
        return _end(value if isinstance(value, Exact) else None, name)
    span = spans.bounds(value)
    return [*_end(span.low, name + _LOW), *_end(span.high, name + _HIGH), *_opens(span, name + _OPEN)]


def _end(end: Exact | None, name: str) -> list[Named]:
    if end is None:
        return [(name, terms.cast(exp.null(), f"DECIMAL({_MOST_DIGITS}, {MOST_DECIMALS})"))]
    places = _places(end)
    if places is not None:
        return [(name, decimal(end, places))]
    rounded = round_half_up(end, MOST_DECIMALS)
    if not isinstance(rounded, Exact):
        raise TypeError(f"not exact: {rounded!r}")
    return [(name, decimal(rounded, MOST_DECIMALS)), (name + _EXACT, _fraction(end))]


def _places(end: Exact) -> int | None:
    """Return how many decimals the number needs; None when that may be more than can be shown."""
    if end.over is not None:
        return None
    for places in range(MOST_DECIMALS + 1):
        if (end.factor * 10**places).denominator == 1:
            return places
    return None


def decimal(a: Exact, places: int) -> Sql:
    """Return an exact number of at most ``places`` decimals as DECIMAL, of as few digits as its range needs."""
    top = whole.scaled(exact.top_of(a), int(a.factor * 10**places))
    return _as_decimal(top, places)


def _as_decimal(top: Whole, places: int) -> Sql:
    digits = len(str(max(abs(top.range.low), abs(top.range.high))))
    whole.hold(digits + places + 1)
    cast = terms.cast(top.sql, f"DECIMAL({digits}, 0)")
    if not places:
        return cast
    unit = terms.cast(exp.Literal.string(f"0.{'1':0>{places}}"), f"DECIMAL({places + 1}, {places})")
    product = exp.Mul(this=cast, expression=unit)
    return terms.cast(product, f"DECIMAL({max(digits, places + 1)}, {places})")


def _fraction(a: Exact) -> Sql:
    above = whole.scaled(exact.top_of(a), a.factor.numerator)
    below = whole.scaled(exact.over_of(a), a.factor.denominator)
    texts = [terms.cast(part.sql, _TEXT) for part in (above, below)]
    slash = exp.Literal.string("/")
    return exp.DPipe(this=exp.DPipe(this=texts[0], expression=slash), expression=texts[1])


def _opens(span: Bounded, name: str) -> list[Named]:
    if either(span.low_open, span.high_open).constant is False:
        return []
    marks = [_mark(flag, end, sign) for flag, end, sign in
             ((span.low_open, span.low, "("), (span.high_open, span.high, ")"))]  # fmt: skip
    return [(name, exp.DPipe(this=marks[0], expression=marks[1]))]


def _mark(flag: Truth, end: Exact | None, sign: str) -> Sql:
    if end is None or flag.constant is False:
        return exp.Literal.string("")
    excluded = spans.pick_truth([(exact.known(end).sql, flag)], FALSE)
    return terms.case([(excluded.sql, exp.Literal.string(sign))], exp.Literal.string(""))


def read_shown(row: Mapping[str, object], name: str) -> MaybeAmount:
    """Return the number that a row of such columns shows, whether in one column or two."""
    if name in row:
        found = _read(row, name)
        return interval(found, found)
    opens = str(row.get(name + _OPEN) or "")
    return interval(_read(row, name + _LOW), _read(row, name + _HIGH), "(" in opens, ")" in opens)


def _read(row: Mapping[str, object], name: str) -> Fraction | None:
    fraction = row.get(name + _EXACT)
    if fraction is not None:
        return Fraction(str(fraction))
    found = row[name]
    return None if found is None else Fraction(found if isinstance(found, int | Decimal) else str(found))
