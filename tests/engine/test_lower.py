"""Conditions as durable-rules sees them: every comparison a sign of its margin, everything else a truth of two ends."""

from fractions import Fraction
from typing import Any

import pytest

from checker.engine.lower import Atoms, join, lower, lower_whole, margin_ends, truth_ends
from checker.expr import FieldSpec, RecordSpec, Scope, compile_text, text_of
from checker.expr.tree import Constant
from checker.values import UNKNOWN, Interval, Kind, Value

RECORD = RecordSpec(
    "t",
    "条目",
    {
        "a": FieldSpec("a", "甲", Kind.MONEY),
        "b": FieldSpec("b", "乙", Kind.MONEY),
        "d": FieldSpec("d", "日", Kind.DATE),
        "s": FieldSpec("s", "文", Kind.TEXT),
        "x": FieldSpec("x", "真", Kind.TRUTH),
        "y": FieldSpec("y", "假", Kind.TRUTH),
    },
)
SCOPE = Scope({"t": RECORD}, {}).push(("t", RECORD))
LOW, HIGH = "a0l", "a0h"

CASES: dict[str, tuple[Any, Any]] = {
    # condition: (surely, possibly); the low end of the margin a − b decides what is surely above, and so on
    "甲 < 乙": ({"$lt": {HIGH: 0}}, {"$lt": {LOW: 0}}),
    "甲 <= 乙": ({"$lte": {HIGH: 0}}, {"$lte": {LOW: 0}}),
    "甲 > 乙": ({"$gt": {LOW: 0}}, {"$gt": {HIGH: 0}}),
    "甲 >= 乙": ({"$gte": {LOW: 0}}, {"$gte": {HIGH: 0}}),
    "甲 = 乙": ({"$and": [{LOW: 0}, {HIGH: 0}]}, {"$and": [{"$lte": {LOW: 0}}, {"$gte": {HIGH: 0}}]}),
    "甲 != 乙": ({"$or": [{"$gt": {LOW: 0}}, {"$lt": {HIGH: 0}}]}, {"$or": [{"$lt": {LOW: 0}}, {"$gt": {HIGH: 0}}]}),
    "not 甲 < 乙": ({"$gte": {LOW: 0}}, {"$gte": {HIGH: 0}}),
    "not 甲 <= 乙": ({"$gt": {LOW: 0}}, {"$gt": {HIGH: 0}}),
    "not 甲 > 乙": ({"$lte": {HIGH: 0}}, {"$lte": {LOW: 0}}),
    "not 甲 >= 乙": ({"$lt": {HIGH: 0}}, {"$lt": {LOW: 0}}),
    "not 甲 = 乙": ({"$or": [{"$gt": {LOW: 0}}, {"$lt": {HIGH: 0}}]}, {"$or": [{"$lt": {LOW: 0}}, {"$gt": {HIGH: 0}}]}),
    "not 甲 != 乙": ({"$and": [{LOW: 0}, {HIGH: 0}]}, {"$and": [{"$lte": {LOW: 0}}, {"$gte": {HIGH: 0}}]}),
    "日 > 2020-12-31": ({"$gt": {LOW: 0}}, {"$gt": {HIGH: 0}}),
    "真": ({LOW: 1}, {HIGH: 1}),
    "not 真": ({HIGH: 0}, {LOW: 0}),
    "not not 真": ({LOW: 1}, {HIGH: 1}),
    "文 = “甲”": ({LOW: 1}, {HIGH: 1}),
    "文 != “甲”": ({LOW: 1}, {HIGH: 1}),
    "真 = 假": ({LOW: 1}, {HIGH: 1}),
    "甲 is known": ({LOW: 1}, {HIGH: 1}),
    "甲 is missing": ({HIGH: 0}, {LOW: 0}),
    "if 真 then 假 else 真": ({LOW: 1}, {HIGH: 1}),
    "exists(条目 where 甲 > 乙)": ({LOW: 1}, {HIGH: 1}),
    "真 and 假": ({"$and": [{LOW: 1}, {"a1l": 1}]}, {"$and": [{HIGH: 1}, {"a1h": 1}]}),
    "真 or 假": ({"$or": [{LOW: 1}, {"a1l": 1}]}, {"$or": [{HIGH: 1}, {"a1h": 1}]}),
    "not (真 and 假)": ({"$or": [{HIGH: 0}, {"a1h": 0}]}, {"$or": [{LOW: 0}, {"a1l": 0}]}),
    "not (真 or 假)": ({"$and": [{HIGH: 0}, {"a1h": 0}]}, {"$and": [{LOW: 0}, {"a1l": 0}]}),
    "真 and not 真": ({"$and": [{LOW: 1}, {HIGH: 0}]}, {"$and": [{HIGH: 1}, {LOW: 0}]}),
    "甲 between 乙 and 10元": (
        {"$and": [{"$gte": {LOW: 0}}, {"$lte": {"a1h": 0}}]},
        {"$and": [{"$gte": {HIGH: 0}}, {"$lte": {"a1l": 0}}]},
    ),
    "是": (True, True),
    "否": (False, False),
    "真 and 是": ({LOW: 1}, {HIGH: 1}),
    "真 and 否": (False, False),
    "真 or 是": (True, True),
    "真 or 否": ({LOW: 1}, {HIGH: 1}),
}


