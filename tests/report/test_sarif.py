"""The result in SARIF: valid, and every check at its place with the level it deserves."""

from __future__ import annotations

import importlib
import json
from dataclasses import replace
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest

from checker.messages import language
from checker.report.sarif import render_sarif
from checker.result import SEVERITIES, BasisRef, CheckResult, Missing, Outcome, ReviewNote
from checker.run import check_path
from checker.source import Place
from checker.values import Interval
from tests.report.results import evidence, outcome, result

SEED = Path(__file__).parent.parent.parent / "facts" / "xinjian-2020"
MODEL: Any = importlib.import_module("pydantic_sarif.model")  # made from the schema of the standard; it has no types
CELL = Place("facts/台账 1.xlsx", sheet="季度运行", cell="D5")
EVERY = result(
    (
        outcome(
            key="1",
            deduction=Interval(Fraction(1), None),
            basis=(BasisRef("d", "合同", "", "第三条", "原文"),),
            evidence=(evidence(), evidence(field="arrived"), evidence(field="spent", place=CELL), evidence(place=None)),
            stale=("证据文件“a.pdf”找不到",),
        ),
        outcome(Outcome.PASS, key="2"),
        outcome(Outcome.UNKNOWN, key="3", missing=(Missing("funding", "", "spent", "支出数", "明细账", "不低于1元"),)),
        outcome(Outcome.NOT_APPLICABLE, key="4"),
        outcome(Outcome.WAIVED, key="5", note="王五批准：停电"),
        replace(outcome(), rule="reviewing-rule", concerns="evaluation", message="复核"),
        replace(outcome(Outcome.PASS, key="6"), rule="reviewing-rule-2", concerns="evaluation"),
    ),
    notes=(
        ReviewNote("reviewing-rule", "复核标题", "复核", (Place("facts/a.yaml", 3, 7), CELL)),
        ReviewNote("own-check", "自己的核对", "说明"),
    ),
)


def run_of(given: CheckResult) -> dict[str, Any]:
    """Return the only run of the log, which must be valid."""
    log = json.loads(render_sarif(given))
    MODEL.StaticAnalysisResultsFormatSarifVersion210JsonSchema.model_validate(log)
    assert log["version"] == "2.1.0"
    (run,) = log["runs"]
    return dict(run)


def test_seed_is_valid_and_complete() -> None:
    """The example is valid SARIF with a result for every check and every review note, and its five findings."""
    given = check_path(SEED)
    results = run_of(given)["results"]
    reviewed = [o for o in given.outcomes if o.concerns == "evaluation" and o.outcome is Outcome.FAIL]
    assert len(results) == len(given.outcomes) - len(reviewed) + len(given.review_notes)
    assert sum(item["kind"] == "fail" for item in results) == len(given.findings) == 5


def test_the_validator_refuses_what_is_no_sarif() -> None:
    """A key or a word that the standard does not have is not accepted, so that valid means something."""
    for spoil in ({"colour": "red"}, {"kind": "maybe"}, {"level": "fatal"}, {"ruleIndex": "first"}):
        log = json.loads(render_sarif(EVERY))
        log["runs"][0]["results"][0].update(spoil)
        with pytest.raises(ValueError, match="validation error"):
            MODEL.StaticAnalysisResultsFormatSarifVersion210JsonSchema.model_validate(log)


def test_kinds_and_levels() -> None:
    """Each outcome has its kind; only findings have a level, a note on the evaluation is for review."""
    shown = [(item["ruleId"], item["kind"], item["level"]) for item in run_of(EVERY)["results"]]
    assert shown == [
        ("some-rule", "fail", "warning"),
        ("some-rule", "pass", "none"),
        ("some-rule", "open", "none"),
        ("some-rule", "notApplicable", "none"),
        ("some-rule", "fail", "warning"),
        ("reviewing-rule-2", "pass", "none"),
        ("reviewing-rule", "review", "none"),
        ("own-check", "review", "none"),
    ]


def test_level_follows_severity() -> None:
    """Critical and major findings are errors, minor ones warnings, the rest notes; the rule says the same."""
    levels = {}
    for severity in SEVERITIES:
        run = run_of(result((replace(outcome(), severity=severity),)))
        levels[severity] = run["results"][0]["level"]
        assert run["tool"]["driver"]["rules"][0]["defaultConfiguration"] == {"level": levels[severity]}
    assert levels == {"critical": "error", "major": "error", "minor": "warning", "info": "note"}


def test_results_point_at_their_rules() -> None:
    """The index of a result leads to the rule it names; a rule tells its basis."""
    run = run_of(EVERY)
    rules = run["tool"]["driver"]["rules"]
    assert [rules[item["ruleIndex"]]["id"] for item in run["results"]] == [item["ruleId"] for item in run["results"]]
    assert rules[0]["help"] == {"text": "依据：《合同》第三条\n原文"}
    assert len({rule["id"] for rule in rules}) == len(rules)


def test_places() -> None:
    """The first place is that of the result, others are related; each once, a cell as a logical location."""
    first = run_of(EVERY)["results"][0]
    assert first["locations"] == [
        {
            "physicalLocation": {
                "artifactLocation": {"uri": "facts/a.yaml"},
                "region": {"startLine": 3, "startColumn": 7},
            }
        }
    ]
    uri = "facts/%E5%8F%B0%E8%B4%A6%201.xlsx"
    assert first["relatedLocations"] == [
        {
            "id": 1,
            "physicalLocation": {"artifactLocation": {"uri": uri}},
            "logicalLocations": [{"name": "D5", "fullyQualifiedName": "季度运行!D5"}],
        }
    ]


def test_what_else_is_told() -> None:
    """Waivers are suppressions with their reason; unknowns say what is missing; changed evidence is in the message."""
    items = run_of(EVERY)["results"]
    assert items[4]["suppressions"] == [{"kind": "external", "justification": "王五批准：停电"}]
    assert not any("suppressions" in item for item in items[:4])
    assert items[2]["message"]["text"] == "说明；还缺：支出数（只知道不低于1元）"
    assert items[0]["message"]["text"] == "说明；证据文件“a.pdf”找不到"
    assert items[0]["properties"]["deduction"] == {"low": "1", "high": None}


def test_fingerprints_follow_the_check() -> None:
    """A check keeps its fingerprint when its facts move; no two checks share one."""
    prints = [item["partialFingerprints"]["check/v1"] for item in run_of(EVERY)["results"]]
    assert len(set(prints)) == len(prints)
    moved = result((outcome(key="1", message="另一句话", evidence=(evidence(place=Place("b.yaml", 9, 9)),)),))
    assert run_of(moved)["results"][0]["partialFingerprints"]["check/v1"] == prints[0]


def test_same_result_same_bytes() -> None:
    """The log depends on the result and the language alone."""
    assert render_sarif(EVERY) == render_sarif(EVERY)
    with language("en"):
        assert run_of(EVERY)["language"] == "en-US"


def test_nothing_checked_is_valid() -> None:
    """A result without checks is a log without results."""
    assert run_of(result())["results"] == []
