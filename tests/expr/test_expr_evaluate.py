"""A typed tree with facts comes to a value: exact, bounded or unknown, and never one the truth could contradict."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction
from itertools import product
from typing import get_args

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from checker.expr import Env, ExprFault, Version, compile_text, evaluate, evaluator, text_of, truth, value_text, walk
from checker.expr.evaluate import in_force
from checker.expr.grammar import reserved_words
from checker.expr.tree import Constant, Expr, Known
from checker.values import UNKNOWN, Interval, Kind, Truth
from tests.expr.expressions import expressions
from tests.expr.partial_facts import agrees, facts
from tests.expr.vocabulary import PARAMETERS, SCOPE, day, env

FACTS = env(
    {
        "service_quarter": {
            "quarter": "2020Q3", "batch": "一期", "operator": "移动公司", "fault_rate": "18.64%", "points": "20至30",
            "fee": "低于850元", "score": "8.5分", "paid_on": "2020-12中旬", "on_time": "否",
        },
        "funding": {"budget": "4000万元", "arrived": "不低于3000万元", "spent": "3656.18万元"},
    },
)  # fmt: skip

VALUES = [
    # exact
    ("支出 / 预算", "91.4045%"),
    ("0.1 + 0.2 = 0.3", "是"),
    ("1 / 3 * 3 = 1", "是"),
    ("1 / 3", "1/3"),
    ("-故障率", "-18.64%"),
    ("7 - 2 - 1", "4"),
    ("0 / 0", "未知"),
    ("1 / 0", "未知"),
    ("1元 / (预算 - 预算)", "未知"),
    # bounded
    ("点位数 + 1", "[21, 31]"),
    ("点位数 * -1", "[-30, -20]"),
    ("-点位数", "[-30, -20]"),
    ("点位数 - 点位数", "[-10, 10]"),
    ("1 / 点位数", "[1/30, 0.05]"),
    ("1 / (点位数 - 20)", "未知"),
    ("服务费 + 1元", "(-∞, 851元)"),
    ("-服务费", "(-850元, +∞)"),
    ("服务费 + 到位资金", "未知"),
    ("服务费 * 0", "0元"),
    ("abs(服务费)", "[0元, +∞)"),
    ("max(服务费, 0)", "[0元, 850元)"),
    ("min(服务费, 0)", "(-∞, 0元]"),
    ("支付日期 + 1", "[2020-12-12, 2020-12-21]"),
    ("2021-01-01 - 支付日期", "[12, 21]"),
    # comparing bounds, open and closed
    ("服务费 < 850元", "是"),
    ("服务费 <= 850元", "是"),
    ("服务费 >= 850元", "否"),
    ("服务费 = 850元", "否"),
    ("服务费 != 850元", "是"),
    ("服务费 < 849元", "未知"),
    ("服务费 = 849元", "未知"),
    ("点位数 < 30", "未知"),
    ("点位数 <= 30", "是"),
    ("点位数 > 30", "否"),
    ("点位数 < 20", "否"),
    ("点位数 = 25", "未知"),
    ("点位数 = 31", "否"),
    ("点位数 = 点位数", "未知"),
    ("点位数 >= 20", "是"),
    ("点位数 > 20", "未知"),
    ("到位资金 >= 3000万元", "是"),
    ("到位资金 < 3000万元", "否"),
    ("到位资金 > 3000万元", "未知"),
    ("支付日期 < 2020-12-21", "是"),
    ("支付日期 > 2020-11-30", "是"),
    ("支付日期 = 2020-12-15", "未知"),
    # texts, choices and truths
    ("承建单位 = “移动公司”", "是"),
    ("承建单位 != “移动公司”", "否"),
    ("批次 = 二期", "否"),
    ("批次 in (一期, 二期)", "是"),
    ("按时 = 否", "是"),
    ("按时 = 按时", "是"),
    # unknown
    ("在线率 < 90%", "未知"),
    ("在线率 = 在线率", "未知"),
    ("在线率 * 0", "未知"),
    ("max(在线率, 100%)", "未知"),
    ("签订日期 < 2020-01-01", "未知"),
    # and, or, not
    ("按时 and 在线率 > 1", "否"),
    ("在线率 > 1 and 按时", "否"),
    ("not 按时 or 在线率 > 1", "是"),
    ("在线率 > 1 or not 按时", "是"),
    ("not 在线率 > 1", "未知"),
    ("在线率 > 1 and not 按时", "未知"),
    ("按时 or 在线率 > 1 or 在线率 > 1", "未知"),
    # if
    ("if 按时 then 1 else 2", "2"),
    ("if 在线率 > 1 then 1 else 2", "[1, 2]"),
    ("if 在线率 > 1 then 点位数 else 50", "[20, 50]"),
    ("if 在线率 > 1 then 2 else 2", "2"),
    ("if 在线率 > 1 then 点位数 else 点位数", "[20, 30]"),
    ("if 在线率 > 1 then 在线率 else 在线率", "未知"),
    ("if 在线率 > 1 then 1元 else 服务费", "(-∞, 850元)"),
    ("if 在线率 > 1 then 服务费 else 到位资金", "未知"),
    ("if 在线率 > 1 then “甲” else “乙”", "未知"),
    ("if 在线率 > 1 then “甲” else “甲”", "甲"),
    ("if 在线率 > 1 then 是 else 是", "是"),
    ("if 按时 then 在线率 else 5%", "5%"),
    # known and missing
    ("故障率 is known", "是"),
    ("服务费 is known", "是"),
    ("在线率 is known", "否"),
    ("在线率 is missing", "是"),
    ("签订日期 is missing", "是"),
    ("1 / 0 is missing", "是"),
    ("在线率 > 1 is missing", None),
    ("(在线率 > 1) is missing", "是"),
    ("(按时 and 在线率 > 1) is known", "是"),
]


@pytest.mark.parametrize(("text", "value"), VALUES)
def test_value(text: str, value: str | None) -> None:
    """An expression comes to what the reference page says, on exact, bounded and unknown facts."""
    if value is None:
        with pytest.raises(ExprFault):
            compile_text(text, SCOPE)
        return
    tree = compile_text(text, SCOPE)
    assert value_text(evaluate(tree, FACTS), tree.kind) == value


THREE: tuple[Truth, ...] = (True, False, UNKNOWN)


@pytest.mark.parametrize(("a", "b"), list(product(THREE, THREE)))
def test_truth_tables(a: Truth, b: Truth) -> None:
    """A definite no settles ``and``, a definite yes settles ``or``, in whichever place it stands."""
    given_facts = Env(1, {}, {"service_quarter": {"on_time": a}, "x": {"on_time": b}})
    scope = SCOPE.push(("x", SCOPE.records["service_quarter"]))

    def answer(text: str) -> Truth:
        return truth(evaluate(compile_text(text, scope), given_facts))

    left, right = "service_quarter.on_time", "x.on_time"
    conjunction = False if False in {a, b} else UNKNOWN if UNKNOWN in {a, b} else True
    disjunction = True if True in {a, b} else UNKNOWN if UNKNOWN in {a, b} else False
    assert answer(f"{left} and {right}") is conjunction
    assert answer(f"{left} or {right}") is disjunction
    assert answer(f"not ({left} and {right})") is answer(f"not {left} or not {right}")
    assert answer(f"not {left}") is (UNKNOWN if a is UNKNOWN else not a)


DATES = [
    ("2019-09-30", "未知"),
    ("2019-10-01", "90%"),
    ("2020-12-31", "90%"),
    ("2021-01-01", "92%"),
    ("2030-01-01", "92%"),
]


@pytest.mark.parametrize(("as_of", "value"), DATES)
def test_parameter_by_the_day_of_the_check(as_of: str, value: str) -> None:
    """A parameter has its value from its first day on, and none before the first of them."""
    tree = compile_text("在线率下限", SCOPE)
    assert value_text(evaluate(tree, env(as_of=as_of)), tree.kind) == value


FACT_DATES = [
    ("2020-12-31", "90%"),
    ("2021-01-01", "92%"),
    ("2020-12下旬", "90%"),
    ("2020-12-31至2021-01-05", "[90%, 92%]"),
    ("2019-09下旬", "未知"),
    ("2019-09-30至2019-10-02", "未知"),
    ("不早于2020-01-01", "[90%, 92%]"),
    ("不晚于2020-01-01", "未知"),
    (None, "未知"),
]


@pytest.mark.parametrize(("paid_on", "value"), FACT_DATES)
def test_parameter_by_the_day_of_the_fact(paid_on: str | None, value: str) -> None:
    """Where the rule says so a parameter is picked by the fact's own day: all values that may apply, or unknown."""
    scope = replace(SCOPE, at=compile_text("支付日期", SCOPE))
    tree = compile_text("在线率下限", scope)
    row = {} if paid_on is None else {"paid_on": paid_on}
    assert value_text(evaluate(tree, env({"service_quarter": row}, as_of="2025-01-01")), tree.kind) == value


