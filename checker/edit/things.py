"""The things of a pack that have a name, and how a name is found to be that of a thing; knows no texts and no files."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final, Literal, TypeAlias

from checker.facts.shapes import TOP_ALIASES
from checker.messages import Message, message
from checker.pack.builtin import BUILTIN

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from checker.pack.models import IndicatorModel
    from checker.pack.pack import Pack

ThingKind: TypeAlias = Literal[
    "fact_type", "field", "parameter", "choice", "rule", "problem", "document", "indicator", "shared"
]
WORDS: Final[dict[ThingKind, Message]] = {
    "fact_type": message("事实类型"),
    "field": message("字段"),
    "parameter": message("参数"),
    "choice": message("选项"),
    "rule": message("规则"),
    "problem": message("问题"),
    "document": message("依据文件"),
    "indicator": message("指标"),
    "shared": message("共用指标"),
}
WAYS: Final[dict[ThingKind, str]] = {
    "fact_type": "vocabulary", "parameter": "parameters", "rule": "rules", "problem": "problems",
    "document": "documents", "indicator": "indicators", "shared": "shared",
}  # fmt: skip
"""What a thing may be named with in front when another has the same name: ``rules/late-payment``."""
SPOKEN: Final = frozenset({"fact_type", "field", "parameter", "choice"})
"""The things expressions name, so that their names must be words of the language."""
REFERENCES: Final[dict[tuple[str, str], ThingKind]] = {
    ("problem", "id"): "problem", ("finding", "problem"): "problem", ("finding", "rule"): "rule",
    ("finding", "indicator"): "indicator", ("indicator", "id"): "indicator", ("judgement", "indicator"): "indicator",
    ("indicator", "label"): "indicator", ("indicator", "dimension"): "indicator",
}  # fmt: skip
"""The fields of builtin fact types whose texts are ids or labels of things."""


@dataclass(frozen=True, slots=True, order=True)
class Thing:
    """One named thing; ``owner`` is the fact type of a field, and of a choice ``type.field`` or the parameter."""

    kind: ThingKind
    name: str
    owner: str = ""


@dataclass(frozen=True, slots=True)
class Names:
    """The things of a pack: each with its label, empty where it has none."""

    labels: dict[Thing, str]
    by_name: dict[tuple[ThingKind, str, str], Thing] = field(default_factory=dict)

    def find(self, kind: ThingKind, name: str, owner: str = "") -> Thing | None:
        """Return the thing with this id, else the one with this label."""
        return self.by_name.get((kind, owner, name))


def names_of(pack: Pack) -> Names:
    """Return the things of ``pack`` with all it extends, builtin fact types and fields among them."""
    labels = dict(_all_labels(pack))
    by_name = {(thing.kind, thing.owner, label): thing for thing, label in labels.items() if label}
    by_name |= {(thing.kind, thing.owner, thing.name): thing for thing in labels}
    return Names(labels, by_name)


def _all_labels(pack: Pack) -> Iterator[tuple[Thing, str]]:
    for spec in BUILTIN.values():
        yield Thing("fact_type", spec.name), spec.label
        yield from ((Thing("field", name, spec.name), part.label) for name, part in spec.fields.items())
    for name, entry in pack.fact_types.items():
        yield Thing("fact_type", name), entry.model.label
        for part, model in entry.model.fields.items():
            yield Thing("field", part, name), model.label
            yield from ((Thing("choice", choice, f"{name}.{part}"), "") for choice in model.choices)
    for name, parameter in pack.parameters.items():
        yield Thing("parameter", name), parameter.model.label
        yield from ((Thing("choice", key, name), "") for key in parameter.model.keys)
    yield from ((Thing("rule", name), "") for name in pack.rules)
    yield from ((Thing("problem", name), "") for name in pack.problems)
    yield from ((Thing("document", name), "") for name in pack.documents)
    indicators = pack.indicators.model
    shared = {item.id: item.label for item in indicators.shared}
    yield from ((Thing("shared", name), label) for name, label in shared.items())
    for item in _walk(indicators.indicators):
        yield Thing("indicator", item.id), item.label or shared.get(item.use or "", "")


def _walk(items: Sequence[IndicatorModel]) -> Iterator[IndicatorModel]:
    for item in items:
        yield item
        yield from _walk(item.children)


def taken_names() -> frozenset[str]:
    """Return the names no fact type of a pack may have: those of builtin types and of the parts of a facts file."""
    return frozenset(TOP_ALIASES) | {name for spec in BUILTIN.values() for name in (spec.name, spec.label)}
