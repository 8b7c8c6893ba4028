"""Fractions whose divisors differ are added exactly, in DuckDB as in Python, and fail rather than lose a digit."""

from decimal import Decimal
from fractions import Fraction

import duckdb
import pytest
from hypothesis import given
from hypothesis import strategies as st

from checker.portfolio.session.spark import exact_sum_within
from checker.sql.exact_sums import DUCKDB_MACRO, FUNCTION, MOST_SUM

FRACTIONS = st.lists(st.tuples(st.integers(-999, 999), st.integers(1, 60)), min_size=1, max_size=6)


def in_spark(parts: list[tuple[int, int]]) -> tuple[Decimal, Decimal] | None:
    """Return what the function of the workers makes of some fractions."""
    return exact_sum_within(MOST_SUM)([(Decimal(top), Decimal(over)) for top, over in parts])


def in_duckdb(parts: list[tuple[int, int]]) -> tuple[int, int] | None:
    """Return what the macro makes of some fractions."""
    connection = duckdb.connect()
    connection.execute(DUCKDB_MACRO)
    listed = ", ".join(f"{{'t': {top}::HUGEINT, 'b': {over}::HUGEINT}}" for top, over in parts)
    found = connection.execute(f"SELECT {FUNCTION}([{listed}])").fetchone()
    return None if found is None or found[0] is None else (found[0]["t"], found[0]["b"])


@given(FRACTIONS)
def test_sums_are_exact(parts: list[tuple[int, int]]) -> None:
    """The macro and the function both give the sum, whatever terms it is in."""
    expected = sum((Fraction(*part) for part in parts), Fraction(0))
    ours, theirs = in_spark(parts), in_duckdb(parts)
    assert ours is not None
    assert theirs is not None
    assert Fraction(*map(int, ours)) == expected
    assert Fraction(*theirs) == expected


def test_nothing_has_no_sum() -> None:
    """Without fractions there is no sum; what that means is for the caller."""
    assert in_spark([]) is None


def test_too_many_digits_fail() -> None:
    """A sum that outgrows what later steps can hold is an error, never a rounded number."""
    parts = [(1, MOST_SUM - 1), (1, MOST_SUM - 2)]
    with pytest.raises(OverflowError):
        in_spark(parts)
    with pytest.raises(duckdb.Error, match="Overflow"):
        in_duckdb(parts)
