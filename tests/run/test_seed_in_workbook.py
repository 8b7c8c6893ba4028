"""The seed's facts typed into a workbook come to what the same facts in YAML come to."""

import json
from dataclasses import replace
from fractions import Fraction
from pathlib import Path

import pytest

from checker.report.json import render_json
from checker.report.markdown import render_markdown
from checker.result import CheckResult, RuleOutcome
from checker.run import check_path, open_project
from tests.facts.typed_in import type_in
from tests.office import convert, needs_soffice

SEED = Path(__file__).parent.parent.parent / "facts" / "xinjian-2020"


@pytest.fixture(scope="module")
def results(tmp_path_factory: pytest.TempPathFactory) -> tuple[CheckResult, CheckResult]:
    """The results from YAML and from the workbook."""
    checker, facts = open_project(SEED)
    path = type_in(SEED, checker.vocabulary, tmp_path_factory.mktemp("seed") / "facts.xlsx")
    return checker.check(facts), check_path(path)


def decided(outcome: RuleOutcome) -> RuleOutcome:
    """Return an outcome without the places where its evidence was written."""
    return replace(outcome, evidence=tuple(replace(item, place=None) for item in outcome.evidence))


def test_same_total_and_grade(results: tuple[CheckResult, CheckResult]) -> None:
    """The workbook comes to 93.07 and 优."""
    _, typed = results
    assert (typed.score, typed.grade) == (Fraction("93.07"), "优")


def test_same_outcomes_and_texts(results: tuple[CheckResult, CheckResult]) -> None:
    """Every check has the same outcome, words, evidence and source; problems, advice and notes read the same."""
    written, typed = results
    assert list(map(decided, typed.outcomes)) == list(map(decided, written.outcomes))
    for name in ("indicators", "problems", "recommendations", "requests", "skipped", "limits"):
        assert getattr(typed, name) == getattr(written, name)
    assert [(note.id, note.text) for note in typed.review_notes] == [(n.id, n.text) for n in written.review_notes]


def test_evidence_stands_in_its_cell(results: tuple[CheckResult, CheckResult]) -> None:
    """Each value of the workbook that decided a finding is placed at its sheet and cell."""
    _, typed = results
    finding = next(found for found in typed.findings if found.id == "online-rate-below-floor[2019Q4/一期]")
    rate = next(item for item in finding.evidence if item.field == "fault_rate")
    assert rate.place is not None
    assert str(rate.place).endswith("facts.xlsx:季度运行!D3")
    shown = {outcome["id"]: outcome for outcome in json.loads(render_json(typed))["outcomes"]}
    place = next(item["place"] for item in shown[finding.id]["evidence"] if item["field"] == "fault_rate")
    assert place == {"file": rate.place.file, "line": None, "column": None, "sheet": "季度运行", "cell": "D3"}
    assert "facts.xlsx:季度运行!D3" in render_markdown(typed)


@needs_soffice
@pytest.mark.parametrize("kind", ["xls", "ods"])
def test_other_kinds_of_workbooks(kind: str, tmp_path: Path) -> None:
    """Saved as xls or ods, the workbook comes to the same."""
    checker, _ = open_project(SEED)
    path = type_in(SEED, checker.vocabulary, tmp_path / "facts.xlsx")
    result = check_path(convert(path, kind, tmp_path))
    assert (result.score, result.grade) == (Fraction("93.07"), "优")
