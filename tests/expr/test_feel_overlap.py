"""Where the language overlaps with DMN FEEL it gives what the DMN TCK expects; where it means to differ is listed.

Cases and results are those of the DMN Technology Compatibility Kit (TestCases/compliance-level-2 and -3, DMN 1.4/1.5);
those marked ``spec`` follow the tables of the standard itself (10.3.2.15, 10.3.4). FEEL's null is our unknown, so a
null in a case is written here as a field that nobody has given: 年限 (number), 按时 (boolean), 签订日期 (date),
承建单位 (string).
"""

from __future__ import annotations

from fractions import Fraction

import pytest

from checker.expr import ExprFault
from checker.values import UNKNOWN, Value
from tests.expr.vocabulary import env, value_of

NULL = UNKNOWN
T, F = True, False


def n(text: str) -> Fraction:
    """Return a number of a result."""
    return Fraction(text)


Case = tuple[str, str, str, Value]
"""The TCK case, the FEEL expression, ours, and the result."""
ARITHMETIC: list[Case] = [
    ("0105-feel-math 1", "10+5", "10+5", n("15")),
    ("0105-feel-math 2", "-10+-5", "-10+-5", n("-15")),
    ("0105-feel-math 3", "(-10)+(-5)", "(-10)+(-5)", n("-15")),
    ("0105-feel-math 4", "10-5", "10-5", n("5")),
    ("0105-feel-math 5", "-10--5", "-10--5", n("-5")),
    ("0105-feel-math 6", "(-10)-(-5)", "(-10)-(-5)", n("-5")),
    ("0105-feel-math 7", "(10+20)-(-5+3)", "(10+20)-(-5+3)", n("32")),
    ("0105-feel-math 8", "10*5", "10*5", n("50")),
    ("0105-feel-math 9", "-10*-5", "-10*-5", n("50")),
    ("0105-feel-math 11", "(10+5)*(-5*3)", "(10+5)*(-5*3)", n("-225")),
    ("0105-feel-math 12", "10/5", "10/5", n("2")),
    ("0105-feel-math 13", "-10/-5", "-10/-5", n("2")),
    ("0105-feel-math 15", "(10+20)/(-5*3)", "(10+20)/(-5*3)", n("-2")),
    ("0105-feel-math 16", "(10+20)/0", "(10+20)/0", NULL),
    ("0105-feel-math 23", "10+null", "10 + 年限", NULL),
    ("0105-feel-math 24", "null + 10", "年限 + 10", NULL),
    ("0105-feel-math 25", "10 - null", "10 - 年限", NULL),
    ("0105-feel-math 26", "null - 10", "年限 - 10", NULL),
    ("0105-feel-math 27", "10 * null", "10 * 年限", NULL),
    ("0105-feel-math 28", "null * 10", "年限 * 10", NULL),
    ("0105-feel-math 29", "10 / null", "10 / 年限", NULL),
    ("0105-feel-math 30", "null / 10", "年限 / 10", NULL),
    ("0105-feel-math 31", "10 + 20 / -5 - 3", "10 + 20 / -5 - 3", n("3")),
    ("0105-feel-math 32", "10 + 20 / (-5 - 3)", "10 + 20 / (-5 - 3)", n("7.5")),
    ("spec", "-null", "-年限", NULL),
]
COMPARISON: list[Case] = [
    ("0068-feel-equality number_001", "123 = 123", "123 = 123", T),
    ("0068-feel-equality number_002", "123.01 = 123.01", "123.01 = 123.01", T),
    ("0068-feel-equality number_003", "0 = 0.00", "0 = 0.00", T),
    ("0068-feel-equality number_004", "-0 = 0", "-0 = 0", T),
    ("0068-feel-equality number_005", "-1 = 1", "-1 = 1", F),
    ("0068-feel-equality boolean_001", "true = true", "true = true", T),
    ("0068-feel-equality boolean_002", "true != true", "true != true", F),
    ("0068-feel-equality boolean_005", "true = false", "true = false", F),
    ("0068-feel-equality string_001", '"foo" = "foo"', '"foo" = "foo"', T),
    ("0068-feel-equality string_002", '"foo" = "Foo"', '"foo" = "Foo"', F),
    ("0068-feel-equality string_003", '"foo" != "Foo"', '"foo" != "Foo"', T),
    ("spec", "1 < 2", "1 < 2", T),
    ("spec", "2 <= 2", "2 <= 2", T),
    ("spec", "2 > 2", "2 > 2", F),
    ("spec", "2 >= 2", "2 >= 2", T),
    ("spec", "null < 1", "年限 < 1", NULL),
    ("spec", "1 >= null", "1 >= 年限", NULL),
    ("spec", 'date("2020-02-29") < date("2020-03-01")', "2020-02-29 < 2020-03-01", T),
    ("spec", 'date("2018-12-08") = date("2018-12-08")', "2018-12-08 = 2018-12-08", T),
    ("spec", 'date("2018-12-08") != date("2018-12-07")', "2018-12-08 != 2018-12-07", T),
    ("spec", 'null < date("2020-03-01")', "签订日期 < 2020-03-01", NULL),
]
BETWEEN_AND_IN: list[Case] = [
    ("0071-feel-between number_001", "0 between 1 and 10", "0 between 1 and 10", F),
    ("0071-feel-between number_002", "1 between 1 and 10", "1 between 1 and 10", T),
    ("0071-feel-between number_003", "5 between 1 and 10", "5 between 1 and 10", T),
    ("0071-feel-between number_004", "10 between 1 and 10", "10 between 1 and 10", T),
    ("0071-feel-between number_005", "11 between 1 and 10", "11 between 1 and 10", F),
    *(
        (
            f"0071-feel-between date_00{at}",
            f'date("2018-12-0{at}") between date("2018-12-02") and date("2018-12-04")',
            f"2018-12-0{at} between 2018-12-02 and 2018-12-04",
            at in {2, 3, 4},
        )
        for at in range(1, 6)
    ),
    ("spec", "null between 1 and 10", "年限 between 1 and 10", NULL),
    ("spec", "2 between null and 10", "2 between 年限 and 10", NULL),
    ("spec", "2 between 1 and null", "2 between 1 and 年限", NULL),
    ("spec", "2 between 3 and null", "2 between 3 and 年限", F),
    ("0072-feel-in number_001", "1 in [2,3,1]", "1 in (2, 3, 1)", T),
    ("0072-feel-in number_001_a", "1 in [2,3,4]", "1 in (2, 3, 4)", F),
    ("0072-feel-in number_010_b", "2 in [2..4]", "2 between 2 and 4", T),
    ("0072-feel-in number_014_a", "10 in (1, 5, 9)", "10 in (1, 5, 9)", F),
    ("0072-feel-in string_001", '"a" in ["b","c","a"]', '"a" in ("b", "c", "a")', T),
    ("0072-feel-in string_001_a", '"a" in ["b","c","d"]', '"a" in ("b", "c", "d")', F),
]
IF: list[Case] = [
    ("0032-conditionals 001", "if true then 100+10 else 100-10", "if true then 100+10 else 100-10", n("110")),
    ("0032-conditionals 002", "if false then 100+10 else 100-10", "if false then 100+10 else 100-10", n("90")),
    ("spec", "if 1 > 2 then 1 else if 2 > 1 then 2 else 3", "if 1 > 2 then 1 else if 2 > 1 then 2 else 3", n("2")),
    ("spec", "if true then null else 1", "if true then 年限 else 1", NULL),
]
ROUNDING: list[Case] = [
    ("1143-feel-round-half-up 001", "round half up(5.5, 0)", "round(5.5, 0)", n("6")),
    ("1143-feel-round-half-up 002", "round half up(-5.5, 0)", "round(-5.5, 0)", n("-6")),
    ("1143-feel-round-half-up 003", "round half up(1.121, 2)", "round(1.121, 2)", n("1.12")),
    ("1143-feel-round-half-up 004", "round half up(-1.126, 2)", "round(-1.126, 2)", n("-1.13")),
    ("1143-feel-round-half-up 007", "round half up(null,0)", "round(年限, 0)", NULL),
    ("1143-feel-round-half-up 008", "round half up(1234,null)", "round(1234, 年限)", NULL),
    ("1143-feel-round-half-up 015", "round half up(5.5, 1.1)", "round(5.5, 1.1)", NULL),
    ("1101-feel-floor 1", "floor(1.5)", "floor(1.5)", n("1")),
    ("1101-feel-floor 2", "floor(-1.5)", "floor(-1.5)", n("-2")),
    ("1101-feel-floor 3", "floor(--1)", "floor(--1)", n("1")),
    ("1101-feel-floor 4", "floor(-5/2.3*5)", "floor(-5/2.3*5)", n("-11")),
    ("spec", "ceiling(1.5)", "ceiling(1.5)", n("2")),
    ("spec", "ceiling(-1.5)", "ceiling(-1.5)", n("-1")),
    ("spec", "abs(-10)", "abs(-10)", n("10")),
    ("spec", "min(1, 2, 3)", "min(1, 2, 3)", n("1")),
    ("spec", "max(1, 2, 3)", "max(1, 2, 3)", n("3")),
]
CASES = [*ARITHMETIC, *COMPARISON, *BETWEEN_AND_IN, *IF, *ROUNDING]


