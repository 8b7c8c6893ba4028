"""Writes the sums of weights as formulas, and marks the groups whose weights do not add up."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING

from openpyxl.styles import Alignment
from openpyxl.utils import get_column_letter

from checker.edit.book import layout as at
from checker.report.pack_book import looks
from checker.report.scores.written import write_formula

if TYPE_CHECKING:
    from collections.abc import Mapping

    from openpyxl.worksheet.worksheet import Worksheet

    from checker.edit.book.rows import Row

_COLUMNS = at.COLUMNS[at.WEIGHTS]
_WEIGHT, _CHILDREN, _AGREES = (
    get_column_letter(_COLUMNS.index(column) + 1) for column in (at.WEIGHT, at.CHILDREN, at.AGREES)
)
_DIGITS = 8


def add_sums(sheet: Worksheet, rows: tuple[Row, ...]) -> dict[str, Fraction | str]:
    """Write the formulas of all groups and return what they come to, by address.

    A group without a weight of its own counts with the sum of its children.
    """
    places = {row.key: number for number, row in enumerate(rows, 2)}
    known = {row.key: row for row in rows}
    values: dict[str, Fraction | str] = {}
    for row in rows:
        if not row.children:
            continue
        number = places[row.key]
        parts = [
            f"{_WEIGHT if _weight(known[child]) is not None else _CHILDREN}{places[child]}" for child in row.children
        ]
        _formula(sheet, number, at.CHILDREN, f"={'+'.join(parts)}")
        values[f"{_CHILDREN}{number}"] = total = _sum(row, known)
        weight = _weight(row)
        if weight is not None:
            gap = f"ROUND({_CHILDREN}{number}-{_WEIGHT}{number},{_DIGITS})"
            _formula(sheet, number, at.AGREES, f'=IF({gap}=0,"✓",IF({gap}>0,"多 "&{gap},"少 "&-{gap}))')
            values[f"{_AGREES}{number}"] = "✓" if total == weight else "≠"
    if rows:
        cells = f"{_WEIGHT}2:{_AGREES}{len(rows) + 1}"
        looks.mark_where(sheet, cells, f'AND(${_AGREES}2<>"",${_AGREES}2<>"✓")')
    return values


def _formula(sheet: Worksheet, row: int, column: str, formula: str) -> None:
    cell = looks.cell_at(sheet, row, _COLUMNS.index(column) + 1)
    write_formula(cell, formula)
    looks.dress(cell, column, edited=False)
    cell.alignment = Alignment(horizontal="center", vertical="center")


def _weight(row: Row) -> Fraction | None:
    content = row.cell(at.WEIGHT).content
    if isinstance(content, Fraction):
        return content
    return Fraction(content) if isinstance(content, str) and content and at.WEIGHT in row.fixed else None


def _sum(row: Row, known: Mapping[str, Row]) -> Fraction:
    total = Fraction(0)
    for child in row.children:
        weight = _weight(known[child])
        total += _sum(known[child], known) if weight is None else weight
    return total
