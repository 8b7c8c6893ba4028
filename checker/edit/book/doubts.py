"""Turns the changes of a workbook into the values among them that are hardly meant; refuses none of them."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING

from checker.edit.book import layout as at
from checker.edit.book.parameters import about_value
from checker.edit.book.values import spoken
from checker.messages import Message, message
from checker.pack.exact import exact_value
from checker.values import Kind, WrittenFault

if TYPE_CHECKING:
    from collections.abc import Iterator

    from checker.edit.book.changes import Changes
    from checker.pack import Pack


def doubts_of(changes: Changes, pack: Pack) -> tuple[Message, ...]:
    """Return a sentence for every new value that people should look at again, in the order of the changes.

    A value that was as strange before is not told again.
    """
    return tuple(_doubts(changes, pack))


def _doubts(changes: Changes, pack: Pack) -> Iterator[Message]:
    for change in changes.cells:
        slot = change.slot
        limit = slot.id.startswith(f"{at.PARAMETERS}|")
        why = _why(change.after, slot.kind, slot.unit, limit=limit)
        if why is not None and why != _why(change.before, slot.kind, slot.unit, limit=limit):
            yield _said(slot.about, spoken(change.after, slot.kind, slot.unit), why)
    for version in changes.added:
        model = pack.parameters[version.parameter].model
        for key, text in version.values.items():
            why = _why(text, Kind(model.type), model.unit, limit=True)
            if why is not None:
                about = about_value(model, version.day, key)
                yield _said(about, spoken(text, Kind(model.type), model.unit), why)


def _said(about: Message, value: str, why: Message) -> Message:
    return message("请核对：{about}写成了 {value}，{why}", about=about, value=value, why=why)


def _why(text: str, kind: Kind, unit: str, *, limit: bool) -> Message | None:
    """Return why a value is hardly meant, or None; a share of nothing is odd as a ``limit`` only."""
    try:
        value = exact_value(text, kind, unit) if text else None
    except WrittenFault:  # what the pack said before the kind was changed
        return None
    if not isinstance(value, Fraction):
        return None
    if kind is Kind.RATIO and not 0 <= value <= 1:
        return message("不在 0% 到 100% 之间")
    if kind is Kind.RATIO and value == 0 and limit:
        return message("像是漏填")
    if kind in {Kind.COUNT, Kind.MONEY} and value < 0:
        return message("是负数")
    if kind is Kind.COUNT and value.denominator != 1:
        return message("不是整数")
    return None
