"""A syntax tree becomes a typed tree before any fact is seen, or a fault that teaches."""

from __future__ import annotations

import re
from dataclasses import replace
from fractions import Fraction
from itertools import product
from pathlib import Path

import pytest

import checker.expr
from checker.expr import ExprFault, FieldSpec, RecordSpec, Scope, compile_text, expect, kinds
from checker.expr.agreement import common_kind
from checker.expr.tree import Aggregate, Arithmetic, Constant, Expr, Field, Parameter
from checker.values import Kind
from tests.expr.test_expr_parse import FAULTS, VALUE_FAULTS
from tests.expr.vocabulary import CONTRACT, FUNDING, PARAMETERS, PAYMENTS, PROJECT, QUARTERS, RECORDS, SCOPE

KINDS = [
    ("12", Kind.NUMBER),
    ("预算 - 支出", Kind.MONEY),
    ("支出 / 预算", Kind.RATIO),
    ("1 - 故障率", Kind.RATIO),
    ("故障率 - 1", Kind.RATIO),
    ("支出 / 预算 * 5分", Kind.SCORE),
    ("点位数 * 628元", Kind.MONEY),
    ("服务费 / 点位数", Kind.MONEY),
    ("点位数 / 点位数", Kind.RATIO),
    ("支付日期 + 30", Kind.DATE),
    ("支付日期 - 签订日期", Kind.COUNT),
    ("季度 - 1", Kind.QUARTER),
    ("季度 - 2019Q4", Kind.COUNT),
    ("count(支付)", Kind.COUNT),
    ("exists(支付)", Kind.TRUTH),
    ("only(收款单位 over 支付)", Kind.TEXT),
    ("only(批次 over 支付)", Kind.CHOICE),
    ("max(日期 over 支付)", Kind.DATE),
    ("if 按时 then 0 else 服务费", Kind.MONEY),
    ("if 按时 then 服务费 else 0", Kind.MONEY),
    ("if 按时 then 批次 else “其他”", Kind.TEXT),
    ("max(0, 服务费, 0)", Kind.MONEY),
    ("max(1, 故障率)", Kind.RATIO),
    ("max(0, 0)", Kind.NUMBER),
    ("0 + 服务费", Kind.MONEY),
    ("-服务费", Kind.MONEY),
    ("lookup(单价上限, 批次)", Kind.MONEY),
    ("在线率下限", Kind.RATIO),
    ("服务费 > 0", Kind.TRUTH),
    ("round(支付日期 - 签订日期, 0)", Kind.COUNT),
    ("next(quarter_of(支付日期))", Kind.QUARTER),
]


@pytest.mark.parametrize(("text", "kind"), KINDS)
def test_kind(text: str, kind: Kind) -> None:
    """An expression has the kind, and so the unit, that its parts give it."""
    assert compile_text(text, SCOPE).kind is kind


M, R, C, S, N, D, Q = Kind.MONEY, Kind.RATIO, Kind.COUNT, Kind.SCORE, Kind.NUMBER, Kind.DATE, Kind.QUARTER
UNITS = (M, R, C, S, N, D, Q)
SUMS = {(k, k): k for k in (M, R, C, S, N)} | {(k, N): k for k in (R, C, S)} | {(N, k): k for k in (R, C, S)}
DATED = {(D, N): D, (D, C): D, (Q, N): Q, (Q, C): Q}
PRODUCTS = {
    (M, R): M, (M, C): M, (M, N): M, (R, R): R, (R, C): C, (R, S): S, (R, N): R, (C, C): C, (C, S): S, (C, N): C,
    (S, N): S, (N, N): N,
}  # fmt: skip
QUOTIENTS = {
    (M, M): R, (M, R): M, (M, C): M, (M, N): M, (R, R): R, (R, C): R, (R, N): R, (C, R): C, (C, C): R, (C, N): C,
    (S, R): S, (S, C): S, (S, S): R, (S, N): S, (N, R): N, (N, C): N, (N, N): N,
}  # fmt: skip
EXPECTED = {
    "+": SUMS | DATED,
    "-": SUMS | DATED | {(D, D): C, (Q, Q): C},
    "*": PRODUCTS | {(b, a): kind for (a, b), kind in PRODUCTS.items()},
    "/": QUOTIENTS,
}


