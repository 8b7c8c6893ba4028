"""Turns a planned rule into when it fires, passes, does not apply or cannot be told, over a project not known yet.

Mirrors the plain engine. Knows no questions and asks no solver.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from checker.expr import walk
from checker.expr.tree import Aggregate, Field, Known
from checker.pack.builtin import SECOND_TIER
from checker.prove import formulas as f
from checker.prove.values import ZERO, Num, Tru, conjunction

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from checker.expr import Expr
    from checker.plan import Plan, PlannedRule
    from checker.prove.formulas import Cond
    from checker.prove.translate import Frame, Translator


@dataclass(frozen=True, slots=True)
class Firing:
    """What one rule comes to for the facts its variables stand for."""

    frame: Frame
    included: Tru
    applies: Tru
    when: Tru
    deduct: Num

    @property
    def listed(self) -> Cond:
        """Where the rule is decided for these facts at all."""
        return f.opposite(self.included.no)

    @property
    def applicable(self) -> Cond:
        """Where it surely applies."""
        return f.both(self.included.yes, self.applies.yes)

    @property
    def fires(self) -> Cond:
        """Where it finds something."""
        return f.both(self.applicable, self.when.yes)

    @property
    def passes(self) -> Cond:
        """Where it surely finds nothing, though it applies or may."""
        return f.all_of((self.listed, f.opposite(self.applies.no), self.when.no))

    @property
    def not_applicable(self) -> Cond:
        """Where it surely does not apply."""
        return f.both(self.listed, self.applies.no)

    @property
    def doubtful(self) -> Cond:
        """Where it cannot be told."""
        settled = f.any_of((self.fires, self.passes, self.not_applicable))
        return f.both(self.listed, f.opposite(settled))


def firing(t: Translator, rule: PlannedRule, frame: Frame) -> Firing:
    """Return what ``rule`` comes to for the facts of ``frame``."""
    there = [row.there for row in frame.values()]
    included = conjunction([*there, t.truth(rule.subject.where, frame)])
    deducts = rule.deduct is not None and rule.indicator is not None
    deduct = t.number(rule.deduct, frame) if deducts and rule.deduct is not None else ZERO
    return Firing(frame, included, t.truth(rule.applies, frame), t.truth(rule.when, frame), deduct)


def frames(t: Translator, rule: PlannedRule) -> list[Frame]:
    """Return the facts a rule may be decided for, one way for each that differs in more than the order of facts.

    Two variables of one type may stand for the same fact or for two.
    """
    found: list[tuple[Frame, dict[str, int]]] = [({}, {})]
    for variable, record in rule.subject.variables:
        more: list[tuple[Frame, dict[str, int]]] = []
        for frame, used in found:
            if record in t.worked_out:
                more += [({**frame, variable: row}, used) for row in t.worked_out[record](t, rule.subject.where)]
                continue
            so_far = used.get(record, 0)
            most = 0 if t.plan.records[record].single else so_far
            for index in range(most + 1):
                row = t.world.row(record, index)
                more.append(({**frame, variable: row}, {**used, record: max(so_far, index + 1)}))
        found = more
    return [frame for frame, _ in found]


def trees_of(rule: PlannedRule) -> Iterator[Expr]:
    """Yield the expressions that decide a rule."""
    for tree in (rule.subject.where, rule.applies, rule.when, rule.deduct):
        if tree is not None:
            yield tree


def optional_fields(plan: Plan, trees: Iterable[Expr]) -> frozenset[tuple[str, str]]:
    """Return the fields that need not be given for ``trees`` to be decided.

    They are those of which something asks whether they are known, and those that can be worked out or are there to
    work others out, since one way of giving them is enough.
    """
    found: set[tuple[str, str]] = set()
    every = list(trees)
    if any(isinstance(node, Field | Aggregate) and node.record in SECOND_TIER for node in reached(plan, every)):
        every += [tree for rule in plan.rules for tree in trees_of(rule)]
    for node in reached(plan, every):
        derived = isinstance(node, Field) and (node.record, node.name) in plan.derived
        if derived or isinstance(node, Known):
            found.update(_fields(reached(plan, [node])))
    return frozenset(found)


def gathers(plan: Plan, trees: Iterable[Expr]) -> bool:
    """Return whether facts are gathered anywhere, or findings are."""
    return any(
        isinstance(node, Aggregate) or (isinstance(node, Field) and node.record in SECOND_TIER)
        for node in reached(plan, trees)
    )


def _fields(nodes: Iterable[Expr]) -> Iterator[tuple[str, str]]:
    return ((node.record, node.name) for node in nodes if isinstance(node, Field))


def reached(plan: Plan, trees: Iterable[Expr]) -> Iterator[Expr]:
    """Yield every part of ``trees`` and of the fields they read that are worked out."""
    waiting, seen = list(trees), set()
    while waiting:
        for node in walk(waiting.pop()):
            yield node
            if isinstance(node, Field) and (node.record, node.name) not in seen:
                seen.add((node.record, node.name))
                derived = plan.derived.get((node.record, node.name))
                if derived is not None:
                    waiting.append(derived)
