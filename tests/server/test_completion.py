"""Holds what is offered while a line is half typed: keys, words, ids, and names in expressions and templates."""

from __future__ import annotations

from typing import Final

import pytest
from lsprotocol.types import CompletionItem, InsertTextFormat, MarkupContent, Position, Range, TextEdit

from checker.server.features.completion import complete
from tests.server.conftest import CASES, FACTS, INDICATORS, PROBLEMS, RULE, VOCABULARY, Editor

WHEN: Final = "when: 合格率 < 合格率下限"
BASIS: Final = "{document: law, clause: 第六条}"
FIRST: Final = "road:\n      - {code: A1, area: 山区, passed: 8, length: 10}"


def offered(editor: Editor, name: str, old: str, new: str) -> list[CompletionItem]:
    """Return what is offered at the cursor mark in what is typed."""
    path, position = editor.cursor(name, old, new)
    return complete(editor.desk, path, position)


def edit_of(item: CompletionItem) -> TextEdit:
    """Return the edit that an item makes."""
    assert isinstance(item.text_edit, TextEdit)
    return item.text_edit


@pytest.mark.parametrize(
    ("name", "old", "new", "first", "absent"),
    [
        # expressions: the fact's own fields first, then single facts, parameters and functions
        (RULE, WHEN, "when: ¦", ["路段编号", "地形", "合格里程", "里程", "合格率"], []),
        (RULE, WHEN, "when: 合格率 < 合¦", ["路段编号"], []),
        (RULE, WHEN, "when: >-\n  合格率 <\n  ¦", ["路段编号"], []),
        (RULE, WHEN, "when: 地形 = ¦", ["山区", "平原"], []),
        (RULE, WHEN, "when: sum(¦ over 合同)", ["合同号", "到期日"], []),
        (RULE, WHEN, "when: count(合同 where ¦", ["合同号", "到期日"], []),
        (RULE, WHEN, "when: count(¦", ["满意度调查", "路段", "合同"], []),
        (RULE, WHEN, "when: sum(里程 over ¦", ["满意度调查", "路段", "合同"], ["合格率下限"]),
        (RULE, WHEN, "when: 满意度调查.¦", ["满意度"], ["合格率"]),
        (RULE, WHEN, "when: lookup(¦", ["养护费上限"], ["合格率下限"]),
        (RULE, WHEN, 'when: "1元 < lookup(养护费上限, ¦"', ["山区", "平原"], []),
        (RULE, WHEN, "when: 合格率 ¦", ["and", "且", "or", "或", "between", "in"], []),
        (RULE, "for: road\n", "for: {r: road, d: deal}\nwhere: r.¦\n", ["路段编号"], ["到期日"]),
        (RULE, "低于{合格率下限}", "低于{¦", ["路段编号"], []),
        (VOCABULARY, "derive: 合格里程 / 里程", "derive: 合格里程 / ¦", ["路段编号"], []),
        (INDICATORS, "value: 合格里程", "value: ¦", ["路段编号"], []),
        # templates
        (PROBLEMS, "params.rate_floor", "params.¦", ["rate_floor", "cost_ceiling"], []),
        (PROBLEMS, "f.pass_rate", "f.¦", ["code", "area", "passed", "length", "pass_rate", "message"], []),
        (PROBLEMS, "{{ params.rate_floor", "{{ findings | ¦", ["percent", "wan", "dun", "fen", "cn"], []),
        (PROBLEMS, "{{ params.rate_floor", "{{ groups(findings, '¦", ["code", "area"], []),
        (PROBLEMS, "{{ params.rate_floor", "{{ ¦", ["findings", "params", "groups"], []),
        # keys
        (RULE, "severity: major\n", "sev¦\n", ["override", "off", "where", "applies", "severity"], ["title", "when"]),
        (RULE, "severity: major\n", "sev¦: major\n", ["override"], ["title"]),
        (RULE, BASIS, "{document: law, ¦}", ["clause", "quote"], ["document"]),
        (RULE, f"  - {BASIS}\n", "  - ¦\n", ["document", "clause", "quote"], []),
        (INDICATORS, "scoring: {method: deductions}", "scoring:\n          ¦", ["method"], []),
        (INDICATORS, "scoring: {method: deductions}", "scoring: {method: steps, ¦}", ["value", "target"], ["levels"]),
        (CASES, "  expect: fail\n", "  ¦\n", ["expect"], ["name", "given"]),
        # words and ids
        (RULE, "severity: major", "severity: ¦", ["critical", "major", "minor", "info"], []),
        (RULE, "indicator: quality", "indicator: ¦", ["quality", "distance", "effect", "output"], []),
        (RULE, "problem: low-rate", "problem: ¦", ["low-rate"], []),
        (RULE, BASIS, "{document: ¦}", ["law", "contract"], []),
        (RULE, "for: road", "for: ¦", ["project", "survey", "road", "deal"], []),
        (INDICATORS, "use: satisfied", "use: ¦", ["satisfied"], ["quality"]),
        (INDICATORS, "method: deductions", "method: ¦", ["deductions", "proportional", "linear", "bands"], []),
        (VOCABULARY, "key: [code]", "key: [¦", ["code", "area"], ["no"]),
        (VOCABULARY, "type: text", "type: ¦", ["money", "ratio", "count"], []),
        ("rules/roads-2024/pack.yaml", "extends: base-2024", "extends: ¦", ["base-2024"], ["roads-2024"]),
        ("rules/roads-2024/pack.yaml", "extends: base-2024", "kinds: [¦", ["单位自评", "部门评价", "财政评价"], []),
        # cases and facts
        (CASES, "expect: fail", "expect: ¦", ["fail", "pass", "unknown"], []),
        (CASES, "missing: [length]", "missing: [¦", ["code", "area", "passed", "length"], []),
        (CASES, FIRST, "¦", ["road"], []),
        (CASES, FIRST, "road:\n      - {code: A1, ¦", ["area", "passed", "length"], ["code"]),
        (CASES, FIRST, "road:\n      - {code: A1, area: ¦", ["山区", "平原"], []),
        (FACTS, "judgements: []", "judgements:\n  - indicator: ¦", ["quality", "distance", "effect"], ["output"]),
        (FACTS, "judgements: []", "judgements:\n  - {indicator: quality, ¦", ["point", "points"], ["indicator"]),
        (FACTS, "kind: 部门评价", "kind: ¦", ["单位自评", "部门评价", "财政评价"], []),
        (FACTS, "judgements: []", "¦", ["survey", "deal"], ["road", "title"]),
    ],
)  # fmt: skip
def test_what_is_offered(editor: Editor, name: str, old: str, new: str, first: list[str], absent: list[str]) -> None:
    """The likeliest words come first, in the order in which they are declared, and words that do not fit are absent."""
    labels = [item.label for item in offered(editor, name, old, new)]
    assert labels[: len(first)] == first
    assert not set(absent) & set(labels)


