"""Closure: deduction, problem, basis, evidence and recommendation belong together, and a missing link is named."""

from fractions import Fraction

import pytest

from checker.compose import review_notes
from checker.result import (
    BasisRef,
    Evidence,
    IndicatorScore,
    Outcome,
    ProblemText,
    Recommendation,
    ReviewNote,
    RuleOutcome,
)
from checker.source import Place
from checker.values import Amount, Interval

PLACE = Place("facts.yaml", 3, 5)
EVIDENCE = Evidence("payment", "费用支付", "2020Q3", "paid_on", "支付日期", "12月中旬", PLACE, "report", "报告")
BASIS = BasisRef("contract", "合同", clause="第五条")


def finding(**changed: object) -> RuleOutcome:
    """A finding with every link in place, except what is changed."""
    whole = {
        "rule": "late", "title": "逾期支付", "key": "2020Q3", "outcome": Outcome.FAIL, "severity": "major",
        "concerns": "project", "message": "迟了", "indicator": "timeliness", "problem": "late",
        "deduction": Fraction(1), "basis": (BASIS,), "evidence": (EVIDENCE,),
    }  # fmt: skip
    return RuleOutcome(**{**whole, **changed})  # type: ignore[arg-type]


def indicator(score: Amount, explained: Amount, method: str = "deductions") -> IndicatorScore:
    """An indicator of ten points with this score."""
    return IndicatorScore("timeliness", "产出时效", 1, None, Fraction(10), score, method, explained=explained)


PROBLEM = ProblemText("late", "逾期", "迟了", ("late[2020Q3]",), Fraction(1))
ADVICE = Recommendation("按时支付", "照合同付", "late")


def notes(
    found: RuleOutcome | None = None,
    scored: IndicatorScore | None = None,
    problems: tuple[ProblemText, ...] = (PROBLEM,),
    advice: tuple[Recommendation, ...] = (ADVICE,),
) -> dict[str, ReviewNote]:
    """The notes on one finding, its indicator, its problem and its advice, by id."""
    found, scored = found or finding(), scored or indicator(Fraction(9), Fraction(1))
    return {note.id: note for note in review_notes([found], [scored], problems, advice)}


def test_nothing_missing_gives_no_note() -> None:
    """A chain without a gap is not remarked on."""
    assert notes() == {}


@pytest.mark.parametrize(
    ("changed", "expected"),
    [
        ({"problem": None}, "deduction-without-problem"),
        ({"basis": ()}, "finding-without-basis"),
        ({"evidence": ()}, "finding-without-evidence"),
        ({"evidence": (Evidence("payment", "费用支付", "", "a", "乙", "丙", PLACE),)}, "finding-without-evidence"),
    ],
)
def test_broken_finding_is_named(changed: dict[str, object], expected: str) -> None:
    """A finding without problem, basis or sourced evidence gives the note for that link and names the finding."""
    found = notes(finding(**changed), problems=(), advice=())
    assert list(found) == [expected]
    assert "late[2020Q3]" in found[expected].text


def test_problem_without_advice() -> None:
    """A problem that no recommendation answers is named."""
    assert list(notes(advice=())) == ["problem-without-advice"]


def test_problem_without_deduction() -> None:
    """A problem that costs nothing is named, unless its indicator lost points in another way than by deductions."""
    free = (ProblemText("late", "逾期", "迟了", ("late[2020Q3]",), Fraction(0)),)
    nothing = finding(deduction=None)
    assert list(notes(nothing, indicator(Fraction(10), Fraction(0)), free)) == ["problem-without-deduction"]
    assert notes(nothing, indicator(Fraction(9), Fraction(1), "proportional"), free) == {}


def test_points_without_problem_are_added_up() -> None:
    """The note gives the points lost, those explained, and the rest by indicator."""
    found = notes(scored=indicator(Fraction("7.5"), Fraction(1)))
    assert (
        found["points-unexplained"].text
        == "共扣2.5分，存在的问题只说明了1分，还有1.5分没有对应的问题和建议：产出时效1.5分。"
    )


def test_open_scores_are_left_out_of_the_sum() -> None:
    """An indicator whose score is not settled is not counted as lost or explained."""
    assert notes(scored=indicator(Interval(Fraction(5), Fraction(10)), Fraction(1))) == {}


def test_rules_on_the_evaluation_become_notes() -> None:
    """A rule on the evaluation that finds something is a note with its own id and places, and never a finding."""
    found = notes(finding(concerns="evaluation", rule="no-reason", deduction=None, problem=None))
    assert list(found) == ["no-reason"]
    assert found["no-reason"].places == (PLACE,)
