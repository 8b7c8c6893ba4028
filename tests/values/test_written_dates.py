"""Written days, months, quarters, years and what lies between them; yes and no; plain text."""

from __future__ import annotations

from datetime import date, timedelta
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from checker.values import Interval, Kind, Value, Written, WrittenFault, parse_value
from checker.values.calendar import date_number, month_days, quarter_number

DATE_EXAMPLE = "写成如 2020-12-31、2020-02下旬、2020年10月、2020Q3；还不知道就不写这一项"
QUARTER_EXAMPLE = "写成如 2020Q3、2020年第三季度、2020年7-9月"
IMPOSSIBLE = "查对原件；若原件就是这样写的，记入“日期记载”类事实，检查会把它作为问题指出"
NO_BLANK = "删去数字中间的空格；不确定时查原件，不要猜"


def blank_in(text: str) -> str:
    """Return what is said of a blank between digits."""
    return f"“{text}”的数字中间有空格，无法确定是一个数还是几个数"


def day(text: str) -> Fraction:
    """Return the number of an ISO day."""
    return date_number(date.fromisoformat(text))


def span(first: str, last: str) -> Interval:
    """Return the days between two ISO days, both included; an empty text is no bound."""
    return Interval(day(first) if first else None, day(last) if last else None)


@pytest.mark.parametrize(
    "text",
    [
        "2020-02-05", "2020-2-5", "2020/02/05", "2020/2/5", "2020.02.05", "2020.2.5", "2020−02−05",
        "2020年2月5日", "2020年02月05日", "2020年2月5", " 2020 年 2 月 5 日 ", "２０２０年２月５日", "２０２０－２－５",
        "2020年二月五日", "二〇二〇年二月五日", "二零二零年二月五日",
    ],
)  # fmt: skip
def test_every_way_to_write_a_day(text: str) -> None:
    """Hyphens, slashes, dots and Chinese words, wide or narrow, name the same exact day."""
    assert parse_value(text, Kind.DATE) == Written(day("2020-02-05"))


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        # month and parts of it
        ("2020-02", "2020-02-01", "2020-02-29"),
        ("2020.2", "2020-02-01", "2020-02-29"),
        ("2020/2", "2020-02-01", "2020-02-29"),
        ("2020年2月", "2020-02-01", "2020-02-29"),
        ("2019年2月", "2019-02-01", "2019-02-28"),
        ("2020年十月", "2020-10-01", "2020-10-31"),
        ("二〇二〇年十二月", "2020-12-01", "2020-12-31"),
        ("2020年2月上旬", "2020-02-01", "2020-02-10"),
        ("2020年2月初", "2020-02-01", "2020-02-10"),
        ("2020年12月中旬", "2020-12-11", "2020-12-20"),
        ("2020-02下旬", "2020-02-21", "2020-02-29"),
        ("2019-02下旬", "2019-02-21", "2019-02-28"),
        ("2020年4月下旬", "2020-04-21", "2020-04-30"),
        ("2020年十二月下旬", "2020-12-21", "2020-12-31"),
        ("2020年4月底", "2020-04-21", "2020-04-30"),
        ("2020年4月末", "2020-04-21", "2020-04-30"),
        # year and parts of it
        ("2020", "2020-01-01", "2020-12-31"),
        ("2020年", "2020-01-01", "2020-12-31"),
        ("二〇二〇年", "2020-01-01", "2020-12-31"),
        ("2020年初", "2020-01-01", "2020-01-31"),
        ("2020年底", "2020-12-01", "2020-12-31"),
        ("2020年末", "2020-12-01", "2020-12-31"),
        ("2020年上半年", "2020-01-01", "2020-06-30"),
        ("2020年下半年", "2020-07-01", "2020-12-31"),
        # quarter and months of it
        ("2020Q3", "2020-07-01", "2020-09-30"),
        ("2020q3", "2020-07-01", "2020-09-30"),
        ("2020-Q3", "2020-07-01", "2020-09-30"),
        ("2020年第三季度", "2020-07-01", "2020-09-30"),
        ("2020年7-9月", "2020-07-01", "2020-09-30"),
        ("2020年第一季度第二个月", "2020-02-01", "2020-02-29"),
        ("2020年三季度第2个月", "2020-08-01", "2020-08-31"),
        ("2020Q4第三个月", "2020-12-01", "2020-12-31"),
        # several months
        ("2020年1-6月", "2020-01-01", "2020-06-30"),
        ("2020年7月-9月", "2020-07-01", "2020-09-30"),
        ("2020年7月至10月", "2020-07-01", "2020-10-31"),
        ("2019年10—12月", "2019-10-01", "2019-12-31"),
        ("2020年九月至十月", "2020-09-01", "2020-10-31"),
        # from one to the other
        ("2020-10-01至2020-12-31", "2020-10-01", "2020-12-31"),
        ("2020-10-01～2020-12-31", "2020-10-01", "2020-12-31"),
        ("2020年10月1日至12月31日", "2020-10-01", "2020-12-31"),
        ("2020年10月1日至5日", "2020-10-01", "2020-10-05"),
        ("2020年2月上旬至3月中旬", "2020-02-01", "2020-03-20"),
        ("2019年12月至2020年2月", "2019-12-01", "2020-02-29"),
        ("2020Q1至2020Q2", "2020-01-01", "2020-06-30"),
        ("2020年至2021年", "2020-01-01", "2021-12-31"),
        # on one side only
        ("不晚于2020-12-31", "", "2020-12-31"),
        ("2020年底以前", "", "2020-12-31"),
        ("2020年2月下旬以前", "", "2020-02-29"),
        ("早于2020年", "", "2019-12-31"),
        ("2020-10-01之前", "", "2020-09-30"),
        ("不早于2020Q3", "2020-07-01", ""),
        ("2020年以后", "2020-01-01", ""),
        ("晚于2020Q3", "2020-10-01", ""),
        ("2020-02-28之后", "2020-02-29", ""),
    ],
)
def test_days_known_within_bounds(text: str, first: str, last: str) -> None:
    """A less exact date is all the days it may be: the first and the last are included, leap days counted."""
    assert parse_value(text, Kind.DATE) == Written(span(first, last))


