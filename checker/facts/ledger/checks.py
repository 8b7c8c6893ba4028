"""Holds the sums of a ledger's columns against the total the ledger itself states; knows nothing about facts."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING

from checker.facts.ledger.amounts import amount_text, read_amount
from checker.facts.ledger.cells import Unreadable
from checker.messages import message
from checker.source.sheets.sheet import range_name
from checker.values import WrittenFault

if TYPE_CHECKING:
    from checker.facts.ledger.amounts import Unit
    from checker.facts.ledger.cells import Cells
    from checker.facts.ledger.rows import Walk
    from checker.facts.ledger.spec import Check
    from checker.facts.ledger.totals import Gathered


def hold_checks(cells: Cells, walk: Walk, sums: list[Gathered]) -> None:
    """Record each column whose rows do not add up to the ledger's own total, within the tolerance declared."""
    if cells.failed:
        return
    for check, gathered in zip(cells.spec.checks, sums, strict=True):
        try:
            _hold(check, cells, walk, gathered)
        except Unreadable:
            continue


def _hold(check: Check, cells: Cells, walk: Walk, gathered: Gathered) -> None:
    rows = [number for number, label in walk.sums if label == check.label]
    if not rows:
        what = message("找不到“{label}”行，不能核对", label=check.label)
        cells.problems.add("ledger-no-total", check.part.place, what, message("写出合计行在台账里的名称，或删去“核对”"))
        return
    stated = cells.amount(check.column, rows[-1], cells.sheet.rows[rows[-1] - 1])
    place = cells.sheet.place(rows[-1], cells.header.column(check.column))
    if stated is None:
        cells.problems.add("ledger-no-total", place, message("“{label}”行没有数", label=check.label))
        return
    number, unit = stated
    own, added = Fraction(number) * unit.factor, gathered.total
    if abs(own - added) <= _tolerance(check, unit, cells):
        return
    at = cells.header.column(check.column)
    first, last = gathered.rows or (cells.header.last + 1, cells.header.last + 1)
    what = message(
        "“{label}”行写的是 {own}，明细（{cells}）加起来是 {added}，差 {difference}",
        label=check.label, own=amount_text(own, unit), cells=range_name((first, at), (last, at)),
        added=amount_text(added, unit), difference=amount_text(abs(own - added), unit),
    )  # fmt: skip
    hint = message("查对漏记、重记和没有跳过的小计行；只是尾差的，写“允许误差”")
    cells.problems.add("ledger-total-differs", place, what, hint)


def _tolerance(check: Check, unit: Unit, cells: Cells) -> Fraction:
    if not check.tolerance:
        return Fraction(0)
    try:
        number, own = read_amount(check.tolerance, unit)
    except WrittenFault as fault:
        cells.problems.add(fault.code, check.part.place, fault.what, fault.hint)
        return Fraction(0)
    return Fraction(number) * own.factor
