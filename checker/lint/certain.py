"""Says which fields of its facts are certainly known when a rule has found something; knows nothing about facts."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeAlias

from checker.expr.tree import (
    Aggregate,
    AllOf,
    AnyOf,
    Choose,
    Comparison,
    Constant,
    Expr,
    Field,
    Known,
    Not,
    Parameter,
    children,
)

if TYPE_CHECKING:
    from checker.plan import PlannedRule

Known_: TypeAlias = frozenset[tuple[str, str]]
"""Fields by the variable of their fact."""
_NONE: Known_ = frozenset()


def certainly_known(rule: PlannedRule) -> Known_:
    """Return the fields that a finding of ``rule`` cannot be without, by variable.

    A condition holds for certain only when what decides it is known: all of several joined by and, what is common to
    several joined by or. What is gathered over other facts says nothing about the fact at hand.
    """
    conditions = (rule.when, rule.applies, rule.subject.where)
    return frozenset[tuple[str, str]]().union(*(_true(tree) for tree in conditions if tree is not None))


def _true(tree: Expr) -> Known_:
    """Return what is known when a condition holds."""
    match tree:
        case AllOf():
            return _NONE.union(*map(_true, tree.items))
        case AnyOf():
            return frozenset.intersection(*map(_true, tree.items))
        case Not():
            return _false(tree.item)
        case Known():
            return _value(tree.item)
        case _:
            return _value(tree)


def _false(tree: Expr) -> Known_:
    """Return what is known when a condition surely does not hold."""
    match tree:
        case AllOf():
            return frozenset.intersection(*map(_false, tree.items))
        case AnyOf():
            return _NONE.union(*map(_false, tree.items))
        case Not():
            return _true(tree.item)
        case Known():
            return _NONE
        case _:
            return _value(tree)


def _value(tree: Expr) -> Known_:
    """Return what is known when a value is."""
    match tree:
        case Field():
            return frozenset({(tree.variable, tree.name)})
        case Aggregate() | Constant():
            return _NONE
        case Choose():
            chosen = _true(tree.condition) | _value(tree.then), _false(tree.condition) | _value(tree.otherwise)
            return frozenset.intersection(*chosen)
        case Parameter():
            return _NONE if tree.key is None else _value(tree.key)
        case AllOf() | AnyOf() | Not() | Known():
            return _true(tree) & _false(tree)
        case Comparison() | _:
            return _NONE.union(*map(_value, children(tree)))
