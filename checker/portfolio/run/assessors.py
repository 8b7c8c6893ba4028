"""Turns the judgements of a portfolio into how much each assessor took off; knows nothing about rules or scores."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING, Final

from sqlglot import exp

from checker.portfolio.intake.phrases import exactly, phrase, text, unless_null
from checker.portfolio.intake.taken import JUDGEMENT
from checker.sql.shapes import FieldShape, TypeShape

if TYPE_CHECKING:
    from collections.abc import Mapping

    from checker.portfolio.intake.taken import Intake
    from checker.portfolio.run.ranges import IdRange
    from checker.sql.values import Sql

_TYPE: Final = "judgement"
_DIGITS: Final = 38
_SCORED: Final = "points IS NOT NULL"
_LOST: Final = "points IS NOT NULL AND lost > 0"
_COUNTS: Final = {
    "judgements": "COUNT(*)",
    "scored": f"COUNT(*) FILTER (WHERE {_SCORED})",
    "deducted": f"COUNT(*) FILTER (WHERE {_LOST})",
    "unexplained": f"COUNT(*) FILTER (WHERE {_LOST} AND reason = '')",
}
_BY: Final = ("assessor", "indicator", "point")


def assessors_select(intake: Intake, ids: IdRange) -> exp.Select:
    """Return, for DuckDB, what each assessor gave by indicator and point, over the projects of a range.

    ``scored`` of the ``judgements`` say points; only of these are ``full`` (what could be given) and ``lost`` (what was
    taken off) the sums, exact; ``deducted`` took something off, ``unexplained`` of them without a reason. A judgement
    that names nobody has an empty assessor. Projects on the exact path are not among them.
    """
    shapes = intake.shapes.types.get(_TYPE, TypeShape()).fields
    scale = max(_scale(shapes, "full"), _scale(shapes, "points"))
    counts = [exp.alias_(phrase(count), name) for name, count in _COUNTS.items()]
    rows = exp.Subquery(this=_rows(intake, ids, shapes, scale), alias=exp.to_identifier("rows"))
    return exp.select(*_BY, *counts, _sum("full", scale), _sum("lost", scale)).from_(rows).group_by(*_BY)


def _sum(name: str, scale: int) -> exp.Expr:
    """Return the sum of whole numbers as the decimal it stands for."""
    total = phrase(f"COALESCE(SUM({name}) FILTER (WHERE {_SCORED}), 0)")
    if scale:
        total = exp.cast(total, f"DECIMAL({_DIGITS - scale - 1}, 0)") * exactly(Fraction(1, 10**scale))
    return exp.alias_(exp.cast(total, f"DECIMAL({_DIGITS}, {scale})"), name)


def _rows(intake: Intake, ids: IdRange, shapes: Mapping[str, FieldShape], scale: int) -> exp.Select:
    """Return the judgements with full points and lost points at one scale."""
    given: dict[str, Sql] = {name: exp.column(name) for name in shapes}
    nothing = exp.cast(exp.null(), "VARCHAR")
    full, points = (_scaled(given.get(name), scale - _scale(shapes, name)) for name in ("full", "points"))
    columns = [
        *(exp.alias_(unless_null(given.get(name, nothing), text("")), name) for name in (*_BY, "reason")),
        exp.alias_(points, "points"),
        exp.alias_(full, "full"),
        exp.Sub(this=full.copy(), expression=points.copy()).as_("lost"),
    ]
    source = exp.Subquery(this=ids.of(intake.relations[JUDGEMENT]), alias=exp.to_identifier("given"))
    return exp.select(*columns).from_(source)


def _scale(shapes: Mapping[str, FieldShape], name: str) -> int:
    return shapes[name].scale if name in shapes else 0


def _scaled(value: Sql | None, by: int) -> Sql:
    """Return a whole number, or none, with more digits; sums of them are HUGEINT and cannot run over."""
    if value is None:
        return exp.cast(exp.null(), "BIGINT")
    return exp.cast(value, "HUGEINT") * exp.Literal.number(10**by) if by else value
