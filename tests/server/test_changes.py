"""Holds the edits that repair, rename and tidy."""

from __future__ import annotations

from pathlib import Path

import pytest
from lsprotocol.types import (
    OptionalVersionedTextDocumentIdentifier,
    Position,
    Range,
    RenameFile,
    TextDocumentEdit,
    TextEdit,
    WorkspaceEdit,
)

from checker.server.features.changes import actions, renameable, renamed_everywhere, tidied
from checker.server.text import SourceText
from checker.source import InputError, UsageFault
from tests.server.conftest import CASES, INDICATORS, PARENT, PROBLEMS, RULE, VOCABULARY, Editor


def applied(text: str, edits: list[TextEdit]) -> str:
    """Return a text with edits made, as an editor makes them."""
    source = SourceText(text)
    for edit in sorted(edits, key=lambda edit: (edit.range.start.line, edit.range.start.character), reverse=True):
        start, end = source.offset(edit.range.start), source.offset(edit.range.end)
        text = text[:start] + edit.new_text + text[end:]
    return text


def new_texts(editor: Editor, edit: WorkspaceEdit) -> dict[str, str]:
    """Return the new text of every file that an edit changes."""
    found = {}
    for change in edit.document_changes or []:
        if isinstance(change, TextDocumentEdit):
            path = Path(change.text_document.uri.removeprefix("file://"))
            edits = [item for item in change.edits if isinstance(item, TextEdit)]
            found[path.relative_to(editor.folder).as_posix()] = applied(editor.desk.text(path) or "", edits)
    return found


@pytest.mark.parametrize(
    ("name", "text", "word"),
    [
        (RULE, "when: 合¦格率", "合格率"),
        (RULE, "problem: l¦ow-rate", "low-rate"),
        (VOCABULARY, "pass¦_rate", "pass_rate"),
        (VOCABULARY, "label: 合¦格率", "合格率"),
        (PROBLEMS, "params.ra¦te_floor", "rate_floor"),
        (INDICATORS, "id: qual¦ity", "quality"),
        (RULE, "sev¦erity", None),
        (RULE, "title: 路¦段", None),
    ],
)
def test_what_can_be_renamed(editor: Editor, name: str, text: str, word: str | None) -> None:
    """The name of a thing of the pack can be changed where it stands; words of the format and titles cannot."""
    found = renameable(editor.desk, *editor.at(name, text))
    assert (found.placeholder if found else None) == word


def test_a_label_is_renamed_everywhere(editor: Editor) -> None:
    """A parameter of the parent pack gets its new label where it is defined and where both packs name it."""
    path, position = editor.at(RULE, "< 合格率¦下限")
    edit = renamed_everywhere(editor.desk, path, position, "合格率底线", moves=True)
    assert edit is not None
    texts = new_texts(editor, edit)
    assert texts.keys() == {PARENT, RULE}
    assert "label: 合格率底线" in texts[PARENT]
    assert "when: 合格率 < 合格率底线" in texts[RULE]
    assert "低于{合格率底线}" in texts[RULE]


def test_an_id_is_renamed_everywhere(editor: Editor) -> None:
    """A field gets its new id in the vocabulary, the template and the cases, while its label stays."""
    path, position = editor.at(VOCABULARY, "len¦gth:")
    edit = renamed_everywhere(editor.desk, path, position, "total_length", moves=True)
    assert edit is not None
    texts = new_texts(editor, edit)
    assert texts.keys() == {VOCABULARY, CASES}
    assert "missing: [total_length]" in texts[CASES]


def test_an_editor_without_document_changes_gets_plain_edits(editor: Editor) -> None:
    """An editor that knows no changes of documents gets edits by file."""
    path, position = editor.at(RULE, "problem: l¦ow-rate")
    edit = renamed_everywhere(editor.desk, path, position, "bad-rate", moves=False, whole=False)
    assert edit is not None
    assert edit.document_changes is None
    assert set(edit.changes or {}) == {editor.path(name).as_uri() for name in (RULE, PROBLEMS)}


def test_a_taken_name_is_refused(editor: Editor) -> None:
    """A name that another thing has is refused with the reason."""
    path, position = editor.at(RULE, "when: 合¦格率")
    with pytest.raises(InputError) as refused:
        renamed_everywhere(editor.desk, path, position, "里程", moves=True)
    assert "里程" in str(refused.value)


