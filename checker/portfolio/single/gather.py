"""Reads the rows of chosen projects out of a portfolio that was taken in; knows nothing about what they mean."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, Final

from sqlglot import exp

from checker.portfolio.intake.taken import HEADS, REPORTED
from checker.portfolio.single.written import JUDGEMENT as JUDGED
from checker.portfolio.single.written import WrittenProject, WrittenRow

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from checker.portfolio.intake.taken import Intake
    from checker.portfolio.session import Session
    from checker.sql.values import Sql

AT_ONCE: Final = 5_000
"""How many projects are held in memory at a time."""
_CHOSEN: Final = "single__chosen"
_NOT_CELLS: Final = frozenset({"project", "place"})


def chosen_ids(session: Session, select: Sql) -> list[str]:
    """Return the ids in the column ``project`` of a select, in order."""
    ids = exp.select("project").from_(exp.Subquery(this=select.copy(), alias=exp.to_identifier("some"))).distinct()
    return sorted(str(row["project"]) for row in session.rows(ids))


def written_projects(session: Session, intake: Intake, projects: Iterable[str]) -> Iterator[WrittenProject]:
    """Yield the projects with these ids that have a head, in the order of their ids, a few thousand read at a time."""
    ids = sorted(set(projects))
    for start in range(0, len(ids), AT_ONCE):
        yield from _read(session, intake, ids[start : start + AT_ONCE])
    session.drop(_CHOSEN)


def _read(session: Session, intake: Intake, ids: Sequence[str]) -> Iterator[WrittenProject]:
    session.load_rows(_CHOSEN, {"project": "VARCHAR"}, [(project,) for project in ids])
    rows: dict[str, dict[str, list[WrittenRow]]] = defaultdict(lambda: defaultdict(list))
    reported: dict[str, set[str]] = defaultdict(set)
    for name, select in intake.written.items():
        for row in session.rows(_of(select, ids)):
            cells = {field: str(cell) for field, cell in row.items() if field not in _NOT_CELLS and cell is not None}
            if name == REPORTED:
                reported[str(row["project"])].add(cells.get("type", ""))
            else:
                rows[str(row["project"])][name].append(WrittenRow(str(row["place"]), cells))
    complete = {name for name, shape in intake.shapes.types.items() if shape.complete and name != JUDGED}
    heads = {str(row["project"]): row for row in session.rows(_of(intake.relations[HEADS], ids))}
    for project in ids:
        if project in heads:
            mine = {name: tuple(sorted(found, key=lambda row: row.order)) for name, found in rows[project].items()}
            none = frozenset((complete | reported[project]) - mine.keys())
            title, kind = (str(heads[project][name] or "") for name in ("title", "kind"))
            yield WrittenProject(project, title, kind, mine, none)


def _of(select: Sql, ids: Sequence[str]) -> exp.Select:
    """Return the rows of a select that belong to the chosen projects; the bounds let whole blocks be passed over."""
    project = exp.column("project")
    chosen = exp.select("project").from_(_CHOSEN)
    rows = exp.select("*").from_(exp.Subquery(this=select.copy(), alias=exp.to_identifier("whole")))
    inside = exp.Between(this=project, low=exp.Literal.string(ids[0]), high=exp.Literal.string(ids[-1]))
    return rows.where(inside, exp.In(this=project.copy(), query=exp.Subquery(this=chosen)))
