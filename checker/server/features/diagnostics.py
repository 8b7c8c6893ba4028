"""Turns what is wrong or poor in a pack, or in facts, into the diagnostics an editor shows, file by file."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING, Final

from lsprotocol.types import CodeDescription, Diagnostic, DiagnosticSeverity, Range

import checker
from checker.messages import tr
from checker.server.case_runs import CaseFailure
from checker.server.page import Page
from checker.server.roles import Role
from checker.server.text import SourceText
from checker.source import full_path

if TYPE_CHECKING:
    from collections.abc import Iterable

    from checker.lint import LintFinding
    from checker.server.desk import Desk
    from checker.server.view import PackView
    from checker.source import Place, Problem

SOURCE: Final = "checker"
LINT: Final = "lint"
TEST: Final = "test"
_LEVELS: Final = {
    "error": DiagnosticSeverity.Error,
    "warning": DiagnosticSeverity.Warning,
    "info": DiagnosticSeverity.Information,
}
_WORD: Final = re.compile(r"`[^`\n]*`|[\w%％.-]+|[<>=!]=?|\S")
_PIECE: Final = re.compile(r"`[^`\n]*`|\d[\w.%％-]*|\w+|[<>=!]=?|\S")
_IN_PIECES: Final = frozenset({Role.EXPRESSION, Role.MESSAGE, Role.TEMPLATE})
_PAGES: Final = Path(checker.__file__).parent.parent / "docs" / "reference"
_PACK_PAGE: Final = "pack-format.md"
_FACTS_PAGE: Final = "facts-format.md"
_EXPRESSIONS_PAGE: Final = "expressions.md"
_OF_EXPRESSIONS: Final = frozenset(
    {"syntax", "empty-expression", "unknown-name", "unknown-field", "unknown-function", "unknown-type", "wrong-kind",
     "wrong-arguments", "ambiguous-name", "many-facts", "no-range", "keyed-parameter", "not-a-choice", "not-ordered",
     "unit-mismatch"}
)  # fmt: skip


def of_pack(view: PackView, desk: Desk) -> dict[Path, list[Diagnostic]]:
    """Return the diagnostics of every file of a pack, and of the packs it extends, that something was found in."""
    found: dict[Path, list[Diagnostic]] = {}
    for problem in view.problems:
        path = _file_of(problem.place, view.folder)
        found.setdefault(path, []).append(of_problem(problem, desk, path))
    for finding in view.findings:
        path = _file_of(finding.place, view.folder)
        found.setdefault(path, []).append(of_finding(finding, desk, path))
    return found


def of_facts(problems: Iterable[Problem], desk: Desk) -> dict[Path, list[Diagnostic]]:
    """Return the diagnostics of what is wrong in facts, file by file."""
    found: dict[Path, list[Diagnostic]] = {}
    for problem in dict.fromkeys(problems):
        path = full_path(Path(problem.place.file))
        found.setdefault(path, []).append(of_problem(problem, desk, path, page=_FACTS_PAGE))
    return found


def of_cases(failures: Iterable[CaseFailure | Problem], desk: Desk) -> dict[Path, list[Diagnostic]]:
    """Return the diagnostics of cases that do not come out as expected, at their names, and of facts that are wrong."""
    found: dict[Path, list[Diagnostic]] = {}
    for failure in failures:
        path = full_path(Path(failure.place.file))
        if isinstance(failure, CaseFailure):
            diagnostic = _of_case(failure, desk, path)
        else:
            diagnostic = of_problem(failure, desk, path, page=_FACTS_PAGE)
        found.setdefault(path, []).append(diagnostic)
    return found


def _of_case(failure: CaseFailure, desk: Desk, path: Path) -> Diagnostic:
    text = tr("用例“{name}”与预期不符", name=failure.case)
    return Diagnostic(
        range=range_of(failure.place, desk, path),
        message="\n".join([text, *map(str, failure.differences)]),
        severity=DiagnosticSeverity.Error,
        code="case-differs",
        code_description=_described(_PACK_PAGE),
        source=f"{SOURCE} {TEST}",
    )


def _file_of(place: Place, folder: Path) -> Path:
    """Return the file a problem is shown in: for one about a folder, its ``pack.yaml``, there or not."""
    path = full_path(Path(place.file))
    return path / "pack.yaml" if path == folder else path


def of_problem(problem: Problem, desk: Desk, path: Path, page: str = _PACK_PAGE) -> Diagnostic:
    """Return a problem as a diagnostic; the hint stands on a line of its own."""
    of_expression = problem.code in _OF_EXPRESSIONS and page == _PACK_PAGE
    return Diagnostic(
        range=range_of(problem.place, desk, path),
        message=_text(str(problem.what), problem.hint),
        severity=_LEVELS[problem.severity],
        code=problem.code,
        code_description=_described(_EXPRESSIONS_PAGE if of_expression else page),
        source=SOURCE,
    )


def of_finding(finding: LintFinding, desk: Desk, path: Path) -> Diagnostic:
    """Return what lint found as a diagnostic that leads to the page about it."""
    return Diagnostic(
        range=range_of(finding.place, desk, path),
        message=_text(str(finding.what), finding.hint),
        severity=_LEVELS[finding.severity],
        code=finding.id,
        code_description=_described("lint.md", finding.id),
        source=f"{SOURCE} {LINT}",
    )


def _text(what: str, hint: object) -> str:
    return f"{what}\n{hint}" if hint else what


def _described(page: str, anchor: str = "") -> CodeDescription | None:
    """Return the address of a page of the documentation where it lies beside the program."""
    path = _PAGES / page
    if not path.is_file():
        return None
    return CodeDescription(path.as_uri() + (f"#{anchor}" if anchor else ""))


def range_of(place: Place, desk: Desk, path: Path) -> Range:
    """Return the stretch to underline: the word at a place, the whole of a name or short value, or the first line."""
    page = desk.page(path)
    source = page.source if page else SourceText(desk.text(path) or "", desk.encoding)
    if not place.line or not source.text:
        return source.range(*source.line_bounds(0))
    offset = source.at_place(place)
    return source.range(*stretch_at(page, source, offset))


def stretch_at(page: Page | None, source: SourceText, offset: int) -> tuple[int, int]:
    """Return where the word at a place begins and ends; at the end of a line, the word before it."""
    spot = page.spot(offset) if page else None
    if spot is not None and spot.on_name and spot.entry.key is not None:
        return spot.entry.key
    first, last = source.line_bounds(source.line_of(offset))
    if spot is not None and spot.entry.start == offset < spot.entry.end and spot.role not in _IN_PIECES:
        return offset, min(spot.entry.end, last)
    pattern = _PIECE if spot is not None and spot.role in _IN_PIECES else _WORD
    words = [found.span() for found in pattern.finditer(source.text, first, last)]
    at = next(((start, end) for start, end in words if start <= offset < end), None)
    before = next(((start, end) for start, end in reversed(words) if end <= offset), (first, last))
    return at or before
