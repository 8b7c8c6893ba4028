"""The result as OSCAL assessment results (JSON): rules are controls, checks are observations and findings.

Identifiers follow from the digests of facts and rules, and times from the day of the check: the same result gives the
same bytes. Knows nothing about files.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final
from uuid import UUID, uuid5

from checker.messages import tr
from checker.report.addresses import evidence_file_uri, file_uri, place_uri
from checker.report.json import number
from checker.report.words import basis_text, fact_name, listed, missing_text, named, outcome_word, parted, valued
from checker.result import Outcome

if TYPE_CHECKING:
    from collections.abc import Iterator

    from checker.result import CheckResult, Evidence, ReviewNote, RuleOutcome

OSCAL_VERSION: Final = "1.1.3"
_SPACE: Final = UUID("5e0ac2f4-9d0b-5f0e-8a53-2f5d3c7f6b11")
"""The space of identifiers of this program; made once."""
_NAMES: Final = "https://jixiao-checker.example/ns/oscal"
"""The namespace of properties that are not OSCAL's own; nothing stands at that address."""
_STATES: Final = {
    Outcome.FAIL: ("not-satisfied", "fail"),
    Outcome.PASS: ("satisfied", "pass"),
    Outcome.UNKNOWN: ("not-satisfied", "other"),
    Outcome.WAIVED: ("not-satisfied", "other"),
    Outcome.NOT_APPLICABLE: ("satisfied", "other"),
}


def render_oscal(result: CheckResult) -> str:
    """Return ``result`` as JSON text with a final line break; the same result gives the same bytes."""
    return json.dumps({"assessment-results": _Document(result).data()}, ensure_ascii=False, indent=2) + "\n"


