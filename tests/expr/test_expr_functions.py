"""Each function of the language does what the one table of functions promises, on exact and on bounded values."""

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from checker.expr import compile_text, evaluate, value_text
from checker.expr.functions import ALIASES, FUNCTIONS, GATHERINGS, LOOKUP, FunctionSpec
from checker.expr.tree import Constant, Function
from checker.values import UNKNOWN, Interval, Kind, Value
from tests.expr.partial_facts import agrees
from tests.expr.vocabulary import SCOPE, day, env

FACTS = env(
    {"service_quarter": {"paid_on": "2020-02下旬", "points": "20至30", "fee": "低于850元", "quarter": "2020年"}},
)
VALUES = [
    ("min(3, 2, 5)", "2"),
    ("min(点位数, 25)", "[20, 25]"),
    ("min(点位数, 40)", "[20, 30]"),
    ("min(点位数, 20)", "20"),
    ("max(点位数, 25, 26)", "[26, 30]"),
    ("max(服务费, 800元)", "[800元, 850元)"),
    ("max(服务费, 850元)", "850元"),
    ("max(支付日期, 2020-02-25)", "[2020-02-25, 2020-02-29]"),
    ("max(2020Q3, 2019Q4)", "2020Q3"),
    ("max(在线率, 1)", "未知"),
    ("abs(-2.5%)", "2.5%"),
    ("abs(点位数 - 22)", "[0, 8]"),
    ("abs(-点位数)", "[20, 30]"),
    ("round(0.5)", "1"),
    ("round(-0.5)", "-1"),
    ("round(1.5)", "2"),
    ("round(2.5)", "3"),
    ("round(2.345, 2)", "2.35"),
    ("round(-2.345, 2)", "-2.35"),
    ("round(2.3449999999, 2)", "2.34"),
    ("round(1 / 3, 3)", "0.333"),
    ("round(2 / 3, 30)", "0.666666666666666666666666666667"),
    ("round(3656.18万元, -4)", "3656万元"),
    ("round(91.4045%, 4)", "91.4%"),
    ("round(点位数 / 7)", "[3, 4]"),
    ("round(服务费 / 100)", "(-∞, 8元]"),
    ("round(1.25, 0.5)", "未知"),
    ("round(1.25, 31)", "未知"),
    ("round(1.25, -31)", "未知"),
    ("round(1.25, 点位数)", "未知"),
    ("floor(2.9)", "2"),
    ("floor(-2.1)", "-3"),
    ("floor(服务费)", "(-∞, 849元]"),
    ("ceiling(2.1)", "3"),
    ("ceiling(-2.9)", "-2"),
    ("ceiling(服务费)", "(-∞, 850元]"),
    ("next(2020Q4)", "2021Q1"),
    ("next(季度)", "[2020Q2, 2021Q1]"),
    ("previous(2020Q1)", "2019Q4"),
    ("quarter_of(2020-03-31)", "2020Q1"),
    ("quarter_of(2020-04-01)", "2020Q2"),
    ("quarter_of(支付日期 + 10)", "2020Q1"),
    ("quarter_of(支付日期 + 35)", "[2020Q1, 2020Q2]"),
    ("quarter_start(2020Q4)", "2020-10-01"),
    ("quarter_start(季度)", "[2020-01-01, 2020-10-01]"),
    ("month_end(2020Q1, 2)", "2020-02-29"),
    ("month_end(2019Q1, 2)", "2019-02-28"),
    ("month_end(next(2020Q3), 2)", "2020-11-30"),
    ("month_end(2020Q1, 0)", "未知"),
    ("month_end(2020Q1, 4)", "未知"),
    ("month_end(2020Q1, 1.5)", "未知"),
    ("month_end(季度, 3)", "[2020-03-31, 2020-12-31]"),
    ("days(2020-02-28, 2020-03-01)", "2"),
    ("days(2020-03-01, 2020-02-28)", "-2"),
    ("days(支付日期, 2020-03-01)", "[1, 9]"),
    ("months(2020-01-15, 2020-03-14)", "1"),
    ("months(2020-01-15, 2020-03-15)", "2"),
    ("months(2020-03-15, 2020-01-15)", "-2"),
    ("months(2020-01-31, 2020-02-29)", "0"),
    ("months(2020-04-22, 2024-04-22)", "48"),
    ("months(支付日期, 2020-03-25)", "[0, 1]"),
    ("year_of(2020-12-31)", "2020"),
    ("year_of(支付日期)", "2020"),
    ("year_of_quarter(季度)", "2020"),
    ("year_of_quarter(2019Q4)", "2019"),
    ("valid_date(2020, 2, 29)", "是"),
    ("valid_date(2019, 2, 29)", "否"),
    ("valid_date(2020, 11, 31)", "否"),
    ("valid_date(2020, 13, 1)", "否"),
    ("valid_date(2020, 0, 1)", "否"),
    ("valid_date(0, 1, 1)", "否"),
    ("valid_date(2020.5, 1, 1)", "否"),
    ("valid_date(10000, 1, 1)", "否"),
    ("valid_date(2020, 点位数, 1)", "未知"),
]


