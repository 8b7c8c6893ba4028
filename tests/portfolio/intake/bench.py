"""Makes tables for intake in tests, and shows what came of them in plain values."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from pathlib import Path

import duckdb

from checker.facts import FactTypeRule, FieldRule
from checker.facts.fields import read_value
from checker.facts.parts import Part
from checker.portfolio.intake import Intake, take_in
from checker.portfolio.intake.tables import Extra, Table, take_table
from checker.portfolio.session import Session
from checker.portfolio.source import Placing, SourceRequest, SourceTable, open_source, read_mapping
from checker.run import Checker, open_checker
from checker.source import Problems
from checker.source.document import Scalar
from checker.sql.shapes import FieldShape
from checker.sql.values import Sql
from checker.values import Interval, Kind, Value, interval

Row = Mapping[str, object]


def parquet(path: Path, columns: Mapping[str, str], rows: Iterable[Sequence[object]]) -> Path:
    """Write a Parquet file with these columns (names and DuckDB types); values travel as texts."""
    path.parent.mkdir(parents=True, exist_ok=True)
    connection = duckdb.connect()
    listed = ", ".join(f'"{name}" {kind}' for name, kind in columns.items())
    connection.execute(f"CREATE TABLE t ({listed})")
    insert = f"INSERT INTO t VALUES ({', '.join('?' for _ in columns)})"  # noqa: S608 - only question marks
    for row in rows:
        connection.execute(insert, [None if cell is None else str(cell) for cell in row])
    connection.execute(f"COPY t TO '{path}' (FORMAT parquet)")
    return path


def one_table(
    folder: Path,
    rule: FactTypeRule,
    types: Mapping[str, str],
    rows: Sequence[Sequence[object]],
    units: Mapping[str, str] | None = None,
) -> SourceTable:
    """Return a table of this fact type whose columns are called as its fields; each row begins with its project."""
    columns = {"project": "VARCHAR", **types}
    file = parquet(folder / f"{rule.name}.parquet", columns, rows)
    fields = {name: name for name in types}
    placing = Placing(file.name, ":row ")
    return SourceTable(
        file.name, rule.name, (file,), "project", fields, columns, placing, (), len(rows), units=units or {}
    )


def several(*fields: FieldRule, key: tuple[str, ...] = ()) -> FactTypeRule:
    """Return a fact type with these fields."""
    return FactTypeRule("thing", "事物", key, {field.name: field for field in fields})


def taken(session: Session, table: SourceTable, rule: FactTypeRule) -> Table:
    """Return a table taken in without complaint about its columns."""
    problems = Problems()
    found = take_table(table, rule, session, problems, Extra())
    assert problems.found == []
    assert found is not None
    return found


def values_of(session: Session, table: Table) -> list[dict[str, Value | str | None]]:
    """Return project, key and the value of each field (None: unknown) of every row, by project."""
    shapes = {name: given.shape for name, given in table.fields.items() if given.shape is not None}
    rows = session.rows(table.relation(shapes).order_by("project"))
    return [
        {"project": str(row["project"]), "key": None if row["key"] is None else str(row["key"])}
        | {name: value_in(row, name, shape) for name, shape in shapes.items()}
        for row in rows
    ]


def value_in(row: Row, name: str, shape: FieldShape) -> Value | None:
    """Return the value that a row of a typed relation holds."""
    if not shape.bounded:
        cell = row[name]
        assert shape.nullable or cell is not None
        return _number(cell, shape) if type(cell) is int else cell  # type: ignore[return-value]  # texts and truths
    low, high = (
        None if row[f"{name}__{end}"] is None else _number(row[f"{name}__{end}"], shape) for end in ("low", "high")
    )
    opens = [row[f"{name}__{end}_open"] for end in ("low", "high")]
    assert None not in opens
    assert shape.nullable or low is not None or high is not None
    found = interval(low, high, *map(bool, opens))
    return found if isinstance(found, Fraction | Interval) else None


def _number(cell: object, shape: FieldShape) -> Fraction:
    assert isinstance(cell, int)
    assert shape.low <= cell <= shape.high
    return Fraction(cell, 10**shape.scale)


def read_alone(rule: FieldRule, text: str | None) -> tuple[Value | None, str]:
    """Return what a single check reads in a text, and the code of what is wrong with it."""
    problems = Problems()
    found = None if text is None else read_value(Part("", Scalar(text, 0, 0, 0, 0)), rule, problems)
    return (found.value if found else None), problems.errors[0].code if problems.errors else ""


def field(name: str, kind: Kind, unit: str = "", low: object = None, high: object = None) -> FieldRule:
    """Return a field; a choice is one of 一期 and 二期."""
    least, most = (None if end is None else Fraction(str(end)) for end in (low, high))
    choices = ("一期", "二期") if kind is Kind.CHOICE else ()
    return FieldRule(name, f"名{name}", kind, choices, unit, least, most)


@dataclass(frozen=True)
class Bench:
    """A folder for a source and the pack it is taken in by."""

    root: Path
    work: Path
    session: Session
    checker: Checker

    def csv(self, name: str, text: str) -> None:
        """Write a CSV file of the source."""
        (self.root / f"{name}.csv").write_text(text, encoding="utf-8")

    def parquet(self, name: str, columns: Mapping[str, str], rows: Iterable[Sequence[object]]) -> None:
        """Write a Parquet file of the source."""
        parquet(self.root / f"{name}.parquet", columns, rows)

    def take(self, mapping: str = "", carry: Sequence[str] | None = None) -> Intake:
        """Open the source and take it in."""
        problems = Problems()
        said = None
        if mapping:
            path = self.root.parent / "mapping.yaml"
            path.write_text(mapping, encoding="utf-8")
            said = read_mapping(path, problems)
        source = open_source(SourceRequest(str(self.root), self.checker.vocabulary, self.work, said), problems)
        problems.raise_if_any()
        assert source is not None
        return take_in(source, self.checker.plan, self.session, self.work / "intake", carry)

    def rows(self, select: Sql) -> list[dict[str, object]]:
        """Return the rows of a select."""
        return self.session.rows(select)

    def rejects(self, intake: Intake) -> list[tuple[str, ...]]:
        """Return place, type, project, key, field, text and code of every rejected row."""
        if intake.rejects is None:
            return []
        names = ("place", "type", "project", "key", "field", "text", "code")
        return [tuple(str(row[name]) for name in names) for row in self.rows(intake.rejects)]

    def projects(self, select: Sql | None) -> list[str]:
        """Return the projects of a select in order."""
        return [] if select is None else sorted(str(row["project"]) for row in self.rows(select))


def bench_of(folder: Path, session: Session, pack: str, day: date) -> Bench:
    """Return a bench with new folders under ``folder``."""
    problems = Problems()
    checker = open_checker(pack, day, problems, engine="plain")
    problems.raise_if_any()
    assert checker is not None
    for name in ("source", "work"):
        (folder / name).mkdir()
    return Bench(folder / "source", folder / "work", session, checker)
