"""Tests proofs on random packs: nothing proved is ever contradicted by a project, and every example is confirmed."""

from __future__ import annotations

from fractions import Fraction

from hypothesis import HealthCheck, given, note, settings
from hypothesis import strategies as st

from checker.plan import Plan
from checker.plan.tables import build_tables
from checker.prove import State, Verdict, prove_pack
from checker.result import CheckResult, Outcome
from checker.source import Problems
from checker.values import ends, hull, interval, meet
from tests.strategies.making import checker_of, load
from tests.strategies.packs import DrawnPack, packs
from tests.strategies.projects import DrawnProject, projects

MOST_RULES = 4


@st.composite
def cases(draw: st.DrawFn) -> tuple[DrawnPack, list[DrawnProject]]:
    """A small pack with some projects of it."""
    pack = draw(packs().filter(lambda pack: len(pack.rules) <= MOST_RULES))
    return pack, [draw(projects(pack)) for _ in range(4)]


def contradicts(verdict: Verdict, result: CheckResult, plan: Plan) -> bool:
    """Return whether a project shows that something proved is not so."""
    bad = verdict.state is State.BAD
    came = [{o.outcome for o in result.outcomes if o.rule == name} for name in verdict.about]
    score = next((found for found in result.indicators if found.id in verdict.about), None)
    counted = score is not None and score.applicable is True and isinstance(score.score, Fraction)
    leaf = next((found for found in plan.score.leaves if found.id in verdict.about), None)
    match verdict.id:
        case "never-fires" if came:
            return bad and Outcome.FAIL in came[0]
        case "always-fires" if came:
            return bad and Outcome.PASS in came[0]
        case "score-out-of-range" if score is not None and leaf is not None and counted:
            scaled = score.weight / leaf.weight  # a weight that was moved here
            inside = hull(leaf.lowest * scaled, leaf.weight * scaled)
            return verdict.state is State.GOOD and meet(score.score, inside) is None
        case "always-full-marks" if score is not None and leaf is not None and counted:
            return bad and ends(score.score).high != score.weight and not leaf.not_applicable
        case "never-decided":
            return bad and bool(came[0] & {Outcome.FAIL, Outcome.PASS})
        case "full-marks-impossible" if score is not None and leaf is not None and counted:
            return bad and score.score == score.weight and not leaf.not_applicable
        case "total-out-of-range":
            inside = interval(Fraction(0), result.full_score)
            return verdict.state is State.GOOD and meet(result.score, inside) is None
    return False


@settings(max_examples=settings().max_examples // 50, suppress_health_check=list(HealthCheck), deadline=None)
@given(cases())
def test_proofs_hold(case: tuple[DrawnPack, list[DrawnProject]]) -> None:
    """What is proved of a pack holds of any of its projects, and no example is one the engine does not confirm."""
    drawn, many = case
    note(str(drawn.files()))
    pack = load(drawn.files())
    verdicts = prove_pack(pack, seconds=0.5)
    assert not [verdict for verdict in verdicts if verdict.state is State.FAULT]
    checker = checker_of(pack)
    for project in many:
        problems = Problems()
        build_tables(checker.plan, project.real, problems)
        if problems.errors:
            continue
        result = checker.check(project.real)
        for verdict in verdicts:
            assert not contradicts(verdict, result, checker.plan), (verdict.id, verdict.about, str(verdict.what))
