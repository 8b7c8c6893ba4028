"""A typed tree becomes text again: one canonical text, from which the same tree is compiled."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

import pytest
from hypothesis import given, settings

from checker.expr import FieldSpec, RecordSpec, Scope, compile_text, text_of, value_text
from checker.expr.tree import Aggregate, Constant, Expr, Field
from checker.values import UNKNOWN, Interval, Kind, Value
from tests.expr.expressions import expressions
from tests.expr.vocabulary import PARAMETERS, PROJECT, QUARTERS, SCOPE

CANONICAL = [
    ("故障率", "fault_rate"),
    ("季度运行.故障率", "fault_rate"),
    ("合同.spent", "contract.spent"),
    ("((1))", "1"),
    ("1 - 故障率 < 在线率下限", "1 - fault_rate < online_rate_floor"),
    ("（1 + 2）× 3", "(1 + 2) * 3"),
    ("(1 * 2) + 3", "1 * 2 + 3"),
    ("1 - (2 - 3)", "1 - (2 - 3)"),
    ("(1 - 2) - 3", "1 - 2 - 3"),
    ("8 / (4 * 2)", "8 / (4 * 2)"),
    ("8 / 4 * 2", "8 / 4 * 2"),
    ("-(点位数 + 1)", "-(points + 1)"),
    ("-点位数 * 2", "-points * 2"),
    ("-(点位数 * 2)", "-(points * 2)"),
    ("--点位数", "--points"),
    ("1 - -点位数", "1 - -points"),
    ("-5元", "-5元"),
    ("1 - (-5)", "1 - -5"),
    ("0元 - 5元", "0元 - 5元"),
    ("0 - 点位数", "0 - points"),
    ("(得分 > 1分) = 按时", "(score > 1分) = on_time"),
    ("not (按时 and 按时)", "not (on_time and on_time)"),
    ("not (得分 > 1分)", "not score > 1分"),
    ("(按时 且 按时) 且 按时", "(on_time and on_time) and on_time"),
    ("按时 且 按时 且 按时", "on_time and on_time and on_time"),
    ("(按时 或 按时) 且 按时", "(on_time or on_time) and on_time"),
    ("按时 或 (按时 且 按时)", "on_time or on_time and on_time"),
    ("not (not 按时)", "not not on_time"),
    ("得分 >= 1分 且 得分 <= 2分", "score between 1分 and 2分"),
    ("得分 between 1分 and 2分 且 按时", "score between 1分 and 2分 and on_time"),
    ("得分 <= 2分 且 得分 >= 1分", "score <= 2分 and score >= 1分"),
    ("批次 = 一期 或 批次 = 二期", 'batch in ("一期", "二期")'),
    ("批次 = 一期 或 按时", 'batch = "一期" or on_time'),
    ("not 批次 in (一期, 二期)", 'batch not in ("一期", "二期")'),
    ("批次 属于 (一期)", 'batch = "一期"'),
    ("在线率 缺失", "online_rate is missing"),
    ("not 在线率 is missing", "not online_rate is missing"),
    ("(在线率 > 1) 已知", "(online_rate > 1) is known"),
    ("如果 按时 那么 1 否则 如果 按时 那么 2 否则 3", "if on_time then 1 else if on_time then 2 else 3"),
    ("(如果 按时 那么 1 否则 2) + 3", "(if on_time then 1 else 2) + 3"),
    ("最大(点位数, (1 + 2))", "max(points, 1 + 2)"),
    ("查表(单价上限, 批次)", "lookup(price_ceiling, batch)"),
    ("lookup(单价上限, 一期)", 'lookup(price_ceiling, "一期")'),
    ("count(支付)", "count(payment)"),
    ("sum(支付.金额 where 支付.合规)", "sum(amount over payment where proper)"),
    ("sum(金额 over 支付 as 甲 where 甲.批次 = 批次)", "sum(amount over payment as 甲 where batch = batch)"),
    ("sum(金额 over 支付 where 季度运行.批次 = 批次)", "sum(amount over payment where service_quarter.batch = batch)"),
    ("count(季度运行 as `a b` where `a b`.故障率 > 季度运行.故障率)",
     "count(service_quarter as `a b` where fault_rate > service_quarter.fault_rate)"),
    ("承建单位 = “甲”", 'operator = "甲"'),
    ("承建单位 = '他说\"好\"'", "operator = “他说\"好\"”"),
    ("承建单位 = '“他说\"好\"”'", "operator = '“他说\"好\"”'"),
    # numbers: the largest of 亿元, 万元 and 元 that is reached; percent; never an exponent
    ("40000000元", "4000万元"),
    ("3656.18万元", "3656.18万元"),
    ("1.5亿元", "1.5亿元"),
    ("850.50元", "850.5元"),
    ("5千元", "5000元"),
    ("0.5百元", "50元"),
    ("0元", "0元"),
    ("16.38％", "16.38%"),
    ("5‰", "0.5%"),
    ("8.50分", "8.5分"),
    ("12.0", "12"),
    ("2020年2月29日", "2020-02-29"),
    ("2020Q1", "2020Q1"),
    ("是", "true"),
    ("否", "false"),
    ("0.00000000000000000000000000001‰", "0.00000000000000000000000000001‰"),
    ("123456789012345678901234567890千元", "1234567890123456789012345.6789亿元"),
]  # fmt: skip


@pytest.mark.parametrize(("written", "canonical"), CANONICAL)
def test_canonical_text(written: str, canonical: str) -> None:
    """A tree is printed with ids, the fewest brackets and one way of writing each thing."""
    tree = compile_text(written, SCOPE)
    assert text_of(tree, SCOPE) == canonical
    assert compile_text(canonical, SCOPE) == tree


@settings(max_examples=2 * settings().max_examples)
@given(expressions(known=True))
def test_round_trip(text: str) -> None:
    """Printing a tree and compiling the text gives the tree, with the scope it was compiled in or without one."""
    tree = compile_text(text, SCOPE)
    printed = text_of(tree, SCOPE)
    assert compile_text(printed, SCOPE) == tree
    assert text_of(compile_text(printed, SCOPE), SCOPE) == printed
    assert compile_text(text_of(tree), SCOPE) == tree


WITHOUT_SCOPE = [
    ("故障率 > 在线率下限", "service_quarter.fault_rate > online_rate_floor"),
    ("sum(金额 over 支付 where 批次 = 季度运行.批次)", "sum(amount over payment where batch = service_quarter.batch)"),
    ("sum(金额 over 支付 as 甲)", "sum(甲.amount over payment as 甲)"),
    ("预算 > 0", "funding.budget > 0"),
]


@pytest.mark.parametrize(("written", "canonical"), WITHOUT_SCOPE)
def test_text_without_a_scope(written: str, canonical: str) -> None:
    """Without a scope to tell what is short enough, each field says whose it is if its variable has a name."""
    tree = compile_text(written, SCOPE)
    assert text_of(tree) == canonical
    assert compile_text(canonical, SCOPE) == tree


def test_name_that_is_hidden_inside() -> None:
    """A name that an aggregate hides is written in the way that still reaches it: qualified, or by its label."""
    shadow = {"fault_rate": FieldSpec("fault_rate", "比例", Kind.RATIO), "full": FieldSpec("full", "全", Kind.SCORE)}
    records = {**SCOPE.records, "thing": RecordSpec("thing", "事物", shadow)}
    scope = Scope(records, PARAMETERS).push(("service_quarter", QUARTERS))
    tree = compile_text("max(故障率 + 比例 over 事物 where 全 < 满分)", scope)
    assert text_of(tree, scope) == "max(service_quarter.fault_rate + fault_rate over thing where full < 满分)"
    assert compile_text(text_of(tree, scope), scope) == tree


def test_same_type_inside_itself() -> None:
    """Facts of one type within another of that type: what cannot be told apart in text is refused, not confused."""
    tree = compile_text("count(支付 where exists(支付 where 金额 > 1元))", PROJECT)
    assert text_of(tree, PROJECT) == "count(payment where exists(payment where amount > 1元))"
    outer = compile_text("count(支付 where 金额 > 1元)", PROJECT)
    assert isinstance(tree, Aggregate)
    assert isinstance(tree.where, Aggregate)
    assert isinstance(outer, Aggregate)
    confused = replace(tree, where=replace(tree.where, where=outer.where))
    with pytest.raises(ValueError, match="amount"):
        text_of(confused, PROJECT)


UNWRITABLE: list[Expr] = [
    Constant(UNKNOWN, Kind.MONEY),
    Constant(Interval(Fraction(1), Fraction(2)), Kind.NUMBER),
    Constant(Fraction(1, 3), Kind.NUMBER),
    Constant(Fraction(1, 3), Kind.MONEY),
    Constant("a\nb", Kind.TEXT),
    Constant("\"”'", Kind.TEXT),
    Field("q", "service_quarter", "a`b", Kind.TEXT),
    Field("q", "service_quarter", "fault_rate", Kind.RATIO),
]


@pytest.mark.parametrize("tree", UNWRITABLE, ids=str)
def test_what_the_language_cannot_write(tree: Expr) -> None:
    """A tree that no text could mean is refused rather than printed as something else."""
    with pytest.raises(ValueError, match=r"^"):
        text_of(tree, SCOPE)


EXACTLY: list[tuple[Value, Kind, str]] = [
    (UNKNOWN, Kind.MONEY, "未知"),
    (True, Kind.TRUTH, "是"),
    (False, Kind.TRUTH, "否"),
    ("移动公司", Kind.TEXT, "移动公司"),
    (Fraction(36561800), Kind.MONEY, "3656.18万元"),
    (Fraction(1, 3), Kind.NUMBER, "1/3"),
    (Fraction(1, 3), Kind.RATIO, "100/3%"),
    (Fraction(5000, 3), Kind.MONEY, "5000/3元"),
    (Fraction(20, 3), Kind.SCORE, "20/3分"),
    (Interval(Fraction(20), Fraction(30)), Kind.COUNT, "[20, 30]"),
    (Interval(Fraction(20), Fraction(30), low_open=True, high_open=True), Kind.COUNT, "(20, 30)"),
    (Interval(None, Fraction(850), high_open=True), Kind.MONEY, "(-∞, 850元)"),
    (Interval(Fraction(9, 10), None), Kind.RATIO, "[90%, +∞)"),
    (Interval(Fraction(737780), Fraction(737790)), Kind.DATE, "[2020-12-21, 2020-12-31]"),
]


@pytest.mark.parametrize(("value", "kind", "text"), EXACTLY)
def test_value_text(value: Value, kind: Kind, text: str) -> None:
    """A value is shown exactly, its ends and whether they are included with it."""
    assert value_text(value, kind) == text