def test_a_range_of_one_day_is_that_day() -> None:
    """When both ends agree the day is exact."""
    assert parse_value("2020-10-01至2020-10-01", Kind.DATE).value == day("2020-10-01")


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("2020Q3", (2020, 3), (2020, 3)),
        ("2020-Q3", (2020, 3), (2020, 3)),
        ("2020年Q3", (2020, 3), (2020, 3)),
        ("2020年第三季度", (2020, 3), (2020, 3)),
        ("2020年三季度", (2020, 3), (2020, 3)),
        ("2020年3季度", (2020, 3), (2020, 3)),
        ("二〇二〇年第三季度", (2020, 3), (2020, 3)),
        ("2020年1-3月", (2020, 1), (2020, 1)),
        ("2020年4月至6月", (2020, 2), (2020, 2)),
        ("2020年7～9月", (2020, 3), (2020, 3)),
        ("2019年10—12月", (2019, 4), (2019, 4)),
        ("2020", (2020, 1), (2020, 4)),
        ("2020年", (2020, 1), (2020, 4)),
        ("2020年上半年", (2020, 1), (2020, 2)),
        ("2020年下半年", (2020, 3), (2020, 4)),
        ("2020Q1至2020Q3", (2020, 1), (2020, 3)),
        ("2019Q4至2020年1-3月", (2019, 4), (2020, 1)),
        ("2020年第一季度至第三季度", (2020, 1), (2020, 3)),
        ("不晚于2020Q3", None, (2020, 3)),
        ("早于2020Q1", None, (2019, 4)),
        ("2020年7-9月以后", (2020, 3), None),
    ],
)
def test_quarters(text: str, first: tuple[int, int] | None, last: tuple[int, int] | None) -> None:
    """A quarter is written by number, by word or by its months; years and ranges are the quarters they may be."""
    low, high = (None if end is None else quarter_number(*end) for end in (first, last))
    expected: Value = Interval(low, high) if low is None or low != high else low
    assert parse_value(text, Kind.QUARTER) == Written(expected)


@pytest.mark.parametrize(
    "text",
    [
        "2020-02-30", "2020年2月30日", "2019-02-29", "1900-02-29", "2100-02-29", "2020-04-31", "2020-06-31",
        "2020-13-01", "2020-00-10", "2020-01-00", "2020-01-32", "2020年13月", "2020-00", "2020年13月下旬",
        "2020年0-3月", "2020年11-13月", "2020-04-01至2020-04-31", "不晚于2020年二月三十日",
    ],
)  # fmt: skip
def test_days_the_calendar_does_not_have_are_refused(text: str) -> None:
    """A 30 February is a finding by itself: it is named as impossible, not moved to the next day."""
    with pytest.raises(WrittenFault) as raised:
        parse_value(text, Kind.DATE)
    assert raised.value.code == "impossible-date"
    assert str(raised.value.what) == f"日历上没有“{text}”这一天"
    assert str(raised.value.hint) == IMPOSSIBLE


