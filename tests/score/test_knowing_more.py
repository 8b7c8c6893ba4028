"""Random packs and projects known in part: what is told for certain stays true however the rest turns out."""

from dataclasses import replace
from random import Random

from hypothesis import HealthCheck, given, note, settings
from hypothesis import strategies as st

from checker.facts import Fact
from checker.result import CheckResult, Outcome, RuleOutcome
from checker.values import Amount, ends
from tests.strategies.making import checker_of, load
from tests.strategies.packs import DrawnPack, packs
from tests.strategies.projects import DrawnProject, projects

TWICE = settings(max_examples=2 * settings().max_examples, suppress_health_check=list(HealthCheck))


@st.composite
def cases(draw: st.DrawFn) -> tuple[DrawnPack, list[DrawnProject]]:
    """A pack that never asks whether something is known, with two projects of it.

    More facts may change the answer to “is known”, as that is what it is about.
    """
    pack = draw(packs(known=False))
    return pack, [draw(projects(pack, derived=False)) for _ in range(2)]


def holds(outer: Amount, inner: Amount) -> bool:
    """Return whether everything in ``inner`` is in ``outer``; ends count as reached, for scores are shown so."""
    wide, narrow = ends(outer), ends(inner)
    below = wide.low is None or (narrow.low is not None and wide.low <= narrow.low)
    return below and (wide.high is None or (narrow.high is not None and narrow.high <= wide.high))


def may_become(before: RuleOutcome, after: CheckResult) -> bool:
    """Return whether ``after`` has the outcome that was certain before.

    A pass says that surely nothing is found. It may turn out that the rule does not apply, or that the facts do not go
    together, which leaves nothing to check.
    """
    found = [outcome.outcome for outcome in after.outcomes if outcome.id == before.id]
    if before.outcome is Outcome.PASS:
        return found in ([Outcome.PASS], [Outcome.NOT_APPLICABLE], [])
    return found == [before.outcome] or (before.outcome is Outcome.NOT_APPLICABLE and bool(before.key) and not found)


@TWICE
@given(cases())
def test_certain_stays_certain(case: tuple[DrawnPack, list[DrawnProject]]) -> None:
    """A definite outcome never changes, a score stays inside its interval, the grade is one of those possible."""
    pack, drawn = case
    note(str(pack.files()))
    checker = checker_of(load(pack.files()))
    for project in drawn:
        before, after = checker.check(project.reported), checker.check(project.real)
        for outcome in before.outcomes:
            assert outcome.outcome is Outcome.UNKNOWN or may_become(outcome, after), outcome.id
        for one, other in zip(before.indicators, after.indicators, strict=True):
            assert other.applicable is False or holds(one.score, other.score), one.id
        assert holds(before.score, after.score)
        assert set(after.grades) <= set(before.grades)
        assert {problem.id for problem in before.problems} <= {problem.id for problem in after.problems}


@settings(suppress_health_check=list(HealthCheck))
@given(cases(), st.randoms(use_true_random=False))
def test_order_of_facts_does_not_matter(case: tuple[DrawnPack, list[DrawnProject]], random: Random) -> None:
    """Facts written in another order give the same outcomes by id, scores, grades, notes and requests."""
    pack, drawn = case
    note(str(pack.files()))
    checker = checker_of(load(pack.files()))
    for project in drawn:
        facts = project.reported

        def shuffled(found: tuple[Fact, ...]) -> tuple[Fact, ...]:
            return tuple(random.sample(found, len(found)))

        names = random.sample(list(facts.facts), len(facts.facts))
        other = replace(
            facts,
            facts={name: shuffled(facts.facts[name]) for name in names},
            judgements=tuple(random.sample(facts.judgements, len(facts.judgements))),
        )
        assert summary(checker.check(facts)) == summary(checker.check(other))


def summary(result: CheckResult) -> object:
    """Return everything about a result but the order of what goes by facts, and the texts that list them."""
    return (
        {outcome.id: replace(outcome, evidence=(), missing=(), fields={}) for outcome in result.outcomes},
        {outcome.id: set(outcome.missing) for outcome in result.outcomes},
        {outcome.id: set(outcome.evidence) for outcome in result.outcomes},
        [replace(indicator, missing=(), reasons=()) for indicator in result.indicators],
        result.score,
        result.grades,
        [(problem.id, sorted(problem.findings), problem.deduction) for problem in result.problems],
        [advice.problem for advice in result.recommendations],
        sorted(note.id for note in result.review_notes),
        {(request.missing, request.stake) for request in result.requests},
        result.limits,
    )
