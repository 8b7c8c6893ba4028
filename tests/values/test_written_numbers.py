"""Written numbers: units, grouping, bounds, ranges and the refusals, each with its message and hint."""

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from checker.values import Amount, Interval, Kind, Value, Written, WrittenFault, parse_value
from checker.values.written import normalise

F = Fraction

MONEY, RATIO, COUNT, SCORE, NUMBER = Kind.MONEY, Kind.RATIO, Kind.COUNT, Kind.SCORE, Kind.NUMBER
MONEY_UNITS = "元、角、百元、千元、万元、十万元、百万元、千万元、亿元、万、亿"
MONEY_EXAMPLE = "写成如 4000万元、628元、低于850元；还不知道就不写这一项"
NO_GUESS = "千分位逗号每三位一个，如 12,340；不确定时查原件，不要猜"
ONE_POINT = "小数点只能有一个，前后都要有数字"
NO_BLANK = "删去数字中间的空格；不确定时查原件，不要猜"
RANGE_FORM = "范围写成如 600元至800元"


@pytest.mark.parametrize(
    ("text", "kind", "unit", "number", "step"),
    [
        # money, in 元
        ("628元", MONEY, "", "628", "1"),
        ("3656.18万元", MONEY, "", "36561800", "100"),
        ("3,656.18万元", MONEY, "", "36561800", "100"),
        ("1,234,567.89元", MONEY, "", "1234567.89", "0.01"),
        ("0.4亿元", MONEY, "", "40000000", "10000000"),
        ("4000万", MONEY, "", "40000000", "10000"),
        ("2亿", MONEY, "", "200000000", "100000000"),
        ("5角", MONEY, "", "0.5", "0.1"),
        ("3千元", MONEY, "", "3000", "1000"),
        ("3百万元", MONEY, "", "3000000", "1000000"),
        ("¥628元", MONEY, "", "628", "1"),
        ("￥６２８．５０元", MONEY, "", "628.50", "0.01"),
        ("３，６５６．１８万元", MONEY, "", "36561800", "100"),
        (" 4000 万元 ", MONEY, "", "40000000", "10000"),
        ("-5元", MONEY, "", "-5", "1"),
        ("−5元", MONEY, "", "-5", "1"),
        ("+5元", MONEY, "", "5", "1"),
        ("628", MONEY, "元", "628", "1"),
        ("4000", MONEY, "万元", "40000000", "10000"),
        ("¥4000", MONEY, "万元", "40000000", "10000"),
        ("628", MONEY, "元/个/月", "628", "1"),
        ("628元", MONEY, "元/个/月", "628", "1"),
        ("628元/个/月", MONEY, "元/个/月", "628", "1"),
        ("628元／个／月", MONEY, "元／个／月", "628", "1"),
        ("0.0628万元/个/月", MONEY, "元/个/月", "628", "1"),
        # shares
        ("90%", RATIO, "", "0.9", "0.01"),
        ("16.38％", RATIO, "", "0.1638", "0.0001"),
        ("16.38﹪", RATIO, "", "0.1638", "0.0001"),
        ("0.9", RATIO, "", "0.9", "0.1"),
        ("340%", RATIO, "", "3.4", "0.01"),
        ("5‰", RATIO, "", "0.005", "0.001"),
        ("1.5个百分点", RATIO, "", "0.015", "0.001"),
        ("90", RATIO, "%", "0.9", "0.01"),
        # points
        ("8.5分", SCORE, "", "8.5", "0.1"),
        ("8.50", SCORE, "", "8.5", "0.01"),
        ("-10分", SCORE, "", "-10", "1"),
        # counts
        ("1000", COUNT, "", "1000", "1"),
        ("1000个", COUNT, "个", "1000", "1"),
        ("12,340个", COUNT, "个", "12340", "1"),
        ("1.2万个", COUNT, "个", "12000", "1000"),
        ("3万", COUNT, "个", "30000", "10000"),
        ("1.2亿人", COUNT, "人", "120000000", "10000000"),
        ("100㎡", COUNT, "㎡", "100", "1"),
        ("100m²", COUNT, "m²", "100", "1"),
        ("5万人", COUNT, "万人", "5", "1"),
        ("5", COUNT, "万人", "5", "1"),
        ("12.5", NUMBER, "", "12.5", "0.1"),
        ("000123", NUMBER, "", "123", "1"),
        ("0", NUMBER, "", "0", "1"),
        ("999999999999999999999999999999", NUMBER, "", "999999999999999999999999999999", "1"),
    ],
)
def test_numbers_with_their_units(text: str, kind: Kind, unit: str, number: str, step: str) -> None:
    """A written number has one exact value, and the size of its last digit is kept."""
    assert parse_value(text, kind, unit) == Written(F(number), F(step))


