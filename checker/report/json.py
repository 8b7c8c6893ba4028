"""The result as JSON: versioned keys that other programs rely on, exact numbers as decimal text.

An exact number is text such as ``"93.07"`` (or ``"1/3"`` when it has no finite decimal form); one known within bounds
is ``{"low": …, "high": …}`` with null for a missing end. The published schema is ``checker/schema/result.schema.json``.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, Final

from checker.values import Amount, Interval, decimal_text
from checker.values.amounts import Unknown, subtract

if TYPE_CHECKING:
    from fractions import Fraction

    from checker.result import BasisRef, CheckResult, Evidence, IndicatorScore, Missing, RuleOutcome
    from checker.source import Place

SCHEMA_VERSION: Final = "1.1"


def render_json(result: CheckResult) -> str:
    """Return ``result`` as JSON text with a final line break; the same result gives the same bytes."""
    return json.dumps(as_data(result), ensure_ascii=False, indent=2) + "\n"


def as_data(result: CheckResult) -> dict[str, Any]:
    """Return ``result`` as plain data, keys in a fixed order."""
    header = result.header
    return {
        "schema": SCHEMA_VERSION,
        "tool": {"name": "checker", "version": header.tool_version, "engine": header.engine},
        "project": {"title": header.title, "kind": header.kind, "facts": header.facts, "digest": header.facts_digest},
        "pack": {
            "id": header.pack, "title": header.pack_title, "version": header.pack_version, "digest": header.pack_digest,
        },
        "as_of": header.as_of.isoformat(),
        "score": number(result.score),
        "full_score": number(result.full_score),
        "grade": result.grade,
        "possible_grades": list(result.grades),
        "limits": list(result.limits),
        "counts": {word.value: count for word, count in result.counts.items()},
        "indicators": [_indicator(indicator) for indicator in result.indicators],
        "findings": [_outcome(finding) for finding in result.findings],
        "outcomes": [_outcome(outcome) for outcome in result.outcomes],
        "problems": [
            {"id": p.id, "heading": p.heading, "text": p.text, "deduction": number(p.deduction),
             "findings": list(p.findings)}
            for p in result.problems
        ],
        "recommendations": [
            {"heading": r.heading, "text": r.text, "problem": r.problem} for r in result.recommendations
        ],
        "review_notes": [
            {"id": n.id, "title": n.title, "text": n.text, "places": [_place(place) for place in n.places]}
            for n in result.review_notes
        ],
        "missing": [
            {**_missing(r.missing), "checks": list(r.checks), "points_at_stake": number(r.stake)}
            for r in result.requests
        ],
        "skipped": [{"rule": s.rule, "title": s.title, "reason": s.reason} for s in result.skipped],
        "unread": [{"label": u.label, "place": _place(u.place)} for u in result.unread],
        "warnings": [
            {"code": w.code, "place": _place(w.place), "text": str(w.what), "hint": str(w.hint) if w.hint else None}
            for w in result.warnings
        ],
    }  # fmt: skip


def number(amount: Amount | Fraction | None) -> Any:
    """Return a number as exact text, a bounded one as its ends, and None as null."""
    if amount is None:
        return None
    if isinstance(amount, Interval):
        return {
            "low": None if amount.low is None else decimal_text(amount.low),
            "high": None if amount.high is None else decimal_text(amount.high),
        }
    return decimal_text(amount)


def _indicator(indicator: IndicatorScore) -> dict[str, Any]:
    lost = subtract(indicator.weight, indicator.score)
    return {
        "id": indicator.id,
        "label": indicator.label,
        "level": indicator.level,
        "parent": indicator.parent,
        "method": indicator.method,
        "weight": number(indicator.weight),
        "score": number(indicator.score),
        "deduction": None if isinstance(lost, Unknown) else number(lost),
        "explained": number(indicator.explained),
        "measure": indicator.measure or None,
        "applicable": indicator.applicable,
        "bonus": indicator.bonus,
        "reasons": list(indicator.reasons),
    }


def _outcome(outcome: RuleOutcome) -> dict[str, Any]:
    return {
        "id": outcome.id,
        "rule": outcome.rule,
        "key": outcome.key,
        "title": outcome.title,
        "outcome": outcome.outcome.value,
        "severity": outcome.severity,
        "concerns": outcome.concerns,
        "indicator": outcome.indicator,
        "problem": outcome.problem,
        "deduction": number(outcome.deduction),
        "message": outcome.message,
        "facts": list(dict.fromkeys(f"{e.type}[{e.key}]" if e.key else e.type for e in outcome.evidence)),
        "basis": [_basis(basis) for basis in outcome.basis],
        "evidence": [_evidence(evidence) for evidence in outcome.evidence],
        "missing": [_missing(missing) for missing in outcome.missing],
        "note": outcome.note or None,
        "stale": list(outcome.stale),
    }


def _basis(basis: BasisRef) -> dict[str, Any]:
    return {
        "document": basis.document, "title": basis.title, "number": basis.number or None,
        "clause": basis.clause or None, "quote": basis.quote or None,
    }  # fmt: skip


def _evidence(evidence: Evidence) -> dict[str, Any]:
    names = ("document", "title", "page", "cell", "clause", "quote")
    return {
        "type": evidence.type,
        "key": evidence.key,
        "field": evidence.field,
        "label": evidence.label,
        "value": evidence.text,
        "place": None if evidence.place is None else _place(evidence.place),
        "source": {name: getattr(evidence, name) or None for name in names} if evidence.document else None,
        "file": evidence.file or None,
    }


def _missing(missing: Missing) -> dict[str, Any]:
    return {
        "type": missing.type, "key": missing.key, "field": missing.field or None, "label": missing.label,
        "ask": missing.ask or None, "bounded": missing.bounded or None,
    }  # fmt: skip


def _place(place: Place) -> dict[str, Any]:
    return {
        "file": place.file, "line": place.line or None, "column": place.column or None,
        "sheet": place.sheet or None, "cell": place.cell or None,
    }  # fmt: skip
