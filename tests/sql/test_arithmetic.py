"""Arithmetic in SQL gives what ``checker.values`` gives: exact, both ends and whether they are excluded, or unknown."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlglot import exp

from checker.sql import arithmetic, dialects, exact, rounding
from checker.sql.values import NOTHING, Bounded, Exact, Nothing, Number, Range, Refused
from checker.values import UNKNOWN, Kind, Unknown, Value, amounts, steps
from tests.portfolio.sessions import ON_SPARK, the_spark
from tests.sql.known import HOW, values
from tests.sql.leaves import Ask, ask_duckdb, come_to, lay

Binary = tuple[Callable[[Any, Any], Number], Callable[[Any, Any], Value]]
Unary = tuple[Callable[[Any], Number], Callable[[Any], Value]]
BINARY: dict[str, Binary] = {
    "add": (arithmetic.add, amounts.add),
    "subtract": (arithmetic.subtract, amounts.subtract),
    "multiply": (arithmetic.multiply, amounts.multiply),
    "divide": (arithmetic.divide, amounts.divide),
    "minimum": (arithmetic.minimum, amounts.minimum),
    "maximum": (arithmetic.maximum, amounts.maximum),
    "hull": (arithmetic.hull, amounts.hull),
}
UNARY: dict[str, Unary] = {
    "negate": (arithmetic.negate, amounts.negate),
    "absolute": (arithmetic.absolute, amounts.absolute),
    "round": (rounding.round_half_up, steps.round_half_up),
    "round_tens": (lambda a: rounding.round_half_up(a, -1), lambda a: steps.round_half_up(a, -1)),
    "round_tenths": (lambda a: rounding.round_half_up(a, 1), lambda a: steps.round_half_up(a, 1)),
    "floor": (rounding.floor, steps.floor),
    "ceiling": (rounding.ceiling, steps.ceiling),
    "third": (lambda a: rounding.round_half_up(arithmetic.divide(a, arithmetic.constant(3)), 2),
              lambda a: steps.round_half_up(amounts.divide(a, Fraction(3)), 2)),  # type: ignore[arg-type]  # 3 is no 0
}  # fmt: skip
HUGE = st.integers(-(10**18), 10**18).map(Fraction)
SIZES: dict[str, st.SearchStrategy[Fraction]] = {
    "small": st.integers(-40, 40).map(lambda number: Fraction(number, 4)),
    "positive": st.integers(0, 40).map(lambda number: Fraction(number, 4)),
    "negative": st.integers(-40, -1).map(Fraction),
    "shares": st.builds(Fraction, st.integers(-9, 9), st.integers(1, 7)),
    "large": st.one_of(HUGE, st.integers(-3, 3).map(Fraction)),
}


@st.composite
def columns(draw: st.DrawFn) -> tuple[list[Value], bool]:
    """Some values of one column, and whether it is laid out within bounds."""
    how, size = draw(st.sampled_from(HOW)), draw(st.sampled_from(sorted(SIZES)))
    return [draw(values(Kind.NUMBER, how, SIZES[size])) for _ in range(5)], how == "bounded"


def plainly(apply: Callable[..., Value], *given_values: Value) -> Value:
    """Apply a function of known amounts; what is unknown makes the result unknown."""
    return UNKNOWN if any(isinstance(value, Unknown) for value in given_values) else apply(*given_values)


def hold_to_amounts(first: tuple[list[Value], bool], second: tuple[list[Value], bool], ask: Ask) -> None:
    """Compare every operation on two columns with the same on amounts."""
    x, y = (lay(Kind.NUMBER, name, column, bounded=bounded) for name, (column, bounded) in
            (("x", first), ("y", second)))  # fmt: skip
    made: dict[str, Number] = {}
    expected: dict[str, Sequence[Value]] = {}
    for name, (in_sql, on_amounts) in UNARY.items():
        made[name] = in_sql(x.value)
        expected[name] = [plainly(on_amounts, value) for value in first[0]]
    for name, (in_sql_, on_amounts_) in BINARY.items():
        try:
            made[name] = in_sql_(x.value, y.value)
        except Refused:
            continue
        expected[name] = [plainly(on_amounts_, a, b) for a, b in zip(first[0], second[0], strict=True)]
    rows = come_to(made, {("x", ""): x, ("y", ""): y}, ask)
    assert {name: [row[name] for row in rows] for name in made} == expected


@settings(max_examples=settings().max_examples // 2)
@given(columns(), columns())
def test_operations_are_those_on_amounts(first: tuple[list[Value], bool], second: tuple[list[Value], bool]) -> None:
    """Every operation, on numbers of any size and sort, is exact, and lies within the range that was proven."""
    hold_to_amounts(first, second, ask_duckdb)


HALVES = [Fraction(7, 2), Fraction(-7, 2), Fraction(0), Fraction(1, 2)]
LONG: tuple[list[Any], list[Any]] = (
    [Fraction(10**18), Fraction(-(10**18)), Fraction(3)],
    [Fraction(10**18 - 1), Fraction(-7), UNKNOWN],
)
UP_TO_0 = amounts.Interval(None, Fraction(0))
ABOVE_0 = amounts.Interval(Fraction(0), None, True)
SPANS = [amounts.Interval(Fraction(1), Fraction(2), True), UP_TO_0, UNKNOWN, Fraction(5)]
BY_HAND: list[tuple[list[Any], list[Any]]] = [
    (HALVES, [Fraction(2), Fraction(-3), Fraction(0), Fraction(5)]),
    LONG,
    (SPANS, [ABOVE_0, amounts.Interval(Fraction(-3), Fraction(-1)), Fraction(2), Fraction(0)]),
    ([Fraction(1, 3), UNKNOWN, Fraction(-5, 7)], [Fraction(2, 3), Fraction(1), Fraction(-5, 7)]),
]


@pytest.mark.parametrize(("first", "second"), BY_HAND)
def test_operations_by_hand(first: list[Any], second: list[Any]) -> None:
    """Halves and signs, 18 digits, ends that are excluded or missing, fractions below the line."""
    hold_to_amounts((first, False), (second, False), ask_duckdb)


def number(name: str, low: int, high: int, *, factor: Fraction = Fraction(1), nullable: bool = True) -> Exact:
    """Return a column of whole numbers within a range."""
    return Exact(exp.column(name), Range(low, high), factor, nullable=nullable)


CENT = Fraction(1, 100)
SPENT = number("spent", 0, 10**15, factor=CENT, nullable=False)
BUDGET = number("budget", 1, 10**15, factor=CENT)
RATIO = arithmetic.divide(SPENT, BUDGET)
POINTS = number("points", 0, 100, nullable=False)
GOAL = number("goal", 0, 50, nullable=False)


def plain(text: str) -> Exact:
    """Return a number known beforehand."""
    return arithmetic.constant(Fraction(text))


TEXTS: list[tuple[Number, str]] = [
    (arithmetic.add(SPENT, BUDGET), "spent + budget"),
    (arithmetic.subtract(plain("1"), POINTS), "1 - points"),
    (arithmetic.subtract(POINTS, arithmetic.multiply(POINTS, plain("3/2"))), "points * 2 - points * 3"),
    (arithmetic.multiply(POINTS, plain("0.5")), "points"),
    (arithmetic.multiply(POINTS, plain("1")), "points"),
    (arithmetic.add(POINTS, plain("0")), "points"),
    (arithmetic.multiply(SPENT, BUDGET), "CAST(spent AS INT128) * budget"),
    (arithmetic.divide(SPENT, BUDGET), "spent / budget"),
    (arithmetic.divide(SPENT, POINTS), "spent / NULLIF(points, 0)"),
    (arithmetic.minimum(POINTS, GOAL), "LEAST(points, goal)"),
    (arithmetic.minimum(POINTS, plain("100")), "points"),
    (arithmetic.maximum(plain("0"), POINTS), "points"),
    (arithmetic.minimum(BUDGET, plain("5")), "CASE WHEN budget > 500 THEN 500 ELSE budget END"),
    (arithmetic.minimum(RATIO, plain("1")), "CASE WHEN spent > budget THEN budget ELSE spent END / budget"),
    (rounding.round_half_up(SPENT, 0), "(spent + 50) // 100"),
    (rounding.round_half_up(SPENT, 2), "spent"),
    (rounding.floor(SPENT), "spent // 100"),
    (rounding.ceiling(POINTS), "points"),
    (arithmetic.absolute(POINTS), "points"),
]


@pytest.mark.parametrize(("value", "text"), TEXTS, ids=[text for _, text in TEXTS])
def test_sql_reads_as_written_by_hand(value: Number, text: str) -> None:
    """What the ranges settle is not asked again, and numbers that are always known cost nothing more."""
    assert isinstance(value, Exact)
    top = dialects.to_sql(value.top, "duckdb", pretty=False)
    over = "" if value.over is None else " / " + dialects.to_sql(value.over, "duckdb", pretty=False)
    assert top + over == text


def test_known_numbers_are_worked_out_beforehand() -> None:
    """Constants give constants, exactly."""
    third = arithmetic.divide(plain("1"), plain("3"))
    assert isinstance(third, Exact)
    assert exact.constant_of(third) == Fraction(1, 3)
    assert arithmetic.multiply(third, plain("3")) == plain("1")
    assert arithmetic.constant_of(exact.subtract(POINTS, POINTS)) == 0
    assert arithmetic.divide(plain("1"), plain("0")) is NOTHING
    assert rounding.rounded(third, plain("2")) == plain("0.33")
    assert rounding.rounded(third, plain("1/2")) is NOTHING
    assert rounding.rounded(third, plain("31")) is NOTHING


def test_a_share_stays_within_its_bounds() -> None:
    """What bounds a quotient bounds what is made of it, so that scores are short numbers."""
    share = arithmetic.maximum(arithmetic.minimum(RATIO, plain("1")), plain("0.2"))
    assert isinstance(share, Exact)
    assert exact.ends_of(share) == (Fraction(1, 5), Fraction(1))
    points = rounding.round_half_up(arithmetic.subtract(plain("5"), arithmetic.multiply(share, plain("5"))), 2)
    assert isinstance(points, Exact)
    assert (points.range, points.factor) == (Range(0, 400), Fraction(1, 100))


def test_an_unknown_number_makes_the_result_unknown() -> None:
    """Whatever is done with it."""
    for in_sql, _ in BINARY.values():
        assert isinstance(in_sql(NOTHING, POINTS), Nothing)
        assert isinstance(in_sql(POINTS, NOTHING), Nothing)


def test_more_digits_than_sql_holds_are_refused() -> None:
    """Beyond 38 digits there is no exact SQL; the message says how many it would take."""
    large = number("large", 0, 10**20)
    with pytest.raises(Refused, match="41"):
        arithmetic.multiply(large, large)
    with pytest.raises(Refused, match="38"):
        arithmetic.add(large, plain(str(10**38)))
    assert isinstance(arithmetic.multiply(large, number("other", 0, 10**17)), Exact)


def test_digits_that_depend_on_facts_are_refused() -> None:
    """How far to round is to be known beforehand."""
    for digits in (POINTS, Bounded(POINTS, None)):
        with pytest.raises(Refused, match="四舍五入"):
            rounding.rounded(SPENT, digits)


@ON_SPARK
def test_spark_says_the_same() -> None:
    """Spark gives the same numbers, beyond 64 bits too."""
    hold_to_amounts((LONG[0], False), (LONG[1], False), lambda select: the_spark().rows(select))
