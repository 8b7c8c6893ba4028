"""One grouped relation: its columns, how they are read, and which of its rows count.

Knows nothing about what is gathered.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, TypeAlias

from sqlglot import exp

from checker.messages import message
from checker.sql.steps import any_of, code, column, is_null, when
from checker.sql.terms import bracketed
from checker.sql.values import Exact, Range, Refused, SqlValue, Truth

if TYPE_CHECKING:
    from checker.sql.values import Sql


@dataclass(slots=True)
class Group:
    """The columns of one grouped relation; the same one is worked out once."""

    columns: dict[str, Sql] = field(default_factory=dict)
    _known: dict[str, str] = field(default_factory=dict)

    def add(self, sql: Sql) -> str:
        """Return the name of the column that holds ``sql``, an aggregate over the rows of the group."""
        key = sql.sql()
        if key not in self._known:
            self._known[key] = name = f"c{len(self._known) + 1}"
            self.columns[name] = sql
        return self._known[key]


@dataclass(frozen=True, slots=True)
class Reading:
    """How a grouped relation is read from a row that may have no group.

    ``reported`` says whether the facts gathered were reported at all; None where the absence of a group means that they
    were not. ``most`` is the greatest number of rows in a group.
    """

    table: str
    most: int
    reported: Truth | None = None

    def whole(self, name: str, low: int, high: int) -> Exact:
        """Return a column of counts or sums: 0 when there were no rows, unknown when nobody reported."""
        sql = column(self.table, name)
        if self.reported is None:
            return Exact(sql, Range(low, high))
        none = exp.Coalesce(this=sql, expressions=[code(0)])
        if self.reported.constant is True:
            return Exact(none, Range(low, high), nullable=False)
        return Exact(when((self.reported.sql, none)), Range(low, high))

    def count(self, name: str) -> Exact:
        """Return a column that counts rows."""
        return self.whole(name, 0, self.most)

    def some(self, name: str) -> Truth:
        """Return whether a column that counts rows counted any."""
        counted = self.count(name)
        return Truth(exp.GT(this=counted.top, expression=code(0)), nullable=counted.nullable)


Finish: TypeAlias = Callable[[Reading], SqlValue]
"""Makes the value from the columns of the group."""


def is_sure(member: Truth) -> Sql:
    """Return whether a row surely counts; as a filter, where null and false are the same."""
    return member.sql


def is_maybe(member: Truth) -> Sql:
    """Return whether a row counts perhaps."""
    return is_null(bracketed(member.sql))


def included(member: Truth) -> Sql:
    """Return whether a row counts surely or perhaps, as a filter."""
    return any_of(is_sure(member), is_maybe(member)) if member.nullable else is_sure(member)


def filtered(aggregate: exp.Expr, condition: Sql, member: Truth | None = None) -> exp.Expr:
    """Return an aggregate over the rows for which ``condition`` holds."""
    if member is not None and member.constant is True:
        return aggregate
    if isinstance(condition, exp.Boolean) and condition.this is True:
        return aggregate
    return exp.Filter(this=aggregate, expression=exp.Where(this=condition))


def counting(group: Group, condition: Sql) -> str:
    """Return the column that counts the rows for which ``condition`` holds."""
    return group.add(filtered(exp.Count(this=exp.Star()), condition))


def plain(end: Exact, name: str) -> Exact:
    """Return a number without a divisor of its own; raises ``Refused`` for one with."""
    if end.over is not None:
        raise Refused(message("{name} 比较的值是除法的结果，各条的除数不同，SQL 里没有写法", name=name))
    return end
