"""Turns a pack's fact types and parameters into the tables of names that expressions are resolved by."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from checker.expr import FieldSpec, ParameterSpec, RecordSpec, Version
from checker.pack.builtin import BUILTIN
from checker.pack.exact import exact_value
from checker.values import UNKNOWN, Kind

if TYPE_CHECKING:
    from checker.pack.models import FactTypeModel, ParameterModel, VersionModel
    from checker.pack.pack import Pack


def record_specs(pack: Pack) -> dict[str, RecordSpec]:
    """Return the fact types of ``pack`` and the builtin ones by id; those without a key are ``single``."""
    return {name: _record(name, entry.model) for name, entry in pack.fact_types.items()} | BUILTIN


def parameter_specs(pack: Pack) -> dict[str, ParameterSpec]:
    """Return the parameters of ``pack`` by id, their versions in the order of their days, every value exact."""
    return {name: _parameter(name, entry.model) for name, entry in pack.parameters.items()}


def _record(name: str, model: FactTypeModel) -> RecordSpec:
    fields = {
        field: FieldSpec(field, spec.label, Kind(spec.type), spec.choices, spec.unit)
        for field, spec in model.fields.items()
    }
    return RecordSpec(name, model.label, fields, single=not model.key)


def _parameter(name: str, model: ParameterModel) -> ParameterSpec:
    versions = sorted((date.fromisoformat(day).toordinal(), version) for day, version in model.values.items())
    return ParameterSpec(
        name,
        model.label,
        Kind(model.type),
        tuple(_version(since, version, model) for since, version in versions),
        model.keys,
        model.unit,
    )


def _version(since: int, version: VersionModel, model: ParameterModel) -> Version:
    kind, unit = Kind(model.type), model.unit
    value = UNKNOWN if version.value is None else exact_value(version.value, kind, unit)
    given = version.values or {}
    return Version(since, value, tuple((key, exact_value(given[key], kind, unit)) for key in model.keys))
