"""Checks fact types: names used once, keys that exist, choices where there are choices, bounds that can be read."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING, Final

from checker.messages import message
from checker.pack.builtin import BUILTIN
from checker.pack.crossref.names import check_labels, repeated
from checker.pack.exact import exact_value
from checker.values import Kind, WrittenFault

if TYPE_CHECKING:
    from checker.pack.content import Content
    from checker.pack.models import FactTypeModel, FieldModel
    from checker.pack.pack import Entry, Origin
    from checker.source import Place, Problems

_UNMEASURED: Final = frozenset({Kind.TEXT, Kind.CHOICE, Kind.DATE, Kind.QUARTER, Kind.TRUTH})


def check_vocabulary(content: Content, problems: Problems) -> None:
    """Record what is wrong among the fact types of a pack."""
    taken = {spec.label: spec.name for spec in BUILTIN.values()} | {name: name for name in BUILTIN}
    entries = [entry for entry in content.fact_types.values() if entry.id not in BUILTIN]
    for entry in content.fact_types.values():
        if entry.id in BUILTIN:
            what = message("“{id}”是内置的事实类型，不能另行定义", id=entry.id)
            problems.add("builtin-type", entry.origin.key(), what, message("换一个编号"))
    labels = [(entry.id, entry.model.label, entry.origin.at("label")) for entry in entries]
    check_labels(labels, taken, message("事实类型"), problems)
    for entry in entries:
        _check_type(entry, problems)


def _check_type(entry: Entry[FactTypeModel], problems: Problems) -> None:
    model, origin = entry.model, entry.origin
    fields = model.fields
    labels = [(name, field.label, origin.at("fields", name, "label")) for name, field in fields.items()]
    check_labels(labels, {}, message("“{label}”的字段", label=model.label), problems)
    if entry.id == "project" and model.key:
        what = message("一次检查只有一个项目，“project”不能有 key")
        problems.add("keyed-project", origin.key("key"), what, message("删去 key，多条的事实另立一类"))
    for index, item in repeated(model.key):
        what = message("“{name}”在 key 里写了两次", name=item)
        problems.add("key-twice", origin.at("key", index), what, message("删去其中一个"))
    for index, name in enumerate(model.key):
        if name not in fields:
            what = message("key 里的“{name}”不是“{label}”的字段", name=name, label=model.label)
            hint = (
                message("这一类的字段：{names}", names="、".join(fields))
                if fields
                else message("先在 fields 里写出字段")
            )
            problems.add("unknown-key-field", origin.at("key", index), what, hint)
        elif fields[name].derive is not None:
            what = message("“{name}”是算出来的，不能作 key", name=name)
            problems.add("derived-key", origin.at("key", index), what, message("用事实里填写的字段作 key"))
    for name, field in fields.items():
        _check_field(field, origin.below("fields", name), problems)


def _check_field(field: FieldModel, origin: Origin, problems: Problems) -> None:
    kind = Kind(field.type)
    if kind is Kind.CHOICE and not field.choices:
        what = message("“{label}”是选项，却没有写可选的值", label=field.label)
        problems.add("no-choices", origin.key(), what, message("补上 choices，如 choices: [一期, 二期]"))
    if kind is not Kind.CHOICE and field.choices:
        what = message("“{label}”的类型是{kind}，不能有 choices", label=field.label, kind=message(kind.label))
        problems.add("needless-choices", origin.key("choices"), what, message("删去 choices，或把 type 改成 choice"))
    for index, item in repeated(field.choices):
        what = message("选项“{item}”写了两次", item=item)
        problems.add("choice-twice", origin.at("choices", index), what, message("删去其中一个"))
    if check_unit(kind, field.unit, origin.at("unit"), problems):
        _check_bounds(field, kind, origin, problems)


def check_unit(kind: Kind, unit: str, place: Place, problems: Problems) -> bool:
    """Return whether ``unit`` is one of a ``kind``; one that is not is recorded."""
    if not unit:
        return True
    if kind in _UNMEASURED:
        what = message("{kind}没有单位", kind=message(kind.label))
        problems.add("needless-unit", place, what, message("删去 unit"))
        return False
    try:
        exact_value("1", kind, unit)
    except WrittenFault as fault:
        what = message("“{unit}”不能作{kind}的单位", unit=unit, kind=message(kind.label))
        problems.add("wrong-unit", place, what, fault.hint)
        return False
    return True


def _check_bounds(field: FieldModel, kind: Kind, origin: Origin, problems: Problems) -> None:
    found: dict[str, Fraction] = {}
    for name, text in (("min", field.min), ("max", field.max)):
        if text is None:
            continue
        if not kind.ordered:
            what = message("{kind}没有大小，不能有“{name}”", kind=message(kind.label), name=name)
            problems.add("needless-bound", origin.key(name), what, message("删去这一行"))
            continue
        try:
            value = exact_value(text, kind, field.unit)
        except WrittenFault as fault:
            problems.add(fault.code, origin.at(name), fault.what, fault.hint)
        else:
            assert isinstance(value, Fraction)  # noqa: S101 - the kind is ordered
            found[name] = value
    if len(found) > 1 and found["min"] > found["max"]:
        what = message("min（{low}）大于 max（{high}）", low=field.min, high=field.max)
        problems.add("bounds-reversed", origin.at("min"), what, message("把小的写在 min，大的写在 max"))
