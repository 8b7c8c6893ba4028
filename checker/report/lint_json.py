"""What lint found, as JSON: one object per finding, in the order of files and lines; knows nothing about checks."""

from __future__ import annotations

import json
from collections import Counter
from typing import TYPE_CHECKING, Any, Final

from checker.lint import SEVERITIES

if TYPE_CHECKING:
    from collections.abc import Sequence

    from checker.lint import LintFinding

_FORMAT: Final = 1
PAGE: Final = "docs/reference/lint.md"
"""The page that explains every check, a section for each."""


def page_of(check: str) -> str:
    """Return where a check is explained."""
    return f"{PAGE}#{check}"


def render_lint_json(packs: Sequence[str], findings: Sequence[LintFinding]) -> str:
    """Return the findings in ``packs`` as JSON text with a final line break; the same findings give the same bytes."""
    counts = Counter(finding.severity for finding in findings)
    data = {
        "format": _FORMAT,
        "packs": list(packs),
        "counts": {severity: counts[severity] for severity in reversed(SEVERITIES)},
        "findings": [_finding(finding) for finding in findings],
    }
    return json.dumps(data, ensure_ascii=False, indent=2) + "\n"


def _finding(finding: LintFinding) -> dict[str, Any]:
    place = finding.place
    return {
        "id": finding.id,
        "severity": finding.severity,
        "file": place.file,
        "line": place.line,
        "column": place.column,
        "what": str(finding.what),
        "hint": None if finding.hint is None else str(finding.hint),
        "fixable": bool(finding.fixes),
        "docs": page_of(finding.id),
    }
