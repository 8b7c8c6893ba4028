"""Turns the lists and mappings of a fact type into ``Fact`` values; knows nothing about files or rules."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from fractions import Fraction
from typing import TYPE_CHECKING

from checker.facts.facts import Fact, FieldValue, Source
from checker.facts.fields import exact_number, read_value
from checker.facts.parts import fact_parts, parts_by_id
from checker.facts.shapes import SOURCE_ALIASES, VALUE_ALIASES
from checker.messages import message
from checker.source.document import Mapping
from checker.values import Kind, decimal_text
from checker.values.calendar import day_of, year_and_quarter

if TYPE_CHECKING:
    from checker.facts.parts import Part
    from checker.facts.sources import SourceReader
    from checker.facts.vocabulary import FactTypeRule, FieldRule
    from checker.source import Place, Problems


@dataclass(slots=True)
class FactReader:
    """Collects facts by type over all files; two facts of one type with the same key are recorded."""

    sources: SourceReader
    problems: Problems
    facts: dict[str, list[Fact]] = field(default_factory=dict)
    _places: dict[tuple[str, str], Place] = field(default_factory=dict)

    def read(self, part: Part, rule: FactTypeRule) -> None:
        """Add what is reported for a fact type; nothing written means not reported, ``[]`` means none."""
        if part.blank:
            return
        if part.name is not None and part.name.file and rule.several == part.partial:
            self._add_ledger_mismatch(part, rule)
        elif rule.several:
            known = self.facts.setdefault(rule.name, [])
            known.extend(filter(None, (self._fact(item, rule) for item in fact_parts(part, rule.label, self.problems))))
        elif isinstance(part.node, Mapping):
            fact = self._fact(part, rule)
            if fact is not None:
                said = self.facts.get(rule.name)
                self.facts[rule.name] = [self._joined(said[0], fact, rule) if said else fact]
        else:
            what = message("“{label}”只有一条，要写成“名称: 值”", label=rule.label)
            self.problems.add("not-a-mapping", part.place, what, message("去掉每条前面的“- ”，只留一条"))

    def _fact(self, part: Part, rule: FactTypeRule) -> Fact | None:
        parts = parts_by_id(part, rule.label, {**rule.aliases, **SOURCE_ALIASES}, self.problems)
        source = self.sources.read(parts["source"]) if "source" in parts else Source()
        fields: dict[str, FieldValue] = {}
        for name, child in parts.items():
            if name != "source" and (value := self._field(child, rule.fields[name], source)) is not None:
                fields[name] = value
        key = str(part.place) if rule.unkeyed else self._key(part, parts, fields, rule)
        if key is None:
            return None
        if part.partial:
            return Fact(rule.name, key, fields, part.place, source)
        first = self._places.setdefault((rule.name, key), part.place)
        if first != part.place:
            self._add_repeated(part, key, first, rule)
            return None
        return Fact(rule.name, key, fields, part.place, source)

    def _joined(self, first: Fact, more: Fact, rule: FactTypeRule) -> Fact:
        """Return one fact of what two files say of it (one of them a ledger); what both say is recorded."""
        for name in first.fields.keys() & more.fields.keys():
            here, there = more.fields[name].place, first.fields[name].place
            label = rule.fields[name].label
            what = message("“{label}”的“{key}”写了两次，第一次在 {first}", label=rule.label, key=label, first=there)
            self.problems.add("duplicate-fact", here, what, message("只留一处：事实文件里填的，或台账里汇总的"))
        source = first.source if first.source.given else more.source
        return replace(first, fields={**first.fields, **more.fields}, source=source)

    def _add_ledger_mismatch(self, part: Part, rule: FactTypeRule) -> None:
        """Record that a ledger gives one fact where several are told apart, or several where there is one."""
        if rule.several:
            names = "、".join(rule.fields[name].label for name in rule.key)
            what = message("“{label}”可以有多条，靠{names}区分", label=rule.label, names=names)
            hint = message("汇总时在“分组”里写{names}；只有一条的也写，值用“固定”", names=names)
        else:
            what = message("“{label}”只有一条，台账却给出几条", label=rule.label)
            hint = message("写“汇总”，不写“每行一条”和“分组”")
        self.problems.add("not-a-mapping", part.name_place, what, hint)

    def _field(self, part: Part, rule: FieldRule, source: Source) -> FieldValue | None:
        if isinstance(part.node, Mapping):
            parts = parts_by_id(part, rule.label, VALUE_ALIASES, self.problems)
            if "source" in parts:
                source = self.sources.read(parts["source"], source)
            if "value" not in parts:
                return None
            part = parts["value"]
        return read_value(part, rule, self.problems, source)

    def _key(self, part: Part, parts: dict[str, Part], fields: dict[str, FieldValue], rule: FactTypeRule) -> str | None:
        """Return the key, or None when a part of it is missing or wrong, which is recorded."""
        missing = [name for name in rule.key if name not in parts or parts[name].blank]
        if missing:
            names = "、".join(rule.fields[name].label for name in missing)
            what = message("这条“{label}”没有写{names}", label=rule.label, names=names)
            place = parts[missing[0]].place if part.in_sheet and missing[0] in parts else part.place
            self.problems.add("missing-key", place, what, message("补上{names}，同类事实靠它区分", names=names))
        texts = [key_text(fields[name], rule.fields[name], self.problems) for name in rule.key if name in fields]
        return "/".join(map(str, texts)) if len(texts) == len(rule.key) and None not in texts else None

    def _add_repeated(self, part: Part, key: str, first: Place, rule: FactTypeRule) -> None:
        if rule.key:
            what = message("“{label}”的“{key}”写了两次，第一次在 {first}", label=rule.label, key=key, first=first)
            hint = message("删去其中一条，或改正{names}", names="、".join(rule.fields[name].label for name in rule.key))
        else:
            what = message("“{label}”只能有一条，第一次在 {first}", label=rule.label, first=first)
            hint = message("把两处合成一处")
        self.problems.add("duplicate-fact", part.place, what, hint)


def key_text(value: FieldValue, rule: FieldRule, problems: Problems) -> str | None:
    """Return the one text for all ways of writing the same value: ``2020Q3``, ``2020-12-31``, plain decimals.

    A value that is only known within bounds is no key: it is recorded, and gives None.
    """
    if isinstance(value.value, (str, bool)):
        return value.text if isinstance(value.value, str) else ("是" if value.value else "否")
    number = exact_number(value, rule, problems)
    return None if number is None else _number_text(number, rule.kind)


def _number_text(number: Fraction, kind: Kind) -> str:
    if kind is Kind.QUARTER:
        year, quarter = year_and_quarter(number)
        return f"{year}Q{quarter}"
    return day_of(number).isoformat() if kind is Kind.DATE else decimal_text(number)
