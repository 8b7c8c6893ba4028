"""What became of mutants as JSON: keys that other programs rely on, in a fixed order."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, Final

from checker.mutate import STATUSES

if TYPE_CHECKING:
    from checker.messages import Message
    from checker.mutate import MutationReport, Verdict
    from checker.source import Place

SCHEMA_VERSION: Final = "1.0"


def render_mutations(report: MutationReport) -> str:
    """Return the report as JSON text with a final line break; the same report gives the same bytes."""
    data = {
        "schema": SCHEMA_VERSION,
        "counts": dict(zip(STATUSES, report.counts, strict=True)),
        "owners": [
            {"pack": line.pack, "id": line.owner, "title": line.title, **dict(zip(STATUSES, line.counts, strict=True))}
            for line in report.lines
        ],
        "mutants": [_verdict(verdict) for verdict in report.verdicts],
        "remarks": [
            {"place": _place(item.place), "what": str(item.what), "hint": str(item.hint)} for item in report.remarks
        ],
        "unused_shared": [{"pack": pack, "id": name} for pack, name in report.unused],
        "cases_left_out": [{"pack": pack, "count": count} for pack, count in report.left_out],
    }
    return json.dumps(data, ensure_ascii=False, indent=2) + "\n"


def _verdict(verdict: Verdict) -> dict[str, Any]:
    mutant, found = verdict.mutant, verdict.found
    return {
        "pack": verdict.pack,
        "owner": mutant.owner,
        "title": mutant.title,
        "operator": mutant.operator,
        "what": str(mutant.what),
        "place": _place(mutant.place),
        "status": verdict.status,
        "killer": found.killer or None,
        "killer_place": None if found.killer_place is None else _place(found.killer_place),
        "case": found.case or None,
        "case_file": f"{found.case_pack}/{found.case_file}" if found.case else None,
        "why": _text(found.why),
        "reason": verdict.reason or None,
    }


def _text(text: Message | None) -> str | None:
    return None if text is None else str(text)


def _place(place: Place) -> dict[str, Any]:
    return {"file": place.file, "line": place.line, "column": place.column}
