"""A program: the relations a plan is decided by, one after the other, and what is read from the last ones.

Knows nothing about rules or about who runs it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import TYPE_CHECKING

from sqlglot import exp

if TYPE_CHECKING:
    from checker.sql.values import Sql


@dataclass(frozen=True, slots=True)
class Step:
    """A relation made from earlier ones; ``keep`` says that it is read several times and better worked out once.

    A ``layer`` is one more set of columns on the layer before; see ``Program.layered``.
    """

    name: str
    select: exp.Expr
    comment: str = ""
    keep: bool = False
    layer: bool = False


@dataclass(frozen=True)
class Program:
    """The steps in order, and the select of each output table; ``inputs`` are the relations it reads."""

    steps: tuple[Step, ...]
    outputs: Mapping[str, exp.Expr]
    inputs: tuple[str, ...]

    def whole(self, select: exp.Expr) -> exp.Expr:
        """Return ``select`` with the steps it stands on written before it, except those that are kept.

        So a database is told in one statement all it needs to know, instead of a view for each step.
        """
        needed: dict[str, None] = {}
        self._need(select, needed)
        steps = [step for step in self.steps if step.name in needed]
        if not steps:
            return select
        common = [exp.CTE(this=step.select, alias=exp.TableAlias(this=exp.to_identifier(step.name))) for step in steps]
        return type(select)(**{**select.args, "with_": exp.With(expressions=common)})

    def layered(self) -> Program:
        """Return the program with every layer kept, for a database that would write out each column where it is used.

        Spark does, so that columns built on columns grow beyond all bounds.
        """
        return replace(self, steps=tuple(replace(step, keep=step.keep or step.layer) for step in self.steps))

    def _need(self, select: exp.Expr, needed: dict[str, None]) -> None:
        for relation in relations(select):
            step = self._by_name.get(relation)
            if step is not None and not step.keep and relation not in needed:
                needed[relation] = None
                self._need(step.select, needed)

    @cached_property
    def _by_name(self) -> Mapping[str, Step]:
        return {step.name: step for step in self.steps}


def relations(query: exp.Expr) -> Iterator[str]:
    """Yield the names of the relations that a select, or a union of selects, reads."""
    if isinstance(query, exp.SetOperation):
        yield from relations(query.this)
        yield from relations(query.expression)
        return
    source = query.args.get("from_")
    for item in (source, *(query.args.get("joins") or ())):
        if item is not None and isinstance(item.this, exp.Table):
            yield item.this.name
        elif item is not None and isinstance(item.this, exp.Subquery):
            yield from relations(item.this.this)


@dataclass(slots=True)
class Builder:
    """Collects steps under names of their own."""

    steps: list[Step] = field(default_factory=list)
    inputs: dict[str, None] = field(default_factory=dict)
    _taken: dict[str, int] = field(default_factory=dict)

    def name(self, wish: str) -> str:
        """Return a name that no other step has."""
        self._taken[wish] = number = self._taken.get(wish, 0) + 1
        return wish if number == 1 else f"{wish}_{number}"

    def add(self, wish: str, select: exp.Expr, comment: str = "", *, keep: bool = False, layer: bool = False) -> str:
        """Add a step, and return its name."""
        name = self.name(wish)
        self.steps.append(Step(name, select, comment, keep, layer))
        return name

    def read(self, relation: str) -> str:
        """Return the name of an input relation, noting that it is read."""
        self.inputs[relation] = None
        return relation


def column(table: str, name: str) -> exp.Column:
    """Return the column ``table.name``, quoted where its name needs it."""
    return exp.column(exp.to_identifier(name), table=exp.to_identifier(table))


def aliased(columns: Iterable[tuple[str, Sql]]) -> list[exp.Expr]:
    """Return the columns under their names; a column that has its name already is left as it is."""
    return [
        sql if isinstance(sql, exp.Column) and sql.name == name else exp.Alias(this=sql, alias=exp.to_identifier(name))
        for name, sql in columns
    ]


def select(columns: Iterable[tuple[str, Sql]], relation: str, alias: str) -> exp.Select:
    """Return the select of named columns from one relation."""
    return exp.select(*aliased(columns), copy=False).from_(table(relation, alias), copy=False)


def table(relation: str, alias: str = "") -> exp.Table:
    """Return a relation under an alias."""
    return exp.to_table(relation, alias=alias or None)


def both_of(*conditions: Sql) -> Sql:
    """Return whether all of the conditions hold; nothing is copied, so that building stays cheap."""
    return _connected(exp.And, conditions)


def any_of(*conditions: Sql) -> Sql:
    """Return whether one of the conditions holds."""
    return _connected(exp.Or, conditions)


def _connected(kind: type[exp.Connector], conditions: Sequence[Sql]) -> Sql:
    made, *rest = conditions
    for condition in rest:
        made = kind(this=_bracketed(made, kind), expression=_bracketed(condition, kind))
    return made


def _bracketed(item: Sql, kind: type[exp.Connector]) -> Sql:
    return exp.Paren(this=item) if isinstance(item, exp.Connector) and not isinstance(item, kind) else item


def negated(item: Sql) -> Sql:
    """Return the opposite of a condition."""
    return exp.Not(this=exp.Paren(this=item) if isinstance(item, exp.Connector | exp.Binary) else item)


def joined(query: exp.Select, relation: str, alias: str, on: Iterable[Sql], *, side: str = "") -> exp.Select:
    """Return ``query`` joined with one more relation."""
    return query.join(table(relation, alias), on=both_of(*on), join_type=side, copy=False)


def equal(left: Sql, right: Sql) -> exp.EQ:
    """Return left = right."""
    return exp.EQ(this=left, expression=right)


def code(number: int) -> Sql:
    """Return a whole number."""
    return exp.Literal.number(number)


def text(words: str) -> exp.Literal:
    """Return a text."""
    return exp.Literal.string(words)


def when(*cases: tuple[Sql, Sql], otherwise: Sql | None = None) -> exp.Case:
    """Return CASE WHEN … THEN … ELSE … END."""
    made = exp.Case(ifs=[exp.If(this=condition, true=value) for condition, value in cases])
    if otherwise is not None:
        made.set("default", otherwise)
    return made


def null() -> exp.Null:
    """Return NULL."""
    return exp.Null()


def is_null(item: Sql) -> exp.Is:
    """Return whether ``item`` is null."""
    return exp.Is(this=item, expression=exp.Null())
