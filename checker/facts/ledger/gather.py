"""Goes once through the rows of a ledger and makes facts of them, one by one or together.

Knows nothing about files, and nothing about the fact types that the facts belong to.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from checker.facts.ledger.cells import Cells, Row, Unreadable
from checker.facts.ledger.nodes import Entry, fact_node, facts_node, name_node, source_node, value_node, word_node
from checker.facts.ledger.rows import Walk, data_rows
from checker.facts.ledger.totals import Gathered, MixedUnits
from checker.messages import message
from checker.source.sheets.sheet import cell_name, range_name

if TYPE_CHECKING:
    from collections.abc import Callable

    from checker.facts.ledger.spec import ColumnSpec, Total
    from checker.source.document import Mapping, Node, Sequence

MOST_FACTS: Final = 5000
"""Facts from one ledger; more than the engine is made for. Larger ledgers are summed up."""


class _TooMany(Exception):
    """There are more rows than facts may be."""


@dataclass(slots=True)
class Gathering:
    """One ledger on its way to facts; ``checks`` are sums of whole columns, filtered by nothing."""

    cells: Cells
    file: str
    walk: Walk = field(default_factory=Walk)
    facts: list[Mapping] = field(default_factory=list)
    groups: dict[tuple[str, ...], tuple[int, list[Gathered]]] = field(default_factory=dict)
    checks: list[Gathered] = field(default_factory=list)

    def run(self, told: Callable[[int, int], None]) -> None:
        """Go through all rows; what cannot be read is recorded and left out."""
        spec, sheet, problems = self.cells.spec, self.cells.sheet, self.cells.problems
        self.checks = [Gathered() for _ in spec.checks]
        if spec.totals and not spec.groups:
            self.groups[()] = (0, [Gathered() for _ in spec.totals])
        try:
            for number, row in data_rows(sheet, spec, self.cells.header, self.walk, problems, told):
                try:
                    self._take(number, row)
                except Unreadable:
                    continue
        except _TooMany:
            what = message("符合条件的行超过 {most} 行，不能每行一条", most=MOST_FACTS)
            problems.add("ledger-too-many", spec.part.place, what, message("加上“筛选”，或改用“汇总”"))

    def _take(self, number: int, row: Row) -> None:
        spec, cells = self.cells.spec, self.cells
        for check, gathered in zip(spec.checks, self.checks, strict=True):
            self._add_amount(gathered, check.column, number, row, skip_blank=True)
        if not all(cells.holds(condition, number, row) for condition in spec.where):
            self.walk.filtered += 1
            return
        if spec.rows:
            self.facts.append(self._fact(number, row))
            if len(self.facts) > MOST_FACTS:
                raise _TooMany
        else:
            for (_, total), gathered in zip(spec.totals, self._group(number, row), strict=True):
                if all(cells.holds(condition, number, row) for condition in total.where):
                    self._add(gathered, total, number, row)
        self.walk.read += 1

    def _group(self, number: int, row: Row) -> list[Gathered]:
        spec = self.cells.spec
        key = tuple(self.cells.value(column, number, row) for _, column in spec.groups)
        for text, (name, column) in zip(key, spec.groups, strict=True):
            if not text:
                what = message("这一行没有“{name}”，不知道归到哪一组", name=name)
                raise self.cells.refuse("ledger-blank", column, number, what, message("补上，或用“筛选”去掉这一行"))
        if key not in self.groups:
            self.groups[key] = (number, [Gathered() for _ in spec.totals])
            if len(self.groups) > MOST_FACTS:
                raise _TooMany
        return self.groups[key][1]

    def _add(self, gathered: Gathered, total: Total, number: int, row: Row) -> None:
        column = total.column
        if column is None:
            gathered.add_row(number)
        elif total.how in {"count", "first", "last"}:
            take = self.cells.text if total.how == "count" else self.cells.value
            if text := take(column, number, row):
                gathered.add_row(number)
                gathered.add_text(text)
        elif column.take and total.how in {"max", "min"}:
            day = self.cells.day(column, number, row)
            if day is not None:
                gathered.add_row(number)
                gathered.add_day(day)
        else:
            largest = total.how in {"max", "min"}
            self._add_amount(gathered, column, number, row, skip_blank=column.skip_blank, largest=largest)

    def _add_amount(
        self, gathered: Gathered, column: ColumnSpec, number: int, row: Row, *, skip_blank: bool, largest: bool = False
    ) -> None:
        amount = self.cells.amount(column, number, row)
        if amount is None:
            if skip_blank:
                return
            what = message("这一行没有数，不知道是零还是漏了")
            hint = message("补上；确实没有发生的，在映射这一列写“空着: 不计”")
            raise self.cells.refuse("ledger-blank", column, number, what, hint)
        gathered.add_row(number)
        try:
            (gathered.compare_amount if largest else gathered.add_amount)(*amount)
        except MixedUnits as mixed:
            what = message("单位“{unit}”和前面的“{first}”不能相加", unit=mixed.second.name, first=mixed.first.name)
            hint = message("用“筛选”分开，或改正单位")
            raise self.cells.refuse("ledger-unit", column, number, what, hint) from None

    def _fact(self, number: int, row: Row) -> Mapping:
        sheet, entries = self.cells.sheet.name, []
        for name, column in self.cells.spec.rows:
            text = self.cells.value(column, number, row)
            if text:
                entries.append(self._entry(name, column, text, (number, number)))
        whole = range_name((number, 1), (number, max(1, len(row))))
        source = source_node(self.cells.spec.source, self.file, sheet, whole)
        return fact_node(entries, sheet, whole, source)

    def _entry(self, name: str, column: ColumnSpec, text: str, rows: tuple[int, int]) -> Entry:
        """Return a field: a constant where the mapping wrote it, a value in its cell with that cell as its source."""
        key = name_node(column.part)
        if column.constant is not None:
            return name, (key, word_node(column.constant))
        sheet, at = self.cells.sheet.name, self.cells.header.column(column)
        cell = range_name((rows[0], at), (rows[1], at))
        return name, (key, value_node(text, sheet, cell, source_node(None, self.file, sheet, cell)))

    def node(self) -> Mapping | Sequence | None:
        """Return what the ledger gives: a list of facts, or one fact of totals; nothing found is recorded."""
        spec, sheet = self.cells.spec, self.cells.sheet
        whole = range_name((self.cells.header.last + 1, 1), (max(len(sheet.rows), self.cells.header.last + 1), 1))
        if self.cells.failed:
            return None
        if not self.facts and not self.groups:
            self._add_nothing(spec.fact.text)
            return None
        if spec.rows:
            return facts_node(self.facts, sheet.name, whole)
        facts = [self._totals(key, first, gathered) for key, (first, gathered) in self.groups.items()]
        return facts_node(facts, sheet.name, whole) if spec.groups else facts[0]

    def _totals(self, key: tuple[str, ...], first: int, gathered: list[Gathered]) -> Mapping:
        spec, sheet = self.cells.spec, self.cells.sheet
        entries = [
            self._entry(name, column, text, (first, first))
            for (name, column), text in zip(spec.groups, key, strict=True)
        ]
        cell = cell_name(self.cells.header.last, 1)
        for (name, total), found in zip(spec.totals, gathered, strict=True):
            text = found.text(total.how)
            if not text:
                if not spec.groups:
                    self._add_nothing(name)
                continue
            cell = self._cells_of(total, found)
            source: Node = source_node(spec.source, self.file, sheet.name, cell)
            entries.append((name, (name_node(total.part), value_node(text, sheet.name, cell, source))))
        return fact_node(entries, sheet.name, cell)

    def _cells_of(self, total: Total, found: Gathered) -> str:
        header = self.cells.header
        first, last = found.rows or (header.last + 1, max(len(self.cells.sheet.rows), header.last + 1))
        if total.column is not None:
            at = header.column(total.column)
            return range_name((first, at), (last, at))
        return range_name((first, 1), (last, max(1, len(header.headings))))

    def _add_nothing(self, name: str) -> None:
        what = message("没有一行符合条件，得不出“{name}”", name=name)
        hint = message("核对“筛选”和工作表；确实没有的，直接写在事实文件里")
        self.cells.problems.add("ledger-no-rows", self.cells.spec.part.place, what, hint)
