"""The words all reports share, in both languages."""

from __future__ import annotations

from fractions import Fraction

import pytest

from checker.messages import language
from checker.report.words import (
    bar,
    basis_text,
    evidence_texts,
    grade_text,
    missing_text,
    nothing_found,
    outcome_word,
    places_text,
    points,
    remark,
    severity_word,
    totals_text,
    unread_text,
)
from checker.result import SEVERITIES, BasisRef, Missing, Outcome, Unread
from checker.source import Place
from checker.values import Amount, Interval
from tests.report.results import evidence, indicator, outcome, result

F = Fraction


def between(low: int | None, high: int | None) -> Interval:
    """Return a number known within bounds."""
    return Interval(None if low is None else F(low), None if high is None else F(high))


def test_every_outcome_and_severity_has_a_word() -> None:
    """Each outcome and severity has a word of its own, in Chinese and in English."""
    for name in ("zh", "en"):
        with language(name):
            assert len({outcome_word(word) for word in Outcome}) == len(Outcome)
            assert len({severity_word(word) for word in SEVERITIES}) == len(SEVERITIES)


@pytest.mark.parametrize(
    ("amount", "shown"),
    [
        (F("93.07"), "93.07"),
        (F("93.0750"), "93.075"),
        (F(1, 3), "≈0.3333"),
        (F("2.00005"), "≈2.0001"),
        (F(-3, 2), "-1.5"),
        (between(3, 5), "3~5"),
        (between(5, 5), "5"),
        (between(None, 5), "~5"),
        (between(3, None), "3~"),
        (Interval(F(1, 3), F(2)), "≈0.3333~2"),
    ],
)
def test_points(amount: Amount, shown: str) -> None:
    """Points are exact, or rounded half up with a mark, or their two ends; equal ends are one number."""
    assert points(amount) == shown


@pytest.mark.parametrize(
    ("amount", "shown"),
    [
        (F(5), "██████████"),
        (F(0), "░░░░░░░░░░"),
        (F("2.49"), "████░░░░░░"),
        (between(1, 3), "██▒▒▒▒░░░░"),
        (F(-1), "░░░░░░░░░░"),
        (F(9), "██████████"),
        (between(None, 5), "▒▒▒▒▒▒▒▒▒▒"),
    ],
)
def test_bar(amount: Amount, shown: str) -> None:
    """Sure points are full, possible ones half, lost ones light; the bar is never longer or fuller than it can be."""
    assert bar(amount, F(5)) == shown


def test_bar_of_an_indicator_without_weight_is_empty() -> None:
    """There is nothing to show where there are no points."""
    assert bar(F(0), F(0)) == ""


def test_remark_says_why_points_were_lost() -> None:
    """Beside a score stands its measure, and why points were lost; a judged loss without a reason is told."""
    assert remark(indicator(measure="90%")) == "90%"
    assert remark(indicator(score=F(4), reasons=("甲", "乙"), measure="80%")) == "80%；甲；乙"
    assert remark(indicator(reasons=("满分也写了理由",))) == ""
    assert remark(indicator(score=F(4))) == "没有写明理由"
    assert remark(indicator(score=F(4), method="checklist")) == "没有写明理由"
    assert remark(indicator(score=F(4), method="proportional")) == ""
    assert remark(indicator(score=F(1), bonus=True)) == ""
    assert remark(indicator(score=between(3, 5))) == "待定"
    assert remark(indicator(score=F(0), applicable=False, reasons=("没有这项工作",))) == "不适用；没有这项工作"
    assert remark(indicator(score=F(4), method="group")) == ""


def test_basis_is_cited_as_people_do() -> None:
    """A clause is cited with the title of its document, its number and the clause, as far as they are known."""
    cited = BasisRef("d", "管理办法", "财预〔2020〕10号", "第五条")
    assert basis_text(cited) == "《管理办法》（财预〔2020〕10号）第五条"
    assert basis_text(BasisRef("d", "管理办法")) == "《管理办法》"


