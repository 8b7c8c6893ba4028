"""The result in SARIF 2.1.0, the form in which code hosts and editors show findings at their places.

Every check is a result: ``kind`` says what it came to, ``level`` how severe a finding is. Knows nothing about files.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, Final

from checker.messages import current_language, tr
from checker.report.addresses import file_uri, places_of
from checker.report.json import number
from checker.report.words import basis_text, listed, missing_text, named, parted
from checker.result import Outcome
from checker.source import digest_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from checker.result import CheckResult, ReviewNote, RuleOutcome
    from checker.source import Place

_SCHEMA: Final = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
_LEVELS: Final = {"critical": "error", "major": "error", "minor": "warning", "info": "note"}
_KINDS: Final = {
    Outcome.FAIL: "fail",
    Outcome.WAIVED: "fail",
    Outcome.PASS: "pass",
    Outcome.UNKNOWN: "open",
    Outcome.NOT_APPLICABLE: "notApplicable",
}
LANGUAGES: Final = {"zh": "zh-CN", "en": "en-US"}
"""The names SARIF has for the languages."""


def render_sarif(result: CheckResult) -> str:
    """Return ``result`` as JSON text with a final line break; the same result gives the same bytes."""
    return log_text(_run(result))


def log_text(run: dict[str, Any]) -> str:
    """Return a log with one run as JSON text with a final line break."""
    return json.dumps({"$schema": _SCHEMA, "version": "2.1.0", "runs": [run]}, ensure_ascii=False, indent=2) + "\n"


def _run(result: CheckResult) -> dict[str, Any]:
    header = result.header
    shown = [outcome for outcome in result.outcomes if not _told_by_note(outcome)]
    rules = _rules(result)
    index = {rule["id"]: position for position, rule in enumerate(rules)}
    driver = {"name": "checker", "semanticVersion": header.tool_version, "rules": rules}
    return {
        "tool": {"driver": driver},
        "invocations": [{"executionSuccessful": True}],
        "automationDetails": {"id": f"{header.pack}/{header.as_of.isoformat()}"},
        "language": LANGUAGES[current_language()],
        "columnKind": "unicodeCodePoints",
        "results": [
            *(_result(outcome, index[outcome.rule]) for outcome in shown),
            *(_review(note, index[note.id]) for note in result.review_notes),
        ],
        "properties": _properties(result),
    }


def _told_by_note(outcome: RuleOutcome) -> bool:
    """What a rule on the evaluation found is a review note, and is told there."""
    return outcome.concerns == "evaluation" and outcome.outcome is Outcome.FAIL


def _properties(result: CheckResult) -> dict[str, Any]:
    header = result.header
    return {
        "project": header.title, "facts": header.facts, "factsDigest": header.facts_digest, "pack": header.pack,
        "packVersion": header.pack_version, "packDigest": header.pack_digest, "asOf": header.as_of.isoformat(),
        "score": number(result.score), "fullScore": number(result.full_score), "grades": list(result.grades),
    }  # fmt: skip


def _rules(result: CheckResult) -> list[dict[str, Any]]:
    """Return every rule that was decided, then the checks that the checker makes itself and that found something."""
    found: dict[str, dict[str, Any]] = {}
    for outcome in result.outcomes:
        found.setdefault(outcome.rule, _rule(outcome))
    for note in result.review_notes:
        own = {"id": note.id, "name": note.title, "shortDescription": {"text": note.title}}
        found.setdefault(note.id, own | {"defaultConfiguration": {"level": "none"}})
    return list(found.values())


def _rule(outcome: RuleOutcome) -> dict[str, Any]:
    basis = [named(tr("依据"), basis_text(ref)) + (f"\n{ref.quote}" if ref.quote else "") for ref in outcome.basis]
    level = _LEVELS[outcome.severity] if outcome.concerns == "project" else "none"
    return {
        "id": outcome.rule,
        "name": outcome.title,
        "shortDescription": {"text": outcome.title},
        "help": {"text": "\n".join(basis) or tr("没有写明依据")},
        "defaultConfiguration": {"level": level},
        "properties": {"severity": outcome.severity, "concerns": outcome.concerns},
    }


def _result(outcome: RuleOutcome, index: int) -> dict[str, Any]:
    kind = _KINDS[outcome.outcome]
    text = outcome.message
    if outcome.missing:
        text = parted([text, named(tr("还缺"), listed(map(missing_text, outcome.missing)))])
    data = {
        "ruleId": outcome.rule,
        "ruleIndex": index,
        "kind": kind,
        "level": _LEVELS[outcome.severity] if kind == "fail" else "none",
        "message": {"text": parted([text, *outcome.stale])},
        **_locations(places_of(outcome.evidence)),
        "partialFingerprints": fingerprint(outcome.rule, outcome.key),
        "properties": {
            "key": outcome.key, "severity": outcome.severity, "indicator": outcome.indicator,
            "problem": outcome.problem, "deduction": number(outcome.deduction), "stale": list(outcome.stale),
        },
    }  # fmt: skip
    if outcome.outcome is Outcome.WAIVED:
        data["suppressions"] = [{"kind": "external", "justification": outcome.note}]
    return data


def _review(note: ReviewNote, index: int) -> dict[str, Any]:
    return {
        "ruleId": note.id,
        "ruleIndex": index,
        "kind": "review",
        "level": "none",
        "message": {"text": note.text},
        **_locations(list(dict.fromkeys(note.places))),
        "partialFingerprints": fingerprint(note.id, note.text),
    }


def fingerprint(*parts: str) -> dict[str, str]:
    """Return what stays the same for a check from one run to the next, wherever its facts are written."""
    return {"check/v1": digest_of("\0".join(parts).encode(errors="surrogatepass"))}


def _locations(places: Sequence[Place]) -> dict[str, Any]:
    """Return the first place as that of the result, and the others as related to it."""
    found: dict[str, Any] = {"locations": list(map(location, places[:1]))}
    if places[1:]:
        found["relatedLocations"] = _numbered(places[1:])
    return found


def _numbered(places: Iterable[Place]) -> list[dict[str, Any]]:
    return [{"id": number, **location(place)} for number, place in enumerate(places, start=1)]


def location(place: Place) -> dict[str, Any]:
    """Return a place as SARIF says it."""
    physical: dict[str, Any] = {"artifactLocation": {"uri": file_uri(place.file)}}
    if place.line:
        physical["region"] = {"startLine": place.line, "startColumn": max(place.column, 1)}
    location: dict[str, Any] = {"physicalLocation": physical}
    if place.cell:
        qualified = f"{place.sheet}!{place.cell}"
        location["logicalLocations"] = [{"name": place.cell, "fullyQualifiedName": qualified}]
    return location
