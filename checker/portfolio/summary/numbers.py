"""Reads exact numbers out of rows, and says in SQL when a number is settled; knows nothing about what they count."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction
from typing import TYPE_CHECKING, Any

from sqlglot import exp

if TYPE_CHECKING:
    from collections.abc import Container


def whole(value: Any) -> int:
    """Return a count; a sum of none is 0."""
    return 0 if value is None else int(value)


def fraction(value: Any) -> Fraction:
    """Return a number of the database as it is; a sum of none is 0."""
    found = fraction_or_none(value)
    return Fraction(0) if found is None else found


def fraction_or_none(value: Any) -> Fraction | None:
    """Return a number of the database as it is, None for null."""
    if value is None:
        return None
    if not isinstance(value, int | Decimal):
        raise TypeError(f"not exact: {value!r}")
    return Fraction(value)


def settled(stem: str, columns: Container[str]) -> str:
    """Return, in DuckDB's SQL, whether the ends ``STEMlow`` and ``STEMhigh`` of a number are the same; never null.

    Ends are compared as the table holds them: one of more than ten decimals is rounded there.
    """
    low, high, open_ = (
        exp.column(f"{stem}{end}", quoted=True).sql(dialect="duckdb") for end in ("low", "high", "open")
    )
    same = f"COALESCE({low} = {high}, FALSE)"
    return f"({same} AND COALESCE({open_}, '') = '')" if f"{stem}open" in columns else same
