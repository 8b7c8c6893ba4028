"""Turns what an engine says about a project into one form, and two such answers into their first differences."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from typing import TYPE_CHECKING, Final, TypeAlias

from checker.engine import waivers_in_force
from checker.engine.wording import unworded
from checker.plan.tables import Tables, build_tables
from checker.result import Outcome, RuleOutcome
from checker.score import score_points, with_scores
from checker.score.score import bare_scores
from checker.source import Problems
from checker.values import Amount, Interval, Unknown, decimal_text

if TYPE_CHECKING:
    from checker.engine import Decisions
    from checker.facts import FactSet
    from checker.plan import Plan
    from checker.plan.tables import Table
    from checker.run import Checker

MaybeAmount: TypeAlias = "Amount | Unknown | None"
Named: TypeAlias = tuple[str, ...]
_SHOWN: Final = 12
"""How many differences a failing test prints."""


@dataclass(frozen=True, slots=True)
class Decided:
    """Everything an engine says about one project, as (what it is about, the answer in words)."""

    said: Mapping[Named, str]

    def differences(self, other: Decided) -> Iterator[tuple[Named, str, str]]:
        """Yield what is said about differently: of what, here, there."""
        for about in dict.fromkeys([*self.said, *other.said]):
            here, there = self.said.get(about, "—"), other.said.get(about, "—")
            if here != there:
                yield about, here, there


@dataclass(slots=True)
class Answers:
    """Collects answers about one project; the same thing may be said several times, and is then counted."""

    found: dict[Named, Counter[str]] = field(default_factory=dict)

    def say(self, *about: str, answer: str) -> None:
        """Take in one answer."""
        self.found.setdefault(about, Counter())[answer] += 1

    def decided(self) -> Decided:
        """Return all of them in one form."""
        return Decided({
            about: "；".join(sorted(f"{answer}×{n}" if n > 1 else answer for answer, n in answers.items()))
            for about, answers in self.found.items()
        })  # fmt: skip


def amount_text(amount: MaybeAmount) -> str:
    """Return an amount to the last digit: ``8.5``, ``1/3``, ``[2, 3)``; a dash when nobody can tell."""
    if isinstance(amount, Fraction):
        return decimal_text(amount) if _ends_early(amount) else str(amount)
    if isinstance(amount, Interval):
        low = "-∞" if amount.low is None else amount_text(amount.low)
        high = "+∞" if amount.high is None else amount_text(amount.high)
        return f"{'(' if amount.low_open else '['}{low}, {high}{')' if amount.high_open else ']'}"
    return "—"


def _ends_early(number: Fraction) -> bool:
    return 10**60 % number.denominator == 0


def decide(checker: Checker, facts: FactSet) -> Decided | None:
    """Return what a checker says about one project; None when its facts cannot be true together."""
    plan, problems = checker.plan, Problems()
    tables = build_tables(plan, facts, problems)
    if problems.errors:
        return None
    waivers = waivers_in_force(facts.waivers, plan.as_of)
    decisions, tables = checker.engine.decide(tables, waivers)
    outcomes = tuple(unworded(decisions.rulings))
    points = score_points(plan, tables)
    scored = with_scores(tables, plan, bare_scores(plan, points, outcomes))
    outcomes += tuple(unworded(checker.engine.review(scored).rulings))
    answers = Answers()
    say_outcomes(answers, outcomes)
    _say_problems(answers, decisions, tables)
    for leaf, score in points.worked.items():
        answers.say("score", leaf, answer=amount_text(score))
    answers.say("total", answer=amount_text(points.total.score))
    answers.say("grades", answer="、".join(points.total.grades))
    answers.say("limits", answer="、".join(points.total.limits))
    return answers.decided()


def decide_rule(checker: Checker, facts: FactSet, given: Mapping[str, Table], rule: str) -> Decided:
    """Return what a checker says about one rule of one project, with ``given`` rows of builtin types."""
    answers = Answers()
    say_outcomes(answers, checker.outcomes(facts, given, rule))
    return answers.decided()


def say_outcomes(answers: Answers, outcomes: Iterable[RuleOutcome]) -> None:
    """Take in outcomes and what findings deduct."""
    for outcome in outcomes:
        answers.say("outcome", outcome.rule, outcome.key, answer=outcome.outcome.value)
        if outcome.outcome is Outcome.FAIL:
            answers.say("deduction", outcome.rule, outcome.key, answer=amount_text(outcome.deduction))


def _say_problems(answers: Answers, decisions: Decisions, tables: Tables) -> None:
    """Take in the problems that exist: how many findings there are for sure, and what they deduct."""
    rows = {str(row["id"]): row for row in tables.env.tables["problem"]}
    for problem in decisions.problems:
        count, deduction = rows[problem]["findings"], rows[problem]["deduction"]
        least = count.low if isinstance(count, Interval) else count
        answers.say("findings", problem, answer=amount_text(least if isinstance(least, Fraction) else None))
        points = deduction if isinstance(deduction, Fraction | Interval) else None
        answers.say("problem", problem, answer=amount_text(points))


def only_rule(decided: Decided, rule: str) -> Decided:
    """Return only what is said about one rule."""
    return Decided({about: answer for about, answer in decided.said.items() if about[1:2] == (rule,)})


def compared(ours: Mapping[str, Decided], theirs: Mapping[str, Decided], here: str, there: str) -> list[str]:
    """Return lines that name the first differences between two engines: the project, of what, both answers."""
    lines = []
    for project in dict.fromkeys([*ours, *theirs]):
        pair = ours.get(project, Decided({})), theirs.get(project, Decided({}))
        for about, mine, other in pair[0].differences(pair[1]):
            lines.append(f"{project}: {' '.join(about)}: {here} {mine}, {there} {other}")
    more = [f"… and {len(lines) - _SHOWN} more"] if len(lines) > _SHOWN else []
    return lines[:_SHOWN] + more


def leaves_of(plan: Plan) -> tuple[str, ...]:
    """Return the ids of the leaf indicators in the order of the tree."""
    return tuple(leaf.id for leaf in plan.score.leaves)
