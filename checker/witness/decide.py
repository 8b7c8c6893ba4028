"""Decides made-up projects by the ordinary engines, so that what a search or a solver says is never taken on trust."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from checker.engine import waivers_in_force
from checker.facts import FactSet, parse_facts
from checker.plan.tables import build_tables
from checker.run import Checker, prepare
from checker.score import score_points
from checker.source import InputError, Problems
from checker.testing.builtin import split_builtin, with_builtin

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

    from checker.pack import Pack
    from checker.plan.tables import Table, Tables
    from checker.result import CheckResult, RuleOutcome
    from checker.score import Points
    from checker.witness.project import Witness

NAME = "witness"


@dataclass(slots=True)
class Decider:
    """Decides projects by one pack and engine; a checker is kept for each day.

    Raises ``InputError`` where the pack or the facts of a project are wrong.
    """

    pack: Pack
    engine: str = "plain"
    kept: dict[tuple[object, ...], object] = field(default_factory=dict, repr=False)
    """What those who decide much by one pack found out about it."""
    _checkers: dict[date, Checker] = field(default_factory=dict)

    def checker(self, day: date) -> Checker:
        """Return the checker of a day."""
        if day not in self._checkers:
            problems = Problems()
            checker = prepare(self.pack, day, problems, engine=self.engine)
            if checker is None:
                raise InputError(problems.found)
            self._checkers[day] = checker
        return self._checkers[day]

    def keep(self, checker: Checker) -> None:
        """Take a checker of this pack that was made elsewhere for the day of its plan."""
        self._checkers[checker.plan.as_of] = checker

    def facts(self, witness: Witness) -> tuple[FactSet, Mapping[str, Table]]:
        """Return the facts of a project, and the tables of builtin types it gives."""
        problems = Problems()
        vocabulary = with_builtin(self.checker(witness.on).vocabulary)
        facts = parse_facts(dict(witness.given), NAME, vocabulary, problems)
        problems.raise_if_any()
        if facts is None:
            raise InputError(problems.found)
        return split_builtin(facts)

    def outcomes(self, witness: Witness, rule: str = "") -> tuple[RuleOutcome, ...]:
        """Return what every check of a project came to, or those of one rule."""
        facts, tables = self.facts(witness)
        return self.checker(witness.on).outcomes(facts, tables, rule)

    def scored(self, day: date, facts: FactSet) -> tuple[Points, Tables]:
        """Return the points of a whole project, and what they were worked out from; nothing is put into words."""
        checker, problems = self.checker(day), Problems()
        tables = build_tables(checker.plan, facts, problems)
        problems.raise_if_any()
        _, found = checker.engine.decide(tables, waivers_in_force(facts.waivers, day))
        return score_points(checker.plan, found), found

    def result(self, witness: Witness) -> CheckResult:
        """Return the whole result of a project that gives no rows of builtin types but judgements."""
        facts, _ = self.facts(witness)
        return self.checker(witness.on).check(facts)