@pytest.mark.parametrize(
    ("text", "kind", "unit", "number"),
    [
        ("1/3", RATIO, "", F(1, 3)),
        ("-1/3", NUMBER, "", F(-1, 3)),
        ("10/3元", MONEY, "", F(10, 3)),
        ("1/3", MONEY, "万元", F(10000, 3)),
        ("2/3个", COUNT, "个", F(2, 3)),
    ],
)
def test_fractions_are_exact_and_have_no_last_digit(text: str, kind: Kind, unit: str, number: F) -> None:
    """What has no finite decimal can be written as a fraction, with the same units."""
    assert parse_value(text, kind, unit) == Written(number, None)


def below(number: str) -> Interval:
    """Return what is smaller than ``number``."""
    return Interval(None, F(number), high_open=True)


def at_most(number: str) -> Interval:
    """Return what is not larger than ``number``."""
    return Interval(None, F(number))


def above(number: str) -> Interval:
    """Return what is larger than ``number``."""
    return Interval(F(number), None, low_open=True)


def at_least(number: str) -> Interval:
    """Return what is not smaller than ``number``."""
    return Interval(F(number), None)


@pytest.mark.parametrize(
    ("text", "kind", "bounds"),
    [
        ("低于850元", MONEY, below("850")),
        ("小于90%", RATIO, below("0.9")),
        ("少于20", COUNT, below("20")),
        ("不足20", COUNT, below("20")),
        ("不到20", COUNT, below("20")),
        ("未达到90%", RATIO, below("0.9")),
        ("<90%", RATIO, below("0.9")),
        ("＜90％", RATIO, below("0.9")),
        ("不超过850元", MONEY, at_most("850")),
        ("不高于850元", MONEY, at_most("850")),
        ("不大于850元", MONEY, at_most("850")),
        ("不多于20", COUNT, at_most("20")),
        ("至多20", COUNT, at_most("20")),
        ("最多20", COUNT, at_most("20")),
        ("<=90%", RATIO, at_most("0.9")),
        ("≤90%", RATIO, at_most("0.9")),
        ("850元以下", MONEY, at_most("850")),
        ("850元（含）以下", MONEY, at_most("850")),
        ("850元以内", MONEY, at_most("850")),
        ("高于850元", MONEY, above("850")),
        ("大于850元", MONEY, above("850")),
        ("多于20", COUNT, above("20")),
        ("超过90%", RATIO, above("0.9")),
        (">90%", RATIO, above("0.9")),
        ("不低于90%", RATIO, at_least("0.9")),
        ("不少于20", COUNT, at_least("20")),
        ("不小于20", COUNT, at_least("20")),
        ("至少20", COUNT, at_least("20")),
        ("最少20", COUNT, at_least("20")),
        ("达到90%", RATIO, at_least("0.9")),
        (">=90%", RATIO, at_least("0.9")),
        ("≥ 95 %", RATIO, at_least("0.95")),
        ("90%以上", RATIO, at_least("0.9")),
        ("90%（含）以上", RATIO, at_least("0.9")),
        ("达到90%以上", RATIO, at_least("0.9")),
        ("至少90%(含)以上", RATIO, at_least("0.9")),
        ("不超过850元以下", MONEY, at_most("850")),
        # 约: half a unit of the last digit that is not zero
        ("约3000元", MONEY, Interval(F(2500), F(3500), high_open=True)),
        ("大约3000元", MONEY, Interval(F(2500), F(3500), high_open=True)),
        ("约为3000元", MONEY, Interval(F(2500), F(3500), high_open=True)),
        ("3000元左右", MONEY, Interval(F(2500), F(3500), high_open=True)),
        ("约3000元左右", MONEY, Interval(F(2500), F(3500), high_open=True)),
        ("约3656.18万元", MONEY, Interval(F(36561750), F(36561850), high_open=True)),
        ("约91.4%", RATIO, Interval(F("0.9135"), F("0.9145"), high_open=True)),
        ("约-5", NUMBER, Interval(F("-5.5"), F("-4.5"), low_open=True)),
        ("约0", NUMBER, Interval(F("-0.5"), F("0.5"), True, True)),
        ("约0.0", NUMBER, Interval(F("-0.05"), F("0.05"), True, True)),
        # ranges
        ("600元至800元", MONEY, Interval(F(600), F(800))),
        ("600至800元", MONEY, Interval(F(600), F(800))),
        ("600～800元", MONEY, Interval(F(600), F(800))),
        ("600~800元", MONEY, Interval(F(600), F(800))),
        ("600—800元", MONEY, Interval(F(600), F(800))),
        ("600——800元", MONEY, Interval(F(600), F(800))),
        ("600–800元", MONEY, Interval(F(600), F(800))),
        ("0.5亿至6000万元", MONEY, Interval(F(50000000), F(60000000))),
        ("10至20%", RATIO, Interval(F("0.1"), F("0.2"))),
        ("10%至20%", RATIO, Interval(F("0.1"), F("0.2"))),
        ("-5至5", NUMBER, Interval(F(-5), F(5))),
        ("1/3至1/2", NUMBER, Interval(F(1, 3), F(1, 2))),
        ("7至7", NUMBER, F(7)),
    ],
)
def test_bounded_forms(text: str, kind: Kind, bounds: Amount) -> None:
    """The words of bounds say which end is given and whether it is included; 约 is as vague as it is written."""
    assert parse_value(text, kind).value == bounds