@pytest.mark.parametrize(("case", "feel", "text", "result"), CASES, ids=[f"{case[0]}: {case[1]}" for case in CASES])
def test_same_as_feel(case: str, feel: str, text: str, result: Value) -> None:
    """An expression that both languages can say comes to the result the TCK expects of FEEL."""
    assert value_of(text) == result, (case, feel)


TERNARY: list[tuple[str, str, str, Value, Value]] = [
    ("001", "是", "是", T, T),
    ("002", "否", "是", F, T),
    ("003", "按时", "是", NULL, T),
    ("004", "是", "否", F, T),
    ("005", "否", "否", F, F),
    ("006", "按时", "否", F, NULL),
    ("007", "是", "按时", NULL, T),
    ("008", "否", "按时", F, NULL),
    ("009", "按时", "按时", NULL, NULL),
]


@pytest.mark.parametrize(("case", "a", "b", "conjunction", "disjunction"), TERNARY)
def test_ternary_logic_of_feel(case: str, a: str, b: str, conjunction: Value, disjunction: Value) -> None:
    """And, or and not of the nine pairs are those of TCK 0106-feel-ternary-logic and 0107-feel-ternary-logic-not."""
    assert (value_of(f"{a} and {b}"), value_of(f"{a} or {b}")) == (conjunction, disjunction), case
    assert value_of("not 是") is False
    assert value_of("not 否") is True
    assert value_of("not 按时") is NULL


