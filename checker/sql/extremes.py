"""Gathers the least or greatest of many rows, and the span of all of them, by GROUP BY.

As ``checker.expr.gather``: without a row that surely counts there is none; one that perhaps counts only widens.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlglot import exp

from checker.sql.arithmetic import bounds
from checker.sql.grouping import counting, filtered, included, plain
from checker.sql.steps import both_of, code, column, is_null, negated, when
from checker.sql.terms import bracketed
from checker.sql.values import FALSE, NOTHING, Bounded, Exact, Nothing, Truth

if TYPE_CHECKING:
    from checker.sql.grouping import Finish, Group, Reading
    from checker.sql.values import Number, Sql, SqlValue


def extreme(name: str, member: Truth, body: Number, group: Group, counts: tuple[str, str | None]) -> Finish:
    """Add what ``min`` or ``max`` of ``body`` needs, and return what makes the value."""
    if isinstance(body, Nothing):
        return lambda _reading: NOTHING
    if isinstance(body, Exact) and not member.nullable:
        return _exact(name, member, body, group)
    return _bounded(name, member, bounds(body), group, counts[0])


def spread(member: Truth, body: Number, group: Group) -> Finish:
    """Add what the span from the least to the greatest value needs, and return what makes it."""
    if isinstance(body, Nothing):
        return lambda _reading: NOTHING
    span = bounds(body)
    low = _end("min", included(member), span.low, group)
    high = _end("max", included(member), span.high, group)
    open_low = _all_open("min", included(member), span.low, span.low_open, group)
    open_high = _all_open("max", included(member), span.high, span.high_open, group)

    def finish(reading: Reading) -> SqlValue:
        return Bounded(low(reading), high(reading), open_low(reading), open_high(reading))

    return finish


def _aggregate(name: str, top: Sql, condition: Sql) -> exp.Expr:
    kind = exp.Min if name == "min" else exp.Max
    return filtered(kind(this=top), condition)


def _exact(name: str, member: Truth, body: Exact, group: Group) -> Finish:
    body = plain(body, name)
    found = group.add(_aggregate(name, body.top, member.sql))
    missing = _missing(member.sql, body, group)

    def finish(reading: Reading) -> SqlValue:
        top: Sql = column(reading.table, found)
        if missing is not None:
            top = when((exp.EQ(this=column(reading.table, missing), expression=code(0)), top))
        return Exact(top, body.range, body.factor)

    return finish


def _missing(condition: Sql, end: Exact, group: Group) -> str | None:
    if not end.nullable:
        return None
    absent = is_null(end.top)
    both = absent if _always(condition) else both_of(bracketed(condition), absent)
    return counting(group, both)


def _always(condition: Sql) -> bool:
    return isinstance(condition, exp.Boolean) and condition.this is True


def _end(name: str, condition: Sql, end: Exact | None, group: Group, *, skip_missing: bool = False) -> _EndOf:
    """Return the least low end, or greatest high end; one without a bound has none, unless ``skip_missing``."""
    if end is None:
        return _EndOf(None, None, None)
    end = plain(end, name)
    missing = None if skip_missing else _missing(condition, end, group)
    return _EndOf(end, group.add(_aggregate(name, end.top, condition)), missing)


class _EndOf:
    """One end of the answer, read from its column."""

    def __init__(self, end: Exact | None, found: str | None, missing: str | None) -> None:
        self._end, self._found, self._missing = end, found, missing

    def __call__(self, reading: Reading) -> Exact | None:
        if self._end is None or self._found is None:
            return None
        top: Sql = column(reading.table, self._found)
        if self._missing is not None:
            top = when((exp.EQ(this=column(reading.table, self._missing), expression=code(0)), top))
        return Exact(top, self._end.range, self._end.factor)


class _Open:
    """Whether an end is excluded, read from the extremes with and without the excluded ends."""

    def __init__(self, all_: str | None, closed: str | None, *, any_open: bool) -> None:
        self._all, self._closed, self._any_open = all_, closed, any_open

    def __call__(self, reading: Reading) -> Truth:
        if self._all is None or self._closed is None:
            return FALSE
        found, closed = column(reading.table, self._all), column(reading.table, self._closed)
        # the same column of excluded (or included) ends only: is the extreme among them?
        among = exp.Coalesce(this=exp.EQ(this=found, expression=closed), expressions=[exp.false()])
        return Truth(among if self._any_open else negated(among), nullable=False)


def _all_open(name: str, condition: Sql, end: Exact | None, flag: Truth, group: Group) -> _Open:
    """An extreme is excluded only if every row that has it excludes it."""
    if end is None or flag.constant is False:
        return _Open(None, None, any_open=False)
    reached = both_of(bracketed(condition), negated(bracketed(flag.sql)))
    return _Open(
        group.add(_aggregate(name, end.top, condition)), group.add(_aggregate(name, end.top, reached)), any_open=False
    )


def _any_open(name: str, condition: Sql, end: Exact | None, flag: Truth, group: Group) -> _Open:
    """An extreme is excluded as soon as one row that has it excludes it."""
    if end is None or flag.constant is False:
        return _Open(None, None, any_open=True)
    shut = both_of(bracketed(condition), bracketed(flag.sql))
    return _Open(
        group.add(_aggregate(name, end.top, condition)), group.add(_aggregate(name, end.top, shut)), any_open=True
    )


def _bounded(name: str, member: Truth, body: Bounded, group: Group, sure: str) -> Finish:
    """The near end is the extreme of all rows; the far end that of the rows that surely count.

    For ``min``: the low end is the least low end of all rows (excluded only if all that have it exclude it), the high
    end the least high end of the sure rows (a missing bound never is the least; excluded if one that has it is).
    """
    least = name == "min"
    near, near_open = (body.low, body.low_open) if least else (body.high, body.high_open)
    far, far_open = (body.high, body.high_open) if least else (body.low, body.low_open)
    every, surely = included(member), member.sql
    near_end = _end(name, every, near, group)
    near_flag = _all_open(name, every, near, near_open, group)
    far_end = _end(name, surely, far, group, skip_missing=True)
    far_flag = _any_open(name, surely, far, far_open, group)
    unknown = _unknown(every, body, group)

    def finish(reading: Reading) -> SqlValue:
        some = exp.GT(this=exp.Coalesce(this=column(reading.table, sure), expressions=[code(0)]), expression=code(0))
        known = exp.EQ(
            this=exp.Coalesce(this=column(reading.table, unknown), expressions=[code(0)]), expression=code(0)
        )
        holds = both_of(some, known)
        ends = [_guarded(end, holds) for end in (near_end(reading), far_end(reading))]
        flags = [
            Truth(both_of(holds, bracketed(flag.sql)), nullable=False) if flag.constant is None else flag
            for flag in (near_flag(reading), far_flag(reading))
        ]
        if least:
            return Bounded(ends[0], ends[1], flags[0], flags[1])
        return Bounded(ends[1], ends[0], flags[1], flags[0])

    return finish


def _guarded(end: Exact | None, holds: Sql) -> Exact | None:
    return None if end is None else Exact(when((holds, end.top)), end.range, end.factor)


def _unknown(condition: Sql, body: Bounded, group: Group) -> str:
    """Return the column that counts the rows of which nothing is known."""
    tops = [end.top for end in (body.low, body.high) if end is not None]
    nothing = both_of(*[is_null(top) for top in tops]) if tops else exp.true()
    both = nothing if _always(condition) else both_of(bracketed(condition), bracketed(nothing))
    return counting(group, both)
