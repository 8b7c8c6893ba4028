"""Numbers the checks, facts, judgements and waivers of a project, so that one place of a page can name another.

A number such as ``F12`` is shown, and is the anchor as well, so that it can be followed on paper too. Knows nothing
about what is said of them.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from checker.result import SEVERITIES, Outcome

if TYPE_CHECKING:
    from collections.abc import Mapping

    from checker.facts import FactSet
    from checker.result import CheckResult, RuleOutcome

_ORDER = (Outcome.FAIL, Outcome.UNKNOWN, Outcome.WAIVED, Outcome.PASS, Outcome.NOT_APPLICABLE)


@dataclass(frozen=True, slots=True)
class Anchors:
    """The numbers: of checks by id, of values by type, key and field, of the judgements of an indicator, of waivers."""

    checks: Mapping[str, str]
    facts: Mapping[tuple[str, str, str], str]
    judgements: Mapping[str, tuple[str, ...]]
    waivers: Mapping[tuple[str, str], str]


def number_all(facts: FactSet, ordered: tuple[RuleOutcome, ...]) -> Anchors:
    """Return the numbers: C for checks of the project, R for those of the evaluation, F, J and W for the rest."""
    kinds = {"project": "C", "evaluation": "R"}
    counts = dict.fromkeys(kinds.values(), 0)
    checks: dict[str, str] = {}
    for outcome in ordered:
        letter = kinds[outcome.concerns]
        counts[letter] += 1
        checks[outcome.id] = f"{letter}{counts[letter]}"
    judgements: dict[str, tuple[str, ...]] = {}
    for number, item in enumerate(facts.judgements, 1):
        judgements[item.indicator] = (*judgements.get(item.indicator, ()), f"J{number}")
    values = [(fact.type, fact.key, name) for found in facts.facts.values() for fact in found for name in fact.fields]
    return Anchors(
        checks,
        {value: f"F{number}" for number, value in enumerate(values, 1)},
        judgements,
        {(item.rule, item.key): f"W{number}" for number, item in enumerate(facts.waivers, 1)},
    )


def in_order(result: CheckResult) -> tuple[RuleOutcome, ...]:
    """Return the checks as a page lists them: findings first, the most severe of them before the others."""
    return tuple(
        sorted(
            result.outcomes,
            key=lambda outcome: (
                outcome.concerns != "project",
                _ORDER.index(outcome.outcome),
                -SEVERITIES.index(outcome.severity),
            ),
        )
    )