UNKNOWN_IS_NOT_NO = "null means no value in FEEL; unknown means a value nobody has told us yet"
DIFFERENCES: list[tuple[str, str, str, Value, Value, str]] = [
    ("0032-conditionals 003", "if null then 100+10 else 100-10", "(if 按时 then 100+10 else 100-10) = 90", T, NULL,
     UNKNOWN_IS_NOT_NO),
    ("spec", 'if null then "a" else "b"', "if 按时 then “a” else “b”", "b", NULL, UNKNOWN_IS_NOT_NO),
    ("0068-feel-equality null_001", "null = null", "年限 = 年限", T, NULL, UNKNOWN_IS_NOT_NO),
    ("0068-feel-equality null_002", "null != null", "年限 != 年限", F, NULL, UNKNOWN_IS_NOT_NO),
    ("0068-feel-equality number_006", "100 = null", "100 = 年限", F, NULL, UNKNOWN_IS_NOT_NO),
    ("0068-feel-equality boolean_006", "true = null", "true = 按时", F, NULL, UNKNOWN_IS_NOT_NO),
    ("0068-feel-equality string_004", '"foo" = null', "“foo” = 承建单位", F, NULL, UNKNOWN_IS_NOT_NO),
    ("spec", "null in [1, 2]", "年限 in (1, 2)", F, NULL, UNKNOWN_IS_NOT_NO),
    ("spec", "sum([])", "sum(年限 over 支付)", NULL, n("0"), "nothing was paid is an answer, and it adds up to 0"),
    ("spec", 'date("2020-03-01") - date("2020-02-28")', "2020-03-01 - 2020-02-28", "P2D", n("2"), "days are a count"),
]  # fmt: skip
NOTHING_PAID = env(tables={"payment": []})


@pytest.mark.parametrize(("case", "feel", "text", "theirs", "ours", "reason"), DIFFERENCES)
def test_documented_difference(case: str, feel: str, text: str, theirs: Value, ours: Value, reason: str) -> None:
    """Each place where the language means to differ from FEEL differs as documented, for the reason given."""
    assert value_of(text, NOTHING_PAID) == ours, (case, feel, theirs, reason)


def test_if_with_unknown_condition_covers_what_feel_gives() -> None:
    """Of two numbers, an unknown condition gives bounds in which the else that FEEL takes lies."""
    assert value_of("(if 按时 then 1 else 2) >= 1") is True
    assert value_of("(if 按时 then 1 else 2) <= 2") is True
    assert value_of("(if 按时 then 1 else 2) = 2") is NULL


NULL_AT_RUN_TIME = [
    ("0068-feel-equality number_007", '100 = "100"', '100 = "100"'),
    ("0068-feel-equality boolean_009", "true = 1", "true = 1"),
    ("spec", '"a" * 1', '"a" * 1'),
    ("1143-feel-round-half-up 005", "round half up()", "round()"),
    ("1143-feel-round-half-up 009", "round half up(1234.12,1,2)", "round(1234.12, 1, 2)"),
    ("1143-feel-round-half-up 013", 'round half up("123", 0)', 'round("123", 0)'),
    ("0105-feel-math 17", "10**5", "10**5"),
]


@pytest.mark.parametrize(("case", "feel", "text"), NULL_AT_RUN_TIME)
def test_refused_before_it_runs(case: str, feel: str, text: str) -> None:
    """What FEEL answers with null for want of the right types, or what we do not have, is refused when it is read."""
    with pytest.raises(ExprFault):
        value_of(text)
    assert case
    assert feel
