"""The syntax tree: what was written, with places, before any name has a meaning."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal, TypeAlias

if TYPE_CHECKING:
    from checker.values import Kind, Value

Operator: TypeAlias = Literal[
    "+", "-", "*", "/", "negate", "=", "!=", "<", "<=", ">", ">=", "and", "or", "not", "between", "in", "known", "if"
]


@dataclass(frozen=True, slots=True)
class Span:
    """A stretch of an expression's text: offsets of its first character and of the one after its last."""

    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Written:
    """A value written out."""

    value: Value
    kind: Kind
    span: Span


@dataclass(frozen=True, slots=True)
class Name:
    """One name, or two joined by a dot; ``places`` says where each part stands."""

    parts: tuple[str, ...]
    places: tuple[Span, ...]
    span: Span


@dataclass(frozen=True, slots=True)
class Operation:
    """An operator with its operands in written order."""

    operator: Operator
    operands: tuple[Syntax, ...]
    span: Span


@dataclass(frozen=True, slots=True)
class Call:
    """A function with its arguments."""

    name: str
    arguments: tuple[Syntax, ...]
    span: Span


@dataclass(frozen=True, slots=True)
class Gather:
    """An aggregate over facts: ``sum(body over type as alias where condition)``."""

    name: str
    body: Syntax
    over: Name | None
    alias: Name | None
    where: Syntax | None
    span: Span


Syntax: TypeAlias = Written | Name | Operation | Call | Gather


def expanded_size(node: Syntax) -> int:
    """Return how many parts the typed tree of ``node`` has; ``between`` and ``in`` repeat what they compare."""
    match node:
        case Written() | Name():
            return 1
        case Operation(operator="between", operands=(value, low, high)):
            return 3 + 2 * expanded_size(value) + expanded_size(low) + expanded_size(high)
        case Operation(operator="in", operands=(value, *others)):
            each = 1 + expanded_size(value)
            return 1 + sum(each + expanded_size(other) for other in others)
        case Operation():
            return 1 + sum(map(expanded_size, node.operands))
        case Call():
            return 1 + sum(map(expanded_size, node.arguments))
        case Gather():
            return 1 + expanded_size(node.body) + (expanded_size(node.where) if node.where else 0)
