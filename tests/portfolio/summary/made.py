"""Two years of a portfolio small enough to add up by hand, decided once for all tests."""

from __future__ import annotations

import atexit
import shutil
import tempfile
from datetime import date
from functools import cache
from pathlib import Path
from typing import Final

from checker.portfolio.run import BatchRequest, run_batch
from checker.portfolio.summary import Summary, summarise

_PACK: Final = {
    "pack.yaml": "id: marks\ntitle: 打分规则包\nversion: 1.0.0\ndocuments: {contract: {title: 合同}}\n",
    "vocabulary.yaml": """\
project:
  label: 项目
  fields:
    unit: {label: 实施单位, type: text}
    year: {label: 评价年度, type: number}
    area: {label: 片区, type: text}
service:
  label: 运行
  key: [quarter]
  ask: 季度故障统计表
  fields:
    quarter: {label: 季度, type: quarter}
    fault_rate: {label: 故障率, type: ratio}
""",
    "indicators.yaml": """\
grades:
  - {label: 优, at_least: 90}
  - {label: 良, at_least: 80, below: 90}
  - {label: 中, at_least: 60, below: 80}
  - {label: 差, below: 60}
indicators:
  - {id: quality, label: 质量, weight: 60, scoring: {method: deductions}, criteria: 每个季度扣 10 分}
  - {id: effect, label: 效果, weight: 40, scoring: {method: judged}, criteria: 评价人评分}
""",
    "rules/fault-rate-high.yaml": """\
title: 故障率偏高
for: service
when: 故障率 > 10%
indicator: quality
deduct: 10
problem: faulty
message: "{季度}故障率{故障率}"
basis: [{document: contract, clause: 第三条}]
""",
    "problems.yaml": """\
faulty:
  heading: 部分季度故障率偏高
  text: "{{ findings | map(attribute='message') | fen }}。"
  advice: {heading: 加强维护, text: 加强维护。}
""",
}
_YEARS: Final = {
    2020: """\
A1,甲局,东,张三,40,,20%,5%
A2,甲局,东,李四,30,,20%,20%
A3,甲局,西,张三,40,,,5%
B1,乙局,西,张三,36,效果一般,5%,-
B2,乙局,西,李四,40,,,20%
B3,乙局,西,李四,40,,许多,5%
C1,,西,,20,,-,-
""",
    2021: """\
A1,甲局,东,张三,40,,20%,5%
A2,甲局,东,李四,30,,5%,5%
B1,乙局,西,张三,36,,20%,-
""",
}
"""Of each project: department, area, assessor, points, reason, the rates of two quarters (- where there is no row)."""


def write_year(folder: Path, year: int) -> BatchRequest:
    """Write the pack and the facts of a year below ``folder``, and return the request to decide them."""
    for name, content in _PACK.items():
        path = folder / "marks" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(content, "utf-8")
    tables = {
        "projects": ["project,title,kind"],
        "project": ["project,unit,year,area"],
        "judgements": ["project,indicator,points,reason,assessor"],
        "service": ["project,quarter,fault_rate"],
    }
    for line in _YEARS[year].splitlines():
        name, unit, area, assessor, points, reason, *rates = line.split(",")
        tables["projects"].append(f"{name},项目{name},部门评价")
        tables["project"].append(f"{name},{unit},{year},{area}")
        tables["judgements"].append(f"{name},effect,{points},{reason},{assessor}")
        tables["service"] += [f"{name},{year}Q{q},{rate}" for q, rate in enumerate(rates, 1) if rate != "-"]
    source = folder / f"facts-{year}"
    source.mkdir()
    for table, rows in tables.items():
        (source / f"{table}.csv").write_text("\n".join(rows) + "\n", "utf-8")
    return BatchRequest(
        str(source), str(folder / "marks"), str(folder / str(year)), date(year, 12, 31), threads=1, part_size=3
    )


@cache
def results() -> tuple[Path, Path]:
    """Return the folders of two finished results, of 2020 and 2021; nothing may be changed in them."""
    folder = Path(tempfile.mkdtemp(prefix="summary-"))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    for year in _YEARS:
        run_batch(write_year(folder, year))
    return folder / "2020", folder / "2021"


@cache
def summary_of(*, years: int = 1) -> Summary:
    """Return the summary of the first so many years."""
    return summarise(results()[:years])
