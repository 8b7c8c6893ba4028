"""Turns the condition that a mapping file sets on the rows of a table into a checked expression.

A condition compares columns with values; it cannot ask other tables, call what the database does not need for that, or
do anything. Knows nothing about fact types.
"""

from __future__ import annotations

from functools import reduce
from typing import TYPE_CHECKING, Final

import sqlglot
from sqlglot import exp
from sqlglot.errors import SqlglotError

from checker.messages import message
from checker.portfolio.source.scans import column, text_of
from checker.source import did_you_mean

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from checker.facts.parts import Part
    from checker.portfolio.source.opened import SourceTable
    from checker.portfolio.source.raw import RawTable
    from checker.source import Problems

_ALLOWED: Final = (
    exp.Column, exp.Identifier, exp.Literal, exp.Null, exp.Boolean, exp.Predicate, exp.Connector, exp.Not, exp.Paren,
    exp.Neg, exp.Tuple, exp.Cast, exp.DataType, exp.DataTypeParam, exp.Add, exp.Sub, exp.Mul, exp.Lower, exp.Upper,
    exp.Trim, exp.Length, exp.Substring, exp.Coalesce, exp.Year, exp.Month,
)  # fmt: skip


def read_condition(part: Part, table: RawTable, problems: Problems) -> exp.Expression | None:
    """Return the condition with its columns named as they are; what is wrong with it is recorded and gives None."""
    try:
        tree = sqlglot.parse_one(part.text, dialect=table.dialect, into=exp.Condition)
    except SqlglotError:
        tree = exp.Condition()
    if not isinstance(tree, exp.Expression):
        what = message("“{text}”不是一个条件", text=part.text)
        problems.add("bad-condition", part.place, what, message("写 SQL 的条件，如 year = 2020 and status = '已完成'"))
        return None
    foreign = next((node for node in tree.walk() if not isinstance(node, _ALLOWED)), None)
    if foreign is not None or any(node.table for node in tree.find_all(exp.Column)):
        shown = part.text if foreign is None else foreign.sql(dialect=table.dialect)
        hint = message("条件里只写这张表的列、数、文字、比较和 and、or、not、in、like、between、is null")
        problems.add("bad-condition", part.place, message("条件里不能写“{text}”", text=shown), hint)
        return None
    return _named(tree, part, table, problems)


def _named(tree: exp.Expression, part: Part, table: RawTable, problems: Problems) -> exp.Expression | None:
    names = {name.casefold(): name for name in table.columns}
    for node in list(tree.find_all(exp.Column)):
        name = names.get(node.name.casefold())
        if name is None:
            what = message("“{table}”里没有“{name}”这一列", table=table.name, name=node.name)
            problems.add("no-column", part.place, what, did_you_mean(node.name, table.columns))
            return None
        if node is tree:
            tree = column(name)
        else:
            node.replace(column(name))
    return tree


def columns_of(condition: exp.Expression | None) -> list[str]:
    """Return the columns that a condition asks for."""
    return [] if condition is None else [node.name for node in condition.find_all(exp.Column)]


def of_projects(project: str, projects: Sequence[str]) -> exp.Expression:
    """Return the condition that a row belongs to one of these projects."""
    trimmed = exp.Trim(this=text_of(column(project)))
    return exp.In(this=trimmed, expressions=[exp.Literal.string(name) for name in projects])


def any_given(names: Iterable[str]) -> exp.Expression:
    """Return the condition that something stands in one of these columns."""
    given: list[exp.Expression] = [
        exp.NEQ(this=exp.Trim(this=text_of(column(name))), expression=exp.Literal.string("")) for name in names
    ]
    return reduce(lambda one, more: exp.Or(this=one, expression=more), given)


def can_be_asked(table: SourceTable, part: Part, problems: Problems) -> bool:
    """Say whether the condition of a table can be worked out for all of its rows; what cannot is recorded."""
    import duckdb  # noqa: PLC0415 - only commands that need a database load it

    select = exp.select(exp.Count(this=exp.Star())).from_(table.relation.subquery("rows"))
    try:
        with duckdb.connect() as connection:
            connection.execute(select.sql(dialect="duckdb"))
    except duckdb.Error:
        what = message("条件“{text}”对有的行算不出来", text=part.text)
        problems.add("bad-condition", part.place, what, message("列是文字时，和文字比较：year = '2020'"))
        return False
    return True
