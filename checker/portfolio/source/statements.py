"""Writes the one statement that copies a table out of a database: only the wanted columns, only the wanted rows.

Knows nothing about connections.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlglot import exp

if TYPE_CHECKING:
    from checker.portfolio.source.raw import Wanted


def select_text(table: str, wanted: Wanted, dialect: str, *, schema: str = "", first: str = "", order: str = "") -> str:
    """Return the select of the wanted columns and rows; ``first`` and ``order`` are expressions in the dialect."""
    name = exp.table_(table, db=schema or None, quoted=True)
    columns = [exp.column(column, quoted=True) for column in wanted.columns]
    select = exp.select(*([first] if first else []), *columns, dialect=dialect).from_(name)
    if wanted.condition is not None:
        select = select.where(wanted.condition.copy())
    if wanted.projects is not None:
        project: exp.Expression = exp.column(wanted.project, quoted=True)
        if wanted.project not in wanted.texts:
            project = exp.cast(project, "TEXT")
        listed = [exp.Literal.string(one) for one in wanted.projects]
        select = select.where(exp.In(this=project, expressions=listed) if listed else exp.false())
    if order:
        select = select.order_by(order, dialect=dialect)
    return select.sql(dialect=dialect, comments=False)
