"""Holds where definitions are found, where things are named, and what stands in an outline."""

from __future__ import annotations

from pathlib import Path

import pytest
from lsprotocol.types import Location

from checker.server.features.navigation import definition, references
from checker.server.features.symbols import symbols
from checker.server.text import SourceText
from tests.server.conftest import CASES, FACTS, INDICATORS, PARENT, PROBLEMS, RULE, VOCABULARY, Editor


def shown(editor: Editor, location: Location) -> tuple[str, int, str]:
    """Return the file, line (from 1) and text of a location."""
    path = Path(location.uri.removeprefix("file://"))
    source = SourceText(editor.desk.text(path) or "")
    start, end = source.offset(location.range.start), source.offset(location.range.end)
    return path.relative_to(editor.folder).as_posix(), location.range.start.line + 1, source.text[start:end]


@pytest.mark.parametrize(
    ("name", "text", "where"),
    [
        (RULE, "when: 合¦格率", (VOCABULARY, 10, "pass_rate")),
        (RULE, "< 合格率¦下限", (PARENT, 1, "rate_floor")),
        (RULE, "{¦地形}", (VOCABULARY, 7, "area")),
        (RULE, "for: r¦oad", (VOCABULARY, 1, "road")),
        (RULE, "indicator: qu¦ality", (INDICATORS, 10, "quality")),
        (RULE, "problem: l¦ow-rate", (PROBLEMS, 1, "low-rate")),
        (RULE, "document: l¦aw", ("rules/base-2024/pack.yaml", 5, "law")),
        (INDICATORS, "use: sat¦isfied", (INDICATORS, 2, "satisfied")),
        (INDICATORS, "over: ro¦ad", (VOCABULARY, 1, "road")),
        (INDICATORS, "value: 合¦格里程", (VOCABULARY, 8, "passed")),
        (INDICATORS, "value: 满意¦度}", ("rules/base-2024/vocabulary.yaml", 5, "satisfaction")),
        (PROBLEMS, "params.ra¦te_floor", (PARENT, 1, "rate_floor")),
        (PROBLEMS, "f.pass¦_rate", (VOCABULARY, 10, "pass_rate")),
        (CASES, "road¦:", (VOCABULARY, 1, "road")),
        (CASES, "missing: [len¦gth]", (VOCABULARY, 9, "length")),
        (FACTS, "are¦a:", (VOCABULARY, 7, "area")),
        ("rules/roads-2024/pack.yaml", "extends: b¦ase-2024", ("rules/base-2024/pack.yaml", 1, "")),
    ],
)
def test_definitions_are_found(editor: Editor, name: str, text: str, where: tuple[str, int, str]) -> None:
    """The definition of a name is found, in the pack itself and in the pack it extends."""
    found = definition(editor.desk, *editor.at(name, text))
    assert found is not None
    assert shown(editor, found) == where


def test_builtin_names_have_no_definition(editor: Editor) -> None:
    """A function and a field that the program fills in are defined in no file."""
    editor.type(RULE, "when: 合格率 <", "when: abs(合格率) < 总分 且 合格率 <")
    assert definition(editor.desk, *editor.at(RULE, "when: a¦bs")) is None
    assert definition(editor.desk, *editor.at(RULE, "总¦分")) is None


def test_references_are_found_everywhere(editor: Editor) -> None:
    """A field is found by id and by label: in expressions, messages, templates, cases, and where it is defined."""
    found = [shown(editor, place) for place in references(editor.desk, *editor.at(VOCABULARY, "pass¦_rate"))]
    assert found == [
        (PROBLEMS, 3, "pass_rate"),
        (RULE, 3, "合格率"),
        (RULE, 10, "合格率"),
        (VOCABULARY, 10, "pass_rate"),
    ]
    uses = references(editor.desk, *editor.at(RULE, "< 合格率¦下限"), declared=False)
    assert [shown(editor, place) for place in uses] == [
        (PROBLEMS, 3, "rate_floor"),
        (RULE, 3, "合格率下限"),
        (RULE, 10, "合格率下限"),
    ]


def test_references_follow_what_is_typed(editor: Editor) -> None:
    """Places are those of the texts in the editor, not of the files."""
    editor.type(RULE, "title: ", "# 𠮷\ntitle: ")
    found = [shown(editor, place) for place in references(editor.desk, *editor.at(RULE, "for: r¦oad"))]
    assert (RULE, 3, "road") in found


def test_outline_of_indicators_is_their_tree(editor: Editor) -> None:
    """The outline of the indicators has their labels and ids, those below an indicator inside it."""
    found = symbols(editor.desk, editor.path(INDICATORS))
    assert [(item.name, item.detail) for item in found] == [
        ("产出", "output"),
        ("效果", "effect"),
        ("满意程度", "satisfied"),
    ]
    assert [item.name for item in found[0].children or []] == ["质量", "里程完成"]


def test_outline_of_vocabulary_has_fields(editor: Editor) -> None:
    """The outline of the vocabulary has fact types and their fields with labels."""
    found = symbols(editor.desk, editor.path(VOCABULARY))
    assert [(item.name, item.detail) for item in found] == [("road", "路段"), ("deal", "合同")]
    assert [(item.name, item.detail) for item in found[1].children or []] == [("no", "合同号"), ("ends_on", "到期日")]


def test_outline_of_cases_has_their_names(editor: Editor) -> None:
    """The outline of cases has a line for each; every range lies inside that of what it belongs to."""
    found = symbols(editor.desk, editor.path(CASES))
    assert [item.name for item in found] == ["低于标准", "没有提供", "达到标准"]
    for item in found:
        assert item.range.start.line <= item.selection_range.start.line <= item.range.end.line
