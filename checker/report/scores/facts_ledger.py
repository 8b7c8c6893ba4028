"""Turns a project's facts into the rows of the sheet of facts, and says in which cell each value stands.

Knows nothing about formulas.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING, Final

from checker.report.scores.formula_text import SERIAL_OF_FIRST_DAY
from checker.report.scores.names import FACTS, Cell, ref
from checker.report.scores.stored import Stored, money_unit, stored, unit_word
from checker.values import UNKNOWN, Interval, Kind

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from checker.expr import FieldSpec
    from checker.facts import Fact, FieldValue
    from checker.plan import Plan
    from checker.plan.tables import Tables
    from checker.values import Value

FIRST_ROW: Final = 2
_VALUE, _LOW, _HIGH = "E", "G", "H"


@dataclass(frozen=True, slots=True)
class FactRow:
    """One field of one fact: what was given, what it is worth, and where it stands in the sheet.

    ``derived`` says that the value is worked out from others.
    """

    row: int
    record: str
    index: int
    spec: FieldSpec
    fact: Fact
    given: FieldValue | None
    value: Value
    derived: bool
    money: str
    factor: int

    @property
    def unit(self) -> str:
        """What the number is counted in."""
        return unit_word(self.spec.kind, self.spec.unit, self.money)

    @property
    def stored(self) -> Stored | None:
        """How an exact value is written; None when it is bounded or missing."""
        value = self.value
        return stored(value, self.spec.kind, self.factor) if isinstance(value, Fraction | str | bool) else None

    @property
    def ends(self) -> tuple[Stored | None, Stored | None]:
        """How the ends of a bounded value are written."""
        if not isinstance(self.value, Interval):
            return None, None
        low, high = self.value.low, self.value.high
        return (
            None if low is None else stored(low, self.spec.kind, self.factor),
            None if high is None else stored(high, self.spec.kind, self.factor),
        )

    @property
    def plain(self) -> Fraction | str:
        """What the cell shows, as a plain number or text: money in its unit, a day as workbooks count days."""
        written, value = self.stored, self.value
        if isinstance(value, Fraction) and self.spec.kind is Kind.DATE:
            return value - SERIAL_OF_FIRST_DAY
        if isinstance(value, Fraction) and self.spec.kind is not Kind.QUARTER:
            return value / self.factor
        return str(written.content) if written else ""

    @property
    def cell(self) -> Cell:
        """Where the exact value stands."""
        written = self.stored
        computed = written is not None and (self.derived or written.computed)
        known = f"{ref(FACTS, f'{_VALUE}{self.row}')},{ref(FACTS, f'{_LOW}{self.row}:{_HIGH}{self.row}')}"
        fault = written.fault if written else ""
        return Cell(FACTS, f"{_VALUE}{self.row}", self.spec.kind, self.factor, computed, fault, known)


def fact_rows(plan: Plan, facts: Mapping[str, Sequence[Fact]], tables: Tables) -> tuple[FactRow, ...]:
    """Return a row for each field that was given, worked out, or is missing though something reads it."""
    rows: list[FactRow] = []
    for record in plan.records:
        if record not in facts:
            continue
        units = _units(record, plan, tables)
        for index, fact in enumerate(facts[record]):
            for spec, value in _fields(record, index, fact, plan, tables):
                given = fact.fields.get(spec.name)
                derived = (record, spec.name) in plan.derived and not _kept(given, value)
                row = FIRST_ROW + len(rows)
                rows.append(FactRow(row, record, index, spec, fact, given, value, derived, *units[spec.name]))
    return tuple(rows)


def _kept(given: FieldValue | None, value: Value) -> bool:
    """Say whether a field that could be worked out has the value that was given, because nothing else is known."""
    return given is not None and given.value == value


def _units(record: str, plan: Plan, tables: Tables) -> dict[str, tuple[str, int]]:
    """Return the unit each field of money is written in; one without any amount takes that of the others."""
    table = tables.by_type.get(record)
    rows = table.rows if table else ()
    specs = plan.records[record].fields.values()
    money = {
        spec.name: [row[spec.name] for row in rows if spec.name in row] for spec in specs if spec.kind is Kind.MONEY
    }
    units = {spec.name: money_unit(money[spec.name], spec.unit) for spec in specs if spec.kind is Kind.MONEY}
    largest = max(units.values(), key=lambda unit: unit[1], default=("", 1))
    for spec in specs:
        if spec.kind is not Kind.MONEY:
            units[spec.name] = ("", 1)
        elif not spec.unit and not money[spec.name]:
            units[spec.name] = largest
    return units


def _fields(record: str, index: int, fact: Fact, plan: Plan, tables: Tables) -> Iterator[tuple[FieldSpec, Value]]:
    table = tables.by_type.get(record)
    row = table.rows[index] if table else {}
    for name, spec in plan.records[record].fields.items():
        if name in row or name in fact.fields or (record, name) in plan.read:
            yield spec, row.get(name, UNKNOWN)


def cells_of(rows: Sequence[FactRow]) -> dict[tuple[str, int, str], Cell]:
    """Return the cell of each field."""
    return {(row.record, row.index, row.spec.name): row.cell for row in rows}
