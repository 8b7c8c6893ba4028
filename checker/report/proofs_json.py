"""The verdicts on packs as JSON: every question with how it came out, its example as a case gives it."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, Final

from checker import __version__

if TYPE_CHECKING:
    from collections.abc import Sequence

    from checker.pack import Pack
    from checker.prove import Verdict

SCHEMA_VERSION: Final = "1.0"


def render_proofs(proved: Sequence[tuple[Pack, Sequence[Verdict]]]) -> str:
    """Return the verdicts as JSON text with a final line break; the same verdicts give the same bytes."""
    data = {
        "schema": SCHEMA_VERSION,
        "tool": {"name": "checker", "version": __version__},
        "packs": [_pack(pack, verdicts) for pack, verdicts in proved],
    }
    return json.dumps(data, ensure_ascii=False, indent=2) + "\n"


def _pack(pack: Pack, verdicts: Sequence[Verdict]) -> dict[str, Any]:
    states = [verdict.state for verdict in verdicts]
    return {
        "id": pack.id,
        "version": pack.model.version,
        "digest": pack.digest,
        "counts": {state.value: states.count(state) for state in type(states[0])} if states else {},
        "verdicts": [_verdict(verdict) for verdict in verdicts],
    }


def _verdict(verdict: Verdict) -> dict[str, Any]:
    witness = verdict.witness
    place = verdict.place
    return {
        "id": verdict.id,
        "about": list(verdict.about),
        "state": verdict.state.value,
        "place": {"file": place.file, "line": place.line, "column": place.column},
        "what": str(verdict.what),
        "hint": None if verdict.hint is None else str(verdict.hint),
        "assumed": [str(item) for item in verdict.assumed],
        "witness": None if witness is None else {"on": witness.on.isoformat(), "given": witness.given},
        "shown": None if verdict.shown is None else str(verdict.shown),
        "why": None if verdict.why is None else str(verdict.why),
    }
