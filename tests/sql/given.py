"""A stage whose values are those the evaluator gives for some projects: what SQL makes of them is read back exactly."""

from __future__ import annotations

import math
from collections.abc import Callable
from fractions import Fraction
from typing import TYPE_CHECKING, Any

import duckdb
from sqlglot import exp

from checker.expr import evaluator
from checker.sql.arithmetic import constant
from checker.sql.columns import loaded, stored
from checker.sql.dialects import to_sql
from checker.sql.steps import aliased, column, table
from checker.sql.values import FALSE, NOTHING, TRUE, Bounded, Exact, Nothing, Range, SqlValue, Truth, Words
from checker.values import UNKNOWN, Interval, Unknown, Value, ends, interval

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from checker.expr import Env, Expr
    from checker.sql.values import Sql

ALIAS = "p"


class Given:
    """A table with one row per environment; a value is the column of what an expression comes to in each.

    With ``fractions`` a number is kept as one whole number over another, else as a multiple of a common part; then what
    is the same in every row is known beforehand.
    """

    def __init__(self, envs: Sequence[Env], *, fractions: bool = False) -> None:
        self._envs = envs
        self._fractions = fractions
        self._columns: dict[str, list[str]] = {"row": [str(number) for number in range(len(envs))]}
        self._layers: list[list[tuple[str, Sql]]] = []
        self._made: dict[int, tuple[Expr, SqlValue]] = {}

    def value(self, node: Expr) -> SqlValue:
        """Return what the expression comes to, as a column of the table."""
        if id(node) not in self._made:
            self._made[id(node)] = node, self.column([evaluator(node)(env) for env in self._envs])
        return self._made[id(node)][1]

    def keep(self, values: Mapping[str, SqlValue]) -> Mapping[str, SqlValue]:
        """Add the values as columns of a further select."""
        self._layers.append([named for name, value in values.items() for named in stored(value, name)])
        return {name: loaded(value, name, ALIAS) for name, value in values.items()}

    def column(self, values: Sequence[Value]) -> SqlValue:
        """Return a column of values of one kind, as plain as they are: exact where none is bounded."""
        known = [value for value in values if not isinstance(value, Unknown)]
        nullable = len(known) < len(values)
        if not known:
            return NOTHING
        if isinstance(known[0], bool):
            if not self._fractions and not nullable and len(set(known)) == 1:
                return TRUE if known[0] else FALSE
            sql = self._add(["NULL" if isinstance(value, Unknown) else str(value).upper() for value in values])
            return Truth(sql, nullable)
        if isinstance(known[0], str):
            return Words(
                self._add(["NULL" if isinstance(value, Unknown) else f"'{value}'" for value in values]), nullable
            )
        if all(isinstance(value, Fraction) for value in known):
            if not self._fractions and not nullable and len(set(known)) == 1:
                return constant(next(value for value in known if isinstance(value, Fraction)))
            return self._exact([value if isinstance(value, Fraction) else None for value in values])
        spans = [ends(value) if isinstance(value, Fraction | Interval) else Interval(None, None) for value in values]
        return Bounded(
            self._exact([span.low for span in spans]),
            self._exact([span.high for span in spans]),
            self._flag([span.low_open for span in spans]),
            self._flag([span.high_open for span in spans]),
        )

    def _flag(self, flags: Sequence[bool]) -> Truth:
        return Truth(self._add([str(flag).upper() for flag in flags]), nullable=False) if any(flags) else FALSE

    def _exact(self, values: Sequence[Fraction | None]) -> Exact:
        known = [value for value in values if value is not None]
        scale = math.lcm(*(value.denominator for value in known))
        nullable = len(known) < len(values)
        if not self._fractions:
            tops = [None if value is None else int(value * scale) for value in values]
            return Exact(self._whole(tops), _range(tops), Fraction(1, scale), nullable=nullable)
        tops = [None if value is None else value.numerator for value in values]
        overs = [None if value is None else value.denominator for value in values]
        return Exact(self._whole(tops), _range(tops), Fraction(1), self._whole(overs), _range(overs, 1), nullable)

    def _whole(self, values: Sequence[int | None]) -> exp.Column:
        sql = self._add(["NULL" if value is None else f"{value}::HUGEINT" for value in values])
        sql.type = exp.DataType.build("INT128")
        return sql

    def _add(self, cells: list[str]) -> exp.Column:
        name = f"given{len(self._columns)}"
        self._columns[name] = cells
        return column(ALIAS, name)

    def read(self, values: Mapping[str, SqlValue]) -> list[dict[str, Value]]:
        """Return the values of every row."""
        outputs: dict[str, Sql] = {}
        readers = {name: _reader(value, f"out{number}", outputs) for number, (name, value) in enumerate(values.items())}
        return [{name: read(row) for name, read in readers.items()} for row in self.rows(outputs)]

    def rows(self, outputs: Mapping[str, Sql]) -> list[dict[str, object]]:
        """Return columns over the last layer, row by row."""
        names = ", ".join(f'"{name}"' for name in self._columns)
        cells = ", ".join(f"({', '.join(row)})" for row in zip(*self._columns.values(), strict=True))
        values = f"SELECT * FROM (VALUES {cells}) AS given({names})"  # noqa: S608 - numbers and names made here
        steps = [f"layer0 AS ({values})"]
        for number, columns in enumerate(self._layers):
            select = exp.select(f"{ALIAS}.*", *aliased(columns)).from_(table(f"layer{number}", ALIAS))
            steps.append(f"layer{number + 1} AS ({to_sql(select, 'duckdb')})")
        last = exp.select(*aliased(outputs.items())).from_(table(f"layer{len(self._layers)}", ALIAS))
        query = f"WITH {', '.join(steps)} {to_sql(last, 'duckdb')} ORDER BY {ALIAS}.row"
        found = duckdb.execute(query, connection=_CONNECTION)
        heads = [head[0] for head in found.description]
        return [dict(zip(heads, row, strict=True)) for row in found.fetchall()]


