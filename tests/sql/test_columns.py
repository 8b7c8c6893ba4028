"""Values kept in columns are read back the same, and shown ones are exact."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlglot import exp

from checker.sql import columns, dialects
from checker.sql.arithmetic import constant, divide
from checker.sql.columns import loaded, read_shown, shown, stored
from checker.sql.truths import UNSURE, words
from checker.sql.values import NOTHING, TRUE, Bounded, Exact, Range, SqlValue, Truth
from checker.values import UNKNOWN, Kind, Unknown, Value
from tests.portfolio.sessions import ON_SPARK, the_spark
from tests.sql.known import HOW, values
from tests.sql.leaves import TABLE, Ask, Laid, ask_duckdb, lay, query, read

QUARTER_OF_ONE = "CAST(CAST(25 AS DECIMAL(2, 0)) * CAST('0.01' AS DECIMAL(3, 2)) AS DECIMAL(3, 2))"
SHARES = st.one_of(st.integers(-10**6, 10**6).map(lambda number: Fraction(number, 1000)),
                   st.builds(Fraction, st.integers(-9, 9), st.integers(1, 7)))  # fmt: skip


@given(st.sampled_from([Kind.NUMBER, Kind.TRUTH, Kind.TEXT, Kind.DATE]), st.sampled_from(HOW), st.data())
def test_what_is_kept_is_read_back(kind: Kind, how: str, data: st.DataObject) -> None:
    """A value and what is worked out of it are the same after they went through a table."""
    column = [data.draw(values(kind, how, SHARES)) for _ in range(4)]
    leaf = lay(kind, "x", column, bounded=how == "bounded")
    back = loaded(leaf.value, "kept", "k")
    inner = query({"kept": leaf.value}, {("x", ""): leaf})
    picked = [exp.alias_(sql, name, quoted=True) for name, sql in stored(back, "again")]
    outer = exp.select(exp.column("place", "k"), *picked).from_(inner.subquery("k")).order_by("place")
    assert [read(back, "again", row) for row in ask_duckdb(outer)] == column
    assert {name for name, _ in stored(back, "kept")} == {name for name, _ in stored(leaf.value, "kept")}


def test_what_is_known_beforehand_takes_no_column() -> None:
    """Constants, and values that nobody can know, stay what they are."""
    for value in (constant(3), TRUE, UNSURE, NOTHING, words("甲")):
        assert not stored(value, "x")
        assert loaded(value, "x", "t") == value


def test_columns_are_as_narrow_as_their_range() -> None:
    """Whole numbers are kept as BIGINT where they fit, whatever they were worked out in, and read back as such."""
    narrow = Exact(exp.cast(exp.column("x"), "INT128"), Range(0, 10))
    wide = Exact(exp.column("x"), Range(0, 10**30))
    flag = Exact(exp.Case(ifs=[exp.If(this=exp.column("c"), true=exp.Literal.number(1))]), Range(1, 1))
    kept = [dialects.to_sql(sql, "duckdb", pretty=False) for one in (narrow, wide, flag) for _, sql in stored(one, "n")]
    assert kept == [
        "CAST(CAST(x AS INT128) AS BIGINT)", "CAST(x AS INT128)", "CAST(CASE WHEN c THEN 1 END AS BIGINT)",
    ]  # fmt: skip
    back = loaded(wide, "n", "t")
    assert stored(back, "n") == [("n", columns.column("n", "t"))]


def shown_rows(laid: Laid, value: SqlValue, ask: Ask) -> list[Value]:
    """Return what the shown columns of a number say, read back."""
    assert isinstance(value, Exact | Bounded)
    select = query({}, {("x", ""): laid}).select(*[exp.alias_(sql, name) for name, sql in shown(value, "n")])
    return [read_shown(row, "n") for row in ask(select)]


@given(st.sampled_from(HOW), st.data())
def test_what_is_shown_is_exact(how: str, data: st.DataObject) -> None:
    """DECIMAL columns, and fractions beside those that do not end, say the very number."""
    column = [data.draw(values(Kind.NUMBER, how, SHARES)) for _ in range(4)]
    leaf = lay(Kind.NUMBER, "x", column, bounded=how == "bounded")
    assert shown_rows(leaf, leaf.value, ask_duckdb) == column


@ON_SPARK
def test_spark_shows_the_same() -> None:
    """Spark shows the same numbers."""
    column: list[Value] = [Fraction(-12345, 100), UNKNOWN, Fraction(10**15) + Fraction(1, 100)]
    thirds: list[Value] = [Fraction(1, 3), Fraction(-22, 7), UNKNOWN]
    for given_values in (column, thirds):
        leaf = lay(Kind.NUMBER, "x", given_values)
        assert shown_rows(leaf, leaf.value, lambda select: the_spark().rows(select)) == given_values


MONEY = Exact(exp.column("fee", TABLE), Range(-(10**8), 10**8), Fraction(1, 100))
COUNT = Exact(exp.column("many", TABLE), Range(0, 99), nullable=False)
TEXTS = [
    (MONEY, "n", ["n: CAST(CAST(t.fee AS DECIMAL(9, 0)) * CAST('0.01' AS DECIMAL(3, 2)) AS DECIMAL(9, 2))"]),
    (COUNT, "n", ["n: CAST(t.many AS DECIMAL(2, 0))"]),
    (constant(Fraction(1, 4)), "n", [f"n: {QUARTER_OF_ONE}"]),
    (NOTHING, "n", ["n: CAST(NULL AS DECIMAL(38, 10))"]),
]  # fmt: skip


@pytest.mark.parametrize(("value", "name", "texts"), TEXTS)
def test_single_columns(value: Exact, name: str, texts: list[str]) -> None:
    """A number is cast to a DECIMAL no longer than its range needs; nothing is divided."""
    found = [f"{column}: {dialects.to_sql(sql, 'duckdb', pretty=False)}"
             for column, sql in shown(value, name, single=True)]  # fmt: skip
    assert found == texts


def test_names_of_shown_columns() -> None:
    """Two ends, fractions only where a number may not end, and marks of excluded ends only where one may be."""
    opens = Truth(exp.column("o"), nullable=False)
    assert [name for name, _ in shown(MONEY, "n")] == ["n_low", "n_high"]
    assert [name for name, _ in shown(Bounded(MONEY, COUNT, opens), "n")] == ["n_low", "n_high", "n_open"]
    share = divide(MONEY, COUNT)
    assert [name for name, _ in shown(share, "n", single=True)] == ["n", "n_exact"]
    assert [name for name, _ in shown(NOTHING, "n")] == ["n_low", "n_high"]
    with pytest.raises(TypeError):
        shown(Bounded(MONEY, COUNT), "n", single=True)


def test_rows_are_read_as_they_come() -> None:
    """From numbers or texts of them, in one column or two."""
    assert read_shown({"n": Decimal("1.50")}, "n") == Fraction(3, 2)
    assert read_shown({"n": Decimal("0.3333333333"), "n_exact": "2/6"}, "n") == Fraction(1, 3)
    assert isinstance(read_shown({"n_low": None, "n_high": None}, "n"), Unknown)
    assert str(read_shown({"n_low": "1", "n_high": 2, "n_open": ")"}, "n")).endswith("high_open=True)")
