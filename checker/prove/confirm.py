"""Decides an example by two plans with the plain engine: what the solver found is not taken on trust."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from checker.compose import Templates
from checker.engine import PlainEngine
from checker.plan.vocabulary import vocabulary_of
from checker.run import Checker
from checker.source import CheckerError, Problems
from checker.witness import Decider

if TYPE_CHECKING:
    from checker.plan import Plan
    from checker.values import Amount, Value
    from checker.witness import Witness


@dataclass(slots=True)
class Trial:
    """One plan, ready to decide examples; on other days than its own the pack is planned anew."""

    plan: Plan
    _decider: Decider = field(init=False)

    def __post_init__(self) -> None:
        checker = Checker(
            self.plan, vocabulary_of(self.plan.pack), PlainEngine(self.plan), Templates({}, {}, frozenset()), Problems()
        )
        self._decider = Decider(self.plan.pack, "plain")
        self._decider.keep(checker)

    def outcomes(self, witness: Witness, rule: str) -> dict[str, tuple[str, Amount | None]]:
        """Return the outcome and deduction of each check of a rule, none when it is not in force."""
        if self._decider.checker(witness.on).plan.rule(rule) is None:
            return {}
        found = self._decider.outcomes(witness, rule)
        return {outcome.key: (outcome.outcome.value, outcome.deduction) for outcome in found}

    def points(self, witness: Witness, indicator: str) -> tuple[Value | None, Value | None]:
        """Return the points of an indicator by itself, and with what does not apply worked in."""
        facts, _ = self._decider.facts(witness)
        _, points = self._decider.checker(witness.on).decide(facts)
        return points.raw.get(indicator), points.worked.get(indicator)


def rules_differ(old: Plan, new: Plan, rule: str, witness: Witness) -> bool:
    """Return whether the plain engine decides a rule differently; an example that one does not accept shows nothing."""
    try:
        return Trial(old).outcomes(witness, rule) != Trial(new).outcomes(witness, rule)
    except CheckerError:
        return False


def scores_differ(old: Plan, new: Plan, indicator: str, witness: Witness) -> bool:
    """Return whether an indicator earns different points; an example that one does not accept shows nothing."""
    try:
        return Trial(old).points(witness, indicator) != Trial(new).points(witness, indicator)
    except CheckerError:
        return False