@pytest.mark.parametrize(
    ("text", "kind", "unit", "code", "what", "hint"),
    [
        ("12,34元", MONEY, "", "broken-number", "“12,34元”里的数字不完整，无法确定是多少", NO_GUESS),
        ("1,2345元", MONEY, "", "broken-number", "“1,2345元”里的数字不完整，无法确定是多少", NO_GUESS),
        ("1234,567元", MONEY, "", "broken-number", "“1234,567元”里的数字不完整，无法确定是多少", NO_GUESS),
        ("0,123元", MONEY, "", "broken-number", "“0,123元”里的数字不完整，无法确定是多少", NO_GUESS),
        (",123元", MONEY, "", "broken-number", "“,123元”里的数字不完整，无法确定是多少", NO_GUESS),
        ("1,234,元", MONEY, "", "broken-number", "“1,234,元”里的数字不完整，无法确定是多少", NO_GUESS),
        ("12，34元", MONEY, "", "broken-number", "“12，34元”里的数字不完整，无法确定是多少", NO_GUESS),
        ("低于12,34元", MONEY, "", "broken-number", "“低于12,34元”里的数字不完整，无法确定是多少", NO_GUESS),
        ("1.2.3元", MONEY, "", "broken-number", "“1.2.3元”里的数字不完整，无法确定是多少", ONE_POINT),
        ("1.元", MONEY, "", "broken-number", "“1.元”里的数字不完整，无法确定是多少", ONE_POINT),
        (".5%", RATIO, "", "broken-number", "“.5%”里的数字不完整，无法确定是多少", ONE_POINT),
        ("1e5", NUMBER, "", "broken-number", "“1e5”里的数字不完整，无法确定是多少", "不要用科学计数法，写出全部数字"),
        (
            "1E+5元",
            MONEY,
            "",
            "broken-number",
            "“1E+5元”里的数字不完整，无法确定是多少",
            "不要用科学计数法，写出全部数字",
        ),
        ("12 34元", MONEY, "", "broken-number", "“12 34元”的数字中间有空格，无法确定是一个数还是几个数", NO_BLANK),
        ("3 656元", MONEY, "", "broken-number", "“3 656元”的数字中间有空格，无法确定是一个数还是几个数", NO_BLANK),
        ("1/0", RATIO, "", "broken-number", "“1/0”的分母是 0", "查对原件"),
        ("1" * 31, NUMBER, "", "broken-number", f"“{'1' * 31}”的位数超过 30 位", "查对原件"),
        (f"1/{'7' * 5000}", NUMBER, "", "broken-number", f"“1/{'7' * 5000}”的位数超过 30 位", "查对原件"),
        ("628", MONEY, "", "no-unit", "“628”没有写单位", "写明单位，如 628元 或 628万元"),
        ("低于850", MONEY, "", "no-unit", "“低于850”没有写单位", "写明单位，如 低于850元 或 低于850万元"),
        ("￥628", MONEY, "", "no-unit", "“￥628”没有写单位", "写明单位，如 ￥628元 或 ￥628万元"),
        ("1/3", MONEY, "", "no-unit", "“1/3”没有写单位", "写明单位，如 1/3元 或 1/3万元"),
        ("3美元", MONEY, "", "wrong-unit", "“3美元”的单位“美元”不能用于金额", f"可以用的单位：{MONEY_UNITS}"),
        ("90%", MONEY, "", "wrong-unit", "“90%”的单位“%”不能用于金额", f"可以用的单位：{MONEY_UNITS}"),
        ("628元/月", MONEY, "", "wrong-unit", "“628元/月”的单位“元/月”不能用于金额", f"可以用的单位：{MONEY_UNITS}"),
        ("10⁵元", MONEY, "", "wrong-unit", "“10⁵元”的单位“⁵元”不能用于金额", f"可以用的单位：{MONEY_UNITS}"),
        ("9½元", MONEY, "", "wrong-unit", "“9½元”的单位“½元”不能用于金额", f"可以用的单位：{MONEY_UNITS}"),
        ("90元", RATIO, "", "wrong-unit", "“90元”的单位“元”不能用于比率", "可以用的单位：%、‰、个百分点"),
        ("8元", SCORE, "", "wrong-unit", "“8元”的单位“元”不能用于分数", "可以用的单位：分"),
        ("20份", COUNT, "个", "wrong-unit", "“20份”的单位“份”不能用于数量", "可以用的单位：个、万、万个、亿、亿个"),
        ("5万", COUNT, "万人", "wrong-unit", "“5万”的单位“万”不能用于数量", "可以用的单位：万人"),
        ("20份", NUMBER, "", "wrong-unit", "“20份”的单位“份”不能用于数", "可以用的单位：万、亿"),
        ("600-800元", MONEY, "", "wrong-unit", "“600-800元”的单位“-800元”不能用于金额", RANGE_FORM),
        ("10%-20%", RATIO, "", "wrong-unit", "“10%-20%”的单位“%-20%”不能用于比率", RANGE_FORM),
        ("10%至20", RATIO, "", "wrong-unit", "“10%至20”只有前一个数写了单位", "两个数写同样的单位，如 10%至20%"),
        ("800元至600元", MONEY, "", "bad-value", "“800元至600元”的下限大于上限", "把小的写在前面"),
        ("约1/3", RATIO, "", "bad-value", "“约”后面是分数，看不出写到哪一位", "写成小数，如 约33.3%"),
        ("完成", MONEY, "", "not-a-number", "“完成”不是金额", MONEY_EXAMPLE),
        ("", MONEY, "", "not-a-number", "“”不是金额", MONEY_EXAMPLE),
        ("——", MONEY, "", "not-a-number", "“——”不是金额", MONEY_EXAMPLE),
        ("600元至", MONEY, "", "not-a-number", "“600元至”不是金额", MONEY_EXAMPLE),
        ("①元", MONEY, "", "not-a-number", "“①元”不是金额", MONEY_EXAMPLE),
        ("九成", RATIO, "", "not-a-number", "“九成”不是比率", "写成如 90%、16.38%；还不知道就不写这一项"),
        ("优", SCORE, "", "not-a-number", "“优”不是分数", "写成如 8.5分；还不知道就不写这一项"),
        ("多", COUNT, "", "not-a-number", "“多”不是数量", "写成如 1000；还不知道就不写这一项"),
        ("x", NUMBER, "", "not-a-number", "“x”不是数", "写成如 12.5；还不知道就不写这一项"),
    ],
)
def test_what_is_broken_is_refused_with_a_reason_and_a_hint(
    text: str, kind: Kind, unit: str, code: str, what: str, hint: str
) -> None:
    """A number that may be read in two ways or not at all is refused, never guessed; the hint says what to write."""
    with pytest.raises(WrittenFault) as raised:
        parse_value(text, kind, unit)
    assert (raised.value.code, str(raised.value.what), str(raised.value.hint)) == (code, what, hint)