KEYS = [
    ("lookup(单价上限, 批次)", {"batch": "二期"}, "628元"),
    ("lookup(单价上限, 批次)", {}, "未知"),
    ("lookup(单价上限, 一期)", {}, "850元"),
    ("lookup(单价上限, 承建单位)", {"operator": "电信"}, "未知"),
]


@pytest.mark.parametrize(("text", "row", "value"), KEYS)
def test_keyed_parameter(text: str, row: dict[str, str], value: str) -> None:
    """A keyed parameter has the value of its key, and none when the key is unknown or has no value."""
    tree = compile_text(text, SCOPE)
    assert value_text(evaluate(tree, env({"service_quarter": row})), tree.kind) == value


def test_versions_in_force() -> None:
    """The versions in force on a bounded day are the one begun before it and those that begin within it."""
    versions = [Version(10, Fraction(1)), Version(20, Fraction(2)), Version(30, Fraction(3))]
    cases: list[tuple[Interval | Fraction, list[int]]] = [
        (Fraction(9), []), (Fraction(10), [10]), (Fraction(20), [20]), (Fraction(99), [30]),
        (Interval(Fraction(12), Fraction(19)), [10]), (Interval(Fraction(12), Fraction(20)), [10, 20]),
        (Interval(Fraction(12), None), [10, 20, 30]), (Interval(None, Fraction(99)), []),
        (Interval(Fraction(9), Fraction(99)), []),
    ]  # fmt: skip
    for when, since in cases:
        assert [version.since for version in in_force(versions, when)] == since


