"""Turns single projects into rows of texts with places, as a portfolio holds them before anybody has read them."""

from __future__ import annotations

import csv
from typing import TYPE_CHECKING, Final

from checker.portfolio.single import WrittenProject, WrittenRow
from checker.values import decimal_text

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from pathlib import Path

    from checker.facts import FactSet, Judgement, Waiver

_FILES: Final = {"judgement": "judgements"}


def written_of(project: str, facts: FactSet) -> WrittenProject:
    """Return what a portfolio says of one project: a row for each fact, its texts as they were written."""
    rows: dict[str, tuple[WrittenRow, ...]] = {
        name: tuple(
            WrittenRow(f"{name}.csv:{number}", {field: value.text for field, value in fact.fields.items()})
            for number, fact in enumerate(found, start=2)
        )
        for name, found in facts.facts.items()
        if found
    }
    shared = {
        "judgement": tuple(map(_judgement, facts.judgements, range(2, 1000))),
        "waivers": tuple(map(_waiver, facts.waivers, range(2, 1000))),
    }
    rows |= {name: found for name, found in shared.items() if found}
    none = frozenset(name for name, found in facts.facts.items() if not found)
    return WrittenProject(project, facts.title, facts.kind, rows, none)


def _judgement(judgement: Judgement, number: int) -> WrittenRow:
    numbers = {"points": judgement.points, "share": judgement.share, "misses": judgement.misses}
    cells = {name: decimal_text(value) for name, value in numbers.items() if value is not None}
    texts = ("indicator", "point", "level", "reason", "assessor", "evidence")
    return WrittenRow(f"judgement.csv:{number}", _given(cells | {name: getattr(judgement, name) for name in texts}))


def _waiver(waiver: Waiver, number: int) -> WrittenRow:
    cells = {name: getattr(waiver, name) for name in ("rule", "key", "reason", "approver")}
    expires = waiver.expires.isoformat() if waiver.expires else ""
    return WrittenRow(f"waivers.csv:{number}", _given(cells | {"expires": expires}))


def _given(cells: Mapping[str, str]) -> dict[str, str]:
    return {name: text for name, text in cells.items() if text}


def csv_folder(projects: Iterable[WrittenProject], folder: Path) -> Path:
    """Write the projects as CSV files, one for each fact type, and return the folder."""
    folder.mkdir(parents=True, exist_ok=True)
    tables: dict[str, list[dict[str, str]]] = {"projects": []}
    for one in projects:
        mine = {"project": one.project}
        tables["projects"].append(mine | {"title": one.title, "kind": one.kind})
        for name, rows in one.rows.items():
            tables.setdefault(_FILES.get(name, name), []).extend({**mine, **row.cells} for row in rows)
        if one.none:
            tables.setdefault("reported", []).extend({**mine, "type": name} for name in sorted(one.none))
    for name, lines in tables.items():
        columns = list(dict.fromkeys(column for line in lines for column in line))
        with (folder / f"{name}.csv").open("w", encoding="utf-8", newline="") as file:
            writer = csv.DictWriter(file, columns, restval="")
            writer.writeheader()
            writer.writerows(lines)
    return folder
