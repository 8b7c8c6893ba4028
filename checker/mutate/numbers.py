"""Turns written numbers and days of a pack (weights, caps, bounds, dates) into mutants one step off."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from checker.messages import Message, message
from checker.mutate.mutant import Change, Mutant
from checker.mutate.stepped import moved_day, stepped
from checker.pack.exact import exact_value
from checker.source.document import Scalar
from checker.values import Kind, WrittenFault

if TYPE_CHECKING:
    from collections.abc import Iterator

    from checker.mutate.expressions import Owner
    from checker.source import Place, Step


def written(owner: Owner, path: tuple[Step, ...]) -> str | None:
    """Return the text of a part as it was written, or None when nobody wrote it."""
    node = owner.origin.node(*path)
    return node.value if isinstance(node, Scalar) else None


def number_mutants(owner: Owner, path: tuple[Step, ...], operator: str, name: Message, kind: Kind) -> Iterator[Mutant]:
    """Yield a written number one unit of its last digit up and down; ``name`` says what it is."""
    text = written(owner, path)
    for new in () if text is None else stepped(text, kind):
        try:
            value = exact_value(new, kind)
        except WrittenFault:
            continue
        yield set_to(owner, path, operator, told(name, text or "", new), value)


def day_mutants(owner: Owner, path: tuple[Step, ...], operator: str, name: Message) -> Iterator[Mutant]:
    """Yield a written day one day later and one earlier."""
    text = written(owner, path)
    for by in (1, -1):
        new = None if text is None else moved_day(text, by)
        if new is not None:
            yield set_to(owner, path, operator, told(name, text or "", new), date.fromisoformat(new))


def set_to(owner: Owner, path: tuple[Step, ...], operator: str, what: Message, value: object) -> Mutant:
    """Return the mutant in which a part has another value."""
    changes = (Change(owner.part, owner.entry, path, value),)
    return Mutant(operator, owner.id, owner.title, _place(owner, path), what, changes)


def _place(owner: Owner, path: tuple[Step, ...]) -> Place:
    """Return where a part stands; for what nobody wrote, where the entry was first written."""
    origin = owner.origin
    while origin.inherited is not None and owner.origin.node(*path) is None:
        origin = origin.inherited
    return origin.at(*path)


def without(owner: Owner, path: tuple[Step, ...], operator: str, name: Message, value: object = None) -> Mutant:
    """Return the mutant in which a part is not written."""
    changes = (Change(owner.part, owner.entry, path, value),)
    return Mutant(operator, owner.id, owner.title, owner.origin.key(*path), message("去掉{name}", name=name), changes)


def told(name: Message, old: object, new: object) -> Message:
    """Return in words that something has another value."""
    return message("把{name}由“{old}”改为“{new}”", name=name, old=old, new=new)
