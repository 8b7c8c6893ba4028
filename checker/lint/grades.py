"""Looks at grades: totals without a grade, and totals with two."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING, Final

from checker.lint.bands import shown_stretch, shown_stretches
from checker.lint.registry import Check, Found
from checker.lint.stretches import Stretches, from_ends, union
from checker.messages import message
from checker.values import Kind

if TYPE_CHECKING:
    from collections.abc import Iterator

    from checker.lint.inspection import Inspection

_HUNDRED: Final = Fraction(100)


def grade_holes(inspection: Inspection) -> Iterator[Found]:
    """Yield grades that leave some total between nothing and the full score without a grade."""
    grades = _grades(inspection)
    if not grades:
        return
    model = inspection.pack.indicators.model
    full = model.full_score if model.full_score is not None else _HUNDRED
    whole = from_ends(Fraction(0), False, full, False)
    holes = union(grades).opposite.both(whole).on(_grade_grid(inspection))
    if holes.parts:
        what = message("等级有空档：总分{values}没有等级", values=shown_stretches(holes, Kind.SCORE))
        hint = message("写成 at_least 和 below，上一级的下限就是下一级的 below")
        yield Found(inspection.pack.indicators.origin.key("grades"), what, hint)


def grade_overlaps(inspection: Inspection) -> Iterator[Found]:
    """Yield grades that share some total."""
    grades, origin = _grades(inspection), inspection.pack.indicators.origin
    for index, grade in enumerate(grades):
        shared = grade.both(union(grades[:index])).on(_grade_grid(inspection))
        if shared.parts:
            label = inspection.pack.indicators.model.grades[index].label
            values = shown_stretch(shared, Kind.SCORE)
            what = message("等级“{label}”与别的等级重叠：总分{values}", label=label, values=values)
            yield Found(origin.key("grades", index), what, message("一头含、一头不含：at_least 配 below"))


def _grades(inspection: Inspection) -> list[Stretches]:
    found = []
    for grade in inspection.pack.indicators.model.grades:
        low = grade.at_least if grade.at_least is not None else grade.above
        high = grade.at_most if grade.at_most is not None else grade.below
        found.append(from_ends(low, grade.at_least is None, high, grade.at_most is None))
    return found


def _grade_grid(inspection: Inspection) -> Fraction | None:
    """Return the smallest difference two totals can have when scores are rounded, else None."""
    rounding = inspection.pack.indicators.model.rounding
    if rounding is None or rounding.stage not in {"indicator", "total"}:
        return None
    return Fraction(1, 10**rounding.digits)


CHECKS: Final = (
    Check("grade-hole", "warning", message("等级有空档"), grade_holes),
    Check("grade-overlap", "warning", message("等级重叠"), grade_overlaps),
)
