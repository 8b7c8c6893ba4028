"""Holds that a text an editor holds stands in for the file, whatever the file says."""

from __future__ import annotations

from types import MappingProxyType

import pytest

from checker.facts import open_facts
from checker.pack import load_pack
from checker.source import NOTHING_UNSAVED, Problems
from tests.server.conftest import CASES, FACTS, FILES, PARENT, RULE, Editor


@pytest.mark.parametrize(
    ("name", "old", "new"),
    [
        (RULE, "title: 路段合格率低于标准", "title: 另一个名称"),
        (PARENT, "label: 合格率下限", "label: 合格率底线"),
        (CASES, "name: 低于标准", "name: 另一个名称"),
        ("rules/roads-2024/pack.yaml", "version: 1.0.0", "version: 2.0.0"),
    ],
)
def test_packs_are_read_with_what_is_held(editor: Editor, name: str, old: str, new: str) -> None:
    """A pack is what the editor holds, for its own files, its cases and what it extends; the disk is not touched."""
    text = FILES[name].replace(old, new)
    unsaved = MappingProxyType({editor.path(name): text})
    before, after = (
        load_pack(editor.path("rules/roads-2024"), Problems(), with_cases=True, keep_going=True, unsaved=held)
        for held in (NOTHING_UNSAVED, unsaved)
    )
    assert before is not None
    assert after is not None
    assert before != after
    assert editor.path(name).read_text("utf-8") == FILES[name]


def test_a_broken_held_text_is_what_is_wrong(editor: Editor) -> None:
    """A fault in a held text is told at its place, and one in the file behind it is not."""
    editor.path(RULE).write_text("title: [\n", "utf-8")
    problems = Problems()
    unsaved = {editor.path(RULE): "title: x\nwhen: ]\n"}
    load_pack(editor.path("rules/roads-2024"), problems, unsaved=unsaved)
    assert [(problem.place.file, problem.place.line) for problem in problems.errors] == [(RULE, 2)]


def test_facts_are_read_with_what_is_held(editor: Editor) -> None:
    """Facts are what the editor holds."""
    unsaved = {editor.path(FACTS): FILES[FACTS].replace("某县养护", "另一个县")}
    raw = open_facts(editor.path("facts/one"), Problems(), unsaved=unsaved)
    assert raw is not None
    assert raw.header.title == "另一个县"
