"""Turns the table of scores into a distribution of totals and the number of projects by grade."""

from __future__ import annotations

from fractions import Fraction
from math import ceil, floor
from typing import TYPE_CHECKING, Final

from checker.portfolio.summary.numbers import fraction, fraction_or_none, settled, whole
from checker.portfolio.summary.scored import Bin, GradeCount, Totals

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from typing import Any

    from checker.plan.plan import PlannedGrade
    from checker.portfolio.summary.opened import OpenedResult

WIDTH: Final = 5
"""The points that a bin is wide."""
_BETWEEN: Final = "、"
_ROWS: Final = """
SELECT {settled} AS settled, FLOOR(total_low / 5)::BIGINT AS first, FLOOR(total_high / 5)::BIGINT AS last, grades,
  COUNT(*) AS projects, SUM(total_low) AS points, MIN(total_low) AS low, MAX(total_high) AS high
FROM scores GROUP BY ALL
"""
"""Projects by the bins in which their totals begin and end; an end that is not known is null."""


def totals(result: OpenedResult) -> Totals:
    """Return the distribution of the decided projects."""
    rows = result.rows(_ROWS.format(settled=settled("total_", result.columns("scores"))))
    sure = [row for row in rows if row["settled"]]
    open_ = [row for row in rows if not row["settled"]]
    count = sum(whole(row["projects"]) for row in sure)
    points = sum((fraction(row["points"]) for row in sure), Fraction(0))
    grades = [grade.label for grade in result.words.grades]
    counts = _counts(rows, grades)
    return Totals(
        settled=count,
        unsettled=sum(whole(row["projects"]) for row in open_),
        mean=points / count if count else None,
        low=_least(row["low"] for row in rows),
        high=_greatest(row["high"] for row in rows),
        bins=tuple(_bins(sure, open_, result)),
        counts=counts,
        surely=_by_grade(counts, grades, several=False),
        possibly=_by_grade(counts, grades, several=True),
    )


def _least(ends: Iterable[Any]) -> Fraction | None:
    found = list(map(fraction_or_none, ends))
    return None if None in found or not found else min(end for end in found if end is not None)


def _greatest(ends: Iterable[Any]) -> Fraction | None:
    found = list(map(fraction_or_none, ends))
    return None if None in found or not found else max(end for end in found if end is not None)


def _bins(sure: Sequence[Any], open_: Sequence[Any], result: OpenedResult) -> Iterable[Bin]:
    """Yield every bin from the first that is reached to the last, empty ones among them; none without totals."""
    known = [fraction(row[end]) for row in (*sure, *open_) for end in ("low", "high") if row[end] is not None]
    if not known:
        return
    first = floor(min(known) / WIDTH)
    last = max(first, ceil(max(*known, result.words.full or 0) / WIDTH) - 1)

    def held(place: int | None, otherwise: int) -> int:
        return otherwise if place is None else min(last, place)

    for place in range(first, last + 1):
        low = Fraction(place * WIDTH)
        yield Bin(
            low,
            low + WIDTH,
            place == last,
            sum(whole(row["projects"]) for row in sure if held(row["first"], first) == place),
            sum(
                whole(row["projects"]) for row in open_ if held(row["first"], first) <= place <= held(row["last"], last)
            ),
            _grade_of(low, low + WIDTH, place == last, result.words.grades),
        )


def _grade_of(low: Fraction, high: Fraction, last: bool, grades: Iterable[PlannedGrade]) -> str:
    """Return the grade of every total from ``low`` on and before ``high``."""
    for grade in grades:
        over = grade.low is None or grade.low < low or (grade.low == low and not grade.low_open)
        under = grade.high is None or grade.high > high or (grade.high == high and not (last and grade.high_open))
        if over and under:
            return grade.label
    return ""


def _counts(rows: Iterable[Any], order: Sequence[str]) -> tuple[GradeCount, ...]:
    groups: dict[str, list[Any]] = {}
    for row in rows:
        groups.setdefault(row["grades"] or "", []).append(row)
    found = [
        GradeCount(
            tuple(filter(None, name.split(_BETWEEN))),
            sum(whole(row["projects"]) for row in group),
            _least(row["low"] for row in group),
            _greatest(row["high"] for row in group),
        )
        for name, group in groups.items()
    ]

    def place(count: GradeCount) -> tuple[int, list[int], tuple[str, ...]]:
        known = [order.index(grade) if grade in order else len(order) for grade in count.grades]
        return (len(count.grades) or len(order) + 1, known, count.grades)

    return tuple(sorted(found, key=place))


def _by_grade(counts: Iterable[GradeCount], order: Sequence[str], *, several: bool) -> tuple[tuple[str, int], ...]:
    """Return the projects by grade, of those that may earn several grades, or of those that surely earn one."""
    listed = list(counts)
    found = dict.fromkeys(order, 0) | {grade: 0 for count in listed for grade in count.grades}
    for count in listed:
        if (len(count.grades) > 1) == several:
            for grade in count.grades:
                found[grade] += count.projects
    return tuple(found.items())
