"""The summary as JSON for programs: everything, every department and assessor among it; exact numbers as text.

An exact number is a decimal, or ``n/d`` where that has no end; keys are those of ``checker.portfolio.summary.model``.
"""

from __future__ import annotations

import json
from dataclasses import fields, is_dataclass
from datetime import date
from fractions import Fraction
from typing import TYPE_CHECKING, Any, Final

from checker.messages import Message
from checker.portfolio.summary.model import Assessor
from checker.portfolio.summary.scored import Cell, Department, Departments, Totals
from checker.values import decimal_text

if TYPE_CHECKING:
    from checker.portfolio.summary import Summary

SCHEMA: Final = "1.0"
_MORE: Final[dict[type, tuple[str, ...]]] = {
    Assessor: ("share", "mean"),
    Department: ("few",),
    Totals: ("changeable",),
}
"""What is worked out from the fields and written with them."""


def render_summary_json(summary: Summary) -> str:
    """Return the summary as JSON text with a final line break; the same summary gives the same bytes."""
    return json.dumps({"schema": SCHEMA, **as_data(summary)}, ensure_ascii=False, indent=2) + "\n"


def as_data(value: Any) -> Any:
    """Return a value as plain data."""
    match value:
        case Fraction():
            return decimal_text(value)
        case date():
            return value.isoformat()
        case Message():
            return str(value)
        case tuple() | list():
            return [as_data(item) for item in value]
        case Departments():
            return _departments(value)
    if not is_dataclass(value):
        return value
    names = [*(field.name for field in fields(value)), *_MORE.get(type(value), ())]
    return {name: as_data(getattr(value, name)) for name in names}


def _departments(found: Departments) -> dict[str, Any]:
    """Return the departments, each cell with its rate and by the id of its indicator."""

    def cell(cell: Cell, place: int) -> dict[str, Any]:
        return {**as_data(cell), "rate": as_data(cell.rate(found.indicators[place]))}

    def one(department: Department) -> dict[str, Any]:
        names = [*(field.name for field in fields(department) if field.name != "cells"), "few"]
        cells = {
            i.id: cell(c, place) for place, (i, c) in enumerate(zip(found.indicators, department.cells, strict=True))
        }
        return {name: as_data(getattr(department, name)) for name in names} | {"indicators": cells}

    return {
        "column": found.column,
        "label": found.label,
        "indicators": as_data(found.indicators),
        "whole": one(found.whole),
        "all": [one(department) for department in found.all],
    }
