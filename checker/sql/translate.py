"""Turns typed expressions into values in SQL; mirrors the evaluator node by node.

What fields and aggregates stand for is the scope's to say. Knows nothing about rules, tables or dialects.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final, Protocol

from checker.expr.tree import (
    Aggregate,
    AllOf,
    AnyOf,
    Arithmetic,
    Choose,
    Comparison,
    Constant,
    Expr,
    Field,
    Function,
    Known,
    Not,
    Parameter,
)
from checker.messages import message
from checker.sql import arithmetic, truths
from checker.sql.choosing import choose
from checker.sql.columns import size
from checker.sql.functions import FUNCTIONS
from checker.sql.parameters import parameter, settled
from checker.sql.values import FALSE, TRUE, Bounded, Number, Refused, SqlValue, Truth, Words

_PLAIN: Final = 12
_LARGE: Final = 1_000
_TOO_LARGE: Final = 30_000
"""Sizes of SQL in nodes: of a value read from columns, of one better kept in columns, of one too long to run."""


class Scope(Protocol):
    """What an expression is translated in: the ordinal of the as-of day, and what its names stand for."""

    @property
    def as_of(self) -> int:
        """The ordinal of the as-of day."""
        ...

    def field(self, node: Field) -> SqlValue:
        """Return the value of a field."""
        ...

    def aggregate(self, node: Aggregate) -> SqlValue:
        """Return the value of an aggregate."""
        ...


def sql_value(node: Expr, scope: Scope) -> SqlValue:
    """Return the value of an expression; raises ``Refused`` for what SQL cannot say exactly.

    A value that has grown large is given to ``hold`` of a scope that has it.
    """
    found = _kept(_TRANSLATORS[type(node)](node, scope), scope, _LARGE)
    if size(found, _TOO_LARGE) >= _TOO_LARGE:
        raise Refused(message("表达式写成 SQL 太长：只知道范围的数算了太多层"))
    return found


def _kept(value: SqlValue, scope: Scope, most: int) -> SqlValue:
    hold: Callable[[SqlValue], SqlValue] | None = getattr(scope, "hold", None)
    return value if hold is None or size(value, most) < most else hold(value)


def number(value: SqlValue) -> Number:
    """Return a value of an ordered kind; anything else is a fault and raises ``TypeError``."""
    if isinstance(value, Truth | Words):
        raise TypeError(f"not a number: {value!r}")
    return value


def _constant(node: Constant, _scope: Scope) -> SqlValue:
    return settled(node.value)


def _field(node: Field, scope: Scope) -> SqlValue:
    return scope.field(node)


def _aggregate(node: Aggregate, scope: Scope) -> SqlValue:
    return scope.aggregate(node)


def _parameter(node: Parameter, scope: Scope) -> SqlValue:
    key = None if node.key is None else sql_value(node.key, scope)
    at = None if node.at is None else sql_value(node.at, scope)
    return parameter(node, scope.as_of, key, at)


_SIGNS: Final[dict[str, Callable[[Number, Number], Number]]] = {
    "+": arithmetic.add, "-": arithmetic.subtract, "*": arithmetic.multiply, "/": arithmetic.divide,
}  # fmt: skip


def _arithmetic(node: Arithmetic, scope: Scope) -> SqlValue:
    left, right = sql_value(node.left, scope), sql_value(node.right, scope)
    if node.sign in "*/" and isinstance(left, Bounded) and isinstance(right, Bounded):
        left, right = _kept(left, scope, _PLAIN), _kept(right, scope, _PLAIN)
    return _SIGNS[node.sign](number(left), number(right))


def _comparison(node: Comparison, scope: Scope) -> SqlValue:
    left, right = sql_value(node.left, scope), sql_value(node.right, scope)
    if node.left.kind.ordered:
        return truths.compare(node.comparator, number(left), number(right))
    found = truths.same(left, right)
    return truths.opposite(found) if node.comparator == "!=" else found


def _joined(node: AllOf | AnyOf, scope: Scope) -> SqlValue:
    join = truths.both if isinstance(node, AllOf) else truths.either
    found = TRUE if isinstance(node, AllOf) else FALSE
    for item in node.items:
        found = join(found, truths.as_truth(sql_value(item, scope)))
    return found


def _not(node: Not, scope: Scope) -> SqlValue:
    return truths.opposite(truths.as_truth(sql_value(node.item, scope)))


def _known(node: Known, scope: Scope) -> SqlValue:
    return truths.known(sql_value(node.item, scope))


def _choose(node: Choose, scope: Scope) -> SqlValue:
    condition = truths.as_truth(sql_value(node.condition, scope))
    return choose(condition, sql_value(node.then, scope), sql_value(node.otherwise, scope))


def _function(node: Function, scope: Scope) -> SqlValue:
    return FUNCTIONS[node.name]([number(sql_value(argument, scope)) for argument in node.arguments])


_TRANSLATORS: Final[dict[type[Any], Callable[[Any, Scope], SqlValue]]] = {
    Constant: _constant,
    Field: _field,
    Parameter: _parameter,
    Arithmetic: _arithmetic,
    Comparison: _comparison,
    AllOf: _joined,
    AnyOf: _joined,
    Not: _not,
    Known: _known,
    Choose: _choose,
    Function: _function,
    Aggregate: _aggregate,
}
"""One per node class; a test holds it to cover them all."""
