"""Lays columns over the table of projects, layer upon layer, each in the lowest layer that has what it reads.

Relations only add columns, so a column once there can be read from every later one. Knows nothing about what is kept.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from sqlglot import exp

from checker.sql.rows import PROJECT
from checker.sql.steps import aliased, column, equal, joined, table

if TYPE_CHECKING:
    from checker.sql.steps import Builder
    from checker.sql.values import Sql


class Layers:
    """The relations of the table of projects; ``relation`` is the latest."""

    def __init__(self, builder: Builder, relation: str) -> None:
        self.relation = relation
        self._builder = builder
        self._layers: list[exp.Select] = []
        self._depth: dict[str, int] = {}

    def add(self, columns: list[tuple[str, Sql]], joins: Iterable[tuple[str, str]]) -> None:
        """Add columns; those that read ``joins`` (relation and alias, a row per project) get a layer of their own."""
        joins = list(joins)
        if not columns:
            return
        read = {found.name for _, sql in columns for found in sql.find_all(exp.Column) if found.table == PROJECT}
        depth = max((self._depth[name] + 1 for name in read if name in self._depth), default=0)
        if joins or depth >= len(self._layers):
            depth = len(self._layers)
            self._grow(joins)
        self._layers[depth].select(*aliased(columns), copy=False)
        self._depth |= dict.fromkeys((name for name, _ in columns), depth)

    def _grow(self, joins: Iterable[tuple[str, str]]) -> None:
        query = exp.select(exp.Column(this=exp.Star(), table=exp.to_identifier(PROJECT)), copy=False)
        query = query.from_(table(self.relation, PROJECT), copy=False)
        for relation, alias in joins:
            query = joined(query, relation, alias, [joined_by_project(alias)], side="left")
        self._layers.append(query)
        self.relation = self._builder.add("project", query, layer=True)


def joined_by_project(alias: str) -> Sql:
    """Return the condition that ties a relation to the project."""
    return equal(column(alias, "project"), column(PROJECT, "project"))