def test_every_node_has_an_evaluator() -> None:
    """No class of the typed tree was forgotten by the evaluator, the printer or the walk."""
    text = "if 按时 or 按时 and 故障率 > 1 and not 在线率 is known then -满分 else sum(得分 over 支付) + round(8分)"
    tree = compile_text(text, SCOPE)
    assert {type(node) for node in walk(tree)} == set(get_args(Expr))
    assert evaluate(tree, env()) is UNKNOWN
    assert compile_text(text_of(tree, SCOPE), SCOPE) == tree


def test_evaluator_is_made_once() -> None:
    """A tree is prepared once however often it is evaluated, so a rule costs little on each further fact."""
    tree = compile_text("故障率 > 10%", SCOPE)
    assert evaluator(tree) is evaluator(tree)


def test_a_number_is_not_a_truth() -> None:
    """A tree of the wrong kind, which only a fault of the type check could make, fails loudly."""
    with pytest.raises(TypeError):
        truth(Fraction(1))
    with pytest.raises(TypeError):
        evaluate(compile_text("在线率下限", replace(SCOPE, at=Constant("x", Kind.TEXT))), env())


DATED = replace(SCOPE, at=compile_text("支付日期", SCOPE))
MANY = settings(max_examples=3 * settings().max_examples)


@MANY
@given(st.data())
def test_bounded_answer_holds_the_real_one(data: st.DataObject) -> None:
    """Whatever the real facts are within what was reported, the real answer lies within the answer given.

    So a definite answer never changes when a missing fact comes in. ``is known`` is left out: it asks whether a fact
    came in, and its answer is meant to change.
    """
    tree = compile_text(data.draw(expressions()), data.draw(st.sampled_from([SCOPE, DATED])))
    reported, real = data.draw(facts(tree))
    answer, truly = evaluate(tree, reported), evaluate(tree, real)
    assert agrees(answer, truly), (text_of(tree), answer, truly)


@given(st.data())
def test_known_is_always_answered(data: st.DataObject) -> None:
    """``is known`` is yes or no of every expression, whatever is missing."""
    tree = Known(compile_text(data.draw(expressions(known=True)), SCOPE))
    reported, _ = data.draw(facts(tree))
    assert evaluate(tree, reported) is (evaluate(tree.item, reported) is not UNKNOWN)


