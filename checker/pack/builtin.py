"""The fact types every pack has without writing them: the evaluation, judgements, and what the checker finds out.

``evaluation`` is the head of the facts, ``judgement`` is an assessor's decision on an indicator or 要点. ``finding``,
``problem`` (second tier) and ``indicator``, ``result`` (third tier) are filled while a project is decided. Knows
nothing about how they are filled.
"""

from __future__ import annotations

from typing import Final

from checker.expr import FieldSpec, RecordSpec
from checker.values import Kind

T, S, C, R = Kind.TEXT, Kind.SCORE, Kind.COUNT, Kind.RATIO


def _record(name: str, label: str, fields: dict[str, tuple[str, Kind]], *, single: bool = False) -> RecordSpec:
    specs = {field: FieldSpec(field, text, kind) for field, (text, kind) in fields.items()}
    return RecordSpec(name, label, specs, single)


JUDGEMENT: Final = _record(
    "judgement",
    "评定",
    {
        "indicator": ("指标", T),
        "point": ("要点", T),
        "points": ("评定得分", S),
        "share": ("评定得分率", R),
        "misses": ("未达次数", C),
        "level": ("等次", T),
        "reason": ("理由", T),
        "assessor": ("评价人", T),
        "evidence": ("证据", T),
        "full": ("评定满分", S),
        "lost": ("评定扣分", S),
    },
)
"""An assessor's judgement; ``full`` and ``lost`` are worked out from the indicator's weight."""

EVALUATION: Final = _record(
    "evaluation",
    "评价",
    {"title": ("项目名称", T), "kind": ("评价类型", T), "as_of": ("检查基准日", Kind.DATE)},
    single=True,
)
"""What the head of the facts says: filled for every project, so rules can tell the kinds of evaluation apart."""
FINDING: Final = _record(
    "finding",
    "发现",
    {
        "rule": ("规则", T),
        "indicator": ("发现指标", T),
        "problem": ("所属问题", T),
        "severity": ("严重程度", T),
        "deduction": ("发现扣分", S),
    },
)
PROBLEM: Final = _record(
    "problem",
    "问题",
    {"id": ("问题编号", T), "heading": ("问题标题", T), "findings": ("发现数", C), "deduction": ("问题扣分", S)},
)
INDICATOR: Final = _record(
    "indicator",
    "指标",
    {
        "id": ("指标编号", T),
        "label": ("指标名称", T),
        "level": ("级次", C),
        "leaf": ("末级", Kind.TRUTH),
        "dimension": ("一级指标", T),
        "weight": ("权重", S),
        "score": ("得分", S),
        "lost": ("失分", S),
        "explained": ("已说明失分", S),
        "judged": ("评定计分", Kind.TRUTH),
        "target_met": ("目标完成", Kind.TRUTH),
    },
)
RESULT: Final = _record(
    "result",
    "评价结果",
    {
        "score": ("总分", S),
        "grade": ("等级", T),
        "full": ("总分满分", S),
        "lost": ("总失分", S),
        "explained": ("总已说明失分", S),
    },
    single=True,
)
BUILTIN: Final = {spec.name: spec for spec in (EVALUATION, JUDGEMENT, FINDING, PROBLEM, INDICATOR, RESULT)}
FOUND_OUT: Final = frozenset({"finding", "problem", "indicator", "result"})
"""The types that no person fills in."""
SECOND_TIER: Final = frozenset({"finding", "problem"})
THIRD_TIER: Final = frozenset({"indicator", "result"})
