"""Turns truths in SQL into others by the tables of three-valued logic, which are those of SQL; folds what is known.

Knows nothing about numbers or where a truth came from.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Final

from sqlglot import exp

from checker.sql import terms
from checker.sql.values import FALSE, TRUE, Sql, Truth

UNSURE: Final = Truth(terms.cast(exp.null(), "BOOLEAN"))
"""A truth that nobody can tell."""
_OPPOSITES: Final[dict[type[Sql], type[exp.Binary]]] = {
    exp.LT: exp.GTE, exp.GTE: exp.LT, exp.GT: exp.LTE, exp.LTE: exp.GT, exp.EQ: exp.NEQ, exp.NEQ: exp.EQ,
}  # fmt: skip


def truth(value: bool) -> Truth:
    """Return a truth known beforehand."""
    return TRUE if value else FALSE


def is_unsure(a: Truth) -> bool:
    """Return whether the truth cannot be told whatever the facts are."""
    return a == UNSURE


def both(a: Truth, b: Truth) -> Truth:
    """Return a and b."""
    return _joined(exp.And, a, b, settles=False)


def either(a: Truth, b: Truth) -> Truth:
    """Return a or b."""
    return _joined(exp.Or, a, b, settles=True)


def _joined(kind: type[exp.And | exp.Or], a: Truth, b: Truth, *, settles: bool) -> Truth:
    for one, other in ((a, b), (b, a)):
        if one.constant is not None:
            return one if one.constant is settles else other
    items = list(dict.fromkeys([*terms.parts(kind, a.sql), *terms.parts(kind, b.sql)]))
    nullable = a.nullable or b.nullable
    return Truth(items[0] if len(items) == 1 else terms.joined(kind, items), nullable)


def opposite(a: Truth) -> Truth:
    """Return not a."""
    if a.constant is not None:
        return truth(not a.constant)
    return a if is_unsure(a) else replace(a, sql=_opposite(a.sql))


def _opposite(sql: Sql) -> Sql:
    if type(sql) in _OPPOSITES:
        return _OPPOSITES[type(sql)](this=sql.this, expression=sql.expression)
    if isinstance(sql, exp.Not):
        return sql.this.this if isinstance(sql.this, exp.Paren) else sql.this  # type: ignore[no-any-return]  # the parts of a tree are not typed
    if isinstance(sql, exp.Is):
        right = sql.expression
        turned = right.this if isinstance(right, exp.Not) else exp.Not(this=right)
        return exp.Is(this=sql.this, expression=turned)
    plain = isinstance(sql, exp.Column | exp.Case | exp.Paren)
    return exp.Not(this=sql if plain else exp.Paren(this=sql))


def surely(a: Truth) -> Truth:
    """Return whether a is surely so: never null."""
    if not a.nullable:
        return a
    return FALSE if is_unsure(a) else Truth(exp.Coalesce(this=a.sql, expressions=[exp.false()]), nullable=False)


def surely_not(a: Truth) -> Truth:
    """Return whether a is surely not so: never null."""
    return surely(opposite(a))
