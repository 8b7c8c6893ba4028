"""What scoring expressions are made of: small constructors, and what a scoring method may use.

Knows nothing about the methods themselves.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING, Final, TypeAlias

from checker.expr import Expr, Scope
from checker.expr.tree import Arithmetic, Choose, Comparison, Constant, Field, Function, Known
from checker.pack.models import Award
from checker.values import Kind

if TYPE_CHECKING:
    from checker.plan.plan import PlannedRule

Compile: TypeAlias = Callable[[str, tuple[str | int, ...], Scope, tuple[Kind, ...] | None], Expr]
"""Compiles a text found at a path below ``scoring`` of the indicator; faults are recorded with their place."""

ZERO: Final = Constant(Fraction(0), Kind.SCORE)


@dataclass(frozen=True, slots=True)
class ScoringContext:
    """What a method may use: its indicator, weight and rules, the names in scope, and how to compile text."""

    indicator: str
    weight: Fraction
    lowest: Fraction
    point_digits: int | None
    rules: tuple[PlannedRule, ...]
    scope: Scope
    compile: Compile


def points(value: Fraction) -> Constant:
    """Return a constant number of points."""
    return Constant(value, Kind.SCORE)


def smallest(*items: Expr) -> Expr:
    """Return the least of several expressions of one kind."""
    return Function("min", items, items[0].kind)


def largest(*items: Expr) -> Expr:
    """Return the greatest of several expressions of one kind."""
    return Function("max", items, items[0].kind)


def within(low: Expr, value: Expr, high: Expr) -> Expr:
    """Return ``value`` kept between ``low`` and ``high``."""
    return smallest(high, largest(low, value))


def bounded(value: Expr, low: Expr, high: Expr) -> Expr:
    """Return ``value``, or anything from ``low`` to ``high`` when it is unknown, so that others can still be added."""
    anything = Choose(Comparison("=", value, value), high, low, value.kind)  # unknown, so it may be either
    return Choose(Known(value), value, anything, value.kind)


def rounded(value: Expr, digits: int) -> Expr:
    """Return ``value`` rounded half up to ``digits`` decimals."""
    return Function("round", (value, Constant(Fraction(digits), Kind.NUMBER)), value.kind)


def times(a: Expr, b: Expr, kind: Kind = Kind.SCORE) -> Expr:
    """Return a × b."""
    return Arithmetic("*", a, b, kind)


def minus(a: Expr, b: Expr, kind: Kind) -> Expr:
    """Return a − b."""
    return Arithmetic("-", a, b, kind)


def over(a: Expr, b: Expr, kind: Kind = Kind.RATIO) -> Expr:
    """Return a ÷ b."""
    return Arithmetic("/", a, b, kind)


def share_of_weight(context: ScoringContext, share: Expr) -> Expr:
    """Return a share of the indicator's weight, in points."""
    return times(points(context.weight), share)


def worth(award: Award | None, weight: Fraction) -> Constant:
    """Return what an award is worth in points; nothing is worth 0."""
    if award is None:
        return ZERO
    if award.points is not None:
        return points(award.points)
    return points(weight * award.share) if award.share is not None else ZERO


def field_of(record: str, name: str, kind: Kind) -> Field:
    """Return a field of the fact an aggregate ranges over."""
    return Field(record, record, name, kind)
