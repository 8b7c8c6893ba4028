"""Holds what is underlined while files are edited, where, and that it goes away when it is repaired."""

from __future__ import annotations

from dataclasses import dataclass, field

import pytest
from lsprotocol.types import Diagnostic, DiagnosticSeverity

from checker.server.refresh import Board, Subject, affected, look_at, open_subjects, subject_of, try_cases
from checker.server.text import SourceText
from tests.server.conftest import CASES, FACTS, PARENT, PROBLEMS, RULE, VOCABULARY, Editor


@dataclass
class Watcher:
    """Looks at what a change affects, as the server does, and keeps what is shown of each file."""

    editor: Editor
    board: Board = field(default_factory=Board)
    shown: dict[str, list[Diagnostic]] = field(default_factory=dict)

    def change(self, name: str, old: str, new: str, *, cases: bool = False) -> list[str]:
        """Type over something and return the files for which something else is shown now."""
        path = self.editor.type(name, old, new)
        desk = self.editor.desk
        subject = subject_of(desk, path)
        assert subject is not None
        reports = look_at(desk, affected(desk, {subject}))
        if cases:
            reports += try_cases(desk, reports)
        changed = {
            file.relative_to(self.editor.folder).as_posix(): found for file, found in self.board.post(reports).items()
        }
        self.shown |= changed
        return sorted(changed)

    def words(self, name: str) -> list[tuple[str, str]]:
        """Return code and underlined text of everything shown in a file."""
        source = SourceText(self.editor.text(name))
        return [
            (str(item.code), source.text[source.offset(item.range.start) : source.offset(item.range.end)])
            for item in self.shown.get(name, [])
        ]


@pytest.fixture
def watcher(editor: Editor) -> Watcher:
    """Return a watcher that has seen the packs once; whatever lint thinks of them is not what is tested here."""
    editor.desk.hold(editor.path(RULE), editor.text(RULE))
    return Watcher(editor)


@pytest.mark.parametrize(
    ("name", "old", "new", "code", "word"),
    [
        (RULE, "< 合格率下限", "< 合格下限", "unknown-name", "合格下限"),
        (RULE, "< 合格率下限", "< ", "syntax", "<"),
        (RULE, "< 合格率下限", "< 3元", "unit-mismatch", "合格率"),
        (RULE, "when: 合格率 < 合格率下限", "when: >-\n  合格率 <\n  合格", "unknown-name", "合格"),
        (RULE, "{地形}", "{地势}", "unknown-name", "地势"),
        (RULE, "{地形}", "{地形", "message-braces", "{"),
        (RULE, "severity: major", "severity: mayor", "not-one-of", "mayor"),
        (RULE, "severity: major", "sevrity: major", "unknown-key", "sevrity"),
        (RULE, "problem: low-rate", "problem: low-rat", "unknown-problem", "low-rat"),
        (RULE, "for: road", "for: roads", "unknown-type", "roads"),
        (RULE, "basis:", "basis: [", "yaml-syntax", None),
        (VOCABULARY, "label: 里程,", "label: 里, ", "unknown-name", "里程"),
        (VOCABULARY, "type: text", "type: txt", "not-one-of", "txt"),
        (PROBLEMS, "params.rate", "param.rate", "template-name", "param"),
        (PROBLEMS, "{% for f", "{% fo f", "template-syntax", None),
        (PARENT, "type: ratio", "type: rato", "not-one-of", "rato"),
        (CASES, "expect: fail", "expect: fial", "not-one-of", "fial"),
        (FACTS, "area: 山区", "area: 山地", "not-a-choice", "山地"),
        (FACTS, "passed: 8", "pased: 8", "unknown-field", "pased"),
    ],
)  # fmt: skip
def test_what_is_underlined(watcher: Watcher, name: str, old: str, new: str, code: str, word: str | None) -> None:
    """Every fault is underlined at the word it is about, as an error, and goes away when it is repaired."""
    watcher.change(name, old, new)
    found = dict(watcher.words(name))
    assert code in found
    assert word is None or found[code] == word
    assert {item.severity for item in watcher.shown[name] if item.code == code} == {DiagnosticSeverity.Error}
    watcher.change(name, new, old)
    assert code not in dict(watcher.words(name))


