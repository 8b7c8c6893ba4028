"""Turns the select that counts what is missing into rows for each project and field, and adds these up again.

Knows nothing about rules.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final

from sqlglot import exp

_BETWEEN: Final = "、"
_PROJECTS: Final = "projects"


def each_unknown(counted: exp.Expr) -> exp.Select:
    """Return ``project``, ``rule``, ``type``, ``field`` and ``cases`` for a select of rule, missing, projects, cases.

    ``missing`` are the absent fields (``type.field``), joined; a case counts once for each of them. What is not known
    in a case where nothing is absent has no type and no field.
    """
    tree = counted.copy()
    for select in _leaves(tree):
        _by_project(select)
    one = exp.Explode(this=exp.Split(this=exp.column("missing"), expression=exp.Literal.string(_BETWEEN)))
    rows = exp.select("project", "rule", "cases", exp.alias_(one, "one")).from_(_named(tree, "counted"))
    parts = [
        exp.alias_(
            exp.SplitPart(
                this=exp.column("one"), delimiter=exp.Literal.string("."), part_index=exp.Literal.number(place)
            ),
            name,
        )
        for place, name in ((1, "type"), (2, "field"))
    ]
    return exp.select("project", "rule", *parts, "cases").from_(_named(rows, "one_each"))


def _leaves(tree: exp.Expr) -> Iterator[exp.Select]:
    if isinstance(tree, exp.SetOperation):
        yield from _leaves(tree.left)
        yield from _leaves(tree.right)
    elif isinstance(tree, exp.Subquery):
        yield from _leaves(tree.this)
    elif isinstance(tree, exp.Select):
        yield tree


def _by_project(select: exp.Select) -> None:
    """Have the project in place of the number of projects."""
    counted = next((item for item in select.expressions if item.alias == _PROJECTS), None)
    if counted is None:
        return
    project = next((found.copy() for found in counted.find_all(exp.Column)), None)
    if project is None:  # a program without rules that can be unknown has an empty select
        counted.replace(exp.alias_(counted.this.copy(), "project"))
        return
    counted.replace(exp.alias_(project, "project"))
    select.group_by(project.copy(), copy=False)


def _named(select: exp.Expr, name: str) -> exp.Subquery:
    return exp.Subquery(this=select, alias=exp.to_identifier(name))


def totals(each: exp.Expr, names: Sequence[str]) -> exp.Select:
    """Return for each value of these columns how many projects there are and how many cases they have together."""
    columns = [exp.column(name) for name in names]
    distinct = exp.Count(this=exp.Distinct(expressions=[exp.column("project")]))
    cases = exp.cast(exp.Sum(this=exp.cast(exp.column("cases"), "BIGINT")), "BIGINT")
    rows = exp.select(*columns, exp.alias_(distinct, _PROJECTS), exp.alias_(cases, "cases"))
    return rows.from_(_named(each.copy(), "each")).group_by(*[column.copy() for column in columns], copy=False)
