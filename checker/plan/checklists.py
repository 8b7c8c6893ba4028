"""Turns judgements and checklists (要点) into expressions: shares, partial credit, cliffs.

Knows nothing about the other methods.
"""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING

from checker.expr import Expr
from checker.expr.tree import Aggregate, AllOf, Arithmetic, Choose, Comparison, Constant
from checker.pack.builtin import JUDGEMENT
from checker.plan.score_nodes import ZERO, bounded, field_of, largest, minus, points, rounded, times, within
from checker.values import Kind

if TYPE_CHECKING:
    from checker.pack.models import Checklist, CheckPoint
    from checker.plan.score_nodes import ScoringContext


def of_judgement(indicator: str, point: str, name: str, kind: Kind) -> Expr:
    """Return one entry of the only judgement on an indicator, or on one 要点 of it."""
    record = JUDGEMENT.name
    mine = AllOf((
        Comparison("=", field_of(record, "indicator", Kind.TEXT), Constant(indicator, Kind.TEXT)),
        Comparison("=", field_of(record, "point", Kind.TEXT), Constant(point, Kind.TEXT)),
    ))  # fmt: skip
    return Aggregate("only", record, record, field_of(record, name, kind), mine, kind)


def judged_points(indicator: str, point: str) -> Expr:
    """Return the points an assessor gave an indicator, or one 要点 of it."""
    return of_judgement(indicator, point, "points", Kind.SCORE)


def checklist(scoring: Checklist, context: ScoringContext) -> Expr:
    """Return the points of all 要点 added up; those without an award share what is left equally (要点法)."""
    total: Expr = ZERO
    for point, worth in zip(scoring.points, checkpoint_worths(scoring, context.weight), strict=True):
        earned = _checkpoint(point, worth, scoring, context)
        if point.when is None:
            earned = bounded(earned, ZERO, points(worth))
        if context.point_digits is not None:
            earned = rounded(earned, context.point_digits)
        total = earned if total is ZERO else Arithmetic("+", total, earned, Kind.SCORE)
    return total


def checkpoint_worths(scoring: Checklist, weight: Fraction) -> tuple[Fraction, ...]:
    """Return the full points of each 要点."""
    fixed = [
        point.points if point.points is not None else None if point.share is None else weight * point.share
        for point in scoring.points
    ]
    open_ = fixed.count(None)
    rest = weight - sum((worth for worth in fixed if worth is not None), Fraction(0))
    return tuple(worth if worth is not None else rest / open_ for worth in fixed)


def _checkpoint(point: CheckPoint, worth: Fraction, scoring: Checklist, context: ScoringContext) -> Expr:
    index = scoring.points.index(point)
    if point.when is not None:
        met = context.compile(point.when, ("points", index, "when"), context.scope, (Kind.TRUTH,))
        return Choose(met, points(worth), ZERO, Kind.SCORE)
    if scoring.cliff is None:
        return within(ZERO, judged_points(context.indicator, point.id), points(worth))
    misses: Expr = of_judgement(context.indicator, point.id, "misses", Kind.COUNT)
    if point.misses is not None:
        misses = context.compile(point.misses, ("points", index, "misses"), context.scope, (Kind.COUNT, Kind.NUMBER))
    none = Constant(Fraction(0), Kind.RATIO)
    kept = largest(
        none,
        minus(
            Constant(Fraction(1), Kind.RATIO),
            times(Constant(scoring.cliff.each_miss, Kind.RATIO), misses, Kind.RATIO),
            Kind.RATIO,
        ),
    )
    fallen = Comparison(">=", misses, Constant(Fraction(scoring.cliff.zero_from), Kind.COUNT))
    return times(points(worth), Choose(fallen, none, kept, Kind.RATIO))
