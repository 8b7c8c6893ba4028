"""A project keeps every decision on its way into a portfolio and back, as typed rows and as rows of texts."""

from dataclasses import replace
from datetime import date
from fractions import Fraction

import pytest
from hypothesis import HealthCheck, given, note, settings

from checker.facts import FactSet
from checker.plan.tables import build_tables
from checker.portfolio.single import decided_rows, facts_of
from checker.result import CheckResult, RuleOutcome
from checker.run import Checker, check_path, open_project
from checker.source import Problems
from tests.engine.test_engines_agree import cases
from tests.portfolio.back import fact_sets_of
from tests.portfolio.made import portfolio_of
from tests.portfolio.written import written_of
from tests.strategies.making import checker_of, load
from tests.strategies.packs import DrawnPack
from tests.strategies.projects import DrawnProject

SEED = "facts/xinjian-2020"
TRAINING = "tests/packs/training-2022"
PROJECTS = [(SEED, None), (f"{TRAINING}-facts/chengguan", TRAINING), (f"{TRAINING}-facts/hewan", TRAINING)]


def bare(outcome: RuleOutcome) -> RuleOutcome:
    """Return an outcome without the places and sources of its evidence, which a portfolio does not have."""
    values = tuple((item.type, item.key, item.field, item.text) for item in outcome.evidence)
    return replace(outcome, evidence=(), note=f"{outcome.note}{values}")


def alike(result: CheckResult) -> CheckResult:
    """Return a result without what a portfolio does not have: sources, places and the digest of the facts."""
    header = replace(result.header, facts="", facts_digest="", engine="")
    notes = tuple(replace(item, places=()) for item in result.review_notes if item.id != "finding-without-evidence")
    outcomes = tuple(map(bare, result.outcomes))
    return replace(result, header=header, outcomes=outcomes, review_notes=notes, unread=(), warnings=())


def project(path: str, rules: str | None) -> tuple[Checker, FactSet]:
    """Return a project with its checker, as the command opens it."""
    return open_project(path, rules=rules, engine="plain")


@pytest.mark.parametrize(("path", "rules"), PROJECTS)
def test_written_rows_give_the_result_of_the_folder(path: str, rules: str | None) -> None:
    """Rows of texts give the same result as the folder they were taken from: outcomes, scores and every text."""
    checker, facts = project(path, rules)
    problems = Problems()
    again = facts_of(written_of("p", facts), checker, problems)
    problems.raise_if_any()
    assert again is not None
    assert alike(checker.check(again)) == alike(check_path(path, rules=rules, engine="plain"))


@pytest.mark.parametrize(("path", "rules"), PROJECTS)
def test_typed_rows_give_the_decisions_of_the_folder(path: str, rules: str | None) -> None:
    """Typed rows give the same rows of every output table as the folder they were taken from."""
    checker, facts = project(path, rules)
    portfolio = portfolio_of({"p": facts}, checker.plan)
    again = fact_sets_of(portfolio, checker.plan)
    assert decided_rows(checker, "p", again["p"]) == decided_rows(checker, "p", facts)


def test_the_seed_scores_as_ever() -> None:
    """The seed project comes to 93.07 and 优, with the points of every leaf and no finding lost."""
    checker, facts = project(SEED, None)
    rows = decided_rows(checker, "p", facts)
    result = check_path(SEED)
    assert rows.scores is not None
    assert (rows.scores.total, rows.scores.grades) == (Fraction("93.07"), ("优",))
    assert rows.scores.leaves == {item.id: item.score for item in result.indicators if item.leaf}
    assert [(row.rule, row.key) for row in rows.findings if row.concerns == "project"] == sorted(
        (found.rule, found.key) for found in result.findings
    )
    assert [(row.problem, row.deduction) for row in rows.problems] == sorted(
        (text.id, text.deduction) for text in result.problems
    )


def test_places_are_those_of_the_source() -> None:
    """What is wrong with a row is told at its place in the source, in the words of a single check."""
    checker, facts = project(SEED, None)
    written = written_of("p", facts)
    row = written.rows["funding"][0]
    broken = replace(row, place="funding.csv:17", cells={**row.cells, "spent": "36.6.1万元"})
    problems = Problems()
    assert facts_of(replace(written, rows={**written.rows, "funding": (broken,)}), checker, problems) is None
    assert [(str(problem.place), problem.code) for problem in problems.errors] == [("funding.csv:17", "broken-number")]


def test_nothing_there_is_not_nothing_said() -> None:
    """A type that has no facts is reported as such, and one that nobody speaks of is not."""
    checker, facts = project(SEED, None)
    written = replace(written_of("p", facts), rows={}, none=frozenset({"payment"}))
    again = facts_of(written, checker, Problems())
    assert again is not None
    assert again.facts == {"payment": ()}
    assert (again.as_of, again.rules) == (date(2020, 12, 31), "xueliang-2020")


@settings(max_examples=settings().max_examples // 2, suppress_health_check=list(HealthCheck))
@given(cases())
def test_random_projects_keep_their_decisions(case: tuple[DrawnPack, list[DrawnProject]]) -> None:
    """Random projects, as typed rows and back, come to the same rows; those with endless numbers are set aside."""
    pack, drawn = case
    note(str(pack.files()))
    checker = checker_of(load(pack.files()))
    sound = {}
    for number, one in enumerate(drawn):
        problems = Problems()
        build_tables(checker.plan, one.reported, problems)
        if not problems.errors:
            sound[f"p{number}"] = one.reported
    portfolio = portfolio_of(sound, checker.plan)
    again = fact_sets_of(portfolio, checker.plan)
    assert again.keys() == sound.keys() - portfolio.exact
    for name, facts in again.items():
        assert decided_rows(checker, name, facts) == decided_rows(checker, name, sound[name])
