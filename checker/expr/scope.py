"""What names may be used where: fact types with their fields, parameters, and the variables in force.

Knows nothing about packs or files: the pack layer fills these tables.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from checker.expr.parse import ExprFault
from checker.expr.tree import NOWHERE, Expr, Field, Parameter
from checker.messages import message
from checker.source import did_you_mean

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from checker.expr.syntax import Span
    from checker.expr.tree import Version
    from checker.values import Kind


@dataclass(frozen=True, slots=True)
class FieldSpec:
    """A field of a fact type; ``choices`` are the only texts a choice may be."""

    name: str
    label: str
    kind: Kind
    choices: tuple[str, ...] = ()
    unit: str = ""


@dataclass(frozen=True, slots=True)
class RecordSpec:
    """A fact type; a ``single`` one has at most one fact in a project, so its fields can be named from anywhere."""

    name: str
    label: str
    fields: Mapping[str, FieldSpec]
    single: bool = False

    def field(self, name: str) -> FieldSpec | None:
        """Return the field with this id or label."""
        found = self.fields.get(name)
        return found or next((spec for spec in self.fields.values() if spec.label == name), None)


@dataclass(frozen=True, slots=True)
class ParameterSpec:
    """A dated parameter; ``keys`` are the choices its key can be when it has one."""

    name: str
    label: str
    kind: Kind
    versions: tuple[Version, ...]
    keys: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Scope:
    """The names an expression may use.

    ``variables`` is a stack of frames, innermost last: an aggregate pushes a frame for the facts it ranges over.
    ``at`` is the date by which dated parameters are picked; without one it is the as-of date.
    """

    records: Mapping[str, RecordSpec]
    parameters: Mapping[str, ParameterSpec]
    variables: tuple[tuple[tuple[str, RecordSpec], ...], ...] = ()
    at: Expr | None = None

    def push(self, *frame: tuple[str, RecordSpec]) -> Scope:
        """Return this scope with one more frame of variables."""
        return replace(self, variables=(*self.variables, frame))

    def record(self, name: str, span: Span) -> RecordSpec:
        """Return the fact type with this id or label; raises ``ExprFault``."""
        for spec in self.records.values():
            if name in {spec.name, spec.label}:
                return spec
        names = [spec.label or spec.name for spec in self.records.values()]
        raise ExprFault(
            "unknown-type", message("没有名为“{name}”的事实类型", name=name), span.start, did_you_mean(name, names)
        )

    def parameter(self, name: str) -> ParameterSpec | None:
        """Return the parameter with this id or label, or None."""
        for spec in self.parameters.values():
            if name in {spec.name, spec.label}:
                return spec
        return None

    def resolve(self, parts: tuple[str, ...], span: Span) -> Expr:
        """Return what a name stands for; raises ``ExprFault`` when nothing or more than one thing has it."""
        if len(parts) > 1:
            return self._qualified(*parts, span=span)
        name = parts[0]
        for frame in reversed(self.variables):
            found = [(variable, spec) for variable, record in frame if (spec := _field(variable, record, name, span))]
            if len(found) > 1:
                raise _ambiguous(name, [f"{variable}.{name}" for variable, _ in found], span)
            if found:
                return found[0][1]
        singles = [
            (record, spec) for record in self.records.values()
            if record.single and (spec := _field(record.name, record, name, span))
        ]  # fmt: skip
        parameter = self.parameter(name)
        if len(singles) + (parameter is not None) > 1:
            raise _ambiguous(name, [f"{record.name}.{name}" for record, _ in singles], span)
        if singles:
            return singles[0][1]
        if parameter is not None:
            return self._parameter(parameter, span)
        what = message("没有名为“{name}”的字段或参数", name=name)
        raise ExprFault("unknown-name", what, span.start, did_you_mean(name, self.names()))

    def _parameter(self, spec: ParameterSpec, span: Span) -> Parameter:
        if spec.keys:
            what = message("参数“{name}”按“{keys}”分别取值", name=spec.label, keys="、".join(spec.keys))
            hint = message("写成 lookup({name}, 键)", name=spec.label)
            raise ExprFault("keyed-parameter", what, span.start, hint)
        return Parameter(spec.name, spec.kind, spec.label, spec.versions, None, self.at, span)

    def _qualified(self, owner: str, name: str, *, span: Span) -> Expr:
        record: RecordSpec | None = None
        variable = owner
        for frame in reversed(self.variables):
            record = record or next((spec for known, spec in frame if known == owner), None)
        if record is None:
            single = next(
                (spec for spec in self.records.values() if spec.single and owner in {spec.name, spec.label}), None
            )
            if single is None:
                raise self._no_owner(owner, span)
            record, variable = single, single.name
        found = _field(variable, record, name, span)
        if found is None:
            what = message("“{owner}”没有字段“{name}”", owner=record.label or owner, name=name)
            names = [label for spec in record.fields.values() for label in (spec.name, spec.label)]
            raise ExprFault("unknown-field", what, span.start + len(owner) + 1, did_you_mean(name, names))
        return found

    def _no_owner(self, owner: str, span: Span) -> ExprFault:
        several = next((spec for spec in self.records.values() if owner in {spec.name, spec.label}), None)
        if several is not None:
            what = message("“{owner}”有多条事实，不能直接取一个字段", owner=several.label)
            hint = message("用 sum、count、average、only 等汇总，如 sum(字段 over {owner})", owner=several.label)
            return ExprFault("many-facts", what, span.start, hint)
        names = [variable for frame in self.variables for variable, _ in frame]
        names += [label for spec in self.records.values() if spec.single for label in (spec.name, spec.label)]
        what = message("没有名为“{name}”的变量或单条事实", name=owner)
        return ExprFault("unknown-name", what, span.start, did_you_mean(owner, names))

    def names(self) -> Iterator[str]:
        """Yield every id and label that can stand alone here."""
        records = [record for frame in self.variables for _, record in frame]
        records += [record for record in self.records.values() if record.single]
        for record in records:
            for spec in record.fields.values():
                yield from filter(None, (spec.name, spec.label))
        for parameter in self.parameters.values():
            yield from filter(None, (parameter.name, parameter.label))


def _field(variable: str, record: RecordSpec, name: str, span: Span) -> Field | None:
    spec = record.field(name)
    if spec is None:
        return None
    return Field(variable, record.name, spec.name, spec.kind, spec.label, spec.unit, span)


def _ambiguous(name: str, ways: list[str], span: Span = NOWHERE) -> ExprFault:
    what = message("“{name}”有多个含义", name=name)
    hint = message("写明是哪一个：{ways}", ways="、".join(ways))
    return ExprFault("ambiguous-name", what, span.start, hint)
