"""Every case of every pack: durable-rules, the plain evaluator, DuckDB and Spark say the same, to the last digit."""

from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import settings

from checker.engine import DurableEngine
from checker.plan import Plan
from checker.portfolio.session import Session
from checker.run import Checker
from tests.parity.by_sql import decide_all
from tests.parity.cases import PACKS, Day, GivenCase, days_of
from tests.parity.decided import Decided, compared, decide, decide_rule, only_rule
from tests.portfolio.made import portfolio_of
from tests.portfolio.sessions import ON_SPARK
from tests.strategies.making import checker_of

DAYS = [day for folder in PACKS for day in days_of(folder)]
GAPS: dict[str, Any] = yaml.safe_load(Path(__file__).with_name("gaps.yaml").read_text("utf-8"))
BY_DAY = pytest.mark.parametrize("day", DAYS, ids=lambda day: day.name)
GIVEN = [day for day in DAYS if day.given]
LEAVES = [folder for folder in PACKS if folder.name != "national-2020"]
"""The packs that no other extends: the rules of one that is extended are decided with those of its heir."""
MAIN = [max(of_pack, key=lambda day: len(day.projects)) for folder in LEAVES for of_pack in [days_of(folder)]]
THOROUGH = settings().max_examples > 1000
"""Whether the deep profile is on."""


@cache
def checker(name: str) -> Checker:
    """Return the plain checker of a day."""
    day = next(day for day in DAYS if day.name == name)
    return checker_of(day.pack, day=day.day)


@cache
def by_plain(name: str) -> dict[str, Decided]:
    """Return what the plain evaluator says about each whole project of a day; those that are decided."""
    day = next(day for day in DAYS if day.name == name)
    found = {project: decide(checker(name), facts) for project, facts in day.projects.items()}
    return {project: decided for project, decided in found.items() if decided is not None}


def by_plain_given(day: Day, cases: list[GivenCase]) -> dict[str, Decided]:
    """Return what the plain evaluator says about cases that give builtin rows."""
    return {case.name: decide_rule(checker(day.name), case.facts, case.given, case.rule) for case in cases}


def by_sql(day: Day, session: Session) -> dict[str, Decided]:
    """Return what SQL says about each whole project of a day, all at once."""
    plan, plainly = checker(day.name).plan, by_plain(day.name)
    portfolio = portfolio_of({name: day.projects[name] for name in plainly}, plan)
    return {name: plainly[name] for name in portfolio.exact} | decide_all(plan, portfolio, session)


def by_sql_given(day: Day, cases: list[GivenCase], session: Session) -> dict[str, Decided]:
    """Return what SQL says about cases that give builtin rows: each has a program of its own, of its rule alone."""
    found = {}
    for case in cases:
        plan: Plan = checker(day.name).plan
        alone = replace(plan, rules=tuple(rule for rule in plan.rules if rule.id == case.rule))
        decided = decide_all(alone, portfolio_of({case.name: case.facts}, alone), session, case.given)
        found[case.name] = only_rule(decided[case.name], case.rule)
    return found


def without_gaps(lines: list[str], cases: list[str]) -> list[str]:
    """Return the differences that have no marker, and the markers without a difference."""
    marked = [name for name in GAPS if name in cases]
    unmarked = [line for line in lines if not any(line.startswith(f"{name}: ") for name in marked)]
    needless = [name for name in marked if not any(line.startswith(f"{name}: ") for line in lines)]
    return [*unmarked, *(f"{name}: its marker in gaps.yaml is no longer needed" for name in needless)]


@BY_DAY
def test_durable(day: Day) -> None:
    """Durable-rules says of every case what the plain evaluator says; all at once through one engine."""
    plain = checker(day.name)
    durable = replace(plain, engine=DurableEngine(plain.plan))
    theirs = {name: decide(durable, facts) for name, facts in day.projects.items()}
    said = {name: decided for name, decided in theirs.items() if decided is not None}
    assert compared(by_plain(day.name), said, "plain", "durable") == []
    for case in day.given:
        ours, others = (decide_rule(one, case.facts, case.given, case.rule) for one in (plain, durable))
        assert compared({case.name: ours}, {case.name: others}, "plain", "durable") == []


@BY_DAY
def test_duckdb(day: Day, duck: Session) -> None:
    """DuckDB says of every case what the plain evaluator says, all cases in one portfolio."""
    lines = compared(by_plain(day.name), by_sql(day, duck), "plain", "duckdb")
    assert without_gaps(lines, list(day.projects)) == []


@pytest.mark.parametrize("day", GIVEN, ids=lambda day: day.name)
def test_duckdb_with_given_rows(day: Day, duck: Session) -> None:
    """DuckDB says of every case that gives builtin rows what the plain evaluator says about its rule."""
    lines = compared(by_plain_given(day, day.given), by_sql_given(day, day.given, duck), "plain", "duckdb")
    assert without_gaps(lines, [case.name for case in day.given]) == []


@ON_SPARK
@pytest.mark.parametrize("day", DAYS if THOROUGH else MAIN, ids=lambda day: day.name)
def test_spark(day: Day, spark: Session) -> None:
    """Spark says of every case what the plain evaluator says, all cases in one portfolio.

    As each relation costs Spark a second, the days with few cases are left to the deep profile.
    """
    lines = compared(by_plain(day.name), by_sql(day, spark), "plain", "spark")
    assert without_gaps(lines, list(day.projects)) == []


@ON_SPARK
def test_spark_with_given_rows(spark: Session) -> None:
    """Spark says of cases that give builtin rows what the plain evaluator says; one for each set of types given."""
    day = GIVEN[0]
    cases = day.given if THOROUGH else list({tuple(case.given): case for case in day.given}.values())
    lines = compared(by_plain_given(day, cases), by_sql_given(day, cases, spark), "plain", "spark")
    assert without_gaps(lines, [case.name for case in cases]) == []


def test_markers_name_cases() -> None:
    """Every marker in gaps.yaml is about a case there is, and says why."""
    cases = {name for day in DAYS for name in [*day.projects, *(case.name for case in day.given)]}
    assert set(GAPS) <= cases
    assert all(isinstance(reason, str) and reason for reason in GAPS.values())
