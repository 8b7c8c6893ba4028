"""Turns what a word means into the words shown about it: on hovering, and beside what may be completed."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Final

from checker.expr.functions import FUNCTIONS, GATHERINGS, LOOKUP
from checker.messages import message, tr
from checker.server.words import FieldMeaning, FunctionMeaning, Meaning, ParameterMeaning, RecordMeaning
from checker.values import Kind, show
from checker.values.calendar import date_number

if TYPE_CHECKING:
    from collections.abc import Iterator

    from checker.expr import FieldSpec, ParameterSpec, RecordSpec, Version
    from checker.pack import Pack
    from checker.pack.models import Basis, ParameterModel, VersionModel

COUNTED: Final = frozenset({"count", "exists"})


def kind_text(kind: Kind) -> str:
    """Return what a kind of value is called."""
    return tr(kind.label)


def meaning_text(meaning: Meaning, pack: Pack, today: date) -> str:
    """Return everything there is to say about the meaning of a word, as Markdown."""
    match meaning:
        case FieldMeaning(record, field):
            return _paragraphs(field_lines(record, field, pack))
        case ParameterMeaning(parameter):
            return _paragraphs(parameter_lines(parameter, pack, today))
        case RecordMeaning(record):
            return _paragraphs(record_lines(record, pack))
        case FunctionMeaning(name):
            return _paragraphs(function_lines(name))


def _paragraphs(lines: Iterator[str]) -> str:
    return "\n\n".join(line for line in lines if line)


def field_lines(record: RecordSpec, field: FieldSpec, pack: Pack) -> Iterator[str]:
    """Yield what a field is called, what kind of value it has, where it belongs, and whom to ask for it."""
    yield f"**{field.label or field.name}** `{field.name}`"
    unit = tr("，单位{unit}", unit=field.unit) if field.unit else ""
    yield tr("{kind}{unit}；{record}的字段", kind=kind_text(field.kind), unit=unit, record=record.label or record.name)
    if field.choices:
        yield tr("可以是：{names}", names="、".join(field.choices))
    entry = pack.fact_types.get(record.name)
    model = entry.model.fields.get(field.name) if entry else None
    if entry is None or model is None:
        yield tr("由程序得出，不用填写")
        return
    if model.derive is not None:
        yield tr("由其他字段算出：`{text}`", text=model.derive)
    elif model.ask or entry.model.ask:
        yield tr("材料：{ask}", ask=model.ask or entry.model.ask)
    yield model.note


def parameter_lines(parameter: ParameterSpec, pack: Pack, today: date) -> Iterator[str]:
    """Yield what a parameter is called, its value today, and all its values with their days and sources."""
    yield f"**{parameter.label or parameter.name}** `{parameter.name}`"
    entry = pack.parameters.get(parameter.name)
    day = show(date_number(today), Kind.DATE)
    current = _current(parameter, today)
    if current is None:
        yield tr("{kind}参数；{day}还没有值", kind=kind_text(parameter.kind), day=day)
    else:
        value = version_text(current, parameter.kind)
        yield tr("{kind}参数；{day}的值是 {value}", kind=kind_text(parameter.kind), day=day, value=value)
    if entry is None:
        return
    yield "\n".join(_versions(parameter, entry.model, pack))
    if entry.model.reviewed_on:
        yield tr("核对于 {day}", day=show(date_number(entry.model.reviewed_on), Kind.DATE))
    yield entry.model.note


def _current(parameter: ParameterSpec, today: date) -> Version | None:
    known = [version for version in parameter.versions if version.since <= today.toordinal()]
    return known[-1] if known else None


def version_text(version: Version, kind: Kind) -> str:
    """Return the value of a parameter from some day on: one value, or one for each key."""
    if version.keyed:
        return "、".join(f"{key} {show(value, kind)}" for key, value in version.keyed)
    return show(version.value, kind)


def _versions(parameter: ParameterSpec, model: ParameterModel, pack: Pack) -> Iterator[str]:
    written = dict(sorted(model.values.items()))
    for version, (day, given) in zip(parameter.versions, written.items(), strict=False):
        source = _source_text(given, pack)
        value = version_text(version, parameter.kind)
        since = show(date_number(date.fromisoformat(day)), Kind.DATE)
        yield "- " + (
            tr("{day}起 {value}（{source}）", day=since, value=value, source=source)
            if source
            else tr("{day}起 {value}", day=since, value=value)
        )


def _source_text(given: VersionModel, pack: Pack) -> str:
    return basis_text(given.source, pack) if given.source else given.note


def basis_text(basis: Basis, pack: Pack) -> str:
    """Return a source as people name it: the title of the document and the clause."""
    entry = pack.documents.get(basis.document)
    title = entry.model.title if entry else basis.document
    return f"《{title}》{basis.clause}".rstrip()


def record_lines(record: RecordSpec, pack: Pack) -> Iterator[str]:
    """Yield what a fact type is called, how many facts of it there may be, and its fields."""
    yield f"**{record.label or record.name}** `{record.name}`"
    entry = pack.fact_types.get(record.name)
    if record.single:
        yield tr("事实类型，一个项目最多一条")
    elif entry is not None:
        names = "、".join(record.fields[name].label or name for name in entry.model.key if name in record.fields)
        yield tr("事实类型，可以有多条，按{names}区分", names=names)
    else:
        yield tr("事实类型，由程序得出")
    yield tr("字段：{names}", names="、".join(field.label or field.name for field in record.fields.values()))
    if entry is not None and entry.model.ask:
        yield tr("材料：{ask}", ask=entry.model.ask)


def function_lines(name: str) -> Iterator[str]:
    """Yield how a function is written, what it promises, and an example."""
    yield f"`{signature_of(name)}`"
    spec = FUNCTIONS.get(name)
    if name == LOOKUP:
        yield tr("查表：按键取参数的值")
        yield tr("例：`{example}`", example="lookup(单价上限, 批次)")
        return
    if spec is not None:
        yield f"{spec.label}：{spec.promise}"
        yield tr("例：`{example}`", example=spec.example)
    if name in GATHERINGS:
        yield _GATHERED[name].render()


def signature_of(name: str) -> str:
    """Return how a function or aggregate is written, with its arguments."""
    if name == LOOKUP:
        return tr("lookup(参数, 键)")
    if name in COUNTED:
        return tr("{name}(事实类型 where 条件)", name=name)
    if name in GATHERINGS and name not in FUNCTIONS:
        return tr("{name}(字段 over 事实类型 where 条件)", name=name)
    spec = FUNCTIONS[name]
    fewest = len(spec.arguments) - spec.optional
    parts = [
        "/".join(dict.fromkeys(kind_text(kind) for kind in kinds)) if len(kinds) < 3 else tr("数")  # noqa: PLR2004 - a longer list teaches nothing
        for kinds in spec.arguments
    ]
    shown = ", ".join(part if index < fewest else f"[{part}]" for index, part in enumerate(parts))
    return f"{name}({shown}{', …' if spec.variadic else ''})"


_GATHERED: Final = {
    "count": message("数有几条符合条件的事实"),
    "exists": message("有没有符合条件的事实"),
    "sum": message("各条事实的值合计"),
    "average": message("各条事实的值的平均"),
    "min": message("对多条事实：各条中最小的一个"),
    "max": message("对多条事实：各条中最大的一个"),
    "only": message("各条都相同的那个值"),
}
