"""``checker rules lint`` as people run it: what it prints, what it writes, how it ends."""

from __future__ import annotations

import importlib
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any, Final

import pytest
from syrupy.assertion import SnapshotAssertion

from checker.lint import CATALOGUE
from checker.report.lint_github import render_lint_github
from checker.report.lint_json import render_lint_json
from checker.report.lint_sarif import render_lint_sarif
from tests.cli.projects import Ended
from tests.lint.poor_packs import changed, lint

MODEL: Any = importlib.import_module("pydantic_sarif.model")  # made from the schema of the standard; it has no types
Command = Callable[..., Ended]
# An error, two warnings that can be mended, and a hint.
POOR: Final = {
    "problems.yaml": (
        "low-pass-rate:\n  heading: 合格率不高，\n"
        '  text: "{% for f in findings %}{{ f.codes }}{% endfor %}"\n'
        "  advice: {heading: 限期返修, text: 返修合格以前不付尾款。}\n"
    ),
    "rules/pass-rate-low.yaml": "status: draft\nseverity: minor  # lint: ignore info-with-deduction 已经改好\n",
}


@pytest.fixture
def poor(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Go to a folder with one poor pack below ``rules``."""
    monkeypatch.chdir(tmp_path)
    Path("rules").mkdir()
    return changed(Path("rules/base"), POOR)


@pytest.mark.usefixtures("poor")
def test_text_at_80_columns(checker: Command, snapshot: SnapshotAssertion) -> None:
    """What people see: each finding with its place and what to write, where it is explained, and the count."""
    ended = checker("rules", "lint")
    assert ended.code == 1
    assert ended.out == snapshot


@pytest.mark.parametrize("level", ["info", "warning", "error"])
@pytest.mark.usefixtures("poor")
def test_ends_with_findings(checker: Command, level: str) -> None:
    """A pack with an error ends as one with findings, whatever the level."""
    assert checker("rules", "lint", "base", "--fail-on", level).code == 1


@pytest.mark.parametrize(("level", "code"), [("info", 1), ("warning", 0), ("error", 0)])
def test_level_of_a_hint(
    checker: Command, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, level: str, code: int
) -> None:
    """A hint is a finding only for who asks for hints."""
    monkeypatch.chdir(tmp_path)
    changed(Path("base"), {"rules/pass-rate-low.yaml": "status: draft\n"})
    assert checker("rules", "lint", "./base", "--fail-on", level).code == code


def test_shipped_packs_are_clean(checker: Command) -> None:
    """The packs of the project end without a finding."""
    ended = checker("rules", "lint", "--fail-on", "info")
    assert (ended.code, ended.out, ended.err) == (0, "national-2020、xueliang-2020：没有发现\n", "")


def test_reviewed_since(checker: Command) -> None:
    """Parameters not reviewed since a day are told only when that day is given."""
    ended = checker("rules", "lint", "xueliang-2020", "--reviewed-since", "2021-01-01", "--format", "json")
    ids = [finding["id"] for finding in json.loads(ended.out)["findings"]]
    assert ended.code == 1
    assert set(ids) == {"parameter-not-reviewed"}
    assert len(ids) == 11


@pytest.mark.parametrize(
    "words",
    [
        ("--format", "xml"),
        ("--fail-on", "major"),
        ("--reviewed-since", "去年"),
        ("no-such-pack",),
    ],
)
def test_wrong_use(checker: Command, words: tuple[str, ...]) -> None:
    """A wrong word ends as wrong use, and nothing is printed as if it were a result."""
    ended = checker("rules", "lint", *words)
    assert (ended.code, ended.out) == (2, "")
    assert ended.err


def test_faulty_pack_has_no_findings(checker: Command, poor: Path) -> None:
    """A pack with an error in it is refused with the error, not linted."""
    (poor / "rules" / "pass-rate-low.yaml").write_text("title: 无\nwhen: 合格律 < 1\nmessage: 无\n", "utf-8")
    ended = checker("rules", "lint", "base")
    assert (ended.code, ended.out) == (2, "")
    assert "unknown-name" in ended.err


@pytest.mark.parametrize("format_", ["text", "json", "sarif", "github"])
def test_written_to_a_file(checker: Command, poor: Path, format_: str) -> None:
    """With -o the findings are in the file and nothing is on the screen."""
    ended = checker("rules", "lint", poor, "-f", format_, "-o", "found.txt")
    assert (ended.code, ended.out) == (1, "")
    assert "template-undefined" in Path("found.txt").read_text("utf-8")


def test_sarif_is_valid(poor: Path) -> None:
    """The SARIF log holds to the standard, knows every check, and places each finding."""
    found = lint(poor)
    log = json.loads(render_lint_sarif(["base"], found))
    MODEL.StaticAnalysisResultsFormatSarifVersion210JsonSchema.model_validate(log)
    (run,) = log["runs"]
    rules = run["tool"]["driver"]["rules"]
    assert [rule["id"] for rule in rules] == list(CATALOGUE)
    assert [rules[result["ruleIndex"]]["id"] for result in run["results"]] == [finding.id for finding in found]
    assert [result["level"] for result in run["results"]] == ["warning", "error", "warning", "note"]
    regions = [result["locations"][0]["physicalLocation"]["region"] for result in run["results"]]
    assert [(region["startLine"], region["startColumn"]) for region in regions] == [
        (finding.place.line, finding.place.column) for finding in found
    ]
    text = (poor / "problems.yaml").read_text("utf-8")
    (change,) = run["results"][0]["fixes"][0]["artifactChanges"]
    deleted = change["replacements"][0]["deletedRegion"]
    assert text[deleted["charOffset"] :][: deleted["charLength"]] == "，"


def test_clean_sarif_is_valid() -> None:
    """A log without results is valid too."""
    log = json.loads(render_lint_sarif(["base"], ()))
    MODEL.StaticAnalysisResultsFormatSarifVersion210JsonSchema.model_validate(log)
    assert log["runs"][0]["results"] == []


def test_json_says_everything(poor: Path) -> None:
    """JSON has the packs, the counts, and for each finding its place, words, page and whether it can be mended."""
    data = json.loads(render_lint_json(["base"], lint(poor)))
    assert data["packs"] == ["base"]
    assert data["counts"] == {"error": 1, "warning": 2, "info": 1}
    assert data["findings"][0] == {
        "id": "title-punctuation",
        "severity": "warning",
        "file": "rules/base/problems.yaml",
        "line": 2,
        "column": 12,
        "what": "标题末尾多了“，”",
        "hint": "标题末尾不写标点",
        "fixable": True,
        "docs": "docs/reference/lint.md#title-punctuation",
    }


def test_github_lines_are_escaped(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Marks that mean something to the host are written as it reads them, in text and in properties."""
    monkeypatch.chdir(tmp_path)
    rule = "title: 合格率低于90%\n"
    found = lint(changed(Path("a,b:c%/base"), {"rules/pass-rate-low.yaml": rule}))
    assert render_lint_github(found) == (
        "::warning file=a%2Cb%3Ac%25/base/rules/pass-rate-low.yaml,line=1,col=13,title=value-in-text"
        "::这里写死了“合格率下限”的值“90%25”，改了参数它不会跟着改%0A用 {合格率下限} 取参数的值；标题里不写数\n"
    )


def test_github_levels(poor: Path) -> None:
    """A warning, an error and a hint are the host's warning, error and notice."""
    lines = render_lint_github(lint(poor)).splitlines()
    assert [line.split()[0] for line in lines] == ["::warning", "::error", "::warning", "::notice"]


def test_same_bytes(poor: Path) -> None:
    """The same pack gives the same bytes in every format."""
    first, second = lint(poor), lint(poor)
    assert render_lint_sarif(["base"], first) == render_lint_sarif(["base"], second)
    assert render_lint_json(["base"], first) == render_lint_json(["base"], second)
