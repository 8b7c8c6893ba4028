"""The rows of a pack's workbook: what each cell shows, and where that is written; knows no office format."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from checker.edit.book.layout import COMPUTED
from checker.edit.book.values import Shown, shown_value
from checker.values import Kind

if TYPE_CHECKING:
    from checker.messages import Message
    from checker.pack import Pack
    from checker.source import Document, Step

_UNSHOWN: Final = Shown("")


@dataclass(frozen=True, slots=True)
class Slot:
    """One thing that may be changed in a cell: what it says, and where in which file that is written.

    ``text`` is as written, empty when nothing is. Without a ``document`` it belongs to a pack that is extended.
    ``about`` names it in a sentence; one that is ``needed`` may not be emptied.
    """

    id: str
    about: Message
    text: str
    kind: Kind = Kind.TEXT
    unit: str = ""
    document: Document | None = None
    path: tuple[Step, ...] = ()
    needed: bool = False

    @property
    def shown(self) -> Shown:
        """What stands in the cell."""
        return shown_value(self.text, self.kind, self.unit) if self.text else _UNSHOWN


@dataclass(frozen=True, slots=True)
class Row:
    """One row of a sheet: what is only shown, and what may be changed, by the names of the columns.

    ``level`` is how deep an indicator stands; ``children`` are the keys of the rows whose weights have to add up to its
    own. ``own`` says that the pack itself wrote it.
    """

    key: str
    own: bool
    fixed: Mapping[str, str]
    slots: Mapping[str, Slot]
    level: int = 0
    children: tuple[str, ...] = ()

    def cell(self, column: str) -> Shown:
        """Return what stands in a column."""
        slot = self.slots.get(column)
        return Shown(self.fixed.get(column, "")) if slot is None else slot.shown

    def text(self, column: str) -> str:
        """Return what the workbook remembers of a column: the value as written, or the words that are shown."""
        slot = self.slots.get(column)
        return self.fixed.get(column, "") if slot is None else slot.text


@dataclass(frozen=True, slots=True)
class PackBook:
    """What the workbook of a pack says: the rows of every sheet, and the documents by the names they go by in it."""

    pack: Pack
    sheets: Mapping[str, tuple[Row, ...]]
    documents: Mapping[str, str] = field(default_factory=dict)

    def row(self, sheet: str, key: str) -> Row | None:
        """Return the row with this key, or None."""
        return next((row for row in self.sheets[sheet] if row.key == key), None)

    def slots(self) -> dict[str, Slot]:
        """Return everything that may be changed, by its id."""
        return {slot.id: slot for rows in self.sheets.values() for row in rows for slot in row.slots.values()}

    def remembered(self) -> list[tuple[str, str, str, str]]:
        """Return sheet, key of the row, column and text of everything the workbook shows and does not compute."""
        return [
            (sheet, row.key, column, row.text(column))
            for sheet, rows in self.sheets.items()
            for row in rows
            for column in (*row.fixed, *row.slots)
            if column not in COMPUTED
        ]
