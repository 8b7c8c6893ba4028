"""Values as text for people, and back again."""

from __future__ import annotations

from datetime import date
from fractions import Fraction

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from checker.values import UNKNOWN, Interval, Kind, Value, decimal_text, interval, parse_value, show
from checker.values.calendar import date_number, month_days, quarter_number

F = Fraction


def day(text: str) -> F:
    """Return the number of an ISO day."""
    return date_number(date.fromisoformat(text))


@pytest.mark.parametrize(
    ("value", "kind", "unit", "shown"),
    [
        (F(628), Kind.MONEY, "", "628元"),
        (F("9999.99"), Kind.MONEY, "", "9999.99元"),
        (F(10000), Kind.MONEY, "", "1万元"),
        (F(36561800), Kind.MONEY, "", "3656.18万元"),
        (F("36561812.34"), Kind.MONEY, "", "3656.181234万元"),
        (F(400000000), Kind.MONEY, "", "4亿元"),
        (F("123456789.01"), Kind.MONEY, "", "12345.678901万元"),
        (F("123456789.123456"), Kind.MONEY, "", "123456789.123456元"),
        (F("0.5"), Kind.MONEY, "", "0.5元"),
        (F(0), Kind.MONEY, "", "0元"),
        (F(-40000000), Kind.MONEY, "", "-4000万元"),
        (F(10000, 3), Kind.MONEY, "", "约3333.3333元"),
        (F(10**9, 3), Kind.MONEY, "", "约3.3333亿元"),
        (F("0.914045"), Kind.RATIO, "", "91.4045%"),
        (F(1), Kind.RATIO, "", "100%"),
        (F(1, 3), Kind.RATIO, "", "约33.3333%"),
        (F(-1, 3), Kind.RATIO, "", "约-33.3333%"),
        (F("93.07"), Kind.SCORE, "", "93.07分"),
        (F(1000), Kind.COUNT, "个", "1000个"),
        (F(1000), Kind.COUNT, "", "1000"),
        (F("12.5"), Kind.NUMBER, "", "12.5"),
        (day("2020-02-05"), Kind.DATE, "", "2020年2月5日"),
        (quarter_number(2019, 4), Kind.QUARTER, "", "2019年10-12月"),
        (True, Kind.TRUTH, "", "是"),
        (False, Kind.TRUTH, "", "否"),
        ("一期", Kind.CHOICE, "", "一期"),
        (UNKNOWN, Kind.MONEY, "", "未知"),
        (Interval(None, F(850), high_open=True), Kind.MONEY, "", "低于850元"),
        (Interval(None, F(850)), Kind.MONEY, "", "不超过850元"),
        (Interval(F("0.9"), None), Kind.RATIO, "", "不低于90%"),
        (Interval(F("0.9"), None, low_open=True), Kind.RATIO, "", "高于90%"),
        (Interval(F(600), F(8000000)), Kind.MONEY, "", "600元至800万元"),
        (Interval(day("2020-02-01"), day("2020-02-29")), Kind.DATE, "", "2020年2月"),
        (Interval(day("2020-02-01"), day("2020-02-10")), Kind.DATE, "", "2020年2月上旬"),
        (Interval(day("2020-02-11"), day("2020-02-20")), Kind.DATE, "", "2020年2月中旬"),
        (Interval(day("2020-02-21"), day("2020-02-29")), Kind.DATE, "", "2020年2月下旬"),
        (Interval(day("2020-02-21"), day("2020-02-28")), Kind.DATE, "", "2020年2月21日至2020年2月28日"),
        (Interval(day("2020-01-01"), day("2020-12-31")), Kind.DATE, "", "2020年"),
        (Interval(day("2019-12-01"), day("2020-12-31")), Kind.DATE, "", "2019年12月1日至2020年12月31日"),
        (Interval(None, day("2020-12-31")), Kind.DATE, "", "不晚于2020年12月31日"),
        (Interval(day("2020-12-31"), None), Kind.DATE, "", "不早于2020年12月31日"),
        (Interval(quarter_number(2020, 1), quarter_number(2020, 3)), Kind.QUARTER, "", "2020年1-3月至2020年7-9月"),
    ],
)
def test_values_are_shown_as_people_write_them(value: Value, kind: Kind, unit: str, shown: str) -> None:
    """Units, 万 and 亿, months and 旬 as reports write them; only what has too many decimals is rounded, with 约."""
    assert show(value, kind, unit) == shown


