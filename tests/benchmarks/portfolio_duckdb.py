"""Decides a synthetic portfolio by SQL written by hand for this one pack: what the portfolio engine is held against.

python tests/benchmarks/portfolio_duckdb.py FOLDER OUT [--threads N] [--unordered]

Reads the Parquet files of FOLDER and writes OUT/findings and OUT/scores as ``checker batch`` does: the same rows in the
same order, unknowns included. Everything that a person may know about xueliang-2020 and these tables is used: which
rules can find anything, that the rates have four decimals, which row is there once. Knows nothing about the checker.
"""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import Final

import duckdb

TABLES: Final = (
    "projects", "funding", "service_quarter", "payment", "unit_price", "delivery", "survey", "judgement",
)  # fmt: skip
_HERE: Final = Path(__file__).parent


def run_duckdb(folder: Path, out: Path, *, threads: int | None = None, ordered: bool = True) -> None:
    """Write OUT/findings and OUT/scores for the portfolio in ``folder``; unordered, the rows come as they are found."""
    with duckdb.connect() as base:
        if threads is not None:
            base.execute(f"SET threads = {threads}")
        for table in TABLES:
            base.execute(f"CREATE TEMP VIEW {table} AS FROM '{_quoted(folder / f'{table}.parquet')}'")
        base.execute(_statement("tables"))
        for name, order in (("findings", "ORDER BY project, rule, key"), ("scores", "ORDER BY project")):
            (out / name).mkdir(parents=True, exist_ok=True)
            query = _statement(name) if ordered else _statement(name).replace(order, "")
            base.execute(f"COPY ({query}) TO '{_quoted(out / name / 'part-00000.parquet')}' (FORMAT parquet)")


def _statement(name: str) -> str:
    return (_HERE / f"portfolio_{name}.sql").read_text("utf-8")


def _quoted(path: Path) -> str:
    return path.as_posix().replace("'", "''")


def main() -> None:
    """Decide one portfolio."""
    words = argparse.ArgumentParser(description=__doc__)
    words.add_argument("folder", type=Path)
    words.add_argument("out", type=Path)
    words.add_argument("--threads", type=int)
    words.add_argument("--unordered", action="store_true")
    chosen = words.parse_args()
    run_duckdb(chosen.folder, chosen.out, threads=chosen.threads, ordered=not chosen.unordered)


if __name__ == "__main__":
    main()