def test_nothing_is_offered_where_nothing_can_stand(editor: Editor) -> None:
    """In comments, in the plain part of a message and in files of no pack nothing is offered."""
    assert not offered(editor, RULE, "severity: major", "# severity: ¦")
    assert not offered(editor, RULE, "低于{合格率下限}", "低¦于")
    assert not offered(editor, PROBLEMS, "标准是", "标¦准是")
    stray = editor.folder / "notes.yaml"
    stray.write_text("a: 1\n", "utf-8")
    assert not complete(editor.desk, stray, Position(0, 1))


def test_an_offer_replaces_the_word_begun(editor: Editor) -> None:
    """What is chosen takes the place of the characters typed so far, a name that is no plain word in backticks."""
    editor.change(VOCABULARY, "label: 里程,", 'label: "里程 (公里)",')
    found = {item.label: item for item in offered(editor, RULE, WHEN, "when: 合格率 < 合格¦")}
    assert edit_of(found["合格率下限"]) == TextEdit(Range(Position(2, 12), Position(2, 14)), "合格率下限")
    assert edit_of(found["里程 (公里)"]).new_text == "`里程 (公里)`"


def test_a_key_brings_its_colon(editor: Editor) -> None:
    """A key is written with a colon, and without where one stands already."""
    found = offered(editor, RULE, "severity: major\n", "sta¦\n")
    assert "status: " in {edit_of(item).new_text for item in found}
    found = offered(editor, RULE, "sta", "st¦atus: draft\nx")
    assert edit_of(next(item for item in found if item.label == "status")) == TextEdit(
        Range(Position(3, 0), Position(3, 6)), "status"
    )


def test_offers_tell_what_they_are(editor: Editor) -> None:
    """A field tells kind and fact type, a parameter its value, a function how it is written, a key what it means."""
    found = {item.label: item for item in offered(editor, RULE, WHEN, "when: ¦")}
    assert found["合格里程"].detail == "数 · 路段"
    assert found["month_end"].detail == "month_end(季度, 数/数量)"
    documentation = found["合格率下限"].documentation
    assert isinstance(documentation, MarkupContent)
    assert "2026年1月1日的值是 90%" in documentation.value
    assert found["合格率下限"].filter_text == "合格率下限 rate_floor"
    keys = {item.label: item for item in offered(editor, RULE, "severity: major\n", "¦\n")}
    documentation = keys["severity"].documentation
    assert isinstance(documentation, MarkupContent)
    assert documentation.value.startswith("严重程度")


def test_functions_are_snippets_where_the_editor_has_them(editor: Editor) -> None:
    """An editor with snippets gets the brackets of a function with places to fill in."""
    path, position = editor.cursor(RULE, WHEN, "when: su¦")
    plain, filled = (
        next(item for item in complete(editor.desk, path, position, snippets=snippets) if item.label == "sum")
        for snippets in (False, True)
    )
    assert (edit_of(plain).new_text, plain.insert_text_format) == ("sum(", InsertTextFormat.PlainText)
    assert (edit_of(filled).new_text, filled.insert_text_format) == (
        "sum(${1} over ${2})",
        InsertTextFormat.Snippet,
    )


def test_names_are_offered_while_the_vocabulary_is_broken(editor: Editor) -> None:
    """While a file of the pack cannot be read, the names it had when it last could be are offered."""
    editor.desk.view(editor.path("rules/roads-2024"))
    editor.change(VOCABULARY, "label: 合格里程", "label: [")
    assert next(item.label for item in offered(editor, RULE, WHEN, "when: ¦")) == "路段编号"


def test_cursor_behind_rare_characters(editor: Editor) -> None:
    """Behind a character of two units the word begun is still the one replaced."""
    found = offered(editor, RULE, "低于{合格率下限}", "𠮷😀{合格¦")
    edit = edit_of(next(item for item in found if item.label == "合格率下限"))
    line = editor.text(RULE).split("\n")[9]
    before = line[: line.index("合格", line.index("😀"))]
    assert edit.range.start.character == len(before) + 2
    assert edit.range.end.character == len(before) + 4
