"""The acceptance case: the facts of a published report, decided by rules and facts alone, come to what it came to."""

from dataclasses import replace
from datetime import date
from fractions import Fraction
from pathlib import Path

import pytest

from checker.facts import FactSet
from checker.result import CheckResult, Outcome
from checker.run import Checker, check_path, open_project
from checker.values import Interval, decimal_text

FACTS = Path(__file__).parent.parent.parent / "facts" / "xinjian-2020"
SCORES = {
    "项目决策": "18", "项目立项": "5", "绩效目标": "5", "资金投入": "8",
    "项目过程": "21.57", "资金管理": "15.57", "资金到位率": "5", "预算执行率": "4.57", "资金使用合规性": "6",
    "组织实施": "6",
    "项目产出": "32.5", "产出数量": "5", "产出质量": "8.5", "产出时效": "9", "产出成本": "10",
    "项目效益": "21", "社会效益": "8", "可持续影响": "8", "服务对象满意度": "5",
}  # fmt: skip


@pytest.fixture(scope="module")
def seed() -> CheckResult:
    """The result for the seed's project, both engines compared."""
    return check_path(FACTS, verify=True)


@pytest.fixture(scope="module")
def project() -> tuple[Checker, FactSet]:
    """The checker and the facts of the seed's project."""
    return open_project(FACTS)


def test_total_and_grade(seed: CheckResult) -> None:
    """The total is 93.07 exactly and the grade 优."""
    assert seed.score == Fraction("93.07")
    assert seed.grade == "优"


def test_every_indicator_score(seed: CheckResult) -> None:
    """Every indicator of the tree has the score of the report, groups included."""
    shown = {i.label: decimal_text(i.score) for i in seed.indicators if isinstance(i.score, Fraction)}
    assert shown == SCORES


def test_online_rate_findings(seed: CheckResult) -> None:
    """Three quarters and batches lie below the floor: 16.38 %, 18.64 % and 12.29 % of faults, half a point each."""
    found = {f.key: f for f in seed.findings if f.rule == "online-rate-below-floor"}
    assert {key: f.deduction for key, f in found.items()} == dict.fromkeys(
        ("2019Q4/一期", "2020Q3/一期", "2020Q3/二期"), Fraction(1, 2)
    )
    for key, rate in (("2019Q4/一期", "16.38%"), ("2020Q3/一期", "18.64%"), ("2020Q3/二期", "12.29%")):
        assert rate in found[key].message


def test_two_tiers_of_payment(seed: CheckResult) -> None:
    """2020Q3 was paid after its second month and costs a point; 2019Q4 only after its first, and is listed without."""
    late = {f.id: f.deduction for f in seed.findings if f.rule.startswith("payment-")}
    assert late == {"payment-after-second-month[2020Q3]": Fraction(1), "payment-after-first-month[2019Q4]": None}


def test_prices_known_only_as_bounds_pass(seed: CheckResult) -> None:
    """Prices given as 低于850元 and 低于628元 settle that no ceiling is exceeded."""
    prices = [o.outcome for o in seed.outcomes if o.rule == "unit-price-over-ceiling"]
    assert prices == [Outcome.PASS, Outcome.PASS]


def test_two_problems_and_two_recommendations(seed: CheckResult) -> None:
    """There are exactly two problems with the figures of the report, and each is answered."""
    assert [problem.id for problem in seed.problems] == ["low-online-rate", "late-payment"]
    assert [advice.problem for advice in seed.recommendations] == ["low-online-rate", "late-payment"]
    online, payment = seed.problems
    assert all(rate in online.text for rate in ("16.38%", "18.64%", "12.29%", "2019年10-12月", "2020年7-9月"))
    assert all(when in payment.text for when in ("2020年2月下旬", "2020年12月中旬"))


def test_review_notes(seed: CheckResult) -> None:
    """The notes name the 4.43 points nobody explains, the missing reason, the survey, the timeline and the count."""
    notes = {note.id: note.text for note in seed.review_notes}
    assert set(notes) == {
        "points-unexplained", "judged-deduction-without-reason", "survey-rate-unattainable",
        "service-before-completion", "stated-count-differs",
    }  # fmt: skip
    assert "6.93分" in notes["points-unexplained"]
    assert "4.43分" in notes["points-unexplained"]
    assert "可持续影响" in notes["judged-deduction-without-reason"]
    assert "93%" in notes["survey-rate-unattainable"]
    assert "二期" in notes["service-before-completion"]


def test_everything_traces(seed: CheckResult) -> None:
    """Every finding has a basis, and evidence with a document and a place in a file."""
    for finding in seed.findings:
        assert finding.basis
        assert any(evidence.sourced for evidence in finding.evidence)
        assert all(evidence.place is not None and evidence.place.line > 0 for evidence in finding.evidence)


def test_missing_spending_opens_score_and_grade(project: tuple[Checker, FactSet]) -> None:
    """Without the money spent the score is an interval that holds 93.07, and that fact is asked for first."""
    checker, facts = project
    (funding,) = facts.facts["funding"]
    fields = {name: value for name, value in funding.fields.items() if name != "spent"}
    result = checker.check(replace(facts, facts={**facts.facts, "funding": (replace(funding, fields=fields),)}))
    assert result.score == Interval(Fraction("88.5"), Fraction("93.5"))
    assert result.grades == ("优", "良")
    assert (result.requests[0].missing.type, result.requests[0].missing.field) == ("funding", "spent")
    assert result.requests[0].stake == 5


def test_same_input_same_result() -> None:
    """Two checks of the same facts are equal in everything."""
    assert check_path(FACTS) == check_path(FACTS)


def test_as_of_picks_rules_and_parameters() -> None:
    """On a day on which no floor is in force yet the floor cannot be told, and the missing version is named."""
    result = check_path(FACTS, as_of=date(2012, 1, 1))
    asked = {request.missing.type for request in result.requests}
    assert "parameter" in asked
