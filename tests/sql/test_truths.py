"""Truths in SQL: comparisons as ``checker.values.truth`` has them, three-valued tables, choices, and plain texts."""

from __future__ import annotations

from fractions import Fraction
from itertools import product
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlglot import exp

from checker.expr.evaluate import join
from checker.sql import dialects, truths
from checker.sql.arithmetic import constant, divide, multiply
from checker.sql.choosing import choose
from checker.sql.truths import UNSURE, both, compare, either, opposite, same, words
from checker.sql.values import FALSE, NOTHING, TRUE, Exact, Range, SqlValue, Truth, Words
from checker.values import UNKNOWN, Interval, Kind, Unknown, Value, truth
from checker.values import Truth as Truth3
from tests.sql.known import HOW, values
from tests.sql.leaves import come_to, lay

SIGNS = tuple(truth.COMPARISONS)
SMALL = st.one_of(
    st.integers(-4, 4).map(lambda number: Fraction(number, 2)), st.builds(Fraction, st.just(1), st.integers(2, 3))
)


@st.composite
def columns(draw: st.DrawFn, kind: Kind = Kind.NUMBER) -> tuple[list[Value], bool]:
    """Some values of one column, and whether it is laid out within bounds."""
    how = draw(st.sampled_from(HOW))
    return [draw(values(kind, how, SMALL)) for _ in range(6)], how == "bounded"


