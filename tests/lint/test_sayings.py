"""Checks that hold words against conditions keep silent where the words may be right."""

from __future__ import annotations

from pathlib import Path
from typing import Final

import pytest

from tests.lint.poor_packs import changed, lint

QUOTED: Final = (
    "pass_rate_floor:\n  label: 合格率下限\n  type: ratio\n  values:\n"
    "    2020-01-01: {value: 90%, source: {document: standard, clause: 第六条, quote: QUOTE}}\n"
)
SCORED: Final = (
    "indicators:\n  - id: amount\n    label: 完成数量\n    weight: 40\n"
    "    scoring: {method: steps, value: 里程完成率, target: 90%, step: 1%, cost: {points: 1}, partial_step: up}\n"
    "    criteria: CRITERIA\n    basis: [{document: standard, clause: 第五条}]\n"
    "  - {id: quality, label: 养护质量, weight: 60, basis: [{document: standard, clause: 第六条}]}\n"
)
RULE: Final = "rules/pass-rate-low.yaml"
SILENT: Final = {
    "one of a list is a name": {RULE: 'applies: 评价类型 in ("部门评价", "省级评价")\n'},
    "denied": {RULE: 'message: "{路段编号}（{地形}）合格率{合格率}，没有高于{合格率下限}"\n'},
    "not before the threshold": {
        RULE: 'message: "{路段编号}（{地形}）多于一处返修，合格率{合格率}，标准{合格率下限}"\n'
    },
    "the other side": {RULE: 'message: "{路段编号}（{地形}）标准{合格率下限}，高于实际的{合格率}"\n'},
    "two comparisons": {
        RULE: 'when: 合格率 < 合格率下限 或 合格率 > 1\nmessage: "{路段编号}合格率{合格率}，高于{合格率下限}"\n'
    },
    "what a ratio leaves": {"parameters.yaml": QUOTED.replace("QUOTE", "不合格的不超过10%")},
    "two numbers": {"parameters.yaml": QUOTED.replace("QUOTE", "一级95%，二级85%")},
    "in words": {"parameters.yaml": QUOTED.replace("QUOTE", "不低于九成，扣5%")},
    "criteria that say it": {"indicators.yaml": SCORED.replace("CRITERIA", "不足90%的每低1个百分点扣1分")},
    "criteria about all": {"indicators.yaml": SCORED.replace("CRITERIA", "完成100%的得满分")},
}


@pytest.mark.parametrize("changes", SILENT.values(), ids=SILENT)
def test_silent(changes: dict[str, str], tmp_path: Path) -> None:
    """Nothing is found where the words can be meant as they stand."""
    assert [str(item.what) for item in lint(changed(tmp_path / "base", changes))] == []
