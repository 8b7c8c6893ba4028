"""Holds what is told of the word under the mouse."""

from __future__ import annotations

import pytest
from lsprotocol.types import MarkupContent, Position, Range

from checker.messages import language
from checker.server.features.hover import hover
from tests.server.conftest import CASES, FACTS, INDICATORS, PROBLEMS, RULE, VOCABULARY, Editor


def told(editor: Editor, name: str, text: str) -> str:
    """Return what is told at the cursor mark in a stretch of a file; empty when nothing is."""
    found = hover(editor.desk, *editor.at(name, text))
    if found is None:
        return ""
    assert isinstance(found.contents, MarkupContent)
    return found.contents.value


@pytest.mark.parametrize(
    ("name", "text", "lines"),
    [
        (RULE, "when: 合¦格率", ["**合格率** `pass_rate`", "比率；路段的字段", "由其他字段算出：`合格里程 / 里程`"]),
        (RULE, "{¦地形}", ["**地形** `area`", "选项；路段的字段", "可以是：山区、平原", "材料：路段验收表"]),
        (VOCABULARY, "pas¦sed:", ["**合格里程** `passed`", "数，单位公里；路段的字段", "材料：路段验收表", "按验收表"]),
        (
            RULE,
            "< 合格率下¦限",
            [
                "**合格率下限** `rate_floor`",
                "比率参数；2026年1月1日的值是 90%",
                "- 2020年1月1日起 85%（旧标准）\n- 2024年1月1日起 90%（《管理办法》第六条）",
            ],
        ),
        (
            RULE,
            "for: r¦oad",
            [
                "**路段** `road`",
                "事实类型，可以有多条，按路段编号区分",
                "字段：路段编号、地形、合格里程、里程、合格率",
                "材料：路段验收表",
            ],
        ),
        (
            RULE,
            "indicator: qu¦ality",
            ["**质量** `quality`", "权重 40分", "`deductions` 扣分法：权重减去规则扣的分"],
        ),
        (RULE, "problem: low¦-rate", ["**部分路段不合格** `low-rate`", "归入它的规则：rate-low", "建议：加强验收"]),
        (RULE, "document: la¦w", ["**管理办法** `law`", "示例〔2024〕1号"]),
        (RULE, "sev¦erity", ["`severity`  \n严重程度：critical 重大、major 较大、minor 一般、info 提示"]),
        (RULE, "me¦ssage", ["`message`（必写）  \n发现的一句话，{ } 中写表达式"]),
        (INDICATORS, "weight: 7¦0", ["下级权重：质量 40分 + 里程完成 30分 = 70分"]),
        (INDICATORS, "use: sat¦isfied", ["**满意程度** `satisfied`", "`proportional` 比例法：权重 × 值 ÷ 目标"]),
        (PROBLEMS, "params.rate_¦floor", None),
        (PROBLEMS, "f.co¦de", ["**路段编号** `code`", "文字；路段的字段", "材料：路段验收表"]),
        (CASES, "pass¦ed: 8, length: 10}\n  expect: fail", None),
        (FACTS, "road¦:", None),
        ("rules/roads-2024/pack.yaml", "extends: bas¦e-2024", ["**通用** `base-2024`"]),
    ],
)  # fmt: skip
def test_what_is_told(editor: Editor, name: str, text: str, lines: list[str] | None) -> None:
    """A word is told with what it is called, what kind of thing it is, its value or title, and whom to ask."""
    found = told(editor, name, text)
    if lines is None:
        assert found.startswith("**")
    else:
        assert found.split("\n\n") == lines


def test_functions_are_told_with_an_example(editor: Editor) -> None:
    """A function is told with how it is written, what it promises and an example; an aggregate with what it gathers."""
    editor.type(
        RULE, "when: 合格率 <", "when: month_end(2020Q1, 1) < 2020-01-01 且 sum(里程 over 路段) < 合格率 且 合格率 <"
    )
    assert told(editor, RULE, "when: mon¦th_end(").split("\n\n") == [
        "`month_end(季度, 数/数量)`",
        "季度月末：季度第几个月（1、2、3）的最后一天",
        "例：`month_end(2020Q4, 2) = 2020-11-30`",
    ]
    assert told(editor, RULE, "且 su¦m(") == "`sum(字段 over 事实类型 where 条件)`\n\n各条事实的值合计"


def test_a_word_is_told_as_a_whole(editor: Editor) -> None:
    """What is marked is the word that is told, not the whole expression."""
    found = hover(editor.desk, *editor.at(RULE, "< 合格率¦下限"))
    assert found is not None
    assert found.range == Range(Position(2, 12), Position(2, 17))


def test_nothing_is_told_of_plain_words(editor: Editor) -> None:
    """A title, a sign and a place between words have nothing to be told."""
    assert not told(editor, RULE, "title: 路¦段")
    assert not told(editor, RULE, "合格率 ¦<")
    assert not told(editor, INDICATORS, "shar¦ed:\n  - id") or told(editor, INDICATORS, "shar¦ed:\n  - id").startswith(
        "`"
    )


def test_a_word_is_told_in_english(editor: Editor) -> None:
    """With English chosen the words around the pack's own are looked up in the catalogue."""
    with language("en"):
        assert told(editor, RULE, "when: 合¦格率").startswith("**合格率** `pass_rate`")
