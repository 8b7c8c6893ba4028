"""Puts a made-up project just below, at and just above one boundary, and leaves out or blurs what decides there.

Knows nothing about rules as a whole: what else must hold comes with each condition.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING, Final

from checker.expr import evaluator
from checker.expr.tree import Aggregate, AnyOf, Comparison, Known
from checker.values import Interval, Kind, WrittenFault, parse_value
from checker.witness import phrases
from checker.witness.approach import value_step
from checker.witness.draft import HEAD, Draft, Slot
from checker.witness.goals import Goal, is_ordered, slots, walk
from checker.witness.turns import Frame, Turn, Wanted, bind, is_among
from checker.witness.written import written

if TYPE_CHECKING:
    from checker.messages import Message
    from checker.witness.ground import Binding
    from checker.witness.stand import Stand

_SIDES: Final = (0, -1, 1)
_ATTEMPTS: Final = (
    (False, 1, False), (False, 1, True), (False, 10, False), (False, 100, False), (True, 1, False), (True, 1, True),
)  # fmt: skip
"""Whether any number will do, how many steps apart, and whether the comparison comes before what else must hold."""
_ATTEMPTS_AT: Final = tuple(attempt for attempt in _ATTEMPTS if attempt[1] == 1)
_MOST_SLOTS: Final = 3


@dataclass(frozen=True, slots=True)
class Look:
    """A project that shows one side of a condition, and what it is about."""

    draft: Draft
    about: Message


@dataclass(frozen=True, slots=True)
class Beside:
    """Looks at conditions from one stand."""

    stand: Stand

    def looks(self, turn: Turn) -> Iterator[Look]:
        """Yield the projects on all sides of a condition; for a version of a parameter see ``edges``."""
        opened = self.opened(turn)
        if opened is None:
            return
        draft, goals, binding = opened
        if is_ordered(turn.node) and not is_among(turn.node):
            yield from self._ordered(draft, turn, goals, binding)
        else:
            yield from self._sides(draft, turn, goals, binding)

    def opened(self, turn: Turn) -> tuple[Draft, list[Goal], Binding] | None:
        """Return the project with the facts that the frames of a condition stand for, and what else must hold."""
        draft = self.stand.draft
        rows: dict[Frame, int] = {}
        for frame in turn.frames:
            if frame.outer is None:
                bound = self._with_frame(draft, turn, frame, rows)
                if bound is None:
                    return None
                draft, rows[frame] = bound
        binding = bind(turn.frames, self.stand.binding, rows)
        goals = [self.goal(wanted, rows) for wanted in turn.others]
        return draft, goals, binding

    def goal(self, wanted: Wanted, rows: dict[Frame, int]) -> Goal:
        """Return what a condition beside the one looked at should come to."""
        return Goal(wanted.tree, wanted.truth, bind(wanted.frames, self.stand.binding, rows))

    def _with_frame(self, draft: Draft, turn: Turn, frame: Frame, rows: dict[Frame, int]) -> tuple[Draft, int] | None:
        ground, solver = self.stand.ground, self.stand.solver
        if frame.record in ground.worked_out or not ground.types[frame.record].several:
            return None
        draft, index = solver.with_row(draft, frame.record)
        binding = bind(turn.frames[: turn.frames.index(frame)], self.stand.binding, rows)
        inner = {**binding, frame.variable: (frame.record, index)}
        reads = [turn.node, *(wanted.tree for wanted in turn.others if frame in wanted.frames)]
        for tree in reads:
            for slot in slots(tree, inner, ground, draft):
                if draft.get(slot) is None and slot.record == frame.record:
                    draft = draft.put(slot, ground.usual(slot, draft))
        if frame.where is not None:
            found = solver.solve(draft, [Goal(frame.where, wanted=True, binding=inner)])
            if found is None:
                return None
            draft = found
        return draft, index

    def solved(self, draft: Draft, first: Sequence[Goal], others: Sequence[Goal]) -> Draft | None:
        """Return the project with the goals met: the others too when that can be, with plain numbers when it can."""
        for solver in (self.stand.solver, self.stand.loose):
            for goals in ([*first, *others], [*others, *first]):
                found = solver.solve(draft, goals)
                if found is not None:
                    return found
        return None

    def at_margin(
        self, draft: Draft, node: Comparison, side: int, others: Sequence[Goal], binding: Binding
    ) -> Draft | None:
        """Return the project with the compared values apart by a small step (-1, 1) or equal (0)."""
        right = evaluator(node.right)(self.stand.ground.env(draft, binding))
        step = value_step(node, right if isinstance(right, Fraction) else None)
        for way, size, margin_first in _ATTEMPTS if side else _ATTEMPTS_AT:
            goal = Goal(node, side * size * step, binding)
            solver = self.stand.loose if way else self.stand.solver
            found = solver.solve(draft, [goal, *others] if margin_first else [*others, goal])
            if found is not None:
                return found
        return None

    def _ordered(self, draft: Draft, turn: Turn, others: Sequence[Goal], binding: Binding) -> Iterator[Look]:
        node = turn.node
        assert isinstance(node, Comparison)  # noqa: S101 - only comparisons are ordered
        at: Draft | None = None
        for side in _SIDES:
            found = None if at is None else self.at_margin(at, node, side, others, binding)
            found = found or self.at_margin(draft, node, side, others, binding)
            if found is None:
                continue
            yield Look(found, self.compared(found, node, side, binding))
            if side == 0:
                at = found
        if at is not None:
            yield from self._blurred(at, turn, binding)

    def compared(self, draft: Draft, node: Comparison, side: int, binding: Binding) -> Message:
        """Return what a project says about a comparison."""
        ground = self.stand.ground
        return phrases.compared(node, side, ground.env(draft, binding), ground.plan)

    def _blurred(self, at: Draft, turn: Turn, binding: Binding) -> Iterator[Look]:
        """Yield the project with what is compared left out, and known only within bounds."""
        ground = self.stand.ground
        places = [slot for slot in slots(turn.node, binding, ground, at) if at.get(slot) is not None]
        for slot in places[:_MOST_SLOTS]:
            yield from self._left_out(at, slot)
        numbers = [slot for slot in places if ground.rule(slot).kind.ordered and not self._fixed(slot)]
        for slot in numbers[:1]:
            value = at.get(slot)
            if isinstance(value, Fraction):
                yield from self._bounds(at, slot, value)

    def _fixed(self, slot: Slot) -> bool:
        return slot.record == HEAD or slot.name in self.stand.ground.keys(slot.record)

    def _left_out(self, draft: Draft, slot: Slot) -> Iterator[Look]:
        if not self._fixed(slot) or (slot.record == HEAD and slot.name != "as_of"):
            yield Look(draft.put(slot, None), phrases.missing(self.stand.ground.rule(slot).label))

    def _bounds(self, draft: Draft, slot: Slot, value: Fraction) -> Iterator[Look]:
        rule = self.stand.ground.rule(slot)
        for bounds in _around(value, rule.kind, self.stand.ground.step(slot)):
            if not _sensible(bounds, self.stand.ground.low(slot), rule.high):
                continue
            yield Look(draft.put(slot, bounds), phrases.given(rule.label, bounds, rule.kind, rule.unit))

    def _sides(self, draft: Draft, turn: Turn, others: Sequence[Goal], binding: Binding) -> Iterator[Look]:
        """Yield the project with a condition that compares no sizes true, false, and not to be told."""
        node, ground = turn.node, self.stand.ground
        goals = [Goal(node, wanted, binding) for wanted in (True, False)]
        if isinstance(node, AnyOf):
            goals = [*(Goal(item, wanted=True, binding=binding) for item in node.items), goals[1]]
        first: Draft | None = None
        for goal in goals:
            found = self.solved(draft, [goal], others)
            if found is None:
                continue
            env = ground.env(found, binding)
            about = phrases.decided(goal.tree, wanted=goal.wanted is True, env=env, plan=ground.plan)
            yield Look(found, about)
            first = first or found
        if first is not None:
            yield from self._choices(first, turn, others, binding)
            yield from self._untold(first, turn, binding)

    def _choices(self, draft: Draft, turn: Turn, others: Sequence[Goal], binding: Binding) -> Iterator[Look]:
        ground = self.stand.ground
        if isinstance(turn.node, Known | Aggregate):
            return
        for slot in slots(turn.node, binding, ground, draft):
            rule = ground.rule(slot)
            if rule.kind is Kind.CHOICE:
                for choice in rule.choices:
                    changed = draft.put(slot, choice)
                    if ground.allows(changed) and all(goal.met(ground, changed) for goal in others):
                        about = phrases.chosen(rule.label, choice)
                        yield Look(changed, about)

    def _untold(self, draft: Draft, turn: Turn, binding: Binding) -> Iterator[Look]:
        ground = self.stand.ground
        places = [slot for slot in slots(turn.node, binding, ground, draft) if draft.get(slot) is not None]
        for slot in places[:_MOST_SLOTS]:
            yield from self._left_out(draft, slot)
        for node, _ in list(walk(turn.node, binding, ground, draft)):
            if isinstance(node, Aggregate) and node.record in draft.rows and node.record != "judgement":
                if any(record == node.record for record, _ in self.stand.binding.values()):
                    continue
                rows = {name: rows for name, rows in draft.rows.items() if name != node.record}
                yield Look(Draft(draft.on, rows), phrases.unreported(ground.plan.records[node.record].label))
                return


def _around(value: Fraction, kind: Kind, step: Fraction) -> Iterator[Interval]:
    """Yield bounds of which some straddle a number and others lie on one side of it."""
    if kind in {Kind.DATE, Kind.QUARTER}:
        yield Interval(value - 1, value + 1)
        yield Interval(None, value)
        yield Interval(value, None)
        return
    about = _about(value, kind)
    yield about if about is not None else Interval(value - step, value + step)
    yield Interval(None, value, high_open=True)
    yield Interval(value, None)


def _sensible(bounds: Interval, low: Fraction | None, high: Fraction | None) -> bool:
    """Return whether bounds lie within what a field allows, and leave more than one number."""
    ends = [end for end in (bounds.low, bounds.high) if end is not None]
    if any((low is not None and end < low) or (high is not None and end > high) for end in ends):
        return False
    least, most = bounds.low if bounds.low is not None else low, bounds.high if bounds.high is not None else high
    return least is None or most is None or least < most


def _about(value: Fraction, kind: Kind) -> Interval | None:
    try:
        found = parse_value(f"约{written(value, kind)}", kind).value
    except (ValueError, WrittenFault):
        return None
    return found if isinstance(found, Interval) and found.low is not None and found.low > 0 else None
