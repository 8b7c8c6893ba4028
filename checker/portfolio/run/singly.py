"""Decides chosen projects one by one with the engine of single checks and writes their rows into the same tables.

Knows nothing about how SQL decides or which projects are chosen.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import TYPE_CHECKING, Final

from sqlglot import exp

from checker.portfolio.intake.taken import REJECT_COLUMNS
from checker.portfolio.run.cells import Cells, table_rows
from checker.portfolio.run.columns import STATUS, nothing
from checker.portfolio.run.selects import everything, files_select, ordered
from checker.portfolio.run.tables import EACH_UNKNOWN, ORDER, REJECTS, UNKNOWNS, Written, part_path
from checker.portfolio.run.unknowns import totals
from checker.portfolio.single import decide_many, written_projects

if TYPE_CHECKING:
    from pathlib import Path

    from checker.portfolio.intake import Intake
    from checker.portfolio.session import Session
    from checker.portfolio.single import DecidedRows, Opening

_TEXT: Final = "VARCHAR"
_AT_ONCE: Final = 2_000
_CHUNK: Final = "run__chunk"
_TABLES: Final = ("outcomes", "findings", "scores", "problems", EACH_UNKNOWN)


@dataclass(frozen=True, slots=True)
class Singly:
    """Decides in ``workers`` processes; rows are collected as texts in ``staged`` before a part is written."""

    session: Session
    intake: Intake
    pack: Opening
    columns: Mapping[str, Sequence[str]]
    staged: Path
    workers: int = 1

    def stage(self, number: int, ids: Sequence[str]) -> Mapping[str, list[Path]]:
        """Decide these projects and return the files of their rows by table."""
        decided = decide_many(written_projects(self.session, self.intake, ids), self.pack, self.workers)
        files: dict[str, list[Path]] = {table: [] for table in self.columns}
        for place, some in enumerate(_batches(decided)):
            for table, rows in _collected(some).items():
                path = self.staged / f"{number:05}" / table / f"{place:05}.parquet"
                self.session.load_rows(_CHUNK, dict.fromkeys(self.columns[table], _TEXT), self._texts(table, rows))
                self.session.write(everything(_CHUNK), path)
                files[table].append(path)
        self.session.drop(_CHUNK)
        return files

    def _texts(self, table: str, rows: Sequence[Cells]) -> Iterator[tuple[str | None, ...]]:
        return (tuple(row.get(name) for name in self.columns[table]) for row in rows)

    def filled(self, files: Mapping[str, Sequence[Path]]) -> Mapping[str, frozenset[str]]:
        """Return the columns of each table that some row fills with more than an empty text."""
        found = {}
        for table in files:
            names = self.columns[table]
            most = [exp.alias_(exp.Max(this=exp.column(name, quoted=True)), name, quoted=True) for name in names]
            row = self.session.rows(
                exp.select(*most).from_(exp.Subquery(this=self.rows(table, files), alias=exp.to_identifier("some")))
            )[0]
            found[table] = frozenset(name for name in names if row[name])
        return found

    def write(
        self, number: int, files: Mapping[str, Sequence[Path]], types: Mapping[str, Mapping[str, str]], folder: Path
    ) -> Written:
        """Write a part of every table in ``types`` (the type of each column) from the rows collected."""
        written: Written = {}
        for table, columns in types.items():
            rows: exp.Expr = self.rows(table, files)
            if table == UNKNOWNS:
                rows = totals(rows, ORDER[UNKNOWNS])
            path = part_path(folder, table, number)
            written[table] = path, self.session.write(_cast(ordered(rows, ORDER[table]), columns), path)
        return written

    def rows(self, table: str, files: Mapping[str, Sequence[Path]]) -> exp.Select:
        """Return the rows collected for a table, as texts."""
        paths = files[EACH_UNKNOWN if table == UNKNOWNS else table]
        return files_select(paths) if paths else nothing(self.columns[table])


def _batches(decided: Iterator[DecidedRows]) -> Iterator[list[DecidedRows]]:
    while some := list(islice(decided, _AT_ONCE)):
        yield some


def _cast(rows: exp.Select, columns: Mapping[str, str]) -> exp.Select:
    """Return the rows with these columns of these types, in their order."""
    order = rows.args["order"]
    inner = rows.copy()
    inner.set("order", None)
    names = [exp.column(name, quoted=True) for name in columns]
    cast = [
        exp.alias_(exp.cast(name, kind), name.name, quoted=True)
        for name, kind in zip(names, columns.values(), strict=True)
    ]
    made = exp.select(*cast).from_(exp.Subquery(this=inner, alias=exp.to_identifier("texts")))
    made.set("order", order.copy())
    return made


def _collected(some: Sequence[DecidedRows]) -> Mapping[str, list[Cells]]:
    found: dict[str, list[Cells]] = {table: [] for table in (STATUS, *_TABLES, REJECTS)}
    for rows in some:
        found[STATUS].append({"project": rows.project, "status": rows.status})
        found[REJECTS] += _rejects(rows)
        for table, cells in table_rows(rows).items():
            found[table] += cells
    return found


def _rejects(rows: DecidedRows) -> Iterator[Cells]:
    for problem in rows.rejects:
        place = str(problem.place)
        yield {
            **dict.fromkeys(REJECT_COLUMNS, ""),
            "source": place.partition(":")[0],
            "place": place,
            "project": rows.project,
            "code": problem.code,
            "reason": problem.what.render(),
            "hint": "" if problem.hint is None else problem.hint.render(),
        }
