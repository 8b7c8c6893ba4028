"""Amounts by example: how intervals are made, what is unknown, and that no binary float is used."""

from __future__ import annotations

import ast
import copy
import pickle
from fractions import Fraction
from pathlib import Path

import pytest

import checker.values
from checker.values import UNKNOWN, Amount, Interval, MaybeAmount, hull, interval, meet
from checker.values.amounts import absolute, add, divide, maximum, minimum, multiply, subtract

F = Fraction

ABOVE_ZERO = Interval(F(0), None, low_open=True)
BELOW_ZERO = Interval(None, F(0), high_open=True)
MODULES = sorted(Path(checker.values.__file__).parent.glob("*.py"))


@pytest.mark.parametrize(
    ("low", "high", "low_open", "high_open", "made"),
    [
        (F(1), F(2), False, False, Interval(F(1), F(2))),
        (F(1), F(2), True, True, Interval(F(1), F(2), True, True)),
        (F(1), F(1), False, False, F(1)),
        (F(1), None, True, True, Interval(F(1), None, low_open=True)),
        (None, F(1), True, True, Interval(None, F(1), high_open=True)),
        (None, None, False, False, UNKNOWN),
    ],
)
def test_interval_takes_its_plainest_form(
    low: F | None, high: F | None, low_open: bool, high_open: bool, made: MaybeAmount
) -> None:
    """One point is an exact number, no bound at all is unknown, and a missing end is never open."""
    assert interval(low, high, low_open, high_open) == made


@pytest.mark.parametrize(
    ("low", "high", "low_open", "high_open"),
    [(F(2), F(1), False, False), (F(1), F(1), True, False), (F(1), F(1), False, True), (F(1), F(1), True, True)],
)
def test_interval_refuses_to_be_empty(low: F, high: F, low_open: bool, high_open: bool) -> None:
    """Ends between which no number lies are an error of the caller, not a value."""
    with pytest.raises(ValueError, match="empty"):
        interval(low, high, low_open, high_open)


@pytest.mark.parametrize(
    ("computed", "expected"),
    [
        (add(Interval(F(1), F(2)), Interval(F(10), None, low_open=True)), Interval(F(11), None, low_open=True)),
        (add(ABOVE_ZERO, BELOW_ZERO), UNKNOWN),
        (subtract(Interval(F(1), F(2)), Interval(F(1), F(2))), Interval(F(-1), F(1))),
        (multiply(Interval(F(-2), F(3)), Interval(F(-5), F(7))), Interval(F(-15), F(21))),
        (multiply(ABOVE_ZERO, F(0)), F(0)),
        (multiply(ABOVE_ZERO, ABOVE_ZERO), ABOVE_ZERO),
        (multiply(ABOVE_ZERO, BELOW_ZERO), BELOW_ZERO),
        (multiply(Interval(F(0), None), BELOW_ZERO), Interval(None, F(0))),
        (multiply(ABOVE_ZERO, Interval(F(-1), F(1))), UNKNOWN),
        (minimum(Interval(F(0), None), F(5)), Interval(F(0), F(5))),
        (maximum(Interval(None, F(5)), F(5)), F(5)),
        (maximum(Interval(F(0), F(1), high_open=True), F(1)), F(1)),
        (absolute(Interval(F(-3), F(2), low_open=True)), Interval(F(0), F(3), high_open=True)),
        (absolute(BELOW_ZERO), ABOVE_ZERO),
    ],
)
def test_arithmetic_by_example(computed: MaybeAmount, expected: MaybeAmount) -> None:
    """Bounds are carried through sums, products, limits and sizes, open ends and zeros included."""
    assert computed == expected


@pytest.mark.parametrize(
    ("a", "b", "expected"),
    [
        (F(0), F(0), UNKNOWN),
        (F(1), F(0), UNKNOWN),
        (F(1), Interval(F(0), F(4)), UNKNOWN),
        (F(1), Interval(F(-1), F(4)), UNKNOWN),
        (F(1), Interval(None, F(0)), UNKNOWN),
        (F(1), Interval(None, F(4)), UNKNOWN),
        (F(1), Interval(F(0), F(4), low_open=True), Interval(F(1, 4), None)),
        (F(1), Interval(F(-4), F(0), high_open=True), Interval(None, F(-1, 4))),
        (F(1), ABOVE_ZERO, ABOVE_ZERO),
        (F(1), Interval(F(2), None), Interval(F(0), F(1, 2), low_open=True)),
        (F(1), Interval(None, F(-2)), Interval(F(-1, 2), F(0), high_open=True)),
        (F(0), Interval(F(2), None), F(0)),
        (Interval(F(1), F(2)), F(-2), Interval(F(-1), F(-1, 2))),
    ],
)
def test_division_by_what_may_be_zero_is_unknown(a: Amount, b: Amount, expected: MaybeAmount) -> None:
    """0 ÷ 0 and any division by what is or may be zero are unknown; otherwise the quotient is bounded exactly."""
    assert divide(a, b) == expected


@pytest.mark.parametrize(
    ("a", "b", "both", "either"),
    [
        (UNKNOWN, UNKNOWN, UNKNOWN, UNKNOWN),
        (UNKNOWN, F(1), F(1), UNKNOWN),
        (F(1), UNKNOWN, F(1), UNKNOWN),
        (F(1), F(1), F(1), F(1)),
        (F(1), F(2), None, Interval(F(1), F(2))),
        (Interval(F(0), F(2)), F(2), F(2), Interval(F(0), F(2))),
        (Interval(F(0), F(2), high_open=True), F(2), None, Interval(F(0), F(2))),
        (Interval(None, F(2)), Interval(F(1), None), Interval(F(1), F(2)), UNKNOWN),
        (Interval(None, F(1)), Interval(F(1), None), F(1), UNKNOWN),
        (Interval(None, F(1)), Interval(None, F(2)), Interval(None, F(1)), Interval(None, F(2))),
    ],
)
def test_meet_and_hull_of_two_statements(
    a: MaybeAmount, b: MaybeAmount, both: MaybeAmount | None, either: MaybeAmount
) -> None:
    """Two statements about one number meet in what both say, or contradict each other; the hull is what either says."""
    assert meet(a, b) == both
    assert hull(a, b) == either


def test_unknown_is_neither_true_nor_false() -> None:
    """Nobody can take an unknown value for a no by writing it into an ``if``."""
    with pytest.raises(TypeError, match="neither true nor false"):
        bool(UNKNOWN)


def test_unknown_stays_the_same_when_copied() -> None:
    """A copied or pickled result equals the original, also where it is unknown."""
    assert copy.deepcopy(UNKNOWN) is UNKNOWN
    assert pickle.loads(pickle.dumps(UNKNOWN)) is UNKNOWN  # noqa: S301 - our own bytes
    assert repr(UNKNOWN) == "UNKNOWN"


@pytest.mark.parametrize("module", MODULES, ids=lambda module: str(module.stem))
def test_no_binary_float_is_used(module: Path) -> None:
    """No module of the values names ``float`` or infinity or contains a number with a decimal point."""
    nodes = list(ast.walk(ast.parse(module.read_text("utf-8"))))
    literals = [node.value for node in nodes if isinstance(node, ast.Constant) and isinstance(node.value, float)]
    names = {node.id for node in nodes if isinstance(node, ast.Name)}
    attributes = {node.attr for node in nodes if isinstance(node, ast.Attribute)}
    assert not literals
    assert not (names | attributes) & {"float", "inf", "nan", "sqrt", "Decimal"}
