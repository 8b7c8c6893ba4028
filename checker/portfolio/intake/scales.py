"""Finds the scale at which the numbers of a column are kept as whole numbers of at most 18 digits.

Knows nothing about SQL.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING, Final

from checker.sql.shapes import MOST_DIGITS
from checker.values import Interval

if TYPE_CHECKING:
    from collections.abc import Iterable

    from checker.values import Value

TOP: Final = 10**MOST_DIGITS
"""Every scaled number is smaller than this."""


@dataclass(frozen=True, slots=True)
class Need:
    """What some numbers need: so many decimals (None: no number of them will do), and room for their size."""

    decimals: int | None
    size: Fraction
    rows: int = 1

    def fits(self, scale: int) -> bool:
        """Say whether the numbers can be kept at this scale."""
        return self.decimals is not None and self.decimals <= scale and self.size * 10**scale < TOP


def numbers_in(value: Value | None) -> tuple[Fraction, ...]:
    """Return the numbers that have to be kept for a value."""
    if isinstance(value, Interval):
        return tuple(end for end in (value.low, value.high) if end is not None)
    return (value,) if isinstance(value, Fraction) else ()


def need_of(value: Value | None, rows: int = 1) -> Need:
    """Return what a value needs."""
    found = [decimals_of(number) for number in numbers_in(value)]
    size = max((abs(number) for number in numbers_in(value)), default=Fraction(0))
    decimals = None if None in found else max((each or 0 for each in found), default=0)
    return Need(decimals, size, rows)


def decimals_of(number: Fraction) -> int | None:
    """Return how many decimals a number has, None when they never end (or are too many for any column)."""
    return next((digits for digits in range(MOST_DIGITS + 1) if 10**digits % number.denominator == 0), None)


def best_scale(needs: Iterable[Need]) -> int:
    """Return the scale at which the most rows fit, of several the smallest."""
    needs = tuple(needs)
    scales = sorted({0} | {need.decimals for need in needs if need.decimals is not None})
    return max(scales, key=lambda scale: (sum(need.rows for need in needs if need.fits(scale)), -scale))


def scaled(number: Fraction, scale: int) -> int:
    """Return a number that fits as the whole number it is kept as."""
    return int(number * 10**scale)
