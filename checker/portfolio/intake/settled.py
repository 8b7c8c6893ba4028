"""Says which projects are not decided and which only by the exact path, and counts what became of the rows.

Knows nothing about why a row was rejected.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from sqlglot import exp

from checker.portfolio.intake.listed import IDS
from checker.portfolio.intake.phrases import named, phrase, reading_from, table_of
from checker.portfolio.intake.rejects import NOWHERE, ORPHAN
from checker.portfolio.intake.tables import scan_files
from checker.portfolio.intake.taken import REJECT_COLUMNS, TypeCount

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    from checker.portfolio.intake.rejects import Rejects
    from checker.portfolio.intake.tables import Table
    from checker.portfolio.session import Session
    from checker.sql.values import Sql

REJECTED: Final = "intake__rejects"
WITHHELD: Final = "intake__withheld"
EXACT: Final = "intake__exact"
EXCLUDED: Final = "intake__excluded"
"""The projects that SQL does not decide, in the column ``__excluded``."""
_ORDER: Final = ("type", "project", "key", "place", "field", "code", "text")
_ALL: Final = "intake__all_rejects"
_INSIDE: Final = ":project IN (SELECT project FROM intake__withheld)"


@dataclass(frozen=True, slots=True)
class Settled:
    """What the checks came to; ``scans`` are the files written: rejected rows, and the projects they concern.

    ``nobodys`` gives for each type how many rows belong to no project, which SQL has to pass over.
    """

    rejected: int
    withheld: int
    exact: int
    scans: Mapping[str, tuple[Path, ...]]
    rows: Mapping[str, int]
    held: Mapping[str, int]
    orphans: Mapping[str, int]
    nobodys: Mapping[str, int]

    def count(self, table: Table) -> TypeCount:
        """Return what became of the rows of a table."""
        source, name = table.source, table.name
        read = table.layout.rows + source.broken_rows
        rejected, held = self.rows.get(name, 0) + source.broken_rows, self.held.get(name, 0)
        return TypeCount(read, read - rejected - held, rejected, held, self.orphans.get(name, 0))


def settle(
    session: Session, rejects: Rejects, tables: Sequence[Table], exact: Sequence[tuple[Table, Sql]], work: Path
) -> Settled:
    """Write the rejected rows and the projects that are withheld, or left to the exact path, into ``work``."""
    scans: dict[str, tuple[Path, ...]] = {}
    whole = rejects.all()
    rejected = withheld = 0
    if whole is not None:
        session.keep(_ALL, whole)
        rejected = _write(session, REJECTED, rejected_rows(_ALL), work, scans)
        projects = phrase("SELECT DISTINCT project FROM source WHERE project IN (SELECT project FROM ids) ORDER BY 1")
        withheld = _write(session, WITHHELD, _with_ids(projects, _ALL), work, scans)
    exactly = _exact(session, exact, WITHHELD in scans, work, scans)
    _exclude(session, [name for name in (WITHHELD, EXACT) if name in scans], work, scans)
    if whole is None:
        return Settled(0, 0, exactly, scans, {}, {}, {}, {})
    rows = _rows_by_type(session, exp.true())
    inside = _rows_by_type(session, phrase(_INSIDE, project=exp.column("project"))) if withheld else {}
    held = {table.name: _rows_in(session, table) - inside.get(table.name, 0) for table in tables} if withheld else {}
    orphans = _rows_by_type(session, exp.column("code").isin(ORPHAN))
    nobodys = _rows_by_type(session, exp.column("code").isin(ORPHAN, NOWHERE))
    return Settled(rejected, withheld, exactly, scans, rows, held, orphans, nobodys)


def rejected_rows(source: str = REJECTED) -> exp.Select:
    """Return the rejected rows by type, project, key and place."""
    return exp.select(*map(named, REJECT_COLUMNS)).from_(table_of(source)).order_by(*map(named, _ORDER))


def _write(session: Session, name: str, select: Sql, work: Path, scans: dict[str, tuple[Path, ...]]) -> int:
    path = work / f"{name}.parquet"
    rows = session.write(select, path)
    scan_files(session, name, (path,))
    scans[name] = (path,)
    return rows


def _with_ids(select: Sql, source: str) -> Sql:
    named_tables = select.transform(
        lambda node: table_of(IDS) if isinstance(node, exp.Table) and node.name == "ids" else node
    )
    return reading_from(named_tables, source)


def _exact(
    session: Session,
    exact: Sequence[tuple[Table, Sql]],
    withheld: bool,
    work: Path,
    scans: dict[str, tuple[Path, ...]],
) -> int:
    if not exact:
        return 0
    parts = [table.select(table.project.as_("project")).where(condition.copy()) for table, condition in exact]
    whole: Sql = parts[0]
    for part in parts[1:]:
        whole = exp.union(whole, part, distinct=False)
    session.keep("intake__unfit", whole)
    select = phrase("SELECT DISTINCT project FROM source WHERE project IN (SELECT project FROM ids)")
    if withheld:
        select = select.where(phrase("project NOT IN (SELECT project FROM intake__withheld)"))  # type: ignore[attr-defined]  # it is a Select
    rows = _with_ids(select, "intake__unfit")
    if not session.rows(exp.select("1").from_(exp.Subquery(this=rows.copy(), alias=exp.to_identifier("r"))).limit(1)):
        return 0
    return _write(session, EXACT, rows.order_by("1") if isinstance(rows, exp.Select) else rows, work, scans)


def _exclude(session: Session, names: Sequence[str], work: Path, scans: dict[str, tuple[Path, ...]]) -> None:
    if not names:
        return
    parts = [exp.select(exp.column("project").as_("__excluded")).from_(table_of(name)) for name in names]
    whole: Sql = parts[0]
    for part in parts[1:]:
        whole = exp.union(whole, part, distinct=False)
    listed = exp.select("*").from_(exp.Subquery(this=whole, alias=exp.to_identifier("both"))).order_by("1")
    _write(session, EXCLUDED, listed, work, scans)


def _rows_by_type(session: Session, where: Sql) -> dict[str, int]:
    counted = phrase(
        "SELECT type, COUNT(DISTINCT __place) AS n FROM source WHERE :condition GROUP BY type", condition=where
    )
    return {str(row["type"]): int(str(row["n"])) for row in session.rows(reading_from(counted, _ALL))}


def _rows_in(session: Session, table: Table) -> int:
    """Return how many rows of a table belong to withheld projects."""
    inside = phrase(_INSIDE, project=table.project)
    counted = exp.select(phrase("COUNT(*)").as_("n")).from_(table_of(table.scan)).where(inside)
    return int(str(session.rows(counted)[0]["n"]))