@pytest.mark.parametrize(("sign", "a", "b"), list(product("+-*/", Kind, Kind)))
def test_units_of_arithmetic(sign: str, a: Kind, b: Kind) -> None:
    """Each pair of units gives the unit this table says, and every other pair is refused."""
    assert kinds.arithmetic(sign, a, b) == EXPECTED[sign].get((a, b))


@pytest.mark.parametrize(("a", "b"), list(product(Kind, Kind)))
def test_kinds_that_can_be_compared(a: Kind, b: Kind) -> None:
    """Like is compared with like; a bare number with ratios, counts and points; a text with a choice."""
    like = a if a is b else b if a is N and b in {R, C, S} else a if b is N and a in {R, C, S} else None
    text = Kind.TEXT if {a, b} == {Kind.TEXT, Kind.CHOICE} else None
    assert kinds.common(a, b) == (like or text)


@pytest.mark.parametrize("kind", Kind)
def test_bare_zero(kind: Kind) -> None:
    """A bare 0 goes with every number whatever its unit, and with nothing else."""
    zero, other = Constant(Fraction(0), N), Constant(Fraction(5), kind)
    assert common_kind((zero, other)) == (kind if kind in kinds.NUMERIC else None)
    assert common_kind((other, zero)) == common_kind((zero, other))


NAMES: list[tuple[str, Expr]] = [
    ("fault_rate", Field("service_quarter", "service_quarter", "fault_rate", R, "故障率")),
    ("故障率", Field("service_quarter", "service_quarter", "fault_rate", R, "故障率")),
    ("季度运行.故障率", Field("service_quarter", "service_quarter", "fault_rate", R, "故障率")),
    ("预算", Field("funding", "funding", "budget", M, "预算")),
    ("资金.budget", Field("funding", "funding", "budget", M, "预算")),
    ("contract.spent", Field("contract", "contract", "spent", M, "合同支出")),
    ("合同支出", Field("contract", "contract", "spent", M, "合同支出")),
    ("full", Parameter("full", S, "满分", PARAMETERS["full"].versions)),
    ("满分", Parameter("full", S, "满分", PARAMETERS["full"].versions)),
]


@pytest.mark.parametrize(("text", "tree"), NAMES)
def test_name(text: str, tree: Expr) -> None:
    """An id and a Chinese label mean the same thing, alone or after the thing they belong to."""
    assert compile_text(text, SCOPE) == tree


def body_of(text: str) -> Expr:
    """Return what an aggregate gathers from each fact."""
    tree = compile_text(text, SCOPE)
    assert isinstance(tree, Aggregate)
    assert tree.body is not None
    return tree.body


INNERMOST = [
    ("only(批次 over 支付)", "payment*1", "payment"),
    ("only(支付.批次)", "payment*1", "payment"),
    ("only(支付.批次 over 支付)", "payment*1", "payment"),
    ("only(批次 over 支付 as 甲)", "甲", "payment"),
    ("only(季度运行.批次 over 支付)", "service_quarter", "service_quarter"),
    ("only(得分 over 支付)", "service_quarter", "service_quarter"),
    ("only(季度运行.批次 over 季度运行 as 甲)", "service_quarter", "service_quarter"),
    ("only(甲.批次 over 季度运行 as 甲)", "甲", "service_quarter"),
]


@pytest.mark.parametrize(("text", "variable", "record"), INNERMOST)
def test_name_means_the_innermost(text: str, variable: str, record: str) -> None:
    """A name is looked for from the inside out; a variable without a name of its own is called by its fact type."""
    body = body_of(text)
    assert isinstance(body, Field)
    assert (body.variable, body.record) == (variable, record)


def test_nested_aggregates_have_variables_of_their_own() -> None:
    """An aggregate inside another ranges over its own facts, even when both are of one type."""
    body = body_of("sum(sum(金额 over 支付) over 支付)")
    assert isinstance(body, Aggregate)
    assert (body.variable, compile_text("sum(金额 over 支付)", SCOPE).variable) == ("payment*2", "payment*1")  # type: ignore[union-attr]