@pytest.mark.parametrize(("text", "value"), VALUES)
def test_value(text: str, value: str) -> None:
    """A function comes to what its promise says, at its edges too."""
    tree = compile_text(text, SCOPE)
    assert value_text(evaluate(tree, FACTS), tree.kind) == value


@pytest.mark.parametrize("spec", FUNCTIONS.values(), ids=FUNCTIONS.keys())
def test_example(spec: FunctionSpec) -> None:
    """The example that the table of functions, and so every hint and the page, gives of a function is true."""
    assert evaluate(compile_text(spec.example, SCOPE), env()) is True
    assert spec.example.startswith(f"{spec.name}(")


@pytest.mark.parametrize("spec", FUNCTIONS.values(), ids=FUNCTIONS.keys())
def test_chinese_name(spec: FunctionSpec) -> None:
    """The Chinese name of a function means the same."""
    assert compile_text(spec.example.replace(spec.name, spec.label, 1), SCOPE) == compile_text(spec.example, SCOPE)


def test_no_two_functions_share_a_name() -> None:
    """Every Chinese name belongs to one function or aggregate; only min and max are both, with one name for both."""
    both = set(FUNCTIONS) & set(GATHERINGS)
    assert both == {"min", "max"}
    assert all(FUNCTIONS[name].label == GATHERINGS[name] for name in both)
    assert len(ALIASES) == len(FUNCTIONS) + len(GATHERINGS) - len(both) + 1
    assert ALIASES["查表"] == LOOKUP


@pytest.mark.parametrize("spec", FUNCTIONS.values(), ids=FUNCTIONS.keys())
def test_unknown_argument(spec: FunctionSpec) -> None:
    """A function of something unknown is unknown."""
    known = [Constant(Fraction(1), kinds[0]) for kinds in spec.arguments]
    for index, kinds in enumerate(spec.arguments):
        arguments = [*known[:index], Constant(UNKNOWN, kinds[0]), *known[index + 1 :]]
        assert evaluate(Function(spec.name, tuple(arguments), Kind.NUMBER), env()) is UNKNOWN


ONE_SIDED = [
    ("不早于2020-01-15", "2020-03-15", "(-∞, 2]"),
    ("不晚于2020-01-15", "2020-03-15", "[2, +∞)"),
    ("2020-01-15", "不早于2020-03-15", "[2, +∞)"),
    ("不早于2020-01-15", "不早于2020-03-15", "未知"),
]


@pytest.mark.parametrize(("first", "last", "value"), ONE_SIDED)
def test_months_between_days_bounded_on_one_side(first: str, last: str, value: str) -> None:
    """Months between two days have the bounds that the days leave, or none."""
    facts = env({"service_quarter": {"paid_on": first}, "contract": {"signed_on": last}})
    tree = compile_text("months(支付日期, 签订日期)", SCOPE)
    assert value_text(evaluate(tree, facts), tree.kind) == value


DAYS = st.integers(day("2018-11-01"), day("2021-02-28"))
WHOLE = st.integers(-9, 9)
SOME: dict[Kind, st.SearchStrategy[int]] = {Kind.DATE: DAYS, Kind.QUARTER: st.integers(8070, 8090)}


@pytest.mark.parametrize("spec", FUNCTIONS.values(), ids=FUNCTIONS.keys())
@given(data=st.data())
def test_bounded_arguments(spec: FunctionSpec, data: st.DataObject) -> None:
    """Whatever the arguments are within their bounds, the value lies in the bounded one."""
    bounded: list[Value] = []
    exact: list[Value] = []
    for kinds in spec.arguments:
        low = Fraction(data.draw(SOME.get(kinds[0], WHOLE)))
        high = low + data.draw(st.integers(0, 40))
        exact.append(low + data.draw(st.integers(0, int(high - low))))
        bounded.append(low if low == high else Interval(low, high))

    def apply(values: list[Value]) -> Value:
        arguments = tuple(Constant(value, Kind.NUMBER) for value in values)
        return evaluate(Function(spec.name, arguments, Kind.NUMBER), env())

    assert agrees(apply(bounded), apply(exact))
