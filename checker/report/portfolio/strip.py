"""Lays out the assessors as dots along the share they take off, those of the same share above each other."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING, Final

from checker.portfolio.summary.assessors import LEAST_JUDGEMENTS
from checker.report.html.drawing import Box, number, round_ticks, scale
from checker.report.portfolio.numbers import decimal
from checker.report.portfolio.words import fine

if TYPE_CHECKING:
    from checker.portfolio.summary.model import Assessors

BOX: Final = Box(width=820, height=170, left=20, right=800, top=26, bottom=140)
_ABOUT: Final = 8
_COLUMN: Final = 9
_ROW: Final = 10
_ROWS: Final = (BOX.bottom - BOX.top - 16) // _ROW


@dataclass(frozen=True, slots=True)
class Dot:
    """One assessor; ``name`` is written beside an outlier, before it with ``to_left``."""

    x: str
    y: str
    outlier: bool
    name: str
    text: str
    to_left: bool


@dataclass(frozen=True, slots=True)
class Strip:
    """A drawing in ``BOX``: the stretch that is usual, the median, ticks and dots."""

    usual: tuple[str, str]
    median: str
    ticks: tuple[tuple[str, str], ...]
    dots: tuple[Dot, ...]


def lay_out_strip(found: Assessors) -> Strip | None:
    """Return the drawing of the assessors that are compared; None where nobody is."""
    limits = found.fences
    if limits is None:
        return None
    compared = [one for one in found.all if one.scored >= LEAST_JUDGEMENTS and one.share is not None]
    shares = [one.share for one in compared if one.share is not None]
    along = scale([*shares, limits.low, limits.high], BOX.left, BOX.right, floor=Fraction(0), roof=Fraction(1))
    stacks: dict[int, int] = {}
    dots = []
    for one in sorted(compared, key=lambda each: (each.share or Fraction(0), each.name)):
        x = along.at(one.share)
        column = int(x) // _COLUMN
        row = stacks.get(column, 0)
        stacks[column] = row + 1
        y = BOX.bottom - 8 - _ROW * min(row, _ROWS)
        name = one.name if one.outlier else ""
        dots.append(
            Dot(number(x), number(Fraction(y)), bool(one.outlier), name, f"{one.name} {fine(one.share or Fraction(0))}",
                x > Fraction(BOX.left + BOX.right, 2))
        )  # fmt: skip
    ticks = round_ticks(along.low, along.high, _ABOUT, whole=False)
    digits = 2 if len(ticks) > 1 and ticks[1] - ticks[0] < Fraction(1, 1000) else 1
    return Strip(
        usual=(number(along.at(limits.low)), number(along.at(limits.high) - along.at(limits.low))),
        median=number(along.at(limits.median)),
        ticks=tuple((number(along.at(tick)), f"{decimal(tick * 100, digits)}%") for tick in ticks),
        dots=tuple(dots),
    )