def test_outside_of_rules() -> None:
    """Without a fact in view only what there is one of can be named."""
    assert compile_text("预算 > 0", PROJECT).kind is Kind.TRUTH
    with pytest.raises(ExprFault) as caught:
        compile_text("故障率 > 0", PROJECT)
    assert str(caught.value.hint) == "它是“季度运行”的字段；写成 sum(故障率 over 季度运行) 等"


def test_two_facts_in_view() -> None:
    """A field that two facts of a rule have must say whose it is; one that only one has need not."""
    scope = PROJECT.push(("q", QUARTERS), ("p", PAYMENTS))
    assert compile_text("金额 > 0 and q.批次 = p.批次", scope).kind is Kind.TRUTH
    with pytest.raises(ExprFault) as caught:
        compile_text("批次 = 一期", scope)
    assert (caught.value.code, str(caught.value.hint)) == ("ambiguous-name", "写明是哪一个：q.批次、p.批次")


def test_label_of_two_things() -> None:
    """A label that two fields, or two parameters, share means neither; their ids still tell them apart."""
    twins = {name: FieldSpec(name, "比例", R) for name in ("share", "rate")}
    records = {"thing": RecordSpec("thing", "事物", twins, single=True)}
    floors = {name: replace(PARAMETERS["full"], name=name) for name in ("full", "other")}
    scope = Scope(records, floors)
    assert compile_text("share + rate", scope).kind is R
    for text, ways in (("比例", "share、rate"), ("事物.比例", "share、rate"), ("满分", "full、other")):
        with pytest.raises(ExprFault) as caught:
            compile_text(text, scope)
        assert (caught.value.code, str(caught.value.hint)) == ("ambiguous-name", f"写明是哪一个：{ways}")


def test_id_goes_before_label() -> None:
    """A name that is the id of one thing and the label of another means the one whose id it is."""
    fields = {"rate": FieldSpec("rate", "比例", R), "other": FieldSpec("other", "rate", M)}
    scope = Scope({"thing": RecordSpec("thing", "事物", fields, single=True)}, {})
    assert compile_text("rate", scope).kind is R


def test_choice_that_is_also_a_name() -> None:
    """A bare name that could be a choice or a field is refused; quoted it is the choice, qualified the field."""
    fields = {**QUARTERS.fields, "一期": FieldSpec("一期", "一期", Kind.CHOICE, ("一期", "二期"))}
    scope = PROJECT.push(("q", replace(QUARTERS, fields=fields)))
    scope = replace(scope, records={**RECORDS, "service_quarter": replace(QUARTERS, fields=fields)})
    assert compile_text("批次 = “一期”", scope) == compile_text("批次 = '一期'", scope)
    assert compile_text("批次 = q.一期", scope).kind is Kind.TRUTH
    with pytest.raises(ExprFault) as caught:
        compile_text("批次 = 一期", scope)
    assert (caught.value.code, caught.value.offset) == ("ambiguous-name", 5)
    assert str(caught.value.hint) == "选项加引号写成 “一期”；字段写成 变量.一期"


def test_minus_before_a_number_is_part_of_it() -> None:
    """``-5`` is one constant; minus anything else is a subtraction from nothing of the same unit."""
    assert compile_text("-5元", SCOPE) == Constant(Fraction(-5), M)
    fee = compile_text("服务费", SCOPE)
    assert compile_text("-服务费", SCOPE) == Arithmetic("-", Constant(Fraction(0), M), fee, M)


def test_dated_by_the_fact() -> None:
    """A scope with a date of its own passes it on to every parameter, inside aggregates too."""
    at = compile_text("支付日期", SCOPE)
    scope = replace(SCOPE, at=at)
    found = body_of("sum(金额 * 在线率下限 over 支付)")
    dated = compile_text("sum(金额 * 在线率下限 over 支付)", scope)
    assert isinstance(found, Arithmetic)
    assert isinstance(dated, Aggregate)
    assert dated.body == replace(found, right=replace(found.right, at=at))  # type: ignore[call-arg]


EXPECTING: list[tuple[str, tuple[Kind, ...], Kind]] = [
    ("0.5", (S,), S),
    ("0.5", (R,), R),
    ("0.5", (R, S), R),
    ("0.5分", (R, S), S),
    ("0", (M,), M),
    ("5", (C,), C),
    ("故障率 > 1", (Kind.TRUTH,), Kind.TRUTH),
    ("1 + 1", (S,), N),
]


