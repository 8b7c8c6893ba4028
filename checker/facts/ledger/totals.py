"""Works out sums, counts and other totals over the rows of a ledger, exactly; knows nothing about where they stand.

Numbers are added as decimals with as many digits as they need, unit by unit, and become one fraction at the end.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from decimal import Context, Decimal, Inexact
from fractions import Fraction
from typing import TYPE_CHECKING, Final

from checker.facts.ledger.amounts import Unit, amount_text, unit_called

if TYPE_CHECKING:
    from datetime import date

# Amounts have at most 30 digits before and behind the point: sums of any number of them stay far below this.
_EXACT: Final = Context(prec=200, traps=[Inexact])


class MixedUnits(Exception):
    """Amounts that cannot be added, such as 元 and 份."""

    def __init__(self, first: Unit, second: Unit) -> None:
        super().__init__(first.name, second.name)
        self.first, self.second = first, second


@dataclass(slots=True)
class Gathered:
    """What has been seen of one total so far: ``rows`` are the numbers of the first and last row that counted."""

    rows: tuple[int, int] | None = None
    count: int = 0
    sums: dict[str, tuple[Unit, Decimal]] = field(default_factory=dict)
    least: tuple[Fraction, Unit] | None = None
    most: tuple[Fraction, Unit] | None = None
    days: tuple[date, date] | None = None
    first: str = ""
    last: str = ""

    def add_row(self, number: int) -> None:
        """Count a row."""
        self.count += 1
        self.rows = (self.rows[0] if self.rows else number, number)

    def add_amount(self, amount: Decimal, unit: Unit) -> None:
        """Add an amount; raises ``MixedUnits``."""
        before = self.sums.get(unit.name)
        if before is not None:
            self.sums[unit.name] = before[0], _EXACT.add(before[1], amount)
            return
        for other, _ in self.sums.values():
            if other.kind != unit.kind:
                raise MixedUnits(other, unit)
        self.sums[unit.name] = unit, amount

    def compare_amount(self, amount: Decimal, unit: Unit) -> None:
        """Keep the smallest and the largest amount; raises ``MixedUnits``."""
        if self.most is not None and self.most[1].kind != unit.kind:
            raise MixedUnits(self.most[1], unit)
        size = Fraction(amount) * unit.factor
        if self.least is None or size < self.least[0]:
            self.least = size, unit
        if self.most is None or size > self.most[0]:
            self.most = size, unit

    def add_day(self, day: date) -> None:
        """Keep the earliest and the latest day."""
        self.days = (min(self.days[0], day), max(self.days[1], day)) if self.days else (day, day)

    def add_text(self, text: str) -> None:
        """Keep the first and the last text."""
        self.first = self.first or text
        self.last = text

    @property
    def total(self) -> Fraction:
        """The sum in the base unit (元, one)."""
        return sum((Fraction(part) * unit.factor for unit, part in self.sums.values()), Fraction(0))

    @property
    def unit(self) -> Unit:
        """The one unit of all amounts, or 元 where units of money are mixed."""
        units = [unit for unit, _ in self.sums.values()]
        if len(units) == 1 or not units or units[0].kind != "money":
            return units[0] if units else unit_called("")
        return unit_called("元")

    def text(self, how: str) -> str:
        """Return a total as written in facts; empty where nothing has been seen."""
        if how == "count":
            return str(self.count)
        if how in {"first", "last"}:
            return self.first if how == "first" else self.last
        if how in {"max", "min"}:
            if self.days is not None:
                return self.days[how == "max"].isoformat()
            end = self.most if how == "max" else self.least
            return amount_text(*end) if end else ""
        if not self.sums:
            return ""
        total = self.total if how == "sum" else self.total / self.count
        return amount_text(total, self.unit)
