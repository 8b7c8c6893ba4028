"""A small pack that has something of everything that can be changed, and packs with too few cases to notice changes."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Final

from checker.run import load_sound_pack
from checker.source import Problems

if TYPE_CHECKING:
    from collections.abc import Mapping

    from checker.pack import Pack

FILES: Final[Mapping[str, str]] = {
    "pack.yaml": """\
id: sample
title: 样例
version: 1.0.0
documents:
  law: {title: 办法}
""",
    "vocabulary.yaml": """\
works:
  label: 养护
  fields:
    planned: {label: 计划里程, type: number}
    done: {label: 完成里程, type: number}
    fraud: {label: 弄虚作假, type: truth}
    quality: {label: 质量, type: ratio}
    rate: {label: 完成率, type: ratio, derive: 完成里程 / 计划里程}
road:
  label: 路段
  key: [code]
  fields:
    code: {label: 编号, type: text}
    cost: {label: 养护费, type: money}
    accepted_on: {label: 验收日期, type: date}
    passed: {label: 合格率, type: ratio}
""",
    "parameters.yaml": """\
pass_floor:
  label: 合格率下限
  type: ratio
  step: 5%
  values:
    2020-01-01: {value: 80%}
    2022-01-01: {value: 85%}
cost_ceiling:
  label: 养护费上限
  type: money
  keys: [山区, 平原]
  values:
    2020-01-01:
      values: {山区: 2.5万元, 平原: 900元}
deadline:
  label: 验收期限
  type: date
  values:
    2020-01-01: {value: 2020-12-31}
""",
    "indicators.yaml": """\
full_score: 100
rounding: {stage: indicator, digits: 1}
grades:
  - {label: 好, at_least: 80}
  - {label: 差, below: 80}
caps:
  - {title: 质量差封顶, when: 质量 < 60%, at_most: 79}
vetoes:
  - {title: 弄虚作假, when: 弄虚作假, score: 0, grade: 不合格}
indicators:
  - id: output
    label: 产出
    weight: 60
    children:
      - {id: quality, label: 合格, weight: 20, scoring: {method: deductions, cap: {points: 15}}}
      - id: progress
        label: 进度
        weight: 20
        scoring: {method: proportional, value: 完成率, pass_mark: 60%}
      - id: ladder
        label: 分档
        weight: 20
        scoring:
          method: bands
          value: 完成率
          bands:
            - {at_least: 90%, share: 100%}
            - {above: 60%, points: 10}
          otherwise: {points: 1}
  - id: effect
    label: 效益
    weight: 40
    children:
      - id: stepwise
        label: 逐步
        weight: 10
        scoring: {method: steps, value: 质量, target: 90%, step: 1%, cost: {points: 1}, partial_step: up}
      - id: points
        label: 要点
        weight: 10
        scoring:
          method: checklist
          points:
            - {id: rules, label: 制度, points: 4, when: 质量 > 50%}
            - {id: records, label: 台账, points: 6}
          cliff: {each_miss: 30%, zero_from: 3}
      - id: judged
        label: 评定
        weight: 10
        lowest: -2
        scoring:
          method: judged
          levels:
            - {label: 达到, least: 80%, most: 100%}
            - {label: 没有达到, least: 0%, most: 80%}
        not_applicable:
          - {when: 弄虚作假, policy: full, reason: 不评}
      - id: line
        label: 直线
        weight: 10
        scoring: {method: linear, over: road, each: 25%, value: 合格率, full_at: 100%, zero_at: 50%}
        veto:
          - {title: 造假, when: 弄虚作假, score: 1}
        target_met: 质量 >= 100%
""",
    "problems.yaml": """\
low-pass:
  heading: 合格率低
  text: 合格率低。
late:
  heading: 验收晚
  text: 验收晚。
""",
    "rules/late-acceptance.yaml": """\
title: 验收晚了
for: road
applies: 养护费 > 0
when: 验收日期 > 验收期限
severity: minor
indicator: quality
deduct: 1分
deduct_cap: 3
problem: late
valid_from: 2020-03-01
valid_to: 2023-12-31
message: 验收晚了
""",
    "rules/low-pass.yaml": """\
title: 合格率低
for: road
where: 养护费 > 0
when: 合格率 < 合格率下限
parameters_on: 验收日期
severity: major
indicator: progress
problem: low-pass
message: 合格率{合格率}，低于{合格率下限}
""",
}


def sample(folder: Path, files: Mapping[str, str] = FILES) -> Pack:
    """Write a pack into a folder of its name and return it with its cases; raises ``InputError``."""
    name = files["pack.yaml"].split("\n", 1)[0].removeprefix("id: ")
    for file, text in files.items():
        path = folder / name / file
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, "utf-8")
    problems = Problems()
    pack = load_sound_pack(folder / name, problems)
    problems.raise_if_any()
    assert pack is not None
    return pack
