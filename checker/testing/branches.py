"""Watches an expression being decided: which of its conditions came out true, and which false.

Conditions are numbered in the order they are written, so that the same text has the same numbers on every day it is
planned for. Knows nothing about rules or where a text stands.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeAlias

from checker.expr import Env, children, evaluator, truth
from checker.expr.evaluate import MEMBER
from checker.expr.tree import Aggregate, AllOf, AnyOf, Choose, Comparison, Constant, Expr, Known, Not
from checker.values import Kind, Unknown

if TYPE_CHECKING:
    from collections.abc import Iterator

Found: TypeAlias = "set[tuple[int, bool]]"
"""The number of a condition and a truth it was seen to have."""


@dataclass(frozen=True, slots=True)
class Branch:
    """A condition that cannot be taken apart further; ``choice`` when it picks one of two values."""

    number: int
    node: Expr
    choice: bool = False


def branches(tree: Expr) -> tuple[Branch, ...]:
    """Return the conditions of a text in order, without those the checker itself puts in."""
    found = {id(node): (node, choice) for node, choice in _inner(tree)}  # a tree may hold one node twice
    return tuple(Branch(number, node, choice) for number, (node, choice) in enumerate(found.values()))


def _inner(tree: Expr) -> Iterator[tuple[Expr, bool]]:
    """Yield the conditions of a tree: a truth is taken apart, and a choice has a condition of its own."""
    if tree.kind is Kind.TRUTH:
        for atom in _atoms(tree):
            yield atom, False
            yield from _below(atom)
    else:
        yield from _below(tree)


def _below(tree: Expr) -> Iterator[tuple[Expr, bool]]:
    if isinstance(tree, Choose) and not _made_up(tree):
        yield tree.condition, True
        yield from _below(tree.condition)
        yield from _inner(tree.then)
        yield from _inner(tree.otherwise)
    elif isinstance(tree, Aggregate):
        if tree.where is not None and not _names_its_own(tree.where):
            yield from _inner(tree.where)
        if tree.body is not None:
            yield from _inner(tree.body)
    else:
        for child in children(tree):
            yield from _below(child)


def _atoms(tree: Expr) -> Iterator[Expr]:
    """Yield the parts of a truth that are not joined of others; one of several words (``in``) counts as one."""
    if isinstance(tree, AllOf | AnyOf) and not _one_of(tree):
        for item in tree.items:
            yield from _atoms(item)
    elif isinstance(tree, Not) and not isinstance(tree.item, Known):
        yield from _atoms(tree.item)
    else:
        yield tree


def _one_of(tree: AllOf | AnyOf) -> bool:
    """Whether a list of comparisons is one name compared with several words or bounds: ``in``, ``between``."""
    lefts = [item.left for item in tree.items if isinstance(item, Comparison)]
    same = len(lefts) == len(tree.items) and all(left == lefts[0] for left in lefts)
    equal = all(isinstance(item, Comparison) and item.comparator in {"=", "!="} for item in tree.items)
    return same and equal


def _made_up(tree: Choose) -> bool:
    """Whether a choice was put in by a scoring method for what is unknown, so that no case can take both ways."""
    condition = tree.condition
    same = isinstance(condition, Comparison) and condition.left == condition.right
    return same or isinstance(condition, Constant) or (isinstance(condition, Known) and condition.span.end == 0)


def _names_its_own(where: Expr) -> bool:
    """Whether the rows an aggregate takes are picked by the checker itself: those of a rule, of an indicator."""
    parts = where.items if isinstance(where, AllOf) else (where,)
    return all(isinstance(part, Comparison) and part.span.end == 0 for part in parts)


def watch(tree: Expr, env: Env, found: Found) -> None:
    """Add to ``found`` what the conditions of ``tree`` come to in ``env``; only those that are reached count."""
    _Watch(tree, found).visit(tree, env)


class _Watch:
    """Walks a tree as ``branches`` does, going only where the values lead."""

    def __init__(self, tree: Expr, found: Found) -> None:
        self._found = found
        self._numbers = {id(branch.node): branch.number for branch in branches(tree)}

    def visit(self, tree: Expr, env: Env) -> None:
        number = self._numbers.get(id(tree))
        if number is not None:
            seen = truth(evaluator(tree)(env))
            if not isinstance(seen, Unknown):
                self._found.add((number, seen))
        if isinstance(tree, Choose):
            self._choose(tree, env)
        elif isinstance(tree, Aggregate):
            self._gather(tree, env)
        else:
            for child in children(tree):
                self.visit(child, env)

    def _choose(self, tree: Choose, env: Env) -> None:
        self.visit(tree.condition, env)
        picked = truth(evaluator(tree.condition)(env))
        if picked is not False:
            self.visit(tree.then, env)
        if picked is not True:
            self.visit(tree.otherwise, env)

    def _gather(self, tree: Aggregate, env: Env) -> None:
        for row in env.tables.get(tree.record, ()):
            inner = env.bind(tree.variable, row)
            if truth(row.get(MEMBER, True)) is False:
                continue
            included = True if tree.where is None else truth(evaluator(tree.where)(inner))
            if tree.where is not None:
                self.visit(tree.where, inner)
            if tree.body is not None and included is not False:
                self.visit(tree.body, inner)
