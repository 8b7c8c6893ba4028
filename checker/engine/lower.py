"""Lowers conditions to what durable-rules decides rightly: ``$and``/``$or`` of int properties against constants.

durable-rules is not safe with arithmetic, with two fields compared, or with missing values. So every comparison becomes
the exact margin ``left − right``, of which only the signs of its two ends are asserted; every other truth becomes two
ends, each 0 or 1. A three-valued condition becomes two two-valued ones: *surely* true and *possibly* true.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Final, Literal, TypeAlias

from checker.expr import Env, Expr, evaluator, truth
from checker.expr.tree import AllOf, AnyOf, Arithmetic, Comparator, Comparison, Constant, Not
from checker.values import Kind, Unknown, Value, ends

Node: TypeAlias = "Mapping[str, int | Node | Sequence[Node]]"
"""A durable-rules expression."""
Test: TypeAlias = "Node | bool"
"""An expression, or a truth that needs no test."""
Mode: TypeAlias = Literal["surely", "possibly"]
Ends: TypeAlias = "tuple[int, int]"

_OPPOSITE: Final[dict[Comparator, Comparator]] = {
    "<": ">=", ">=": "<", ">": "<=", "<=": ">", "=": "!=", "!=": "=",
}  # fmt: skip
_OPERATOR: Final = {"<": "$lt", "<=": "$lte", ">": "$gt", ">=": "$gte"}


@dataclass(frozen=True, slots=True)
class Atom:
    """One thing asserted about a case, as two ints ``<name>l`` and ``<name>h``: signs of a ``margin``, or truths."""

    name: str
    expr: Expr
    margin: bool

    def reader(self) -> Callable[[Env], Ends]:
        """Return the function that computes both ends of the atom for a case."""
        compute = evaluator(self.expr)
        if self.margin and isinstance(self.expr, Arithmetic):
            return _margin_reader(self.expr, compute)
        return lambda env: truth_ends(compute(env))


def _margin_reader(margin: Arithmetic, compute: Callable[[Env], Value]) -> Callable[[Env], Ends]:
    """Read the sign of a − b; of two exact numbers by cross-multiplication, which spares the subtraction."""
    left, right = evaluator(margin.left), evaluator(margin.right)

    def read(env: Env) -> Ends:
        a, b = left(env), right(env)
        if type(a) is Fraction and type(b) is Fraction:
            one, other = a.numerator * b.denominator, b.numerator * a.denominator
            sign = (one > other) - (one < other)
            return sign, sign
        return margin_ends(compute(env))

    return read


def margin_ends(value: Value) -> Ends:
    """Return the signs of the ends of a margin: −1, 0 or 1; an end that is excluded counts as just inside."""
    if isinstance(value, Fraction):
        sign = (value > 0) - (value < 0)
        return sign, sign
    if isinstance(value, Unknown):
        return -1, 1
    if isinstance(value, str | bool):
        raise TypeError(f"not a margin: {value!r}")
    span = ends(value)
    low, high = span.low, span.high
    low_sign = -1 if low is None else (low > 0) - (low < 0) or int(span.low_open)
    high_sign = 1 if high is None else (high > 0) - (high < 0) or -int(span.high_open)
    return low_sign, high_sign


def truth_ends(value: Value) -> Ends:
    """Return whether a truth is surely, and whether it is possibly, true, as 0 or 1."""
    known = truth(value)
    return (0, 1) if isinstance(known, Unknown) else (int(known), int(known))


class Atoms:
    """Gives each distinct comparison or truth of a group of rules one name."""

    def __init__(self) -> None:
        self._names: dict[tuple[Expr, bool], Atom] = {}

    @property
    def all(self) -> tuple[Atom, ...]:
        """The atoms in the order in which they were first met."""
        return tuple(self._names.values())

    def name(self, expr: Expr, *, margin: bool) -> str:
        """Return the name of the atom for ``expr``."""
        atom = self._names.get((expr, margin))
        if atom is None:
            atom = self._names[expr, margin] = Atom(f"a{len(self._names)}", expr, margin)
        return atom.name


def lower(node: Expr, mode: Mode, atoms: Atoms, *, holds: bool = True) -> Test:
    """Return the test that ``node`` (or, without ``holds``, its opposite) is surely or possibly true."""
    match node:
        case Not():
            return lower(node.item, mode, atoms, holds=not holds)
        case AllOf() | AnyOf():
            tests = [lower(item, mode, atoms, holds=holds) for item in node.items]
            return join("$and" if isinstance(node, AllOf) is holds else "$or", tests)
        case Constant():
            known = truth(node.value)
            return mode == "possibly" if isinstance(known, Unknown) else known is holds
        case Comparison() if node.left.kind.ordered:
            comparator = node.comparator if holds else _OPPOSITE[node.comparator]
            return _sign_test(comparator, mode, atoms.name(_margin(node), margin=True))
        case _:
            return lower_whole(node, mode, atoms, holds=holds)


def lower_whole(node: Expr, mode: Mode, atoms: Atoms, *, holds: bool = True) -> Node:
    """Return the test of ``node`` as one truth, worked out before durable-rules sees it."""
    name = atoms.name(node, margin=False)
    return {f"{name}{'l' if (mode == 'surely') is holds else 'h'}": int(holds)}


def join(word: Literal["$and", "$or"], tests: Sequence[Test]) -> Test:
    """Join tests, leaving out those that need no test."""
    settling = word == "$or"
    if any(test is settling for test in tests):
        return settling
    open_ = [test for test in tests if not isinstance(test, bool)]
    if not open_:
        return not settling
    return open_[0] if len(open_) == 1 else {word: open_}


def _margin(node: Comparison) -> Expr:
    kind = Kind.COUNT if node.left.kind in {Kind.DATE, Kind.QUARTER} else node.left.kind
    return Arithmetic("-", node.left, node.right, kind)


def _sign_test(comparator: Comparator, mode: Mode, name: str) -> Test:
    low, high = f"{name}l", f"{name}h"
    surely = mode == "surely"
    match comparator:
        case "<" | "<=":
            return {_OPERATOR[comparator]: {high if surely else low: 0}}
        case ">" | ">=":
            return {_OPERATOR[comparator]: {low if surely else high: 0}}
        case "=":
            if surely:
                return {"$and": [{low: 0}, {high: 0}]}
            return {"$and": [{"$lte": {low: 0}}, {"$gte": {high: 0}}]}
        case "!=":
            if surely:
                return {"$or": [{"$gt": {low: 0}}, {"$lt": {high: 0}}]}
            return {"$or": [{"$lt": {low: 0}}, {"$gt": {high: 0}}]}
