"""Turns a wish to repair, rename or tidy into edits of the files concerned."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Final

from lsprotocol.types import (
    CodeAction,
    CodeActionKind,
    Diagnostic,
    OptionalVersionedTextDocumentIdentifier,
    Position,
    PrepareRenamePlaceholder,
    Range,
    RenameFile,
    TextDocumentEdit,
    TextEdit,
    WorkspaceEdit,
)

from checker.edit.canonical import canonical
from checker.edit.rename import renaming
from checker.expr.grammar import quote_name
from checker.messages import message, tr
from checker.pack.files import shown_name
from checker.server.definitions import definition_of
from checker.server.features.diagnostics import of_finding, of_problem
from checker.server.mentions import label_target, mention_at
from checker.server.roles import SPOKEN, Role
from checker.server.shapes import FileKind
from checker.server.text import SourceText, as_read
from checker.source import CheckerError, InputError, Problems, UsageFault, full_path

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from checker.edit.file_edit import FileEdit
    from checker.lint import LintFinding
    from checker.pack import Pack
    from checker.server.desk import Desk
    from checker.server.mentions import Target
    from checker.server.page import Page
    from checker.source import Problem

_WAYS: Final = {
    Role.FACT_TYPE: "vocabulary",
    Role.PARAMETER: "parameters",
    Role.RULE: "rules",
    Role.PROBLEM: "problems",
    Role.DOCUMENT: "documents",
    Role.INDICATOR: "indicators",
    Role.SHARED: "shared",
}
"""What a name is told apart by when another thing has it too."""


def tidied(desk: Desk, path: Path) -> list[TextEdit]:
    """Return the edit that brings a file into its canonical form; none when it has it, or cannot be read."""
    page = desk.page(path)
    if page is None or page.kind is FileKind.FACTS:
        return []
    try:
        written = canonical(page.text, shown_name(page.path))
    except CheckerError:
        return []
    return [] if written == page.text else [TextEdit(page.source.range(0, len(page.text)), written)]


def renameable(desk: Desk, path: Path, position: Position) -> PrepareRenamePlaceholder | None:
    """Return the word at a position when it is the name of something that can be called otherwise."""
    found = _named(desk, path, position)
    return None if found is None else PrepareRenamePlaceholder(found[2], found[3])


def _named(desk: Desk, path: Path, position: Position) -> tuple[Target, Path, Range, str] | None:
    """Return what is named at a position, the folder of the pack that defines it, and the word that names it."""
    page = desk.page(path)
    pack = desk.pack(page) if page else None
    spot = page.spot(page.source.offset(position)) if page else None
    if page is None or pack is None or spot is None:
        return None
    mention = mention_at(spot, pack)
    target = (mention.target if mention else None) or label_target(spot)
    folder = _home(desk, target, pack) if target else None
    if target is None or folder is None:
        return None
    start, end = (mention.start, mention.end) if mention else spot.content.bounds(0, len(spot.content.value))
    return target, folder, page.source.range(start, end), page.text[start:end].strip("`")


def _home(desk: Desk, target: Target, pack: Pack) -> Path | None:
    place = definition_of(target, pack)
    return None if place is None else desk.folder_of(full_path(Path(place.file)))


def renamed_everywhere(
    desk: Desk, path: Path, position: Position, new: str, *, moves: bool, whole: bool = True
) -> WorkspaceEdit | None:
    """Return the edits that call the thing at a position ``new``, in its pack and those beside it that extend it.

    ``moves`` says that the editor can rename files, ``whole`` that it takes edits as changes of documents. Raises
    ``InputError`` with what stands in the way, and ``UsageFault`` when files have to be saved first.
    """
    found = _named(desk, path, position)
    if found is None:
        return None
    target, folder, _, written = found
    problems = Problems()
    old = f"{target.owner}.{written}" if target.role is Role.FIELD else f"{_WAYS[target.role]}/{written}"
    renamed = renaming(folder, old, new, problems)
    if renamed is None:
        raise InputError(problems.found)
    unsaved = [name for name, text in renamed.texts.items() if desk.text(full_path(Path(name))) != as_read(text)]
    if unsaved:
        raise UsageFault(message("先保存再改名：{files}", files="、".join(sorted(unsaved))))
    if renamed.moves and not moves:
        what = message(
            "这个编辑器不能改文件名；用 checker rules rename {pack} {old} {new}", pack=folder.name, old=old, new=new
        )
        raise UsageFault(what)
    return workspace_edit(desk, renamed.edits, renamed.moves, whole=whole)


def workspace_edit(
    desk: Desk, edits: Iterable[FileEdit], moves: Iterable[tuple[str, str]] = (), *, whole: bool = True
) -> WorkspaceEdit:
    """Return edits of files, and files that get other names, as an editor makes them."""
    by_file: dict[Path, list[TextEdit]] = {}
    for edit in edits:
        path = full_path(Path(edit.file))
        source = SourceText(desk.text(path) or "", desk.encoding)
        by_file.setdefault(path, []).append(TextEdit(source.range(edit.start, edit.end), edit.new))
    if not whole:
        return WorkspaceEdit(changes={path.as_uri(): found for path, found in by_file.items()})
    changes: list[TextDocumentEdit | RenameFile] = [
        TextDocumentEdit(OptionalVersionedTextDocumentIdentifier(path.as_uri()), list(found))
        for path, found in by_file.items()
    ]
    changes += [RenameFile(full_path(Path(old)).as_uri(), full_path(Path(new)).as_uri()) for old, new in moves]
    return WorkspaceEdit(document_changes=changes)


def actions(desk: Desk, path: Path, range_: Range, *, whole: bool = True) -> list[CodeAction]:
    """Return what can be done about what was found in a stretch of a file: safe repairs, and words that were meant."""
    page = desk.page(path)
    if page is None or page.folder is None:
        return []
    view = desk.view(page.folder)
    found = []
    for finding in view.findings:
        if finding.fixes and _is_here(finding, page) and view.linted.get(page.path) == desk.texts.get(page.path):
            found.append((of_finding(finding, desk, page.path), tr("改正：{what}", what=finding.what), finding.fixes))
    repairs = [
        _action(title, diagnostic, workspace_edit(desk, fixes, whole=whole))
        for diagnostic, title, fixes in found
        if _overlap(diagnostic.range, range_)
    ]
    return [*repairs, *_meant(desk, page, view.problems, range_, whole=whole)]


def _is_here(found: LintFinding | Problem, page: Page) -> bool:
    return bool(found.place.line) and full_path(Path(found.place.file)) == page.path


def _meant(desk: Desk, page: Page, problems: Iterable[Problem], range_: Range, *, whole: bool) -> Iterator[CodeAction]:
    """Yield the replacement of a misspelt word by the one that was probably meant."""
    for problem in problems:
        near = dict(problem.hint.args).get("near") if problem.hint else None
        if near is None or not _is_here(problem, page):
            continue
        diagnostic = of_problem(problem, desk, page.path)
        if not _overlap(diagnostic.range, range_):
            continue
        spot = page.spot(page.source.offset(diagnostic.range.start))
        word = quote_name(str(near)) if spot is not None and spot.role in SPOKEN else str(near)
        edit = TextEdit(diagnostic.range, word)
        made = WorkspaceEdit(changes={page.path.as_uri(): [edit]})
        if whole:
            document = OptionalVersionedTextDocumentIdentifier(page.path.as_uri())
            made = WorkspaceEdit(document_changes=[TextDocumentEdit(document, [edit])])
        yield _action(tr("改成“{near}”", near=near), diagnostic, made)


def _action(title: str, diagnostic: Diagnostic, edit: WorkspaceEdit) -> CodeAction:
    return CodeAction(title, kind=CodeActionKind.QuickFix, diagnostics=[diagnostic], is_preferred=True, edit=edit)


def _overlap(one: Range, other: Range) -> bool:
    return (one.start.line, one.start.character) <= (other.end.line, other.end.character) and (
        other.start.line,
        other.start.character,
    ) <= (one.end.line, one.end.character)
