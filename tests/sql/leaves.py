"""Lays random or given values out as columns of one table, and reads what SQL made of them back; for tests."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, fields, replace
from fractions import Fraction
from functools import cache
from typing import Any, TypeAlias

import duckdb
from sqlglot import exp

from checker.expr import Env, Expr
from checker.expr.tree import Aggregate, Field, children
from checker.sql import columns, dialects, exact
from checker.sql.translate import sql_value
from checker.sql.values import Bounded, Exact, Nothing, Range, SqlValue, Truth, Words
from checker.sql.whole import needs_wide
from checker.values import UNKNOWN, Interval, Kind, Unknown, Value, ends, interval

Ask: TypeAlias = Callable[[exp.Select], list[dict[str, Any]]]
"""Runs a query in some database and returns its rows."""
Leaf: TypeAlias = tuple[str, str]
"""The variable and the name of a field."""
MOST_SCALE = 4
TABLE = "t"


@dataclass
class Laid:
    """One leaf: its value in SQL and the columns that hold it, by name: type and values."""

    value: SqlValue
    held: dict[str, tuple[str, list[Any]]]


def leaf_of(node: Field) -> Leaf:
    """Return what tells a field from others."""
    return node.variable, node.name


def without_aggregates(node: Expr, found: list[Field] | None = None) -> Expr:
    """Return ``node`` with a field of its own in place of every aggregate."""
    found = [] if found is None else found
    if isinstance(node, Aggregate):
        field = Field("gathered", "gathered", f"a{len(found)}", node.kind)
        found.append(field)
        return field
    changes: dict[str, Any] = {}
    for item in fields(node):
        value = getattr(node, item.name)
        if isinstance(value, tuple) and item.name in {"items", "arguments"}:
            changes[item.name] = tuple(without_aggregates(part, found) for part in value)
        elif value in children(node) and not isinstance(value, str | bool | Fraction):
            changes[item.name] = without_aggregates(value, found)
    return replace(node, **changes)


def lay(kind: Kind, name: str, values: Sequence[Value], *, bounded: bool = False) -> Laid:
    """Lay the values of one field out; ``bounded`` gives it two columns even where it is always exact."""
    if kind is Kind.TRUTH:
        plain = [None if isinstance(value, Unknown) else value for value in values]
        return Laid(Truth(columns.column(name, TABLE), None in plain), {name: ("BOOLEAN", plain)})
    if not kind.ordered:
        plain = [None if isinstance(value, Unknown) else value for value in values]
        return Laid(Words(columns.column(name, TABLE), None in plain), {name: ("VARCHAR", plain)})
    if not bounded and not any(isinstance(value, Interval) for value in values):
        return _laid_number(name, [None if isinstance(value, Unknown) else value for value in values])
    spread = [Interval(None, None) if isinstance(value, Unknown) else ends(value) for value in values]  # type: ignore[arg-type]
    low, high = _laid_number(f"{name}__low", [one.low for one in spread]), _laid_number(
        f"{name}__high", [one.high for one in spread])  # fmt: skip
    flags = {f"{name}__low_open": ("BOOLEAN", [one.low_open for one in spread]),
             f"{name}__high_open": ("BOOLEAN", [one.high_open for one in spread])}  # fmt: skip
    opens = (Truth(columns.column(flag, TABLE), nullable=False) for flag in flags)
    assert isinstance(low.value, Exact)
    assert isinstance(high.value, Exact)
    return Laid(Bounded(low.value, high.value, *opens), {**low.held, **high.held, **flags})


def _laid_number(name: str, values: Sequence[Any]) -> Laid:
    given = [value for value in values if value is not None] or [Fraction(0)]
    nullable = None in values
    scale = next((scale for scale in range(MOST_SCALE + 1)
                  if all((value * 10**scale).denominator == 1 for value in given)), None)  # fmt: skip
    if scale is None:
        tops = [None if value is None else value.numerator for value in values]
        overs = [None if value is None else value.denominator for value in values]
        top, over = _whole_column(name, tops), _whole_column(f"{name}__over", overs)
        number = Exact(*top[:2], over=over[0], over_range=over[1], nullable=nullable)
        return Laid(number, {name: top[2], f"{name}__over": over[2]})
    top = _whole_column(name, [None if value is None else int(value * 10**scale) for value in values])
    return Laid(Exact(*top[:2], Fraction(1, 10**scale), nullable=nullable), {name: top[2]})


def _whole_column(name: str, values: list[int | None]) -> tuple[exp.Expr, Range, tuple[str, list[Any]]]:
    given = [value for value in values if value is not None] or [0]
    range_ = Range(min(given), max(given))
    wide = needs_wide(range_)
    return columns.column(name, TABLE, wide=wide), range_, ("INT128" if wide else "BIGINT", values)


class LeafScope:
    """A scope whose names are the columns of one table."""

    def __init__(self, laid: Mapping[Leaf, Laid], as_of: int) -> None:
        self.laid, self.as_of = laid, as_of

    def field(self, node: Field) -> SqlValue:
        """Return the column of a field; one that is not there was given by nobody."""
        found = self.laid.get(leaf_of(node))
        return Nothing() if found is None else found.value

    def aggregate(self, node: Aggregate) -> SqlValue:
        """There are none here."""
        raise NotImplementedError(node)


class KeepingScope(LeafScope):
    """A scope that puts values into columns of its own, each in a table made of the one before."""

    def __init__(self, laid: Mapping[Leaf, Laid], as_of: int) -> None:
        super().__init__(laid, as_of)
        self.kept: list[SqlValue] = []

    def hold(self, value: SqlValue) -> SqlValue:
        """Keep a value, and return it read from there."""
        self.kept.append(value)
        return columns.loaded(value, f"kept{len(self.kept)}", TABLE)


def query(values: Mapping[str, SqlValue], laid: Mapping[Leaf, Laid], kept: Sequence[SqlValue] = ()) -> exp.Select:
    """Return the query for the columns that keep ``values``, by row."""
    picked = [exp.alias_(sql, name, quoted=True) for name, value in values.items()
              for name, sql in columns.stored(value, name)]  # fmt: skip
    source = exp.Subquery(this=_table(laid), alias=exp.TableAlias(this=exp.to_identifier(TABLE)))
    for number, value in enumerate(kept, 1):
        more = [exp.alias_(sql, name) for name, sql in columns.stored(value, f"kept{number}")]
        source = exp.select(exp.Column(this=exp.Star(), table=TABLE), *more).from_(source).subquery(TABLE)
    return exp.select(exp.column("place", TABLE), *picked).from_(source).order_by("place")


def _table(laid: Mapping[Leaf, Laid]) -> exp.Expr:
    held = {name: column for leaf in laid.values() for name, column in leaf.held.items()}
    count = max((len(values) for _, values in held.values()), default=1)
    rows = []
    for place in range(count):
        cells = [exp.alias_(exp.Literal.number(place), "place")]
        cells += [exp.alias_(exp.cast(exp.convert(values[place]), type_), name, quoted=True)
                  for name, (type_, values) in held.items()]  # fmt: skip
        rows.append(exp.select(*cells))
    found: exp.Expr = rows[0]
    for row in rows[1:]:
        found = exp.Union(this=found, expression=row, distinct=False)
    return found


def read(value: SqlValue, name: str, row: Mapping[str, Any]) -> Value:
    """Return what the columns that keep a value say in one row; every range and promise is held to."""
    match value:
        case Exact():
            found = _read_number(value, name, row)
            assert found is not None or value.nullable
            return UNKNOWN if found is None else found
        case Bounded(low, high, low_open, high_open):
            opens = (_read_truth(flag, f"{name}__{end}_open", row) for flag, end in
                     ((low_open, "low"), (high_open, "high")))  # fmt: skip
            return interval(
                None if low is None else _read_number(low, f"{name}__low", row),
                None if high is None else _read_number(high, f"{name}__high", row),
                *(flag is True for flag in _never_null(opens)),
            )
        case Truth():
            truth = _read_truth(value, name, row)
            assert truth is not None or value.nullable
            return UNKNOWN if truth is None else truth
        case Words():
            text = row[name] if value.constant is None else value.constant
            assert text is not None or value.nullable
            return UNKNOWN if text is None else str(text)
    return UNKNOWN


def _never_null(flags: Any) -> list[Any]:
    found = list(flags)
    assert None not in found
    return found


def _read_truth(value: Truth, name: str, row: Mapping[str, Any]) -> bool | None:
    if value.constant is not None:
        return value.constant
    found: bool | None = row.get(name)
    return found


def _read_number(value: Exact, name: str, row: Mapping[str, Any]) -> Fraction | None:
    top = row.get(name, value.range.low)
    over = row[f"{name}__over"] if value.over is not None else 1
    if top is None or over is None:
        return None
    assert value.range.low <= top <= value.range.high, (value.range, top)
    assert max(value.over_range.low, 1) <= over <= value.over_range.high, (value.over_range, over)
    found = value.factor * int(top) / int(over)
    low, high = exact.ends_of(value)
    assert low <= found <= high, (value.within, found)
    return found


def ask_duckdb(select: exp.Select) -> list[dict[str, Any]]:
    """Run a query in DuckDB."""
    found = _duckdb().execute(dialects.to_sql(select, "duckdb"))
    names = [column[0] for column in found.description]
    return [dict(zip(names, row, strict=True)) for row in found.fetchall()]


@cache
def _duckdb() -> duckdb.DuckDBPyConnection:
    return duckdb.connect(config={"threads": "1"})


def come_to(
    values: Mapping[str, SqlValue], laid: Mapping[Leaf, Laid], ask: Ask = ask_duckdb, kept: Sequence[SqlValue] = ()
) -> list[dict[str, Value]]:
    """Return what values in SQL come to, row by row."""
    rows = ask(query(values, laid, kept))
    return [{name: read(value, name, row) for name, value in values.items()} for row in rows]


def answers(nodes: Mapping[str, Expr], laid: Mapping[Leaf, Laid], as_of: int, ask: Ask) -> list[dict[str, Value]]:
    """Return what SQL makes of expressions, row by row."""
    scope = LeafScope(laid, as_of)
    return come_to({name: sql_value(node, scope) for name, node in nodes.items()}, laid, ask)


def env_of(given: Mapping[Leaf, Sequence[Value]], place: int, as_of: int) -> Env:
    """Return the facts of one row, as the evaluator reads them."""
    rows: dict[str, dict[str, Value]] = {}
    for (variable, name), values in given.items():
        rows.setdefault(variable, {})[name] = values[place]
    return Env(as_of, {}, rows)
