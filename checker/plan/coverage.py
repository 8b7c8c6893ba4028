"""Holds facts and plan side by side: a kind the pack is not for, waivers of no rule, facts that nothing reads."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from checker.messages import message
from checker.source import Place, Problems, did_you_mean

if TYPE_CHECKING:
    from checker.facts import FactSet, RawFacts
    from checker.pack import Pack
    from checker.plan.plan import Plan


def check_kind(raw: RawFacts, pack: Pack, problems: Problems) -> None:
    """Record a kind of evaluation that the pack does not cover."""
    kind, kinds = raw.header.kind, pack.model.kinds
    if kind and kinds and kind not in kinds:
        what = message("规则包“{pack}”不适用于{kind}", pack=pack.model.title, kind=kind)
        hint = message("适用于：{kinds}", kinds="、".join(kinds))
        problems.add("kind-not-covered", raw.header.places.get("kind", Place(raw.name)), what, hint)


def check_waivers(facts: FactSet, plan: Plan, problems: Problems) -> None:
    """Record waivers of rules that the pack does not have."""
    rules = plan.pack.rules
    for waiver in facts.waivers:
        if waiver.rule not in rules:
            what = message("没有编号为“{rule}”的规则", rule=waiver.rule)
            problems.add("unknown-rule", waiver.place, what, did_you_mean(waiver.rule, rules))


def unread_facts(facts: FactSet, plan: Plan, shown: frozenset[str]) -> Iterator[tuple[str, Place]]:
    """Yield each given field that no rule, indicator, derivation or template reads and that is not part of a key."""
    for type_id, found in facts.facts.items():
        spec = plan.records[type_id]
        fields: dict[str, Place] = {}
        for fact in found:
            for name, given in fact.fields.items():
                fields.setdefault(name, given.place)
        for name, place in fields.items():
            model = plan.fields[type_id][name]
            read = (type_id, name) in plan.read or name in shown or name in plan.keys[type_id]
            if not read and model.derive is None:
                yield f"{spec.label}.{model.label}", place
