"""Ranges over the facts of one or more types, paired within a project, and reads what expressions ask of a row.

What is about the project alone is asked of the table of projects; what is gathered for each row becomes a grouped
relation that is joined to it. Knows nothing about rules.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Final

from sqlglot import exp

from checker.expr.tree import AllOf, Comparison, Field
from checker.pack.builtin import JUDGEMENT
from checker.sql import static
from checker.sql.arithmetic import divide, subtract
from checker.sql.choosing import choose
from checker.sql.columns import loaded, stored
from checker.sql.fields import field_value
from checker.sql.gathering import gather
from checker.sql.grouping import Group, Reading
from checker.sql.steps import aliased, column, equal, joined, select, table, text
from checker.sql.translate import sql_value
from checker.sql.trees import free_fields, renamed
from checker.sql.truths import as_truth, both, words
from checker.sql.values import NOTHING, TRUE, Bounded, Exact, SqlValue, Truth, Words

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from checker.expr import Expr
    from checker.expr.tree import Aggregate
    from checker.sql.project import Project
    from checker.sql.values import Sql

_WORKED_OUT: Final = frozenset({"lost", "share"})
PROJECT: Final = "p"
"""The alias of the table of projects, wherever it is joined."""


@dataclass(slots=True)
class Rows:
    """The rows of ``records``, each under the alias ``a0``, ``a1`` …, that belong to one project.

    ``pairing`` are conditions of the join; ``restricted`` rows must belong to a project that is decided; ``joins``
    grows by the relations that values need, ``bases`` are the rows of a record with columns added, where values were
    held.
    """

    project: Project
    records: tuple[str, ...]
    pairing: tuple[Sql, ...] = ()
    uses_project: bool = False
    restricted: bool = False
    joins: list[tuple[str, str, tuple[Sql, ...]]] = field(default_factory=list)
    bases: dict[int, str] = field(default_factory=dict)
    _derived: dict[tuple[int, str], SqlValue] = field(default_factory=dict)
    _gathered: dict[tuple[Aggregate, tuple[tuple[str, int], ...]], SqlValue] = field(default_factory=dict)

    def scope(self, names: Mapping[str, int]) -> RowScope:
        """Return what resolves names, each standing for the record at a position."""
        return RowScope(self, dict(names))

    @property
    def keys(self) -> list[exp.Column]:
        """The key of each record."""
        return [column(f"a{index}", "key") for index in range(len(self.records))]

    def join(self, relation: str, alias: str, on: Iterable[Sql]) -> None:
        """Join one more relation, of which a row may have no row."""
        self.joins.append((relation, alias, tuple(on)))

    def value_at(self, index: int, node: Field, scope: RowScope) -> SqlValue:
        """Return a field of the record at a position."""
        record = self.records[index]
        derived = self.project.plan.derived.get((record, node.name))
        if derived is not None:
            if (index, node.name) not in self._derived:
                self._derived[index, node.name] = sql_value(renamed(derived, record, node.variable), scope)
            return self._derived[index, node.name]
        if record in self.project.static:
            return self._found_out(index, node.name)
        if record == JUDGEMENT.name and node.name in _WORKED_OUT:
            return self._judged(index, node, scope)
        if record == JUDGEMENT.name and node.name == "point" and not self.project.has_points:
            return words("")  # every judgement is of a whole indicator
        shape = self.project.shapes.types[record].fields.get(node.name)
        if shape is None:
            return NOTHING
        return field_value(shape, node.kind, f"a{index}", node.name)

    def _found_out(self, index: int, name: str) -> SqlValue:
        """Return a field of the row, known beforehand, that the record at a position is."""
        if (index, name) not in self._derived:
            rows = self.project.static[self.records[index]]
            self._derived[index, name] = self._of_row(index, [(row.key, row.fields.get(name, NOTHING)) for row in rows])
        return self._derived[index, name]

    def _of_row(self, index: int, values: list[tuple[str, SqlValue]]) -> SqlValue:
        self.uses_project = True
        found = values[-1][1] if values else NOTHING
        for key, value in reversed(values[:-1]):
            here = Truth(equal(column(f"a{index}", "key"), text(key)), nullable=False)
            found = choose(here, value, found)
        return found

    @property
    def member(self) -> Truth:
        """Whether the rows that are known beforehand are there."""
        there = TRUE
        for index, record in enumerate(self.records):
            rows = self.project.static.get(record)
            if rows is not None:
                there = both(there, as_truth(self._of_row(index, [(row.key, row.member) for row in rows])))
        return there

    def single(self, node: Field, scope: RowScope) -> SqlValue:
        """Return a field of a fact of which the project has at most one, joined to the rows by itself."""
        record = node.record
        derived = self.project.plan.derived.get((record, node.name))
        if derived is not None:
            return sql_value(derived, scope)
        shape = self.project.shapes.types[record].fields.get(node.name)
        if shape is None:
            return NOTHING
        relation = self.project.builder.read(f"facts_{record}")
        own = (equal(column(record, "project"), column("a0", "project")),)
        if (relation, record, own) not in self.joins:
            self.join(relation, record, own)
        return field_value(shape, node.kind, record, node.name, optional=True)

    def _judged(self, index: int, node: Field, scope: RowScope) -> SqlValue:
        """Return the points a judgement takes off, or the share of the full points it gives."""
        points, full = (self.value_at(index, replace(node, name=name), scope) for name in ("points", "full"))
        if not isinstance(points, Exact | Bounded) or not isinstance(full, Exact | Bounded):
            return NOTHING
        return subtract(full, points) if node.name == "lost" else divide(points, full)

    def hold(self, value: SqlValue) -> SqlValue:
        """Return the value read from columns added to the rows it is about; as it is when it is about several."""
        name = self.project.fresh("held__")
        columns = stored(value, name)
        read = {found.table for _, sql in columns for found in sql.find_all(exp.Column)}
        joins = [join for join in self.joins if join[1] in read]
        read |= {found.table for _, _, on in joins for sql in on for found in sql.find_all(exp.Column)}
        about = {index for index in range(len(self.records)) if f"a{index}" in read}
        if len(about) != 1:
            return value
        (index,) = about
        alias = f"a{index}"
        everything = exp.Column(this=exp.Star(), table=exp.to_identifier(alias))
        query = exp.select(everything, *aliased(columns), copy=False).from_(table(self._base(index), alias), copy=False)
        if PROJECT in read:
            own = equal(column(PROJECT, "project"), column(alias, "project"))
            query = joined(query, self.project.relation, PROJECT, [own])
        for relation, other, on in joins:
            query = joined(query, relation, other, on, side="left")
        self.bases[index] = self.project.builder.add(f"{self.records[index]}_more", query)
        return loaded(value, name, alias)

    def _base(self, index: int) -> str:
        record = self.records[index]
        if index not in self.bases and record in self.project.static:
            own = [("project", column(PROJECT, "project"))]
            each = [
                select([*own, ("key", text(row.key))], self.project.builder.read("projects"), PROJECT)
                for row in self.project.static[record]
            ]
            rows = each[0] if len(each) == 1 else exp.union(*each, distinct=False, copy=False)
            self.bases[index] = self.project.builder.add(f"{record}_rows", rows)
        return self.bases.get(index) or self.project.builder.read(f"facts_{record}")

    def gathered(self, node: Aggregate, names: dict[str, int]) -> SqlValue:
        """Return what is gathered for each row."""
        known = (node, tuple(sorted(names.items())))
        if known not in self._gathered:
            self._gathered[known] = self._gather(node, names)
        return self._gathered[known]

    def _gather(self, node: Aggregate, names: dict[str, int]) -> SqlValue:
        shape = self.project.shapes.types.get(node.record)
        if shape is None:
            return static.gathered(node, (), self.project) if node.record == JUDGEMENT.name else NOTHING
        inner = Rows(self.project, (*self.records, node.record), self.pairing, bases=dict(self.bases))
        scope = inner.scope({**names, node.variable: len(self.records)})
        inner.pairing = (*self.pairing, *_equalities(node, scope))
        member, body = member_and_body(node, scope)
        group = Group()
        finish = gather(node.name, member, body, group)
        identity = [("project", column("a0", "project"))]
        identity += [(f"key{index}", column(f"a{index}", "key")) for index in range(len(self.records))]
        step = self.project.builder.add(
            f"{node.record}_for_{self.records[0]}",
            inner.select([*identity, *group.columns.items()], group=len(identity)),
        )
        alias = self.project.fresh("g")
        own = [equal(column(alias, "project"), column("a0", "project"))]
        own += [equal(column(alias, name), sql) for name, sql in identity[1:]]
        self.join(step, alias, own)
        reported = self.project.reported(node.record)
        if reported.constant is None:
            self.uses_project = True
        return finish(Reading(alias, shape.most_rows, reported))

    def select(self, columns: Iterable[tuple[str, Sql]], *, group: int = 0, where: Sql | None = None) -> exp.Select:
        """Return the select of ``columns`` over the rows; the first ``group`` of them are what is grouped by."""
        columns = list(columns)
        query = exp.select(*aliased(columns), copy=False)
        query = query.from_(table(self._base(0), "a0"), copy=False)
        own = column("a0", "project")
        for index in range(1, len(self.records)):
            last = index == len(self.records) - 1
            on = [equal(column(f"a{index}", "project"), own), *(self.pairing if last else ())]
            query = joined(query, self._base(index), f"a{index}", on)
        if self.restricted and not self.uses_project:  # rows of a project that is not decided are no rows
            heads = self.project.builder.read("projects")
            query = joined(query, heads, PROJECT, [equal(column(PROJECT, "project"), own)])
        if self.uses_project:
            query = joined(query, self.project.relation, PROJECT, [equal(column(PROJECT, "project"), own)])
        for relation, alias, on_ in self.joins:
            query = joined(query, relation, alias, on_, side="left")
        if where is not None:
            query = query.where(where, copy=False)
        if group:
            query = query.group_by(*[sql for _, sql in columns[:group]], copy=False)
        return query


@dataclass(frozen=True, slots=True)
class RowScope:
    """Resolves the names of an expression about a row; satisfies ``translate.Scope``."""

    rows: Rows
    names: dict[str, int]

    @property
    def as_of(self) -> int:
        """The day of the check."""
        return self.rows.project.as_of

    def field(self, node: Field) -> SqlValue:
        """Return a field of the row, or of the project."""
        index = self.names.get(node.variable)
        if index is not None:
            return self.rows.value_at(index, node, self)
        if self.rows.project.is_single_fact(node):
            return self.rows.single(node, self)
        self.rows.uses_project = True
        return self.rows.project.field(node)

    def hold(self, value: SqlValue) -> SqlValue:
        """Return the value read from columns of the rows."""
        return self.rows.hold(value)

    def aggregate(self, node: Aggregate) -> SqlValue:
        """Return what is gathered for the row, or for the project when it is not about the row."""
        if any(found.variable in self.names for found in free_fields(node)):
            return self.rows.gathered(node, self.names)
        self.rows.uses_project = True
        return self.rows.project.aggregate(node)


def member_and_body(node: Aggregate, scope: RowScope) -> tuple[Truth, SqlValue | None]:
    """Return whether a row counts, and its value."""
    member = TRUE if node.where is None else as_truth(sql_value(node.where, scope))
    body = None if node.body is None else sql_value(node.body, scope)
    return member, body


def _equalities(node: Aggregate, scope: RowScope) -> list[Sql]:
    """Return the equalities of ``where`` between this row and the others that are never null: they can join."""
    where: Expr | None = node.where
    parts = where.items if isinstance(where, AllOf) else (where,)
    found: list[Sql] = []
    for part in parts:
        if not isinstance(part, Comparison) or part.comparator != "=":
            continue
        sides = (part.left, part.right)
        if not all(isinstance(side, Field) and side.variable in scope.names for side in sides):
            continue
        values = [sql_value(side, scope) for side in sides]
        if all(isinstance(value, Exact | Words) and not value.nullable for value in values):
            truth = as_truth(sql_value(part, scope))
            found.append(truth.sql)
    return found