SIGNS = "0123456789.,，.％%‰/+-−—~至约元万亿分个百点 　e²①½¥￥<>≤≥="
PIECES = [*SIGNS, "低于", "以上", "左右", "万元", "（含）", "不超过"]
any_text = st.text(max_size=12) | st.lists(st.sampled_from(PIECES), max_size=8).map("".join)


def read(text: str, kind: Kind, unit: str) -> Value | WrittenFault:
    """Return what a text is read as, or the fault."""
    try:
        return parse_value(text, kind, unit).value
    except WrittenFault as fault:
        return fault


@settings(max_examples=200, deadline=None)
@given(any_text, st.sampled_from(list(Kind)), st.sampled_from(["", "元", "万元", "元/个/月", "个", "万人", "%"]))
def test_any_text_is_read_or_refused(text: str, kind: Kind, unit: str) -> None:
    """Whatever stands in a cell gives a value or a fault with a message, never a crash or an empty interval."""
    value = read(text, kind, unit)
    if isinstance(value, WrittenFault):
        assert str(value.what)
        assert value.code
    if isinstance(value, Interval) and value.low is not None and value.high is not None:
        assert value.low < value.high


@given(st.integers(-(10**15), 10**15), st.integers(0, 6), st.sampled_from(["元", "万元", "亿元"]))
def test_every_way_to_write_a_number_is_the_same_number(digits: int, decimals: int, unit: str) -> None:
    """Plain, grouped, full-width and spaced writing of one number give one value."""
    number = F(digits, 10**decimals)
    whole, rest = divmod(abs(digits), 10**decimals)
    sign = "-" if digits < 0 else ""
    tail = f".{rest:0{decimals}d}" if decimals else ""
    plain, grouped = f"{sign}{whole}{tail}{unit}", f"{sign}{whole:,}{tail}{unit}"
    wide = "".join(chr(ord(char) + 0xFEE0) if "!" <= char <= "~" else char for char in grouped)
    values = {parse_value(text, MONEY).value for text in (plain, grouped, wide, f" {plain[:-1]} {plain[-1]}　")}
    assert values == {number * {"元": 1, "万元": 10**4, "亿元": 10**8}[unit]}


@given(any_text)
def test_normalising_twice_changes_nothing(text: str) -> None:
    """The plain form of a text is its own plain form."""
    try:
        once = normalise(text)
    except WrittenFault:
        return
    assert normalise(once) == once