WORDS = [word for words in reserved_words().values() for word in words]
PIECES = [
    *WORDS, "支付", "季度运行", "批次", "一期", "故障率", "在线率下限", "预算", "服务费", "payment", "甲", "`x`",
    "支付.金额", "sum", "count", "min", "lookup", "单价上限", "round", "max", "1", "0", "850元", "90%", "2020-12-31",
    "2020Q3", "“甲”", "5公里", "1,000", "2020-1-5", "1e5", "\u0661", "²", "٣分", "０", "‰", "𠮷", "e\u0301",
    "\ud800", "\x00", "\n", "\u3000",
    *"\"`“()（,+-*/<=≥.。，、!%",
]  # fmt: skip
HOSTILE = st.one_of(
    st.lists(st.sampled_from(PIECES), max_size=14).map(" ".join),
    st.lists(st.sampled_from(PIECES), max_size=14).map("".join),
    st.text(max_size=40),
)


def survives(text: str) -> None:
    """Compile and evaluate a text; anything but a fault with its place inside the text fails."""
    found = compile_or_fault(text)
    if isinstance(found, ExprFault):
        assert 0 <= found.offset <= len(text)
        assert str(found.what)
        assert found.hint is None or str(found.hint)
    else:
        evaluate(found, FACTS)
        text_of(found, SCOPE)


def compile_or_fault(text: str) -> Expr | ExprFault:
    """Return the typed tree of a text, or its refusal."""
    try:
        return compile_text(text, SCOPE)
    except ExprFault as fault:
        return fault


@MANY
@given(HOSTILE)
def test_hostile_text_is_refused(text: str) -> None:
    """No text raises anything but ``ExprFault``; what compiles can be evaluated and printed."""
    survives(text)


@given(expressions(known=True), st.randoms(use_true_random=False), st.sampled_from(PIECES))
def test_damaged_text_is_refused(text: str, random: object, piece: str) -> None:
    """An expression with something put in or left out is refused with its place, or means something."""
    at = random.randrange(len(text) + 1)  # type: ignore[attr-defined]
    survives(text[:at] + piece + text[at:])
    survives(text[:at] + text[at + 1 :])


def nested(count: int, template: str, start: str) -> str:
    """Return ``start`` put into ``template`` over and over."""
    for _ in range(count):
        start = template.format(start)
    return start


EXTREME = {
    "brackets left open": "(" * 3999 + "1",
    "brackets": "(" * 1900 + "1" + ")" * 1900,
    "minus": "-" * 3999 + "1",
    "not": "not " * 999 + "是",
    "sum": "1+" * 1999 + "1",
    "in, which repeats": nested(50, "({}) in (是, 是)", "是"),
    "between, which repeats": nested(30, "(if {} then 1 else 2) between 1 and 2", "是"),
    "aggregates": nested(30, "sum({} over 支付 where 合规)", "1"),
    "else if": "if 是 then 1 else " * 200 + "1",
    "long list": "1 in (" + ", ".join(["1"] * 1200) + ")",
    "many arguments": "max(" + ", ".join(["1"] * 1200) + ")",
    "big products": "999999999999999999999999999999 * " * 55 + "1",
    "digits": "1" * 3999,
    "digits and letters": "1" * 2000 + "x" * 1999,
    "dots": "1." * 1999,
    "one long name": "长" * 3999,
    "words run together": "且" * 3999,
    "names run together": "在线率且" * 900,
    "numbers run together": "1且" * 1900,
    "quotes": '"' * 3999,
    "backticks": "`" * 3999,
    "calls left open": "round(" * 600,
    "too long": " " * 4001,
    "huge rounding": "round(1, 999999999999) + round(1, -999999999999)",
    "dates beyond the calendar": "year_of(2020-12-31 + 99999999999999) + days(2020-12-31 - 99999999999, 2020-12-31)",
    "quarters beyond the calendar": "months(month_end(2020Q1 + 99999999, 1), quarter_start(2020Q1 - 99999999))",
    "no such year": "valid_date(99999999999999999999, 1, 1)",
    "no such day": "valid_date(2020, 99999999999999999999, 1.5)",
}


@pytest.mark.parametrize("text", EXTREME.values(), ids=EXTREME.keys())
def test_extreme_text_is_survived(text: str) -> None:
    """Deep, long and huge expressions are refused or computed, never a crash, a hang or an exhausted stack."""
    survives(text)


def test_parameters_of_the_vocabulary_are_in_order() -> None:
    """Versions are given earliest first, which is what picking one relies on."""
    for spec in PARAMETERS.values():
        assert [version.since for version in spec.versions] == sorted(version.since for version in spec.versions)
    assert day("0001-01-01") == 1
