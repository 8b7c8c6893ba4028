"""Facts as the tables expressions read: derived fields worked out, narrowed, or in disagreement with what was given."""

from dataclasses import replace
from fractions import Fraction

import pytest

from checker.expr import Row
from checker.plan.tables import Tables, build_tables
from checker.source import Problems
from checker.values import Interval, Value
from tests.strategies.making import DAY, checker_of, facts_of, small_pack

VOCABULARY = """
fund:
  label: 资金
  fields:
    budget: {label: 预算, type: money, unit: 元}
    spent: {label: 支出, type: money, unit: 元}
    rate: {label: 执行率, type: ratio, derive: 支出 / 预算}
    short: {label: 不足, type: truth, derive: 执行率 < 90%}
    stage: {label: 阶段, type: choice, choices: [早, 晚], derive: only(批次 over 条目)}
item:
  label: 条目
  key: [code]
  fields:
    code: {label: 编号, type: text}
    batch: {label: 批次, type: choice, choices: [早, 晚]}
    cost: {label: 成本, type: money, unit: 元}
    share: {label: 占比, type: ratio, derive: 成本 / 支出}
"""


def tables(facts: str) -> tuple[Tables, list[str]]:
    """Return the tables of a project, and what is wrong with it."""
    pack = small_pack(VOCABULARY)
    problems = Problems()
    found = build_tables(checker_of(pack).plan, facts_of(pack, facts), problems)
    return found, [f"{problem.code}: {problem.what}" for problem in problems.errors]


def fund(facts: str) -> Row:
    """Return the row of the single fact of a project in order."""
    found, problems = tables(facts)
    assert problems == []
    return found.env.rows["fund"]


def test_worked_out() -> None:
    """A derived field that nobody gave is worked out, through other derived fields and other fact types."""
    row = fund("fund: {budget: 200, spent: 100}\nitem: [{code: a, batch: 早, cost: 50}]")
    assert (row["rate"], row["short"], row["stage"]) == (Fraction(1, 2), True, "早")


def test_a_single_fact_is_read_by_others() -> None:
    """A field of a keyed type is worked out from a single fact of another; the table has its facts in order."""
    found, _ = tables("fund: {spent: 100}\nitem: [{code: b, cost: 50}, {code: a, cost: 25}]")
    table = found.by_type["item"]
    assert [row["share"] for row in table.rows] == [Fraction(1, 2), Fraction(1, 4)]
    assert list(table.keys) == ["b", "a"]
    assert [fact.key for fact in table.facts if fact] == ["b", "a"]


def test_unknown_is_absent() -> None:
    """A derived field that cannot be worked out is absent, never zero."""
    assert "rate" not in fund("fund: {budget: 0, spent: 0}")
    assert "rate" not in fund("fund: {budget: 100}")
    assert "stage" not in fund("fund: {budget: 100}\nitem: []")


def test_given_when_it_cannot_be_worked_out() -> None:
    """What was given for a derived field stands when it cannot be worked out."""
    assert fund("fund: {rate: 91.4%}")["rate"] == Fraction(914, 1000)


@pytest.mark.parametrize("given", ["91.4%", "91.40%", "91%", "91.4045%", "91.40%至91.41%", "约91%", "不低于90%"])
def test_given_and_worked_out_agree(given: str) -> None:
    """A written number stands for all that rounds to it; when both agree, the exact one is kept."""
    assert fund(f"fund: {{budget: 4000万元, spent: 3656.18万元, rate: {given}}}")["rate"] == Fraction(365618, 400000)


@pytest.mark.parametrize(
    ("given", "shown"),
    [("91.5%", "91.5%"), ("91.3%", "91.3%"), ("91.41%", "91.41%"), ("低于90%", "低于90%"), ("0.92", "0.92")],
)
def test_given_and_worked_out_disagree(given: str, shown: str) -> None:
    """A given value that cannot be the one worked out is told with both, and stands for itself."""
    found, problems = tables(f"fund: {{budget: 4000万元, spent: 3656.18万元, rate: {given}}}")
    assert problems == [f"derived-disagrees: “执行率”填的是{shown}，由其他字段算出的是91.4045%"]
    assert found.env.rows["fund"]["rate"] != Fraction(365618, 400000)


def test_truths_and_choices_disagree() -> None:
    """A derived truth or choice agrees only with itself."""
    _, problems = tables("fund: {budget: 100, spent: 50, short: 否, stage: 晚}\nitem: [{code: a, batch: 早}]")
    assert problems == [
        "derived-disagrees: “不足”填的是否，由其他字段算出的是是",
        "derived-disagrees: “阶段”填的是晚，由其他字段算出的是早",
    ]


@pytest.mark.parametrize(
    ("spent", "given", "expected"),
    [
        ("低于90", "", Interval(None, Fraction(9, 10), high_open=True)),
        ("低于90", "不低于80%", Interval(Fraction(8, 10), Fraction(9, 10), high_open=True)),
        ("80至90", "85%至95%", Interval(Fraction(85, 100), Fraction(9, 10))),
        ("80至90", "85%", Fraction(85, 100)),
        ("80至90", "90%至95%", Fraction(9, 10)),
    ],
)
def test_bounded_values_are_narrowed(spent: str, given: str, expected: Value) -> None:
    """What was given and what can be worked out within bounds are both true: what remains lies in both."""
    rate = f", rate: {given}" if given else ""
    assert fund(f"fund: {{budget: 100, spent: {spent}{rate}}}")["rate"] == expected


def test_written_value_beside_bounds() -> None:
    """A written number that agrees with the bounds only by rounding is kept as written."""
    assert fund("fund: {budget: 1000, spent: 914.1至914.4, rate: 91.4%}")["rate"] == Fraction(914, 1000)


def test_unreported_type_has_no_table() -> None:
    """A type nobody reported on has no table at all, an empty list has an empty one."""
    found, _ = tables("item: []")
    assert "fund" not in found.by_type
    assert "fund" not in found.env.tables
    assert list(found.by_type["item"].rows) == []


def test_head_of_the_facts() -> None:
    """What the facts say of the evaluation is a fact too; what they do not say is absent."""
    pack = small_pack(VOCABULARY)
    facts = replace(facts_of(pack, "fund: {budget: 1}"), kind="部门评价")
    found = build_tables(checker_of(pack).plan, facts, Problems())
    assert found.env.rows["evaluation"] == {"kind": "部门评价", "as_of": DAY.toordinal()}


def test_with_table() -> None:
    """A table the checker adds is readable by type, and a single one from anywhere; the tables before are unchanged."""
    before, _ = tables("fund: {budget: 1}")
    after = before.with_table("result", [{"score": Fraction(90)}], ("",), single=True)
    assert after.env.rows["result"] == {"score": 90}
    assert after.by_type["result"].facts == (None,)
    assert "result" not in before.by_type
    assert "result" not in before.env.rows