@pytest.mark.parametrize(("text", "wanted", "kind"), EXPECTING)
def test_expected_kind(text: str, wanted: tuple[Kind, ...], kind: Kind) -> None:
    """A place that wants points or a ratio takes a bare number, and a written one becomes of that kind."""
    assert compile_text(text, SCOPE, wanted).kind is kind


UNEXPECTED = [
    ("故障率", (Kind.TRUTH,), "这里要的是是否，得到的是比率", "写一个条件，如 在线率 < 90%"),
    ("0", (Kind.TRUTH,), "这里要的是是否，得到的是数", "写一个条件，如 在线率 < 90%"),
    ("5", (M,), "这里要的是金额，得到的是数", "金额要写单位，如 850元、4000万元"),
    ("0", (D,), "这里要的是日期，得到的是数", "日期写成 2020-12-31"),
    ("按时", (S, R), "这里要的是分数、比率，得到的是是否", "写分数，如 0.5 或 0.5分"),
]


@pytest.mark.parametrize(("text", "wanted", "what", "hint"), UNEXPECTED)
def test_unexpected_kind(text: str, wanted: tuple[Kind, ...], what: str, hint: str) -> None:
    """A value of another kind than the place takes is refused with how to write one."""
    with pytest.raises(ExprFault) as caught:
        expect(compile_text(text, SCOPE), wanted)
    fault = caught.value
    assert (fault.code, str(fault.what), fault.offset, str(fault.hint)) == ("wrong-kind", what, 0, hint)


