"""Random packs and projects: durable-rules and the plain evaluator come to the same result, whole."""

from dataclasses import replace

from hypothesis import HealthCheck, given, note, settings
from hypothesis import strategies as st

from checker.engine import DurableEngine, PlainEngine, waivers_in_force
from checker.facts import FactSet
from checker.plan.tables import build_tables
from checker.result import CheckResult
from checker.run import Checker
from checker.source import Problems
from tests.strategies.making import DAY, checker_of, load
from tests.strategies.packs import DrawnPack, packs
from tests.strategies.projects import DrawnProject, projects

TWICE = settings(max_examples=2 * settings().max_examples, suppress_health_check=list(HealthCheck))


@st.composite
def cases(draw: st.DrawFn) -> tuple[DrawnPack, list[DrawnProject]]:
    """A pack with two projects of it."""
    pack = draw(packs())
    return pack, [draw(projects(pack)) for _ in range(2)]


def alike(result: CheckResult) -> CheckResult:
    """Return a result without the name of the engine."""
    return replace(result, header=replace(result.header, engine=""))


def hold_to(plain: Checker, durable: Checker, facts: FactSet) -> None:
    """Hold durable-rules to the plain evaluator on one project."""
    problems = Problems()
    tables = build_tables(plain.plan, facts, problems)
    if problems.errors:
        return
    waivers = waivers_in_force(facts.waivers, DAY)
    ours, our_tables = durable.engine.decide(tables, waivers)
    theirs, their_tables = PlainEngine(plain.plan).decide(tables, waivers)
    decided = [(ruling.rule.id, ruling.key, ruling.outcome) for ruling in ours.rulings]
    assert decided == [(ruling.rule.id, ruling.key, ruling.outcome) for ruling in theirs.rulings]
    assert (ours.problems, ours.recommendations) == (theirs.problems, theirs.recommendations)
    assert our_tables == their_tables
    assert alike(durable.check(facts)) == alike(plain.check(facts))


@TWICE
@given(cases())
def test_engines_agree(case: tuple[DrawnPack, list[DrawnProject]]) -> None:
    """Both engines give the same rulings in the same order, problems, recommendations, tables and whole result.

    Two projects go through one engine, so what is left of the first in durable-rules would show in the second.
    """
    pack, drawn = case
    note(str(pack.files()))
    plain = checker_of(load(pack.files()))
    durable = replace(plain, engine=DurableEngine(plain.plan))
    for project in drawn:
        hold_to(plain, durable, project.reported)
