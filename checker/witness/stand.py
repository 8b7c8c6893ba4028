"""Where a rule is looked at: an ordinary project with facts for what it is decided for, and ways to get findings.

Knows nothing about boundaries: it only gives the project they are put into.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Final

from checker.expr import evaluator, truth
from checker.expr.tree import Aggregate, Expr, Field, Known
from checker.pack.builtin import SECOND_TIER
from checker.plan import Plan, PlannedRule, Tier
from checker.plan.reads import reads
from checker.witness.draft import HEAD, Draft, Slot
from checker.witness.goals import Goal, slots, walk
from checker.witness.ground import Binding, Ground
from checker.witness.solve import Locked, Solver

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

_MOST_FINDINGS: Final = 12
_FINDING: Final = "finding"
_PROBLEM: Final = "problem"


@dataclass(frozen=True, slots=True)
class Stand:
    """A project to start from, and what the variables of a rule stand for in it."""

    ground: Ground
    draft: Draft
    binding: Binding
    solver: Solver
    loose: Solver
    """Takes any number, also those that nobody would write."""


def trees_of(rule: PlannedRule) -> tuple[Expr, ...]:
    """Return the conditions of a rule: how facts are paired, when it applies, when it fires."""
    return tuple(tree for tree in (rule.subject.where, rule.applies, rule.when) if tree is not None)


def stand_for(plan: Plan, rule: PlannedRule, on: date) -> Iterator[Stand]:
    """Yield the stands for a rule: one, or for a rule on problems or findings one for each that there may be."""
    ground = Ground(plan, rule.tier)
    draft, binding = Draft(on), {}
    solver = Solver(ground, producing=with_findings)
    loose = Solver(ground, plain=False, producing=with_findings)
    late = []
    for variable, record in rule.subject.variables:
        if record in ground.worked_out:
            late.append((variable, record))
        elif ground.types[record].several:
            draft, index = solver.with_row(draft, record)
            binding[variable] = (record, index)
        else:
            draft = draft if record in draft.rows else draft.with_rows(record, ({},))
            binding[variable] = (record, 0)
    draft = reported(ground, draft, trees_of(rule))
    if rule.tier is Tier.SCORES and "result" in {name for tree in trees_of(rule) for name, _ in reads(tree)}:
        draft = draft.put(Slot("result", 0, "full"), plan.score.full_score)
    for found, bound in _late(ground, draft, late):
        inner = {**binding, **bound}
        paired = rule.subject.where
        if not late or paired is None or truth(evaluator(paired)(ground.env(found, inner))) is not False:
            yield Stand(ground, filled(ground, found, trees_of(rule), inner), inner, solver, loose)


def _late(ground: Ground, draft: Draft, late: Sequence[tuple[str, str]]) -> Iterator[tuple[Draft, Binding]]:
    """Yield what variables for problems and findings may stand for, each with a project where there is such a one."""
    if not late:
        all_ = producers(ground) if ground.worked_out else ()
        yield without_findings(ground, draft, all_), {}
        return
    variable, record = late[0]
    if record == _PROBLEM:
        for index, problem in enumerate(ground.plan.pack.problems):
            mine = [rule for rule in producers(ground) if rule.problem == problem]
            if mine:
                empty = without_findings(ground, draft, mine)
                yield empty, dict.fromkeys((name for name, _ in late), (record, index))
        return
    for rule in producers(ground):
        found = one_more(ground, draft, rule, frozenset())
        if found is not None:
            yield found, {variable: (record, 0)} | {name: (kind, 0) for name, kind in late[1:]}


def reported(ground: Ground, draft: Draft, trees: Iterable[Expr]) -> Draft:
    """Return the project with every type of which there may be several facts, and that is read, reported as empty."""
    for tree in trees:
        for node, _ in walk(tree, {}, ground, draft):
            if isinstance(node, Aggregate | Field) and _is_open(ground, draft, node.record):
                draft = draft.with_rows(node.record, ())
    return draft


def _is_open(ground: Ground, draft: Draft, record: str) -> bool:
    known = record in ground.types and record not in ground.worked_out and record not in draft.rows
    return known and record != HEAD and ground.types[record].several


def filled(ground: Ground, draft: Draft, trees: Sequence[Expr], binding: Binding) -> Draft:
    """Return the project with ordinary values for all that the trees read and do not ask about."""
    questions = {
        slot
        for tree in trees
        for node, inner in walk(tree, binding, ground, draft)
        if isinstance(node, Known)
        for slot in slots(node.item, inner, ground, draft)
    }
    for tree in trees:
        for slot in slots(tree, binding, ground, draft):
            if draft.get(slot) is None and slot not in questions and slot.record != HEAD:
                draft = draft.put(slot, ground.usual(slot, draft))
    return draft


def producers(ground: Ground) -> tuple[PlannedRule, ...]:
    """Return the rules on facts that find problems of the project."""
    return tuple(rule for rule in ground.plan.of_tier(Tier.FACTS) if rule.concerns == "project")


def without_findings(ground: Ground, draft: Draft, rules: Iterable[PlannedRule]) -> Draft:
    """Return the project with facts reported such that none of ``rules`` finds anything, as far as that can be done."""
    facts = ground.on_facts
    solver = Solver(facts)
    for rule in rules:
        binding: Binding = {variable: (record, 0) for variable, record in rule.subject.variables}
        open_ = [record for record in rule.subject.types if facts.types[record].several]
        for record in open_:
            draft = draft if record in draft.rows else draft.with_rows(record, ())
        if open_:
            continue
        start = filled(facts, draft, trees_of(rule), binding)
        passed = solver.solve(start, [Goal(rule.when, wanted=False, binding=binding)])
        draft = draft if passed is None else passed
    return draft


def one_more(ground: Ground, draft: Draft, rule: PlannedRule, locked: Locked) -> Draft | None:
    """Return the project with one more finding of a rule on facts, or None."""
    facts = ground.on_facts
    solver = Solver(facts)
    binding: dict[str, tuple[str, int]] = {}
    before = draft
    for variable, record in rule.subject.variables:
        if facts.types[record].several:
            draft, index = solver.with_row(draft, record)
            binding[variable] = (record, index)
        else:
            binding[variable] = (record, 0)
    goals = [Goal(tree, wanted=True, binding=binding) for tree in trees_of(rule)]
    if draft is before and all(goal.met(facts, draft) for goal in goals):
        return None  # of what there is only one, it cannot be found twice
    kept = {
        slot for slot in before.changed(Draft(before.on)) if facts.types[slot.record].several or slot.record == HEAD
    }
    return solver.solve(filled(facts, draft, trees_of(rule), binding), goals, locked.union(kept))


def with_findings(solver: Solver, draft: Draft, goal: Goal, locked: Locked) -> Iterator[Draft]:
    """Yield the project with findings added until a goal about findings, problems or scores is met."""
    ground = solver.ground
    read = {
        node.record for node, _ in walk(goal.tree, goal.binding, ground, draft) if isinstance(node, Field | Aggregate)
    }
    if not read & ground.worked_out & SECOND_TIER:
        return
    for rule in _of_problem(ground, goal):
        more: Draft | None = draft
        for _ in range(_MOST_FINDINGS):
            more = None if more is None else one_more(ground, more, rule, locked)
            if more is None:
                break
            if goal.met(ground, more):
                yield more
                break


def _of_problem(ground: Ground, goal: Goal) -> tuple[PlannedRule, ...]:
    """Return the rules whose findings a goal may be about: those of one problem, where it is about one."""
    names = [*ground.plan.pack.problems]
    bound = {names[index] for record, index in goal.binding.values() if record == _PROBLEM}
    return tuple(rule for rule in producers(ground) if not bound or rule.problem in bound)
