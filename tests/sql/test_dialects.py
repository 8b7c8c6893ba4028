"""One tree reads well in every dialect; the differences are those that are listed."""

from __future__ import annotations

import pytest
from sqlglot import exp, parse_one

from checker.sql import terms
from checker.sql.dialects import to_sql

TEXTS = [
    ("CAST(a AS INT128) * b", "CAST(a AS INT128) * b", "CAST(a AS DECIMAL(38, 0)) * b"),
    ("a // b", "a // b", "a DIV b"),
    ("CAST(a // b AS BIGINT)", "CAST(a // b AS BIGINT)", "CAST(a DIV b AS BIGINT)"),
    ("CAST(CAST(a AS INT128) // b AS INT128)", "CAST(CAST(a AS INT128) // b AS INT128)",
     "CAST((CAST(a AS DECIMAL(38, 0)) - CAST(a AS DECIMAL(38, 0)) % b) / b AS DECIMAL(38, 0))"),
    ("LIST_EXTRACT([1, 2], LIST_EXTRACT([1, 2], a))", "LIST_EXTRACT([1, 2], LIST_EXTRACT([1, 2], a))",
     "TRY_ELEMENT_AT(ARRAY(1, 2), CAST(TRY_ELEMENT_AT(ARRAY(1, 2), CAST(a AS INT)) AS INT))"),
    ("DATE_DIFF('DAY', DATE '0001-01-01', d)", "DATE_DIFF('DAY', CAST('0001-01-01' AS DATE), d)",
     "DATEDIFF(d, CAST('0001-01-01' AS DATE))"),
    ("a = 'o''neil\\n'", "a = 'o''neil\\n'", "a = 'o\\'neil\\\\n'"),
]  # fmt: skip


@pytest.mark.parametrize(("written", "duckdb", "spark"), TEXTS)
def test_dialects(written: str, duckdb: str, spark: str) -> None:
    """What each dialect makes of the same tree, the differences nested in one another too."""
    tree = parse_one(written, read="duckdb")
    assert to_sql(tree, "duckdb", pretty=False) == duckdb
    assert to_sql(tree, "spark", pretty=False) == spark


def test_comments_are_kept() -> None:
    """A comment stands in the text of every dialect, and the tree itself is never changed."""
    tree = exp.select(exp.alias_(exp.cast(exp.column("a"), "INT128"), "b")).from_("t")
    tree.add_comments([" R1"])
    before = tree.copy()
    for dialect in ("duckdb", "spark"):
        assert "/* R1 */" in to_sql(tree, dialect)
    assert tree == before


def test_sums_and_products_have_the_brackets_they_need() -> None:
    """No more and no fewer."""
    a, b, c = (exp.column(name) for name in "abc")
    made = [
        terms.times(terms.plus(a, b), c), terms.minus(a, terms.minus(b, c)), terms.plus(terms.minus(a, b), c),
        terms.times(a, terms.times(b, c)), terms.plus(terms.times(a, b), c), terms.plus(a, terms.negative(b)),
        terms.minus(a, terms.number(-3)), terms.plus(a, terms.number(-3)), terms.plus(terms.negative(a), b),
        terms.divided(terms.plus(a, b), terms.times(b, c)), terms.negative(terms.negative(a)),
    ]  # fmt: skip
    assert [to_sql(one, "duckdb", pretty=False) for one in made] == [
        "(a + b) * c", "a - (b - c)", "a - b + c", "a * (b * c)", "a * b + c", "a - b", "a + 3", "a - 3", "b - a",
        "(a + b) // (b * c)", "a",
    ]  # fmt: skip
