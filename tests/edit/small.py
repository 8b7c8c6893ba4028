"""A small pack and one that extends it, in which everything that has a name is named in every way it can be."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from pathlib import Path

UPPER: Final = {
    "pack.yaml": """\
id: upper
title: 上级
version: 1.0.0
documents:
  norm: {title: 标准}
""",
    "vocabulary.yaml": """\
works:
  label: 概况
  fields:
    done: {label: 完成, type: number, min: 0}
    planned: {label: 计划, type: number, min: 0}
    done_share: {label: 完成率, type: ratio, derive: 完成 / planned}

road:
  label: 路段
  key: [code]
  fields:
    code: {label: 路段编号, type: text}
    area: {label: 地形, type: choice, choices: [山区, 平原]}
    rate: {label: 合格率, type: ratio, min: 0%, max: 100%}
""",
    "parameters.yaml": """\
lowest:
  label: 合格率下限
  type: ratio
  values:
    2020-01-01: {value: 90%, source: {document: norm}}

ceiling:
  label: 上限
  type: ratio
  keys: [山区, 平原]
  values:
    2020-01-01:
      values: {山区: 99%, 平原: 100%}
""",
    "indicators.yaml": """\
shared:
  - id: completion
    label: 完成情况
    scoring: {method: proportional, value: 完成, target: 计划}

indicators:
  - id: quality
    label: 质量
    weight: 100
    scoring: {method: deductions}
    basis:
      - {document: norm}
""",
    "problems.yaml": """\
low:
  heading: 合格率低
  text: >-
    标准是{{ params.lowest }}，{% for area, roads in groups(findings, 'area') %}{{ area }}有
    {%- for f in roads %}{{ f.code }}（{{ f.rate }}）{% endfor %}{% endfor %}；
    {%- for f in findings if f.area == '山区' %}{{ f.code }}{% endfor %}{{ params.ceiling['山区'] }}
  advice:
    heading: 返修
    text: 共{{ findings | length }}处。
""",
    "rules/rate-low.yaml": """\
# 合格率低于下限的路段；合格率下限见参数
title: 合格率低于下限
for: road
when: 合格率 < 合格率下限 或 合格率 > lookup(上限, 地形)
severity: major
indicator: quality
deduct: 1
problem: low
basis:
  - {document: norm}
message: "合格率{合格率}（{地形}），低于{合格率下限}"
""",
    "rules/mountain.yaml": """\
title: 山区的路段
when: exists(路段 as 路 where 路.地形 = 山区 且 路.合格率 < 80%) 且 完成率 < 100%
severity: minor
problem: low
basis:
  - {document: norm}
message: 山区有合格率不足80%的路段
""",
    "rules/often.yaml": """\
title: 多次
for: problem
where: 问题编号 = "low"
when: 发现数 >= 2 且 exists(发现 where 规则 = "rate-low" 且 发现指标 = "quality")
severity: critical
concerns: evaluation
basis:
  - {document: norm}
message: 合格率低出现{发现数}次
""",
    "tests/rate-low.yaml": """\
- name: 低
  on: 2021-01-01
  given:
    road:
      - {code: A, area: 山区, rate: 80%}
  expect: {A: fail}
  message: 合格率80%（山区），低于90%

- name: 不低，用名称写
  on: 2021-01-01
  given:
    路段:
      - {路段编号: A, 地形: 平原, 合格率: {value: 95%}}
  expect: pass

- name: 不知道
  on: 2021-01-01
  given:
    road:
      - {code: A, area: 山区}
  expect: unknown
  missing: [rate]
""",
    "tests/often.yaml": """\
- name: 两次
  on: 2021-01-01
  given:
    works: {done: 1, planned: 2}
    road:
      - {code: A, area: 山区, rate: 70%}
  expect: {low: fail}
""",
    "tests/projects/whole.yaml": """\
name: 一个项目
on: 2021-01-01
given:
  works: {done: 1, planned: 2}
  road:
    - {code: A, area: 山区, rate: 85%}
expect:
  indicators: {quality: 99}
  findings: {rate-low: 1}
  outcomes: {"rate-low[A]": fail, "often[low]": pass}
  problems: [low]
""",
}
LOWER: Final = {
    "pack.yaml": "id: lower\ntitle: 下级\nversion: 1.0.0\nextends: upper\n",
    "vocabulary.yaml": (
        "road:\n  override: true\n  fields:\n    rate: {ask: 验收表}\n    village: {label: 村, type: text}\n"
    ),
    "parameters.yaml": (
        "lowest:\n  override: true\n  values:\n    2022-01-01: {value: 92%, source: {document: norm}}\n"
    ),
    "indicators.yaml": (
        "indicators:\n  - {id: quality, label: 质量, weight: 60}\n  - {id: done, use: completion, weight: 40}\n"
    ),
    "rules/rate-low.yaml": "override: true\nseverity: critical\n",
    "rules/often.yaml": "off: 不看次数\n",
    "rules/empty-village.yaml": """\
title: 没有写村
for: 路段
applies: 合格率 is known
when: 村 is missing
severity: info
concerns: evaluation
basis:
  - {document: norm}
message: "{路段编号}没有写村"
""",
    "tests/rate-low.yaml": """\
- name: 新下限
  on: 2022-01-01
  given:
    road:
      - {code: A, area: 山区, rate: 91%}
  expect: fail
""",
}


def write_family(home: Path) -> Path:
    """Write both packs below ``home`` and return the folder of the upper one."""
    for pack, files in (("upper", UPPER), ("lower", LOWER)):
        for name, text in files.items():
            path = home / pack / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, "utf-8")
    return home / "upper"


def contents(home: Path) -> dict[str, str]:
    """Return the text of every file below ``home`` by its path."""
    files = sorted(path for path in home.rglob("*") if path.is_file())
    return {path.relative_to(home).as_posix(): path.read_bytes().decode() for path in files}
