"""What lint found, in SARIF 2.1.0, with the edits that repair it where there are any; knows nothing about checks."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from checker import __version__
from checker.lint import CATALOGUE
from checker.messages import current_language
from checker.report.addresses import file_uri
from checker.report.lint_json import page_of
from checker.report.sarif import LANGUAGES, fingerprint, location, log_text

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from checker.edit.file_edit import FileEdit
    from checker.lint import Check, LintFinding, LintSeverity

_LEVELS: Final[dict[LintSeverity, str]] = {"error": "error", "warning": "warning", "info": "note"}


def render_lint_sarif(packs: Sequence[str], findings: Sequence[LintFinding]) -> str:
    """Return the findings in ``packs`` as JSON text with a final line break; the same findings give the same bytes."""
    rules = [_rule(check) for check in CATALOGUE.values()]
    index = {name: position for position, name in enumerate(CATALOGUE)}
    return log_text(
        {
            "tool": {"driver": {"name": "checker", "semanticVersion": __version__, "rules": rules}},
            "invocations": [{"executionSuccessful": True}],
            "automationDetails": {"id": f"lint/{'+'.join(packs)}"},
            "language": LANGUAGES[current_language()],
            "columnKind": "unicodeCodePoints",
            "results": [_result(finding, index[finding.id]) for finding in findings],
        }
    )


def _rule(check: Check) -> dict[str, Any]:
    return {
        "id": check.id,
        "name": str(check.title),
        "shortDescription": {"text": str(check.title)},
        "help": {"text": page_of(check.id)},
        "defaultConfiguration": {"level": _LEVELS[check.severity]},
    }


def _result(finding: LintFinding, index: int) -> dict[str, Any]:
    text = str(finding.what) if finding.hint is None else f"{finding.what}\n{finding.hint}"
    data: dict[str, Any] = {
        "ruleId": finding.id,
        "ruleIndex": index,
        "kind": "fail",
        "level": _LEVELS[finding.severity],
        "message": {"text": text},
        "locations": [location(finding.place)],
        "partialFingerprints": fingerprint(finding.id, finding.place.file, str(finding.what)),
    }
    if finding.fixes:
        data["fixes"] = [_fix(finding, finding.fixes)]
    return data


def _fix(finding: LintFinding, edits: Iterable[FileEdit]) -> dict[str, Any]:
    changes = [
        {
            "artifactLocation": {"uri": file_uri(edit.file)},
            "replacements": [
                {
                    "deletedRegion": {"charOffset": edit.start, "charLength": edit.end - edit.start},
                    "insertedContent": {"text": edit.new},
                }
            ],
        }
        for edit in edits
    ]
    return {"description": {"text": str(finding.hint or finding.what)}, "artifactChanges": changes}
