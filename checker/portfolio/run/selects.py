"""Puts a select around others: some of the rows, in some order; knows nothing about what they hold."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from sqlglot import exp

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from pathlib import Path

    from checker.portfolio.run.ranges import IdRange
    from checker.sql.values import Sql

_PROJECT: Final = "project"
_HEAD: Final = ("project", "title", "kind")


def whole(select: exp.Expr) -> exp.Select:
    """Return all rows of a select, so that conditions can be put around it."""
    return exp.select("*").from_(exp.Subquery(this=select.copy(), alias=exp.to_identifier("whole")))


def ordered(select: exp.Expr, names: Iterable[str]) -> exp.Select:
    """Return the rows of a select in the order of these columns."""
    return whole(select).order_by(*[exp.column(name) for name in names], copy=False)


def everything(relation: str) -> exp.Select:
    """Return all rows of a relation."""
    return exp.select("*").from_(exp.to_table(relation))


def numbered(select: exp.Expr, ranges: Sequence[IdRange], name: str) -> exp.Select:
    """Return the rows with the number of the range their project is in, counted from 0, in the column ``name``.

    The ranges are neighbours and in order, and every project is in one of them.
    """
    cases = [
        exp.If(this=exp.column(_PROJECT) < exp.Literal.string(ids.high), true=exp.Literal.number(number))
        for number, ids in enumerate(ranges[:-1])
        if ids.high is not None
    ]
    last = exp.Literal.number(len(ranges) - 1)
    number = exp.cast(exp.Case(ifs=cases, default=last) if cases else last, "INT")
    return whole(select).select(exp.alias_(number, name), copy=False)


def outside(select: exp.Expr, relation: str) -> exp.Select:
    """Return the rows whose project is not in the column ``project`` of a relation."""
    return whole(select).where(exp.not_(among(exp.select(_PROJECT).from_(exp.to_table(relation)))), copy=False)


def among(select: exp.Expr, table: str = "") -> exp.In:
    """Return whether the project is one that a select gives."""
    return exp.In(this=exp.column(_PROJECT, table or None), query=exp.Subquery(this=select.copy()))


def files_select(files: Iterable[Path]) -> exp.Select:
    """Return the select (for DuckDB) of all rows of Parquet files."""
    listed = exp.Array(expressions=[exp.Literal.string(str(file)) for file in files])
    return exp.select("*").from_(exp.Anonymous(this="read_parquet", expressions=[listed]))


def heads_select(heads: Sql, withheld: Sql | None, exact: Sql | None) -> exp.Select:
    """Return the table of projects, without those of the exact path: what became of each and how it was decided."""
    first = ("project", "title", "kind")
    names = [exp.column(name, "head") for name in first]
    rest = exp.Column(
        this=exp.Star(except_=[exp.to_identifier(name) for name in first]), table=exp.to_identifier("head")
    )
    held = exp.false() if withheld is None else among(_ids(withheld), "head")
    status = exp.Case(
        ifs=[exp.If(this=held, true=exp.Literal.string("withheld"))], default=exp.Literal.string("decided")
    )
    path = exp.Case(ifs=[exp.If(this=exp.not_(held.copy()), true=exp.Literal.string("sql"))])
    rows = exp.select(*names, exp.alias_(status, "status"), exp.alias_(path, "path"), rest)
    rows = rows.from_(exp.Subquery(this=heads.copy(), alias=exp.to_identifier("head")))
    return rows if exact is None else rows.where(exp.not_(among(_ids(exact), "head")))


def single_heads(heads: exp.Expr, statuses: str) -> exp.Select:
    """Return the table of projects that were decided singly; one without a status there could not be decided."""
    rest = exp.Column(
        this=exp.Star(except_=[exp.to_identifier(name) for name in _HEAD]), table=exp.to_identifier("head")
    )
    given = exp.column("status", "told")
    status = exp.Coalesce(this=given, expressions=[exp.Literal.string("withheld")])
    path = exp.Case(ifs=[exp.If(this=given.copy().eq("decided"), true=exp.Literal.string("exact"))])
    names = [exp.column(name, "head") for name in _HEAD]
    rows = exp.select(*names, exp.alias_(status, "status"), exp.alias_(path, "path"), rest)
    rows = rows.from_(exp.Subquery(this=heads.copy(), alias=exp.to_identifier("head")))
    same = exp.column("project", "told").eq(exp.column("project", "head"))
    return rows.join(exp.to_table(statuses, alias="told"), on=same, join_type="left")


def _ids(select: Sql) -> exp.Select:
    return exp.select(_PROJECT).from_(exp.Subquery(this=select.copy(), alias=exp.to_identifier("some")))
