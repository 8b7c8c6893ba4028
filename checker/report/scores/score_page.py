"""Writes the frame of the score sheet: rows, names beside them, and what follows from a score.

Knows nothing about where scores come from.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from fractions import Fraction
from typing import TYPE_CHECKING, Final

from openpyxl.styles import Font

from checker.report.book import FONT, HEADING, put
from checker.report.scores.looks import cell_at, dress, say
from checker.report.scores.score_tree import summed
from checker.report.scores.stored import stored
from checker.report.scores.written import write_formula, write_stored
from checker.values import Kind

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from openpyxl.cell.cell import Cell
    from openpyxl.worksheet.worksheet import Worksheet

    from checker.plan import Plan
    from checker.report.scores.formula_place import Here
    from checker.report.scores.score_tree import Layout, ScoreRow
    from checker.result import CheckResult
    from checker.score.policies import Applicability

_RATE: Final = "0.0#%"


@dataclass(frozen=True, slots=True)
class Page:
    """The sheet being written, with all that is known of the project.

    ``numbers`` are those written so far, by column and row; ``shown`` what formulas come to, by address.
    """

    sheet: Worksheet
    layout: Layout
    plan: Plan
    result: CheckResult
    here: Here
    applies: Mapping[str, Applicability]
    rows: tuple[ScoreRow, ...]
    numbers: dict[tuple[str, int], Fraction] = field(default_factory=dict)
    shown: dict[str, Fraction | str] = field(default_factory=dict)

    def number(self, row: int, name: str, number: Fraction) -> None:
        """Write a number of points."""
        write_stored(self.cell(row, name), stored(number, Kind.SCORE))
        self.numbers[name, row] = number

    def formula(self, row: int, name: str, formula: str, comes_to: Fraction | str, form: str = "General") -> None:
        """Write a formula with what it comes to now, for programs that show a workbook without computing it."""
        write_formula(self.cell(row, name), formula, form)
        self.shown[self.at(name, row)] = comes_to
        if isinstance(comes_to, Fraction):
            self.numbers[name, row] = comes_to

    def sum(self, row: int, name: str, rows: Sequence[int]) -> None:
        """Write the sum of the cells of some rows in one column."""
        total = sum((self.numbers[name, other] for other in rows), Fraction(0))
        self.formula(row, name, f"={summed(rows, self.layout.letter(name))}", total)

    def cell(self, row: int, name: str) -> Cell:
        """Return a cell by the name of its column."""
        return cell_at(self.sheet, row, self.layout.number(name))

    def at(self, name: str, row: int) -> str:
        """Return the address of a cell."""
        return f"{self.layout.letter(name)}{row}"

    @property
    def counted(self) -> str:
        """The column of the weights that count."""
        return "effective" if "effective" in self.layout.columns else "weight"


def write_weights(page: Page, at: int, children: tuple[int, ...], weight: Fraction) -> None:
    """Write the weight of a group: the sum of its children, leaving out bonuses and what only stands in for others."""
    nodes = {row.row: row.node for row in page.rows}
    own = tuple(row for row in children if not nodes[row].bonus and nodes[row].alternative_to is None)
    if sum((nodes[row].weight for row in own), Fraction(0)) == weight:
        page.sum(at, "weight", own)
    else:
        page.number(at, "weight", weight)
    if "effective" in page.layout.columns:
        page.sum(at, "effective", [row for row in children if not nodes[row].bonus])


def follow(page: Page, at: int) -> None:
    """Write what follows from the score: the points lost and the rate."""
    most, least = page.layout.scores[-1], page.layout.scores[0]
    weight, full = page.at(page.counted, at), page.numbers[page.counted, at]
    bonus = next((row.node.bonus for row in page.rows if row.row == at), False)
    if not bonus:
        page.formula(at, "lost", f"=ROUND({weight}-{page.at(most, at)},10)", full - page.numbers[most, at])
    rate = page.numbers[least, at] / full if full else ""
    page.formula(at, "rate", f'=IF({weight}=0,"",{page.at(least, at)}/{weight})', rate, _RATE)
    for name in ("weight", "effective", *page.layout.scores, "lost", "rate"):
        if name in page.layout.columns:
            dress(page.cell(at, name), "center", middle=True)


def frame(page: Page, at: int, texts: Mapping[str, str]) -> None:
    """Dress a whole row and write its texts by the names of their columns."""
    for number in range(1, len(page.layout.all) + 1):
        say(cell_at(page.sheet, at, number), "")
    for name, text in texts.items():
        say(page.cell(at, name), text, page.layout.columns[name].align)
        dress(page.cell(at, name), page.layout.columns[name].align, middle=True)


def name_rows(page: Page, label: str, level: int, first: int, last: int) -> None:
    """Write a name beside its rows; a leaf's name reaches over the levels it does not have."""
    leaf = first == last
    for row in range(first, last + 1):
        dress(cell_at(page.sheet, row, level), "center", middle=True)
    cell = cell_at(page.sheet, first, level)
    put(cell, label)
    cell.font = Font(name=FONT if leaf else HEADING, size=10.5, bold=not leaf)
    dress(cell, "center", middle=True)
    across = page.layout.depth if leaf else level
    if across > level or last > first:
        page.sheet.merge_cells(start_row=first, start_column=level, end_row=last, end_column=across)
