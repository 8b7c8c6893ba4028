"""Counts what a run came to in its finished tables; knows nothing about how they were made."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from fractions import Fraction
from typing import TYPE_CHECKING

from sqlglot import exp

from checker.portfolio.run.request import Tally
from checker.portfolio.run.selects import files_select
from checker.portfolio.run.tables import PROJECTS, REJECTS

if TYPE_CHECKING:
    from pathlib import Path

    from checker.plan import Plan
    from checker.portfolio.session import Session


def tallied(session: Session, files: Mapping[str, Sequence[Path]], plan: Plan, rejected: int) -> Tally:
    """Return the numbers of a run from the files of its tables; ``rejected`` rows were found by the intake.

    Findings and what is unknown are those of the project, not those about the evaluation.
    """
    statuses = _counted(session, files[PROJECTS], ("status", "path"))
    decided = sum(count for (status, _), count in statuses.items() if status == "decided")
    own = [rule.id for rule in plan.rules if rule.concerns == "project"]
    unknown = _counted(session, files["outcomes"], ("outcome",), own) if "outcomes" in files else {}
    low, high = _span(session, files["scores"])
    return Tally(
        read=sum(statuses.values()),
        decided=decided,
        withheld=sum(statuses.values()) - decided,
        exact=statuses.get(("decided", "exact"), 0),
        findings=_counted(session, files["findings"], ("concerns",)).get(("project",), 0),
        unknown=unknown.get(("unknown",), 0),
        rejects=max(rejected, len(session.rows(files_select(files[REJECTS]).limit(1)))),
        low=low,
        high=high,
    )


def _counted(
    session: Session, files: Iterable[Path], names: Sequence[str], rules: Sequence[str] | None = None
) -> dict[tuple[str, ...], int]:
    """Return how many rows have each value of these columns."""
    columns = [exp.column(name) for name in names]
    rows = exp.select(*columns, exp.alias_(exp.Count(this=exp.Star()), "rows_of_it"))
    rows = rows.from_(exp.Subquery(this=files_select(files), alias=exp.to_identifier("some")))
    if rules is not None:
        rows = rows.where(exp.column("rule").isin(*rules) if rules else exp.false())
    found = session.rows(rows.group_by(*[column.copy() for column in columns]))
    return {tuple(str(row[name]) for name in names): int(str(row["rows_of_it"])) for row in found}


def _span(session: Session, files: Iterable[Path]) -> tuple[Fraction | None, Fraction | None]:
    """Return the least and the greatest total of any project."""
    ends = [
        exp.alias_(exp.Min(this=exp.column("total_low")), "low"),
        exp.alias_(exp.Max(this=exp.column("total_high")), "high"),
    ]
    rows = exp.select(*ends).from_(exp.Subquery(this=files_select(files), alias=exp.to_identifier("some")))
    found = session.rows(rows)[0]
    low, high = (None if found[name] is None else Fraction(str(found[name])) for name in ("low", "high"))
    return low, high
