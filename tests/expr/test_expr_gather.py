"""Several facts come to one value; a fact in doubt widens the answer and a missing value is never zero."""

from __future__ import annotations

from fractions import Fraction
from itertools import product
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from checker.expr import Env, compile_text, evaluate, value_text
from checker.expr.evaluate import MEMBER
from checker.expr.functions import ALIASES, GATHERINGS
from checker.expr.gather import Member, gather
from checker.values import UNKNOWN, Interval, Kind, Truth, Unknown, Value
from tests.expr.partial_facts import NUMBERS, agrees, reported
from tests.expr.vocabulary import SCOPE, env

if TYPE_CHECKING:
    from collections.abc import Sequence

PAYMENTS = env(
    {"service_quarter": {"batch": "一期", "fee": "150万元"}},
    {
        "payment": [
            {"amount": "100万元", "day": "2020-02下旬", "batch": "一期", "share": "50%", "payee": "甲"},
            {"amount": "200万元", "batch": "二期", "share": "不低于20%", "payee": "乙"},
            {"amount": "300万元", "day": "2020-12中旬", "batch": "一期", "payee": "乙"},
        ],
        "service_quarter": [],
    },
)
NONE_REPORTED = env()

VALUES = [
    ("count(支付)", "3"),
    ("count(支付 where 批次 = 一期)", "2"),
    ("count(支付 where 否)", "0"),
    ("count(支付 where 日期 > 2020-03-01)", "[1, 2]"),
    ("count(支付 where 合规)", "[0, 3]"),
    ("exists(支付 where 金额 > 250万元)", "是"),
    ("exists(支付 where 金额 > 900万元)", "否"),
    ("exists(支付 where 日期 > 2020-03-01)", "是"),
    ("exists(支付 where 日期 > 2020-12-31)", "未知"),
    ("sum(金额 over 支付)", "600万元"),
    ("sum(金额 over 支付 where 否)", "0元"),
    ("sum(金额 over 支付 where 日期 > 2020-03-01)", "[300万元, 500万元]"),
    ("sum(-金额 over 支付 where 日期 > 2020-03-01)", "[-500万元, -300万元]"),
    ("sum(占比 over 支付)", "未知"),
    ("sum(占比 over 支付 where 占比 is known)", "[70%, +∞)"),
    ("sum(占比 over 支付 where 日期 < 2020-01-01)", "[0%, +∞)"),
    ("sum(金额 * 占比 over 支付 where 批次 = 二期)", "[40万元, +∞)"),
    ("average(金额 over 支付)", "200万元"),
    ("average(金额 over 支付 where 否)", "未知"),
    ("average(金额 over 支付 where 日期 > 2020-03-01)", "[200万元, 300万元]"),
    ("average(金额 over 支付 where 日期 > 2020-12-31)", "未知"),
    ("min(金额 over 支付)", "100万元"),
    ("max(金额 over 支付)", "300万元"),
    ("max(金额 over 支付 where 否)", "未知"),
    ("max(金额 over 支付 where 日期 > 2020-03-01)", "300万元"),
    ("min(金额 over 支付 where 日期 > 2020-03-01)", "[200万元, 300万元]"),
    ("max(金额 over 支付 where 日期 > 2020-12-31)", "未知"),
    ("max(日期 over 支付)", "未知"),
    ("max(日期 over 支付 where 日期 is known)", "[2020-12-11, 2020-12-20]"),
    ("only(金额 over 支付 where 批次 = 二期)", "200万元"),
    ("only(收款单位 over 支付 where 批次 = 二期)", "乙"),
    ("only(金额 over 支付)", "未知"),
    ("only(金额 over 支付 where 否)", "未知"),
    ("only(金额 over 支付 where 日期 > 2020-03-01)", "未知"),
    # what is outside stays in reach, and what is inside goes first
    ("count(支付 where 金额 > 服务费)", "2"),
    ("count(支付 where 批次 = 季度运行.批次)", "2"),
    ("count(支付 as 甲 where 甲.批次 = 批次)", "3"),
    ("count(支付 as 甲 where exists(支付 where 金额 > 甲.金额))", "2"),
    ("sum(count(支付 as 乙 where 乙.金额 < 甲.金额) over 支付 as 甲)", "3"),
    ("max(金额 over 支付 as 甲 where 甲.金额 < max(金额 over 支付))", "200万元"),
    # reported as none
    ("count(季度运行)", "0"),
    ("exists(季度运行)", "否"),
    ("sum(服务费 over 季度运行)", "0元"),
    ("average(服务费 over 季度运行)", "未知"),
    ("min(服务费 over 季度运行)", "未知"),
    ("only(服务费 over 季度运行)", "未知"),
]


