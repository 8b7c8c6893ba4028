"""Turns a rule into small projects at each of its boundaries: below, at and above, on both sides of every date.

The projects are made up by the evaluator; what they come to is for the engines to say.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta
from fractions import Fraction
from typing import TYPE_CHECKING, Final

from checker.expr.tree import AnyOf, Comparison, Constant
from checker.plan import Plan, build_plan
from checker.source import Problems
from checker.values import Kind
from checker.witness import phrases
from checker.witness.beside import Beside, Look
from checker.witness.complete import completed, witness_of
from checker.witness.draft import AS_OF, HEAD, Draft, Slot
from checker.witness.goals import Goal, is_ordered
from checker.witness.phrases import Shown
from checker.witness.scoring import scoring_looks
from checker.witness.stand import Stand, stand_for
from checker.witness.turns import Turn, Wanted, is_among, switches, turns

if TYPE_CHECKING:
    from checker.messages import Message
    from checker.plan import PlannedRule
    from checker.witness.ground import Binding
    from checker.witness.project import Witness

_DAY: Final = timedelta(days=1)
_AS_OF: Final = Slot(HEAD, 0, AS_OF)


@dataclass(frozen=True, slots=True)
class Boundary:
    """A project at or beside a boundary, and what it is about."""

    witness: Witness
    about: Message


def boundaries(plan: Plan, rule: str) -> Iterator[Boundary]:
    """Yield projects below, at and above every boundary of a rule, each once.

    Every threshold, choice, truth and question of its conditions is taken, both sides of every day on which a parameter
    changes or the rule comes into force or goes out of it, and what decides is also left out and blurred. A rule that
    is not in force on the day of ``plan`` is looked at on a day on which it is; nothing is yielded for one that never
    is, such as a draft.
    """
    planned = in_force(plan, rule)
    if planned is None:
        return
    plan, found = planned
    seen = set()
    for stand in stand_for(plan, found, plan.as_of):
        for look in _looks(stand, found):
            draft = completed(stand, found, look.draft)
            witness = None if draft is None else witness_of(stand.ground, draft)
            text = repr(witness)
            if witness is not None and text not in seen:
                seen.add(text)
                yield Boundary(witness, look.about)


def in_force(plan: Plan, rule: str) -> tuple[Plan, PlannedRule] | None:
    """Return the plan and the rule on the day of the plan, else on a day when the rule is in force, or None."""
    found = plan.rule(rule)
    entry = plan.pack.rules.get(rule)
    if found is not None or entry is None:
        return None if found is None else (plan, found)
    for day in (entry.model.valid_from, entry.model.valid_to):
        other = None if day is None else build_plan(plan.pack, day, Problems())
        if other is not None and (found := other.rule(rule)) is not None:
            return other, found
    return None


def _looks(stand: Stand, rule: PlannedRule) -> Iterator[Look]:
    beside = Beside(stand)
    parts = [tree for tree in (rule.subject.where, rule.applies, rule.when) if tree is not None]
    derived = stand.ground.plan.derived
    for tree in reversed(parts):
        context = tuple(Wanted(other, truth=True) for other in parts if other is not tree)
        for turn in turns(tree, derived, context):
            yield from beside.looks(turn)
            if isinstance(turn.node, Comparison) and is_ordered(turn.node) and not is_among(turn.node):
                yield from _switched(beside, turn)
    yield from _in_force(stand, rule)


def _switched(beside: Beside, turn: Turn) -> Iterator[Look]:
    """Yield the sides of a comparison for each way in which what is compared may be worked out."""
    derived = beside.stand.ground.plan.derived
    assert isinstance(turn.node, Comparison)  # noqa: S101 - the caller takes only comparisons
    for switch in switches(turn.node, derived):
        both = replace(
            switch,
            frames=(*turn.frames, *(frame for frame in switch.frames if frame not in turn.frames)),
            others=(*turn.others, *switch.others),
        )
        opened = beside.opened(both)
        if opened is None:
            continue
        draft, others, inner = opened
        rows = {name: bound for name, bound in inner.items() if name not in {frame.variable for frame in switch.frames}}
        binding = rows if not switch.frames else inner
        goal = Goal(switch.node, wanted=True, binding=inner)
        if switch.edge:
            yield from _edge(beside, turn.node, goal, others, draft)
            continue
        for side in _sides_of(goal):
            if not switch.frames and side.met(beside.stand.ground, draft):
                continue
            yield from _switched_to(beside, turn.node, side, (draft, others, binding), made_up=switch.made_up)
        if not switch.made_up and is_ordered(switch.node):
            yield from beside.looks(both)


def _sides_of(goal: Goal) -> tuple[Goal, ...]:
    """Return what a switch may be: one of several words, or true and false."""
    words = [replace(goal, tree=item) for item in goal.tree.items] if isinstance(goal.tree, AnyOf) else [goal]
    return (*words, replace(goal, wanted=False))


def _switched_to(
    beside: Beside,
    node: Comparison,
    side: Goal,
    opened: tuple[Draft, list[Goal], Binding],
    *,
    made_up: bool,
) -> Iterator[Look]:
    """Yield the sides of a comparison while a switch is where it is wanted."""
    draft, others, binding = opened
    start = beside.solved(draft, [side], others)
    if start is None:
        return
    ground = beside.stand.ground
    for margin in (0, -1, 1):
        found = beside.at_margin(start, node, margin, [side, *others], binding)
        if found is None:
            continue
        about = beside.compared(found, node, margin, binding)
        if not (made_up and is_ordered(side.tree)):
            env = ground.env(found, side.binding)
            more = phrases.decided(side.tree, wanted=side.wanted is True, env=env, plan=ground.plan)
            about = phrases.joined(about, more)
        yield Look(found, about)


def _edge(beside: Beside, node: Comparison, edge: Goal, others: list[Goal], draft: Draft) -> Iterator[Look]:
    """Yield the threshold of each side of the day from which a parameter has another value, on both sides."""
    tree = edge.tree
    assert isinstance(tree, Comparison)  # noqa: S101 - an edge compares a day with another
    assert isinstance(tree.right, Constant)  # noqa: S101 - the same
    since = Shown(tree.right.value, Kind.DATE)
    for inside in (True, False):
        here = [replace(edge, wanted=Fraction(0) if inside else Fraction(-1)), replace(edge, wanted=inside)]
        there = [replace(edge, wanted=Fraction(-1) if inside else Fraction(0)), replace(edge, wanted=not inside)]
        found = first(beside.at_margin(draft, node, 0, [side, *others], edge.binding) for side in here)
        if found is None:
            continue
        about = beside.compared(found, node, 0, edge.binding)
        yield Look(found, phrases.side_of_day(since, about, since=inside))
        crossed = first(beside.stand.solver.solve(found, [side]) for side in there)
        if crossed is not None:
            yield Look(crossed, phrases.side_of_day(since, about, since=not inside))


def first(found: Iterator[Draft | None]) -> Draft | None:
    """Return the first project found, or None."""
    return next((draft for draft in found if draft is not None), None)


def _in_force(stand: Stand, rule: PlannedRule) -> Iterator[Look]:
    """Yield a project with a finding on both sides of the days on which a rule begins and ends to be in force."""
    entry = stand.ground.plan.pack.rules.get(rule.id)
    if entry is None or (entry.model.valid_from is None and entry.model.valid_to is None):
        return
    goals = [Goal(tree, wanted=True, binding=stand.binding) for tree in
             (rule.subject.where, rule.applies, rule.when) if tree is not None]  # fmt: skip
    draft = Beside(stand).solved(stand.draft, goals, [])
    if draft is None:
        return
    if entry.model.valid_from is not None:
        for day, inside in ((entry.model.valid_from, True), (entry.model.valid_from - _DAY, False)):
            yield Look(draft.put(_AS_OF, _number(day)), phrases.first_day(inside=inside))
    if entry.model.valid_to is not None:
        for day, inside in ((entry.model.valid_to, True), (entry.model.valid_to + _DAY, False)):
            yield Look(draft.put(_AS_OF, _number(day)), phrases.last_day(inside=inside))


def _number(day: date) -> Fraction:
    return Fraction(day.toordinal())


def scoring_boundaries(plan: Plan, indicator: str) -> Iterator[Boundary]:
    """Yield projects at every boundary of the score of a leaf, each once.

    Every band, step, mark and cap, every finding up to where nothing is left to deduct, what assessors may give, vetoes
    and the conditions under which the indicator does not apply. The rest of the project is left out.
    """
    seen = set()
    for ground, look in scoring_looks(plan, indicator):
        witness = witness_of(ground, look.draft) if ground.allows(look.draft) else None
        text = repr(witness)
        if witness is not None and text not in seen:
            seen.add(text)
            yield Boundary(witness, look.about)
