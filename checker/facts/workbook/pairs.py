"""Turns a sheet of names and contents, one name a row, into the mapping a facts file would hold.

Knows nothing about other sheets. The columns 名称 and 内容 may be named; else names stand in the column in which most
of them are known, and contents in the next one.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from checker.facts.parts import shortened
from checker.facts.shapes import SOURCE
from checker.facts.workbook.asides import is_aside
from checker.facts.workbook.columns import Column, Headings, add_no_header, header_row, is_remark, source_part
from checker.facts.workbook.layout import CONTENT, MOST_HEADER_ROWS, NAME, UNIT, VALUE, read_column
from checker.facts.workbook.rows import Items, source_item, sourced, value_node
from checker.facts.workbook.written import heading_unit, usual_unit
from checker.messages import message
from checker.source.document import Mapping, Scalar

if TYPE_CHECKING:
    from checker.facts.vocabulary import FactTypeRule
    from checker.facts.workbook.grid import Grid
    from checker.source import Problems

_NAMES: Final = frozenset({NAME, "项目", "事项"})
_CONTENTS: Final = frozenset({CONTENT, VALUE, "数值", "填写内容"})
_MOST_COLUMNS: Final = 3


@dataclass(frozen=True, slots=True)
class _Layout:
    """Where names, contents, units and parts of sources stand, and the row before the first name."""

    above: int
    names: int
    contents: int
    unit: int = 0
    parts: dict[str, int] = field(default_factory=dict)
    named: bool = False


def is_upright(grid: Grid, rule: FactTypeRule) -> bool:
    """Say whether a sheet holds the names of the fields of one fact below each other rather than beside each other."""
    if _named_layout(grid) is not None:
        return True
    row = header_row(grid, rule)
    column, down = _best_column(grid, rule)
    if row is None or not down:
        return bool(down)
    across = len({found for _, text in grid.texts(row) if (found := read_column(text, rule))})
    only_one = across == down == 1
    return bool(grid.text(row, column + 1)) and not grid.text(row + 1, column) if only_one else down > across


@dataclass(slots=True)
class Pairs:
    """The names and contents on one sheet, read for one fact type."""

    grid: Grid
    rule: FactTypeRule
    problems: Problems
    sourced: bool = True

    def read(self) -> Mapping | None:
        """Return the contents by the ids of their names; None when nothing is filled in."""
        layout = _named_layout(self.grid) or self._found_layout()
        if layout is None:
            add_no_header(self.grid, self.rule, self.problems)
            return None
        headings = Headings(self.grid, self.rule, self.problems, sourced=self.sourced)
        self._find_unknown(layout)
        items: Items = {}
        of_fact: Items = {}
        place = self.grid.cell(layout.above or 1, layout.names)
        for row in range(layout.above + 1, self.grid.height + 1):
            if is_aside(self.grid, row):
                continue
            if not self.grid.text(row, layout.names):
                self._add_nameless(row, layout)
                continue
            name = headings.read(row, layout.names)
            if name is not None:
                self._row(row, name, layout, items, of_fact)
        if of_fact:
            items[SOURCE.name] = source_item(of_fact)
        return Mapping(items, 0, 0, place) if items else None

    def _row(self, row: int, name: Column, layout: _Layout, items: Items, of_fact: Items) -> None:
        """Add what one row says: a field with its source, or a part of the source of the whole fact."""
        source = self._source(row, layout)
        at = (row, layout.contents)
        if name.owner == SOURCE.name:
            of_fact |= source
        if name.part:
            node = value_node(self.grid, at, SOURCE.fields[name.part], "", self.problems)
            if node is not None and node.value:
                self._add_part(name, node, items, of_fact)
            return
        rule = self.rule.fields[name.owner]
        value = value_node(self.grid, at, rule, self._unit(row, name, layout), self.problems)
        if value is not None and value.value:
            items[name.owner] = (name.heading, sourced(name.heading, value, source) if source else value)

    def _add_part(self, name: Column, node: Scalar, items: Items, of_fact: Items) -> None:
        if name.owner == SOURCE.name:
            of_fact[name.part] = (name.heading, node)
        elif name.owner in items:
            heading, value = items[name.owner]
            if isinstance(value, Mapping):
                heading, value = value.items["value"]
            if isinstance(value, Scalar):
                items[name.owner] = (heading, sourced(heading, value, {name.part: (name.heading, node)}))

    def _source(self, row: int, layout: _Layout) -> Items:
        found: Items = {}
        for part, column in layout.parts.items():
            node = value_node(self.grid, (row, column), SOURCE.fields[part], "", self.problems)
            if node is not None and node.value:
                found[part] = (self.grid.node(layout.above, column), node)
        return found

    def _unit(self, row: int, name: Column, layout: _Layout) -> str:
        """Return the unit behind the name, else the one in the column of units."""
        written = self.grid.text(row, layout.unit) if layout.unit and not name.unit else ""
        rule = self.rule.fields[name.owner]
        unit = heading_unit(written, rule) if written else ""
        if unit is None:
            what = message("“{unit}”不能用作{label}的单位", unit=shortened(written), label=rule.label)
            usual = usual_unit(rule)
            hint = message("写“{unit}”；数字要换算成这个单位", unit=usual) if usual else message("这一项没有单位，空着")
            self.problems.add("wrong-unit", self.grid.place(row, layout.unit), what, hint)
        return name.unit or unit or ""

    def _find_unknown(self, layout: _Layout) -> None:
        """Record columns with a name that means nothing here and with something below."""
        known = {layout.names, layout.contents, layout.unit, *layout.parts.values()}
        below = range(layout.above + 1, self.grid.height + 1)
        for column, text in self.grid.texts(layout.above) if layout.named else ():
            if column not in known and not is_remark(text) and any(self.grid.text(row, column) for row in below):
                what = message("“{owner}”里没有“{name}”这一项", owner=self.rule.label, name=shortened(text))
                hint = message("内容写在“{content}”一列；不是事实的内容，在名称前面加“备注”二字就不读", content=CONTENT)
                self.problems.add("unknown-field", self.grid.place(layout.above, column), what, hint)

    def _add_nameless(self, row: int, layout: _Layout) -> None:
        text = self.grid.text(row, layout.contents)
        if text:
            what = message("这一行没有写名称，不知道“{text}”是什么", text=shortened(text))
            hint = message("在它前面写上名称，或删去这一行")
            self.problems.add("no-heading", self.grid.place(row, layout.contents), what, hint)

    def _found_layout(self) -> _Layout | None:
        column, count = _best_column(self.grid, self.rule)
        if not count:
            return None
        first = next(
            row for row in range(1, self.grid.height + 1) if read_column(self.grid.text(row, column), self.rule)
        )
        return _Layout(first - 1, column, column + 1)


def _named_layout(grid: Grid) -> _Layout | None:
    """Return where everything stands by the row that names the columns 名称 and 内容."""
    for row in range(1, min(MOST_HEADER_ROWS, grid.height) + 1):
        words = {"".join(text.split()): column for column, text in reversed(list(grid.texts(row)))}
        names, contents = (next((words[word] for word in words if word in known), 0) for known in (_NAMES, _CONTENTS))
        if names and contents:
            parts = {part: column for word, column in words.items() if (part := source_part(word)) is not None}
            return _Layout(row, names, contents, words.get(UNIT, 0), parts, named=True)
    return None


def _best_column(grid: Grid, rule: FactTypeRule) -> tuple[int, int]:
    """Return the column in which most names of fields are known, and how many."""
    counts = {
        column: len(
            {found for row in range(1, grid.height + 1) if (found := read_column(grid.text(row, column), rule))}
        )
        for column in range(1, _MOST_COLUMNS + 1)
    }
    best = max(counts, key=lambda column: counts[column])
    return best, counts[best]
