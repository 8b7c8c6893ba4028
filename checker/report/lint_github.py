"""What lint found, as the lines from which a code host's checks annotate the changed files; knows no checks."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterable

    from checker.lint import LintFinding, LintSeverity

_COMMANDS: Final[dict[LintSeverity, str]] = {"error": "error", "warning": "warning", "info": "notice"}
_IN_TEXT: Final = str.maketrans({"%": "%25", "\r": "%0D", "\n": "%0A"})
_IN_PROPERTY: Final = str.maketrans({"%": "%25", "\r": "%0D", "\n": "%0A", ":": "%3A", ",": "%2C"})


def render_lint_github(findings: Iterable[LintFinding]) -> str:
    """Return one line for each finding; no finding gives no line."""
    return "".join(f"{_line(finding)}\n" for finding in findings)


def _line(finding: LintFinding) -> str:
    place = finding.place
    properties = {"file": place.file, "line": str(place.line), "col": str(place.column), "title": finding.id}
    written = ",".join(f"{name}={value.translate(_IN_PROPERTY)}" for name, value in properties.items())
    text = str(finding.what) if finding.hint is None else f"{finding.what}\n{finding.hint}"
    return f"::{_COMMANDS[finding.severity]} {written}::{text.translate(_IN_TEXT)}"
