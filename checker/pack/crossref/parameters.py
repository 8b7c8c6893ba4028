"""Checks parameters: dated versions that can be read, and every key given a value in each."""

from __future__ import annotations

import re
from datetime import date
from typing import TYPE_CHECKING, Final

from checker.messages import message
from checker.pack.crossref.names import check_labels, check_reference, repeated
from checker.pack.crossref.vocabulary import check_unit
from checker.pack.exact import exact_value
from checker.source import did_you_mean, suggest
from checker.values import Kind, WrittenFault

if TYPE_CHECKING:
    from checker.pack.content import Content
    from checker.pack.models import ParameterModel, VersionModel
    from checker.pack.pack import Entry, Origin
    from checker.source import Problems

_DAY: Final = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)


def check_parameters(content: Content, problems: Problems) -> None:
    """Record what is wrong among the parameters of a pack."""
    entries = content.parameters.values()
    labels = [(entry.id, entry.model.label, entry.origin.at("label")) for entry in entries]
    check_labels(labels, {}, message("参数"), problems)
    for entry in entries:
        _check_parameter(entry, content, problems)


def _check_parameter(entry: Entry[ParameterModel], content: Content, problems: Problems) -> None:
    model, origin = entry.model, entry.origin
    for index, key in repeated(model.keys):
        what = message("“{name}”在 keys 里写了两次", name=key)
        problems.add("key-twice", origin.at("keys", index), what, message("删去其中一个"))
    if not model.values:
        what = message("参数“{label}”没有值", label=model.label)
        problems.add(
            "no-versions", origin.key("values"), what, message("写明从哪天起是多少，如 2019-10-01: {value: 90%}")
        )
    readable = check_unit(Kind(model.type), model.unit, origin.at("unit"), problems)
    for day, version in model.values.items():
        below = origin.below("values", day)
        if not _is_day(day):
            what = message("“{day}”不是生效日期", day=day)
            problems.add("bad-date-key", below.key(), what, message("写成年-月-日，如 2019-10-01"))
        if version.source is not None:
            check_reference(version.source.document, "document", below.at("source", "document"), content, problems)
        if _check_keys(model, version, below, problems) and readable:
            _check_values(model, version, below, problems)


def _is_day(text: str) -> bool:
    try:
        date.fromisoformat(text)
    except ValueError:
        return False
    return _DAY.fullmatch(text) is not None


def _check_keys(model: ParameterModel, version: VersionModel, origin: Origin, problems: Problems) -> bool:
    """Return whether a version gives a value for every key and for nothing else."""
    before = len(problems.errors)
    if model.keys and version.value is not None:
        what = message("这个参数按 {keys} 分别取值，不能只写一个 value", keys="、".join(model.keys))
        parts = ", ".join(f"{key}: …" for key in model.keys)
        problems.add("value-for-keys", origin.key("value"), what, message("写成 values: {{{parts}}}", parts=parts))
    elif model.keys:
        given = version.values or {}
        missing = [key for key in model.keys if key not in given]
        unknown = [key for key in given if key not in model.keys]
        misspelt = {suggest(key, model.keys) for key in unknown}
        if missing := [key for key in missing if key not in misspelt]:
            what = message("缺少{names}的值", names="、".join(missing))
            problems.add("missing-key-value", origin.key("values"), what, message("每个键都要有值，写在 values 下面"))
        for key in unknown:
            what = message("keys 里没有“{key}”", key=key)
            problems.add("unknown-key-value", origin.key("values", key), what, did_you_mean(key, model.keys))
    elif version.values is not None:
        what = message("这个参数没有 keys，不能按键取值")
        problems.add("values-without-keys", origin.key("values"), what, message("写成 value: …，或补上 keys"))
    elif version.value is None:
        problems.add("missing-key", origin.key(), message("缺少“{name}”", name="value"), message("补上一行“value: …”"))
    return len(problems.errors) == before


def _check_values(model: ParameterModel, version: VersionModel, origin: Origin, problems: Problems) -> None:
    written = [] if version.value is None else [(("value",), version.value)]
    for steps, text in [*written, *((("values", key), text) for key, text in (version.values or {}).items())]:
        try:
            exact_value(text, Kind(model.type), model.unit)
        except WrittenFault as fault:
            problems.add(fault.code, origin.at(*steps), fault.what, fault.hint)
