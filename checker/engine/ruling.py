"""What an engine says about one rule and one case, before it is worded; every engine gives the same."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Protocol

from checker.plan.cases import unreported
from checker.result import Outcome

if TYPE_CHECKING:
    from checker.facts import Waiver
    from checker.plan import PlannedRule
    from checker.plan.cases import Case
    from checker.plan.tables import Tables


@dataclass(frozen=True, slots=True)
class Ruling:
    """The outcome of one rule for one case; ``case`` is None when there is none to decide, and ``unreported`` why."""

    rule: PlannedRule
    outcome: Outcome
    case: Case | None = None
    unreported: tuple[str, ...] = ()

    @property
    def key(self) -> str:
        """The key of the case, empty when there is none."""
        return self.case.key if self.case else ""


@dataclass(frozen=True, slots=True)
class Decisions:
    """The rulings in the order of rules and cases, and the problems and recommendations that follow from them."""

    rulings: tuple[Ruling, ...]
    problems: tuple[str, ...] = ()
    recommendations: tuple[str, ...] = ()


class Engine(Protocol):
    """Decides the rules of a plan."""

    name: str

    def decide(self, tables: Tables, waivers: Waivers) -> tuple[Decisions, Tables]:
        """Decide the rules on facts and on problems; return also the tables with findings and problems added."""
        ...

    def review(self, tables: Tables) -> Decisions:
        """Decide the rules on scores, which ``tables`` then holds."""
        ...


@dataclass(frozen=True, slots=True)
class Waivers:
    """The waivers in force on a day, by rule and key (an empty key waives every case of the rule)."""

    in_force: Mapping[tuple[str, str], Waiver]

    def covers(self, rule: PlannedRule, key: str) -> bool:
        """Return whether a finding of ``rule`` for the case ``key`` is waived."""
        return rule.waivable and ((rule.id, key) in self.in_force or (rule.id, "") in self.in_force)


def waivers_in_force(waivers: Sequence[Waiver], as_of: date) -> Waivers:
    """Return the waivers that have not expired on ``as_of``."""
    return Waivers({
        (waiver.rule, waiver.key): waiver
        for waiver in waivers
        if waiver.expires is not None and as_of <= waiver.expires
    })  # fmt: skip


def undecidable(rule: PlannedRule, tables: Tables) -> Ruling:
    """Return the ruling on a rule without cases: unknown when a type is not reported on, else not applicable."""
    missing = unreported(rule.subject, tables)
    return Ruling(rule, Outcome.UNKNOWN if missing else Outcome.NOT_APPLICABLE, None, missing)
