"""Changes of expressions: what each kind makes of a text, and what holds for all of them."""

from __future__ import annotations

from pathlib import Path
from typing import Any, Final

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from checker.expr import parse
from checker.expr.syntax import Span
from checker.mutate.expressions import told
from checker.mutate.operators import OPERATORS
from checker.mutate.stepped import stepped
from checker.mutate.texts import TextChange, text_changes
from checker.pack import Pack
from checker.values import Kind
from tests.strategies.making import load
from tests.strategies.packs import packs

CASES: Final[list[dict[str, Any]]] = yaml.safe_load(Path(__file__).with_name("operators.yaml").read_text("utf-8"))
_ORDERED_NAMES: Final = ("单价", "季度", "合计", "比例", "签订日期")


def _changes(text: str) -> list[TextChange]:
    """Return the changes of a condition in which the names above, and what is computed, have a size."""
    ordered = frozenset(Span(at, at + len(name)) for name in _ORDERED_NAMES if (at := text.find(name)) >= 0)
    return list(text_changes(text, condition=True, ordered=ordered))


@pytest.mark.parametrize("case", CASES, ids=lambda case: f"{case['operator']}: {case['text']}")
def test_each_kind_of_change(case: dict[str, Any]) -> None:
    """A text becomes exactly the texts that its kind of slip makes of it."""
    wanted = case["becomes"]
    found = [change.apply(case["text"]) for change in _changes(case["text"]) if change.operator == case["operator"]]
    if case["operator"] in {"comparator", "constant"}:
        assert [text for text in found if text in wanted] == wanted
    else:
        assert sorted(found) == sorted(wanted)


SENTENCES: Final = [
    ("在线率 < 在线率下限", "把“在线率 < 在线率下限”的“<”改为“<=”"),
    ("在线率 < 90%", "把“在线率 < 90%”的“90%”改为“91%”"),
    ("末级 且 目标完成", "去掉“末级 且 目标完成”中的条件“目标完成”"),
    ("末级 且 目标完成", "把“末级 且 目标完成”的“且”改为“或”"),
    ("count(支付 where 已付) > 2", "去掉“count(支付 where 已付)”中的条件“已付”"),
    ('等级 in ("优", "良")', '去掉“等级 in ("优", "良")”中的“"优"”'),
    ("非 末级", "把“非 末级”改为“(末级)”"),
    ("sum(金额 over 支付) > 1元", "把“sum(金额 over 支付) > 1元”的“sum”改为“average”"),
]


@pytest.mark.parametrize(("text", "sentence"), SENTENCES)
def test_a_change_is_told_in_the_words_of_the_file(text: str, sentence: str) -> None:
    """Every change is told as what stands in the file and what would stand there instead."""
    assert sentence in [str(told(text, change)) for change in _changes(text)]


def test_a_long_text_is_told_short() -> None:
    """Of a long condition the middle is left out, on one line."""
    text = "末级\n  且 " + " 且 ".join(f"条件之{number}" for number in range(30))
    told_of = str(told(text, _changes(text)[0]))
    assert " … " in told_of
    assert "\n" not in told_of
    assert len(told_of) < 250


@pytest.mark.parametrize(
    ("text", "kind", "steps"),
    [
        ("90%", Kind.RATIO, ["91%", "89%"]),
        ("0.5分", Kind.SCORE, ["0.6分", "0.4分"]),
        ("3,656.18万元", Kind.MONEY, ["3656.19万元", "3656.17万元"]),
        ("4", Kind.COUNT, ["5", "3"]),
        ("2019-12-31", Kind.DATE, ["2020-01-01", "2019-12-30"]),
        ("9999-12-31", Kind.DATE, ["9999-12-30"]),
        ("2020Q1", Kind.QUARTER, ["2020Q2", "2019Q4"]),
        ("是", Kind.TRUTH, ["否"]),
        ("移动公司", Kind.TEXT, []),
        ("约3000", Kind.COUNT, []),
    ],
)
def test_steps_of_written_values(text: str, kind: Kind, steps: list[str]) -> None:
    """A value is moved by one unit of its last written digit, a day or a quarter; what has no steps is left alone."""
    assert list(stepped(text, kind)) == steps


def _texts(pack: Pack) -> list[tuple[str, bool]]:
    models = [entry.model for entry in pack.rules.values()]
    conditions = [text for rule in models for text in (rule.where, rule.applies, rule.when) if text is not None]
    return [(text, True) for text in conditions] + [(rule.deduct, False) for rule in models if rule.deduct is not None]


@settings(max_examples=40)
@given(st.data())
def test_every_change_is_another_sound_text(data: st.DataObject) -> None:
    """Whatever the expression: each change differs from it, can be read, lies in the text, and has a known kind."""
    pack = load(data.draw(packs()).files())
    for text, condition in _texts(pack):
        for change in text_changes(text, condition=condition):
            assert change.apply(text) != text
            assert parse(change.apply(text)) is not None
            assert 0 <= change.whole.start <= change.span.start <= change.span.end <= change.whole.end <= len(text)
            assert change.operator in OPERATORS
