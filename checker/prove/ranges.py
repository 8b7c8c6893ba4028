"""Turns a field or an expression into the range its values surely lie in, from the limits of its parts; asks no solver.

A field that is worked out is given no other values than its derivation can give.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING, Final

from checker.expr.tree import Aggregate, Arithmetic, Choose, Constant, Expr, Field, Function, Parameter
from checker.pack.builtin import BUILTIN
from checker.values import Kind, parse_value

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from checker.pack.models import FieldModel
    from checker.plan import Plan

_ZERO: Final = Fraction(0)
_OF_ANY_SIGN: Final = frozenset({"score", "points", "lost"})
_SAME_SIGN: Final = frozenset({"min", "max", "average", "only"})
"""What is gathered by these lies where the values gathered lie."""


@dataclass(frozen=True, slots=True)
class Range:
    """The least and the greatest value, both included; None where there is no end."""

    low: Fraction | None = None
    high: Fraction | None = None


_ANY: Final = Range()


def range_of_field(plan: Plan, record: str, name: str) -> Range:
    """Return the range of a field: its ``min`` and ``max``, and what its derivation can give."""
    spec, model = plan.records[record].fields[name], plan.fields.get(record, {}).get(name)
    found = _ANY
    if model is not None:
        found = Range(_bound(model, model.min), _bound(model, model.max))
    if record in BUILTIN and spec.kind in {Kind.COUNT, Kind.SCORE} and name not in _OF_ANY_SIGN:
        found = _meet(found, Range(_ZERO))
    tree = plan.derived.get((record, name))
    if tree is None or spec.kind not in {Kind.COUNT, Kind.SCORE, Kind.MONEY, Kind.RATIO, Kind.NUMBER}:
        return found
    return _meet(found, range_of(plan, tree))


def range_of(plan: Plan, tree: Expr) -> Range:
    """Return a range in which the value of an expression lies wherever it is known."""
    match tree:
        case Constant():
            return Range(tree.value, tree.value) if isinstance(tree.value, Fraction) else _ANY
        case Field():
            return range_of_field(plan, tree.record, tree.name)
        case Parameter():
            return _of_parameter(tree)
        case Arithmetic():
            return _ARITHMETIC[tree.sign](range_of(plan, tree.left), range_of(plan, tree.right))
        case Choose():
            return _hull([range_of(plan, tree.then), range_of(plan, tree.otherwise)])
        case Function():
            return _of_function(plan, tree)
        case Aggregate():
            return _of_aggregate(plan, tree)
    return _ANY


def _bound(model: FieldModel, text: str | None) -> Fraction | None:
    if text is None:
        return None
    value = parse_value(text, Kind(model.type), model.unit).value
    return value if isinstance(value, Fraction) else None


def _of_parameter(node: Parameter) -> Range:
    values = [value for version in node.versions for value in (version.value, *(each for _, each in version.keyed))]
    numbers = [value for value in values if isinstance(value, Fraction)]
    whole = bool(numbers) and all(isinstance(v.value, Fraction) or v.keyed for v in node.versions)
    return Range(min(numbers), max(numbers)) if whole else _ANY


def _of_function(plan: Plan, node: Function) -> Range:
    parts = [range_of(plan, argument) for argument in node.arguments]
    if node.name == "abs":
        return Range(_ZERO)
    if node.name not in {"min", "max"}:
        return _ANY
    lows, highs = [part.low for part in parts], [part.high for part in parts]
    if node.name == "min":
        return Range(_least(lows), min((high for high in highs if high is not None), default=None))
    return Range(max((low for low in lows if low is not None), default=None), _greatest(highs))


def _of_aggregate(plan: Plan, node: Aggregate) -> Range:
    if node.name == "count":
        return Range(_ZERO)
    if node.body is None or node.kind in {Kind.TRUTH, Kind.TEXT, Kind.CHOICE}:
        return _ANY
    body = range_of(plan, node.body)
    if node.name in _SAME_SIGN:
        return body
    return Range(_ZERO) if node.name == "sum" and body.low is not None and body.low >= 0 else _ANY


def _least(lows: Sequence[Fraction | None]) -> Fraction | None:
    known = [low for low in lows if low is not None]
    return min(known) if len(known) == len(lows) else None


def _greatest(highs: Sequence[Fraction | None]) -> Fraction | None:
    known = [high for high in highs if high is not None]
    return max(known) if len(known) == len(highs) else None


def _hull(parts: Sequence[Range]) -> Range:
    return Range(_least([part.low for part in parts]), _greatest([part.high for part in parts]))


def _meet(a: Range, b: Range) -> Range:
    lows = [low for low in (a.low, b.low) if low is not None]
    highs = [high for high in (a.high, b.high) if high is not None]
    return Range(max(lows, default=None), min(highs, default=None))


def _plus(a: Range, b: Range) -> Range:
    low = None if a.low is None or b.low is None else a.low + b.low
    return Range(low, None if a.high is None or b.high is None else a.high + b.high)


def _minus(a: Range, b: Range) -> Range:
    return _plus(a, Range(None if b.high is None else -b.high, None if b.low is None else -b.low))


def _times(a: Range, b: Range) -> Range:
    if None not in {a.low, a.high, b.low, b.high}:
        products = [x * y for x in (a.low, a.high) for y in (b.low, b.high) if x is not None and y is not None]
        return Range(min(products), max(products))
    if a.low is None or b.low is None or a.low < 0 or b.low < 0:
        return _ANY
    high = None if a.high is None or b.high is None else a.high * b.high
    return Range(a.low * b.low, high)


def _over(a: Range, b: Range) -> Range:
    """Return the range of a ÷ b where b is not 0."""
    if b.low is None or b.low < 0:
        return _ANY
    inverse = Range(1 / b.high if b.high else _ZERO, 1 / b.low if b.low else None)
    return _times(a, inverse)


_ARITHMETIC: Final[dict[str, Callable[[Range, Range], Range]]] = {
    "+": _plus,
    "-": _minus,
    "*": _times,
    "/": _over,
}