_CONNECTION = duckdb.connect(config={"threads": 1})


def _range(values: Sequence[int | None], default: int = 0) -> Range:
    known = [value for value in values if value is not None] or [default]
    return Range(min(known), max(known))


def _reader(value: SqlValue, name: str, outputs: dict[str, Sql]) -> Callable[[Mapping[str, Any]], Value]:
    """Add the columns of a value to ``outputs``, and return what reads it from a row."""
    match value:
        case Nothing():
            return lambda _row: UNKNOWN
        case Exact():
            exact = _exact_reader(value, name, outputs)
            return lambda row: _or_unknown(exact(row))
        case Bounded():
            ends_ = [
                None if end is None else _exact_reader(end, f"{name}{side}", outputs)
                for end, side in ((value.low, "low"), (value.high, "high"))
            ]
            opens = [
                _reader(flag, f"{name}{side}", outputs)
                for flag, side in ((value.low_open, "low_open"), (value.high_open, "high_open"))
            ]

            def span(row: Mapping[str, Any]) -> Value:
                low, high = (None if end is None else end(row) for end in ends_)
                low_open, high_open = (flag(row) for flag in opens)
                assert isinstance(low_open, bool)
                assert isinstance(high_open, bool)
                return interval(low, high, low_open, high_open)

            return span
        case Truth() | Words():
            outputs[name] = value.sql
            constant, nullable = value.constant, value.nullable

            def plain(row: Mapping[str, Any]) -> Value:
                assert nullable or row[name] is not None
                assert constant is None or row[name] == constant
                return _or_unknown(row[name])

            return plain


def _exact_reader(value: Exact, name: str, outputs: dict[str, Sql]) -> Callable[[Mapping[str, Any]], Fraction | None]:
    outputs[f"{name}top"] = value.top
    outputs[f"{name}over"] = exp.Literal.number(1) if value.over is None else value.over

    def read(row: Mapping[str, Any]) -> Fraction | None:
        top, over = row[f"{name}top"], row[f"{name}over"]
        if top is None or over is None:
            assert value.nullable
            return None
        assert value.range.low <= top <= value.range.high
        assert value.over_range.low <= over <= value.over_range.high
        return value.factor * Fraction(top, over)

    return read


def _or_unknown(value: Any) -> Value:
    return UNKNOWN if value is None else value
