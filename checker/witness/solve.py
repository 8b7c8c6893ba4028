"""Changes a made-up project, a value or a fact at a time, until all that is wanted of it comes true.

What is tried is judged by the evaluator alone; nothing is proved: not to find a project does not say there is none.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from fractions import Fraction
from typing import TYPE_CHECKING, Final

from checker.expr.tree import Aggregate, AllOf, AnyOf, Choose, Constant, Function, Known, Not
from checker.values import Kind, Value
from checker.witness.approach import approaches
from checker.witness.draft import AS_OF, HEAD, Draft, DraftRow, Slot
from checker.witness.goals import Goal, all_met, asked, is_ordered, slots, walk

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from checker.witness.ground import Binding, Ground

_MOST_SPENT: Final = 4800
"""What one search may take; what is found is mostly found with a twentieth of it."""
_MOST_ROWS: Final = 12
_FEW_ROWS: Final = 2
_OTHER: Final = "其他"
Locked = frozenset[Slot]
_NOTHING: Final[Locked] = frozenset()


@dataclass(slots=True)
class Solver:
    """Solves on one ground; ``plain`` takes only numbers that people would write.

    ``producing`` gives further drafts that may meet a goal about what is worked out from facts (findings).
    """

    ground: Ground
    plain: bool = True
    producing: Callable[[Solver, Draft, Goal, Locked], Iterator[Draft]] | None = None
    _end: int = field(default=0, init=False)

    def solve(self, draft: Draft, goals: Sequence[Goal], locked: Locked = _NOTHING) -> Draft | None:
        """Return the project with the fewest changes found that meets all goals, none in a locked place; or None."""
        if self.ground.meter.used_up:
            return None
        self._end = self.ground.meter.spent + _MOST_SPENT
        return self._solve(draft, goals, locked)

    def _solve(self, draft: Draft, goals: Sequence[Goal], locked: Locked) -> Draft | None:
        pending = next((goal for goal in goals if not goal.met(self.ground, draft)), None)
        if pending is None:
            return draft if self.ground.allows(draft) else None
        for candidate in self.repairs(draft, pending, locked):
            if self.ground.meter.spent > self._end:
                return None
            changed = candidate.changed(draft)
            if not changed or locked.intersection(changed) or not self.ground.allows(candidate):
                continue
            found = self._solve(candidate, goals, locked.union(self._settled(draft, candidate, pending)))
            if found is not None:
                return found
        return None

    def _settled(self, before: Draft, after: Draft, goal: Goal) -> Locked:
        """Return the changed places but those that were given only because it is asked whether they are."""
        changed = frozenset(after.changed(before))
        questions = asked(goal.tree, goal.binding, self.ground, before) & changed
        return changed.difference(
            slot
            for slot in questions
            if before.get(slot) is None and after.get(slot) == self.ground.usual(slot, before)
        )

    def repairs(self, draft: Draft, goal: Goal, locked: Locked) -> Iterator[Draft]:
        """Yield changed projects that meet a goal, or at least a part of it, the plainest first."""
        tree, wanted = goal.tree, goal.wanted
        if isinstance(tree, AllOf | AnyOf):
            yield from self._joined(draft, goal, tree, locked)
            return
        if isinstance(tree, Not) and isinstance(wanted, bool):
            yield from self.repairs(draft, Goal(tree.item, not wanted, goal.binding), locked)
            return
        if isinstance(tree, Choose) and isinstance(wanted, bool):
            yield from self._chosen(draft, goal, tree, locked)
        if isinstance(tree, Known):
            yield from self._given(draft, goal, tree, locked)
            return
        yield from self._atomic(draft, goal, locked)

    def _joined(self, draft: Draft, goal: Goal, tree: AllOf | AnyOf, locked: Locked) -> Iterator[Draft]:
        wanted = bool(goal.wanted)
        items = [Goal(item, wanted, goal.binding) for item in tree.items]
        open_ = [item for item in items if not item.met(self.ground, draft)]
        every = isinstance(tree, AllOf) is wanted
        for item in open_[:1] if every else open_:
            yield from self.repairs(draft, item, locked)

    def _chosen(self, draft: Draft, goal: Goal, tree: Choose, locked: Locked) -> Iterator[Draft]:
        for side, part in ((True, tree.then), (False, tree.otherwise)):
            for item in (Goal(tree.condition, side, goal.binding), Goal(part, goal.wanted, goal.binding)):
                if not item.met(self.ground, draft):
                    yield from self.repairs(draft, item, locked)
                    break

    def _given(self, draft: Draft, goal: Goal, tree: Known, locked: Locked) -> Iterator[Draft]:
        places = [slot for slot in slots(tree.item, goal.binding, self.ground, draft) if slot not in locked]
        if goal.wanted is True:
            filled = draft
            for slot in places:
                if draft.get(slot) is None:
                    yield draft.put(slot, self.ground.usual(slot, draft))
                    filled = filled.put(slot, self.ground.usual(slot, filled))
            yield filled
            yield from self._grown(draft, goal, locked)
        else:
            emptied = draft
            for slot in places:
                yield draft.put(slot, None)
                emptied = emptied.put(slot, None)
            yield emptied

    def _atomic(self, draft: Draft, goal: Goal, locked: Locked) -> Iterator[Draft]:
        filled = self._filled(draft, goal, locked)
        if filled is not draft and goal.met(self.ground, filled):
            yield filled
        if is_ordered(goal.tree):
            yield from approaches(self.ground, filled, goal, locked, plain=self.plain)
        yield from self._grown(filled, goal, locked)
        yield from self._menus(filled, goal, locked)
        yield from self._fewer(draft, goal, locked)
        if self.producing is not None:
            yield from self.producing(self, draft, goal, locked)
            if filled is not draft:
                yield from self.producing(self, filled, goal, locked)

    def _filled(self, draft: Draft, goal: Goal, locked: Locked) -> Draft:
        """Return the project with ordinary values for all that a goal reads; what is asked about stays missing."""
        left_out = asked(goal.tree, goal.binding, self.ground, draft) | locked
        for slot in slots(goal.tree, goal.binding, self.ground, draft):
            if draft.get(slot) is None and slot not in left_out:
                draft = draft.put(slot, self.ground.usual(slot, draft))
        return draft

    def _menus(self, draft: Draft, goal: Goal, locked: Locked) -> Iterator[Draft]:
        places = slots(goal.tree, goal.binding, self.ground, draft)
        for slot in reversed(places) if isinstance(goal.tree, Function) else places:
            if slot in locked or (slot.record, slot.name) == (HEAD, AS_OF):
                continue
            for value in self.menu(slot, draft, goal):
                candidate = draft.put(slot, value)
                if value != draft.get(slot) and self.ground.allows(candidate) and goal.met(self.ground, candidate):
                    yield candidate

    def menu(self, slot: Slot, draft: Draft, goal: Goal) -> Iterator[Value]:
        """Yield values worth trying in a place: the choices, what it is compared with, and others."""
        rule = self.ground.rule(slot)
        if rule.kind is Kind.CHOICE:
            yield from rule.choices
        elif rule.kind is Kind.TRUTH:
            yield from (True, False)
        else:
            parts = list(walk(goal.tree, goal.binding, self.ground, draft))
            constants = [node.value for node, _ in parts if isinstance(node, Constant)]
            others = [draft.get(place) for place in slots(goal.tree, goal.binding, self.ground, draft)]
            if rule.kind is Kind.TEXT:
                yield from (value for value in [*constants, *others, _OTHER] if isinstance(value, str))
                return
            numbers = [value for value in [*constants, *others] if isinstance(value, Fraction)]
            step = self.ground.step(slot)
            yield from (number + extra for number in numbers for extra in (Fraction(0), step, -step))
            yield from (Fraction(number) for number in (0, 1, 2, 3, 12, 31, 100))

    def _grown(self, draft: Draft, goal: Goal, locked: Locked) -> Iterator[Draft]:
        """Yield the project with facts added to what is gathered, as many as it takes."""
        for node, binding in list(walk(goal.tree, goal.binding, self.ground, draft)):
            if not isinstance(node, Aggregate) or not self._extendable(node.record):
                continue
            more: Draft | None = draft
            for _ in range(_MOST_ROWS if node.body is None else _FEW_ROWS):
                more = None if more is None else self.with_member(more, node, binding)
                if more is None or self.ground.meter.spent > self._end:
                    break
                if goal.met(self.ground, more):
                    yield more
                    break
                if is_ordered(goal.tree):
                    yield from approaches(self.ground, more, goal, locked.union(_old(draft)), plain=self.plain)

    def _extendable(self, record: str) -> bool:
        types = self.ground.types
        return record in types and record not in self.ground.worked_out and types[record].several

    def with_member(self, draft: Draft, node: Aggregate, binding: Binding) -> Draft | None:
        """Return the project with one more fact that an aggregate gathers, or None."""
        draft, index = self.with_row(draft, node.record)
        inner = {**binding, node.variable: (node.record, index)}
        goals = [] if node.where is None else [Goal(node.where, wanted=True, binding=inner)]
        if node.body is not None:
            draft = self._filled(draft, Goal(node.body, wanted=True, binding=inner), _NOTHING)
        if all_met(goals, self.ground, draft):
            return draft
        locked = _old(draft.with_rows(node.record, draft.rows[node.record][:index]))
        return Solver(self.ground, self.plain).solve(draft, goals, locked)

    def with_row(self, draft: Draft, record: str) -> tuple[Draft, int]:
        """Return the project with one more fact of a type, which gives nothing but its key, and its number."""
        rows: tuple[DraftRow, ...] = draft.rows.get(record, ())
        draft = draft.with_rows(record, (*rows, {}))
        for name in reversed(self.ground.keys(record)):
            slot = Slot(record, len(rows), name)
            draft = draft.put(slot, self.ground.usual(slot, draft))
        return draft, len(rows)

    def _fewer(self, draft: Draft, goal: Goal, locked: Locked) -> Iterator[Draft]:
        """Yield the project without the facts of a type that are gathered and no variable stands for."""
        bound = set(goal.binding.values())
        for node, _ in list(walk(goal.tree, goal.binding, self.ground, draft)):
            if not isinstance(node, Aggregate) or not self._extendable(node.record):
                continue
            rows = draft.rows.get(node.record, ())
            held = {index for record, index in bound if record == node.record}
            held |= {slot.number for slot in locked if slot.record == node.record}
            for keep in range(max(held, default=-1) + 1, len(rows)):
                yield draft.with_rows(node.record, rows[:keep])
            if node.record not in draft.rows:
                yield draft.with_rows(node.record, ())


def _old(draft: Draft) -> Locked:
    """Return all places that have a value."""
    return frozenset(
        Slot(record, index, name)
        for record, rows in draft.rows.items()
        for index, row in enumerate(rows)
        for name in row
    )
