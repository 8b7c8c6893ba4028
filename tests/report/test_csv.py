"""The findings as CSV: what Excel opens right, and never takes for a formula."""

from __future__ import annotations

import csv
import io
from dataclasses import replace
from fractions import Fraction

import pytest

from checker.report.csv import render_csv
from checker.result import BasisRef, Outcome, ProblemText, Recommendation
from checker.source import Place
from checker.values import Amount, Interval
from tests.report.results import evidence, indicator, outcome, result

F = Fraction
HEADINGS = ["编号", "规则", "标题", "严重程度", "指标", "扣分", "事实", "问题", "依据", "证据", "位置", "建议", "状态"]


def rows(content: bytes) -> list[list[str]]:
    """Return the rows as a spreadsheet program reads them."""
    return list(csv.reader(io.StringIO(content.decode("utf-8-sig"), newline="")))


def test_a_finding_is_a_row() -> None:
    """A row says what was found, by which rule, on what basis and evidence, and what is advised."""
    found = outcome(
        key="2020Q3", indicator="some_indicator", problem="some-problem", deduction=F("0.5"),
        basis=(BasisRef("d", "合同", "〔2020〕1号", "第三条"),), evidence=(evidence(document="d", title="台账"),),
    )  # fmt: skip
    given = replace(
        result((found,), indicators=(indicator(),)),
        problems=(ProblemText("some-problem", "问题标题", "正文", (found.id,), F("0.5")),),
        recommendations=(Recommendation("建议标题", "建议正文", "some-problem"),),
    )
    assert rows(render_csv(given)) == [
        HEADINGS,
        [
            "some-rule[2020Q3]", "some-rule", "某规则", "一般", "某指标", "0.5", "说明", "问题标题",
            "《合同》（〔2020〕1号）第三条", "资金 预算数300万元（《台账》，facts/a.yaml:3:7）", "facts/a.yaml 第 3 行",
            "建议正文", "发现问题",
        ],
    ]  # fmt: skip


def test_excel_opens_it_as_utf8() -> None:
    """The file begins with a BOM, its lines end as on Windows, and a line break inside a cell stays inside it."""
    content = render_csv(result((outcome(message="第一行\n第二行"),)))
    assert content.startswith("\ufeff编号,".encode())
    assert content.endswith(b"\r\n")
    assert len(rows(content)) == 2
    assert rows(content)[1][6] == "第一行\n第二行"


def test_only_findings_and_waivers_are_listed() -> None:
    """Findings come first, the most severe first; what was waived follows with its reason; the rest is left out."""
    outcomes = (
        outcome(Outcome.PASS, key="1"),
        outcome(Outcome.WAIVED, key="2", note="王五批准：停电"),
        outcome(key="3"),
        replace(outcome(key="4"), severity="critical"),
        outcome(Outcome.UNKNOWN, key="5"),
        replace(outcome(key="6"), concerns="evaluation"),
    )
    table = rows(render_csv(result(outcomes)))[1:]
    assert [(row[0], row[-1]) for row in table] == [
        ("some-rule[4]", "发现问题"),
        ("some-rule[3]", "发现问题"),
        ("some-rule[2]", "已豁免；王五批准：停电"),
    ]


@pytest.mark.parametrize("mark", ["=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠"])
def test_no_cell_is_a_formula(mark: str) -> None:
    """Text that a spreadsheet program would take for a formula is marked as text, in whatever column."""
    text = f"{mark}1+cmd|' /C calc'!A1"
    found = replace(outcome(message=text), title=text, rule=text, note=text)
    for cell in rows(render_csv(result((found,), text=text)))[1]:
        assert not cell.startswith(mark)
    assert rows(render_csv(result((found,))))[1][6] == f"'{text}"


@pytest.mark.parametrize(
    ("deduction", "written"),
    [
        (None, ""),
        (F("0.1"), "0.1"),
        (F(10) ** 20 + F(1, 10**20), "100000000000000000000.00000000000000000001"),
        (F(1, 3), "'1/3"),
        (Interval(F("0.5"), F(1)), "0.5~1"),
        (Interval(F(0), None), "0~"),
    ],
)
def test_deductions_are_exact(deduction: Amount | None, written: str) -> None:
    """A deduction is written in full; a fraction is marked as text, as it would become a date."""
    assert rows(render_csv(result((outcome(deduction=deduction),))))[1][5] == written


def test_changed_evidence_and_cells_are_told() -> None:
    """The state names evidence that no longer holds; a place in a workbook is its sheet and cell."""
    place = Place("facts/台账.xlsx", sheet="季度运行", cell="D5")
    found = outcome(evidence=(evidence(place=place),), stale=("证据文件“a.pdf”找不到",))
    row = rows(render_csv(result((found,))))[1]
    assert row[10] == "facts/台账.xlsx:季度运行!D5"
    assert row[12] == "发现问题；证据文件“a.pdf”找不到"
