"""Random projects written out as CSV files come back as the typed facts that a single check reads, or not at all."""

from __future__ import annotations

import tempfile
from collections.abc import Mapping
from pathlib import Path

import pytest
from hypothesis import HealthCheck, event, given, settings
from hypothesis import strategies as st

from checker.engine import waivers_in_force
from checker.facts import FactSet
from checker.plan import Plan
from checker.plan.coverage import check_waivers
from checker.plan.judgements import judgement_rows
from checker.plan.tables import build_tables
from checker.portfolio.intake import Intake, presence, take_in
from checker.portfolio.session import Session
from checker.portfolio.single import facts_of
from checker.portfolio.source import SourceRequest, open_source
from checker.run import Checker
from checker.source import Problems
from checker.sql.values import Sql
from checker.values import Unknown, Value
from tests.portfolio.intake.bench import value_in
from tests.portfolio.written import csv_folder, written_of
from tests.strategies.making import checker_of, load
from tests.strategies.packs import DrawnPack, packs
from tests.strategies.projects import DrawnProject, projects

Facts = Mapping[tuple[str, str], Mapping[str, Value]]


@st.composite
def portfolios(draw: st.DrawFn) -> tuple[DrawnPack, list[DrawnProject]]:
    """A pack with some projects of it."""
    pack = draw(packs())
    return pack, draw(st.lists(projects(pack), min_size=1, max_size=5))


def alone(checker: Checker, name: str, project: FactSet) -> FactSet | None:
    """Return the facts of a project as a single check reads them, None when something is wrong with them."""
    problems = Problems()
    facts = facts_of(written_of(name, project), checker, problems)
    if facts is None:
        return None
    judgement_rows(checker.plan, facts, problems)
    check_waivers(facts, checker.plan, problems)
    return None if problems.errors else facts


def known(values: Mapping[str, Value]) -> dict[str, Value]:
    """Return the values that are given at all."""
    return {name: value for name, value in values.items() if not isinstance(value, Unknown)}


def typed(session: Session, intake: Intake, project: str) -> Facts:
    """Return the facts of a project in the typed relations, by type and key."""
    found: dict[tuple[str, str], Mapping[str, Value]] = {}
    for type_id, shape in intake.shapes.types.items():
        select = intake.relations[f"facts_{type_id}"]
        for row in session.rows(select):
            if row["project"] == project:
                cells = [(name, value_in(row, name, field)) for name, field in shape.fields.items()]
                mine = {name: value for name, value in cells if value is not None and value != ""}
                assert (type_id, str(row["key"])) not in found
                found[type_id, str(row["key"])] = mine
    return found


def as_read(plan: Plan, facts: FactSet) -> Facts:
    """Return the facts of a project by type and key, judgements as they were resolved."""
    found = {
        (type_id, fact.key): known({name: given.value for name, given in fact.fields.items()})
        for type_id, of_type in facts.facts.items()
        for fact in of_type
    }
    rows, keys = judgement_rows(plan, facts, Problems())
    for key, row in zip(keys, rows, strict=True):
        found["judgement", key] = {
            name: value for name, value in known(row).items() if name not in {"lost", "share"} and value != ""
        }
    return found


def derived_given(plan: Plan, facts: FactSet) -> bool:
    """Say whether a field that can be worked out was given."""
    given_fields = {(type_id, name) for type_id, of in facts.facts.items() for fact in of for name in fact.fields}
    return bool(given_fields & set(plan.derived))


@settings(max_examples=10, suppress_health_check=list(HealthCheck))
@given(drawn=portfolios())
def test_random_portfolios(
    duck: Session, monkeypatch: pytest.MonkeyPatch, drawn: tuple[DrawnPack, list[DrawnProject]]
) -> None:
    """What SQL reads of each project is what a single check reads; what that refuses is withheld."""
    monkeypatch.setattr(presence, "WORTH_IT", 0)
    pack, several = drawn
    checker = checker_of(load(pack.files()))
    reported = {f"P{number}": project.reported for number, project in enumerate(several)}
    with tempfile.TemporaryDirectory() as folder:
        root = csv_folder((written_of(name, facts) for name, facts in reported.items()), Path(folder) / "source")
        (work := Path(folder) / "work").mkdir()
        problems = Problems()
        source = open_source(SourceRequest(str(root), checker.vocabulary, work), problems)
        problems.raise_if_any()
        assert source is not None
        intake = take_in(source, checker.plan, duck, work / "intake")
        hold(duck, checker, intake, reported)


def hold(session: Session, checker: Checker, intake: Intake, reported: Mapping[str, FactSet]) -> None:
    """Hold that each project is decided on the right facts, by the right path or not at all."""
    plan = checker.plan
    lists = {name: ids(session, select) for name, select in (("withheld", intake.withheld), ("exact", intake.exact))}
    decided = ids(session, intake.relations["projects"])
    assert sorted([*decided, *lists["withheld"], *lists["exact"]]) == sorted(reported)
    for name, project in reported.items():
        facts = alone(checker, name, project)
        assert (facts is None) == (name in lists["withheld"])
        if facts is None:
            event("withheld")
            continue
        if name in lists["exact"]:
            event("exact")
            continue
        assert not derived_given(plan, facts)
        build_tables(plan, facts, problems := Problems())
        assert not problems.errors
        assert typed(session, intake, name) == as_read(plan, facts)
        hold_reported(session, intake, name, facts)
        event("decided")


def hold_reported(session: Session, intake: Intake, name: str, facts: FactSet) -> None:
    """Hold the types of which there are none, and the waivers in force."""
    rows = session.rows(intake.relations["reported"]) if "reported" in intake.relations else []
    none = {type_id for type_id, found in facts.facts.items() if not found}
    assert {str(row["type"]) for row in rows if row["project"] == name} == none
    assert all(intake.shapes.types[type_id].reported for type_id in none)
    waived = session.rows(intake.relations["waivers"]) if "waivers" in intake.relations else []
    day = facts.as_of
    assert day is not None
    assert {(str(row["rule"]), str(row["key"])) for row in waived if row["project"] == name} == set(
        waivers_in_force(facts.waivers, day).in_force
    )


def ids(session: Session, select: Sql | None) -> list[str]:
    """Return the projects of a select."""
    return [] if select is None else [str(row["project"]) for row in session.rows(select)]
