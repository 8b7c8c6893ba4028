"""Findings and problems as later rules read them: sure ones, ones in doubt, and how many nobody can say."""

from fractions import Fraction

import pytest

from checker.engine import PlainEngine, Waivers, waivers_in_force
from checker.expr import Row
from checker.expr.evaluate import MEMBER, SEVERAL
from checker.plan.tables import build_tables
from checker.run import Checker
from checker.source import Problems
from checker.values import UNKNOWN, Interval, Value
from tests.strategies.making import DAY, checker_of, facts_of, small_pack

VOCABULARY = """
item:
  label: 条目
  key: [code]
  fields:
    code: {label: 编号, type: text}
    spent: {label: 支出, type: money}
    lost: {label: 失分数, type: score}
fund:
  label: 资金
  fields:
    total: {label: 总额, type: money}
"""
INDICATORS = {"indicators": [{"id": "quality", "label": "质量", "weight": 100}]}
PROBLEMS = "{over: {heading: 超支, text: 超支}, other: {heading: 另一个, text: 另一个}}"
OVER = {"for": "item", "when": "支出 > 10元", "problem": "over", "severity": "minor"}


def made(**rules: object) -> Checker:
    """Return a checker of a small pack that decides plainly."""
    return checker_of(small_pack(VOCABULARY, rules, PROBLEMS, indicators=INDICATORS))


def tables(checker: Checker, facts: str, waivers: Waivers | None = None) -> dict[str, list[Row]]:
    """Return the rows of findings and problems."""
    waivers = waivers or Waivers({})
    found = build_tables(checker.plan, facts_of(checker.plan.pack, facts), Problems())
    _, decided = PlainEngine(checker.plan).decide(found, waivers)
    return {name: list(decided.by_type[name].rows) for name in ("finding", "problem")}


def test_finding_row() -> None:
    """A finding says its rule, severity, indicator, problem and deduction, and that it is surely there."""
    rows = tables(made(r=OVER | {"indicator": "quality", "deduct": "2分"}), "item: [{code: a, spent: 20元}]")["finding"]
    assert rows == [
        {"rule": "r", "severity": "minor", "indicator": "quality", "problem": "over", "deduction": 2, MEMBER: True}
    ]


def test_rule_without_deduction() -> None:
    """A finding of a rule that deducts nothing deducts 0, and names no indicator that it does not have."""
    assert tables(made(r=OVER), "item: [{code: a, spent: 20元}]")["finding"] == [
        {"rule": "r", "severity": "minor", "problem": "over", "deduction": 0, MEMBER: True}
    ]


def test_only_findings_of_the_project_count() -> None:
    """What passed, does not apply, is waived or concerns the evaluation is no finding."""
    checker = made(
        passed=OVER | {"when": "支出 > 50元"},
        elsewhere=OVER | {"applies": "编号 = “b”"},
        note={"for": "item", "when": "支出 > 10元", "concerns": "evaluation"},
        waived=OVER,
    )
    facts = "item: [{code: a, spent: 20元}]"
    waived = facts_of(
        checker.plan.pack,
        "waivers: [{rule: waived, key: a, reason: 已说明, approver: 某局, expires: 2020-12-31}]",
    )
    assert tables(checker, facts, waivers_in_force(waived.waivers, DAY))["finding"] == []


def test_doubt() -> None:
    """A check that cannot tell is a finding in doubt: it may count and deduct, or not."""
    rows = tables(made(r=OVER | {"indicator": "quality", "deduct": "2分"}), "item: [{code: a}, {code: b, spent: 20元}]")
    assert [row[MEMBER] for row in rows["finding"]] == [UNKNOWN, True]
    over = rows["problem"][0]
    assert over["findings"] == Interval(Fraction(1), Fraction(2))
    assert over["deduction"] == Interval(Fraction(2), Fraction(4))


