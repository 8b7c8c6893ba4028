"""Turns single projects into a portfolio: the typed relations that SQL reads, their shapes, and who does not fit."""

from __future__ import annotations

from dataclasses import dataclass, field
from fractions import Fraction
from typing import TYPE_CHECKING, Final, Protocol

from checker.engine import waivers_in_force
from checker.plan.judgements import judgement_rows
from checker.source import Problems
from checker.sql.shapes import MOST_DIGITS, FieldShape, Shapes, TypeShape
from checker.values import Interval, Kind, Unknown, Value

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from checker.expr import FieldSpec
    from checker.facts import FactSet
    from checker.plan import Plan

MOST_SCALE: Final = 18
"""A number with more decimals than this (or with endless ones) is left to the exact path."""
_TOP: Final = 10**MOST_DIGITS
_JUDGEMENT: Final = ("indicator", "point", "points", "misses", "full", "level", "reason", "assessor", "evidence")
"""The columns of ``facts_judgement``; what is lost and the share are worked out."""

Cell = str | int | bool | None


@dataclass(frozen=True, slots=True)
class Relation:
    """One table: the SQL type of each column, and the rows in that order."""

    columns: Mapping[str, str]
    rows: tuple[tuple[Cell, ...], ...]


@dataclass(frozen=True, slots=True)
class Portfolio:
    """The relations of many projects and how they lie; ``exact`` are the projects whose numbers do not fit."""

    relations: Mapping[str, Relation]
    shapes: Shapes
    exact: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class _Row:
    """A fact before it is scaled: whose it is, its key and its values."""

    project: str
    key: str
    values: Mapping[str, Value]


@dataclass(slots=True)
class _Columns:
    """The columns of one type while they are made."""

    shapes: dict[str, FieldShape] = field(default_factory=dict)
    types: dict[str, str] = field(default_factory=lambda: {"project": "VARCHAR", "key": "VARCHAR"})


class Target(Protocol):
    """Something that takes tables in, such as a session."""

    def load_rows(self, name: str, columns: Mapping[str, str], rows: Sequence[Sequence[Cell]]) -> object:
        """Make the table ``name`` of these rows."""
        ...


def portfolio_of(fact_sets: Mapping[str, FactSet], plan: Plan) -> Portfolio:
    """Return the portfolio of these projects (by id, all sound); those that no column can hold are in ``exact``."""
    exact = frozenset(name for name, facts in fact_sets.items() if _gives_derived(facts, plan))
    while True:
        inside = {name: facts for name, facts in fact_sets.items() if name not in exact}
        rows = _rows_of(inside, plan)
        specs = {name: plan.records[name].fields for name in rows}
        misfits = {who for name, found in rows.items() for who in _misfits(found, specs[name])}
        if not misfits:
            return _built(inside, rows, specs, plan, exact)
        exact |= misfits


def _gives_derived(facts: FactSet, plan: Plan) -> bool:
    """Return whether a project gives a field that is worked out, which only the exact path can hold against that."""
    return any(
        (fact.type, name) in plan.derived for found in facts.facts.values() for fact in found for name in fact.fields
    )


def _rows_of(fact_sets: Mapping[str, FactSet], plan: Plan) -> dict[str, list[_Row]]:
    """Return the rows of each type that somebody reported on."""
    rows: dict[str, list[_Row]] = {"judgement": []}
    for project, facts in fact_sets.items():
        for type_id, found in facts.facts.items():
            values = [{name: given.value for name, given in fact.fields.items()} for fact in found]
            rows.setdefault(type_id, []).extend(
                _Row(project, fact.key, row) for fact, row in zip(found, values, strict=True)
            )
        judged, keys = judgement_rows(plan, facts, Problems())
        rows["judgement"] += (
            _Row(project, key, {name: row[name] for name in _JUDGEMENT if name in row})
            for key, row in zip(keys, judged, strict=True)
        )
    return rows


def _numbers(value: Value) -> list[Fraction]:
    if isinstance(value, Interval):
        return [end for end in (value.low, value.high) if end is not None]
    return [value] if isinstance(value, Fraction) else []


def _scale_of(number: Fraction) -> int:
    """Return how many decimals a number has; one more than allowed when it has no end."""
    return next((digits for digits in range(MOST_SCALE + 1) if 10**digits % number.denominator == 0), MOST_SCALE + 1)


def _scales(rows: Iterable[_Row]) -> dict[str, int]:
    found: dict[str, int] = {}
    for row in rows:
        for name, value in row.values.items():
            for number in _numbers(value):
                found[name] = max(found.get(name, 0), _scale_of(number))
    return found


def _misfits(rows: Sequence[_Row], specs: Mapping[str, FieldSpec]) -> set[str]:
    """Return the projects with a number that has no end, or else those with too many digits at the common scale."""
    numbers = ((row.project, number) for row in rows for value in row.values.values() for number in _numbers(value))
    endless = {project for project, number in numbers if _scale_of(number) > MOST_SCALE}
    if endless:
        return endless
    scales = _scales(rows)
    return {
        row.project
        for row in rows
        for name, value in row.values.items()
        if name in specs and any(abs(number) * 10 ** scales[name] >= _TOP for number in _numbers(value))
    }


