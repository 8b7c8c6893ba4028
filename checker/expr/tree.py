"""The typed tree: an expression whose names are resolved and whose kinds are checked.

This is what every engine reads: the evaluator, the durable lowering, SQL and the solver. Nodes are plain data; each has
the ``kind`` of its value and the ``span`` it was written at. ``between`` and ``in`` are gone: they are comparisons
joined by ``AllOf`` and ``AnyOf``; ``is missing`` is ``Not(Known(…))``.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import ClassVar, Literal, TypeAlias

from checker.expr.syntax import Span
from checker.values import Kind, Value

Comparator: TypeAlias = Literal["=", "!=", "<", "<=", ">", ">="]
ArithmeticSign: TypeAlias = Literal["+", "-", "*", "/"]
Gathering: TypeAlias = Literal["count", "exists", "sum", "average", "min", "max", "only"]
NOWHERE = Span(0, 0)


@dataclass(frozen=True, slots=True)
class Version:
    """The value a parameter has from a day on; ``keyed`` holds one value per key when it has a key."""

    since: int
    value: Value
    keyed: tuple[tuple[str, Value], ...] = ()


@dataclass(frozen=True, slots=True)
class Constant:
    """A value written in the rule."""

    value: Value
    kind: Kind
    span: Span = field(default=NOWHERE, compare=False)


@dataclass(frozen=True, slots=True)
class Field:
    """A field of the fact bound to ``variable``."""

    variable: str
    record: str
    name: str
    kind: Kind
    label: str = ""
    unit: str = ""
    span: Span = field(default=NOWHERE, compare=False)


@dataclass(frozen=True, slots=True)
class Parameter:
    """A dated parameter: its version is picked by ``at`` (a date), else by the as-of date; ``key`` picks within it."""

    name: str
    kind: Kind
    label: str
    versions: tuple[Version, ...]
    key: Expr | None = None
    at: Expr | None = None
    span: Span = field(default=NOWHERE, compare=False)
    unit: str = field(default="", compare=False)


@dataclass(frozen=True, slots=True)
class Arithmetic:
    """Two numbers joined by a sign."""

    sign: ArithmeticSign
    left: Expr
    right: Expr
    kind: Kind
    span: Span = field(default=NOWHERE, compare=False)


@dataclass(frozen=True, slots=True)
class Comparison:
    """Two values compared."""

    comparator: Comparator
    left: Expr
    right: Expr
    kind: ClassVar[Kind] = Kind.TRUTH
    span: Span = field(default=NOWHERE, compare=False)


@dataclass(frozen=True, slots=True)
class AllOf:
    """True when every item is."""

    items: tuple[Expr, ...]
    kind: ClassVar[Kind] = Kind.TRUTH
    span: Span = field(default=NOWHERE, compare=False)


@dataclass(frozen=True, slots=True)
class AnyOf:
    """True when one item is."""

    items: tuple[Expr, ...]
    kind: ClassVar[Kind] = Kind.TRUTH
    span: Span = field(default=NOWHERE, compare=False)


@dataclass(frozen=True, slots=True)
class Not:
    """The opposite of a truth."""

    item: Expr
    kind: ClassVar[Kind] = Kind.TRUTH
    span: Span = field(default=NOWHERE, compare=False)


@dataclass(frozen=True, slots=True)
class Known:
    """Whether a value was given at all, exactly or within bounds; never itself unknown."""

    item: Expr
    kind: ClassVar[Kind] = Kind.TRUTH
    span: Span = field(default=NOWHERE, compare=False)


@dataclass(frozen=True, slots=True)
class Choose:
    """One of two values; when the condition is unknown, whatever both have in common."""

    condition: Expr
    then: Expr
    otherwise: Expr
    kind: Kind
    span: Span = field(default=NOWHERE, compare=False)


@dataclass(frozen=True, slots=True)
class Function:
    """A function applied to its arguments; the names are those of ``functions.FUNCTIONS``."""

    name: str
    arguments: tuple[Expr, ...]
    kind: Kind
    span: Span = field(default=NOWHERE, compare=False)


@dataclass(frozen=True, slots=True)
class Aggregate:
    """Something gathered over the facts of one type that satisfy ``where``."""

    name: Gathering
    variable: str
    record: str
    body: Expr | None
    where: Expr | None
    kind: Kind
    span: Span = field(default=NOWHERE, compare=False)


Expr: TypeAlias = (
    Constant | Field | Parameter | Arithmetic | Comparison | AllOf | AnyOf | Not | Known | Choose | Function | Aggregate
)


def children(node: Expr) -> tuple[Expr, ...]:
    """Return the parts of ``node`` in written order."""
    match node:
        case Constant() | Field():
            return ()
        case Parameter():
            return tuple(part for part in (node.key, node.at) if part is not None)
        case Arithmetic() | Comparison():
            return node.left, node.right
        case AllOf() | AnyOf():
            return node.items
        case Not() | Known():
            return (node.item,)
        case Choose():
            return node.condition, node.then, node.otherwise
        case Function():
            return node.arguments
        case Aggregate():
            return tuple(part for part in (node.body, node.where) if part is not None)


def walk(node: Expr) -> Iterator[Expr]:
    """Yield ``node`` and everything below it, outermost first."""
    yield node
    for child in children(node):
        yield from walk(child)
