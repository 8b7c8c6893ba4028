"""Conditions in words: every form of the language has a phrase."""

from __future__ import annotations

from datetime import date
from fractions import Fraction
from typing import Final

import pytest

from checker.expr import FieldSpec, ParameterSpec, RecordSpec, Scope, Version, compile_text
from checker.expr.functions import FUNCTIONS
from checker.plan.spoken import Speaker
from checker.values import Kind

_FIELDS: Final = {
    "rate": ("满意度", Kind.RATIO),
    "sent": ("发出", Kind.COUNT),
    "back": ("收回", Kind.COUNT),
    "graded": ("分级作答", Kind.TRUTH),
    "word": ("评语", Kind.TEXT),
    "batch": ("批次", Kind.TEXT),
    "on": ("日期", Kind.DATE),
    "due": ("期限", Kind.DATE),
    "quarter": ("季度", Kind.QUARTER),
}
_SURVEY: Final = RecordSpec(
    "survey", "问卷", {name: FieldSpec(name, label, kind) for name, (label, kind) in _FIELDS.items()}, single=True
)
_ITEM: Final = RecordSpec("item", "明细", {"sum": FieldSpec("sum", "金额", Kind.MONEY)}, single=False)
_FIRST, _LATER = date(2020, 1, 1).toordinal(), date(2022, 1, 1).toordinal()
_PARAMETERS: Final = {
    "floor": ParameterSpec(
        "floor", "满意线", Kind.RATIO, (Version(_FIRST, Fraction(9, 10)), Version(_LATER, Fraction(8, 10)))
    ),
    "ceiling": ParameterSpec(
        "ceiling",
        "单价上限",
        Kind.MONEY,
        (Version(_FIRST, Fraction(0), (("一期", Fraction(850)), ("二期", Fraction(628)))),),
        keys=("一期", "二期"),
    ),
}
SCOPE: Final = Scope({"survey": _SURVEY, "item": _ITEM}, _PARAMETERS)


def say(text: str, day: date = date(2021, 6, 30)) -> str:
    """Return the phrase for an expression."""
    return Speaker(SCOPE.records, day.toordinal()).say(compile_text(text, SCOPE))


@pytest.mark.parametrize(
    ("text", "phrase"),
    [
        ("满意度 < 满意线", "满意度低于满意线（90%）"),
        ("满意度 >= 95%", "满意度不低于95%"),
        ("发出 != 收回", "发出不等于收回"),
        ("日期 > 期限", "日期晚于期限"),
        ("日期 <= 2020-12-31", "日期不晚于2020年12月31日"),
        ("季度 = 2020Q3", "季度是2020年7-9月"),
        ("满意度 between 60% and 90%", "满意度不低于60%，并且满意度不高于90%"),
        ('评语 in ("好", "很好")', "评语是“好”或“很好”"),
        ('评语 not in ("好", "很好")', "评语不是“好”或“很好”"),
        ("分级作答", "分级作答为“是”"),
        ("非 分级作答", "分级作答为“否”"),
        ("满意度 is missing", "没有满意度"),
        ("满意度 is known", "有满意度"),
        ("发出 > 10 且 (收回 < 5 或 分级作答)", "发出高于10，并且（收回低于5，或者分级作答为“是”）"),
        ("(发出 + 收回) * 2 > 10", "（发出＋收回）×2高于10"),
        ("发出 - (收回 - 1) > 10", "发出－（收回－1）高于10"),
        ("发出 / (收回 / 2) > 10", "发出÷（收回÷2）高于10"),
        (
            "if 分级作答 then 满意度 > 80% else 满意度 > 90%",
            "（分级作答为“是”的，取满意度高于80%；否则取满意度高于90%）",
        ),
        ("count(明细) > 3", "“明细”的条数高于3"),
        ("exists(明细 where 金额 > 5元)", "有“明细”（金额高于5元）"),
        ("非 exists(明细 where 金额 > 5元)", "没有“明细”（金额高于5元）"),
        ("sum(金额 over 明细) > 10万元", "“明细”的金额合计高于10万元"),
        ("max(金额 over 明细 where 金额 < 5元) > 1元", "“明细”（金额低于5元）中最大的金额高于1元"),
        ("lookup(单价上限, 批次) > 1元", "批次的单价上限（一期850元、二期628元）高于1元"),
        ('lookup(单价上限, "一期") > 1元', "“一期”的单价上限（850元）高于1元"),
        ("abs(发出 - 收回) > 3", "发出与收回的差距高于3"),
        ("max(发出, 收回) > 3", "发出、收回中最大的高于3"),
        ("日期 > month_end(next(季度), 2)", "日期晚于季度的下一季度第2个月的月末"),
        ("round(发出 / 收回, 2) = 1", "（发出÷收回）四舍五入到2位小数等于1"),
    ],
)
def test_phrase(text: str, phrase: str) -> None:
    """A condition reads as a regulation would put it, with the values in force beside the names of parameters."""
    assert say(text) == phrase


def test_the_value_is_that_of_the_day() -> None:
    """A parameter is named with the value in force on the day; before its first day it has none."""
    assert say("满意度 < 满意线", date(2022, 1, 1)) == "满意度低于满意线（80%）"
    assert say("满意度 < 满意线", date(2019, 12, 31)) == "满意度低于满意线"


@pytest.mark.parametrize("name", sorted(FUNCTIONS))
def test_every_function_has_words(name: str) -> None:
    """No function of the language is left as its English name."""
    example = FUNCTIONS[name].example.partition(" = ")[0]
    assert name not in say(f"{example} = {example}")