def test_unknown_deduction() -> None:
    """A sure finding whose deduction is unknown leaves the problem's deduction unknown, not zero."""
    rule = OVER | {"indicator": "quality", "deduct": "失分数"}
    rows = tables(made(r=rule), "item: [{code: a, spent: 20元}]")
    assert "deduction" not in rows["finding"][0]
    assert rows["problem"][0]["findings"] == 1
    assert rows["problem"][0]["deduction"] is UNKNOWN


def test_nobody_reported() -> None:
    """When nobody reported on a fact type there may be any number of findings about it, not just one."""
    rows = tables(made(r=OVER), "{}")
    assert [(row[MEMBER], row[SEVERAL]) for row in rows["finding"]] == [(UNKNOWN, True)]
    assert rows["problem"][0]["findings"] == Interval(Fraction(0), None)


@pytest.mark.parametrize(("facts", "expected"), [("item: []", 0), ("item: [{code: a, spent: 5元}]", 0)])
def test_no_findings(facts: str, expected: int) -> None:
    """Facts that are surely none, or surely in order, give no finding; every problem has its row all the same."""
    rows = tables(made(r=OVER), facts)
    assert rows["finding"] == []
    assert [(row["id"], row["heading"], row["findings"], row["deduction"]) for row in rows["problem"]] == [
        ("over", "超支", expected, 0),
        ("other", "另一个", 0, 0),
    ]


def outcomes(checker: Checker, facts: str) -> dict[str, str]:
    """Return the outcomes of all rules by id."""
    return {o.id: o.outcome.value for o in checker.check(facts_of(checker.plan.pack, facts)).outcomes}


TWO = "item: [{code: a, spent: 20元}, {code: b, spent: 20元}]"
ONE_OPEN = "item: [{code: a, spent: 20元}, {code: b}]"


@pytest.mark.parametrize(
    ("when", "facts", "expected"),
    [
        ("发现数 >= 2", TWO, "fail"),
        ("发现数 >= 2", ONE_OPEN, "unknown"),
        ("发现数 >= 3", ONE_OPEN, "pass"),
        ("发现数 >= 1", ONE_OPEN, "fail"),
        ("发现数 >= 9", "{}", "unknown"),
        ("问题扣分 > 3分", TWO, "fail"),
        ("问题扣分 > 3分", ONE_OPEN, "unknown"),
        ("问题扣分 > 3分", "item: []", "pass"),
        ("count(发现 where 规则 = “r”) = 2", TWO, "fail"),
        ("count(发现 where 规则 = “r”) <= 1", "{}", "unknown"),
    ],
)
def test_rule_on_problems(when: str, facts: str, expected: str) -> None:
    """A rule on problems is decided on what is sure, and cannot tell when what is in doubt would change it."""
    checker = made(
        r=OVER | {"indicator": "quality", "deduct": "2分"},
        many={"for": "problem", "where": "问题编号 = “over”", "when": when, "problem": "other"},
    )
    assert outcomes(checker, facts)["many[over]"] == expected


def test_rule_on_findings_of_nobody() -> None:
    """A rule on findings of which there may be any number may itself find any number, and none for sure."""
    checker = made(r=OVER, each={"for": "finding", "when": "严重程度 = “minor”", "problem": "other"})
    assert outcomes(checker, "{}") == {"r": "unknown", "each[r[]]": "unknown"}
    other = tables(checker, "{}")["problem"][1]
    assert other["findings"] == Interval(Fraction(0), None)


def test_escalation_reaches_the_problems() -> None:
    """A finding on problems gives its own problem, in the order of the pack."""
    checker = made(r=OVER, many={"for": "problem", "when": "发现数 >= 2", "problem": "other"})
    found: Value = tables(checker, TWO)["problem"][1]["findings"]
    assert found == 1
    facts = facts_of(checker.plan.pack, TWO)
    assert [problem.id for problem in checker.check(facts).problems] == ["over", "other"]
