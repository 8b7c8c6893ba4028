"""Dates and quarters in SQL are those of ``checker.values.calendar``, from the first day there is to the last."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from checker.expr.functions import FUNCTIONS as EVALUATED
from checker.sql.functions import FUNCTIONS
from checker.sql.values import SqlValue
from checker.values import UNKNOWN, Interval, Kind, Unknown, Value
from checker.values.calendar import FIRST_DAY, LAST_DAY
from tests.portfolio.sessions import ON_SPARK, the_spark
from tests.sql.leaves import Ask, Laid, ask_duckdb, come_to, lay

GREGORIAN = 577_736
"""The day on which the Gregorian calendar began, 1582-10-15: before it, the proleptic one holds."""
DAYS = [FIRST_DAY, LAST_DAY, GREGORIAN - 1, GREGORIAN, 719_163, 737_484, 737_485, 737_790, 730_179]
QUARTERS = [4, 7, 39_999, 8080, 8083, 6331, 1582 * 4 + 3, 1900 * 4]
BEYOND = [-5, 0, 3, LAST_DAY + 1, 40_000, 10**7]


def hold(asked: Mapping[str, tuple[str, tuple[str, ...]]], columns: dict[str, list[Value]], ask: Ask) -> None:
    """Compare functions of columns with what the evaluator says."""
    laid: dict[tuple[str, str], Laid] = {(name, ""): lay(Kind.NUMBER, name, column) for name, column in columns.items()}
    made: dict[str, SqlValue] = {
        name: FUNCTIONS[function]([laid[argument, ""].value for argument in arguments])  # type: ignore[misc]  # all are numbers
        for name, (function, arguments) in asked.items()
    }
    rows = come_to(made, laid, ask)
    for name, (function, arguments) in asked.items():
        expected = []
        for place in range(len(rows)):
            of_row = [columns[argument][place] for argument in arguments]
            unknown = any(isinstance(value, Unknown) for value in of_row)
            expected.append(UNKNOWN if unknown else EVALUATED[function].apply(*of_row))
        assert [row[name] for row in rows] == expected, name


ON_DAYS = {name: (name, ("x",)) for name in ("quarter_of", "year_of")}
ON_QUARTERS = {name: (name, ("x",)) for name in ("quarter_start", "year_of_quarter", "next", "previous")}
IN_MONTHS = {"month_end": ("month_end", ("x", "m"))}


def of(*numbers: Any) -> list[Value]:
    """Return numbers as values."""
    return [Fraction(number) if isinstance(number, int | str) else number for number in numbers]


def check_edges(ask: Ask) -> None:
    """Hold a database to the calendar where it is most likely to be wrong."""
    hold(ON_DAYS, {"x": of(*DAYS, *BEYOND, UNKNOWN)}, ask)
    months = of(*([1, 2, 3, 4] * 4))[: len(QUARTERS) + len(BEYOND) + 1]
    hold({**ON_QUARTERS, **IN_MONTHS}, {"x": of(*QUARTERS, *BEYOND, UNKNOWN), "m": months}, ask)
    turned = list(reversed(DAYS))
    hold({"months": ("months", ("x", "y")), "days": ("days", ("x", "y"))}, {"x": of(*DAYS), "y": of(*turned)}, ask)


def test_edges_of_the_calendar() -> None:
    """The first and the last day, what lies beyond them, leap days, and days before the calendar was reformed."""
    check_edges(ask_duckdb)


@ON_SPARK
def test_edges_of_the_calendar_on_spark() -> None:
    """Spark counts the same days."""
    check_edges(lambda select: the_spark().rows(select))
    check_valid_dates(lambda select: the_spark().rows(select))


ANY_DAY = st.one_of(st.integers(737_000, 738_400), st.integers(FIRST_DAY - 3, LAST_DAY + 3)).map(Fraction)
SPAN = st.builds(lambda day, width: Interval(day, day + width), ANY_DAY, st.integers(1, 400))
DAY_OR_SPAN: st.SearchStrategy[Value] = st.one_of(ANY_DAY, ANY_DAY, SPAN, st.just(UNKNOWN), ANY_DAY.map(
    lambda day: Interval(None, day)))  # fmt: skip


@settings(max_examples=settings().max_examples // 4)
@given(st.lists(st.tuples(DAY_OR_SPAN, DAY_OR_SPAN), min_size=4, max_size=4))
def test_days_and_months(pairs: list[tuple[Value, Value]]) -> None:
    """Quarters, years and whole months of days, exact and within bounds."""
    first, last = ([pair[place] for pair in pairs] for place in (0, 1))
    hold({**ON_DAYS, "months": ("months", ("x", "y"))}, {"x": first, "y": last}, ask_duckdb)


@given(
    st.lists(st.integers(0, 40_010), min_size=4, max_size=4),
    st.lists(st.sampled_from([0, 1, 2, 3, 4]), min_size=4, max_size=4),
)
def test_quarters(quarters: list[int], months: list[int]) -> None:
    """First days, years and last days of months, whether few quarters are asked for or many."""
    hold({**ON_QUARTERS, **IN_MONTHS}, {"x": of(*quarters), "m": of(*months)}, ask_duckdb)
    near = [8000 + quarter % 50 for quarter in quarters]
    hold({**ON_QUARTERS, **IN_MONTHS}, {"x": of(*near), "m": of(*([2] * 4))}, ask_duckdb)


DATES: list[tuple[Any, Any, Any]] = [
    (2020, 2, 29), (2019, 2, 29), (1900, 2, 29), (2000, 2, 29), (2020, 2, 30), (2020, 4, 31), (2020, 12, 31), (0, 1, 1),
    (10_000, 1, 1), (9999, 12, 31), (1, 1, 1), (2020, 0, 1), (2020, 13, 1), (2020, 1, 0), (2020, 1, 32), (2020, 11, 31),
    ("4041/2", 1, 1), (2020, "3/2", 1), (2020, 1, "3/2"), (2020, 1, UNKNOWN), (UNKNOWN, 1, 32), (2020, 2, "57/2"),
    (-4, 2, 29), (2020, -1, 5),
]  # fmt: skip


def check_valid_dates(ask: Ask) -> None:
    """Hold a database to the days that the calendar has."""
    columns = {name: of(*[row[place] for row in DATES]) for place, name in enumerate("ymd")}
    hold({"valid": ("valid_date", ("y", "m", "d"))}, columns, ask)


def test_valid_dates() -> None:
    """Whether the calendar has a day; never an error, whatever is asked."""
    check_valid_dates(ask_duckdb)
