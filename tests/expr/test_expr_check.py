"""A syntax tree becomes a typed tree before any fact is seen, or a fault that teaches."""

from __future__ import annotations

import re
from dataclasses import replace
from fractions import Fraction
from itertools import product
from pathlib import Path

import pytest

import checker.expr
from checker.expr import ExprFault, FieldSpec, RecordSpec, Scope, compile_text, expect, kinds, walk
from checker.expr.agreement import common_kind
from checker.expr.tree import Aggregate, Arithmetic, Constant, Expr, Field, Parameter
from checker.values import Kind
from tests.expr.faults import FORM, LIMITS, MEANING, Refusal
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


@pytest.mark.parametrize("sign", "+-*/")
def test_units_of_arithmetic(sign: str) -> None:
    """Each pair of units gives the unit this table says, and every other pair is refused."""
    found = {(a, b): kinds.arithmetic(sign, a, b) for a, b in product(Kind, Kind)}
    assert {pair: kind for pair, kind in found.items() if kind is not None} == EXPECTED[sign]


def test_kinds_that_can_be_compared() -> None:
    """Like is compared with like; a bare number with ratios, counts and points; a text with a choice."""
    found = {(a, b): kinds.common(a, b) for a, b in product(Kind, Kind)}
    like = {(kind, kind): kind for kind in Kind} | SUMS
    texts = dict.fromkeys([(Kind.TEXT, Kind.CHOICE), (Kind.CHOICE, Kind.TEXT)], Kind.TEXT)
    assert {pair: kind for pair, kind in found.items() if kind is not None} == like | texts


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
    found = [
        node.at
        for node in walk(compile_text("在线率下限 + sum(占比 * 在线率下限 over 支付)", scope))
        if isinstance(node, Parameter)
    ]
    assert found == [at, at]


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
    ("故障率", (Kind.TRUTH,), "这里要的是条件，得到的是比率", "写一个条件，如 在线率 < 90%"),
    ("0", (Kind.TRUTH,), "这里要的是条件，得到的是数", "写一个条件，如 在线率 < 90%"),
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


@pytest.mark.parametrize("refusal", MEANING, ids=str)
def test_refusal(refusal: Refusal) -> None:
    """What has no meaning in the vocabulary is refused with what is wrong, where, and what to write instead."""
    assert refusal.holds(lambda text: compile_text(text, SCOPE))


def test_every_code_is_tested() -> None:
    """Each code that the language refuses an expression with has at least one case here or in the test of parsing."""
    sources = Path(checker.expr.__file__).parent.glob("*.py")
    written = {code for file in sources for code in re.findall(r'ExprFault\(\s*"([a-z-]+)"', file.read_text("utf-8"))}
    tested = {refusal.code for refusal in (*FORM, *MEANING)} | {code for _, code, _ in LIMITS}
    assert written - tested == set()


def test_records_of_the_vocabulary() -> None:
    """Asking for a field or fact type by id or label gives it, and by anything else gives nothing."""
    assert QUARTERS.field("故障率") is QUARTERS.field("fault_rate") is QUARTERS.fields["fault_rate"]
    assert QUARTERS.field("坏") is None
    assert SCOPE.known_record("资金") is SCOPE.known_record("funding") is FUNDING
    assert SCOPE.known_record("坏") is None
    assert SCOPE.parameter("坏") is None
    assert CONTRACT.single
