"""Writes and reads what a run says of itself: what went in, what came out, by which rules; holds no times.

Knows nothing about how anything was decided.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict
from fractions import Fraction
from typing import TYPE_CHECKING, Any, Final

from checker import __version__
from checker.messages import message
from checker.portfolio.run.request import BatchResult, Tally
from checker.source import UsageFault

if TYPE_CHECKING:
    from pathlib import Path

    from checker.plan import Plan
    from checker.portfolio.intake.taken import Intake, TypeCount
    from checker.portfolio.run.journal import PartDone
    from checker.portfolio.source import OpenedSource

NAME: Final = "manifest.json"
FORMAT: Final = 1


def rules_of(plan: Plan) -> dict[str, object]:
    """Return what decides a result besides the facts: the pack, the day and the tool."""
    pack = plan.pack
    named = {"id": pack.id, "title": pack.model.title, "version": pack.model.version, "digest": pack.digest}
    return {"pack": named, "as_of": plan.as_of.isoformat(), "tool": __version__}


def source_part(source: OpenedSource, digests: Mapping[str, str], mapping: str) -> dict[str, object]:
    """Return what the manifest says of the source: its files with their digests, and the digest of the mapping."""
    files = [{"name": name, "sha256": digest} for name, digest in sorted(digests.items())]
    return {"name": source.name, "kind": source.kind, "files": files, "mapping": mapping}


def facts_part(intake: Intake) -> dict[str, object]:
    """Return how many rows of each type were read, and what became of them."""
    return {name: _counted(count) for name, count in sorted(intake.counts.items())}


def _counted(count: TypeCount) -> dict[str, int]:
    return {
        "read": count.read,
        "used": count.used,
        "rejected": count.rejected,
        "orphan": count.orphan,
        "held": count.held,
    }


def tables_part(
    tables: Sequence[str], parts: Sequence[PartDone], columns: Mapping[str, Mapping[str, str]], *, files: bool
) -> dict[str, Any]:
    """Return rows and columns of each table, with ``files`` also the rows and digest of each of its files."""
    made: dict[str, Any] = {}
    for table in tables:
        mine = [(part.number, part.files[table]) for part in parts if table in part.files]
        made[table] = {"rows": sum(done.rows for _, done in mine), "columns": dict(columns[table])}
        if files:
            made[table]["parts"] = [
                {"file": f"part-{number:05}.parquet", "rows": done.rows, "sha256": done.digest} for number, done in mine
            ]
    return made


def tally_part(tally: Tally) -> dict[str, object]:
    """Return the numbers that end a run; the ends of the totals are exact, as text.

    How many projects were taken over from an earlier run is left out: it changes nothing about the result.
    """
    told = {name: str(value) if isinstance(value, Fraction) else value for name, value in asdict(tally).items()}
    del told["kept"]
    return told


def manifest_text(content: Mapping[str, object]) -> str:
    """Return the manifest as JSON, for people to read and programs to compare byte by byte."""
    return json.dumps({"format": FORMAT, **content}, ensure_ascii=False, indent=2) + "\n"


def result_of(out: str, manifest: Mapping[str, Any]) -> BatchResult:
    """Return the result that a manifest tells of."""
    told = dict(manifest["counts"])
    ends = {name: None if told[name] is None else Fraction(told[name]) for name in ("low", "high")}
    rows = {name: table["rows"] for name, table in manifest["tables"].items()}
    return BatchResult(out, Tally(**(told | ends)), rows, manifest)


def read_manifest(out: Path) -> dict[str, Any]:
    """Return the manifest of an earlier result; raises ``UsageFault`` when ``out`` is none."""
    path = out / NAME
    try:
        content = json.loads(path.read_bytes())
    except FileNotFoundError:
        raise UsageFault(message("{path} 里没有 manifest.json，不是 checker batch 的结果", path=out)) from None
    except (OSError, ValueError) as fault:
        raise UsageFault(message("{path} 读不了：{why}", path=path, why=fault)) from None
    if not isinstance(content, dict) or content.get("format") != FORMAT:
        raise UsageFault(message("{path} 不是这个版本的 checker 写的，请重新运行 checker batch", path=path))
    return content
