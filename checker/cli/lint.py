"""``checker rules lint``: says what is poor in packs, and mends in the files what can be mended safely."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from checker.cli.output import console, emit
from checker.cli.packs import sound_packs
from checker.cli.words import day, one_of
from checker.result import ExitCode

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import date

    from checker.edit.file_edit import FileEdit
    from checker.lint import LintFinding
    from checker.pack import Pack

FORMATS: Final = ("text", "json", "sarif", "github")
_MOST_ROUNDS: Final = 5
"""Taking one thing away can leave another idle; more rounds than this are never needed."""


def run_lint(packs: list[str], *, format_: str, output: str, fix: bool, fail_on: str, reviewed_since: str) -> int:
    """Show what is poor in ``packs`` (all below ./rules when none is named) and return the exit code.

    With ``fix`` the files are mended first, all or none, and what is left is shown.
    """
    from checker.lint import SEVERITIES  # noqa: PLC0415 - help starts fast

    one_of("--format", format_, FORMATS)
    one_of("--fail-on", fail_on, SEVERITIES)
    since = day("--reviewed-since", reviewed_since)
    loaded = sound_packs(packs)
    findings, fixed = _linted(loaded, since), 0
    for _ in range(_MOST_ROUNDS if fix else 0):
        edits = _apart(edit for finding in findings for edit in finding.fixes)
        if not edits:
            break
        _mend(edits, loaded)
        fixed += len(edits)
        loaded = sound_packs(packs)
        findings = _linted(loaded, since)
    _show([pack.id for pack in loaded], findings, fixed, format_, output)
    level = next(severity for severity in SEVERITIES if severity == fail_on)
    return ExitCode.FINDINGS if any(finding.reaches(level) for finding in findings) else ExitCode.CLEAN


def _linted(packs: Iterable[Pack], since: date | None) -> list[LintFinding]:
    from checker.lint import lint_pack  # noqa: PLC0415

    return [finding for pack in packs for finding in lint_pack(pack, reviewed_since=since)]


def _apart(edits: Iterable[FileEdit]) -> list[FileEdit]:
    """Return the edits that do not touch each other; the others wait for the next round."""
    taken: list[FileEdit] = []
    for edit in sorted(set(edits)):
        last = taken[-1] if taken else None
        if last is None or last.file != edit.file or last.end < edit.start:
            taken.append(edit)
    return taken


def _mend(edits: Sequence[FileEdit], packs: Iterable[Pack]) -> None:
    from checker.edit.file_edit import write_edits  # noqa: PLC0415
    from checker.lint import pack_texts  # noqa: PLC0415

    texts = {name: text for pack in packs for name, text in pack_texts(pack).items()}
    write_edits(edits, texts)


def _show(packs: Sequence[str], findings: Sequence[LintFinding], fixed: int, format_: str, output: str) -> None:
    from checker.report.lint_github import render_lint_github  # noqa: PLC0415
    from checker.report.lint_json import render_lint_json  # noqa: PLC0415
    from checker.report.lint_sarif import render_lint_sarif  # noqa: PLC0415
    from checker.report.terminal.lint import print_lint  # noqa: PLC0415

    if format_ == "text":
        with console(output) as screen:
            print_lint(packs, findings, fixed, screen)
    elif format_ == "json":
        emit(render_lint_json(packs, findings), output)
    elif format_ == "sarif":
        emit(render_lint_sarif(packs, findings), output)
    else:
        emit(render_lint_github(findings), output)