@pytest.mark.parametrize(("text", "value"), VALUES)
def test_value(text: str, value: str) -> None:
    """An aggregate comes to what the reference page says of sure members, members in doubt and missing values."""
    tree = compile_text(text, SCOPE)
    assert value_text(evaluate(tree, PAYMENTS), tree.kind) == value


@pytest.mark.parametrize("text", [text for text, _ in VALUES if "季度运行)" not in text and "where 否" not in text])
def test_nobody_reported(text: str) -> None:
    """A type that nobody reported on is not an empty list: every aggregate over it is unknown."""
    assert evaluate(compile_text(text, SCOPE), NONE_REPORTED) is UNKNOWN


@pytest.mark.parametrize("label", GATHERINGS.values())
def test_chinese_name(label: str) -> None:
    """The Chinese name of an aggregate means the same."""
    template = "{}(支付 where 合规)" if ALIASES[label] in {"count", "exists"} else "{}(金额 over 支付 where 合规)"
    assert compile_text(template.format(label), SCOPE) == compile_text(template.format(ALIASES[label]), SCOPE)


DOUBTED = [
    ("count(支付)", "[1, 2]"),
    ("exists(支付)", "是"),
    ("exists(支付 where 金额 = 2元)", "未知"),
    ("sum(金额 over 支付)", "[1元, 3元]"),
    ("only(金额 over 支付)", "未知"),
    ("only(金额 over 支付 where 金额 = 1元)", "1元"),
    ("count(支付 where 金额 = 3元)", "0"),
]


@pytest.mark.parametrize(("text", "value"), DOUBTED)
def test_fact_in_doubt(text: str, value: str) -> None:
    """A row that may not be there, such as a finding that could not be told, is a member in doubt."""
    rows = env(tables={"payment": [{"amount": "1元"}, {"amount": "2元"}, {"amount": "3元"}]}).tables["payment"]
    doubts: tuple[Value, ...] = (True, UNKNOWN, False)
    facts = Env(1, {"payment": [{**row, MEMBER: doubt} for row, doubt in zip(rows, doubts, strict=True)]})
    tree = compile_text(text, SCOPE)
    assert value_text(evaluate(tree, facts), tree.kind) == value


@given(st.data())
def test_every_way_it_may_be_lies_in_the_answer(data: st.DataObject) -> None:
    """Whichever of the members in doubt are in, and whatever their real values, the answer holds what comes out."""
    real = data.draw(st.lists(NUMBERS, max_size=4))
    members: list[Member] = []
    for value in real:
        included: Truth = True if data.draw(st.booleans()) else UNKNOWN
        members.append((included, data.draw(reported(Kind.NUMBER, value))))
    for name in GATHERINGS:
        answer = gather(name, members)
        for chosen in ways_to_be(members):
            those: list[Member] = [(True, value) for value, is_in in zip(real, chosen, strict=True) if is_in]
            assert agrees(answer, gather(name, those)), (name, members, those)


def ways_to_be(members: Sequence[Member]) -> list[tuple[bool, ...]]:
    """Return every way in which the members in doubt may be in or out."""
    return list(product(*([True] if included is True else [True, False] for included, _ in members)))


def test_sum_without_any_bound() -> None:
    """Values bounded on opposite sides, or one in doubt without a bound, leave a sum without bounds: unknown."""
    low, high = Interval(Fraction(1), None), Interval(None, Fraction(2))
    assert gather("sum", [(True, low), (True, high)]) is UNKNOWN
    assert gather("sum", [(True, low), (UNKNOWN, high)]) is UNKNOWN
    assert gather("average", [(True, low), (True, high)]) is UNKNOWN
    assert gather("max", [(True, high), (UNKNOWN, low)]) is UNKNOWN
    assert gather("max", [(True, high), (True, low)]) == low


def test_missing_is_never_zero() -> None:
    """A missing value makes every sum, average, least and greatest unknown, even beside known ones."""
    members: list[Member] = [(True, PAYMENTS.tables["payment"][0]["amount"]), (True, UNKNOWN)]
    for name in ("sum", "average", "min", "max"):
        assert isinstance(gather(name, members), Unknown)
