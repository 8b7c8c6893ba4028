"""Says how a parameter changed: what it is worth from which day on, and everything else it says."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING

from checker.diff.compare import Whole, compare
from checker.messages import Message, message, tr
from checker.pack.exact import exact_value
from checker.values import Kind, WrittenFault, show
from checker.values.calendar import date_number

if TYPE_CHECKING:
    from checker.diff.change import Change
    from checker.pack.models import ParameterModel, VersionModel

_REST = frozenset({"value", "values"})


def parameter_changes(whole: Whole, old: ParameterModel, new: ParameterModel) -> Iterator[Change]:
    """Yield what changed in a parameter, its values first; ``whole`` is called by the label in quotes alone."""
    yield from _values(whole, old, new)
    named = replace(whole, what=message("参数{name}", name=whole.what))
    yield from compare(named, old, new, leave=frozenset({"values"}))


def all_values(model: ParameterModel) -> Iterator[Message]:
    """Yield what a parameter is worth from each day on."""
    for day, version in sorted(model.values.items()):
        yield message("{day}起为{value}", day=shown_day(day), value=_worth(version, model))


def shown_day(day: str) -> str:
    """Return a day as people write it."""
    return show(date_number(date.fromisoformat(day)), Kind.DATE)


def _values(whole: Whole, old: ParameterModel, new: ParameterModel) -> Iterator[Change]:
    gone = {day: version for day, version in old.values.items() if day not in new.values}
    come = {day: version for day, version in new.values.items() if day not in old.values}
    for day in sorted({*old.values, *new.values}):
        at = replace(whole.part(f"values.{day}"), since=date.fromisoformat(day))
        if day in old.values and day in new.values:
            yield from _same_day(at, day, old, new)
    for before, after in _moved(gone, come):
        yield from _other_day(whole, (before, gone.pop(before)), (after, come.pop(after)), new)
    for day, version in sorted(gone.items()):
        at = replace(whole.part(f"values.{day}"), since=date.fromisoformat(day))
        worth = _worth(version, old)
        sentence = message("{what}删去：{day}起为{value}", what=whole.what, day=shown_day(day), value=worth)
        yield at.change(sentence, matters=True)
    for day, version in sorted(come.items()):
        at = replace(whole.part(f"values.{day}"), since=date.fromisoformat(day))
        worth = _worth(version, new)
        sentence = message("{what}新增：{day}起为{value}", what=whole.what, day=shown_day(day), value=worth)
        yield at.change(sentence, matters=True)


def _moved(gone: Mapping[str, VersionModel], come: Mapping[str, VersionModel]) -> list[tuple[str, str]]:
    """Return the days that took the place of others, the value being the same."""
    found: list[tuple[str, str]] = []
    for before, version in sorted(gone.items()):
        taken = {after for _, after in found}
        for after, other in sorted(come.items()):
            if after not in taken and (version.value, version.values) == (other.value, other.values):
                found.append((before, after))
                break
    return found


def _same_day(at: Whole, day: str, old: ParameterModel, new: ParameterModel) -> Iterator[Change]:
    before, after = old.values[day], new.values[day]
    shown = shown_day(day)
    for key in _keys(before, after):
        was, now = _written(before, key), _written(after, key)
        if was == now:
            continue
        what = message("{what}{key}", what=at.what, key=key) if key else at.what
        was, now = _show(was, old), _show(now, new)
        if was == now:
            sentence = message(
                "{what}{day}起的值换了写法：由{old}改为{new}，大小不变",
                what=what, day=shown, old=_written(before, key), new=_written(after, key),
            )  # fmt: skip
        else:
            sentence = message("{what}{day}起由{old}改为{new}", what=what, day=shown, old=was, new=now)
        yield at.change(sentence, matters=was != now, field=f"values.{key}" if key else "value")
    yield from _rest(at, day, before, after)


def _other_day(
    whole: Whole, old: tuple[str, VersionModel], new: tuple[str, VersionModel], model: ParameterModel
) -> Iterator[Change]:
    first = date.fromisoformat(min(old[0], new[0]))
    at = replace(whole.part(f"values.{new[0]}"), since=first)
    sentence = message(
        "{what}为{value}的日子由{old}起改为{new}起",
        what=whole.what, value=_worth(new[1], model), old=shown_day(old[0]), new=shown_day(new[0]),
    )  # fmt: skip
    yield at.change(sentence, matters=True)
    yield from _rest(at, new[0], old[1], new[1])


def _rest(at: Whole, day: str, before: VersionModel, after: VersionModel) -> Iterator[Change]:
    """Yield what changed in a version besides its value."""
    what = message("{what}{day}起的值", what=at.what, day=shown_day(day))
    yield from compare(replace(at, what=what), before, after, leave=_REST)


def _keys(before: VersionModel, after: VersionModel) -> list[str]:
    """Return the keys that either version gives a value, the empty one for a value without a key."""
    keyed = [*dict.fromkeys([*(before.values or {}), *(after.values or {})])]
    return ["", *keyed] if before.value is not None or after.value is not None else keyed


def _written(version: VersionModel, key: str) -> str:
    return ((version.values or {}).get(key) if key else version.value) or ""


def _show(text: str, model: ParameterModel) -> str:
    """Return a value as people write it; what is no value at all as it was written."""
    if not text:
        return tr("（没有）")
    try:
        return show(exact_value(text, Kind(model.type), model.unit), Kind(model.type), model.unit)
    except WrittenFault:
        return text


def _worth(version: VersionModel, model: ParameterModel) -> str:
    if version.values is None:
        return _show(version.value or "", model)
    return tr("、").join(f"{key} {_show(text, model)}" for key, text in version.values.items())
