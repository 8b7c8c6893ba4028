"""The reports the checker writes itself stand up to its own back-check."""

from pathlib import Path

import pytest

from checker.backcheck import BackCheck, verify_report
from checker.report.docx import render_docx
from checker.report.markdown import render_markdown
from checker.run import open_project
from tests.backcheck.report_facts import checker_for_reports, facts_of, project_data
from tests.backcheck.reports import ROOT, read_bytes, report_of

PACKS = ROOT / "tests" / "packs"
PROJECTS = [
    (ROOT / "facts" / "xinjian-2020", ROOT / "rules" / "xueliang-2020", 200),
    (PACKS / "training-2022-facts" / "chengguan", PACKS / "training-2022", 250),
    (PACKS / "training-2022-facts" / "hewan", PACKS / "training-2022", 200),
]


def verified(facts: Path, rules: Path, kind: str) -> BackCheck:
    """Return what verifying the report written for a project comes to."""
    checker, found = open_project(facts, rules=str(rules))
    result = checker.check(found)
    if kind == "docx":
        report = read_bytes(render_docx(checker.plan, found, result))
    else:
        report = report_of(render_markdown(result), marked=True)
    return verify_report(report, checker.plan, found, result)


@pytest.mark.parametrize(("facts", "rules", "least"), PROJECTS, ids=["xinjian", "chengguan", "hewan"])
def test_word_report_verifies(facts: Path, rules: Path, least: int) -> None:
    """Nothing in a Word report that was just written disagrees, and most of its numbers are tied."""
    found = verified(facts, rules, "docx")
    assert [(item.code, str(item.what), item.sentence) for item in found.disagreements] == []
    assert len(found.tied) >= least


@pytest.mark.parametrize("number", [1, 14, 27, 38])
def test_word_reports_of_other_projects_verify(number: int) -> None:
    """Nothing in the Word report on a project with other figures disagrees; 14 and 38 lose no points for quality."""
    checker = checker_for_reports()
    facts = facts_of(project_data(number), checker)
    result = checker.check(facts)
    report = read_bytes(render_docx(checker.plan, facts, result))
    found = verify_report(report, checker.plan, facts, result)
    assert [(item.code, str(item.what), item.sentence) for item in found.disagreements] == []


def test_markdown_result_verifies() -> None:
    """Nothing in the result as Markdown disagrees either."""
    found = verified(*PROJECTS[0][:2], "markdown")
    assert [(item.code, str(item.what), item.sentence) for item in found.disagreements] == []
    assert len(found.tied) >= 100
