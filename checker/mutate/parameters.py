"""Turns one parameter into its mutants: each value a step up and down, each date of effect a day later and earlier."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from checker.messages import Message, message
from checker.mutate.expressions import Owner
from checker.mutate.mutant import Change, Mutant
from checker.mutate.numbers import told
from checker.mutate.stepped import moved_day, stepped, stepped_by
from checker.pack.exact import exact_value
from checker.values import Kind

if TYPE_CHECKING:
    from collections.abc import Iterator
    from fractions import Fraction

    from checker.pack import Entry
    from checker.pack.models import ParameterModel
    from checker.source import Step

VALUE: Final = "parameter-value"
DAY: Final = "parameter-date"


def parameter_mutants(entry: Entry[ParameterModel]) -> Iterator[Mutant]:
    """Yield the mutants of a parameter; its own ``step`` is used where it gives one."""
    model = entry.model
    owner = Owner("parameters", entry.id, entry.origin, entry.id, model.label)
    for day, version in model.values.items():
        since = message("参数“{label}”{day}起的值", label=model.label, day=day)
        if version.value is not None:
            yield from _values(owner, ("values", day, "value"), version.value, since, model)
        for key, text in (version.values or {}).items():
            name = message("参数“{label}”{day}起“{key}”的值", label=model.label, day=day, key=key)
            yield from _values(owner, ("values", day, "values", key), text, name, model)
        yield from _days(owner, day, model)


def _values(owner: Owner, path: tuple[Step, ...], text: str, name: Message, model: ParameterModel) -> Iterator[Mutant]:
    kind = Kind(model.type)
    others = stepped(text, kind)
    if model.step is not None and kind.ordered:
        value = exact_value(text, kind, model.unit)
        others = stepped_by(_number(value), model.step, kind)
    for new in others:
        changes = (Change(owner.part, owner.entry, path, new),)
        yield Mutant(VALUE, owner.id, owner.title, owner.origin.at(*path), told(name, text, new), changes)


def _number(value: object) -> Fraction:
    return value  # type: ignore[return-value]  # a parameter of an ordered kind has exact values


def _days(owner: Owner, day: str, model: ParameterModel) -> Iterator[Mutant]:
    for by in (1, -1):
        new = moved_day(day, by)
        if new is None or new in model.values:
            continue
        values = {new if name == day else name: version for name, version in model.values.items()}
        what = told(message("参数“{label}”的生效日期", label=model.label), day, new)
        place = owner.origin.key("values", day)
        yield Mutant(DAY, owner.id, owner.title, place, what, (Change(owner.part, owner.entry, ("values",), values),))
