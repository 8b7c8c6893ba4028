"""Turns facts files into the same files in which only what changed is different: values first, then comments.

Knows nothing about workbooks. What was written is read again, and refused when it does not say what it should.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from checker.facts.shapes import DOCUMENTS, HEADER
from checker.facts.text.comment import comment_edits
from checker.facts.text.content import Content, rule_of
from checker.facts.text.files import TextFile, text_file
from checker.facts.text.gather import Names, gather_files
from checker.facts.text.match import same_content
from checker.facts.text.render import new_text
from checker.facts.text.tables import FileDraft, change_documents, change_header, change_table
from checker.messages import message
from checker.source import EngineFault
from checker.source.text.edits import Edit, apply_edits, change_children
from checker.source.text.spans import read_spans

if TYPE_CHECKING:
    from collections.abc import Sequence


def changed_files(files: Sequence[TextFile], now: Content, names: Names) -> tuple[TextFile, ...]:
    """Return the files as they have to be to say what ``now`` says; those in which nothing changed are the same bytes.

    Raises ``EngineFault`` when the change cannot be made by this program without touching something else.
    """
    files = tuple(files)
    before = gather_files(files, names)
    if same_content(before, now):
        return files
    files = _edited(files, _value_edits(files, before, now, names))
    for _ in range(2):  # a comment that was taken away can leave another one above the wrong thing
        after = gather_files(files, names)
        if same_content(after, now):
            return files
        files = _edited(files, comment_edits(files, after, now, names))
    if not same_content(gather_files(files, names), now):
        raise EngineFault(message("改写后的事实文件与工作簿不一致，没有写出任何文件"))
    return files


def new_file(name: str, now: Content, names: Names) -> TextFile:
    """Return one new file that says what ``now`` says, comments included."""
    return changed_files((_read_again(name, new_text(now, names)),), now, names)[0]


def _edited(files: tuple[TextFile, ...], edits: Sequence[Sequence[Edit]]) -> tuple[TextFile, ...]:
    changed = []
    for file, found in zip(files, edits, strict=True):
        again = _read_again(file.name, apply_edits(file.text, found))
        changed.append(file.with_text(again.text, again.root))
    return tuple(changed)


def _read_again(name: str, text: str) -> TextFile:
    file = text_file(name, text.encode())
    if file is None:
        raise EngineFault(message("改写后的事实文件读不了，没有写出任何文件"))
    return file


def _value_edits(files: Sequence[TextFile], before: Content, now: Content, names: Names) -> list[list[Edit]]:
    drafts = [FileDraft(number, file, read_spans(file.text), names) for number, file in enumerate(files)]
    main = drafts[_main(before)]
    change_header(drafts, main, before.table(HEADER.name), now.table(HEADER.name))
    change_documents(drafts, main, before.table(DOCUMENTS.name), now.table(DOCUMENTS.name))
    for name in dict.fromkeys((*before.tables, *_in_order(now, names))):
        if name not in {HEADER.name, DOCUMENTS.name}:
            change_table(drafts, main, rule_of(name, names.vocabulary), before.table(name), now.table(name))
    return [change_children(draft.text, draft.root, draft.changes) for draft in drafts]


def _in_order(now: Content, names: Names) -> list[str]:
    order = [*names.vocabulary.types]
    return sorted(now.tables, key=lambda name: order.index(name) if name in order else len(order))


def _main(before: Content) -> int:
    """Return the number of the file that new things are added to: the one that names pack or project."""
    return next((row.file for row in before.table(HEADER.name).rows), 0)
