"""The rows of a project say what a single check of it says: outcomes, findings, scores, grades and problems."""

from dataclasses import replace

import pytest
from hypothesis import HealthCheck, assume, given, note, settings

from checker.engine import DurableEngine
from checker.facts import FactSet
from checker.portfolio.single import decided_rows
from checker.portfolio.single.rows import OutcomeRow, UnknownRow
from checker.result import Outcome
from checker.run import Checker, open_project
from checker.source import InputError
from checker.values import UNKNOWN
from tests.engine.test_engines_agree import cases
from tests.portfolio.single.test_round_trip import PROJECTS
from tests.strategies.making import checker_of, facts_of, load, small_pack
from tests.strategies.packs import DrawnPack
from tests.strategies.projects import DrawnProject

MANY = 12
"""With more rules a single check takes seconds to say what is missing."""


def hold_to_check(checker: Checker, facts: FactSet) -> None:
    """Hold the rows of a project to the result of a single check."""
    rows, result = decided_rows(checker, "p", facts), checker.check(facts)
    by_case = sorted(result.outcomes, key=lambda found: (found.rule, found.key))
    assert rows.outcomes == tuple(OutcomeRow(found.rule, found.key, found.outcome.value) for found in by_case)
    assert [(row.rule, row.key, row.severity, row.concerns, row.deduction) for row in rows.findings] == [
        (found.rule, found.key, found.severity, found.concerns, found.deduction)
        for found in by_case
        if found.outcome is Outcome.FAIL
    ]
    assert rows.scores is not None
    assert (rows.scores.total, rows.scores.grades, rows.scores.limits) == (result.score, result.grades, result.limits)
    assert rows.scores.leaves == {found.id: found.score for found in result.indicators if found.leaf}
    points = {str(row["id"]): row["deduction"] for row in checker.tables(facts).env.tables["problem"]}
    problems = sorted(result.problems, key=lambda text: text.id)
    assert [(row.problem, row.findings) for row in rows.problems] == [(t.id, len(t.findings)) for t in problems]
    told = [UNKNOWN if row.deduction is None else row.deduction for row in rows.problems]
    assert told == [points[text.id] for text in problems]
    assert {row.rule for row in rows.unknowns} == {o.rule for o in result.outcomes if o.outcome is Outcome.UNKNOWN}


@pytest.mark.parametrize(("path", "rules"), PROJECTS)
def test_rows_are_those_of_a_check(path: str, rules: str | None) -> None:
    """The projects written by hand come to the same, by either engine."""
    checker, facts = open_project(path, rules=rules, engine="plain")
    hold_to_check(checker, facts)
    hold_to_check(replace(checker, engine=DurableEngine(checker.plan)), facts)


@settings(max_examples=settings().max_examples // 2, suppress_health_check=list(HealthCheck))
@given(cases())
def test_random_projects_come_to_the_same(case: tuple[DrawnPack, list[DrawnProject]]) -> None:
    """Random packs and projects come to the same, unknown and bounded values included; wrong facts are withheld."""
    pack, drawn = case
    assume(len(pack.rules) < MANY)
    note(str(pack.files()))
    checker = checker_of(load(pack.files()))
    for project in drawn:
        rows = decided_rows(checker, "p", project.reported)
        if rows.status == "decided":
            hold_to_check(checker, project.reported)
            continue
        with pytest.raises(InputError) as fault:
            checker.check(project.reported)
        assert (rows.path, rows.rejects) == (None, fault.value.problems)


FUND = {
    "fund": {
        "label": "资金",
        "fields": {
            "budget": {"label": "预算", "type": "money"},
            "spent": {"label": "支出", "type": "money"},
            "left": {"label": "结余", "type": "money", "derive": "预算 - 支出"},
        },
    },
    "visit": {"label": "走访", "key": ["day"], "fields": {"day": {"label": "日期", "type": "date"}}},
}
RULES = {
    "left": {"when": "结余 > 0元"},
    "visits": {"for": "visit", "when": "日期 > 2020-01-01"},
    "over": {"when": "支出 > 10元"},
}
BOTH = [("left", "fund", "budget"), ("left", "fund", "spent"), ("over", "fund", "spent")]


@pytest.mark.parametrize(
    ("given_facts", "expected"),
    [
        ({}, [*BOTH, ("visits", "visit", "")]),
        ({"fund": {"budget": "1元"}, "visit": []}, [("left", "fund", "spent"), ("over", "fund", "spent")]),
        ({"fund": {"budget": "1元", "spent": "低于20元"}, "visit": []}, [("left", "", ""), ("over", "", "")]),
    ],
)
def test_what_is_absent_is_named(given_facts: dict[str, object], expected: list[tuple[str, str, str]]) -> None:
    """A case that cannot be told names the fields that are absent, a derived one by those it is worked out from."""
    pack = small_pack(FUND, RULES)
    rows = decided_rows(checker_of(pack), "p", facts_of(pack, given_facts))
    assert rows.unknowns == tuple(UnknownRow(*found, 1) for found in expected)
