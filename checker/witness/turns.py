"""Finds in a typed tree every condition that can turn what it comes to, and what else must hold for it to do so.

Knows nothing about facts: what variables stand for is settled when a project is made up.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from fractions import Fraction
from typing import TYPE_CHECKING, Final, TypeAlias

from checker.expr import children
from checker.expr.tree import (
    Aggregate,
    AllOf,
    AnyOf,
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
from checker.values import Kind, Unknown

if TYPE_CHECKING:
    from checker.witness.ground import Binding

_MOST_DEEP: Final = 6


@dataclass(frozen=True, slots=True)
class Frame:
    """A variable inside an aggregate or a derived field: it stands for a fact of its own, or for that of ``outer``."""

    variable: str
    record: str
    outer: str | None = None
    where: Expr | None = None


Frames: TypeAlias = tuple[Frame, ...]


@dataclass(frozen=True, slots=True)
class Wanted:
    """A condition that must have a truth, inside the frames it is written in."""

    tree: Expr
    truth: bool
    frames: Frames = ()


@dataclass(frozen=True, slots=True)
class Turn:
    """A condition that can turn the outcome while ``others`` hold; ``made_up`` when the checker put it in itself.

    ``edge`` marks a day from which another version of a parameter holds.
    """

    node: Expr
    frames: Frames = ()
    others: tuple[Wanted, ...] = ()
    made_up: bool = False
    edge: bool = False


Derived: TypeAlias = Mapping[tuple[str, str], Expr]


def turns(tree: Expr, derived: Derived, others: tuple[Wanted, ...] = ()) -> Iterator[Turn]:
    """Yield the conditions of a truth in the order they are written, with those inside of what they compare."""
    yield from _Finder(derived).conditions(tree, (), others, 0)


def switches(tree: Expr, derived: Derived) -> Iterator[Turn]:
    """Yield the conditions that switch how a value is worked out: choices, limits, keys and versions of parameters."""
    yield from _Finder(derived).inside(tree, (), (), 0)


@dataclass(frozen=True, slots=True)
class _Finder:
    derived: Derived

    def conditions(self, tree: Expr, frames: Frames, others: tuple[Wanted, ...], depth: int) -> Iterator[Turn]:
        if isinstance(tree, AllOf | AnyOf) and not is_among(tree):
            held = isinstance(tree, AllOf)
            for item in tree.items:
                rest = tuple(Wanted(other, held, frames) for other in tree.items if other is not item)
                yield from self.conditions(item, frames, others + rest, depth)
        elif isinstance(tree, Not):
            yield from self.conditions(tree.item, frames, others, depth)
        elif isinstance(tree, Choose):
            yield from self._chosen(tree, frames, others, depth)
        elif not isinstance(tree, Constant):
            yield Turn(tree, frames, others)
            yield from self._within(tree, frames, others, depth)

    def _chosen(self, tree: Choose, frames: Frames, others: tuple[Wanted, ...], depth: int) -> Iterator[Turn]:
        sides = (Wanted(tree.then, truth=True, frames=frames), Wanted(tree.otherwise, truth=False, frames=frames))
        yield from self.conditions(tree.condition, frames, others + sides, depth)
        for truth, part in ((True, tree.then), (False, tree.otherwise)):
            yield from self.conditions(part, frames, (*others, Wanted(tree.condition, truth, frames)), depth)

    def _within(self, tree: Expr, frames: Frames, others: tuple[Wanted, ...], depth: int) -> Iterator[Turn]:
        """Yield the conditions behind a derived truth, and those that say which facts there must be."""
        if depth > _MOST_DEEP:
            return
        if isinstance(tree, Aggregate) and tree.where is not None:
            inner = (*frames, Frame(tree.variable, tree.record))
            yield from self.conditions(tree.where, inner, others, depth + 1)
        elif isinstance(tree, Field) and (value := self.derived.get((tree.record, tree.name))) is not None:
            yield from self.conditions(
                value, (*frames, Frame(tree.record, tree.record, tree.variable)), others, depth + 1
            )

    def inside(self, tree: Expr, frames: Frames, others: tuple[Wanted, ...], depth: int) -> Iterator[Turn]:
        if depth > _MOST_DEEP:
            return
        match tree:
            case Choose():
                yield from self._switch(tree, frames, others, depth)
            case Function():
                yield from (Turn(node, frames, others, made_up=True) for node in _kinks(tree))
            case Parameter():
                yield from _versions(tree, frames, others)
            case Field():
                if (value := self.derived.get((tree.record, tree.name))) is not None:
                    inner = (*frames, Frame(tree.record, tree.record, tree.variable))
                    yield from self.inside(value, inner, others, depth + 1)
            case Aggregate():
                yield from self._gathered(tree, frames, others, depth)
        if not isinstance(tree, Choose | Aggregate):
            for part in children(tree):
                yield from self.inside(part, frames, others, depth)

    def _switch(self, tree: Choose, frames: Frames, others: tuple[Wanted, ...], depth: int) -> Iterator[Turn]:
        if _put_in(tree.condition):
            yield from self.inside(tree.then, frames, others, depth)
            return
        yield from self.conditions(tree.condition, frames, others, depth)
        yield from self.inside(tree.condition, frames, others, depth)
        for truth, part in ((True, tree.then), (False, tree.otherwise)):
            yield from self.inside(part, frames, (*others, Wanted(tree.condition, truth, frames)), depth)

    def _gathered(self, tree: Aggregate, frames: Frames, others: tuple[Wanted, ...], depth: int) -> Iterator[Turn]:
        inner = (*frames, Frame(tree.variable, tree.record, where=tree.where))
        if tree.where is not None:
            for turn in self.conditions(tree.where, (*frames, Frame(tree.variable, tree.record)), others, depth + 1):
                yield replace(turn, made_up=True)
        if tree.body is not None:
            yield from self.inside(tree.body, inner, others, depth + 1)


def _kinks(tree: Function) -> Iterator[Comparison]:
    """Yield where a function turns: which of several is taken, a change of sign, the first whole step."""
    first, *rest = tree.arguments
    if tree.name in {"min", "max"} and tree.kind.ordered:
        yield from (Comparison("<=", first, other) for other in rest)
    elif tree.name == "abs":
        yield Comparison(">=", first, Constant(Fraction(0), tree.kind))
    elif tree.name in {"floor", "ceiling"} and first.kind is Kind.NUMBER:
        yield Comparison("<=", first, Constant(Fraction(1), Kind.NUMBER))


def _versions(tree: Parameter, frames: Frames, others: tuple[Wanted, ...]) -> Iterator[Turn]:
    if tree.key is not None:
        keys = dict.fromkeys(key for version in tree.versions for key, _ in version.keyed)
        for key in keys:
            yield Turn(Comparison("=", tree.key, Constant(key, tree.key.kind)), frames, others, made_up=True)
    for version in tree.versions:
        day = Constant(Fraction(version.since), Kind.DATE)
        at = AS_OF if tree.at is None else tree.at
        yield Turn(Comparison(">=", at, day), frames, others, made_up=True, edge=True)


AS_OF: Final = Field("evaluation", "evaluation", "as_of", Kind.DATE, "检查基准日")
"""The day a project is checked on."""


def _put_in(condition: Expr) -> bool:
    """Return whether the checker put a condition in itself, to say that a value may be anything in between."""
    if isinstance(condition, Constant):
        return isinstance(condition.value, Unknown)
    if isinstance(condition, Known) and condition.span.end == 0:
        return True
    return isinstance(condition, Comparison) and condition.left is condition.right


def is_among(tree: Expr) -> bool:
    """Return whether a tree asks if one value is among several."""
    if not isinstance(tree, AnyOf):
        return False
    equal = [item for item in tree.items if isinstance(item, Comparison) and item.comparator == "="]
    return len(equal) == len(tree.items) and all(item.left == equal[0].left for item in equal)


def bind(frames: Frames, binding: Binding, rows: Mapping[Frame, int]) -> Binding:
    """Return what variables stand for inside frames, where each frame with a fact of its own has the number given."""
    for frame in frames:
        if frame.outer is None:
            binding = {**binding, frame.variable: (frame.record, rows[frame])}
        else:
            _, index = binding.get(frame.outer, (frame.record, 0))
            binding = {**binding, frame.variable: (frame.record, index)}
    return binding
