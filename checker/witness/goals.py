"""What a made-up project should make come true, whether it does, and which of its values that depends on."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING, Final

from checker.expr import children, evaluator, truth
from checker.expr.tree import Aggregate, Comparison, Expr, Field, Known
from checker.values import Interval, Truth
from checker.values.amounts import subtract
from checker.witness.draft import Draft, Slot

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from checker.witness.ground import Binding, Ground


@dataclass(frozen=True, slots=True)
class Goal:
    """A condition and the truth it should have; for a comparison of numbers also by how much left exceeds right."""

    tree: Expr
    wanted: bool | Fraction
    binding: Binding

    def value(self, ground: Ground, draft: Draft) -> Truth:
        """Return the truth the condition has."""
        return truth(evaluator(self.tree)(ground.env(draft, self.binding)))

    def margin(self, ground: Ground, draft: Draft) -> Fraction | None:
        """Return by how much left exceeds right, or None when that is not known exactly."""
        if not isinstance(self.tree, Comparison):
            return None
        env = ground.env(draft, self.binding)
        left, right = evaluator(self.tree.left)(env), evaluator(self.tree.right)(env)
        if not isinstance(left, Fraction | Interval) or not isinstance(right, Fraction | Interval):
            return None
        found = subtract(left, right)
        return found if isinstance(found, Fraction) else None

    def met(self, ground: Ground, draft: Draft) -> bool:
        """Return whether a project makes it come true."""
        if isinstance(self.wanted, bool):
            return self.value(ground, draft) is self.wanted
        return self.margin(ground, draft) == self.wanted


def is_ordered(tree: Expr) -> bool:
    """Return whether a tree compares numbers, days or quarters."""
    return isinstance(tree, Comparison) and tree.left.kind.ordered


def slots(tree: Expr, binding: Binding, ground: Ground, draft: Draft) -> tuple[Slot, ...]:
    """Return the places a value depends on, those behind derived fields included; those with a value come first."""
    found = dict.fromkeys(_slots(tree, binding, ground, draft))
    return tuple(sorted(found, key=lambda slot: draft.get(slot) is None))


def asked(tree: Expr, binding: Binding, ground: Ground, draft: Draft) -> frozenset[Slot]:
    """Return the places of which it is asked whether they were given."""
    return frozenset(
        slot for node, inner in walk(tree, binding, ground, draft) if isinstance(node, Known)
        for slot in _slots(node.item, inner, ground, draft)
    )  # fmt: skip


def _slots(tree: Expr, binding: Binding, ground: Ground, draft: Draft) -> Iterator[Slot]:
    for node, inner in walk(tree, binding, ground, draft):
        if isinstance(node, Field) and (slot := slot_of(node, inner)) is not None and ground.givable(slot):
            yield slot


def slot_of(node: Field, binding: Binding) -> Slot | None:
    """Return the place a field stands for; None for one of a variable that stands for nothing."""
    record, index = binding.get(node.variable, (node.record, 0))
    return Slot(record, index, node.name) if record == node.record else None


def walk(tree: Expr, binding: Binding, ground: Ground, draft: Draft) -> tuple[tuple[Expr, Binding], ...]:
    """Return every part of a tree with what variables stand for there: each fact of an aggregate, derived fields too.

    That depends on how many facts there are, not on what they say, so it is worked out once for each such number.
    """
    key = (id(tree), tuple(binding.items()), tuple((record, len(rows)) for record, rows in draft.rows.items()))
    known = ground.walks.get(key)
    if known is None or known[0][0] is not tree:
        known = ground.walks[key] = tuple(_parts(tree, binding, ground, draft))
    return known


def _parts(tree: Expr, binding: Binding, ground: Ground, draft: Draft) -> Iterator[tuple[Expr, Binding]]:
    yield tree, binding
    if isinstance(tree, Field):
        derived = ground.plan.derived.get((tree.record, tree.name))
        slot = slot_of(tree, binding)
        if derived is not None and slot is not None:
            yield from _parts(derived, {**binding, tree.record: (tree.record, slot.number)}, ground, draft)
    elif isinstance(tree, Aggregate):
        for index in range(len(draft.rows.get(tree.record, ()))):
            inner = {**binding, tree.variable: (tree.record, index)}
            for part in children(tree):
                yield from _parts(part, inner, ground, draft)
    else:
        for part in children(tree):
            yield from _parts(part, binding, ground, draft)


def all_met(goals: Iterable[Goal], ground: Ground, draft: Draft) -> bool:
    """Return whether a project makes all of several goals come true."""
    return all(goal.met(ground, draft) for goal in goals)


_TARGETS: Final = {
    ("<", True): (-1,), ("<", False): (0,), ("<=", True): (0,), ("<=", False): (1,), (">", True): (1,),
    (">", False): (0,), (">=", True): (0,), (">=", False): (-1,), ("=", True): (0,), ("=", False): (1, -1),
    ("!=", True): (1, -1), ("!=", False): (0,),
}  # fmt: skip


def targets(goal: Goal, step: Fraction) -> tuple[Fraction, ...]:
    """Return the margins at which a comparison of numbers has the truth wanted, nearest to equality first."""
    if not isinstance(goal.wanted, bool):
        return (goal.wanted,)
    assert isinstance(goal.tree, Comparison)  # noqa: S101 - only comparisons have margins
    return tuple(step * number for number in _TARGETS[goal.tree.comparator, goal.wanted])