def test_unsaved_files_are_to_be_saved_first(editor: Editor) -> None:
    """While a file of the pack is not saved nothing is renamed, and the file is named."""
    editor.type(RULE, "severity: major", "severity: minor")
    path, position = editor.at(RULE, "when: 合¦格率")
    with pytest.raises(UsageFault, match=r"先保存再改名：rules/roads-2024/rules/rate-low\.yaml"):
        renamed_everywhere(editor.desk, path, position, "达标率", moves=True)


def test_a_rule_is_renamed_with_its_files(editor: Editor) -> None:
    """The id of a rule is the name of its files, which get their new names with the edits, where the editor can."""
    folder = editor.path("rules/roads-2024/tests/projects")
    folder.mkdir()
    case = "name: 一段\non: 2024-12-31\ngiven:\n  road: [{code: A1, area: 山区, passed: 8, length: 10}]\n"
    (folder / "one.yaml").write_text(case + "expect:\n  findings: {rate-low: 1}\n", "utf-8")
    name = "rules/roads-2024/tests/projects/one.yaml"
    path, position = editor.at(name, "{rate-¦low: 1}")
    edit = renamed_everywhere(editor.desk, path, position, "rate-bad", moves=True)
    assert edit is not None
    moved = [change for change in edit.document_changes or [] if isinstance(change, RenameFile)]
    assert {Path(change.new_uri).name for change in moved} == {"rate-bad.yaml"}
    assert len(moved) == 2
    assert "findings: {rate-bad: 1}" in new_texts(editor, edit)[name]
    with pytest.raises(UsageFault, match="checker rules rename roads-2024 rules/rate-low rate-bad"):
        renamed_everywhere(editor.desk, path, position, "rate-bad", moves=False)


def test_a_misspelt_word_is_replaced(editor: Editor) -> None:
    """For a word that was probably meant otherwise its replacement is offered, and makes the pack sound again."""
    path = editor.change(RULE, "< 合格率下限", "< 合格率下线")
    page = editor.desk.page(path)
    assert page is not None
    (found,) = actions(editor.desk, path, Range(Position(2, 14), Position(2, 14)))
    assert found.title == "改成“合格率下限”"
    assert found.edit is not None
    assert "when: 合格率 < 合格率下限\n" in new_texts(editor, found.edit)[RULE]
    assert actions(editor.desk, path, Range(Position(0, 0), Position(0, 1))) == []


def test_a_safe_repair_of_lint_is_offered(editor: Editor) -> None:
    """What lint can mend is offered where it was found: here the comment that silences nothing goes away."""
    comment = "# lint: ignore value-in-text 暂定\n"
    path = editor.change(RULE, "severity: major\n", f"{comment}severity: major\n")
    line = Range(Position(3, 0), Position(3, 0))
    found = [action for action in actions(editor.desk, path, line) if action.title.startswith("改正：")]
    assert len(found) == 1
    assert found[0].edit is not None
    assert comment not in new_texts(editor, found[0].edit)[RULE]
    editor.type(RULE, "title: ", "# 又改了\ntitle: ")
    assert not [action for action in actions(editor.desk, path, line) if action.title.startswith("改正：")]


def test_a_file_is_tidied(editor: Editor) -> None:
    """Formatting gives the canonical form as one edit, nothing for a file that has it, and leaves broken files be."""
    path = editor.type(RULE, "when: 合格率 < 合格率下限", "when:   合格率  <  合格率下限")
    (edit,) = tidied(editor.desk, path)
    assert "when: 合格率 < 合格率下限\n" in edit.new_text
    editor.desk.hold(path, edit.new_text)
    assert tidied(editor.desk, path) == []
    assert tidied(editor.desk, editor.type(RULE, "when: ", "when: [")) == []


def test_documents_are_named_without_versions(editor: Editor) -> None:
    """An edit names a document by its address alone, so that it fits whatever version the editor has."""
    path, position = editor.at(RULE, "problem: l¦ow-rate")
    edit = renamed_everywhere(editor.desk, path, position, "bad-rate", moves=True)
    assert edit is not None
    first = (edit.document_changes or [])[0]
    assert isinstance(first, TextDocumentEdit)
    assert first.text_document == OptionalVersionedTextDocumentIdentifier(first.text_document.uri)