def test_evidence_of_one_fact_and_source_is_one_line() -> None:
    """Values of one fact from one source stand together; another fact or source begins a new line."""
    found = evidence_texts([
        evidence(document="d", title="账", page="3"),
        evidence(document="d", title="账", page="3", field="spent", label="支出数", text="280万元"),
        evidence(document="e", title="表", cell="B5"),
        evidence(type="payment", type_label="支付", key="2020Q3", place=None),
    ])  # fmt: skip
    assert found == [
        "资金 预算数300万元、支出数280万元（《账》 第3页，facts/a.yaml:3:7）",
        "资金 预算数300万元（《表》 B5，facts/a.yaml:3:7）",
        "支付[2020Q3] 预算数300万元",
    ]


def test_places_of_one_file_are_one_entry() -> None:
    """Places are grouped by file, their lines sorted and named once; files and cells stay as they are."""
    places = [
        Place("a.yaml", 12, 3), Place("b.yaml", 1, 1), Place("a.yaml", 3, 9), Place("a.yaml", 12, 20), Place("c.yaml"),
        Place("d.xlsx", sheet="资金", cell="B5"),
    ]  # fmt: skip
    assert places_text(places) == "a.yaml 第 3、12 行；b.yaml 第 1 行；c.yaml；d.xlsx:资金!B5"
    assert places_text([]) == ""


def test_unread_facts_of_one_file_stand_together() -> None:
    """Facts nothing reads are named with the lines they stand on, file by file."""
    unread = [Unread("项目.单位", Place("a.yaml", 3, 1)), Unread("项目.年度", Place("a.yaml", 4, 1))]
    assert unread_text(unread) == "项目.单位、项目.年度（a.yaml 第 3、4 行）"


def test_missing_says_what_is_known() -> None:
    """A missing fact is named with its key, and with what is known of it."""
    assert missing_text(Missing("payment", "2020Q3", "paid_on", "支付日期", "")) == "支付日期[2020Q3]"
    assert missing_text(Missing("survey", "", "", "满意度调查", "")) == "满意度调查"
    known = Missing("funding", "", "spent", "支出数", "", "低于300万元")
    assert missing_text(known) == "支出数（只知道低于300万元）"


def test_grade_is_certain_open_or_none() -> None:
    """A grade is shown when it is certain; else those possible, or that there is none."""
    assert grade_text(result()) == "优"
    assert grade_text(result(grades=("优", "良"))) == "优/良（待定）"
    assert grade_text(result(grades=())) == "无等级"


def test_nothing_found_is_not_all_is_well() -> None:
    """Where nothing is found, it is said whether anything is open, or whether nothing could be decided at all."""
    assert nothing_found(result((outcome(Outcome.PASS),))) == "没有发现问题"
    both = (outcome(Outcome.PASS), outcome(Outcome.UNKNOWN))
    assert nothing_found(result(both)) == "没有发现问题；还有 1 项无法判断"
    assert nothing_found(result((outcome(Outcome.UNKNOWN),))) == "没有一项检查能够判断：事实还不够"


def test_totals_count_every_outcome_once() -> None:
    """The last line counts the checks of the project by outcome, leaving out what there is none of."""
    found = result((outcome(), outcome(key="2"), outcome(Outcome.PASS), outcome(Outcome.WAIVED)), text="问题")
    counts = "发现问题 2，未发现问题 1，已豁免 1"
    assert totals_text(found) == f"检查 4 项：{counts}；写出问题 1 个、建议 1 条；复核提示 0 条"
    assert totals_text(result()) == "检查 0 项：—；写出问题 0 个、建议 0 条；复核提示 0 条"


def test_english_has_english_marks() -> None:
    """In English, lists and brackets are written as in English."""
    with language("en"):
        assert remark(indicator(score=F(4), reasons=("甲",), measure="80%")) == "80%; 甲"
        assert evidence_texts([evidence()]) == ["资金 预算数 300万元 (facts/a.yaml:3:7)"]
        assert places_text([Place("a.yaml", 3, 1), Place("a.yaml", 4, 1)]) == "a.yaml lines 3, 4"
        assert missing_text(Missing("f", "", "s", "支出数", "", "x")) == "支出数 (only known: x)"
