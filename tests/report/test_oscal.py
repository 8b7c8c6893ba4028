"""The result as OSCAL assessment results: valid, and every reference in it leads somewhere."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest
from oscal_bindings.v1.models import AssessmentResultsDocument  # made from the schema of NIST

from checker.report.addresses import evidence_file_uri
from checker.report.oscal import render_oscal
from checker.result import BasisRef, CheckResult, Missing, Outcome, ReviewNote
from checker.run import check_path
from checker.source import Place
from checker.values import Interval
from tests.report.results import HEADER, evidence, outcome, result

SEED = Path(__file__).parent.parent.parent / "facts" / "xinjian-2020"
CELL = Place("facts/台账.xlsx", sheet="季度运行", cell="D5")
EVERY = result(
    (
        outcome(
            key="1",
            deduction=Fraction(1, 3),
            basis=(BasisRef("d", "合同"),),
            evidence=(
                evidence(document="d", title="台账", file="证据/a b.pdf"),
                evidence(field="spent", label="支出数", place=CELL, file="证据/a b.pdf"),
                evidence(field="arrived", label="到位数", place=None),
            ),
            stale=("证据文件“证据/a b.pdf”找不到",),
        ),
        outcome(Outcome.PASS, key="2"),
        outcome(Outcome.UNKNOWN, key="3", missing=(Missing("funding", "", "spent", "支出数", "明细账"),)),
        outcome(Outcome.NOT_APPLICABLE, key="4"),
        outcome(Outcome.WAIVED, key="5", note="王五批准：停电"),
        replace(outcome(), rule="reviewing-rule", concerns="evaluation"),
    ),
    score=Interval(Fraction(90), Fraction("99.5")),
    grades=("优", "良"),
    notes=(ReviewNote("own-check", "自己的核对", "复核说明", (Place("facts/a.yaml", 3, 7),)),),
)


def document(given: CheckResult) -> dict[str, Any]:
    """Return the assessment results, which must be valid."""
    data = json.loads(render_oscal(given))
    AssessmentResultsDocument.model_validate(data)
    return dict(data["assessment-results"])


def every(node: Any, key: str) -> Iterator[str]:
    """Yield what stands under a key, anywhere in the document."""
    if isinstance(node, dict):
        for name, inner in node.items():
            if name == key:
                yield inner
            yield from every(inner, key)
    elif isinstance(node, list):
        for inner in node:
            yield from every(inner, key)


def test_seed_is_valid_and_complete() -> None:
    """The example is valid: a rule is a control, a check an observation, a check of the project also a finding."""
    given = check_path(SEED)
    (found,) = document(given)["results"]
    controls = found["reviewed-controls"]["control-selections"][0]["include-controls"]
    assert {control["control-id"] for control in controls} == {outcome.rule for outcome in given.outcomes}
    assert len(found["observations"]) == len(given.outcomes) + len(given.review_notes)
    assert len(found["findings"]) == sum(given.counts.values())
    states = [item["target"]["status"] for item in found["findings"]]
    assert sum(state["reason"] == "fail" for state in states) == len(given.findings) == 5


def test_the_validator_refuses_what_is_no_oscal() -> None:
    """A key that the standard does not have, a state it does not know or a missing part is not accepted."""
    spoils: tuple[dict[str, Any], ...] = ({"colour": "red"}, {"uuid": "1"}, {"results": []}, {"metadata": {}})
    for spoil in spoils:
        data = json.loads(render_oscal(EVERY))
        data["assessment-results"].update(spoil)
        with pytest.raises(ValueError, match="validation error"):
            AssessmentResultsDocument.model_validate(data)


def test_states() -> None:
    """A pass is satisfied, a finding is not; what is open, waived or does not apply says so as another reason."""
    (found,) = document(EVERY)["results"]
    states = [tuple(item["target"]["status"].values()) for item in found["findings"]]
    assert states == [
        ("not-satisfied", "fail", "发现问题"),
        ("satisfied", "pass", "未发现问题"),
        ("not-satisfied", "other", "无法判断"),
        ("satisfied", "other", "不适用"),
        ("not-satisfied", "other", "已豁免；王五批准：停电"),
    ]
    assert found["findings"][3]["target"]["implementation-status"] == {"state": "not-applicable"}
    assert all(item["target"]["target-id"] == "some-rule" for item in found["findings"])


def test_references_lead_somewhere() -> None:
    """Identifiers are unique; a finding leads to its observation, the plan to the rule pack with its digest."""
    data = document(EVERY)
    ids = list(every(data, "uuid"))
    assert len(set(ids)) == len(ids)
    observed = {item["uuid"] for item in data["results"][0]["observations"]}
    assert set(every(data, "observation-uuid")) <= observed
    (plan,) = data["back-matter"]["resources"]
    assert data["import-ap"] == {"href": f"#{plan['uuid']}"}
    assert plan["rlinks"][0]["hashes"] == [{"algorithm": "SHA-256", "value": HEADER.pack_digest}]


def test_evidence_leads_to_its_place() -> None:
    """Each value has the line or cell where it is written; the evidence file is found beside the facts, once."""
    observation = document(EVERY)["results"][0]["observations"][0]
    assert observation["relevant-evidence"] == [
        {"href": "facts/a.yaml#L3", "description": "资金 预算数300万元；《台账》"},
        {
            "href": "facts/%E5%8F%B0%E8%B4%A6.xlsx#%E5%AD%A3%E5%BA%A6%E8%BF%90%E8%A1%8C!D5",
            "description": "资金 支出数300万元",
        },
        {"description": "资金 到位数300万元"},
        {"href": "facts/%E8%AF%81%E6%8D%AE/a%20b.pdf", "description": "证据文件“证据/a b.pdf”"},
    ]
    assert observation["description"] == "说明；证据文件“证据/a b.pdf”找不到"


def test_numbers_are_exact() -> None:
    """Scores and deductions are exact text; a score within bounds is its two ends, and has no grade."""
    (found,) = document(EVERY)["results"]
    assert {prop["name"]: prop["value"] for prop in found["props"]} == {"score": "90~99.5", "full-score": "100"}
    assert {prop["name"]: prop["value"] for prop in found["findings"][0]["props"]}["deduction"] == "1/3"


def test_identifiers_follow_from_what_went_in() -> None:
    """The same facts, rules and day give the same bytes; another day gives other identifiers and times."""
    assert render_oscal(EVERY) == render_oscal(EVERY)
    later = replace(EVERY, header=replace(HEADER, as_of=date(2021, 12, 31)))
    assert not set(every(document(later), "uuid")) & set(every(document(EVERY), "uuid"))
    assert document(later)["metadata"]["last-modified"] == "2021-12-31T00:00:00+08:00"


def test_odd_texts_are_valid() -> None:
    """Titles over several lines, or none at all, and a result without checks are valid."""
    given = result((replace(outcome(key=" a\nb "), title="一\n二"),))
    document(replace(given, header=replace(HEADER, title="", pack_title=" ")))
    assert document(result())["results"][0]["reviewed-controls"] == {"control-selections": [{"include-all": {}}]}


@pytest.mark.parametrize(
    ("facts", "file", "href"),
    [
        ("facts", "facts/a.yaml", "facts/b.pdf"),
        ("facts", "facts/ledgers/a.csv", "facts/b.pdf"),
        ("facts/a.yaml", "facts/a.yaml", "facts/b.pdf"),
        ("a.yaml", "a.yaml", "b.pdf"),
        (".", "a.yaml", "b.pdf"),
    ],
)
def test_evidence_files_lie_beside_the_facts(facts: str, file: str, href: str) -> None:
    """An evidence file is found from the folder of the facts, wherever in it the value is written."""
    assert evidence_file_uri(evidence(file="b.pdf", place=Place(file, 1, 1)), facts) == href
