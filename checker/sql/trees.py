"""Looks into typed trees and changes names in them: which facts an expression is about, and the same for other facts.

Knows nothing about SQL.
"""

from __future__ import annotations

from dataclasses import fields, replace
from typing import TYPE_CHECKING

from checker.expr.tree import Aggregate, AllOf, Arithmetic, Comparison, Constant, Expr, Field, Function, Not, children

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterator

    from checker.values import Value


def free_fields(node: Expr) -> Iterator[Field]:
    """Yield the fields of facts that are not bound by an aggregate within ``node``."""
    if isinstance(node, Field):
        yield node
        return
    bound = node.variable if isinstance(node, Aggregate) else None
    for child in children(node):
        for found in free_fields(child):
            if found.variable != bound:
                yield found


def mapped(node: Expr, change: Callable[[Field], Expr]) -> Expr:
    """Return ``node`` with every free field put through ``change``."""
    if isinstance(node, Field):
        return change(node)
    if isinstance(node, Constant):
        return node
    inner = change
    if isinstance(node, Aggregate):
        bound = node.variable

        def inner(found: Field) -> Expr:
            return found if found.variable == bound else change(found)

    changes: dict[str, object] = {}
    for item in fields(node):
        value = getattr(node, item.name)
        if isinstance(value, tuple) and item.name in {"items", "arguments"}:
            changes[item.name] = tuple(mapped(part, inner) for part in value)
        elif isinstance(value, _EXPRESSIONS):
            changes[item.name] = mapped(value, inner)
    return replace(node, **changes)  # type: ignore[arg-type]  # the same fields, of the same types


def pinned(node: Expr | None, variable: str) -> dict[str, Value]:
    """Return the fields of ``variable`` that a condition ties to one value, with the value."""
    found: dict[str, Value] = {}
    for part in node.items if isinstance(node, AllOf) else (node,):
        if isinstance(part, Comparison) and part.comparator == "=":
            for one, other in ((part.left, part.right), (part.right, part.left)):
                if isinstance(one, Field) and one.variable == variable and isinstance(other, Constant):
                    found[one.name] = other.value
    return found


def without(node: Expr | None, variable: str, names: Collection[str]) -> Expr | None:
    """Return a condition less what ties these fields of ``variable`` to a value; None when nothing is left."""
    rest = []
    for part in node.items if isinstance(node, AllOf) else (node,):
        if part is not None and not (pinned(part, variable).keys() & set(names)):
            rest.append(part)
    return AllOf(tuple(rest)) if len(rest) > 1 else (rest[0] if rest else None)


def rests_on(node: Expr, record: str) -> bool:
    """Return whether ``node`` is surely unknown where there is no fact of the single type ``record``."""
    match node:
        case Field():
            return node.record == record
        case Arithmetic() | Comparison():
            return rests_on(node.left, record) or rests_on(node.right, record)
        case Function():
            return any(rests_on(argument, record) for argument in node.arguments)
        case Not():
            return rests_on(node.item, record)
    return False


def renamed(node: Expr, old: str, new: str) -> Expr:
    """Return ``node`` about the fact bound to ``new`` instead of ``old``."""
    if old == new:
        return node
    return mapped(node, lambda found: replace(found, variable=new) if found.variable == old else found)


_EXPRESSIONS = Expr.__args__
