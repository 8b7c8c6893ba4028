"""The changes that a workbook asks for, each with the cell that asks; knows nothing about how they are written."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from checker.edit.book.values import spoken
from checker.messages import Message, message

if TYPE_CHECKING:
    from checker.edit.book.rows import Slot
    from checker.source import Place


@dataclass(frozen=True, slots=True)
class CellChange:
    """One value that was changed: what the workbook said when it was made, and what it says now (empty: nothing)."""

    slot: Slot
    before: str
    after: str
    place: Place


@dataclass(frozen=True, slots=True)
class NewVersion:
    """A value of a parameter from another day on: by key, with the parts of its source and a note, and their cells."""

    parameter: str
    day: str
    values: Mapping[str, str]
    parts: Mapping[str, str]
    place: Place
    cells: Mapping[str, Place] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class MovedVersion:
    """A value of a parameter that comes into force on another day than was written."""

    parameter: str
    before: str
    after: str
    place: Place


@dataclass(slots=True)
class Changes:
    """Everything a workbook asks for."""

    cells: list[CellChange] = field(default_factory=list)
    added: list[NewVersion] = field(default_factory=list)
    moved: list[MovedVersion] = field(default_factory=list)

    def __bool__(self) -> bool:
        return bool(self.cells or self.added or self.moved)


def shown(text: str, slot: Slot) -> Message | str:
    """Return a value as a sentence shows it; what is not written is said so."""
    return spoken(text, slot.kind, slot.unit) if text else message("（没有写）")