@pytest.mark.parametrize("text", ["2020-02-29", "2000-02-29", "2024年2月29日"])
def test_leap_days_exist(text: str) -> None:
    """29 February exists in years divisible by four, in full centuries only when divisible by four hundred."""
    assert isinstance(parse_value(text, Kind.DATE).value, Fraction)


@pytest.mark.parametrize(
    ("text", "kind", "code", "what", "hint"),
    [
        ("", Kind.DATE, "not-a-date", "“”不是日期", DATE_EXAMPLE),
        ("年底", Kind.DATE, "not-a-date", "“年底”不是日期", DATE_EXAMPLE),
        ("2月下旬", Kind.DATE, "not-a-date", "“2月下旬”不是日期", DATE_EXAMPLE),
        ("20201231", Kind.DATE, "not-a-date", "“20201231”不是日期", DATE_EXAMPLE),
        ("2020Q5", Kind.DATE, "not-a-date", "“2020Q5”不是日期", DATE_EXAMPLE),
        ("2020年第五季度", Kind.DATE, "not-a-date", "“2020年第五季度”不是日期", DATE_EXAMPLE),
        ("2020年二十十月", Kind.DATE, "not-a-date", "“2020年二十十月”不是日期", DATE_EXAMPLE),
        ("2020年度第二个月", Kind.DATE, "not-a-date", "“2020年度第二个月”不是日期", DATE_EXAMPLE),
        ("不早于", Kind.DATE, "not-a-date", "“不早于”不是日期", DATE_EXAMPLE),
        ("至2020年", Kind.DATE, "not-a-date", "“至2020年”不是日期", DATE_EXAMPLE),
        (
            "2020-1 2-31",
            Kind.DATE,
            "broken-number",
            blank_in("2020-1 2-31"),
            NO_BLANK,
        ),
        (
            "2020 12 31",
            Kind.DATE,
            "broken-number",
            blank_in("2020 12 31"),
            NO_BLANK,
        ),
        ("3020-01-01", Kind.DATE, "year-out-of-range", "“3020-01-01”的年份不在 1900 至 2199 之间", "查对年份"),
        ("1899年", Kind.DATE, "year-out-of-range", "“1899年”的年份不在 1900 至 2199 之间", "查对年份"),
        ("0000Q1", Kind.DATE, "year-out-of-range", "“0000Q1”的年份不在 1900 至 2199 之间", "查对年份"),
        ("9999年1-6月", Kind.DATE, "year-out-of-range", "“9999年1-6月”的年份不在 1900 至 2199 之间", "查对年份"),
        ("2020年10-9月", Kind.DATE, "bad-value", "“2020年10-9月”的开始晚于结束", "把早的写在前面"),
        ("2020-12-31至2020-01-01", Kind.DATE, "bad-value", "“2020-12-31至2020-01-01”的开始晚于结束", "把早的写在前面"),
        ("2020年8-10月", Kind.QUARTER, "not-a-quarter", "“2020年8-10月”不是季度", QUARTER_EXAMPLE),
        ("2020年1-6月", Kind.QUARTER, "not-a-quarter", "“2020年1-6月”不是季度", QUARTER_EXAMPLE),
        ("2020-10-01", Kind.QUARTER, "not-a-quarter", "“2020-10-01”不是季度", QUARTER_EXAMPLE),
        ("2020年底", Kind.QUARTER, "not-a-quarter", "“2020年底”不是季度", QUARTER_EXAMPLE),
        ("三季度", Kind.QUARTER, "not-a-quarter", "“三季度”不是季度", QUARTER_EXAMPLE),
        ("3020Q1", Kind.QUARTER, "year-out-of-range", "“3020Q1”的年份不在 1900 至 2199 之间", "查对年份"),
        ("1899", Kind.QUARTER, "year-out-of-range", "“1899”的年份不在 1900 至 2199 之间", "查对年份"),
        ("2020Q3至2020Q1", Kind.QUARTER, "bad-value", "“2020Q3至2020Q1”的开始晚于结束", "把早的写在前面"),
        ("对", Kind.TRUTH, "not-a-truth", "“对”不是“是”或“否”", "写“是”或“否”"),
        ("", Kind.TRUTH, "not-a-truth", "“”不是“是”或“否”", "写“是”或“否”"),
        ("\ud83d", Kind.TEXT, "bad-value", "文字里有残缺的字符", "重新输入这段文字"),
    ],
)
def test_what_is_no_date_is_refused_with_a_reason_and_a_hint(
    text: str, kind: Kind, code: str, what: str, hint: str
) -> None:
    """A text that names no day, or one that may be two, is refused; the hint shows the forms that can be read."""
    with pytest.raises(WrittenFault) as raised:
        parse_value(text, kind)
    assert (raised.value.code, str(raised.value.what), str(raised.value.hint)) == (code, what, hint)


