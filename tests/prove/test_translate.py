"""Tests that expressions mean to the solver what they mean to the evaluator."""

from __future__ import annotations

import typing
from typing import Any

import z3
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from checker.expr import compile_text, evaluate, walk
from checker.expr.functions import FUNCTIONS
from checker.expr.tree import Constant, Expr, Function
from checker.prove import calendar, functions, translate
from tests.expr.expressions import expressions
from tests.expr.partial_facts import facts
from tests.expr.vocabulary import SCOPE
from tests.prove.pinned import exact_only, pinned, says

_CALENDAR = {*calendar.ONE_DAY, "months", "month_end"}


@settings(max_examples=40, suppress_health_check=[HealthCheck.too_slow])
@given(data=st.data(), text=expressions(known=True, depth=2))
def test_solver_and_evaluator_agree(data: st.DataObject, text: str) -> None:
    """For any expression and any facts, exact or missing, the solver finds the value of the evaluator and no other."""
    tree = compile_text(text, SCOPE)
    reported, _ = data.draw(facts(tree))
    env = exact_only(reported)
    expected = evaluate(tree, env)
    value, solver, world = pinned(tree, env)
    claim = says(world, value, expected)
    solver.add(*world.premises())
    assert solver.check(claim) == z3.sat
    if not any(isinstance(node, Function) and node.name in _CALENDAR for node in walk(tree)):
        assert solver.check(z3.Not(claim)) == z3.unsat


def test_every_node_is_translated() -> None:
    """No class of node is forgotten."""
    nodes: Any = typing.get_args(Expr)
    assert set(translate._TRANSLATORS) | {Constant} == set(nodes)


def test_every_function_is_translated() -> None:
    """No function of the language is forgotten."""
    assert set(functions.FUNCTIONS) == set(FUNCTIONS)
