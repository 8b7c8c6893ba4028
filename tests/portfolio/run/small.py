"""A small pack and a small portfolio as CSV files, and a way to run it."""

from __future__ import annotations

import hashlib
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Final

from checker.portfolio.run import BatchRequest, BatchResult, run_batch
from checker.portfolio.run.selects import files_select
from checker.portfolio.session import open_duckdb

DAY: Final = date(2020, 12, 31)
PACK: Final = {
    "pack.yaml": "id: small\ntitle: 小规则包\nversion: 1.0.0\n",
    "vocabulary.yaml": """\
project:
  label: 项目
  fields:
    unit: {label: 实施单位, type: text}
service:
  label: 运行
  key: [quarter]
  fields:
    quarter: {label: 季度, type: quarter}
    fault_rate: {label: 故障率, type: ratio}
""",
    "indicators.yaml": """\
indicators:
  - id: quality
    label: 质量
    weight: 100
    scoring: {method: deductions}
    criteria: 故障率偏高的每个季度扣 10 分
""",
    "rules/fault-rate-high.yaml": """\
title: 故障率偏高
for: service
when: 故障率 > 10%
indicator: quality
deduct: 10
problem: faulty
message: "{季度}故障率{故障率}"
""",
    "problems.yaml": """\
faulty:
  heading: 故障率偏高
  text: "{{ findings | map(attribute='message') | fen }}。"
  advice: {heading: 加强维护, text: 加强维护。}
""",
}
PROJECTS: Final = 24


def write_pack(folder: Path, **changed: str) -> Path:
    """Write the pack; ``changed`` maps parts of file contents to what stands there instead."""
    for name, content in PACK.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        text = content
        for old, new in changed.items():
            text = text.replace(old, new)
        path.write_text(text, "utf-8")
    return folder


def rows_of(count: int = PROJECTS) -> dict[str, list[list[str]]]:
    """Return the tables of a portfolio: some projects with findings, some unknown, all sound."""
    ids = [f"P{number:03}" for number in range(count)]
    return {
        "projects": [["project", "title", "kind"], *([name, f"项目{name}", "部门评价"] for name in ids)],
        "project": [["project", "unit"], *([name, f"第{number % 3}单位"] for number, name in enumerate(ids))],
        "service": [
            ["project", "quarter", "fault_rate"],
            *(
                [name, f"2020Q{quarter}", "" if (number + quarter) % 7 == 0 else f"{(number * quarter) % 15}.5%"]
                for number, name in enumerate(ids)
                for quarter in (1, 2, 3)
            ),
        ],
    }


def write_source(folder: Path, tables: dict[str, list[list[str]]] | None = None) -> Path:
    """Write the tables as CSV files."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, rows in (tables or rows_of()).items():
        (folder / f"{name}.csv").write_text("".join(",".join(row) + "\n" for row in rows), "utf-8")
    return folder


def request_in(folder: Path, **changed: object) -> BatchRequest:
    """Return the request to decide ``folder/source`` by ``folder/small`` into ``folder/out``, six projects a part."""
    asked = BatchRequest(
        str(folder / "source"), str(folder / "small"), str(folder / "out"), DAY, threads=1, part_size=6
    )
    return replace(asked, **changed)  # type: ignore[arg-type]  # the tests know the fields


def ready(folder: Path, **changed: object) -> BatchRequest:
    """Write pack and source, and return the request to run them."""
    write_pack(folder / "small")
    write_source(folder / "source")
    return request_in(folder, **changed)


def run_in(folder: Path, **changed: object) -> BatchResult:
    """Write pack and source, and run them."""
    return run_batch(ready(folder, **changed))


def contents(out: Path) -> dict[str, str]:
    """Return the digest of every file below a folder, by its path there."""
    return {
        path.relative_to(out).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in sorted(out.rglob("*"))
        if path.is_file()
    }


def table(out: Path, name: str) -> list[tuple[object, ...]]:
    """Return the rows of a table of a result, part after part."""
    session = open_duckdb(threads=1)
    rows: list[tuple[object, ...]] = []
    for file in sorted((out / name).glob("*.parquet")):
        rows += [tuple(row.values()) for row in session.rows(files_select([file]))]
    session.close()
    return rows
