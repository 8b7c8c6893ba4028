"""Turns the table of scores into what each department got in each indicator; knows nothing about how it is shown."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING, Any, Final

from sqlglot import exp

from checker.portfolio.summary.numbers import fraction, settled, whole
from checker.portfolio.summary.scored import Cell, Department, Departments

if TYPE_CHECKING:
    from collections.abc import Sequence

    from checker.portfolio.summary.opened import OpenedResult
    from checker.portfolio.summary.scored import Indicator

_WITHHELD: Final = """
SELECT COALESCE(department, '') AS department, COUNT(*) AS projects FROM projects WHERE status = 'withheld' GROUP BY 1
"""


def departments(result: OpenedResult) -> Departments | None:
    """Return all departments; None without the weights of the pack or without a column that tells departments."""
    indicators = result.words.indicators
    if not indicators or result.by is None:
        return None
    withheld = {row["department"]: whole(row["projects"]) for row in result.rows(_WITHHELD)}
    rows = {row["department"]: row for row in result.rows(_select(result, indicators))}
    names = [*rows, *(name for name in withheld if name not in rows)]
    found = [_department(name, rows.get(name, {}), withheld.get(name, 0), indicators) for name in names]
    return Departments(
        result.by, result.label_of(result.by), indicators, _whole(found), tuple(sorted(found, key=_worst))
    )


def _worst(department: Department) -> tuple[object, ...]:
    mean = Fraction(0) if department.mean is None else department.mean
    return (not department.name, department.mean is None, department.few, mean, department.name)


def _select(result: OpenedResult, indicators: Sequence[Indicator]) -> str:
    """Return the sums by department, in one pass: points and projects of the settled, for the total and each leaf."""
    columns = result.columns("scores")
    parts = [f"COUNT(*) AS decided, {_sums('total_', 'total', columns)}"]
    parts += [_sums(f"{leaf.id}__", f"l{place}", columns) for place, leaf in enumerate(indicators)]
    return (
        f"SELECT COALESCE(department, '') AS department, {', '.join(parts)} "  # noqa: S608 - ids of a pack, quoted
        "FROM scores JOIN projects USING (project) GROUP BY 1"
    )


def _sums(stem: str, name: str, columns: Sequence[str]) -> str:
    if f"{stem}low" not in columns:
        return f"0 AS {name}_settled, NULL AS {name}_points"
    sure = settled(stem, columns)
    points = exp.column(f"{stem}low", quoted=True).sql(dialect="duckdb")
    return f"COUNT(*) FILTER ({sure}) AS {name}_settled, SUM({points}) FILTER ({sure}) AS {name}_points"


def _department(name: str, row: dict[str, Any], withheld: int, indicators: Sequence[Indicator]) -> Department:
    decided, count = whole(row.get("decided")), whole(row.get("total_settled"))
    cells = []
    for place in range(len(indicators)):
        sure = whole(row.get(f"l{place}_settled"))
        cells.append(Cell(sure, decided - sure, fraction(row.get(f"l{place}_points"))))
    mean = fraction(row["total_points"]) / count if count else None
    return Department(name, decided, withheld, count, mean, tuple(cells))


def _whole(found: Sequence[Department]) -> Department:
    """Return all departments together."""
    settled_ = sum(one.settled for one in found)
    points = sum((one.mean * one.settled for one in found if one.mean is not None), Fraction(0))
    cells = [
        Cell(sum(c.settled for c in column), sum(c.open for c in column), sum((c.points for c in column), Fraction(0)))
        for column in zip(*(one.cells for one in found), strict=True)
    ]
    return Department(
        "",
        sum(one.decided for one in found),
        sum(one.withheld for one in found),
        settled_,
        points / settled_ if settled_ else None,
        tuple(cells),
    )
