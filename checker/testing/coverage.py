"""Turns the cases of a pack into what they cover of it: every rule, branch, band and step, and what is left out.

Knows nothing about whether the cases come out as expected; a case that is still to be confirmed covers nothing.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from fractions import Fraction
from typing import TYPE_CHECKING, Final

from checker.expr import evaluator, truth
from checker.messages import Message, message
from checker.plan.cases import list_cases
from checker.plan.plan import Subject
from checker.testing.branches import Found, branches, watch
from checker.testing.score_coverage import ScoreUnits

if TYPE_CHECKING:
    from checker.expr import Env, Expr
    from checker.pack import Entry, Pack
    from checker.pack.models import RuleModel
    from checker.plan import Plan, PlannedRule
    from checker.plan.tables import Tables
    from checker.result import CheckResult
    from checker.source import Place

_PARTS: Final = ("where", "applies", "when")


@dataclass(frozen=True, slots=True)
class Unit:
    """One thing that some case should show: ``untested`` says what no case shows, ``place`` where it is written."""

    owner: str
    untested: Message
    place: Place
    covered: bool


@dataclass(frozen=True, slots=True)
class Coverage:
    """What the cases of a pack cover of what the pack itself defines (not of what it inherits)."""

    pack: str
    units: tuple[Unit, ...]

    @property
    def covered(self) -> int:
        """How many units some case shows."""
        return sum(1 for unit in self.units if unit.covered)

    @property
    def share(self) -> Fraction:
        """The share of units covered; all of nothing is everything."""
        return Fraction(self.covered, len(self.units)) if self.units else Fraction(1)

    @property
    def left_out(self) -> tuple[Unit, ...]:
        """The units that no case shows, in the order of the pack."""
        return tuple(unit for unit in self.units if not unit.covered)


@dataclass(slots=True)
class Observer:
    """Watches cases being decided; ``coverage`` says what they came to together."""

    pack: Pack
    _seen: dict[tuple[str, str], Found] = field(default_factory=dict)
    _rules: dict[str, PlannedRule] = field(default_factory=dict)
    _scores: ScoreUnits = field(init=False)

    def __post_init__(self) -> None:
        self._scores = ScoreUnits(self.pack)

    def watch(self, plan: Plan, tables: Tables, result: CheckResult | None = None) -> None:
        """Take in one decided case; ``result`` is that of a whole project."""
        for rule in plan.rules:
            if rule.pack == self.pack.id:
                self._rules[rule.id] = rule
                self._watch_rule(rule, tables)
        if result is not None:
            self._scores.watch(plan, tables, result)

    def coverage(self) -> Coverage:
        """Return what the cases watched so far cover."""
        own = [entry for entry in self.pack.rules.values() if entry.pack == self.pack.id]
        units = [unit for entry in own for unit in self._units(entry)]
        return Coverage(self.pack.id, (*units, *(Unit(*unit) for unit in self._scores.units())))

    def _watch_rule(self, rule: PlannedRule, tables: Tables) -> None:
        for case in list_cases(Subject(rule.subject.variables), tables):
            if not self._holds(rule, "where", rule.subject.where, case.env):
                continue
            if self._holds(rule, "applies", rule.applies, case.env):
                self._holds(rule, "when", rule.when, case.env)

    def _holds(self, rule: PlannedRule, part: str, tree: Expr | None, env: Env) -> bool:
        """Watch one condition of a rule; return whether those behind it are reached."""
        if tree is None:
            return True
        found = self._seen.setdefault((rule.id, part), set())
        watch(tree, env, found)
        whole = truth(evaluator(tree)(env))
        if whole is True or whole is False:
            found.add((_WHOLE, whole))
        return whole is True

    def _units(self, entry: Entry[RuleModel]) -> Iterator[Unit]:
        rule = self._rules.get(entry.id)
        if rule is None:
            if entry.model.status == "active":
                yield Unit(entry.id, message("没有用例检查过这条规则"), entry.origin.key(), covered=False)
            return
        for part, tree in zip(_PARTS, (rule.subject.where, rule.applies, rule.when), strict=True):
            if tree is not None:
                yield from self._part_units(entry, part, tree)

    def _part_units(self, entry: Entry[RuleModel], part: str, tree: Expr) -> Iterator[Unit]:
        found = self._seen.get((entry.id, part), set())
        text = getattr(entry.model, part)
        parts = branches(tree)
        if len(parts) != 1:
            for wanted in (True, False):
                yield Unit(entry.id, _never(text, wanted), entry.origin.at(part), (_WHOLE, wanted) in found)
        for branch in parts:
            span = branch.node.span
            written = text[span.start : span.end]
            place = entry.origin.at(part, offset=span.start)
            for wanted in (True, False):
                yield Unit(entry.id, _never(written, wanted), place, (branch.number, wanted) in found)


_WHOLE: Final = -1
"""The number of a condition taken as a whole."""


def _never(text: str, wanted: bool) -> Message:
    text = " ".join(text.split())
    if wanted:
        return message("没有用例让“{text}”成立", text=text)
    return message("没有用例让“{text}”不成立", text=text)
