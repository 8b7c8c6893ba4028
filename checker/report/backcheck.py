"""The back-check as JSON: what agrees, what disagrees and what is untied, with stable codes and exact numbers."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, Final

from checker.values import Interval, Kind, decimal_text, show

if TYPE_CHECKING:
    from checker.backcheck import BackCheck, Disagreement, Quantity, Spot, Tied
    from checker.source import Place

SCHEMA_VERSION: Final = "1.0"
_WORDED: Final = frozenset({Kind.DATE, Kind.QUARTER, Kind.CHOICE})


def render_backcheck(verified: BackCheck) -> str:
    """Return the back-check as JSON text with a final line break; the same input gives the same bytes."""
    return json.dumps(as_data(verified), ensure_ascii=False, indent=2) + "\n"


def as_data(verified: BackCheck) -> dict[str, Any]:
    """Return the back-check as plain data, keys in a fixed order."""
    return {
        "schema": SCHEMA_VERSION,
        "report": {"file": verified.report, "digest": verified.digest},
        "project": {"title": verified.title, "facts": verified.facts, "pack": verified.pack},
        "counts": {
            "tied": len(verified.tied),
            "disagreements": len(verified.disagreements),
            "notes": len(verified.notes),
            "untied": len(verified.untied),
        },
        "disagreements": [_disagreement(item) for item in verified.disagreements],
        "notes": [_disagreement(item) for item in verified.notes],
        "tied": [_tied(item) for item in verified.tied],
        "untied": [{**_written(quantity), "place": _spot(spot)} for quantity, spot in verified.untied],
    }


def _disagreement(item: Disagreement) -> dict[str, Any]:
    return {
        "code": item.code,
        "place": _spot(item.spot),
        "sentence": item.sentence,
        "mark": [item.start, item.end] if item.end > item.start else None,
        "written": item.written or None,
        "expected": item.expected or None,
        "text": str(item.what),
        "candidate": item.candidate or None,
        "source": _source(item.place),
    }


def _tied(item: Tied) -> dict[str, Any]:
    return {
        **_written(item.quantity),
        "place": _spot(item.spot),
        "candidate": item.candidate,
        "label": str(item.label),
        "value": item.shown,
        "source": _source(item.place),
    }


def _written(quantity: Quantity) -> dict[str, Any]:
    value = quantity.value
    worded = quantity.kind in _WORDED or isinstance(value, Interval)
    if quantity.kind is Kind.CHOICE or quantity.yearless:
        number: str | None = None
    else:
        number = show(value, quantity.kind) if worded else decimal_text(value)  # type: ignore[arg-type]  # not bounded
    return {"written": quantity.text, "kind": quantity.kind.value, "number": number, "bound": quantity.bound or None}


def _spot(spot: Spot) -> dict[str, Any]:
    return {
        "file": spot.file, "line": spot.line or None, "column": spot.column or None,
        "paragraph": spot.paragraph or None, "table": spot.table or None, "row": spot.row or None,
        "cell": spot.cell or None, "footnote": bool(spot.note),
    }  # fmt: skip


def _source(place: Place | None) -> dict[str, Any] | None:
    if place is None:
        return None
    return {
        "file": place.file, "line": place.line or None, "column": place.column or None,
        "sheet": place.sheet or None, "cell": place.cell or None,
    }  # fmt: skip
