"""Turns the columns of a fact type into values, by what is known of their shape; knows nothing about joins."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING

from sqlglot import exp

from checker.sql.steps import column
from checker.sql.values import Bounded, Exact, Range, Truth, Words
from checker.values import Kind

if TYPE_CHECKING:
    from checker.sql.shapes import FieldShape
    from checker.sql.values import SqlValue


def field_value(shape: FieldShape, kind: Kind, table: str, name: str, *, optional: bool = False) -> SqlValue:
    """Return the value that the columns of a field hold; ``optional`` says that the row itself may be absent."""
    nullable = shape.nullable or optional
    if kind is Kind.TRUTH:
        return Truth(column(table, name), nullable)
    if not kind.ordered:
        return Words(column(table, name), nullable)
    factor, span = Fraction(1, 10**shape.scale), Range(shape.low, shape.high)
    if not shape.bounded:
        return Exact(column(table, name), span, factor, nullable=nullable)
    low, high = (Exact(column(table, f"{name}__{end}"), span, factor) for end in ("low", "high"))
    flags = [_never_null(column(table, f"{name}__{end}_open"), optional) for end in ("low", "high")]
    return Bounded(low, high, *flags)


def _never_null(flag: exp.Column, optional: bool) -> Truth:
    sql = exp.Coalesce(this=flag, expressions=[exp.false()]) if optional else flag
    return Truth(sql, nullable=False)