NO_NAME = "没有名为“{}”的字段或参数"
COMPARE = "写成比较，如 … > 0"
CONDITION = "“且、或、非、如果”要的是条件，得到的是比率"
RANGE = "没有写明对哪一类事实汇总"
EQUAL_ONLY = "只能用 = 或 !="
MOSTLY = "各条都相同的值用 only；数条数用 count"
ABSENT = "没有数据写 … is missing（缺失），有数据写 … is known（已知）"
CHOOSE = "你是不是要写“二期”？"
Case = tuple[str, str, str, int, str | None]
NAME_FAULTS: list[Case] = [
    ("在先率 < 1", "unknown-name", NO_NAME.format("在先率"), 0, "你是不是要写“在线率”？"),
    ("1 > 在先率 and 按时", "unknown-name", NO_NAME.format("在先率"), 4, "你是不是要写“在线率”？"),
    ("坏甲 < 坏乙", "unknown-name", NO_NAME.format("坏甲"), 0, None),
    ("在线率下限且批次", "unknown-name", NO_NAME.format("在线率下限且批次"), 0, "“且”前后要有空格：在线率下限 且 批次"),
    ("服务费不低于100元", "unknown-name", NO_NAME.format("服务费不低于100元"), 0, "“不低于”写成 >=，前后留空格：服务费 >= 100元"),
    ("非按时", "unknown-name", NO_NAME.format("非按时"), 0, "“非”前后要有空格：非 按时"),
    ("故障率 = null", "unknown-name", NO_NAME.format("null"), 6, ABSENT),
    ("空", "unknown-name", NO_NAME.format("空"), 0, ABSENT),
    ("支付", "unknown-name", NO_NAME.format("支付"), 0, "这是事实类型；写成 count(支付)、exists(支付 where 条件) 等"),
    ("金额 > 1元", "unknown-name", NO_NAME.format("金额"), 0, "它是“支付”的字段；写成 sum(金额 over 支付) 等"),
    ("qqqqqq", "unknown-name", NO_NAME.format("qqqqqq"), 0, None),
    ("没有.金额", "unknown-name", "没有名为“没有”的变量或单条事实", 0, "可以写：contract、funding、service_quarter、合同、资金"),
    ("lookup(单价上线, 批次)", "unknown-name", "没有名为“单价上线”的参数", 7, "你是不是要写“单价上限”？"),
    ("spent > 0", "ambiguous-name", "“spent”有多个含义", 0, "写明是哪一个：funding.spent、contract.spent"),
    ("sum(金额 over 支付 as payment)", "ambiguous-name", "“payment”不能作变量名：已经有这个名字，或者带有 *", 18, "换一个没有用过的名字"),
    ("sum(金额 over 支付 as 资金)", "ambiguous-name", "“资金”不能作变量名：已经有这个名字，或者带有 *", 18, "换一个没有用过的名字"),
    ("sum(金额 over 支付 as `x*`)", "ambiguous-name", "“x*”不能作变量名：已经有这个名字，或者带有 *", 18, "换一个没有用过的名字"),
    ("sum(sum(金额 over 支付 as p) over 支付 as p)", "ambiguous-name", "“p”不能作变量名：已经有这个名字，或者带有 *", 22, "换一个没有用过的名字"),
    ("count(季度运行 where 季度运行.批次 = 一期)", "ambiguous-name", "“季度运行”可以是汇总里的事实，也可以是外面的那一条", 17, "里面的直接写字段名；或用 as 给里面的起名，如 季度运行 as 一条"),
    ("支付.金额 > 1元", "many-facts", "“支付”有多条事实，不能直接取一个字段", 0, "用 sum、count、average、only 等汇总，如 sum(字段 over 支付)"),
    ("合同.年", "unknown-field", "“合同”没有字段“年”", 3, "你是不是要写“年限”？"),
    ("1 = 合同 . `年`", "unknown-field", "“合同”没有字段“年”", 9, "你是不是要写“年限”？"),
    ("service_quarter.fault_rat", "unknown-field", "“季度运行”没有字段“fault_rat”", 16, "你是不是要写“fault_rate”？"),
    ("合同.年限且按时", "unknown-field", "“合同”没有字段“年限且按时”", 3, "“且”前后要有空格：年限 且 按时"),
    ("单价上限 > 1元", "keyed-parameter", "参数“单价上限”按“一期、二期”分别取值", 0, "写成 lookup(单价上限, 键)"),
    ("count(罚款)", "unknown-type", "没有名为“罚款”的事实类型", 6, "可以写：合同、季度运行、支付、资金"),
    ("sum(金额 over 支附)", "unknown-type", "没有名为“支附”的事实类型", 12, "你是不是要写“支付”？"),
    ("count(支付其中合规)", "unknown-type", "没有名为“支付其中合规”的事实类型", 6, "“其中”前后要有空格：支付 其中 合规"),
]  # fmt: skip
CALL_FAULTS: list[Case] = [
    ("lookup(在线率下限, 一期)", "wrong-arguments", "参数“在线率下限”没有键，不用 lookup", 7, "直接写 在线率下限"),
    ("lookup(单价上限)", "wrong-arguments", "函数 lookup 的参数个数不对", 0, "写成 lookup(参数, 键)"),
    ("lookup(1, 2)", "wrong-arguments", "函数 lookup 的第 1 个参数要是参数的名字", 7, "写成 lookup(参数, 键)"),
    ("lookup(单价上限, 三期)", "not-a-choice", "“三期”不是“单价上限”的选项", 13, CHOOSE),
    ("lookup(单价上限, 得分)", "wrong-kind", "查表的键要是选项或文字，得到的是分数", 13, "可以写：一期、二期"),
    ("maxx(1, 2)", "unknown-function", "没有名为“maxx”的函数", 0, "你是不是要写“max”？"),
    ("1 + SUM(支付.金额)", "unknown-function", "没有名为“SUM”的函数", 4, "你是不是要写“sum”？"),
    ("IF(按时, 1, 2)", "unknown-function", "没有名为“IF”的函数", 0, "写成 if 条件 then 值 else 值"),
    ("VLOOKUP(批次)", "unknown-function", "没有名为“VLOOKUP”的函数", 0, "写成 lookup(参数, 键)"),
    ("round(金额 over 支付)", "unknown-function", "“round”不能对多条事实汇总", 0, "先汇总，再用 round，如 round(sum(字段 over 事实类型))"),
    ("SUMIF(金额 over 支付)", "unknown-function", "“SUMIF”不能对多条事实汇总", 0, "写成 sum(字段 over 事实类型 where 条件)"),
    ("round()", "wrong-arguments", "函数 round 的参数个数不对", 0, "例如 round(2.345, 2) = 2.35"),
    ("1 + round(1, 2, 3)", "wrong-arguments", "函数 round 的参数个数不对", 4, "例如 round(2.345, 2) = 2.35"),
    ("max(故障率)", "wrong-arguments", "函数 max 的参数个数不对", 0, "至少写两个值；对多条事实写成 max(字段 over 事实类型)"),
    ("sum(1元, 2元)", "wrong-arguments", "sum 对多条事实汇总，括号里只写一项", 0, "写成 sum(字段 over 事实类型 where 条件)"),
    ("count()", "wrong-arguments", "count 对多条事实汇总，括号里只写一项", 0, "写成 count(事实类型 where 条件)"),
    ("count(金额 over 支付)", "wrong-arguments", "count 数的是事实，不取字段", 6, "写成 count(支付 where 条件)"),
    ("sum(金额)", "no-range", RANGE, 4, "写成 sum(金额 over 支付 where 条件)"),
    ("sum(批次)", "no-range", RANGE, 4, "写成 sum(批次 over 季度运行 / 支付 where 条件)"),
    ("sum(故障率 where 按时)", "no-range", RANGE, 4, "写成 sum(故障率 over 季度运行 where 条件)"),
    ("sum(支付)", "no-range", RANGE, 4, "写成 sum(字段 over 支付 where 条件)"),
    ("1 + sum(金额 + 1元)", "no-range", RANGE, 8, "写成 sum(字段 over 事实类型 where 条件)"),
    ("count(金额 > 1元)", "no-range", RANGE, 6, "写成 count(事实类型 where 条件)"),
    ("count(支付.金额)", "no-range", RANGE, 6, "写成 count(支付 where 条件)"),
    ("sum(金额 over 支付 where 金额)", "wrong-kind", "where 后面要是条件，得到的是金额", 21, COMPARE),
    ("sum(日期 over 支付)", "wrong-kind", "日期不能用 sum 汇总", 4, MOSTLY),
    ("max(收款单位 over 支付)", "wrong-kind", "文字不能用 max 汇总", 4, MOSTLY),
    ("abs(批次)", "wrong-kind", "函数 abs 的第 1 个参数要的是金额、比率、数量、分数、数，得到的是选项", 4, "例如 abs(3 - 5) = 2"),
    ("round(1.5, 1元)", "wrong-kind", "函数 round 的第 2 个参数要的是数、数量，得到的是金额", 11, "例如 round(2.345, 2) = 2.35"),
    ("max(1元, 2%)", "unit-mismatch", "函数 max 的参数要是同一种值，这里是金额和比率", 8, None),
    ("max(1, 0, 1元)", "unit-mismatch", "函数 max 的参数要是同一种值，这里是数和金额", 10, "金额要写单位，如 1元、1万元"),
    ("max(支付日期, 0)", "unit-mismatch", "函数 max 的参数要是同一种值，这里是日期和数", 10, "日期写成 2020-12-31"),
]  # fmt: skip
KIND_FAULTS: list[Case] = [
    ("服务费 > 500", "unit-mismatch", "金额和数不能比较", 6, "金额要写单位，如 500元、500万元"),
    ("按时 且 0.5 < 服务费", "unit-mismatch", "数和金额不能比较", 5, "金额要写单位，如 0.5元、0.5万元"),
    ("服务费 + 1", "unit-mismatch", "金额和数不能相加", 6, "金额要写单位，如 1元、1万元"),
    ("服务费 > 故障率", "unit-mismatch", "金额和比率不能比较", 0, None),
    ("服务费 * 服务费", "unit-mismatch", "金额和金额不能相乘", 0, "两个金额先相除得比率，再乘，如 支出 / 预算 * 5分"),
    ("得分 * 得分", "unit-mismatch", "分数和分数不能相乘", 0, None),
    ("1 / 服务费", "unit-mismatch", "数和金额不能相除", 0, None),
    ("支付日期 > 季度", "unit-mismatch", "日期和季度不能比较", 0, "用 quarter_of(日期) 得季度，或用 quarter_start(季度)、month_end(季度, 3) 得日期"),
    ("支付日期 > 2020", "unit-mismatch", "日期和数不能比较", 7, "日期写成 2020-12-31"),
    ("季度 = 3", "unit-mismatch", "季度和数不能比较", 5, "季度写成 2020Q3"),
    ("支付日期 + 支付日期", "unit-mismatch", "日期和日期不能相加", 0, "日期、季度只能加减数，或与同类相减"),
    ("承建单位 = 5", "unit-mismatch", "文字和数不能比较", 7, "文字要加引号，如 “移动公司”"),
    ("按时 = 1", "unit-mismatch", "是否和数不能比较", 5, "是否类的值写 是 或 否，也可以单独作为条件"),
    ("批次 = 是", "unit-mismatch", "选项和是否不能比较", 0, "选项“是”“否”要加引号，如 “是”"),
    ("批次 < 一期", "not-ordered", "选项没有大小，不能用“<”", 0, EQUAL_ONLY),
    ("按时 且 承建单位 >= “甲”", "not-ordered", "文字没有大小，不能用“>=”", 5, EQUAL_ONLY),
    ("按时 between 否 and 是", "not-ordered", "是否没有大小，不能用“>=”", 0, EQUAL_ONLY),
    ("批次 = 三期", "not-a-choice", "“三期”不是“批次”的选项", 5, CHOOSE),
    ("三期 = 批次", "not-a-choice", "“三期”不是“批次”的选项", 0, CHOOSE),
    ("批次 != “三期”", "not-a-choice", "“三期”不是“批次”的选项", 6, CHOOSE),
    ("批次 in (一期, 三期)", "not-a-choice", "“三期”不是“批次”的选项", 11, CHOOSE),
    ("only(批次 over 支付) = 三期", "not-a-choice", "“三期”不是“批次”的选项", 19, CHOOSE),
    ("批次 = 一期且按时", "not-a-choice", "“一期且按时”不是“批次”的选项", 5, "“且”前后要有空格：一期 且 按时"),
    ("-批次", "wrong-kind", "选项不能取负", 0, "负号只用在数前面"),
    ("not 故障率", "wrong-kind", CONDITION, 4, COMPARE),
    ("按时 or 故障率", "wrong-kind", CONDITION, 6, COMPARE),
    ("if 故障率 then 1 else 2", "wrong-kind", CONDITION, 3, COMPARE),
    ("if 按时 then 1元 else 2", "wrong-kind", "两个分支要是同一种值，这里是金额和数", 19, "金额要写单位，如 2元、2万元"),
]  # fmt: skip
ALL_FAULTS = [*NAME_FAULTS, *CALL_FAULTS, *KIND_FAULTS]


