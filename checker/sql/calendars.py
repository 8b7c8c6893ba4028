"""Turns dates and quarters as whole numbers in SQL into others, by the date functions of the engine.

Mirrors ``checker.values.calendar``: what lies beyond the calendar counts as its first or last day. Knows nothing about
expressions or tables.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from fractions import Fraction
from typing import Final, TypeAlias

from sqlglot import exp

from checker.expr.functions import FUNCTIONS
from checker.sql import exact, spans, terms, whole
from checker.sql.exact import constant_of
from checker.sql.logic import UNSURE, both, either, opposite, truth
from checker.sql.spans import End
from checker.sql.values import NOTHING, Bounded, Exact, Number, Range, Sql, Truth
from checker.sql.whole import Whole
from checker.values import Value
from checker.values.calendar import FIRST_DAY, LAST_DAY, QUARTERS

Applied: TypeAlias = Callable[[Whole], Sql]
_FIRST_QUARTER, _LAST_QUARTER = QUARTERS, 9999 * QUARTERS + QUARTERS - 1
_EPOCH: Final = terms.cast(exp.Literal.string("0001-01-01"), "DATE")
_FEW: Final = 200
"""Of so many days or quarters (50 years) the answers are looked up in a list."""
_MONTHS_A_YEAR: Final = 12
_MONTHS_A_QUARTER: Final = 3


def quarter_of_day(day: Number) -> Number:
    """Return the quarter a day lies in."""
    return _monotone("quarter_of", day, lambda number: terms.minus(
        terms.plus(terms.times(exp.Year(this=date_of(number)), terms.number(QUARTERS)),
                   exp.Quarter(this=date_of(number))), terms.number(1),
    ))  # fmt: skip


def year_of_day(day: Number) -> Number:
    """Return the year a day lies in."""
    return _monotone("year_of", day, lambda number: exp.Year(this=date_of(number)))


def quarter_start(quarter: Number) -> Number:
    """Return the first day of a quarter."""
    return _monotone("quarter_start", quarter, lambda number: ordinal(_day_of_quarter(number, whole.literal(1))))


def year_of_quarter(quarter: Number) -> Number:
    """Return the year a quarter lies in."""
    return _monotone("year_of_quarter", quarter, lambda number: _year_of(number).sql)


def month_end(quarter: Number, month: Number) -> Number:
    """Return the last day of a month (1, 2 or 3; else unknown) of a quarter."""
    place = spans.one_value(month)
    if place is None:
        return NOTHING
    known = constant_of(place)
    if known is not None:
        return _last_day(quarter, whole.literal(int(known))) if known in {1, 2, 3} else NOTHING
    picked = [(exact.compare("=", place, exact.constant(one)).sql, exact.constant(one)) for one in (1, 2, 3)]
    found = exact.pick(picked)
    return NOTHING if found is None else _last_day(quarter, exact.multiple(found, Fraction(1)), always=False)


def _last_day(quarter: Number, month: Whole, *, always: bool = True) -> Number:
    edges = (Fraction(month.range.low),), (Fraction(month.range.high),)
    return _monotone("month_end", quarter, lambda number: ordinal(exp.LastDay(this=_day_of_quarter(number, month))),
                     edges, always=always)  # fmt: skip


def _monotone(
    name: str,
    a: Number,
    apply: Applied,
    others: tuple[Sequence[Fraction], Sequence[Fraction]] = ((), ()),
    *,
    always: bool = True,
) -> Number:
    """Apply a function that never falls to both ends, whatever is excluded; its range is what the evaluator says."""
    on_days = name in {"quarter_of", "year_of"}
    calendar = Range(FIRST_DAY, LAST_DAY) if on_days else Range(_FIRST_QUARTER, _LAST_QUARTER)

    def at(end: End) -> End:
        if end is None:
            return None
        number = clamped(whole_of(end), calendar)
        low, high = (_number(FUNCTIONS[name].apply(Fraction(edge), *more))
                     for edge, more in zip((number.range.low, number.range.high), others, strict=True))  # fmt: skip
        few = number.range.high - number.range.low < _FEW and others[0] == others[1]
        sql = _looked_up(name, number, others[0]) if few else apply(number)
        return exact.make(Whole(sql, Range(int(low), int(high))), nullable=end.nullable or not always)

    if isinstance(a, Bounded):
        return spans.spanned(at(a.low), at(a.high))
    found = at(a) if isinstance(a, Exact) else None
    return NOTHING if found is None else found


def _looked_up(name: str, number: Whole, others: Sequence[Fraction]) -> Sql:
    """Look a value up in the list of all there can be, which is far quicker than working it out."""
    found = [int(_number(FUNCTIONS[name].apply(Fraction(each), *others)))
             for each in range(number.range.low, number.range.high + 1)]  # fmt: skip
    place = terms.plus(number.sql, terms.number(1 - number.range.low))
    values = exp.Array(expressions=[terms.number(each) for each in found])
    return exp.Anonymous(this=terms.LOOKUP, expressions=[values, place])


def _number(value: Value) -> Fraction:
    if not isinstance(value, Fraction):
        raise TypeError(f"not exact: {value!r}")
    return value


def whole_of(a: Exact) -> Whole:
    """Return a number without its decimals, as a day or quarter is counted."""
    above = whole.scaled(exact.top_of(a), a.factor.numerator)
    return whole.divided(above, whole.scaled(exact.over_of(a), a.factor.denominator))


def clamped(a: Whole, to: Range) -> Whole:
    """Return a whole number, or the end of the range that it lies beyond."""
    low, high = max(a.range.low, to.low), min(a.range.high, to.high)
    branches: list[tuple[Sql, Sql]] = []
    for node, limit, beyond in ((exp.LT, to.low, a.range.low < to.low), (exp.GT, to.high, a.range.high > to.high)):
        if beyond:
            branches.append((node(this=terms.bracketed(a.sql), expression=terms.number(limit)), terms.number(limit)))
    kept = Range(min(low, to.high), max(high, to.low))
    return Whole(terms.case(branches, a.sql), kept)


def date_of(day: Whole) -> Sql:
    """Return the DATE of a day of the calendar."""
    after = whole.minus(day, whole.literal(1))
    return exp.Paren(this=exp.Add(this=_EPOCH, expression=terms.cast(after.sql, "INT")))


def ordinal(date: Sql) -> Sql:
    """Return the number of a DATE."""
    since = exp.DateDiff(this=date, expression=_EPOCH, unit=exp.var("DAY"))
    return exp.Add(this=since, expression=terms.number(1))


def _year_of(quarter: Whole) -> Whole:
    return whole.divided(quarter, whole.literal(QUARTERS))


def _day_of_quarter(quarter: Whole, month: Whole) -> Sql:
    """Return the first day of the ``month``-th month of a quarter."""
    place = whole.left_over(quarter, whole.literal(QUARTERS))
    number = whole.plus(whole.scaled(place, _MONTHS_A_QUARTER), month)
    parts = (terms.cast(part.sql, "INT") for part in (_year_of(quarter), number))
    return exp.DateFromParts(year=next(parts), month=next(parts), day=terms.number(1))


def months(first: Number, last: Number) -> Number:
    """Return the whole months from one day to another; what is not a whole month does not count."""
    if isinstance(first, Exact) and isinstance(last, Exact):
        return _months(first, last) or NOTHING
    x, y = spans.bounds(first), spans.bounds(last)
    return spans.spanned(_months(x.high, y.low), _months(x.low, y.high))


def _months(first: End, last: End) -> End:
    if first is None or last is None:
        return None
    start, end = (clamped(whole_of(day), Range(FIRST_DAY, LAST_DAY)) for day in (first, last))
    edges = [FUNCTIONS["months"].apply(Fraction(a), Fraction(b))
             for a, b in ((start.range.high, end.range.low), (start.range.low, end.range.high))]  # fmt: skip
    low, high = (int(_number(edge)) for edge in edges)
    found = Whole(_months_between(date_of(start), date_of(end)), Range(low, high))
    return exact.make(found, nullable=first.nullable or last.nullable)


def _months_between(start: Sql, end: Sql) -> Sql:
    years = terms.times(terms.minus(exp.Year(this=end), exp.Year(this=start)), terms.number(_MONTHS_A_YEAR))
    count = terms.minus(terms.plus(years, exp.Month(this=end)), exp.Month(this=start))
    forward = exp.GTE(this=end, expression=start)
    days = (exp.Day(this=end), exp.Day(this=start))
    short = exp.And(this=forward, expression=exp.LT(this=days[0], expression=days[1]))
    backward = exp.LT(this=end, expression=start)
    long = exp.And(this=backward, expression=exp.GT(this=days[0], expression=days[1]))
    return terms.plus(count, terms.case([(short, terms.number(-1)), (long, terms.number(1))], terms.number(0)))


def valid_date(year: Number, month: Number, day: Number) -> Truth:
    """Return whether the calendar has this day; unknown unless all three are exact."""
    given = [spans.one_value(part) for part in (year, month, day)]
    parts = [part for part in given if part is not None]
    if len(parts) < len(given):
        return UNSURE
    constants = [constant_of(part) for part in parts]
    if all(constant is not None for constant in constants):
        return truth(bool(FUNCTIONS["valid_date"].apply(*constants)))
    y, m, d = parts
    found = both(_between(y, 1, 9999), both(_between(m, 1, _MONTHS_A_YEAR), _between(d, 1, 31)))
    for part in parts:
        found = both(found, _is_whole(part))
    found = both(found, either(exact.compare("<=", d, exact.constant(28)), _within_month(y, m, d)))
    every = _all_known(parts)
    if every.constant:
        return found
    return Truth(terms.case([(every.sql, found.sql)]))


def _all_known(parts: Sequence[Exact]) -> Truth:
    """Return whether all of several numbers are known."""
    found = exact.known(parts[0])
    for part in parts[1:]:
        found = both(found, exact.known(part))
    return found


def _between(a: Exact, low: int, high: int) -> Truth:
    return both(exact.compare(">=", a, exact.constant(low)), exact.compare("<=", a, exact.constant(high)))


def _is_whole(a: Exact) -> Truth:
    above = whole.scaled(exact.top_of(a), a.factor.numerator)
    below = whole.scaled(exact.over_of(a), a.factor.denominator)
    if terms.number_of(below.sql) == 1:
        return truth(True)
    rest = exact.make(whole.left_over(above, below), nullable=a.nullable)
    return exact.compare("=", rest, exact.constant(0))


def _within_month(y: Exact, m: Exact, d: Exact) -> Truth:
    """Return whether a month of a year has that many days, by the rules of the calendar: nothing in it can fail."""

    def is_one_of(*months_: int) -> Truth:
        found = truth(False)
        for month in months_:
            found = either(found, exact.compare("=", m, exact.constant(month)))
        return found

    def divides(number: int) -> Truth:
        rest = whole.left_over(whole_of(y), whole.literal(number))
        return exact.compare("=", exact.make(rest, nullable=y.nullable), exact.constant(0))

    leap = both(divides(4), either(opposite(divides(100)), divides(400)))
    february = both(leap, exact.compare("<=", d, exact.constant(29)))
    short = exact.compare("<=", d, exact.constant(30))
    return either(
        either(both(is_one_of(2), february), both(is_one_of(4, 6, 9, 11), short)),
        opposite(is_one_of(2, 4, 6, 9, 11)),
    )
