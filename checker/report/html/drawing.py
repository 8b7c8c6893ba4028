"""Places exact numbers on a drawing: scales, round ticks, coordinates; knows nothing about what they measure."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING, Final

from checker.values import decimal_text
from checker.values.steps import round_half_up

if TYPE_CHECKING:
    from collections.abc import Iterable

_DIGITS: Final = 2
_STEPS: Final = (1, 2, 5, 10)
_MARGIN: Final = Fraction(1, 12)


def number(value: Fraction) -> str:
    """Return a coordinate: a decimal of two digits at most, the same on every machine."""
    rounded = round_half_up(value, _DIGITS)
    return decimal_text(rounded) if isinstance(rounded, Fraction) else "0"


@dataclass(frozen=True, slots=True)
class Box:
    """The size of a drawing, and the stretch inside its margins on which values lie."""

    width: int
    height: int
    left: int
    right: int
    top: int
    bottom: int


@dataclass(frozen=True, slots=True)
class Scale:
    """A stretch of numbers, from ``low`` to ``high``, laid over a stretch of a drawing from ``start`` to ``end``."""

    low: Fraction
    high: Fraction
    start: Fraction
    end: Fraction

    def at(self, value: Fraction | None, otherwise: Fraction | None = None) -> Fraction:
        """Return where a number lies; beyond the stretch its nearer end, and without a number ``otherwise``."""
        given = self.low if otherwise is None else otherwise
        held = max(self.low, min(self.high, given if value is None else value))
        return self.start + (held - self.low) * (self.end - self.start) / (self.high - self.low)


def scale(values: Iterable[Fraction], start: int, end: int, *, floor: Fraction | None, roof: Fraction | None) -> Scale:
    """Return a scale on which all values have some room beside them, up to ``floor`` and ``roof``."""
    found = list(values) or [Fraction(0)]
    low, high = min(found), max(found)
    room = (high - low) * _MARGIN or abs(high) * _MARGIN or Fraction(1)
    below = low - room if floor is None else max(low - room, floor)
    above = high + room if roof is None else min(high + room, roof)
    return Scale(below, above, Fraction(start), Fraction(end))


def round_ticks(low: Fraction, high: Fraction, about: int, *, whole: bool) -> list[Fraction]:
    """Return about so many round numbers between two: multiples of 1, 2 or 5 at some power of 10."""
    rough = (high - low) / about
    power = Fraction(1)
    while power * 10 <= rough:
        power *= 10
    while power > rough:
        power /= 10
    step = next(power * factor for factor in _STEPS if power * factor >= rough)
    if whole:
        step = max(step, Fraction(1))
    first = -(-low // step)
    count = int(high // step - first) + 1
    return [step * (first + index) for index in range(count)]
