"""Tells which parts of two lists belong together, and what a part is called; compares nothing itself."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from difflib import SequenceMatcher
from typing import Any, Final

from checker.diff.shown import How
from checker.messages import Message, message
from checker.pack import models as m

Pair = tuple[int, m.Model | None, m.Model | None]
"""A position, and the part that stood there and the one that stands there now, None for one that is not there."""

_KEYS: Final[Mapping[type[m.Model], Callable[[Any], object]]] = {
    m.CheckPoint: lambda part: part.id,
    m.Level: lambda part: part.label,
    m.Grade: lambda part: part.label,
    m.Veto: lambda part: part.title,
    m.Cap: lambda part: part.title,
    m.Basis: lambda part: (part.document, part.clause),
}

_NAMES: Final[Mapping[type[m.Model], Callable[[Any, int], Message]]] = {
    m.Band: lambda _, index: message("第 {number} 档", number=index + 1),
    m.CheckPoint: lambda part, _: message("要点“{label}”", label=part.label),
    m.Level: lambda part, _: message("等次“{label}”", label=part.label),
    m.Grade: lambda part, _: message("等级“{label}”", label=part.label),
    m.Veto: lambda part, _: message("一票否决“{label}”", label=part.title),
    m.Cap: lambda part, _: message("总分封顶“{label}”", label=part.title),
    m.FieldModel: lambda part, _: message("字段“{label}”", label=part.label),
    m.NotApplicable: lambda _, index: message("第 {number} 个不适用条件", number=index + 1),
}


def part_name(part: m.Model, index: int, labels: Mapping[How, Mapping[str, str]]) -> Message:
    """Return what a part of a list is called."""
    if isinstance(part, m.Basis):
        title = labels.get(How.DOCUMENT, {}).get(part.document, part.document)
        return message("《{title}》{clause}", title=title, clause=part.clause)
    name = _NAMES.get(type(part))
    return message("第 {number} 项", number=index + 1) if name is None else name(part, index)


def paired(old: Sequence[m.Model], new: Sequence[m.Model]) -> Iterator[Pair]:
    """Yield the parts that belong together: by what names them, else by where they stand."""
    if _named(old) and _named(new):
        before, after = ({_KEYS[type(part)](part): part for part in parts} for parts in (old, new))
        for index, key in enumerate({**before, **after}):
            yield index, before.get(key), after.get(key)
        return
    shown_old, shown_new = list(map(repr, old)), list(map(repr, new))
    for _, a, b, c, d in SequenceMatcher(None, shown_old, shown_new, autojunk=False).get_opcodes():
        common = min(b - a, d - c)
        yield from ((c + step, old[a + step], new[c + step]) for step in range(common))
        yield from ((index, old[index], None) for index in range(a + common, b))
        yield from ((index, None, new[index]) for index in range(c + common, d))


def out_of_order(old: Sequence[m.Model], new: Sequence[m.Model]) -> bool:
    """Say whether parts that are in both lists do not stand in the same order."""
    if not (_named(old) and _named(new)):
        return False
    before, after = ([_KEYS[type(part)](part) for part in parts] for parts in (old, new))
    return [key for key in before if key in after] != [key for key in after if key in before]


def _named(parts: Sequence[m.Model]) -> bool:
    """Say whether every part has a name that no other has."""
    keys = [_KEYS[type(part)](part) for part in parts if type(part) in _KEYS]
    return len(keys) == len(parts) == len(set(keys))
