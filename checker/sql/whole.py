"""Turns whole-number SQL into whole-number SQL with a proven range, widened before it could run over.

A column of whole numbers is BIGINT when its range fits, else INT128, which is what SQL holds exactly up to 38 digits.
Knows nothing about factors, unknown values or meaning.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from sqlglot import exp

from checker.messages import message
from checker.sql import terms
from checker.sql.values import MOST, Range, Refused, Sql

_NARROW, _USUAL, _WIDE = 32, 64, 128
_DIGITS: Final = len(str(MOST))
_SPARK_DECIMALS: Final = 6
"""Spark keeps room for so many decimals in a quotient, even of whole numbers."""


@dataclass(frozen=True, slots=True)
class Whole:
    """A whole-number expression and its range."""

    sql: Sql
    range: Range


def literal(value: int) -> Whole:
    """Return a whole number that is known beforehand."""
    _room(Range(value, value))
    return Whole(terms.number(value), Range(value, value))


def _room(range_: Range) -> int:
    """Return how many bits the range takes; raises ``Refused`` beyond 38 digits."""
    most = max(abs(range_.low), abs(range_.high))
    hold(len(str(most)))
    if most < 2 ** (_NARROW - 1):
        return _NARROW
    return _USUAL if most < 2 ** (_USUAL - 1) else _WIDE


def hold(digits: int) -> None:
    """Raise ``Refused`` for more digits than every engine holds exactly."""
    if digits > _DIGITS:
        what = message("精确计算需要 {digits} 位数字，SQL 最多精确到 {most} 位", digits=digits, most=_DIGITS)
        raise Refused(what)


def width_of(sql: Sql) -> int:
    """Return how many bits an engine gives an expression: what is not known is a column, which has at least 64."""
    match sql:
        case exp.Literal() if not sql.is_string:
            return _room(Range(int(sql.this), int(sql.this)))
        case exp.Cast():
            return _WIDE if is_wide(sql.to) else _NARROW if sql.to.this is exp.DataType.Type.INT else _USUAL
        case exp.Case():
            branches = [part.args["true"] for part in sql.args["ifs"]]
            default = sql.args.get("default")
            return max(map(width_of, branches if default is None else [*branches, default]))
        case exp.Null() | exp.Anonymous() | exp.Year() | exp.Quarter() | exp.Month() | exp.Day() | exp.DateDiff():
            return _NARROW
        case exp.Add() | exp.Sub() | exp.Mul() | exp.IntDiv() | exp.Mod():
            return max(width_of(sql.this), width_of(sql.expression))
        case exp.Least() | exp.Greatest() | exp.Coalesce():
            return max(map(width_of, [sql.this, *sql.expressions]))
        case exp.Neg() | exp.Paren() | exp.Abs() | exp.Nullif():
            return width_of(sql.this)
    return _WIDE if isinstance(sql, exp.Column) and is_wide(sql.type) else _USUAL


def is_wide(type_: Sql | None) -> bool:
    """Return whether a type is INT128."""
    return isinstance(type_, exp.DataType) and type_.this is exp.DataType.Type.INT128


def widened(sql: Sql, range_: Range) -> Sql:
    """Return an expression in a type that holds the whole range; raises ``Refused`` beyond 38 digits.

    Make room with this for what will grow within the engine, as a sum does.
    """
    needed = _room(range_)
    return sql if needed <= width_of(sql) else terms.cast(sql, "INT128" if needed == _WIDE else "BIGINT")


def narrowed(whole: Whole) -> Sql:
    """Return an expression of type BIGINT where the range allows it, else INT128."""
    needed = max(_room(whole.range), _USUAL)
    if needed == width_of(whole.sql):
        return whole.sql
    return terms.cast(whole.sql, "INT128" if needed == _WIDE else "BIGINT")


def _operands(a: Whole, b: Whole, result: Range) -> tuple[Sql, Sql]:
    """Return both operands, one in a type that holds the result if neither is."""
    if max(width_of(a.sql), width_of(b.sql)) >= _room(result):
        return a.sql, b.sql
    if terms.number_of(a.sql) is not None:
        return a.sql, widened(b.sql, result)
    return widened(a.sql, result), b.sql


def plus(a: Whole, b: Whole) -> Whole:
    """Return a + b."""
    result = Range(a.range.low + b.range.low, a.range.high + b.range.high)
    x, y = terms.number_of(a.sql), terms.number_of(b.sql)
    if x is not None and y is not None:
        return literal(x + y)
    if x == 0 or y == 0:
        return b if x == 0 else a
    return Whole(terms.plus(*_operands(a, b, result)), result)


def minus(a: Whole, b: Whole) -> Whole:
    """Return a - b."""
    result = Range(a.range.low - b.range.high, a.range.high - b.range.low)
    x, y = terms.number_of(a.sql), terms.number_of(b.sql)
    if x is not None and y is not None:
        return literal(x - y)
    if y == 0:
        return a
    if x == 0:
        return negative(b)
    return Whole(terms.minus(*_operands(a, b, result)), result)


def negative(a: Whole) -> Whole:
    """Return -a."""
    return Whole(terms.negative(a.sql), Range(-a.range.high, -a.range.low))


def times(a: Whole, b: Whole) -> Whole:
    """Return a * b."""
    found = [x * y for x in (a.range.low, a.range.high) for y in (b.range.low, b.range.high)]
    result = Range(min(found), max(found))
    x, y = terms.number_of(a.sql), terms.number_of(b.sql)
    if x is not None and y is not None:
        return literal(x * y)
    if x is not None:
        return times(b, a)
    if y in {1, -1}:
        return a if y == 1 else negative(a)
    if y is not None and isinstance(a.sql, exp.Mul) and (inner := terms.number_of(a.sql.expression)) is not None:
        part = Whole(a.sql.this, _apart(a.range, inner))
        return times(part, literal(inner * y)) if inner else Whole(a.sql, result)
    return Whole(terms.times(*_operands(a, b, result)), result)


def _apart(range_: Range, factor: int) -> Range:
    """Return the range of what was multiplied by ``factor``; ranges of products are exact at both ends."""
    if not factor:
        return range_
    ends = sorted((-(-range_.low // factor), range_.high // factor))
    return Range(ends[0], ends[1])


def scaled(a: Whole, by: int) -> Whole:
    """Return a multiplied by a number known beforehand."""
    return times(a, literal(by))


def divided(a: Whole, b: Whole) -> Whole:
    """Return a divided by b > 0, towards zero.

    Where the quotient may need more than 64 bits it is cast to INT128 right there, which tells the dialects apart.
    """
    low, high = (_towards_zero(end, b.range.low if away else b.range.high) for end, away in _spread(a.range))
    result = Range(low, high)
    if terms.number_of(b.sql) == 1:
        return a
    quotient = terms.divided(a.sql, b.sql)
    if width_of(quotient) == _WIDE:
        if _room(result) == _WIDE:
            hold(len(str(max(-low, high))) + _SPARK_DECIMALS)
        quotient = terms.cast(quotient, "INT128" if _room(result) == _WIDE else "BIGINT")
    return Whole(quotient, result)


def _spread(range_: Range) -> tuple[tuple[int, bool], tuple[int, bool]]:
    """Say for each end whether the smallest divisor brings it furthest."""
    return (range_.low, range_.low < 0), (range_.high, range_.high > 0)


def _towards_zero(a: int, b: int) -> int:
    return a // b if a >= 0 else -(-a // b)


def left_over(a: Whole, b: Whole) -> Whole:
    """Return what is left over when a is divided by b > 0; it has the sign of a."""
    result = Range(max(a.range.low, 1 - b.range.high) if a.range.low < 0 else 0,
                   min(a.range.high, b.range.high - 1) if a.range.high > 0 else 0)  # fmt: skip
    return Whole(terms.left_over(a.sql, b.sql), result)


def hull(*wholes: Range) -> Range:
    """Return the range that holds all of several."""
    return Range(min(one.low for one in wholes), max(one.high for one in wholes))


def needs_wide(range_: Range) -> bool:
    """Return whether a column of this range is INT128."""
    return _room(range_) == _WIDE
