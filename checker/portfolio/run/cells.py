"""Turns what one project comes to into rows of the output tables, cell by cell as SQL would have written them.

Knows nothing about how a project was decided or where the rows go.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from fractions import Fraction
from typing import TYPE_CHECKING, Final, TypeAlias

from checker.portfolio.run.tables import EACH_UNKNOWN
from checker.values import Unknown, decimal_text, ends, round_half_up

if TYPE_CHECKING:
    from checker.portfolio.single import DecidedRows
    from checker.values import Amount

Cells: TypeAlias = "dict[str, str | None]"
"""The cells of a row by column, as text; None for null. Columns that a table does not have may be among them."""
DIGITS: Final = 10
_BETWEEN: Final = "、"


def table_rows(rows: DecidedRows) -> Mapping[str, list[Cells]]:
    """Return the rows of one decided project by table; one that was withheld has none."""
    if rows.status != "decided":
        return {}
    mine = {"project": rows.project}
    return {
        "outcomes": [{**mine, "rule": r.rule, "key": r.key, "outcome": r.outcome} for r in rows.outcomes],
        "findings": [{**mine, **cells} for cells in _findings(rows)],
        "scores": [{**mine, **cells} for cells in _scores(rows)],
        "problems": [
            {**mine, "problem": r.problem, "findings": str(r.findings), **amount_cells("deduction_", r.deduction)}
            for r in rows.problems
        ],
        EACH_UNKNOWN: [
            {**mine, "rule": r.rule, "type": r.type, "field": r.field, "cases": str(r.cases)} for r in rows.unknowns
        ],
    }


def _findings(rows: DecidedRows) -> Iterator[Cells]:
    for row in rows.findings:
        words = {"severity": row.severity, "concerns": row.concerns, "indicator": row.indicator, "problem": row.problem}
        yield {"rule": row.rule, "key": row.key, **words, **amount_cells("deduction_", row.deduction)}


def _scores(rows: DecidedRows) -> Iterator[Cells]:
    score = rows.scores
    if score is None:
        return
    cells: Cells = {"grades": _BETWEEN.join(score.grades), "limits": _BETWEEN.join(score.limits)}
    cells |= amount_cells("total_", score.total)
    for leaf, points in score.leaves.items():
        cells |= amount_cells(f"{leaf}__", points)
    yield cells


def amount_cells(stem: str, amount: Amount | Unknown | None) -> Cells:
    """Return the cells of a number: both ends, whether they are open, and the fraction where an end has no end."""
    if amount is None or isinstance(amount, Unknown):
        return {}
    span = ends(amount)
    cells: Cells = {f"{stem}open": ("(" if span.low_open else "") + (")" if span.high_open else "")}
    for name, end in (("low", span.low), ("high", span.high)):
        if end is not None:
            cells |= _end_cells(stem + name, end)
    return cells


def _end_cells(name: str, end: Fraction) -> Cells:
    rounded = round_half_up(end, DIGITS)
    assert isinstance(rounded, Fraction)  # noqa: S101 - so is what was rounded
    cells: Cells = {name: decimal_text(rounded)}
    return cells if rounded == end else cells | {f"{name}_exact": f"{end.numerator}/{end.denominator}"}
