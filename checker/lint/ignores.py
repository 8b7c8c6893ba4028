"""Silences findings where a comment of the pack says so with a reason, and finds comments that do not do their work."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from checker.edit.file_edit import FileEdit
from checker.lint.registry import Check, Found
from checker.messages import message
from checker.source import Place, did_you_mean
from checker.source.directives import read_directives

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from checker.lint.finding import LintFinding
    from checker.lint.inspection import Inspection
    from checker.source import Document
    from checker.source.directives import Directive

_TOOL: Final = "lint"
Spoken = tuple[str, "Directive"]
"""A comment with the file it stands in."""


def spoken(documents: Mapping[str, Document]) -> Iterator[Spoken]:
    """Yield the comments that speak to lint, by file and line."""
    for name in sorted(documents):
        for directive in read_directives(documents[name].text):
            if directive.tool == _TOOL:
                yield name, directive


def silenced(findings: Iterable[LintFinding], comments: Sequence[Spoken]) -> tuple[list[LintFinding], set[Spoken]]:
    """Return the findings that no comment silences, and the comments that silenced one."""
    speaking = {(name, item.line, item.id): (name, item) for name, item in comments if item.id and item.reason}
    kept, used = [], set()
    for finding in findings:
        found = speaking.get((finding.place.file, finding.place.line, finding.id))
        if found is None:
            kept.append(finding)
        else:
            used.add(found)
    return kept, used


def without_reason(inspection: Inspection) -> Iterator[Found]:
    """Yield the comments that name no check or give no reason."""
    for name, item in spoken(inspection.documents):
        place = Place(name, item.written, item.column)
        if not item.id:
            hint = message("写成 # lint: ignore 检查的编号 理由")
            yield Found(place, message("没有写忽略哪一项检查，这条注释不起作用"), hint)
        elif not item.reason:
            hint = message("写成 # lint: ignore {id} 理由，说明为什么这里可以不改", id=item.id)
            yield Found(place, message("忽略“{id}”没有写理由，这条注释不起作用", id=item.id), hint)


def unknown_ids(known: Iterable[str], inspection: Inspection) -> Iterator[Found]:
    """Yield the comments that name a check there is not."""
    names = sorted(known)
    for name, item in spoken(inspection.documents):
        if item.id and item.id not in names:
            hint = did_you_mean(item.id, names) or message("检查的编号见 docs/reference/lint.md")
            place = Place(name, item.written, item.column)
            yield Found(place, message("没有编号为“{id}”的检查", id=item.id), hint)


def unused(comments: Iterable[Spoken], used: set[Spoken], documents: Mapping[str, Document]) -> Iterator[Found]:
    """Yield the comments that silence nothing, each with the edit that takes it away."""
    for name, item in comments:
        if item.id and item.reason and (name, item) not in used:
            what = message("这里没有“{id}”可忽略", id=item.id)
            place = Place(name, item.written, item.column)
            yield Found(place, what, message("删去这条注释"), (_removed(name, documents[name].text, item),))


def _removed(name: str, text: str, item: Directive) -> FileEdit:
    """Return the edit that takes a comment away: its whole line when nothing else stands there."""
    lines = text.split("\n")
    start = sum(len(line) + 1 for line in lines[: item.written - 1])
    line = lines[item.written - 1]
    before = line[: item.column - 1].rstrip()
    if before:
        return FileEdit(name, start + len(before), start + len(line.rstrip("\r")), "")
    return FileEdit(name, start, min(start + len(line) + 1, len(text)), "")


def nothing(_inspection: Inspection) -> Iterator[Found]:
    """Yield nothing: what silences nothing is known only once everything else was looked at."""
    yield from ()


WITHOUT_REASON: Final = Check("ignore-without-reason", "warning", message("忽略没有写理由"), without_reason)
UNUSED: Final = Check("unused-ignore", "warning", message("忽略的地方没有问题"), nothing)
