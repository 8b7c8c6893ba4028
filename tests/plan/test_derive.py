"""Derived fields in an order in which each uses only earlier ones, and circles that have none."""

import itertools

import pytest

from checker.plan import build_plan
from checker.source import Problems
from tests.strategies.making import DAY, checker_of, small_pack


def circle(*pairs: str) -> list[str]:
    """Return the problems of a fact type with derived fields, each written ``field=derivation``."""
    fields = {"given": {"label": "给定", "type": "number"}}
    for pair in pairs:
        name, text = pair.split("=")
        fields[name] = {"label": f"{name}项", "type": "number", "derive": text}
    problems = Problems()
    build_plan(small_pack({"t": {"label": "类", "fields": fields}}), DAY, problems)
    return [f"{problem.code}: {problem.what}" for problem in problems.errors]


def test_order() -> None:
    """However they are written, a field comes after those it is worked out from, also across fact types."""
    vocabulary = """
a:
  label: 甲
  fields:
    total: {label: 合计, type: number, derive: 小计 + sum(数 over 乙)}
    part: {label: 小计, type: number, derive: 底 * 2}
    base: {label: 底, type: number}
b:
  label: 乙
  key: [no]
  fields:
    no: {label: 号, type: text}
    half: {label: 数, type: number, derive: 全 / 2}
    whole: {label: 全, type: number}
"""
    plan = checker_of(small_pack(vocabulary)).plan
    order = [(derivation.record, derivation.field) for derivation in plan.derivations]
    assert sorted(order) == [("a", "part"), ("a", "total"), ("b", "half")]
    assert order.index(("a", "part")) < order.index(("a", "total"))
    assert order.index(("b", "half")) < order.index(("a", "total"))


def test_field_worked_out_from_itself() -> None:
    """A field that is worked out from itself is a mistake, told once with the circle."""
    assert circle("a=a + 1") == ["cyclic-derive: 派生字段绕成了圈：t.a → t.a"]


@pytest.mark.parametrize("order", list(itertools.permutations(("a=b + 1", "b=c + 1", "c=a + given"))))
def test_circle(order: tuple[str, ...]) -> None:
    """A circle of three fields is told once and in the same words, wherever reading begins."""
    assert circle(*order) == ["cyclic-derive: 派生字段绕成了圈：t.a → t.b → t.c → t.a"]


@pytest.mark.parametrize("order", list(itertools.permutations(("x=b", "b=c", "c=b", "d=d"))))
def test_two_circles_and_a_way_in(order: tuple[str, ...]) -> None:
    """Each circle is told once; a field that only leads into one is not at fault."""
    assert sorted(circle(*order)) == [
        "cyclic-derive: 派生字段绕成了圈：t.b → t.c → t.b", "cyclic-derive: 派生字段绕成了圈：t.d → t.d",
    ]  # fmt: skip


def test_no_circle() -> None:
    """Two fields worked out from the same one are no circle."""
    assert circle("a=given", "b=a + given", "c=a + b") == []
