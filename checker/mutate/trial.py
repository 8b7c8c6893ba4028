"""Tries a mutant on the cases of one pack, those it touches most directly first; says which case tells it, if any."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import date
from typing import TYPE_CHECKING, Final

from checker.engine import PlainEngine
from checker.mutate.deciding import passes
from checker.mutate.replan import changed, replanned
from checker.pack.builtin import FOUND_OUT
from checker.plan import Tier
from checker.plan.reads import reads

if TYPE_CHECKING:
    from collections.abc import Iterator

    from checker.mutate.bench import Bench, ReadyCase
    from checker.mutate.mutant import Mutant
    from checker.pack import Pack
    from checker.plan import Plan, PlannedRule
    from checker.run import Checker

STAGES: Final = (0, 1, 2)
"""Cases of the rules that a mutant changes; of rules that read what rules found; of whole projects."""


@dataclass(slots=True)
class Trial:
    """One mutant of one pack; ``pack`` is None when it contradicts itself."""

    bench: Bench
    mutant: Mutant
    pack: Pack | None = field(init=False)
    _checkers: dict[date, Checker | None] = field(default_factory=dict)
    _narrow: dict[tuple[date, str], Checker] = field(default_factory=dict)
    _affected: frozenset[str] | None = None

    def __post_init__(self) -> None:
        self.pack = changed(self.bench.pack, self.mutant)

    @property
    def sound(self) -> bool:
        """Whether the mutated pack could be loaded at all."""
        days = (case.day for case in self.bench.cases)
        return self.pack is not None and self.checker(next(days, date.today())) is not None

    def checker(self, day: date) -> Checker | None:
        """Return the checker of the mutated pack for a day, or None when it is not sound."""
        if day not in self._checkers:
            base, pack = self.bench.checker(day), self.pack
            self._checkers[day] = None if pack is None else replanned(base, self.mutant, pack)
        return self._checkers[day]

    def killer(self, stage: int) -> ReadyCase | None:
        """Return the first case of a stage that no longer comes out as it expects."""
        for case in self.bench.cases:
            if self._stage(case) == stage and not self.passes(case):
                return case
        return None

    def passes(self, case: ReadyCase) -> bool:
        """Return whether a case comes out as it expects although the pack is another."""
        checker = self.checker(case.day)
        rule = None if checker is None or not case.rule else checker.plan.rule(case.rule)
        if checker is None:
            return False
        if rule is not None and _stands_alone(rule, case):
            return passes(case, self._narrowed(case.day, rule, checker), alone=True)
        return passes(case, checker)

    def _stage(self, case: ReadyCase) -> int | None:
        """Return the stage of a case; None for one that cannot come out otherwise."""
        if not case.rule:
            return 2
        if case.rule in self.affected:
            return 0
        rule = self.bench.checker(case.day).plan.rule(case.rule)
        return 1 if rule is not None and rule.tier is not Tier.FACTS else None

    def _narrowed(self, day: date, rule: PlannedRule, checker: Checker) -> Checker:
        """Return a checker that decides one rule and no other."""
        if (day, rule.id) not in self._narrow:
            plan = replace(checker.plan, rules=(rule,))
            self._narrow[day, rule.id] = replace(checker, plan=plan, engine=PlainEngine(plan))
        return self._narrow[day, rule.id]

    @property
    def affected(self) -> frozenset[str]:
        """Return the rules that are planned otherwise, or read a field that is derived otherwise."""
        if self._affected is None:
            self._affected = frozenset(self._find_affected())
        return self._affected

    def _find_affected(self) -> Iterator[str]:
        if self.mutant.parts == {"rules"}:
            yield from (change.entry for change in self.mutant.changes)
        elif self.mutant.parts != {"indicators"}:
            day = next((case.day for case in self.bench.cases), date.today())
            checker, old = self.checker(day), self.bench.checker(day).plan
            yield from () if checker is None else _affected(old, checker.plan)
            yield from old.inactive


def _stands_alone(rule: PlannedRule, case: ReadyCase) -> bool:
    """Return whether a rule reads nothing that other rules or scores give, or the case gives all of that itself."""
    types = {*rule.subject.types, *(record for record, _ in _read(rule))}
    return types & FOUND_OUT <= set(case.given)


def _affected(old: Plan, new: Plan) -> Iterator[str]:
    fields = _derived_otherwise(old, new)
    for rule in sorted({rule.id for rule in (*old.rules, *new.rules)}):
        before, after = old.rule(rule), new.rule(rule)
        if before is None or after is None or before != after or fields & frozenset(_read(after)):
            yield rule


def _read(rule: PlannedRule) -> Iterator[tuple[str, str]]:
    trees = (rule.subject.where, rule.applies, rule.when, rule.deduct, *rule.message)
    for tree in trees:
        if tree is not None and not isinstance(tree, str):
            yield from reads(tree)


def _derived_otherwise(old: Plan, new: Plan) -> frozenset[tuple[str, str]]:
    """Return the fields that are worked out otherwise, by themselves or by way of another."""
    found: set[tuple[str, str]] = set()
    for item in new.derivations:
        target = item.record, item.field
        if old.derived.get(target) != item.value or found & frozenset(reads(item.value)):
            found.add(target)
    return frozenset(found)