def _built(
    fact_sets: Mapping[str, FactSet],
    rows: Mapping[str, list[_Row]],
    specs: Mapping[str, Mapping[str, FieldSpec]],
    plan: Plan,
    exact: frozenset[str],
) -> Portfolio:
    relations, types = {}, {}
    empty = [(p, name) for p, facts in fact_sets.items() for name, found in facts.facts.items() if not found]
    for name, found in rows.items():
        columns = _columns(
            found, [specs[name][field] for field in (_JUDGEMENT if name == "judgement" else specs[name])]
        )
        relations[f"facts_{name}"] = Relation(columns.types, tuple(_cells(row, columns) for row in found))
        most = max((sum(1 for row in found if row.project == project) for project in fact_sets), default=0)
        reported = any(type_id == name for _, type_id in empty)
        types[name] = TypeShape(columns.shapes, max(most, 1), name == "judgement", reported, clean=True)
    heads = tuple((name, facts.title or None, facts.kind or None) for name, facts in fact_sets.items())
    relations["projects"] = Relation(dict.fromkeys(("project", "title", "kind"), "VARCHAR"), heads)
    relations["reported"] = Relation(dict.fromkeys(("project", "type"), "VARCHAR"), tuple(empty))
    waived = tuple(
        (name, rule, key)
        for name, facts in fact_sets.items()
        for rule, key in waivers_in_force(facts.waivers, plan.as_of).in_force
    )
    relations["waivers"] = Relation(dict.fromkeys(("project", "rule", "key"), "VARCHAR"), waived)
    return Portfolio(relations, Shapes(types, frozenset(rule for _, rule, _ in waived)), exact)


def _columns(rows: Sequence[_Row], specs: Iterable[FieldSpec]) -> _Columns:
    """Return the columns of the fields that somebody gave."""
    columns, scales = _Columns(), _scales(rows)
    for spec in specs:
        name = spec.name
        given = [row.values[name] for row in rows if name in row.values]
        known = [value for value in given if not isinstance(value, Unknown)]
        if not known:
            continue
        nullable = len(known) < len(rows)
        if not spec.kind.ordered:
            columns.shapes[name] = FieldShape(nullable=nullable)
            columns.types[name] = "BOOLEAN" if spec.kind is Kind.TRUTH else "VARCHAR"
            continue
        scale = scales[name]
        scaled = [int(number * 10**scale) for value in known for number in _numbers(value)]
        bounded = any(isinstance(value, Interval) for value in known)
        columns.shapes[name] = FieldShape(scale, min(scaled), max(scaled), nullable, bounded)
        ends = dict.fromkeys((f"{name}__low", f"{name}__high"), "BIGINT")
        opens = dict.fromkeys((f"{name}__low_open", f"{name}__high_open"), "BOOLEAN")
        columns.types |= {**ends, **opens} if bounded else {name: "BIGINT"}
    return columns


def _cells(row: _Row, columns: _Columns) -> tuple[Cell, ...]:
    cells: list[Cell] = [row.project, row.key]
    for name, shape in columns.shapes.items():
        value = row.values.get(name)
        if shape.bounded:
            cells += _bounds(value, shape)
        elif value is None or isinstance(value, Unknown | Interval):
            cells.append(None)
        else:
            cells.append(int(value * 10**shape.scale) if isinstance(value, Fraction) else value)
    return tuple(cells)


def _bounds(value: Value | None, shape: FieldShape) -> list[Cell]:
    if isinstance(value, Fraction):
        value = Interval(value, value)
    if not isinstance(value, Interval):
        return [None, None, False, False]
    low, high = (None if end is None else int(end * 10**shape.scale) for end in (value.low, value.high))
    return [low, high, value.low_open, value.high_open]


def load(target: Target, portfolio: Portfolio) -> None:
    """Put every relation into a session under its own name."""
    for name, relation in portfolio.relations.items():
        target.load_rows(name, relation.columns, relation.rows)


@dataclass(frozen=True, slots=True)
class InDuckDB:
    """Takes tables into a bare DuckDB connection, where no session is wanted."""

    connection: object

    def load_rows(self, name: str, columns: Mapping[str, str], rows: Sequence[Sequence[Cell]]) -> None:
        """Make the table ``name`` of these rows."""
        execute = self.connection.execute  # type: ignore[attr-defined]  # duckdb is not imported for its type alone
        listed = ", ".join(f'"{column}" {kind}' for column, kind in columns.items())
        execute(f'CREATE OR REPLACE TABLE "{name}" ({listed})')
        if rows:
            unnested = ", ".join(f"unnest(?::{kind}[])" for kind in columns.values())
            execute(f'INSERT INTO "{name}" SELECT {unnested}', [list(column) for column in zip(*rows, strict=True)])
