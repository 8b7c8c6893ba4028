"""Writes two small packs, one on top of the other, and opens them on a desk as an editor would."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Final

import pytest
from lsprotocol.types import Position

from checker.server.desk import Desk

CURSOR: Final = "¦"
FILES: Final[Mapping[str, str]] = {
    "rules/base-2024/pack.yaml": """\
id: base-2024
title: 通用
version: 1.0.0
documents:
  law: {title: 管理办法, number: 示例〔2024〕1号}
""",
    "rules/base-2024/vocabulary.yaml": """\
survey:
  label: 满意度调查
  ask: 问卷汇总表
  fields:
    satisfaction: {label: 满意度, type: ratio}
""",
    "rules/base-2024/parameters.yaml": """\
rate_floor:
  label: 合格率下限
  type: ratio
  values:
    2020-01-01: {value: 85%, note: 旧标准}
    2024-01-01: {value: 90%, source: {document: law, clause: 第六条}}
""",
    "rules/roads-2024/pack.yaml": """\
id: roads-2024
title: 农村公路养护
version: 1.0.0
extends: base-2024
documents:
  contract: {title: 养护合同}
""",
    "rules/roads-2024/vocabulary.yaml": """\
road:
  label: 路段
  key: [code]
  ask: 路段验收表
  fields:
    code: {label: 路段编号, type: text}
    area: {label: 地形, type: choice, choices: [山区, 平原]}
    passed: {label: 合格里程, type: number, unit: 公里, note: 按验收表}
    length: {label: 里程, type: number}
    pass_rate: {label: 合格率, type: ratio, derive: 合格里程 / 里程}

deal:
  label: 合同
  key: [no]
  fields:
    no: {label: 合同号, type: text}
    ends_on: {label: 到期日, type: date}
""",
    "rules/roads-2024/parameters.yaml": """\
cost_ceiling:
  label: 养护费上限
  type: money
  keys: [山区, 平原]
  values:
    2024-01-01:
      values: {山区: 30万元, 平原: 20万元}
      source: {document: contract}
""",
    "rules/roads-2024/indicators.yaml": """\
shared:
  - id: satisfied
    label: 满意程度
    scoring: {method: proportional, value: 满意度}
indicators:
  - id: output
    label: 产出
    weight: 70
    children:
      - id: quality
        label: 质量
        weight: 40
        scoring: {method: deductions}
      - id: distance
        label: 里程完成
        weight: 30
        scoring: {method: proportional, over: road, value: 合格里程, target: 里程}
  - {id: effect, label: 效果, weight: 30, use: satisfied}
""",
    "rules/roads-2024/rules/rate-low.yaml": """\
title: 路段合格率低于标准
for: road
when: 合格率 < 合格率下限
severity: major
indicator: quality
deduct: 1分
problem: low-rate
basis:
  - {document: law, clause: 第六条}
message: "{路段编号}（{地形}）合格率{合格率}，低于{合格率下限}"
""",
    "rules/roads-2024/problems.yaml": """\
low-rate:
  heading: 部分路段不合格
  text: "标准是{{ params.rate_floor }}：{% for f in findings %}{{ f.code }}为{{ f.pass_rate }}{% endfor %}。"
  advice:
    heading: 加强验收
    text: 限期返修。
""",
    "rules/roads-2024/tests/rate-low.yaml": """\
- name: 低于标准
  on: 2024-12-31
  given:
    road:
      - {code: A1, area: 山区, passed: 8, length: 10}
  expect: fail
  deduct: 1

- name: 没有提供
  on: 2024-12-31
  given:
    road:
      - {code: A1, area: 山区, passed: 8}
  expect: unknown
  missing: [length]

- name: 达到标准
  on: 2024-12-31
  given:
    road:
      - {code: A1, area: 山区, passed: 9, length: 10}
  expect: pass
""",
    "facts/one/project.yaml": """\
rules: roads-2024
title: 某县养护
as_of: 2024-12-31
kind: 部门评价
road:
  - {code: A1, area: 山区, passed: 8, length: 10}
judgements: []
""",
}
RULE: Final = "rules/roads-2024/rules/rate-low.yaml"
VOCABULARY: Final = "rules/roads-2024/vocabulary.yaml"
INDICATORS: Final = "rules/roads-2024/indicators.yaml"
PROBLEMS: Final = "rules/roads-2024/problems.yaml"
CASES: Final = "rules/roads-2024/tests/rate-low.yaml"
PARENT: Final = "rules/base-2024/parameters.yaml"
FACTS: Final = "facts/one/project.yaml"


def write_packs(folder: Path) -> None:
    """Write the packs and the facts below a folder."""
    for name, text in FILES.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, "utf-8")


@dataclass(frozen=True)
class Editor:
    """An editor in which the packs are open: texts are changed by what they say, and a cursor is a mark in them."""

    desk: Desk
    folder: Path

    def path(self, name: str) -> Path:
        """Return the full path of one of the files."""
        return self.folder / name

    def text(self, name: str) -> str:
        """Return the text of a file as it is shown."""
        return self.desk.text(self.path(name)) or ""

    def change(self, name: str, old: str, new: str) -> Path:
        """Type ``new`` over the first ``old`` in a file, and look at its pack again."""
        path = self.type(name, old, new)
        folder = self.desk.folder_of(path)
        if folder is not None:
            self.desk.views[folder] = self.desk.read(folder)
        return path

    def type(self, name: str, old: str, new: str) -> Path:
        """Type ``new`` over the first ``old`` in a file; its pack is as it was."""
        text = self.text(name)
        assert old in text, f"{old!r} does not stand in {name}"
        self.desk.hold(self.path(name), text.replace(old, new, 1))
        return self.path(name)

    def cursor(self, name: str, old: str, new: str) -> tuple[Path, Position]:
        """Type ``new`` over the first ``old`` in a file and return where its cursor mark stood."""
        path = self.type(name, old, new)
        text = self.text(name)
        offset = text.index(CURSOR)
        self.desk.hold(path, text.replace(CURSOR, ""))
        page = self.desk.page(path)
        assert page is not None
        return path, page.source.position(offset)

    def at(self, name: str, text: str) -> tuple[Path, Position]:
        """Return the place of the cursor mark in a stretch of a file as it stands."""
        found = self.text(name).index(text.replace(CURSOR, ""))
        page = self.desk.page(self.path(name))
        assert page is not None
        return self.path(name), page.source.position(found + text.index(CURSOR))


@pytest.fixture
def editor(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Editor:
    """Return an editor with the two packs and the facts in an empty working folder."""
    monkeypatch.chdir(tmp_path)
    write_packs(tmp_path)
    return Editor(Desk(date(2026, 1, 1), (tmp_path,)), tmp_path)
