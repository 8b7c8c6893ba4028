"""A plan as one durable-rules definition: which facts stand for cases, who watches them, how a subject is spread."""

from typing import Any

from checker.engine.ruleset import FINDING, PROBLEM, START, TESTS_PER_KIND, Lowered, lower_plan
from checker.plan import Tier
from tests.strategies.making import checker_of, small_pack

VOCABULARY = """
item:
  label: 条目
  key: [code]
  fields:
    code: {label: 编号, type: text}
    budget: {label: 预算, type: money}
    spent: {label: 支出, type: money}
fund:
  label: 资金
  fields:
    total: {label: 总额, type: money}
"""
PROBLEMS = """
over: {heading: 超支, text: 超支, advice: {heading: 控制, text: 控制支出}}
silent: {heading: 无建议, text: 无建议}
"""


def lowered(rules: dict[str, Any]) -> Lowered:
    """Return the definition of a small pack with these rules."""
    return lower_plan(checker_of(small_pack(VOCABULARY, rules, problems=PROBLEMS)).plan)


def of(lowered_plan: Lowered, name: str) -> Any:
    """Return the test of one durable rule."""
    rule: Any = lowered_plan.definition[name]
    return rule["all"][0]["m"]


def test_start_problems_and_advice() -> None:
    """One rule always fires; each problem has a rule on its findings, and one on itself when there is advice."""
    found = lowered({})
    assert of(found, "start") == {"k": START}
    assert of(found, "problem0") == {"$and": [{"k": FINDING}, {"p": 0}]}
    assert of(found, "advice0") == {"$and": [{"k": PROBLEM}, {"p": 0}]}
    assert found.problems == ("over", "silent")
    assert set(found.definition) == {"start", "problem0", "problem1", "advice0"}


def test_rule_on_facts() -> None:
    """A rule is watched for surely finding (of facts that surely go together), possibly finding, and not applying."""
    found = lowered({"over": {"for": "item", "when": "支出 > 预算", "applies": "预算 > 0元"}})
    (group,) = found.groups
    assert of(found, f"s{group.kind}_0") == {
        "$and": [{"k": group.kind}, {"$and": [{"i": 1}, {"$gt": {"a1l": 0}}, {"$gt": {"a0l": 0}}]}]
    }
    assert of(found, f"p{group.kind}_0") == {
        "$and": [{"k": group.kind}, {"$and": [{"$gt": {"a1h": 0}}, {"$gt": {"a0h": 0}}]}]
    }
    assert of(found, f"i{group.kind}_0") == {"$and": [{"k": group.kind}, {"$lte": {"a1h": 0}}]}
    meanings = {name: watch.meaning for name, watch in found.watches.items()}
    assert meanings == {"s10_0": "surely", "p10_0": "possibly", "i10_0": "inapplicable"}


def test_what_never_fires_is_not_watched() -> None:
    """A condition that is surely false needs no durable rule, and one that is surely true needs no test."""
    found = lowered({"never": {"when": "否"}, "always": {"when": "是"}})
    assert {watch.rule.id for watch in found.watches.values()} == {"always"}
    assert of(found, "s10_0") == {"k": 10}


def test_rules_of_one_subject_share_a_fact() -> None:
    """Rules on one fact type are decided on one asserted fact; another subject, ``where`` or tier has its own."""
    found = lowered({
        "a": {"for": "item", "when": "支出 > 预算"},
        "b": {"for": "item", "when": "支出 < 预算"},
        "c": {"for": "item", "when": "支出 < 预算", "where": "预算 > 0元"},
        "d": {"when": "总额 > 0元"},
        "e": {"for": "problem", "when": "发现数 > 3"},
        "f": {"for": "result", "when": "总分 < 60", "concerns": "evaluation"},
    })  # fmt: skip
    shared = [tuple(rule.id for rule in group.rules) for group in found.groups]
    assert shared == [("a", "b"), ("c",), ("d",), ("e",), ("f",)]
    tiers = [Tier.FACTS] * 3 + [Tier.PROBLEMS, Tier.SCORES]
    assert [group.tier for group in found.groups] == tiers
    assert len({group.kind for group in found.groups}) == 5
    assert len(found.groups[0].readers) == 1, "支出 − 预算 is one margin"


def test_spread_keeps_the_order_and_loses_no_rule() -> None:
    """Many rules on one subject are spread over kinds, each within what durable-rules bears, in their order."""
    names = [f"r{n:03}" for n in range(100)]
    rules = {name: {"for": "item", "when": f"支出 > {n}元 or 预算 < {n}元"} for n, name in enumerate(names)}
    found = lowered(rules)
    assert [rule.id for group in found.groups for rule in group.rules] == names
    assert len(found.groups) > 1
    for group in found.groups:
        # surely: included and two tests; possibly: two tests
        assert 5 * len(group.rules) <= TESTS_PER_KIND
        assert len(group.readers) <= 2 * len(group.rules)
    sizes = [len(group.rules) for group in found.groups[:-1]]
    assert set(sizes) == {TESTS_PER_KIND // 5}, "each kind takes as many rules as it can"


def test_large_condition_is_one_truth() -> None:
    """A condition with too many parts for durable-rules is asserted as one truth; what may be is left in parts."""
    large = " or ".join(f"支出 = {n}元" for n in range(40))
    found = lowered({"large": {"for": "item", "when": large, "applies": "预算 > 0元"}})
    (group,) = found.groups
    assert len(group.readers) == 2
    assert of(found, "s10_0") == {"$and": [{"k": 10}, {"$and": [{"i": 1}, {"$gt": {"a1l": 0}}, {"a0l": 1}]}]}
