"""Puts a made-up project into readable lines, one fact each, with the names people know; decides nothing."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING

from checker.messages import tr
from checker.pack.builtin import BUILTIN
from checker.values import Kind, show
from checker.values.calendar import date_number

if TYPE_CHECKING:
    from checker.pack import Pack
    from checker.witness import Given, Witness

_HEAD = frozenset({"rules", "as_of", "title"})
Labels = Mapping[str, tuple[str, Mapping[str, str]]]


def fact_lines(witness: Witness, *packs: Pack) -> tuple[str, ...]:
    """Return the day of the check and the facts of a project, one line each; the last pack names things."""
    labels = _labels(packs)
    day = tr("检查基准日：{day}", day=show(date_number(witness.on), Kind.DATE))
    lines = [line for name, given in witness.given.items() if name not in _HEAD for line in _lines(name, given, labels)]
    return (day, *(lines or [tr("没有任何事实")]))


def _labels(packs: tuple[Pack, ...]) -> Labels:
    found: dict[str, tuple[str, Mapping[str, str]]] = {
        "judgements": (BUILTIN["judgement"].label, _fields("judgement")),
        "kind": (tr("评价类型"), {}),
    }
    for name, spec in BUILTIN.items():
        found[name] = (spec.label, _fields(name))
    for pack in packs:
        for name, entry in pack.fact_types.items():
            found[name] = (entry.model.label, {field: model.label for field, model in entry.model.fields.items()})
    return found


def _fields(name: str) -> Mapping[str, str]:
    return {field: spec.label for field, spec in BUILTIN[name].fields.items()}


def _lines(name: str, given: Given, labels: Labels) -> Iterator[str]:
    label, fields = labels.get(name, (name, {}))
    if isinstance(given, str):
        yield tr("{name}：{text}", name=label, text=given)
    elif isinstance(given, Mapping):
        yield tr("{name}：{text}", name=label, text=_fact(given, fields))
    elif not given:
        yield tr("{name}：{text}", name=label, text=tr("报告为没有"))
    else:
        yield from (tr("{name}：{text}", name=label, text=_fact(item, fields)) for item in given)


def _fact(given: Given, fields: Mapping[str, str]) -> str:
    if isinstance(given, Mapping):
        parts = (f"{fields.get(name, name)} {_fact(value, {})}" for name, value in given.items())
        return tr("，").join(parts) or tr("一条，什么也没有写")
    return given if isinstance(given, str) else tr("、").join(_fact(item, {}) for item in given)