@settings(max_examples=settings().max_examples // 3)
@given(columns(), columns())
def test_comparisons_are_those_of_amounts(first: tuple[list[Value], bool], second: tuple[list[Value], bool]) -> None:
    """All six signs, between numbers and against ones known beforehand: surely, surely not, or unknown."""
    laid = {(name, ""): lay(Kind.NUMBER, name, column, bounded=bounded)
            for name, (column, bounded) in (("x", first), ("y", second))}  # fmt: skip
    x, y = (leaf.value for leaf in laid.values())
    assert not isinstance(x, Words | Truth)
    assert not isinstance(y, Words | Truth)
    third = Fraction(1, 3)
    made: dict[str, SqlValue] = {}
    for sign in SIGNS:
        made[f"x {sign} y"] = compare(sign, x, y)
        made[f"x {sign} 1/3"] = compare(sign, x, constant(third))
        made[f"1/3 {sign} y"] = compare(sign, constant(third), y)
    for place, row in enumerate(come_to(made, laid)):
        asked = {"x": first[0][place], "y": second[0][place], "1/3": third}
        for question, answer in row.items():
            left, sign, right = question.split()
            a, b = asked[left], asked[right]
            known = isinstance(a, Fraction | Interval) and isinstance(b, Fraction | Interval)
            assert answer is (truth.COMPARISONS[sign](a, b) if known else UNKNOWN)  # type: ignore[arg-type]  # known


@settings(max_examples=settings().max_examples // 3)
@given(st.sampled_from([Kind.NUMBER, Kind.TRUTH, Kind.TEXT]), st.data())
def test_choices_are_those_of_the_evaluator(kind: Kind, data: st.DataObject) -> None:
    """A condition that cannot be told gives what both branches have in common."""
    given_values = {name: data.draw(columns(Kind.TRUTH if name == "c" else kind)) for name in ("c", "x", "y")}
    laid = {(name, ""): lay(Kind.TRUTH if name == "c" else kind, name, column, bounded=bounded and kind.ordered)
            for name, (column, bounded) in given_values.items()}  # fmt: skip
    c, x, y = (leaf.value for leaf in laid.values())
    assert isinstance(c, Truth)
    fixed: dict[Kind, tuple[SqlValue, Value]] = {
        Kind.NUMBER: (constant(2), Fraction(2)), Kind.TRUTH: (TRUE, True), Kind.TEXT: (words("电信"), "电信"),
    }  # fmt: skip
    known, value = fixed[kind]
    made: dict[str, SqlValue] = {
        "xy": choose(c, x, y), "xx": choose(c, x, x), "kx": choose(c, known, x), "xk": choose(c, x, known),
        "xn": choose(c, x, NOTHING), "uxy": choose(UNSURE, x, y), "known": truths.known(choose(c, x, y)),
    }  # fmt: skip
    for place, row in enumerate(come_to(made, laid)):
        picked, a, b = (column[place] for column, _ in given_values.values())

        def one(then: Value, otherwise: Value, condition: Any = picked) -> Value:
            return join(then, otherwise) if isinstance(condition, Unknown) else then if condition else otherwise

        assert row == {"xy": one(a, b), "xx": a, "kx": one(value, a), "xk": one(a, value), "xn": one(a, UNKNOWN),
                       "uxy": join(a, b), "known": not isinstance(one(a, b), Unknown)}  # fmt: skip


def test_tables_are_those_of_three_values() -> None:
    """``and``, ``or``, ``not`` and ``=`` over all pairs, with truths known beforehand and with columns."""
    three: tuple[Truth3, ...] = (True, False, UNKNOWN)
    pairs = list(product(three, repeat=2))
    laid = {(name, ""): lay(Kind.TRUTH, name, [pair[place] for pair in pairs]) for place, name in enumerate("ab")}
    a, b = (leaf.value for leaf in laid.values())
    assert isinstance(a, Truth)
    assert isinstance(b, Truth)
    made: dict[str, SqlValue] = {"and": both(a, b), "or": either(a, b), "not": opposite(a), "same": same(a, b),
                                 "and_unsure": both(a, UNSURE), "or_unsure": either(UNSURE, b),
                                 "not_and": opposite(both(a, b)), "surely": truths.surely(a),
                                 "surely_not": truths.surely_not(a)}  # fmt: skip
    for row, (x, y) in zip(come_to(made, laid), pairs, strict=True):
        unknown = isinstance(x, Unknown) or isinstance(y, Unknown)
        assert row == {"and": truth.both(x, y), "or": truth.either(x, y), "not": truth.opposite(x),
                       "same": UNKNOWN if unknown else x == y, "and_unsure": truth.both(x, UNKNOWN),
                       "or_unsure": truth.either(UNKNOWN, y), "not_and": truth.opposite(truth.both(x, y)),
                       "surely": x is True, "surely_not": x is False}  # fmt: skip


def number(name: str, low: int, high: int, *, factor: Fraction = Fraction(1), nullable: bool = True) -> Exact:
    """Return a column of whole numbers within a range."""
    return Exact(exp.column(name), Range(low, high), factor, nullable=nullable)


CENT = Fraction(1, 100)
FEE = number("fee", 0, 10**12, factor=CENT)
SPENT, BUDGET = (number(name, 1, 10**12, factor=CENT, nullable=False) for name in ("spent", "budget"))
DELTA = number("delta", -(10**12), 10**12, factor=CENT)
RATE, LATE = number("rate", 0, 10**4, factor=Fraction(1, 10**4)), Truth(exp.column("late"))
TEXTS: list[tuple[Truth, str]] = [
    (compare(">", RATE, constant(Fraction(1, 10))), "rate > 1000"),
    (compare("<", constant(Fraction(1, 10)), RATE), "rate > 1000"),
    (compare("<", FEE, constant(Fraction(10, 3))), "fee <= 333"),
    (compare(">=", FEE, constant(Fraction(10, 3))), "fee >= 334"),
    (compare("=", FEE, constant(Fraction(1, 3))), "CASE WHEN fee IS NOT NULL THEN FALSE END"),
    (compare("<", FEE, constant(10**15)), "fee < 1000000000001"),
    (compare("<", divide(SPENT, BUDGET), constant(Fraction(9, 10))), "spent * 10 < budget * 9"),
    (compare("<", multiply(DELTA, constant(-1)), BUDGET), "-delta < budget"),
    (compare(">", multiply(SPENT, constant(Fraction(3, 2))), BUDGET), "spent * 3 > budget * 2"),
    (compare("<", SPENT, SPENT), "FALSE"),
    (compare(">=", SPENT, constant(0)), "TRUE"),
    (opposite(compare("<", FEE, SPENT)), "fee >= spent"),
    (both(LATE, both(compare("<", FEE, SPENT), LATE)), "late AND fee < spent"),
    (both(either(LATE, compare("=", FEE, SPENT)), LATE), "(late OR fee = spent) AND late"),
    (both(LATE, FALSE), "FALSE"),
    (either(LATE, FALSE), "late"),
    (opposite(both(LATE, compare("=", FEE, SPENT))), "NOT (late AND fee = spent)"),
    (opposite(truths.known(FEE)), "fee IS NULL"),
    (truths.known(divide(FEE, RATE)), "fee IS NOT NULL AND NULLIF(rate, 0) IS NOT NULL"),
    (truths.known(SPENT), "TRUE"),
    (same(words("一期"), words("一期")), "TRUE"),
]  # fmt: skip


@pytest.mark.parametrize(("value", "text"), TEXTS, ids=[text for _, text in TEXTS])
def test_sql_reads_as_written_by_hand(value: Truth, text: str) -> None:
    """A condition on plain columns is a plain condition."""
    assert dialects.to_sql(value.sql, "duckdb", pretty=False) == text


def test_choices_read_as_written_by_hand() -> None:
    """A choice of truths is logic, one that nobody can tell of two numbers is bounds without a comparison."""
    sure = Truth(exp.column("sure"), nullable=False)
    assert choose(LATE, TRUE, FALSE) == LATE
    assert choose(TRUE, FEE, SPENT) == FEE
    assert choose(LATE, FEE, FEE) == FEE
    picked = choose(sure, constant(3), constant(Fraction(1, 2)))
    assert isinstance(picked, Exact)
    assert (dialects.to_sql(picked.top, "duckdb", pretty=False), picked.factor, picked.nullable) == (
        "CASE WHEN sure THEN 6 ELSE 1 END", Fraction(1, 2), False,
    )  # fmt: skip
