"""The words of a facts file that every pack shares: header, sources, judgements and waivers, as reading rules.

They have the form of fact types, so that one reader and one schema serve them and the facts alike.
"""

from __future__ import annotations

from fractions import Fraction
from typing import Final

from checker.facts.vocabulary import FactTypeRule, FieldRule, aliases_of
from checker.values import Kind

EVALUATION_KINDS: Final = ("单位自评", "部门评价", "财政评价")
"""The kinds of evaluation of 财预〔2020〕10号, 第三条."""


def _shape(name: str, label: str, fields: dict[str, tuple[str, Kind]], key: tuple[str, ...] = ()) -> FactTypeRule:
    rules = {field: FieldRule(field, text, kind) for field, (text, kind) in fields.items()}
    return FactTypeRule(name, label, key, rules)


HEADER: Final = FactTypeRule(
    "header",
    "文件头",
    (),
    {
        "rules": FieldRule("rules", "规则包", Kind.TEXT),
        "title": FieldRule("title", "项目名称", Kind.TEXT),
        "as_of": FieldRule("as_of", "检查基准日", Kind.DATE),
        "kind": FieldRule("kind", "评价类型", Kind.CHOICE, EVALUATION_KINDS),
    },
)
SOURCE: Final = _shape(
    "source",
    "来源",
    {
        "document": ("材料", Kind.TEXT),
        "page": ("页码", Kind.TEXT),
        "cell": ("单元格", Kind.TEXT),
        "clause": ("条款", Kind.TEXT),
        "quote": ("原文", Kind.TEXT),
        "collected_by": ("采集人", Kind.TEXT),
        "on": ("采集日期", Kind.DATE),
        "file": ("文件", Kind.TEXT),
    },
)
JUDGEMENT: Final = FactTypeRule(
    "judgements",
    "评定",
    ("indicator",),
    {
        "indicator": FieldRule("indicator", "指标", Kind.TEXT),
        "point": FieldRule("point", "要点", Kind.TEXT),
        "points": FieldRule("points", "得分", Kind.SCORE),
        "share": FieldRule("share", "得分率", Kind.RATIO, low=Fraction(0), high=Fraction(1)),
        "misses": FieldRule("misses", "未达次数", Kind.COUNT, unit="次", low=Fraction(0)),
        "level": FieldRule("level", "等次", Kind.TEXT),
        "reason": FieldRule("reason", "理由", Kind.TEXT),
        "assessor": FieldRule("assessor", "评价人", Kind.TEXT),
        "evidence": FieldRule("evidence", "证据", Kind.TEXT),
    },
)
WAIVER: Final = _shape(
    "waivers",
    "豁免",
    {
        "rule": ("规则", Kind.TEXT),
        "key": ("事实", Kind.TEXT),
        "reason": ("理由", Kind.TEXT),
        "approver": ("批准人", Kind.TEXT),
        "expires": ("有效期至", Kind.DATE),
    },
    key=("rule", "reason", "approver", "expires"),
)
DOCUMENTS: Final = FieldRule("documents", "材料", Kind.TEXT)
LEDGERS: Final = FieldRule("ledgers", "台账", Kind.TEXT)

TOP_ALIASES: Final = {
    **HEADER.aliases,
    **aliases_of({rule.name: rule.label for rule in (DOCUMENTS, JUDGEMENT, WAIVER, LEDGERS)}),
}
"""The id for each top-level name that is no fact type; a pack may not use these as ids or labels of fact types."""
SOURCE_ALIASES: Final = aliases_of({SOURCE.name: SOURCE.label})
"""The names of a fact's source; a pack may not use these as ids or labels of fields."""
VALUE_ALIASES: Final = {**aliases_of({"value": "值"}), **SOURCE_ALIASES}
"""The names inside a field that is written as a mapping."""
