"""Turns the lists 评定 and 豁免 into ``Judgement`` and ``Waiver`` values.

Knows nothing about indicators or rules: the names in them are resolved by the plan.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from checker.facts.facts import FieldValue, Judgement, Source, Waiver
from checker.facts.fields import exact_day, exact_number, read_value
from checker.facts.parts import fact_parts, parts_by_id
from checker.facts.shapes import JUDGEMENT, SOURCE_ALIASES, WAIVER
from checker.messages import message

if TYPE_CHECKING:
    from checker.facts.parts import Part
    from checker.facts.sources import SourceReader
    from checker.facts.vocabulary import FactTypeRule
    from checker.source import Place, Problems


def read_judgements(part: Part, sources: SourceReader, problems: Problems) -> list[Judgement]:
    """Return the judgements of one file; one that names no indicator is recorded."""
    found = []
    for item in fact_parts(part, JUDGEMENT.label, problems):
        parts = parts_by_id(item, JUDGEMENT.label, {**JUDGEMENT.aliases, **SOURCE_ALIASES}, problems)
        source = sources.read(parts.pop("source")) if "source" in parts else Source()
        fields = _fields(parts, JUDGEMENT, problems)
        if _blank(parts, "indicator"):
            what, hint = message("这条评定没有写指标"), message("补上“指标: 指标的名称或编号”")
            if item.in_sheet:
                hint = message("在“指标”一列写上指标的名称或编号")
            problems.add("missing-indicator", item.place, what, hint)
        found.append(_judgement(item.place, fields, source, problems))
    return found


def _judgement(place: Place, fields: dict[str, FieldValue], source: Source, problems: Problems) -> Judgement:
    points, share, misses = (
        exact_number(fields.get(name), JUDGEMENT.fields[name], problems) for name in ("points", "share", "misses")
    )
    texts = {name: value.text for name, value in fields.items()}
    return Judgement(
        indicator=texts.get("indicator", ""),
        place=place,
        point=texts.get("point", ""),
        points=points,
        share=share,
        misses=misses,
        level=texts.get("level", ""),
        reason=texts.get("reason", ""),
        assessor=texts.get("assessor", ""),
        evidence=texts.get("evidence", ""),
        source=source,
    )


def read_waivers(part: Part, problems: Problems) -> list[Waiver]:
    """Return the waivers of one file; one without rule, reason, approver or last day is recorded."""
    found = []
    for item in fact_parts(part, WAIVER.label, problems):
        parts = parts_by_id(item, WAIVER.label, WAIVER.aliases, problems)
        fields = _fields(parts, WAIVER, problems)
        expires = exact_day(fields.get("expires"), WAIVER.fields["expires"], problems)
        missing = [WAIVER.fields[name].label for name in WAIVER.key if _blank(parts, name)]
        if missing:
            what = message("这条豁免没有写{names}", names="、".join(missing))
            hint = message("豁免要写明规则、理由、批准人和有效期至，缺一不可")
            problems.add("incomplete-waiver", item.place, what, hint)
        rule, key, reason, approver = (
            fields[name].text if name in fields else "" for name in ("rule", "key", "reason", "approver")
        )
        found.append(Waiver(rule, item.place, key, reason, approver, expires))
    return found


def _fields(parts: dict[str, Part], rule: FactTypeRule, problems: Problems) -> dict[str, FieldValue]:
    values = {name: read_value(child, rule.fields[name], problems) for name, child in parts.items()}
    return {name: value for name, value in values.items() if value is not None}


def _blank(parts: dict[str, Part], name: str) -> bool:
    return name not in parts or parts[name].blank