@dataclass(frozen=True, slots=True)
class _Document:
    result: CheckResult

    def data(self) -> dict[str, Any]:
        header = self.result.header
        title = _line(tr("绩效评价检查结果：{title}", title=header.title or header.facts))
        return {
            "uuid": self._uuid("document"),
            "metadata": {
                "title": title,
                "last-modified": self._time,
                "version": header.as_of.isoformat(),
                "oscal-version": OSCAL_VERSION,
                "props": [
                    *_props({"tool-version": header.tool_version, "engine": header.engine}),
                    *_props({"facts-sha256": header.facts_digest, "pack-sha256": header.pack_digest}),
                ],
            },
            "import-ap": {"href": f"#{self._uuid('plan')}"},
            "results": [self._results(title)],
            "back-matter": {"resources": [self._plan()]},
        }

    @property
    def _time(self) -> str:
        return f"{self.result.header.as_of.isoformat()}T00:00:00+08:00"

    def _uuid(self, *parts: str) -> str:
        """Return the identifier of a part: another for other facts, other rules or another day."""
        header = self.result.header
        whole = (header.facts_digest, header.pack_digest, header.as_of.isoformat(), *parts)
        return str(uuid5(_SPACE, "\0".join(whole).encode("utf-8", "replace").decode()))

    def _plan(self) -> dict[str, Any]:
        """The rule pack: what was to be checked."""
        header = self.result.header
        return {
            "uuid": self._uuid("plan"),
            "title": _line(f"{header.pack_title} {header.pack_version}"),
            "description": tr("检查所用的规则包；每条规则是一个控制项。"),
            "rlinks": [
                {
                    "href": file_uri(f"rules/{header.pack}"),
                    "hashes": [{"algorithm": "SHA-256", "value": header.pack_digest}],
                }
            ],
        }

    def _results(self, title: str) -> dict[str, Any]:
        result = self.result
        rules = dict.fromkeys(outcome.rule for outcome in result.outcomes)
        found = {
            "uuid": self._uuid("result"),
            "title": title,
            "description": tr("按规则包逐项检查事实；得分、等级见属性。"),
            "start": self._time,
            "end": self._time,
            "props": _props(
                {"score": _number(result.score), "full-score": _number(result.full_score), "grade": result.grade or ""}
            ),
            "reviewed-controls": {"control-selections": [_selection(list(rules))]},
        }
        observations = [*map(self._observation, result.outcomes), *map(self._review, result.review_notes)]
        findings = [self._finding(outcome) for outcome in result.outcomes if outcome.concerns == "project"]
        return found | {
            name: items for name, items in (("observations", observations), ("findings", findings)) if items
        }

    def _observation(self, outcome: RuleOutcome) -> dict[str, Any]:
        data = {
            "uuid": self._uuid("observation", outcome.id),
            "title": _line(outcome.title),
            "description": parted([outcome.message, *_missing(outcome), *outcome.stale]),
            "props": _props({"outcome": outcome.outcome.value, "concerns": outcome.concerns, "key": outcome.key}),
            "methods": ["EXAMINE"],
            "types": ["finding" if outcome.outcome is Outcome.FAIL else "control-objective"],
        }
        if evidence := list(_evidence(outcome, self.result.header.facts)):
            data["relevant-evidence"] = evidence
        return data | {"collected": self._time}

    def _review(self, note: ReviewNote) -> dict[str, Any]:
        data = {
            "uuid": self._uuid("review", note.id, note.text, *map(str, note.places)),
            "title": _line(note.title),
            "description": note.text,
            "props": _props({"review-note": note.id}),
            "methods": ["EXAMINE"],
            "types": ["discovery"],
        }
        if places := list(dict.fromkeys(note.places)):
            data["relevant-evidence"] = [{"href": place_uri(place), "description": str(place)} for place in places]
        return data | {"collected": self._time}

    def _finding(self, outcome: RuleOutcome) -> dict[str, Any]:
        state, reason = _STATES[outcome.outcome]
        basis = (named(tr("依据"), basis_text(ref)) for ref in outcome.basis)
        status = {"state": state, "reason": reason, "remarks": parted([outcome_word(outcome.outcome), outcome.note])}
        target = {"type": "objective-id", "target-id": outcome.rule, "title": _line(outcome.title), "status": status}
        if outcome.outcome is Outcome.NOT_APPLICABLE:
            target["implementation-status"] = {"state": "not-applicable"}
        props = {
            "outcome": outcome.outcome.value, "severity": outcome.severity, "key": outcome.key,
            "indicator": outcome.indicator or "", "problem": outcome.problem or "",
            "deduction": _number(outcome.deduction),
        }  # fmt: skip
        return {
            "uuid": self._uuid("finding", outcome.id),
            "title": _line(f"{outcome.title} {outcome.key}"),
            "description": parted([outcome.message, *basis]),
            "props": _props(props),
            "target": target,
            "related-observations": [{"observation-uuid": self._uuid("observation", outcome.id)}],
        }


def _selection(rules: list[str]) -> dict[str, Any]:
    return {"include-controls": [{"control-id": rule} for rule in rules]} if rules else {"include-all": {}}


def _evidence(outcome: RuleOutcome, facts: str) -> Iterator[dict[str, Any]]:
    """Yield each value with the place where it is written, then each evidence file."""
    files: dict[str, Evidence] = {}
    for item in outcome.evidence:
        source = f"《{item.title}》" if item.document else ""
        text = parted([f"{fact_name(item)} {valued(item)}", source])
        yield {"description": text} if item.place is None else {"href": place_uri(item.place), "description": text}
        if item.file:
            files.setdefault(item.file, item)
    for file, item in files.items():
        yield {"href": evidence_file_uri(item, facts), "description": tr("证据文件“{file}”", file=file)}


def _missing(outcome: RuleOutcome) -> Iterator[str]:
    if outcome.missing:
        yield named(tr("还缺"), listed(map(missing_text, outcome.missing)))


def _number(amount: Any) -> str:
    """Return a number as exact text, one within bounds by its ends."""
    written = number(amount)
    return f"{written['low'] or ''}~{written['high'] or ''}" if isinstance(written, dict) else written or ""


def _props(values: dict[str, str]) -> list[dict[str, str]]:
    """Return the properties that have a value; they are names of this program, not of OSCAL."""
    lines = {name: _line(value) for name, value in values.items()}
    return [{"name": name, "ns": _NAMES, "value": value} for name, value in lines.items() if value]


def _line(text: str) -> str:
    """Return ``text`` in one line without blanks around it."""
    return " ".join(text.split())
