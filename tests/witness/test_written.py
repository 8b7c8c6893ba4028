"""Values written as text are read again as the same values."""

from __future__ import annotations

from datetime import date
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from checker.values import UNKNOWN, Interval, Kind, Value, interval, parse_value
from checker.values.calendar import quarter_number
from checker.witness.written import written

_NUMBERS = (Kind.MONEY, Kind.RATIO, Kind.COUNT, Kind.SCORE, Kind.NUMBER)
_UNITS = {Kind.MONEY: ("", "元", "万元", "元/个"), Kind.COUNT: ("", "个", "万人")}
_DAYS = st.dates(date(1900, 1, 1), date(2199, 12, 31)).map(lambda day: Fraction(day.toordinal()))
_QUARTERS = st.builds(quarter_number, st.integers(1900, 2199), st.integers(1, 4))


@st.composite
def _values(draw: st.DrawFn) -> tuple[Value, Kind, str]:
    kind = draw(st.sampled_from((*_NUMBERS, Kind.DATE, Kind.QUARTER)))
    unit = draw(st.sampled_from(_UNITS.get(kind, ("",))))
    exact = {Kind.DATE: _DAYS, Kind.QUARTER: _QUARTERS}.get(kind, st.fractions(-(10**9), 10**9, max_denominator=10**4))
    low, high = sorted((draw(exact), draw(exact)))
    ends = draw(st.sampled_from(["exact", "both", "low", "high", "above", "below"]))
    if ends == "exact" or (low == high and ends == "both"):
        return low, kind, unit
    whole = kind in {Kind.DATE, Kind.QUARTER}
    made = {
        "both": lambda: interval(low, high),
        "low": lambda: interval(low, None),
        "high": lambda: interval(None, high),
        "above": lambda: interval(low, None, low_open=not whole),
        "below": lambda: interval(None, high, high_open=not whole),
    }
    return made[ends](), kind, unit


@given(_values())
def test_what_is_written_is_read_again(drawn: tuple[Value, Kind, str]) -> None:
    """Every exact or bounded value has a text, in whatever unit its field counts."""
    value, kind, unit = drawn
    assert parse_value(written(value, kind, unit), kind, unit).value == value


@pytest.mark.parametrize(
    ("value", "kind", "text"),
    [
        (Fraction(32000000), Kind.MONEY, "3200万元"),
        (Fraction(1, 3), Kind.MONEY, "1/3元"),
        (Fraction(62801, 100), Kind.MONEY, "628.01元"),
        (Fraction(9, 10), Kind.RATIO, "90%"),
        (Fraction(1, 3), Kind.RATIO, "100/3%"),
        (True, Kind.TRUTH, "是"),
        ("二期", Kind.CHOICE, "二期"),
        (parse_value("约10%", Kind.RATIO).value, Kind.RATIO, "约10%"),
        (parse_value("低于628元", Kind.MONEY).value, Kind.MONEY, "低于628元"),
        (parse_value("2020-02下旬", Kind.DATE).value, Kind.DATE, "2020-02下旬"),
        (parse_value("2020年10月", Kind.DATE).value, Kind.DATE, "2020-10"),
        (parse_value("早于2020-02-01", Kind.DATE).value, Kind.DATE, "不晚于2020-01-31"),
    ],
)  # fmt: skip
def test_texts_are_those_people_write(value: Value, kind: Kind, text: str) -> None:
    """Sums stand in the largest unit that keeps them short, periods by their names."""
    assert written(value, kind) == text


def test_limits_of_a_field_are_left_to_the_field() -> None:
    """What a field cuts to its own limit is written without that limit."""
    value = Interval(Fraction(0), Fraction(850), high_open=True)
    assert written(value, Kind.MONEY, "元", Fraction(0)) == "低于850元"
    with pytest.raises(ValueError, match="850"):
        written(value, Kind.MONEY)
    with pytest.raises(ValueError, match="UNKNOWN"):
        written(UNKNOWN, Kind.MONEY)
