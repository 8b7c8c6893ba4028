"""Gathers the values of many rows into one by GROUP BY: what is counted, added and compared, and what comes of it.

The answers are those of ``checker.expr.gather``: a row whose membership cannot be told widens the answer, a value that
is unknown makes a sum unknown. Knows nothing about where rows come from.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from sqlglot import exp

from checker.sql.arithmetic import add, divide, widened
from checker.sql.choosing import choose
from checker.sql.columns import loaded, stored
from checker.sql.exact_sums import sum_of_ratios
from checker.sql.extremes import extreme, spread
from checker.sql.grouping import Finish, Group, Reading, counting, filtered, included, is_maybe, is_sure
from checker.sql.steps import any_of, both_of, code, column, is_null, negated, null, when
from checker.sql.terms import bracketed, cast
from checker.sql.values import FALSE, NOTHING, Bounded, Exact, Nothing, Range, SqlValue, Truth, Words

if TYPE_CHECKING:
    from checker.sql.values import Number, Sql

_INT: Final = 2**63 - 1
_NOT, _PERHAPS, _SURELY = 0, 1, 2


def gather(name: str, member: Truth, body: SqlValue | None, group: Group, *, alone: Sql | None = None) -> Finish:
    """Add to ``group`` what the aggregate ``name`` needs, and return what makes its value of it.

    ``member`` says of a row whether it counts (null: perhaps), ``body`` is its value. Where at most one row can count,
    ``alone`` says which one it is, never null, and ``member`` whether that one does. Raises ``Refused``.
    """
    if alone is not None and name == "exists":
        return _exists_alone(member, alone, group)
    plain_body = body is not None and not isinstance(body, Bounded) and bool(stored(body, "v"))
    if alone is not None and name == "only" and plain_body and not member.nullable:
        return _only(_and(alone, member), body, group, None, None)
    if alone is not None:
        member = _and(alone, member)
    sure = counting(group, is_sure(member))
    maybe = counting(group, is_maybe(member)) if member.nullable else None
    match name:
        case "count":
            return lambda reading: _counted(reading, sure, maybe)
        case "exists":
            return lambda reading: _exists(reading, sure, maybe)
        case "only":
            return _only(member, body, group, sure, maybe)
        case "sum":
            return _sum(member, _number(body), group)
        case "average":
            return _average(member, _number(body), group, sure, maybe)
        case _:
            return extreme(name, member, _number(body), group, (sure, maybe))


def _number(body: SqlValue | None) -> Number:
    if isinstance(body, Exact | Bounded | Nothing):
        return body
    raise TypeError(f"not a number: {body!r}")


def _counted(reading: Reading, sure: str, maybe: str | None) -> SqlValue:
    low = reading.count(sure)
    if maybe is None:
        return low
    more = add(low, reading.count(maybe))
    return Bounded(low, more) if isinstance(more, Exact) else NOTHING


def _exists(reading: Reading, sure: str, maybe: str | None) -> SqlValue:
    found = reading.some(sure)
    if maybe is None:
        return found
    doubtful = reading.some(maybe)
    return Truth(when((found.sql, exp.true()), (doubtful.sql, null()), (negated(doubtful.sql), exp.false())))


def _and(alone: Sql, member: Truth) -> Truth:
    return Truth(alone if member.constant is True else both_of(alone, member.sql), member.nullable)


def _exists_alone(member: Truth, alone: Sql, group: Group) -> Finish:
    """Take the truth of the one row there can be, as 2, 1 or 0; without the row there is none."""
    told: Sql = when((member.sql, code(_SURELY)), otherwise=code(_NOT))
    if member.constant is True:
        told = code(_SURELY)
    elif member.nullable:
        told = when((member.sql, code(_SURELY)), (is_null(bracketed(member.sql)), code(_PERHAPS)), otherwise=code(_NOT))
    name = group.add(filtered(exp.AnyValue(this=told), alone))

    def finish(reading: Reading) -> SqlValue:
        found = reading.whole(name, _NOT, _SURELY)
        sure = exp.EQ(this=found.top, expression=code(_SURELY))
        if not member.nullable:
            return Truth(sure, nullable=found.nullable)
        return Truth(when((sure, exp.true()), (exp.EQ(this=found.top, expression=code(_NOT)), exp.false())))

    return finish


def _only(member: Truth, body: SqlValue | None, group: Group, sure: str | None, maybe: str | None) -> Finish:
    if body is None or isinstance(body, Nothing):
        return lambda _reading: NOTHING
    kept = stored(body, "v")
    names = {name: group.add(filtered(exp.Max(this=sql), is_sure(member), member)) for name, sql in kept}

    def finish(reading: Reading) -> SqlValue:
        value = _nullable(_renamed(loaded(body, "v", reading.table), names, reading.table))
        if sure is None:
            return value
        one: Sql = exp.EQ(this=column(reading.table, sure), expression=code(1))
        if maybe is not None:
            one = both_of(one, exp.EQ(this=column(reading.table, maybe), expression=code(0)))
        alone = Truth(exp.Coalesce(this=bracketed(one), expressions=[exp.false()]), nullable=False)
        return choose(alone, value, NOTHING)

    return finish


def _nullable(value: SqlValue) -> SqlValue:
    """Return ``value`` as one that may be null and is not known beforehand: the group may have no rows."""
    match value:
        case Exact():
            return Exact(value.top, value.range, value.factor, value.over, value.over_range, nullable=True)
        case Truth():
            return Truth(value.sql, nullable=True)
        case Words():
            return Words(value.sql, nullable=True)
        case _:
            return value


def _renamed(value: SqlValue, names: dict[str, str], table: str) -> SqlValue:
    """Return ``value`` reading the columns of the group instead of those it was stored under."""

    def change(node: exp.Expr) -> exp.Expr:
        if isinstance(node, exp.Column) and node.table == table and node.name in names:
            return column(table, names[node.name])
        return node

    def sql(item: Sql) -> Sql:
        return item.transform(change)

    def exact(item: Exact | None) -> Exact | None:
        if item is None:
            return None
        over = None if item.over is None else sql(item.over)
        return Exact(sql(item.top), item.range, item.factor, over, item.over_range, item.nullable)

    match value:
        case Exact():
            return exact(value) or NOTHING
        case Truth():
            return Truth(sql(value.sql), value.nullable, value.constant)
        case Words():
            return Words(sql(value.sql), value.nullable, value.constant)
        case Bounded():
            flags = [
                flag
                if flag.constant is not None
                else Truth(exp.Coalesce(this=sql(flag.sql), expressions=[exp.false()]), nullable=False)
                for flag in (value.low_open, value.high_open)
            ]
            return Bounded(exact(value.low), exact(value.high), *flags)
        case _:
            return value


def _sum(member: Truth, body: Number, group: Group) -> Finish:
    """Add up one end, or both where they may differ."""
    if isinstance(body, Nothing):
        return _sum_of_nothing(member, group)
    if isinstance(body, Exact) and not member.nullable:
        return _sum_end(member, body, None, group)
    low, high = (body, body) if isinstance(body, Exact) else (body.low, body.high)
    lows = _sum_end(member, low, exp.Least, group) if low is not None else None
    highs = _sum_end(member, high, exp.Greatest, group) if high is not None else None
    open_low = _sum_open(member, body, group, low=True)
    open_high = _sum_open(member, body, group, low=False)

    def finish(reading: Reading) -> SqlValue:
        ends = [None if end is None else end(reading) for end in (lows, highs)]
        first, last = (end if isinstance(end, Exact) else None for end in ends)
        return Bounded(first, last, _flag(reading, open_low), _flag(reading, open_high))

    return finish


def _sum_of_nothing(member: Truth, group: Group) -> Finish:
    """Without members the sum is 0, whatever is added; with any it is unknown."""
    count = counting(group, included(member))

    def finish(reading: Reading) -> SqlValue:
        counted = reading.count(count)
        zero = when((exp.EQ(this=counted.top, expression=code(0)), code(0)))
        return Exact(zero, Range(0, 0))

    return finish


def _sum_end(member: Truth, end: Exact, towards_zero: type[exp.Func] | None, group: Group) -> Finish:
    if end.over is not None:
        beyond = None if towards_zero is None else (exp.LT if towards_zero is exp.Least else exp.GT)
        return sum_of_ratios(member, end, beyond, group)
    top = end.top
    if member.nullable and towards_zero is not None:
        sign = exp.LT if towards_zero is exp.Least else exp.GT
        widened_top = when((sign(this=top, expression=code(0)), top), otherwise=code(0))
        top = when((is_sure(member), top), otherwise=widened_top)
    total = group.add(filtered(exp.Sum(this=top), included(member), member))
    missing = None
    if end.nullable:
        absent = both_of(bracketed(included(member)), is_null(end.top))
        missing = counting(group, absent if member.constant is not True else is_null(end.top))
    rows = missing or counting(group, included(member))

    def finish(reading: Reading) -> SqlValue:
        span = Range(min(0, end.range.low * reading.most), max(0, end.range.high * reading.most))
        found = column(reading.table, total)
        if member.constant is True and missing is None and reading.reported is None:
            return Exact(_narrow(found, span), span, end.factor)
        guard = reading.count(rows)
        whole = _narrow(exp.Coalesce(this=found, expressions=[code(0)]), span)
        if missing is not None:
            return Exact(when((exp.EQ(this=guard.top, expression=code(0)), whole)), span, end.factor)
        if guard.nullable:
            return Exact(when((negated(is_null(guard.top)), whole)), span, end.factor)
        return Exact(whole, span, end.factor, nullable=False)

    return finish


def _narrow(sql: Sql, span: Range) -> Sql:
    """Return a sum in the whole-number type that its range needs (a sum of 64 bits comes back as 128)."""
    if span.low >= -_INT and span.high <= _INT:
        return cast(sql, "BIGINT")
    return widened(sql, span)


def _sum_open(member: Truth, body: Number, group: Group, *, low: bool) -> str | None:
    """Return the column that counts the open ends that make the end of the sum open."""
    if not isinstance(body, Bounded):
        return None
    end, flag = (body.low, body.low_open) if low else (body.high, body.high_open)
    if end is None or flag.constant is False:
        return None
    sign = exp.LT if low else exp.GT
    beyond = sign(this=end.top, expression=code(0))
    counts = any_of(is_sure(member), both_of(is_maybe(member), beyond)) if member.nullable else is_sure(member)
    return counting(group, both_of(bracketed(counts), flag.sql))


def _flag(reading: Reading, name: str | None) -> Truth:
    if name is None:
        return FALSE
    some = exp.GT(this=exp.Coalesce(this=column(reading.table, name), expressions=[code(0)]), expression=code(0))
    return Truth(some, nullable=False)


def _average(member: Truth, body: Number, group: Group, sure: str, maybe: str | None) -> Finish:
    """The average of nothing is unknown; with members in doubt it lies between the least and the greatest value."""
    if isinstance(body, Nothing):
        return lambda _reading: NOTHING
    total = _sum(member, body, group)
    widest = None if maybe is None else spread(member, body, group)

    def finish(reading: Reading) -> SqlValue:
        count = reading.count(sure)
        mean = divide(_number(total(reading)), count)
        if maybe is None or widest is None:
            return mean
        some = exp.GT(this=exp.Coalesce(this=column(reading.table, sure), expressions=[code(0)]), expression=code(0))
        none = exp.EQ(this=exp.Coalesce(this=column(reading.table, maybe), expressions=[code(0)]), expression=code(0))
        wide = choose(Truth(some, nullable=False), widest(reading), NOTHING)
        return choose(Truth(none, nullable=False), mean, wide)

    return finish