def test_hints_and_pages_come_along(watcher: Watcher) -> None:
    """What to write instead stands below what is wrong, and the page of the documentation is named."""
    watcher.change(RULE, "< 合格率下限", "< 合格率下线")
    (found,) = (item for item in watcher.shown[RULE] if item.code == "unknown-name")
    assert found.message == "没有名为“合格率下线”的字段或参数\n你是不是要写“合格率下限”？"
    assert found.code_description is not None
    assert found.code_description.href.endswith("/docs/reference/expressions.md")


def test_other_files_of_the_pack_are_underlined(watcher: Watcher) -> None:
    """A field that is called otherwise underlines every expression that uses it, in whatever file."""
    changed = watcher.change(VOCABULARY, "label: 合格率,", "label: 达标率,")
    assert RULE in changed
    assert ("unknown-name", "合格率") in watcher.words(RULE)
    assert RULE in watcher.change(VOCABULARY, "label: 达标率,", "label: 合格率,")
    assert ("unknown-name", "合格率") not in watcher.words(RULE)


def test_a_parent_reaches_open_packs_that_extend_it(watcher: Watcher) -> None:
    """An edit in a pack is looked at in the open packs that rest on it too."""
    watcher.change(PARENT, "label: 合格率下限", "label: 合格率底线")
    assert ("unknown-name", "合格率下限") in watcher.words(RULE)


def test_a_broken_file_leaves_other_findings_alone(watcher: Watcher) -> None:
    """While the vocabulary cannot be read, only that is said, and nothing that follows from it."""
    watcher.change(VOCABULARY, "label: 路段\n", "label: [\n")
    assert [code for code, _ in watcher.words(VOCABULARY)] == ["yaml-syntax"]
    assert not [code for code, _ in watcher.words(RULE) if code == "unknown-type"]


def test_facts_are_read_by_the_pack_as_it_is_typed(watcher: Watcher) -> None:
    """A field that is taken out of the vocabulary is underlined in the facts that are open."""
    watcher.editor.desk.hold(watcher.editor.path(FACTS), watcher.editor.text(FACTS))
    watcher.change(VOCABULARY, "    area: {label: 地形", "    terrain: {label: 地形")
    assert ("unknown-field", "area") in watcher.words(FACTS)


def test_a_failing_case_is_underlined_at_its_name(watcher: Watcher) -> None:
    """A case that does not come out as expected is told with what differs; wrong facts of a case at their word."""
    watcher.change(CASES, "expect: fail", "expect: pass", cases=True)
    assert ("case-differs", "低于标准") in watcher.words(CASES)
    assert "预期 pass" in next(item.message for item in watcher.shown[CASES] if item.code == "case-differs")
    watcher.change(CASES, "expect: pass", "expect: fail", cases=True)
    assert ("case-differs", "低于标准") not in watcher.words(CASES)
    watcher.change(CASES, "area: 山区", "area: 山地", cases=True)
    assert ("not-a-choice", "山地") in watcher.words(CASES)


def test_closed_packs_are_cleared(watcher: Watcher) -> None:
    """When the last file of a pack is closed nothing of it is shown any more."""
    watcher.change(RULE, "< 合格率下限", "< 合格下限")
    desk = watcher.editor.desk
    desk.drop(watcher.editor.path(RULE))
    assert open_subjects(desk) == set()
    cleared = watcher.board.keep(set())
    assert watcher.editor.path(RULE) in cleared
    assert not any(cleared.values())


def test_what_is_looked_at_together(editor: Editor) -> None:
    """A rule belongs to its pack, a facts file to its folder, and a stray file to nothing."""
    (editor.folder / "notes.yaml").write_text("a: 1\n", "utf-8")
    assert subject_of(editor.desk, editor.path(RULE)) == Subject(editor.path("rules/roads-2024"))
    facts = Subject(editor.path("rules/roads-2024"), editor.path("facts/one"))
    assert subject_of(editor.desk, editor.path(FACTS)) == facts
    assert subject_of(editor.desk, editor.path("notes.yaml")) is None
    assert subject_of(editor.desk, editor.path("rules/roads-2024/CHANGELOG.md")) is None