@pytest.mark.parametrize(("text", "code", "what", "offset", "hint"), ALL_FAULTS, ids=[case[0] for case in ALL_FAULTS])
def test_fault(text: str, code: str, what: str, offset: int, hint: str | None) -> None:
    """What has no meaning in this vocabulary is refused with what is wrong, where, and what to write instead."""
    with pytest.raises(ExprFault) as caught:
        compile_text(text, SCOPE)
    fault = caught.value
    assert (fault.code, str(fault.what), fault.offset) == (code, what, offset)
    assert (None if fault.hint is None else str(fault.hint)) == hint


def test_every_code_is_tested() -> None:
    """Each code that the language refuses an expression with has at least one case here or in the test of parsing."""
    sources = Path(checker.expr.__file__).parent.glob("*.py")
    written = {code for file in sources for code in re.findall(r'ExprFault\(\s*"([a-z-]+)"', file.read_text("utf-8"))}
    tested = {case[1] for case in (*ALL_FAULTS, *FAULTS, *VALUE_FAULTS)}
    assert written - tested == set()


def test_records_of_the_vocabulary() -> None:
    """Asking for a field or fact type by id or label gives it, and by anything else gives nothing."""
    assert QUARTERS.field("故障率") is QUARTERS.field("fault_rate") is QUARTERS.fields["fault_rate"]
    assert QUARTERS.field("坏") is None
    assert SCOPE.known_record("资金") is SCOPE.known_record("funding") is FUNDING
    assert SCOPE.known_record("坏") is None
    assert SCOPE.parameter("坏") is None
    assert CONTRACT.single
