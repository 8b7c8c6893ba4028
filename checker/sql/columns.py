"""Turns values into the columns that keep or show them, and such columns back into values.

A column that keeps whole numbers is BIGINT where its proven range fits, else INT128. Knows nothing about which tables
there are.
"""

from __future__ import annotations

from dataclasses import replace
from itertools import islice

from sqlglot import exp

from checker.sql import exact, terms, whole
from checker.sql.logic import UNSURE
from checker.sql.showing import read_shown, shown
from checker.sql.values import Bounded, Exact, Range, Sql, SqlValue, Truth, Words

__all__ = ["column", "loaded", "read_shown", "shown", "size", "stored"]

Named = tuple[str, Sql]
LOW, HIGH, OVER, OPEN = "__low", "__high", "__over", "_open"


def column(name: str, table: str = "", *, wide: bool = False) -> Sql:
    """Return a column; ``wide`` says that it is INT128."""
    found: Sql = exp.column(name, table or None, quoted=not name.isidentifier() or not name.isascii())
    if wide:
        found.type = exp.DataType.build("INT128")
    return found


def size(value: SqlValue, most: int) -> int:
    """Return how many nodes the SQL of a value has, counting no further than ``most``."""
    nodes = (node for _, sql in stored(value, "v") for node in sql.walk())
    return sum(1 for _ in islice(nodes, most))


def stored(value: SqlValue, name: str) -> list[Named]:
    """Return the columns that keep a value in a table; none for what is known beforehand."""
    match value:
        case Exact():
            return _stored_number(value, name)
        case Bounded(low, high, low_open, high_open):
            ends = [column for end, at in ((low, LOW), (high, HIGH)) if end is not None
                    for column in _stored_number(end, name + at)]  # fmt: skip
            return [*ends, *_stored_truth(low_open, name + LOW + OPEN), *_stored_truth(high_open, name + HIGH + OPEN)]
        case Truth():
            return _stored_truth(value, name)
        case Words() if value.constant is None:
            return [(name, value.sql)]
    return []


def _stored_number(value: Exact, name: str) -> list[Named]:
    if exact.constant_of(value) is not None:
        return []
    found = [] if terms.number_of(value.top) is not None else [(name, whole.narrowed(exact.top_of(value)))]
    if value.over is not None:
        found.append((name + OVER, whole.narrowed(exact.over_of(value))))
    return found


def _stored_truth(value: Truth, name: str) -> list[Named]:
    return [] if value.constant is not None or value == UNSURE else [(name, value.sql)]


def loaded(value: SqlValue, name: str, table: str = "") -> SqlValue:
    """Return the same value read back from the columns that ``stored`` made of it."""
    match value:
        case Exact():
            return _loaded_number(value, name, table)
        case Bounded(low, high, low_open, high_open):
            return Bounded(
                None if low is None else _loaded_number(low, name + LOW, table),
                None if high is None else _loaded_number(high, name + HIGH, table),
                _loaded_truth(low_open, name + LOW + OPEN, table),
                _loaded_truth(high_open, name + HIGH + OPEN, table),
            )
        case Truth():
            return _loaded_truth(value, name, table)
        case Words() if value.constant is None:
            return replace(value, sql=column(name, table))
    return value


def _loaded_number(value: Exact, name: str, table: str) -> Exact:
    known = exact.constant_of(value)
    if known is not None:
        return exact.constant(known)
    names = {column for column, _ in _stored_number(value, name)}
    top = column(name, table, wide=_is_wide(value.range)) if name in names else value.top
    over = value.over
    if over is not None:
        over = column(name + OVER, table, wide=_is_wide(value.over_range))
    return replace(value, top=top, over=over)


def _is_wide(range_: Range) -> bool:
    return whole.needs_wide(range_)


def _loaded_truth(value: Truth, name: str, table: str) -> Truth:
    return replace(value, sql=column(name, table)) if _stored_truth(value, name) else value
