"""Says whether two ways of deciding a portfolio came to the same findings and scores, row by row."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Final

import duckdb

_FINDINGS: Final = "project, rule, key, severity, concerns, indicator, problem, deduction_low, deduction_high"


def check_same(one: Path, other: Path, *, scores: str = "*") -> int:
    """Return how many findings there are; raises ``SystemExit`` when a row of either table is in one of them only.

    ``scores`` names the columns of the table ``scores`` that both have.
    """
    count = 0
    with duckdb.connect() as base:
        for table, columns in (("findings", _FINDINGS), ("scores", scores)):
            here, there = ((folder / table / "*.parquet").as_posix() for folder in (one, other))
            for left, right in ((here, there), (there, here)):
                query = f"FROM (FROM '{left}' SELECT {columns}) EXCEPT ALL (FROM '{right}' SELECT {columns}) LIMIT 3"
                if only := base.execute(query).fetchall():
                    raise SystemExit(f"{table}: only in {left}: {only}")
            rows = base.execute(f"FROM '{here}' SELECT count(*)").fetchone()
            count = rows[0] if rows and table == "findings" else count
    return count


def check_decided(out: Path, expected: Mapping[str, tuple[list[tuple[str, str]], tuple[int, int]]]) -> None:
    """Raise ``SystemExit`` unless the first projects have the findings (rule and key) and totals (hundredths) given."""
    names = sorted(expected)
    found: dict[str, list[tuple[str, str]]] = {name: [] for name in names}
    with duckdb.connect() as base:
        file = (out / "findings" / "*.parquet").as_posix()
        rows = base.execute(f"FROM '{file}' SELECT project, rule, key WHERE project <= ?", [names[-1]]).fetchall()
        file = (out / "scores" / "*.parquet").as_posix()
        columns = "project, (total_low * 100)::INTEGER, (total_high * 100)::INTEGER"
        totals = base.execute(f"FROM '{file}' SELECT {columns} WHERE project <= ?", [names[-1]]).fetchall()
    for project, rule, key in rows:
        found[project].append((rule, key))
    ends = {project: (low, high) for project, low, high in totals}
    for name in names:
        findings, total = expected[name]
        if sorted(findings) != sorted(found[name]) or ends.get(name) != total:
            raise SystemExit(f"{out} differs for {name}: {found[name]} {ends.get(name)}; expected {expected[name]}")
