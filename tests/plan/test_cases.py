"""What a rule is decided for: the project, each fact, or facts that go together, surely or perhaps."""

import pytest

from checker.plan.cases import Case, list_cases, unreported
from checker.plan.tables import build_tables
from checker.source import Problems
from checker.values import UNKNOWN
from tests.strategies.making import checker_of, facts_of, small_pack

VOCABULARY = """
pay:
  label: 支付
  key: [no]
  fields:
    no: {label: 号, type: text}
    deal_no: {label: 合同号, type: text}
    paid: {label: 已付, type: money}
    on: {label: 付款日, type: date}
deal:
  label: 合同
  key: [code]
  fields:
    code: {label: 编号, type: text}
    worth: {label: 金额, type: money}
    ends: {label: 到期日, type: date}
fund:
  label: 资金
  fields:
    total: {label: 总额, type: money}
"""


def cases(subject: dict[str, object], facts: str) -> list[Case]:
    """Return the cases of one rule."""
    pack = small_pack(VOCABULARY, {"r": {"when": "是", **subject}})
    checker = checker_of(pack)
    rule = checker.plan.rule("r")
    assert rule is not None
    return list_cases(rule.subject, build_tables(checker.plan, facts_of(pack, facts), Problems()))


def keys(subject: dict[str, object], facts: str) -> list[tuple[str, object]]:
    """Return the keys of the cases of one rule, with whether the facts go together."""
    return [(case.key, case.included) for case in cases(subject, facts)]


PAYS = "pay: [{no: p1, deal_no: a, paid: 5元}, {no: p2, deal_no: b, paid: 20元}, {no: p3, paid: 1元}]"
DEALS = "deal: [{code: a, worth: 10元}, {code: b, worth: 20元}]"
JOINED: dict[str, object] = {"for": {"p": "pay", "d": "deal"}, "where": "p.合同号 = d.编号"}


def test_project() -> None:
    """A rule on the project is decided once, whether or not anything was reported."""
    assert keys({}, "{}") == [("", True)]


def test_each_fact_in_order() -> None:
    """A rule on a fact type is decided for each fact, in the order written."""
    assert keys({"for": "pay"}, PAYS) == [("p1", True), ("p2", True), ("p3", True)]


def test_single_fact() -> None:
    """A fact type without a key has one case with an empty key."""
    assert keys({"for": "fund"}, "fund: {total: 1元}") == [("", True)]


def test_where_leaves_out() -> None:
    """Facts that surely do not satisfy ``where`` are not listed; those that may are, in doubt."""
    assert keys({"for": "pay", "where": "合同号 = “a”"}, PAYS) == [("p1", True), ("p3", UNKNOWN)]


def test_facts_are_paired() -> None:
    """Two types are paired by ``where``; a fact whose key nobody gave may go with any, and is paired in doubt."""
    assert keys(JOINED, f"{PAYS}\n{DEALS}") == [
        ("p1+a", True), ("p2+b", True), ("p3+a", UNKNOWN), ("p3+b", UNKNOWN),
    ]  # fmt: skip


def test_pairs_carry_both_facts() -> None:
    """A pair binds each fact to its variable and names both facts, for the evidence."""
    first = cases(JOINED, f"{PAYS}\n{DEALS}")[0]
    assert first.env.rows["p"]["paid"] == 5
    assert first.env.rows["d"]["worth"] == 10
    assert [(fact.type, fact.key) for fact in first.facts] == [("pay", "p1"), ("deal", "a")]


@pytest.mark.parametrize(
    ("where", "expected"),
    [
        ("d.编号 = p.合同号", [("p1+a", True), ("p2+b", True), ("p3+a", UNKNOWN), ("p3+b", UNKNOWN)]),
        ("p.合同号 = d.编号 and p.已付 > 10元", [("p2+b", True)]),
        ("p.已付 > 10元 and d.编号 = p.合同号", [("p2+b", True)]),
        ("p.已付 >= d.金额", [("p2+a", True), ("p2+b", True)]),
        ("p.合同号 = d.编号 or p.已付 = 1元", [("p1+a", True), ("p2+b", True), ("p3+a", True), ("p3+b", True)]),
    ],
)
def test_ways_to_pair(where: str, expected: list[tuple[str, object]]) -> None:
    """However ``where`` is written, the same facts go together as if every pair had been tried."""
    assert keys({"for": {"p": "pay", "d": "deal"}, "where": where}, f"{PAYS}\n{DEALS}") == expected


def test_bounded_values_pair_with_all_they_may_equal() -> None:
    """A date known within a month may be any of its days: paired in doubt, or not at all when it surely differs."""
    facts = """
pay:
  - {no: exact, on: 2020-03-31}
  - {no: month, on: 2020年3月}
deal:
  - {code: same, ends: 2020-03-31}
  - {code: later, ends: 2020-04-30}
  - {code: vague, ends: 2020年}
"""
    assert keys({"for": {"p": "pay", "d": "deal"}, "where": "p.付款日 = d.到期日"}, facts) == [
        ("exact+same", True), ("exact+vague", UNKNOWN), ("month+same", UNKNOWN), ("month+vague", UNKNOWN),
    ]  # fmt: skip


def test_three_types() -> None:
    """Three types are paired one after the other; the single fact goes with every pair."""
    subject: dict[str, object] = {
        "for": {"p": "pay", "d": "deal", "f": "fund"},
        "where": "p.合同号 = d.编号 and d.金额 < f.总额",
    }
    assert keys(subject, f"{PAYS}\n{DEALS}\nfund: {{total: 15元}}") == [("p1+a+", True), ("p3+a+", UNKNOWN)]


def test_type_with_itself() -> None:
    """A type may be paired with itself: each fact with the one that follows."""
    subject: dict[str, object] = {"for": {"a": "deal", "b": "deal"}, "where": "a.金额 + 10元 = b.金额"}
    assert keys(subject, DEALS) == [("a+b", True)]


@pytest.mark.parametrize("facts", ["{}", DEALS, "deal: []"])
def test_unreported_type_has_no_cases(facts: str) -> None:
    """When nobody reported on one of the types there is nothing to list, and the type is named."""
    assert keys(JOINED, facts) == []
    checker = checker_of(small_pack(VOCABULARY, {"r": {"when": "是", **JOINED}}))
    rule = checker.plan.rule("r")
    assert rule is not None
    tables = build_tables(checker.plan, facts_of(checker.plan.pack, facts), Problems())
    assert "pay" in unreported(rule.subject, tables)


def test_empty_list_has_no_cases() -> None:
    """A list that is empty was reported: there are surely no such facts, and nothing is missing."""
    checker = checker_of(small_pack(VOCABULARY, {"r": {"when": "是", **JOINED}}))
    rule = checker.plan.rule("r")
    assert rule is not None
    tables = build_tables(checker.plan, facts_of(checker.plan.pack, f"pay: []\n{DEALS}"), Problems())
    assert list_cases(rule.subject, tables) == []
    assert unreported(rule.subject, tables) == ()