@pytest.mark.parametrize(("text", "expected"), CASES.items(), ids=list(CASES))
def test_lowered(text: str, expected: tuple[Any, Any]) -> None:
    """A condition is lowered to the test that it is surely, and the one that it is possibly, true."""
    tree = compile_text(text, SCOPE, (Kind.TRUTH,))
    assert (lower(tree, "surely", Atoms()), lower(tree, "possibly", Atoms())) == expected


@pytest.mark.parametrize(("text", "expected"), CASES.items(), ids=list(CASES))
def test_opposite_is_lowered_as_not(text: str, expected: tuple[Any, Any]) -> None:
    """That a condition surely does not hold is the same test as that its ``not`` surely holds."""
    del expected
    tree, other = (compile_text(written, SCOPE, (Kind.TRUTH,)) for written in (text, f"not ({text})"))
    assert lower(tree, "surely", Atoms(), holds=False) == lower(other, "surely", Atoms())
    assert lower(tree, "possibly", Atoms(), holds=False) == lower(other, "possibly", Atoms())


def test_unknown_constant() -> None:
    """A condition that nobody can know is possibly true and never surely, whichever way it is asked."""
    never = Constant(UNKNOWN, Kind.TRUTH)
    for holds in (True, False):
        assert lower(never, "surely", Atoms(), holds=holds) is False
        assert lower(never, "possibly", Atoms(), holds=holds) is True


def test_one_comparison_is_one_atom() -> None:
    """The same margin and the same truth are asserted once, however often and in whichever direction they are asked."""
    atoms = Atoms()
    for text in ("甲 < 乙", "甲 >= 乙", "not 甲 = 乙", "真 or 甲 != 乙", "not 真"):
        lower(compile_text(text, SCOPE, (Kind.TRUTH,)), "surely", atoms)
    assert [(atom.name, text_of(atom.expr, SCOPE), atom.margin) for atom in atoms.all] == [
        ("a0", "a - b", True),
        ("a1", "x", False),
    ]


def test_a_condition_as_a_whole() -> None:
    """A condition too large for durable-rules is one truth of two ends, whatever is inside."""
    tree = compile_text("甲 < 乙 or not 真", SCOPE, (Kind.TRUTH,))
    atoms = Atoms()
    assert lower_whole(tree, "surely", atoms) == {LOW: 1}
    assert lower_whole(tree, "possibly", atoms) == {HIGH: 1}
    assert lower_whole(tree, "surely", atoms, holds=False) == {HIGH: 0}
    assert lower_whole(tree, "possibly", atoms, holds=False) == {LOW: 0}
    assert [atom.expr for atom in atoms.all] == [tree]


@pytest.mark.parametrize(
    ("word", "tests", "joined"),
    [
        ("$and", [], True),
        ("$or", [], False),
        ("$and", [True, True], True),
        ("$or", [False, False], False),
        ("$and", [{"k": 1}, False, {"l": 1}], False),
        ("$or", [{"k": 1}, True], True),
        ("$and", [True, {"k": 1}], {"k": 1}),
        ("$or", [{"k": 1}, False, {"l": 1}], {"$or": [{"k": 1}, {"l": 1}]}),
    ],
)
def test_join(word: Any, tests: list[Any], joined: Any) -> None:
    """Truths that settle a join settle it, others are left out, and a single test needs no join."""
    assert join(word, tests) == joined


ONE = Fraction(1)
ENDS: list[tuple[Value, tuple[int, int]]] = [
    (Fraction(-3, 7), (-1, -1)),
    (Fraction(0), (0, 0)),
    (Fraction(10**40), (1, 1)),
    (UNKNOWN, (-1, 1)),
    (Interval(-ONE, ONE), (-1, 1)),
    (Interval(Fraction(0), ONE), (0, 1)),
    (Interval(Fraction(0), ONE, low_open=True), (1, 1)),
    (Interval(-ONE, Fraction(0)), (-1, 0)),
    (Interval(-ONE, Fraction(0), high_open=True), (-1, -1)),
    (Interval(-ONE, None), (-1, 1)),
    (Interval(Fraction(0), None), (0, 1)),
    (Interval(Fraction(0), None, low_open=True), (1, 1)),
    (Interval(None, Fraction(0)), (-1, 0)),
    (Interval(None, Fraction(0), high_open=True), (-1, -1)),
    (Interval(None, -ONE), (-1, -1)),
    (Interval(ONE, None), (1, 1)),
]


@pytest.mark.parametrize(("margin", "expected"), ENDS)
def test_margin_ends(margin: Value, expected: tuple[int, int]) -> None:
    """A margin is told by the signs of its ends; an end that is excluded counts as just inside."""
    assert margin_ends(margin) == expected


@pytest.mark.parametrize("value", ["甲", True])
def test_only_numbers_have_a_margin(value: Value) -> None:
    """A text or a truth as a margin would be a fault of the type check, and is not guessed at."""
    with pytest.raises(TypeError, match="not a margin"):
        margin_ends(value)


@pytest.mark.parametrize(("value", "expected"), [(True, (1, 1)), (False, (0, 0)), (UNKNOWN, (0, 1))])
def test_truth_ends(value: Value, expected: tuple[int, int]) -> None:
    """A truth is told by whether it is surely and whether it is possibly so."""
    assert truth_ends(value) == expected
