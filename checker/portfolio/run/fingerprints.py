"""Gives each project one number pair for everything that a run reads of it, so that a change of it shows.

Two hashes of 64 bits for each row are added up, so the order of rows does not matter. Knows nothing about what rows
mean.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from sqlglot import exp

from checker.portfolio.intake.taken import HEADS, PROJECTS

if TYPE_CHECKING:
    from collections.abc import Mapping

    from checker.portfolio.session import Session
    from checker.sql.values import Sql

COLUMNS: Final = ("project", "first", "second")
_WIDE: Final = "DECIMAL(38, 0)"


def fingerprints(session: Session, relations: Mapping[str, Sql]) -> exp.Select:
    """Return ``project``, ``first``, ``second`` for every project of any relation, in the order of the ids."""
    parts = [
        _row_hashes(session, name, select)
        for name, select in sorted(relations.items())
        if name != PROJECTS or HEADS not in relations
    ]
    whole: exp.Query = parts[0]
    for part in parts[1:]:
        whole = exp.union(whole, part, distinct=False)
    project = exp.column("project")
    sums = [exp.cast(exp.Sum(this=exp.cast(exp.column(name), _WIDE)), _WIDE).as_(name) for name in COLUMNS[1:]]
    summed = exp.select(project, *sums).from_(exp.Subquery(this=whole, alias=exp.to_identifier("hashes")))
    return summed.group_by(project.copy()).order_by(project.copy())


def _row_hashes(session: Session, name: str, select: Sql) -> exp.Select:
    """Return both hashes of every row of a relation; the name of the relation goes into them."""
    columns = [exp.column(exp.to_identifier(column, quoted=True)) for column in session.columns(select)]
    function = "hash" if session.dialect == "duckdb" else "xxhash64"
    salted = exp.Literal.string(name)
    first = exp.func(function, salted, *columns)
    second = exp.func(function, *(column.copy() for column in reversed(columns)), salted.copy())
    rows = exp.select(exp.column("project"), first.as_(COLUMNS[1]), second.as_(COLUMNS[2]))
    return rows.from_(exp.Subquery(this=select.copy(), alias=exp.to_identifier("whole")))


def unchanged(now: str, before: str) -> exp.Select:
    """Return the projects (one column) whose fingerprints are the same in both relations."""
    joined = exp.select(exp.column("project", table="now")).from_(exp.to_table(now, alias="now"))
    same = [exp.column(name, table="now").eq(exp.column(name, table="before")) for name in COLUMNS]
    return joined.join(exp.to_table(before, alias="before"), on=exp.and_(*same))
