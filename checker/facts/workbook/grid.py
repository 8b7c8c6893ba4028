"""Gives the cells of a sheet with their places, as a reader of facts meets them; knows nothing about fact types."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from checker.source import Place
from checker.source.document import Scalar
from checker.source.sheets import cell_name

if TYPE_CHECKING:
    from collections.abc import Iterator

    from checker.source.document import Cell
    from checker.source.sheets import Sheet


@dataclass(frozen=True)
class Grid:
    """A sheet of which joined cells are known, and whose texts have no blanks around them."""

    sheet: Sheet
    date1904: bool = False

    @property
    def height(self) -> int:
        """The number of rows."""
        return len(self.sheet.rows)

    @cached_property
    def anchors(self) -> dict[tuple[int, int], tuple[int, int]]:
        """The first cell of each cell that was joined with one above it, in the first column of what was joined."""
        return {
            (row, left): (top, left)
            for top, left, bottom, _ in self.sheet.merged
            for row in range(top + 1, min(bottom, self.height) + 1)
        }

    @cached_property
    def empty(self) -> bool:
        """Whether nothing at all is written on the sheet."""
        return not any(map(str.strip, (text for row in self.sheet.rows for text in row)))

    def text(self, row: int, column: int) -> str:
        """Return what is written in a cell; empty for one that was joined with another."""
        return self.sheet.text(row, column).strip()

    def texts(self, row: int) -> Iterator[tuple[int, str]]:
        """Yield the written cells of a row: column and text."""
        for column, text in enumerate(self.sheet.rows[row - 1], start=1):
            if text.strip():
                yield column, text.strip()

    def first(self, row: int) -> str:
        """Return the first text in a row, empty for an empty row."""
        return next((text for _, text in self.texts(row)), "")

    def place(self, row: int, column: int) -> Place:
        """Return the place of a cell."""
        return self.sheet.place(row, column)

    def cell(self, row: int, column: int) -> Cell:
        """Return the names of the sheet and of a cell."""
        return self.sheet.name, cell_name(row, column)

    def node(self, row: int, column: int, text: str | None = None) -> Scalar:
        """Return a text value that stands in a cell, by default the one that is written there."""
        return Scalar(self.text(row, column) if text is None else text, 0, 0, 0, 0, self.cell(row, column))

    def place_of(self, cell: Cell) -> Place:
        """Return the place of a cell given by the names of sheet and cell."""
        return Place(self.sheet.file, 0, 0, *cell)
