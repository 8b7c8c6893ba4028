"""Turns a pack's fact types into the vocabulary the reader of facts needs; knows nothing about rules."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING

from checker.facts import FactTypeRule, FieldRule, Vocabulary
from checker.pack import Pack, record_specs
from checker.values import Kind, parse_value

if TYPE_CHECKING:
    from checker.pack.models import FieldModel


def vocabulary_of(pack: Pack) -> Vocabulary:
    """Return the fact types of ``pack`` as the reader of facts needs them."""
    records = record_specs(pack)
    types = {}
    for name, entry in pack.fact_types.items():
        fields = {field: _field_rule(field, model, records[name].fields[field].kind)
                  for field, model in entry.model.fields.items()}  # fmt: skip
        types[name] = FactTypeRule(name, entry.model.label, entry.model.key, fields)
    return Vocabulary(types)


def _field_rule(name: str, model: FieldModel, kind: Kind) -> FieldRule:
    def bound(text: str | None) -> Fraction | None:
        value = None if text is None else parse_value(text, kind, model.unit).value
        return value if isinstance(value, Fraction) else None

    return FieldRule(
        name, model.label, kind, model.choices, model.unit, bound(model.min), bound(model.max), ask=model.ask
    )
