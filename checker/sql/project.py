"""The table of projects, one row each, which grows by columns: what is said of the project, gathered, decided, scored.

Every value here is an expression over the columns of the latest relation under the alias ``p``; relations only add
columns, so that a value stays true. Knows nothing about rules or scores.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from fractions import Fraction
from typing import TYPE_CHECKING

from sqlglot import exp

from checker.expr.tree import Aggregate, Field
from checker.pack.builtin import JUDGEMENT
from checker.sql import asked, static
from checker.sql.arithmetic import constant
from checker.sql.by_project import grouped
from checker.sql.choosing import choose
from checker.sql.columns import loaded, stored
from checker.sql.fields import field_value
from checker.sql.grouping import Reading
from checker.sql.layers import Layers, joined_by_project
from checker.sql.rows import PROJECT
from checker.sql.steps import aliased, any_of, column, equal, is_null, joined, negated, select, table, text
from checker.sql.translate import sql_value
from checker.sql.trees import pinned, rests_on
from checker.sql.values import FALSE, NOTHING, TRUE, Refused, SqlValue, Truth, Words

if TYPE_CHECKING:
    from checker.expr import Expr
    from checker.plan import Plan
    from checker.sql.found import StaticRow, Totals
    from checker.sql.shapes import Shapes
    from checker.sql.steps import Builder
    from checker.sql.values import Sql


class Project:
    """The table of projects; satisfies ``translate.Scope`` and ``found.Stage``.

    ``static`` holds the rows of builtin types, ``variables`` the row a made-up variable stands for, ``totals`` what the
    rules decided so far came to: later tiers find them here; ``wanted`` names the outputs asked for.
    """

    def __init__(self, plan: Plan, shapes: Shapes, builder: Builder, wanted: frozenset[str]) -> None:
        self.plan, self.shapes, self.builder, self.wanted = plan, shapes, builder, wanted
        self.as_of = plan.as_of.toordinal()
        self.static: dict[str, tuple[StaticRow, ...]] = {}
        self.variables: dict[str, StaticRow] = {}
        self.totals: Totals = {}
        self._fresh = 0
        self._singles: dict[tuple[str, str], SqlValue] = {}
        self._given: dict[str, Truth] = {}
        self._said: dict[str, Truth] = {}
        self._known: dict[Aggregate, SqlValue] = {}
        self._refused: dict[Aggregate, Refused] = {}
        self._rows: dict[str, Truth] = {}
        self.layers = Layers(builder, self._base())

    @property
    def relation(self) -> str:
        """The latest relation of the table."""
        return self.layers.relation

    def fresh(self, stem: str) -> str:
        """Return an alias or column name that is used nowhere else."""
        self._fresh += 1
        return f"{stem}{self._fresh}"

    # ------------------------------------------------------------------ the first relation: single facts

    def _base(self) -> str:
        query = exp.select(copy=False).from_(table(self.builder.read("projects"), PROJECT), copy=False)
        columns: list[tuple[str, Sql]] = [(name, column(PROJECT, name)) for name in ("project", "title", "kind")]
        for record, shape in self.shapes.types.items():
            spec = self.plan.records.get(record)
            if spec is None:
                continue
            if spec.single:
                query = joined(
                    query, self.builder.read(f"facts_{record}"), record, [joined_by_project(record)], side="left"
                )
                columns += self._single(record)
            if shape.reported and not shape.complete:
                alias = f"{record}__said"
                query = joined(query, self._said_step(record), alias, [joined_by_project(alias)], side="left")
                columns.append((alias, negated(is_null(column(alias, "project")))))
                self._said[record] = Truth(column(PROJECT, alias), nullable=False)
        return self.builder.add("project", query.select(*aliased(columns), copy=False), "每个项目一行：只有一条的事实")

    def _single(self, record: str) -> Iterator[tuple[str, Sql]]:
        for name, shape in self.shapes.types[record].fields.items():
            spec = self.plan.records[record].fields.get(name)
            if spec is None or (record, name) in self.plan.derived or (record, name) not in self.plan.read:
                continue
            value = field_value(shape, spec.kind, record, name, optional=True)
            kept = f"{record}__{name}"
            self._singles[record, name] = loaded(value, kept, PROJECT)
            yield from stored(value, kept)
        given = f"{record}__given"
        self._given[record] = Truth(column(PROJECT, given), nullable=False)
        yield given, negated(is_null(column(record, "project")))

    def _said_step(self, record: str) -> str:
        """Return the relation of the projects that say they have reported on a type."""
        reported = self.builder.read("reported")
        query = select([("project", column("r", "project"))], reported, "r").distinct(copy=False)
        return self.builder.add(f"{record}_reported", query.where(equal(column("r", "type"), text(record)), copy=False))

    # ------------------------------------------------------------------ what is said of the project

    def given(self, record: str) -> Truth:
        """Return whether there is a fact of a type of which there is at most one."""
        return self._given.get(record, FALSE)

    def reported(self, record: str) -> Truth:
        """Return whether anybody reported on a type; never null."""
        shape = self.shapes.types.get(record)
        if record in self.static or record in {"evaluation", "judgement", "finding"}:
            return TRUE
        if shape is None:
            return FALSE
        if shape.complete:
            return TRUE
        if self.plan.records[record].single:
            return _any(self.given(record), self._said.get(record))
        return _any(self.has_rows(record), self._said.get(record))

    def is_said(self, record: str) -> bool:
        """Whether projects may say of a type that they have reported on it, whatever facts there are."""
        return record in self._said or self.reported(record).constant is True

    @property
    def lists_unknowns(self) -> bool:
        """Whether somebody asks what is missing."""
        return "unknowns" in self.wanted

    def has_rows(self, record: str) -> Truth:
        """Return whether the project has facts of a type, of which it may have several."""
        if self.shapes.types[record].everywhere:
            return TRUE
        if record not in self._rows:
            query = select([("project", column("a0", "project"))], self.builder.read(f"facts_{record}"), "a0")
            step = self.builder.add(f"{record}_projects", query.distinct(copy=False))
            alias, name = self.fresh("t"), f"{record}__rows"
            there = Truth(negated(is_null(column(alias, "project"))), nullable=False)
            kept = self._extend({name: there}, [(step, alias)])[name]
            self._rows[record] = kept if isinstance(kept, Truth) else there
        return self._rows[record]

    def most_rows(self, record: str) -> int:
        """Return how many rows of a type a project has at most."""
        return len(self.static[record]) if record in self.static else self.shapes.types[record].most_rows

    def field(self, node: Field) -> SqlValue:
        """Return a field of a single fact, or of the row that a made-up variable stands for."""
        row = self.variables.get(node.variable)
        if row is None and node.record in self.static and self.plan.records[node.record].single:
            row = self.static[node.record][0]
        if row is not None:
            return row.fields.get(node.name, NOTHING)
        if node.record == "evaluation":
            return self._head(node.name)
        derived = self.plan.derived.get((node.record, node.name))
        if derived is not None and (node.record, node.name) not in self._singles:
            value = sql_value(derived, self)
            if not rests_on(derived, node.record):  # nothing is worked out for a fact that is not there
                value = choose(self.given(node.record), value, NOTHING)
            self._singles[node.record, node.name] = value
        return self._singles.get((node.record, node.name), NOTHING)

    def is_single_fact(self, node: Field) -> bool:
        """Whether a field is of a fact of which a project has at most one, said or worked out from such facts."""
        if node.variable in self.variables or node.variable != node.record or node.record not in self.shapes.types:
            return False
        return self.plan.records[node.record].single

    def _head(self, name: str) -> SqlValue:
        if name == "as_of":
            return constant(Fraction(self.as_of))
        return Words(column(PROJECT, name))

    def value(self, node: Expr) -> SqlValue:
        """Return the value of an expression about the project as a whole."""
        self.prepare((node,))
        return sql_value(node, self)

    # ------------------------------------------------------------------ what is gathered

    def aggregate(self, node: Aggregate) -> SqlValue:
        """Return what is gathered over all facts of the project."""
        if node.record in self.static:
            return static.gathered(node, self.static[node.record], self)
        if node.record == "finding":
            return static.of_findings(node, self)
        if node not in self._known and node not in self._refused:
            self.prepare((node,))
        if node in self._refused:
            raise self._refused[node]
        return self._known[node]

    def prepare(self, nodes: Iterable[Expr]) -> None:
        """Gather everything that the expressions need over facts, in as few passes as can be."""
        wanted: dict[Aggregate, None] = {}
        for node in nodes:
            asked.collect(node, self, wanted)
        while wanted:
            ready = [node for node in wanted if not any(inner in wanted for inner in asked.within(node, self))]
            self._gather(ready)
            for node in ready:
                del wanted[node]

    def is_settled(self, node: Aggregate) -> bool:
        """Whether it is known what ``node`` gathers, or that SQL cannot say it."""
        return node in self._known or node in self._refused

    def _gather(self, nodes: list[Aggregate]) -> None:
        by_record: dict[str, list[Aggregate]] = {}
        for node in nodes:
            record = node.record
            if self._is_empty(node):
                self._known[node] = static.gathered(node, (), self)
            elif record in self.shapes.types:
                by_record.setdefault(node.record, []).append(node)
            else:
                self._known[node] = NOTHING
        values: dict[str, tuple[Aggregate, SqlValue]] = {}
        joins: list[tuple[str, str]] = []
        for record, found in by_record.items():
            step, finishes = grouped(record, found, self, self._refused)
            alias = self.fresh("g")
            joins.append((step, alias))
            reading = Reading(alias, self.shapes.types[record].most_rows, self._present(record, alias))
            for node, finish in finishes.items():
                values[self.fresh("v")] = (node, finish(reading))
        kept = self._extend({name: value for name, (_, value) in values.items()}, joins) if values else {}
        self._known |= {node: kept[name] for name, (node, _) in values.items()}

    @property
    def has_points(self) -> bool:
        """Whether any indicator is judged by 要点, so that it may have several judgements."""
        return any(leaf.points for leaf in self.plan.score.leaves)

    def _is_empty(self, node: Aggregate) -> bool:
        """Whether ``node`` gathers judgements of which there can be none."""
        if node.record != JUDGEMENT.name:
            return False
        about = pinned(node.where, node.variable).get("indicator")
        judged = {leaf.id for leaf in self.plan.score.leaves if leaf.method == "judged" or leaf.points}
        return node.record not in self.shapes.types or (isinstance(about, str) and about not in judged)

    def _present(self, record: str, alias: str) -> Truth | None:
        """Return whether a type was reported, for reading its group; None: when there is a group."""
        if self.shapes.types[record].complete or record == "judgement":
            return TRUE
        said = self._said.get(record)
        if said is None:
            return None
        return Truth(any_of(negated(is_null(column(alias, "project"))), said.sql), nullable=False)

    # ------------------------------------------------------------------ new columns

    def keep(self, values: Mapping[str, SqlValue]) -> Mapping[str, SqlValue]:
        """Add the values as columns of the table, and return them read from there."""
        return self._extend(values, ())

    def hold(self, value: SqlValue) -> SqlValue:
        """Return one value read from columns of the table."""
        name = self.fresh("held__")
        return self.keep({name: value})[name]

    def add_joined(self, values: Mapping[str, SqlValue], joins: Iterable[tuple[str, str]]) -> Mapping[str, SqlValue]:
        """Add values that read relations of one row per project, given as (relation, alias)."""
        return self._extend(values, joins)

    def add_columns(self, columns: Iterable[tuple[str, Sql]]) -> None:
        """Add columns as they are."""
        self.layers.add(list(columns), ())

    def _extend(self, values: Mapping[str, SqlValue], joins: Iterable[tuple[str, str]]) -> dict[str, SqlValue]:
        columns: list[tuple[str, Sql]] = []
        for name, value in values.items():
            columns += stored(value, name)
        self.layers.add(columns, joins)
        return {name: loaded(value, name, PROJECT) for name, value in values.items()}


def _any(one: Truth, other: Truth | None) -> Truth:
    if other is None:
        return one
    return Truth(any_of(one.sql, other.sql), nullable=False)
