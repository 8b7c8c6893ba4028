"""A project while it is made up: typed values in rows, a few of which are changed at a time; decides nothing."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from fractions import Fraction
from types import MappingProxyType
from typing import Final, NamedTuple, TypeAlias

from checker.values import Value
from checker.values.calendar import date_number, day_of

DraftRow: TypeAlias = Mapping[str, Value]
HEAD: Final = "evaluation"
"""The type that stands for the head of the facts."""
AS_OF: Final = "as_of"


class Slot(NamedTuple):
    """A place for a value: a field of the fact with this number among those of its type."""

    record: str
    number: int
    name: str


@dataclass(frozen=True, slots=True)
class Draft:
    """A project: the day it is checked on, and the rows of each type that is reported on; nothing is derived here."""

    on: date
    rows: Mapping[str, tuple[DraftRow, ...]] = field(default_factory=lambda: MappingProxyType({}))

    def get(self, slot: Slot) -> Value | None:
        """Return the value in a place, or None when nothing was given."""
        if (slot.record, slot.name) == (HEAD, AS_OF):
            return date_number(self.on)
        rows = self.rows.get(slot.record, ())
        return rows[slot.number].get(slot.name) if slot.number < len(rows) else None

    def put(self, slot: Slot, value: Value | None) -> Draft:
        """Return the project with another value in a place, or with nothing there."""
        if (slot.record, slot.name) == (HEAD, AS_OF):
            return replace(self, on=day_of(value)) if isinstance(value, Fraction) else self
        rows = [*self.rows.get(slot.record, ())]
        rows += [{}] * (slot.number + 1 - len(rows))
        kept = {name: old for name, old in rows[slot.number].items() if name != slot.name}
        rows[slot.number] = kept if value is None else {**rows[slot.number], slot.name: value}
        return self.with_rows(slot.record, tuple(rows))

    def with_rows(self, record: str, rows: tuple[DraftRow, ...]) -> Draft:
        """Return the project with other facts of one type."""
        return replace(self, rows={**self.rows, record: rows})

    def changed(self, other: Draft) -> tuple[Slot, ...]:
        """Return the places that hold another value than in ``other``, in a fixed order."""
        found = []
        for record in sorted({*self.rows, *other.rows}):
            count = max(len(self.rows.get(record, ())), len(other.rows.get(record, ())))
            for index in range(count):
                names = sorted({name for draft in (self, other) for name in draft.names(record, index)})
                slots = (Slot(record, index, name) for name in names)
                found += [slot for slot in slots if self.get(slot) != other.get(slot)]
        if self.on != other.on:
            found.append(Slot(HEAD, 0, AS_OF))
        return tuple(found)

    def names(self, record: str, index: int) -> tuple[str, ...]:
        """Return the fields that one fact gives."""
        rows = self.rows.get(record, ())
        return tuple(rows[index]) if index < len(rows) else ()
