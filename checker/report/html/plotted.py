"""Says what of a comparison is drawn: the value beside its threshold, or for dates how many days it is beyond it.

Two dates a few days apart would fall on one spot of a year; their distance does not. Knows nothing about coordinates.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING, Final

from checker.explain import margin_unit
from checker.report.html.margins import finite_ends
from checker.values import Kind, Unknown, show

if TYPE_CHECKING:
    from collections.abc import Iterable

    from checker.explain import Sides
    from checker.values import MaybeAmount

_APART: Final = {Kind.DATE, Kind.QUARTER}
_BELOW: Final = {"<", "<="}
_ABOVE: Final = {">", ">="}


@dataclass(frozen=True, slots=True)
class Plotted:
    """A value and its threshold as drawn; ``side`` is −1 where the condition holds below it, 1 above, 0 neither."""

    value: MaybeAmount
    threshold: MaybeAmount
    kind: Kind
    unit: str
    side: int

    @property
    def numbers(self) -> list[Fraction]:
        """Every number that has to fit on the drawing."""
        return [*finite_ends(self.value), *finite_ends(self.threshold)]

    @property
    def whole(self) -> bool:
        """Whether ticks between whole numbers would mean nothing."""
        return self.kind is Kind.COUNT

    def show(self, number: Fraction) -> str:
        """Return a number of the scale as people write it."""
        return show(number, self.kind, self.unit)


def plotted(sides: Sides) -> Plotted:
    """Return what is drawn of a comparison."""
    side = (sides.comparator in _ABOVE) - (sides.comparator in _BELOW)
    if sides.kind in _APART:
        kind, unit = margin_unit(sides.kind)
        threshold: MaybeAmount = sides.threshold if isinstance(sides.threshold, Unknown) else Fraction(0)
        return Plotted(sides.margin, threshold, kind, unit, side)
    return Plotted(sides.value, sides.threshold, sides.kind, sides.unit, side)


def bounds(drawn: Iterable[Plotted]) -> tuple[Fraction | None, Fraction | None]:
    """Return the least and the greatest number that make sense beside those drawn: nothing below 0 or above 100 %."""
    numbers = [number for item in drawn for number in item.numbers]
    kinds = {item.kind for item in drawn}
    if any(number < 0 for number in numbers):
        return None, None
    shares = kinds == {Kind.RATIO} and all(number <= 1 for number in numbers)
    return Fraction(0), Fraction(1) if shares else None
