"""Follows the margin of a comparison to where it has a wanted size, by changing one number of a made-up project."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from fractions import Fraction
from typing import TYPE_CHECKING, Final

from checker.expr.tree import Arithmetic, Comparison, Constant, Expr, Parameter, walk
from checker.values import Kind, decimal_text
from checker.witness.draft import AS_OF, HEAD, Draft, Slot
from checker.witness.goals import Goal, slots, targets

if TYPE_CHECKING:
    from checker.witness.ground import Ground

_MOST_JUMPS: Final = 16
_STRIDES: Final = (1, 7, 100, 2500)
_STEPS: Final = {Kind.RATIO: Fraction(1, 10000), Kind.SCORE: Fraction(1, 100), Kind.MONEY: Fraction(1, 100)}
_LARGE: Final = Fraction(10**5)
_LARGE_STEP: Final = Fraction(100)
_ONE: Final = Fraction(1)
_HUNDREDTH: Final = Fraction(1, 100)
_FINEST: Final = 10**9
"""A number between finer ones is taken to the step nearest to it."""
_LARGEST: Final = 10**15
"""A search that leads beyond leads nowhere."""


def value_step(tree: Comparison, right: Fraction | None = None) -> Fraction:
    """Return by how little two compared values should differ to be told apart and still be read at a glance.

    A day, a quarter, a piece, 0.01 %, 0.01 分; of money 0.01 元, and 0.01 万元 for sums from 10 万元 on; of plain
    numbers the last digit of what they are compared with, of quotients a hundredth.
    """
    kind = tree.left.kind if tree.left.kind is not Kind.NUMBER else tree.right.kind
    if kind is Kind.MONEY and right is not None and abs(right) >= _LARGE:
        return _LARGE_STEP
    if kind is Kind.NUMBER and isinstance(tree.left, Arithmetic) and tree.left.sign == "/":
        return _HUNDREDTH
    if kind is Kind.NUMBER:
        return min((_last_digit(number) for number in _numbers(tree)), default=_ONE)
    return _STEPS.get(kind, _ONE)


def _numbers(tree: Expr) -> Iterator[Fraction]:
    for node in walk(tree):
        if isinstance(node, Constant) and isinstance(node.value, Fraction) and node.kind is Kind.NUMBER:
            yield node.value
        elif isinstance(node, Parameter):
            yield from (version.value for version in node.versions if isinstance(version.value, Fraction))


def _last_digit(number: Fraction) -> Fraction:
    decimals = decimal_text(number).partition(".")[2]
    return Fraction(1, 10 ** len(decimals))


def approaches(ground: Ground, draft: Draft, goal: Goal, locked: frozenset[Slot], *, plain: bool) -> Iterator[Draft]:
    """Yield projects that meet a goal about numbers, each with one number changed that is not locked."""
    assert isinstance(goal.tree, Comparison)  # noqa: S101 - only comparisons of numbers are approached
    for slot in slots(goal.tree, goal.binding, ground, draft):
        if slot in locked or not ground.rule(slot).kind.ordered:
            continue
        for target in targets(goal, value_step(goal.tree)):
            for value in _values(ground, draft, goal, slot, target):
                if plain and not ground.is_plain(slot, value):
                    continue
                candidate = draft.put(slot, value)
                if ground.allows(candidate) and goal.met(ground, candidate):
                    yield candidate
                    break


def _values(ground: Ground, draft: Draft, goal: Goal, slot: Slot, target: Fraction) -> Iterator[Fraction]:
    """Yield values of one number at or next to where the margin has the size wanted."""
    path = _Path(ground, draft, goal, slot)
    found = path.follow(target)
    if found is None:
        return
    step = ground.step(slot)
    yield found
    yield from (found + extra * step for extra in (-1, 1, -2, 2))


class _Path:
    """The margin as a function of one number."""

    def __init__(self, ground: Ground, draft: Draft, goal: Goal, slot: Slot) -> None:
        self._ground, self._draft, self._goal, self._slot = ground, draft, goal, slot
        self._rule = ground.rule(slot)
        self._whole = self._rule.kind in {Kind.DATE, Kind.QUARTER, Kind.COUNT}
        self._step = ground.step(slot)

    def follow(self, target: Fraction) -> Fraction | None:
        """Return the number at which the margin is ``target``, or one next to it; None when there is no way there."""
        given = self._draft.get(self._slot)
        usual = self._ground.usual(self._slot, self._draft)
        value = given if isinstance(given, Fraction) else usual
        if not isinstance(value, Fraction):
            return None
        for _ in range(_MOST_JUMPS):
            margin = self._at(value)
            if margin is None or margin == target:
                return None if margin is None else value
            slope = self._slope(value, margin)
            if slope is None:
                return None
            jump = self._within(value + (target - margin) / slope)
            if abs(jump) > _LARGEST:
                return None
            if jump == value:
                return value
            value = jump
        return value

    def _at(self, value: Fraction) -> Fraction | None:
        if (self._slot.record, self._slot.name) == (HEAD, AS_OF):
            value = Fraction(int(value))
        return self._goal.margin(self._ground, self._draft.put(self._slot, value))

    def _slope(self, value: Fraction, margin: Fraction) -> Fraction | None:
        for stride in _STRIDES:
            for run in (stride * self._step, -stride * self._step):
                beside = self._at(value + run)
                if beside is not None and beside != margin:
                    return (beside - margin) / run
        return None

    def _within(self, value: Fraction) -> Fraction:
        if self._whole:
            value = Fraction(round(value))
        elif value.denominator > _FINEST:
            value = round(value / self._step) * self._step
        low, high = self._rule.low, self._rule.high
        if self._rule.kind is Kind.DATE:
            low, high = Fraction(_FIRST), Fraction(_LAST)
        value = value if low is None else max(low, value)
        return value if high is None else min(high, value)


_FIRST: Final = date(1900, 1, 1).toordinal()
_LAST: Final = date(2199, 12, 31).toordinal()
