"""Says how much of its weight was lost in a cell of the heat map, by level; knows nothing about how it is drawn."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING, Final

from checker.report.portfolio.numbers import NONE, decimal

if TYPE_CHECKING:
    from collections.abc import Sequence

    from checker.portfolio.summary.scored import Department, Departments

LIMITS: Final = tuple(Fraction(percent, 100) for percent in (2, 5, 10, 20, 30, 50))
"""A level begins at each of these shares lost, the first level below the first of them."""
LEVELS: Final = len(LIMITS) + 1


def level(rate: Fraction | None) -> int | None:
    """Return the level of a rate of points, 0 for next to nothing lost; None without a rate."""
    if rate is None:
        return None
    return sum(1 - rate >= limit for limit in LIMITS)


def rates(department: Department, found: Departments) -> list[Fraction | None]:
    """Return the rate in each indicator."""
    return [cell.rate(indicator) for cell, indicator in zip(department.cells, found.indicators, strict=True)]


def rate_text(rate: Fraction | None) -> str:
    """Return a rate in percent with one decimal, without the sign."""
    return NONE if rate is None else decimal(rate * 100)


def shown(found: Departments, top: int) -> Sequence[Department]:
    """Return the worst departments that say which they are."""
    return [one for one in found.all if one.name][:top]
