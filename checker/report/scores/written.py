"""Writes values and formulas into cells, and beside formulas what they come to; knows nothing about what they mean."""

from __future__ import annotations

import re
from fractions import Fraction
from typing import TYPE_CHECKING, Final
from xml.sax.saxutils import escape  # only writes

from checker.report.book import MOST_DIGITS, put, repacked
from checker.values import decimal_text, round_half_up

if TYPE_CHECKING:
    from collections.abc import Mapping

    from openpyxl.cell.cell import Cell

    from checker.report.scores.stored import Stored


_FORMULA: Final = re.compile(r'<c r="([A-Z]+\d+)"((?: s="\d+")?)><f>([^<]*)</f><v ?(?:/>|></v>)</c>')
"""A cell with a formula as openpyxl writes it."""
_QUOTIENT: Final = re.compile(r"-?\d+/\d+")


def write_stored(cell: Cell, written: Stored | None) -> None:
    """Write a value as it is stored; nothing when there is none."""
    if written is None:
        put(cell, None)
    elif written.computed:
        write_formula(cell, str(written.content), written.number_format)
    else:
        put(cell, written.content)
        cell.number_format = written.number_format


def write_formula(cell: Cell, formula: str, number_format: str = "General") -> None:
    """Write a formula, which begins with ``=``; never anything that people have written."""
    put(cell, None)
    cell.value = formula
    cell.data_type = "f"
    cell.number_format = number_format


def with_values(content: bytes, shown: Mapping[int, Mapping[str, Fraction | str]]) -> bytes:
    """Return a workbook whose formulas have the values given, by number of the sheet (from 1) and address.

    Programs that compute do so anyway when they open it; previews and readers that do not compute show these.
    """
    names = {f"xl/worksheets/sheet{number}.xml": values for number, values in shown.items()}

    def fill(name: str, part: bytes) -> bytes:
        return _filled(part.decode(), names.get(name, {})).encode() if b"<f>" in part else part

    return repacked(content, fill)


def _filled(xml: str, values: Mapping[str, Fraction | str]) -> str:
    def fill(cell: re.Match[str]) -> str:
        address, marks, formula = cell.groups()
        value = Fraction(formula) if _QUOTIENT.fullmatch(formula) else values.get(address)
        if value is None:
            return cell[0]
        kind, text = (' t="str"', escape(value)) if isinstance(value, str) else ("", _digits(value))
        return f'<c r="{address}"{marks}{kind}><f>{formula}</f><v>{text}</v></c>'

    return _FORMULA.sub(fill, xml)


def _digits(number: Fraction) -> str:
    rounded = round_half_up(number, MOST_DIGITS)
    return decimal_text(rounded if isinstance(rounded, Fraction) else number)
