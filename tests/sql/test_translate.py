"""Expressions as SQL come to what the evaluator says: a value, both ends and whether they are excluded, or unknown."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from fractions import Fraction
from typing import get_args

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from checker.expr import Expr, ExprFault, compile_text, evaluate, value_text, walk
from checker.expr.functions import FUNCTIONS as EVALUATED
from checker.expr.tree import Aggregate, Field, Parameter, Version
from checker.sql.functions import FUNCTIONS
from checker.sql.translate import _TRANSLATORS, sql_value
from checker.sql.values import Refused
from checker.values import UNKNOWN, Kind, Value, interval
from tests.expr.expressions import KINDS, Writer
from tests.expr.test_expressions_page import EXAMPLES, VOCABULARY, Example, make_env, make_scope
from tests.expr.vocabulary import SCOPE, day
from tests.portfolio.sessions import ON_SPARK, the_spark
from tests.sql.known import HOW, values
from tests.sql.leaves import (
    Ask,
    KeepingScope,
    Laid,
    Leaf,
    LeafScope,
    answers,
    ask_duckdb,
    come_to,
    env_of,
    lay,
    leaf_of,
    without_aggregates,
)

ROWS = 3


@dataclass(frozen=True)
class Case:
    """An expression, values of all it reads (row by row), how they are laid out, and the as-of day."""

    text: str
    node: Expr
    given: dict[Leaf, list[Value]]
    laid: dict[Leaf, Laid]
    as_of: int


@st.composite
def cases(draw: st.DrawFn) -> Case:
    """Random expressions and facts; what is gathered stands as a field of its own."""
    writer = Writer(lambda options: draw(st.sampled_from(options)), known=True)
    text = writer.write(draw(st.sampled_from(KINDS)).value, draw(st.integers(1, 3)))
    node = without_aggregates(compile_text(text, SCOPE))
    leaves = {leaf_of(part): part for part in walk(node) if isinstance(part, Field)}
    given_values, laid = {}, {}
    for place, (leaf, field) in enumerate(leaves.items()):
        how = draw(st.sampled_from((*HOW, "absent")))
        column = [UNKNOWN if how == "absent" else draw(values(field.kind, how)) for _ in range(ROWS)]
        given_values[leaf] = column
        if how != "absent":
            laid[leaf] = lay(field.kind, f"c{place}", column, bounded=how == "bounded")
    return Case(text, node, given_values, laid, draw(st.integers(day("2019-01-01"), day("2021-12-31"))))


@given(cases())
def test_sql_says_what_the_evaluator_says(case: Case) -> None:
    """Whatever is asked of whatever facts, DuckDB gives the answer of the evaluator, exactly, within proven ranges."""
    check(case, ask_duckdb)


def check(case: Case, ask: Ask) -> None:
    """Hold a database to the evaluator; what SQL cannot say exactly it may refuse."""
    try:
        found = answers({"v": case.node}, case.laid, case.as_of, ask)
    except Refused:
        assume(False)
    expected = [evaluate(case.node, env_of(case.given, place, case.as_of)) for place in range(len(found))]
    assert [row["v"] for row in found] == expected, case.text


def examples_by_day() -> dict[str, dict[Example, Expr]]:
    """Return the examples of the page that gather nothing, by the day they are checked for."""
    found: dict[str, dict[Example, Expr]] = {}
    for example in EXAMPLES:
        scope = make_scope(VOCABULARY)
        if example.parameters_on:
            scope = replace(scope, at=compile_text(example.parameters_on, scope, (Kind.DATE,)))
        try:
            node = compile_text(example.text, scope)
        except ExprFault:
            continue
        if not any(isinstance(part, Aggregate) for part in walk(node)):
            found.setdefault(example.as_of or VOCABULARY["as_of"], {})[example] = node
    return found


def check_page(ask: Ask) -> None:
    """Hold a database to the page: one row has its facts, in the other nothing is known."""
    scope = make_scope(VOCABULARY)
    counted = 0
    for as_of, examples in examples_by_day().items():
        env = make_env(VOCABULARY, scope, as_of)
        laid = {(name, field): lay(scope.records[name].fields[field].kind, f"{name}_{field}", [value, UNKNOWN])
                for name, row in env.rows.items() for field, value in row.items()}  # fmt: skip
        nodes = {f"v{example.line}": node for example, node in examples.items()}
        row = answers(nodes, laid, date.fromisoformat(as_of).toordinal(), ask)[0]
        stated = {f"v{example.line}": example.result for example in examples}
        assert {name: value_text(row[name], nodes[name].kind) for name in nodes} == stated
        counted += len(nodes)
    assert counted > 150


def test_examples_of_the_page() -> None:
    """Every example of the reference page that gathers nothing comes to the result stated there."""
    check_page(ask_duckdb)


@ON_SPARK
def test_examples_of_the_page_on_spark() -> None:
    """They do on Spark too."""
    check_page(lambda select: the_spark().rows(select))


AT = Field("service_quarter", "service_quarter", "paid_on", Kind.DATE)
KEY = Field("service_quarter", "service_quarter", "batch", Kind.CHOICE)
RATES = (Version(day("2019-01-01"), Fraction(9, 10)), Version(day("2020-01-01"), Fraction(92, 100)),
         Version(day("2021-01-01"), Fraction(1, 2)))  # fmt: skip
PRICES = (Version(day("2019-01-01"), UNKNOWN, (("一期", Fraction(850)), ("二期", Fraction(628)))),
          Version(day("2020-06-01"), UNKNOWN, (("一期", Fraction(800)),)))  # fmt: skip
WORDS = (Version(day("2019-01-01"), "甲"), Version(day("2020-01-01"), "乙"), Version(day("2021-01-01"), "乙"))
KEYS: list[Value] = ["一期", "二期", "三期", UNKNOWN]
PARAMETERS = {
    "rate": Parameter("rate", Kind.RATIO, "", RATES),
    "rate_at": Parameter("rate", Kind.RATIO, "", RATES, at=AT),
    "price": Parameter("price", Kind.MONEY, "", PRICES, key=KEY),
    "price_at": Parameter("price", Kind.MONEY, "", PRICES, key=KEY, at=AT),
    "words_at": Parameter("words", Kind.TEXT, "", WORDS, at=AT),
    "none_yet": Parameter("rate", Kind.RATIO, "", (Version(day("2030-01-01"), Fraction(1)),)),
}


@settings(max_examples=settings().max_examples // 4)
@given(st.sampled_from(HOW), st.data())
def test_parameters_are_picked_by_day_and_key(how: str, data: st.DataObject) -> None:
    """On the as-of day or another, exact or within bounds; a key or day that is missing makes the value unknown."""
    near = st.integers(day("2018-11-01"), day("2021-03-01")).map(Fraction)
    span = st.builds(lambda first, width: interval(first, first + width), near, st.sampled_from([30, 400, 800]))
    half = near.map(lambda first: interval(first, None))
    days = {"exact": near, "nullable": near | st.just(UNKNOWN), "bounded": near | span | half | st.just(UNKNOWN)}[how]
    given_values: dict[Leaf, list[Value]] = {
        leaf_of(AT): [data.draw(days) for _ in range(5)],
        leaf_of(KEY): [data.draw(st.sampled_from(KEYS)) for _ in range(5)],
    }
    laid = {leaf_of(node): lay(node.kind, node.name, given_values[leaf_of(node)]) for node in (AT, KEY)}
    as_of = data.draw(near.map(int))
    for place, row in enumerate(answers(PARAMETERS, laid, as_of, ask_duckdb)):
        env = env_of(given_values, place, as_of)
        assert row == {name: evaluate(node, env) for name, node in PARAMETERS.items()}


DEEP = "(点位数 * 故障率 * 点位数) * (故障率 * 点位数 * 故障率) / (点位数 * 点位数)"
SPANS: dict[Leaf, list[Value]] = {
    ("service_quarter", "points"): [interval(Fraction(-2), Fraction(3), True), interval(None, Fraction(5)), UNKNOWN],
    ("service_quarter", "fault_rate"): [interval(Fraction(-1), Fraction(2)), interval(Fraction(1), None), Fraction(0)],
}  # fmt: skip


def test_what_grows_too_long_is_kept_or_refused() -> None:
    """A scope that keeps values in columns gets any answer; without, SQL that would be too long is refused."""
    node, as_of = compile_text(DEEP, SCOPE), day("2020-12-31")
    laid = {leaf: lay(Kind.NUMBER, leaf[1], column) for leaf, column in SPANS.items()}
    with pytest.raises(Refused, match="太长"):
        sql_value(node, LeafScope(laid, as_of))
    scope = KeepingScope(laid, as_of)
    value = sql_value(node, scope)
    assert len(scope.kept) > 4
    found = [row["v"] for row in come_to({"v": value}, laid, kept=scope.kept)]
    assert found == [evaluate(node, env_of(SPANS, place, as_of)) for place in range(3)]


def test_every_node_and_function_is_translated() -> None:
    """There is SQL for every class of node and every function of the language."""
    assert set(_TRANSLATORS) == set(get_args(Expr))
    assert set(FUNCTIONS) == set(EVALUATED)
