"""Turns the table of assessors into the share each took off, and who is far from the others.

An assessor is far from the others beyond three times 1.4826 × MAD from the median: where shares are spread as usual,
one in four hundred would be. All of it is worked out in fractions.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from fractions import Fraction
from typing import TYPE_CHECKING, Final

from checker.portfolio.summary.model import Assessor, Assessors, Fences
from checker.portfolio.summary.numbers import fraction, whole

if TYPE_CHECKING:
    from checker.portfolio.summary.opened import OpenedResult

LEAST_JUDGEMENTS: Final = 20
"""An assessor with fewer judgements that say points is not compared."""
LEAST_ASSESSORS: Final = 5
"""With fewer assessors there are no others to be far from."""
FACTOR: Final = 3
CONSISTENT: Final = Fraction(14826, 10000)
"""What makes the MAD of a normal distribution its standard deviation."""
TABLE: Final = "assessors"
_ROWS: Final = """
SELECT assessor, SUM(judgements) AS judgements, SUM(scored) AS scored, SUM(deducted) AS deducted,
  SUM(unexplained) AS unexplained, SUM("full") AS "full", SUM(lost) AS lost
FROM assessors GROUP BY 1
"""


def assessors(result: OpenedResult) -> Assessors | None:
    """Return the assessors; None when the table was not written or there is no judgement in it."""
    if not result.has(TABLE):
        return None
    found = [
        Assessor(
            row["assessor"],
            whole(row["judgements"]),
            whole(row["scored"]),
            whole(row["deducted"]),
            whole(row["unexplained"]),
            fraction(row["full"]),
            fraction(row["lost"]),
        )
        for row in result.rows(_ROWS)
    ]
    if not found:
        return None
    named = [one for one in found if one.name]
    limits = fences([one.share for one in named if one.scored >= LEAST_JUDGEMENTS and one.share is not None])
    marked = [replace(one, outlier=_side(one, limits)) for one in named]
    nobody = next((one for one in found if not one.name), None)
    return Assessors(tuple(sorted(marked, key=_most)), nobody, limits, whole(result.manifest["counts"]["exact"]))


def _most(one: Assessor) -> tuple[object, ...]:
    share = Fraction(0) if one.share is None else one.share
    return (one.scored < LEAST_JUDGEMENTS, -share, -one.judgements, one.name)


def _side(one: Assessor, limits: Fences | None) -> int:
    if limits is None or one.share is None or one.scored < LEAST_JUDGEMENTS:
        return 0
    return (one.share > limits.high) - (one.share < limits.low)


def fences(shares: Sequence[Fraction]) -> Fences | None:
    """Return the limits beyond which a share is far from the others; None for few shares, or mostly the same one."""
    if len(shares) < LEAST_ASSESSORS:
        return None
    middle = median(shares)
    spread = median([abs(share - middle) for share in shares])
    reach = FACTOR * CONSISTENT * spread
    return Fences(len(shares), middle, spread, middle - reach, middle + reach) if spread else None


def median(numbers: Sequence[Fraction]) -> Fraction:
    """Return the middle one of at least one number, or the mean of the two in the middle."""
    ordered = sorted(numbers)
    half = len(ordered) // 2
    return ordered[half] if len(ordered) % 2 else (ordered[half - 1] + ordered[half]) / 2