@pytest.mark.parametrize(
    ("number", "text"),
    [
        (F(0), "0"),
        (F(-7), "-7"),
        (F("0.05"), "0.05"),
        (F("-0.05"), "-0.05"),
        (F("93.07"), "93.07"),
        (F(1, 8), "0.125"),
        (F(1, 1024), "0.0009765625"),
        (F(1, 3), "1/3"),
        (F(-1, 3), "-1/3"),
        (F(10**30), "1" + "0" * 30),
    ],
)
def test_decimal_text_by_example(number: F, text: str) -> None:
    """The exact form is a plain decimal without exponent or trailing zeros, else a fraction."""
    assert decimal_text(number) == text


@given(st.fractions() | st.decimals(allow_nan=False, allow_infinity=False, places=8).map(F))
def test_decimal_text_loses_nothing(number: F) -> None:
    """Every exact number can be read back from its exact text."""
    text = decimal_text(number)
    assert F(text) == number
    assert "e" not in text.lower()
    assert not ("." in text and text.endswith("0"))


def decimals(places: int) -> st.SearchStrategy[F]:
    """Return numbers with at most so many decimals."""
    return st.builds(lambda digits, used: F(digits, 10**used), st.integers(-(10**14), 10**14), st.integers(0, places))


KINDS = {
    Kind.MONEY: (decimals(6), ""),
    Kind.RATIO: (decimals(8), ""),
    Kind.SCORE: (decimals(6), ""),
    Kind.COUNT: (decimals(6), "个"),
    Kind.NUMBER: (decimals(6), ""),
    Kind.DATE: (st.dates(date(1900, 1, 1), date(2199, 12, 31)).map(date_number), ""),
    Kind.QUARTER: (st.builds(quarter_number, st.integers(1900, 2199), st.integers(1, 4)), ""),
}
DISCRETE = {Kind.DATE, Kind.QUARTER}


@pytest.mark.parametrize("kind", KINDS)
@settings(max_examples=50, deadline=None)
@given(data=st.data())
def test_exact_values_can_be_read_back(kind: Kind, data: st.DataObject) -> None:
    """What is shown of an exact value, written into a fact file, is the same value."""
    numbers, unit = KINDS[kind]
    value = data.draw(numbers)
    assert parse_value(show(value, kind, unit), kind, unit).value == value


@pytest.mark.parametrize("kind", KINDS)
@settings(max_examples=50, deadline=None)
@given(data=st.data())
def test_bounds_can_be_read_back(kind: Kind, data: st.DataObject) -> None:
    """What is shown of a bound on one side, or of two included ends, is read back as the same bounds."""
    numbers, unit = KINDS[kind]
    low, high = sorted(data.draw(st.tuples(numbers, numbers)))
    is_open = data.draw(st.booleans()) and kind not in DISCRETE
    for value in (interval(None, high, high_open=is_open), interval(low, None, is_open), interval(low, high)):
        assert parse_value(show(value, kind, unit), kind, unit).value == value


@given(st.integers(1900, 2199), st.integers(1, 12), st.sampled_from([(1, 10), (11, 20), (21, 31), (1, 31)]))
def test_thirds_months_and_years_can_be_read_back(year: int, month: int, days: tuple[int, int]) -> None:
    """The named ranges of days are read back as the same days."""
    first, last = month_days(year, month)
    part = Interval(date_number(first.replace(day=days[0])), date_number(first.replace(day=min(days[1], last.day))))
    whole = Interval(date_number(date(year, 1, 1)), date_number(date(year, 12, 31)))
    for value in (part, whole):
        assert parse_value(show(value, Kind.DATE), Kind.DATE).value == value


@settings(max_examples=150, deadline=None)
@given(
    st.fractions(-(10**20), 10**20, max_denominator=10**9),
    st.sampled_from([Kind.MONEY, Kind.RATIO, Kind.SCORE, Kind.NUMBER]),
)
@example(F(1, 10**9), Kind.RATIO)
@example(F(-1, 10**9), Kind.MONEY)
@example(F("0.99999999"), Kind.SCORE)
@example(F("-2.00005000001"), Kind.NUMBER)
def test_a_rounded_text_does_not_lie(value: F, kind: Kind) -> None:
    """A number shown with 约 is read back as bounds within which the number lies."""
    shown = show(value, kind)
    back = parse_value(shown, kind).value
    if not shown.startswith("约"):
        assert back == value
        return
    assert isinstance(back, Interval)
    assert back.low is not None
    assert back.high is not None
    assert back.low <= value <= back.high
    assert value != back.low or not back.low_open
    assert value != back.high or not back.high_open


@given(st.booleans())
def test_truth_can_be_read_back(value: bool) -> None:
    """Yes and no are shown as they may be written."""
    assert parse_value(show(value, Kind.TRUTH), Kind.TRUTH).value is value
