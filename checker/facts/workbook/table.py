"""Turns a sheet with a row of column names into the list a facts file would hold; knows nothing about other sheets.

Values keep their text; every part of the list knows its cell. What is wrong with the table is recorded here, what is
wrong with a value is left to who reads the list.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from checker.facts.parts import shortened
from checker.facts.workbook.asides import is_aside, is_total, none_given
from checker.facts.workbook.columns import Column, Headings, add_no_header, header_row
from checker.facts.workbook.layout import NONE_GIVEN
from checker.facts.workbook.rows import RowReader
from checker.messages import message
from checker.source.document import Sequence

if TYPE_CHECKING:
    from collections.abc import Collection

    from checker.facts.vocabulary import FactTypeRule
    from checker.facts.workbook.grid import Grid
    from checker.source import Problems
    from checker.source.document import Cell

MOST_ROWS: Final = 5000


@dataclass(slots=True)
class Table:
    """The rows of one sheet, read for one fact type.

    Columns in ``ignored`` say what to fill in, and are not read; a row of which only fields in ``subject`` are given
    asks for the rest, and is left out.
    """

    grid: Grid
    rule: FactTypeRule
    problems: Problems
    ignored: Collection[str] = ()
    subject: Collection[str] = ()
    sourced: bool = True

    def read(self) -> Sequence | None:
        """Return the rows as a list of mappings; None when nothing is said, neither a row nor that there is none."""
        grid, problems = self.grid, self.problems
        above = header_row(grid, self.rule)
        none = none_given(grid, above, problems)
        if above is None:
            if none is None:
                add_no_header(grid, self.rule, problems)
            return None if none is None else Sequence((), 0, 0, none)
        columns = self._columns(above)
        rows = [row for row in range(above + 1, grid.height + 1) if self._is_row(row, above, columns)]
        if none is not None:
            return self._none(none, rows)
        if not rows or not self._can_be_read(rows, above, columns):
            return None
        reader = RowReader(grid, self.rule, columns, problems)
        reader.find_bare_numbers(rows)
        items = [item for row in rows if (item := reader.read(row)) is not None]
        return Sequence(tuple(items), 0, 0, grid.cell(rows[0], columns[0].column))

    def _none(self, none: Cell, rows: list[int]) -> Sequence:
        if rows:
            what = message("说了“{name}”，第 {row} 行又填了数据", name=NONE_GIVEN, row=rows[0])
            hint = message("改成“否”，或删去数据")
            self.problems.add("none-and-some", self.grid.place_of(none), what, hint)
        return Sequence((), 0, 0, none)

    def _columns(self, above: int) -> list[Column]:
        headings = Headings(self.grid, self.rule, self.problems, self.ignored, self.sourced)
        columns = [read for column, _ in self.grid.texts(above) if (read := headings.read(above, column)) is not None]
        self._find_unnamed(above)
        return columns

    def _find_unnamed(self, above: int) -> None:
        """Record what stands in columns without a name, once for each column."""
        named = {column for column, _ in self.grid.texts(above)}
        for row in range(above + 1, self.grid.height + 1):
            for column, text in () if is_aside(self.grid, row) else self.grid.texts(row):
                if column not in named:
                    named.add(column)
                    what = message("这一列没有列名，不知道“{text}”是什么", text=shortened(text))
                    hint = message("在第 {row} 行写上列名；不是事实的内容，列名写“备注”就不读", row=above)
                    self.problems.add("no-heading", self.grid.place(row, column), what, hint)

    def _is_row(self, row: int, above: int, columns: list[Column]) -> bool:
        """Say whether a row holds a fact; a row of sums is recorded."""
        grid = self.grid
        if is_aside(grid, row):
            return False
        given = {column.owner: text for column in columns if (text := grid.text(row, column.column))}
        if not set(given) - set(self.subject):
            return False
        if all(text == grid.text(above, column) for column, text in grid.texts(row)):
            return False  # the names of the columns again, at the top of another page
        texts = [grid.first(row), *(given.get(name, "") for name in self.rule.key)]
        if any(map(is_total, texts)):
            what = message("第 {row} 行是合计，不是一条“{label}”", row=row, label=self.rule.label)
            hint = message("删去合计行；要直接读台账，写“台账”映射")
            self.problems.add("total-row", grid.place(row, next(grid.texts(row))[0]), what, hint)
            return False
        return True

    def _can_be_read(self, rows: list[int], above: int, columns: list[Column]) -> bool:
        """Record too many rows, and names of the key that no column has: the facts could not be told apart."""
        label = self.rule.label
        if len(rows) > MOST_ROWS:
            what = message("“{label}”有 {count} 行，最多 {most} 行", label=label, count=len(rows), most=MOST_ROWS)
            hint = message("这样大的表是台账：写“台账”映射，汇总成事实再检查")
            self.problems.add("too-many-rows", self.grid.place(rows[MOST_ROWS], 1), what, hint)
            return False
        owners = {column.owner for column in columns if not column.part}
        missing = [self.rule.fields[name].label for name in self.rule.key if name not in owners]
        if missing:
            what = message("“{label}”这张表没有“{names}”这一列", label=label, names="、".join(missing))
            place = self.grid.place(above, columns[0].column)
            self.problems.add("missing-key", place, what, message("加上这一列，每一行都要填"))
        return not missing
