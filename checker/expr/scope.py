"""What names may be used where: fact types with their fields, parameters, and the variables in force.

Knows nothing about packs or files: the pack layer fills these tables.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Protocol, TypeVar

from checker.expr.hints import absent_hint, joined_hint
from checker.expr.parse import ExprFault
from checker.expr.tree import NOWHERE, Expr, Field, Parameter
from checker.messages import Message, message
from checker.source import did_you_mean

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

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
        """Return the field with this id, else the first with this label."""
        return next(iter(_named(self.fields.values(), name)), None)


@dataclass(frozen=True, slots=True)
class ParameterSpec:
    """A dated parameter; ``keys`` are the choices its key can be when it has one."""

    name: str
    label: str
    kind: Kind
    versions: tuple[Version, ...]
    keys: tuple[str, ...] = ()
    unit: str = ""


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
        found = _only(self.records.values(), name, span)
        if found is not None:
            return found
        names = [spec.label or spec.name for spec in self.records.values()]
        hint = joined_hint(name, self._record_names()) or did_you_mean(name, names)
        raise ExprFault("unknown-type", message("没有名为“{name}”的事实类型", name=name), span.start, hint)

    def known_record(self, name: str) -> RecordSpec | None:
        """Return the fact type with this id, else the first with this label, or None."""
        return next(iter(_named(self.records.values(), name)), None)

    def parameter(self, name: str, span: Span = NOWHERE) -> ParameterSpec | None:
        """Return the parameter with this id or label, or None; raises ``ExprFault`` when several have the label."""
        return _only(self.parameters.values(), name, span)

    def resolve(self, parts: tuple[str, ...], span: Span, field_start: int | None = None) -> Expr:
        """Return what a name stands for; raises ``ExprFault`` when nothing or more than one thing has it.

        ``field_start`` is where the second of two parts is written, for the place of a fault.
        """
        if len(parts) > 1:
            return self._qualified(*parts, span=span, field_start=field_start)
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
        parameter = self.parameter(name, span)
        if len(singles) + (parameter is not None) > 1:
            raise _ambiguous(name, [f"{record.name}.{name}" for record, _ in singles], span)
        if singles:
            return singles[0][1]
        if parameter is not None:
            return self._parameter(parameter, span)
        what = message("没有名为“{name}”的字段或参数", name=name)
        raise ExprFault("unknown-name", what, span.start, self._unknown_hint(name))

    def _unknown_hint(self, name: str) -> Message | None:
        names = set(self.names())
        hint = joined_hint(name, names) or absent_hint(name)
        if hint is not None:
            return hint
        record = self.known_record(name)
        if record is not None:
            label = record.label or record.name
            return message("这是事实类型；写成 count({label})、exists({label} where 条件) 等", label=label)
        owner = next((spec for spec in self.records.values() if spec.field(name)), None)
        if owner is not None:
            label = owner.label or owner.name
            return message("它是“{label}”的字段；写成 sum({name} over {label}) 等", label=label, name=name)
        declare = message("先在 vocabulary.yaml 里写出这个字段，或在 parameters.yaml 里写出这个参数")
        return did_you_mean(name, names) or declare

    def _parameter(self, spec: ParameterSpec, span: Span) -> Parameter:
        if spec.keys:
            label = spec.label or spec.name
            what = message("参数“{name}”按“{keys}”分别取值", name=label, keys="、".join(spec.keys))
            hint = message("写成 lookup({name}, 键)", name=label)
            raise ExprFault("keyed-parameter", what, span.start, hint)
        return Parameter(spec.name, spec.kind, spec.label, spec.versions, None, self.at, span, spec.unit)

    def _qualified(self, owner: str, name: str, *, span: Span, field_start: int | None) -> Expr:
        bound = self._owner(owner, span)
        if bound is None:
            raise self._no_owner(owner, span)
        variable, record = bound
        found = _field(variable, record, name, span)
        if found is None:
            what = message("“{owner}”没有字段“{name}”", owner=record.label or owner, name=name)
            names = [label for spec in record.fields.values() for label in (spec.name, spec.label) if label]
            start = span.start if field_start is None else field_start
            raise ExprFault("unknown-field", what, start, joined_hint(name, names) or did_you_mean(name, names))
        return found

    def _owner(self, owner: str, span: Span) -> tuple[str, RecordSpec] | None:
        """Return the variable called ``owner``: innermost first, then the facts of which there is only one.

        A variable without a name of its own (the fact a rule is about, the facts of an aggregate without ``as``) is
        called by its fact type. Raises ``ExprFault`` when that could also be a variable further out.
        """
        found = [bound for frame in reversed(self.variables) for bound in frame if _is_called(*bound, owner)]
        if len(found) > 1 and "*" in found[0][0]:
            label = found[0][1].label or owner
            what = message("“{owner}”可以是汇总里的事实，也可以是外面的那一条", owner=label)
            hint = message("里面的直接写字段名；或用 as 给里面的起名，如 {owner} as 一条", owner=label)
            raise ExprFault("ambiguous-name", what, span.start, hint)
        if found:
            return found[0]
        single = _only((spec for spec in self.records.values() if spec.single), owner, span)
        return None if single is None else (single.name, single)

    def _no_owner(self, owner: str, span: Span) -> ExprFault:
        several = self.known_record(owner)
        if several is not None:
            label = several.label or owner
            what = message("“{owner}”有多条事实，不能直接取一个字段", owner=label)
            hint = message("用 sum、count、average、only 等汇总，如 sum(字段 over {owner})", owner=label)
            return ExprFault("many-facts", what, span.start, hint)
        names = {variable for frame in self.variables for variable, _ in frame if "*" not in variable}
        names |= {label for spec in self.records.values() if spec.single for label in (spec.name, spec.label) if label}
        what = message("没有名为“{name}”的变量或单条事实", name=owner)
        return ExprFault("unknown-name", what, span.start, joined_hint(owner, names) or did_you_mean(owner, names))

    def _record_names(self) -> set[str]:
        return {label for spec in self.records.values() for label in (spec.name, spec.label) if label}

    def names(self) -> Iterator[str]:
        """Yield every id and label that can stand alone here."""
        records = [record for frame in self.variables for _, record in frame]
        records += [record for record in self.records.values() if record.single]
        for record in records:
            for spec in record.fields.values():
                yield from filter(None, (spec.name, spec.label))
        for parameter in self.parameters.values():
            yield from filter(None, (parameter.name, parameter.label))


def _is_called(variable: str, record: RecordSpec, owner: str) -> bool:
    unnamed = variable == record.name or "*" in variable
    return owner == variable or (unnamed and owner in {record.name, record.label})


class _Spec(Protocol):
    @property
    def name(self) -> str: ...
    @property
    def label(self) -> str: ...


_AnySpec = TypeVar("_AnySpec", bound=_Spec)


def _named(specs: Iterable[_AnySpec], name: str) -> list[_AnySpec]:
    """Return the one with this id, else those with this label."""
    known = list(specs)
    with_id = [spec for spec in known if spec.name == name]
    return with_id or [spec for spec in known if spec.label and spec.label == name]


def _only(specs: Iterable[_AnySpec], name: str, span: Span) -> _AnySpec | None:
    found = _named(specs, name)
    if len(found) > 1:
        raise _ambiguous(name, [spec.name for spec in found], span)
    return found[0] if found else None


def _field(variable: str, record: RecordSpec, name: str, span: Span) -> Field | None:
    spec = _only(record.fields.values(), name, span)
    if spec is None:
        return None
    return Field(variable, record.name, spec.name, spec.kind, spec.label, spec.unit, span)


def _ambiguous(name: str, ways: list[str], span: Span = NOWHERE) -> ExprFault:
    what = message("“{name}”有多个含义", name=name)
    hint = message("写明是哪一个：{ways}", ways="、".join(ways))
    return ExprFault("ambiguous-name", what, span.start, hint)
