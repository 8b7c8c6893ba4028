"""The syntax tree: what was written, with places, before any name has a meaning."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal, TypeAlias, Union

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
    """One name, or two joined by a dot."""

    parts: tuple[str, ...]
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
    over: str | None
    alias: str | None
    where: Syntax | None
    span: Span


Syntax: TypeAlias = Union[Written, Name, Operation, Call, Gather]
