"""Sets of numbers as stretches of the line, with open or closed ends, and the conditions that mean one; exact.

Knows nothing about bands or grades.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from functools import reduce
from math import floor
from typing import TYPE_CHECKING, Final

from checker.expr.tree import AllOf, AnyOf, Comparison, Constant, Not

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from checker.expr import Expr

Cut = tuple[int, Fraction, int]
"""A place between numbers: before (0) or behind (1) one; the first part is -1 or 1 for the two ends of the line."""
_START: Final[Cut] = (-1, Fraction(0), 0)
_END: Final[Cut] = (1, Fraction(0), 0)


def _before(value: Fraction) -> Cut:
    return (0, value, 0)


def _behind(value: Fraction) -> Cut:
    return (0, value, 1)


@dataclass(frozen=True, slots=True)
class Stretches:
    """Some of the numbers: ``parts`` run from one cut to another, in order, apart from each other."""

    parts: tuple[tuple[Cut, Cut], ...]

    @property
    def opposite(self) -> Stretches:
        """All other numbers."""
        cuts = [_START, *(cut for part in self.parts for cut in part), _END]
        return Stretches(tuple(pair for pair in zip(cuts[::2], cuts[1::2], strict=True) if pair[0] < pair[1]))

    def both(self, other: Stretches) -> Stretches:
        """The numbers in both."""
        found = [
            (max(one[0], two[0]), min(one[1], two[1]))
            for one in self.parts
            for two in other.parts
            if max(one[0], two[0]) < min(one[1], two[1])
        ]
        return Stretches(tuple(sorted(found)))

    def either(self, other: Stretches) -> Stretches:
        """The numbers in one or the other."""
        return self.opposite.both(other.opposite).opposite

    @property
    def bounded(self) -> bool:
        """Whether there are numbers, and an end on either side."""
        return bool(self.parts) and self.parts[0][0] != _START and self.parts[-1][1] != _END

    @property
    def between(self) -> Stretches:
        """The holes: what is left out with some of the numbers on either side."""
        return Stretches(tuple(part for part in self.opposite.parts if part[0] != _START and part[1] != _END))

    def on(self, grid: Fraction | None) -> Stretches:
        """The parts that hold a number a value can have: any, or a multiple of ``grid``."""
        return Stretches(tuple(part for part in self.parts if _holds(part, grid)))

    def shown(self) -> Iterator[tuple[Fraction | None, bool, Fraction | None, bool]]:
        """Yield low end, whether it belongs, high end, whether it belongs; None for no end."""
        for low, high in self.parts:
            bottom = None if low == _START else low[1]
            top = None if high == _END else high[1]
            yield bottom, low[2] == 0, top, high[2] == 1


NOTHING: Final = Stretches(())


def from_ends(low: Fraction | None, low_open: bool, high: Fraction | None, high_open: bool) -> Stretches:
    """Return the numbers between two ends; None for no end."""
    start = _START if low is None else _behind(low) if low_open else _before(low)
    end = _END if high is None else _before(high) if high_open else _behind(high)
    return Stretches(((start, end),)) if start < end else NOTHING


def union(items: Iterable[Stretches]) -> Stretches:
    """Return the numbers in any of several."""
    return reduce(Stretches.either, items, NOTHING)


def _holds(part: tuple[Cut, Cut], grid: Fraction | None) -> bool:
    low, high = part
    if grid is None or low == _START or high == _END:
        return True
    first = (floor(low[1] / grid) + (1 if low[2] or low[1] % grid else 0)) * grid
    return first < high[1] or (first == high[1] and high[2] == 1)


def compared(comparator: str, value: Fraction) -> Stretches:
    """Return the numbers that compare so with ``value``."""
    match comparator:
        case "<":
            return from_ends(None, False, value, True)
        case "<=":
            return from_ends(None, False, value, False)
        case ">":
            return from_ends(value, True, None, False)
        case ">=":
            return from_ends(value, False, None, False)
        case "=":
            return from_ends(value, False, value, False)
    return from_ends(value, False, value, False).opposite


_TURNED: Final = {"<": ">", "<=": ">=", ">": "<", ">=": "<=", "=": "=", "!=": "!="}


def meaning(tree: Expr) -> tuple[Expr, Stretches] | None:
    """Return what a condition measures, and the numbers for which it holds; None when it is about anything else."""
    match tree:
        case Comparison(left=left, right=Constant(value=Fraction() as value)):
            return left, compared(tree.comparator, value)
        case Comparison(left=Constant(value=Fraction() as value), right=right):
            return right, compared(_TURNED[tree.comparator], value)
        case Not():
            inner = meaning(tree.item)
            return None if inner is None else (inner[0], inner[1].opposite)
        case AllOf() | AnyOf():
            parts = [meaning(item) for item in tree.items]
            known = [part for part in parts if part is not None]
            if len(known) < len(parts) or any(part[0] != known[0][0] for part in known):
                return None
            join = Stretches.both if isinstance(tree, AllOf) else Stretches.either
            return known[0][0], reduce(join, (part[1] for part in known))
    return None