@pytest.mark.parametrize("text", ["是", "有", "true", "True", "yes", " 是 "])
def test_words_for_yes(text: str) -> None:
    """Yes may be written in Chinese or as YAML and JSON write it."""
    assert parse_value(text, Kind.TRUTH) == Written(value=True)


@pytest.mark.parametrize("text", ["否", "无", "false", "False", "no"])
def test_words_for_no(text: str) -> None:
    """No may be written in Chinese or as YAML and JSON write it."""
    assert parse_value(text, Kind.TRUTH) == Written(value=False)


@pytest.mark.parametrize("kind", [Kind.TEXT, Kind.CHOICE])
def test_text_is_kept_as_written(kind: Kind) -> None:
    """Text loses neither its blanks nor its full-width signs."""
    assert parse_value(" 一期 （Ａ） ", kind) == Written(" 一期 （Ａ） ")


@given(st.dates(date(1900, 1, 1), date(2199, 12, 31)))
def test_every_day_can_be_written_in_numbers_and_in_words(written: date) -> None:
    """The forms of one day agree on every day of three centuries."""
    ones = "〇一二三四五六七八九"

    def word(number: int) -> str:
        tens, rest = divmod(number, 10)
        return ("" if tens <= 1 else ones[tens]) + ("十" if tens else "") + (ones[rest] if rest else "")

    year = "".join(ones[int(digit)] for digit in str(written.year))
    forms = [
        written.isoformat(),
        f"{written:%Y.%m.%d}",
        f"{written.year}年{written.month}月{written.day}日",
        f"{year}年{word(written.month)}月{word(written.day)}日",
    ]
    assert {parse_value(form, Kind.DATE).value for form in forms} == {date_number(written)}


@given(st.integers(1900, 2199), st.integers(1, 12))
def test_the_three_thirds_of_a_month_are_the_month(year: int, month: int) -> None:
    """上旬, 中旬 and 下旬 follow each other without gap or overlap, from the first to the last day of any month."""
    thirds = [parse_value(f"{year}年{month}月{third}", Kind.DATE).value for third in ("上旬", "中旬", "下旬")]
    expected = month_days(year, month)[0]
    for third in thirds:
        assert isinstance(third, Interval)
        assert third.low == date_number(expected)
        assert third.high is not None
        expected = date.fromordinal(int(third.high)) + timedelta(days=1)
    assert expected == month_days(year, month)[1] + timedelta(days=1)


@given(st.integers(1900, 2199), st.integers(1, 4))
def test_the_three_months_of_a_quarter_are_the_quarter(year: int, quarter: int) -> None:
    """The days of a quarter are those of its first, second and third month."""
    whole = parse_value(f"{year}Q{quarter}", Kind.DATE).value
    first, _, third = (parse_value(f"{year}Q{quarter}第{n}个月", Kind.DATE).value for n in "一二三")
    assert isinstance(whole, Interval)
    assert isinstance(first, Interval)
    assert isinstance(third, Interval)
    assert (whole.low, whole.high) == (first.low, third.high)
    assert whole == parse_value(f"{year}年{quarter * 3 - 2}-{quarter * 3}月", Kind.DATE).value


NUMBERS = ["2020", "19", "02", "30", "3", "十", "二", "〇"]
UNITS = ["-", "/", ".", "年", "月", "日", "Q", "第", "季度", "个月", "上旬", "底"]
BOUND_WORDS = ["至", "不晚于", "早于", "以前", "之后", " ", "～"]
any_text = st.lists(st.sampled_from(NUMBERS + UNITS + BOUND_WORDS), max_size=9).map("".join)


def read(text: str, kind: Kind) -> Value | WrittenFault:
    """Return what a text is read as, or the fault."""
    try:
        return parse_value(text, kind).value
    except WrittenFault as fault:
        return fault


@settings(max_examples=200, deadline=None)
@given(any_text, st.sampled_from([Kind.DATE, Kind.QUARTER]))
def test_any_text_is_a_date_or_refused(text: str, kind: Kind) -> None:
    """Whatever stands in a cell gives days or a fault with a message and a hint, never a crash or an empty range."""
    value = read(text, kind)
    if isinstance(value, WrittenFault):
        assert str(value.what)
        assert str(value.hint)
        return
    assert isinstance(value, Fraction | Interval)
    if isinstance(value, Interval) and value.low is not None and value.high is not None:
        assert value.low < value.high
