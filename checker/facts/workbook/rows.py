"""Turns a row of a sheet into the mapping a facts file would hold; knows nothing about which rows hold facts."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from checker.facts.shapes import SOURCE, WAIVER
from checker.facts.workbook.layout import chosen_rule
from checker.facts.workbook.written import cell_value, lacks_unit, usual_unit
from checker.messages import message
from checker.source.document import Mapping, Node, Scalar
from checker.source.sheets import add_fault
from checker.values import Kind, WrittenFault

if TYPE_CHECKING:
    from collections.abc import Iterator

    from checker.facts.vocabulary import FactTypeRule, FieldRule
    from checker.facts.workbook.columns import Column
    from checker.facts.workbook.grid import Grid
    from checker.source import Problems

_NUMBERS: Final = frozenset({Kind.MONEY, Kind.RATIO, Kind.COUNT, Kind.SCORE, Kind.NUMBER})
Items = dict[str, tuple[Scalar, Node]]
Position = tuple[int, int]


@dataclass(slots=True)
class RowReader:
    """Reads rows of one table by its columns; what is no value is recorded."""

    grid: Grid
    rule: FactTypeRule
    columns: list[Column]
    problems: Problems
    _bare: set[Position] = field(default_factory=set)
    _told: set[Position] = field(default_factory=set)

    def find_bare_numbers(self, rows: list[int]) -> None:
        """Record columns in which every number lacks its unit: one mistake, not one for each row."""
        for column in self.columns:
            rule = self.rule.fields.get(column.owner)
            if rule is None or column.part or column.unit or rule.kind not in {Kind.MONEY, Kind.RATIO}:
                continue
            given = [(row, column.column) for row in rows if self.grid.text(row, column.column)]
            if len(given) > 1 and all(lacks_unit(self.grid.text(*at), rule) for at in given):
                what = message("“{label}”这一列的数都没有写单位", label=rule.label)
                hint = message("在列名后面写明单位，如 {label}（{unit}）", label=rule.label, unit=usual_unit(rule))
                self.problems.add("no-unit", self.grid.place(column.row, column.column), what, hint)
                self._bare.update(given)

    def read(self, row: int) -> Mapping | None:
        """Return one fact; None when a part of its key cannot be read, which is recorded."""
        values: dict[str, tuple[Column, Scalar]] = {}
        sources: dict[str, Items] = {}
        for column in self.columns:
            node = self._node(row, column)
            if node is None:
                if column.owner in self.rule.key and not column.part:
                    self._look_at_rest(row, column)
                    return None
            elif column.part and node.value:
                sources.setdefault(column.owner, {})[column.part] = (column.heading, node)
            elif not column.part and (node.value or column.owner in self.rule.key):
                values[column.owner] = (column, node)
        first = next((column for column in self.columns if column.owner in self.rule.key), self.columns[0])
        return Mapping(dict(_items(values, sources)), 0, 0, self.grid.cell(row, first.column))

    def _look_at_rest(self, row: int, wrong: Column) -> None:
        """Look at the other cells of a row whose key cannot be read, so that everything wrong is known at once."""
        for column in self.columns[self.columns.index(wrong) + 1 :]:
            self._node(row, column)

    def _node(self, row: int, column: Column) -> Scalar | None:
        """Return what stands in a row for a column, empty when nothing does; None when it is no value."""
        at = self._anchor(row, column)
        if at is None or at in self._bare:
            return None
        rule = SOURCE.fields[column.part] if column.part else self.rule.fields[column.owner]
        if at != (row, column.column) and at in self._told:
            return None
        told = len(self.problems.found)
        node = value_node(self.grid, at, rule, column.unit, self.problems)
        if len(self.problems.found) > told:
            self._told.add(at)
        if node is not None and self.rule is WAIVER and column.owner == "rule":
            return self.grid.node(*at, chosen_rule(node.value or ""))
        return node

    def _anchor(self, row: int, column: Column) -> Position | None:
        """Return where the value for a row stands: in its own cell, or in the first of those joined with it.

        A number is not shared out: what it says of each row cannot be told, which is recorded once.
        """
        at = (row, column.column)
        anchor = self.grid.anchors.get(at)
        if anchor is None or anchor[0] <= column.row or not self.grid.text(*anchor):
            return at
        rule = self.rule.fields.get(column.owner)
        if rule is None or column.part or column.owner in self.rule.key or rule.kind not in _NUMBERS:
            return anchor
        if anchor not in self._told:
            self._told.add(anchor)
            what = message("“{label}”的几行合并成了一格，看不出每一行各是多少", label=rule.label)
            self.problems.add("merged-cells", self.grid.place(*anchor), what, message("取消合并，每一行各写自己的数"))
        return None


def value_node(grid: Grid, at: Position, rule: FieldRule, unit: str, problems: Problems) -> Scalar | None:
    """Return the value in a cell as it would stand in a facts file; None when it is none, which is recorded."""
    if at in grid.sheet.faults:
        add_fault(grid.sheet, *at, problems)
        return None
    try:
        return grid.node(*at, cell_value(grid.text(*at), rule, unit, date1904=grid.date1904))
    except WrittenFault as fault:
        what = message("{label}：{what}", label=rule.label, what=fault.what)
        problems.add(fault.code, grid.place(*at), what, fault.hint)
        return None


def _items(
    values: dict[str, tuple[Column, Scalar]], sources: dict[str, Items]
) -> Iterator[tuple[str, tuple[Scalar, Node]]]:
    """Yield fields and the source by their ids; a field with a source of its own becomes a mapping."""
    for name, (column, value) in values.items():
        own = sources.get(name)
        yield name, (column.heading, sourced(column.heading, value, own) if own and value.value else value)
    if SOURCE.name in sources:
        yield SOURCE.name, source_item(sources[SOURCE.name])


def source_item(source: Items) -> tuple[Scalar, Mapping]:
    """Return a source made of its parts, under the heading and at the cell of the first."""
    heading, first = next(iter(source.values()))
    return heading, Mapping(source, 0, 0, first.cell)


def sourced(heading: Scalar, value: Scalar, source: Items) -> Mapping:
    """Return a value with a source of its own."""
    return Mapping({"value": (heading, value), SOURCE.name: source_item(source)}, 0, 0, value.cell)
