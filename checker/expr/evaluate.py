"""Turns a typed tree into a function from facts to a value: exact, bounded or unknown.

An unknown operand makes arithmetic unknown; bounds are carried through as intervals, each name counted as independent
of the others, so that a bounded answer may be wider than the truth but never excludes it. Knows nothing about rules.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from fractions import Fraction
from types import MappingProxyType
from typing import Any, Final, NamedTuple, TypeAlias

from checker.expr.functions import FUNCTIONS
from checker.expr.gather import gather
from checker.expr.tree import (
    Aggregate,
    AllOf,
    AnyOf,
    Arithmetic,
    Choose,
    Comparison,
    Constant,
    Expr,
    Field,
    Function,
    Known,
    Not,
    Parameter,
    Version,
)
from checker.values import UNKNOWN, Truth, Unknown, Value, ends
from checker.values.amounts import Amount, Interval, MaybeAmount, add, divide, hull, multiply, subtract
from checker.values.truth import COMPARISONS, both, either, opposite

Row: TypeAlias = Mapping[str, Value]
"""The fields of one fact; a field that was not given is absent."""

MEMBER: Final = "?"
"""The entry of a row that says whether the row itself is surely there (a finding that cannot be told is not)."""
SEVERAL: Final = "*"
"""The entry of a row that stands for any number of rows, none included (the findings of facts nobody reported)."""


class Env(NamedTuple):
    """What an expression is evaluated against; one is made for every case, so it is the cheapest record there is.

    ``rows`` binds variables to facts (a variable without a fact is absent), ``tables`` holds the facts of each type in
    order (a type nobody has reported on is absent), ``as_of`` is the ordinal of the day the check is made for.
    """

    as_of: int
    tables: Mapping[str, Sequence[Row]] = MappingProxyType({})
    rows: Mapping[str, Row] = MappingProxyType({})

    def bind(self, variable: str, row: Row) -> Env:
        """Return this environment with ``variable`` standing for ``row``."""
        return Env(self.as_of, self.tables, {**self.rows, variable: row})


Evaluator: TypeAlias = Callable[[Env], Value]
_SIGNS: Final[dict[str, Callable[[Amount, Amount], MaybeAmount]]] = {
    "+": add, "-": subtract, "*": multiply, "/": divide,
}  # fmt: skip


def evaluate(node: Expr, env: Env) -> Value:
    """Return the value of ``node`` in ``env``."""
    return evaluator(node)(env)


def evaluator(node: Expr) -> Evaluator:
    """Return the function that computes ``node``; made once per tree, which is known by identity to spare its hash."""
    made = _MADE.get(id(node))
    if made is None:
        if len(_MADE) >= _MOST_MADE:
            _MADE.clear()
        made = _MADE[id(node)] = (node, _EVALUATORS[type(node)](node))
    return made[1]


_MADE: Final[dict[int, tuple[Expr, Evaluator]]] = {}
_MOST_MADE: Final = 20_000


def truth(value: Value) -> Truth:
    """Return ``value`` as a truth; anything else is a fault of the type check and raises ``TypeError``."""
    if value is True or value is False or isinstance(value, Unknown):
        return value
    raise TypeError(f"not a truth: {value!r}")


def amount(value: Value) -> Amount:
    """Return ``value`` as a known number; anything else raises ``TypeError``."""
    if isinstance(value, Fraction | Interval):
        return value
    raise TypeError(f"not a number: {value!r}")


def _constant(node: Constant) -> Evaluator:
    value = node.value
    return lambda _env: value


def _field(node: Field) -> Evaluator:
    variable, name = node.variable, node.name

    def get(env: Env) -> Value:
        row = env.rows.get(variable)
        return UNKNOWN if row is None else row.get(name, UNKNOWN)

    return get


def _parameter(node: Parameter) -> Evaluator:
    key = None if node.key is None else evaluator(node.key)
    at = None if node.at is None else evaluator(node.at)

    def get(env: Env) -> Value:
        picked = key(env) if key else ""
        day = at(env) if at else Fraction(env.as_of)
        if isinstance(picked, Unknown) or isinstance(day, Unknown):
            return UNKNOWN
        values = [_of_key(version, str(picked)) for version in in_force(node.versions, amount(day))]
        found: Value = values[0] if values else UNKNOWN
        for value in values[1:]:
            found = join(found, value)
        return found

    return get if key or at else _once_a_day(get)


def _once_a_day(get: Evaluator) -> Evaluator:
    """Keep the value of a parameter that depends on the as-of date alone."""
    known: dict[int, Value] = {}

    def remembered(env: Env) -> Value:
        value = known.get(env.as_of)
        if value is None:
            value = known[env.as_of] = get(env)
        return value

    return remembered


def in_force(versions: Sequence[Version], day: Amount) -> list[Version]:
    """Return the versions in force on a day, all that may be when the day is bounded; none when one may be missing."""
    span = ends(day)
    low = None if span.low is None else int(span.low)
    started = [version for version in versions if low is not None and version.since <= low]
    if not started:
        return []
    later = [
        version for version in versions
        if low is not None and version.since > low and (span.high is None or version.since <= span.high)
    ]  # fmt: skip
    return [started[-1], *later]


def _of_key(version: Version, key: str) -> Value:
    return dict(version.keyed).get(key, UNKNOWN) if version.keyed else version.value


def join(a: Value, b: Value) -> Value:
    """Return what is known when the value is one of two: the same value, the bounds of both, or unknown."""
    if a == b:
        return a
    if isinstance(a, Fraction | Interval) and isinstance(b, Fraction | Interval):
        return hull(a, b)
    return UNKNOWN


def _arithmetic(node: Arithmetic) -> Evaluator:
    left, right, apply = evaluator(node.left), evaluator(node.right), _SIGNS[node.sign]

    def compute(env: Env) -> Value:
        a, b = left(env), right(env)
        if isinstance(a, Unknown) or isinstance(b, Unknown):
            return UNKNOWN
        return apply(a, b)  # type: ignore[arg-type]  # the type check lets only numbers through

    return compute


def _comparison(node: Comparison) -> Evaluator:
    left, right = evaluator(node.left), evaluator(node.right)
    ordered = node.left.kind.ordered
    compare = COMPARISONS[node.comparator]
    negated = node.comparator == "!="

    def compute(env: Env) -> Value:
        a, b = left(env), right(env)
        if isinstance(a, Unknown) or isinstance(b, Unknown):
            return UNKNOWN
        if ordered:
            return compare(a, b)  # type: ignore[arg-type]  # the type check lets only numbers through
        return (a == b) is not negated

    return compute


def _joined(node: AllOf | AnyOf) -> Evaluator:
    items = tuple(map(evaluator, node.items))
    combine = both if isinstance(node, AllOf) else either
    start = isinstance(node, AllOf)

    def compute(env: Env) -> Value:
        found: Truth = start
        for item in items:
            found = combine(found, truth(item(env)))
            if found is not start and not isinstance(found, Unknown):
                return found
        return found

    return compute


def _not(node: Not) -> Evaluator:
    item = evaluator(node.item)
    return lambda env: opposite(truth(item(env)))


def _known(node: Known) -> Evaluator:
    item = evaluator(node.item)
    return lambda env: not isinstance(item(env), Unknown)


def _choose(node: Choose) -> Evaluator:
    condition, then, otherwise = map(evaluator, (node.condition, node.then, node.otherwise))

    def compute(env: Env) -> Value:
        picked = truth(condition(env))
        if isinstance(picked, Unknown):
            return join(then(env), otherwise(env))
        return then(env) if picked else otherwise(env)

    return compute


def _function(node: Function) -> Evaluator:
    arguments, apply = tuple(map(evaluator, node.arguments)), FUNCTIONS[node.name].apply

    def compute(env: Env) -> Value:
        values = [argument(env) for argument in arguments]
        return UNKNOWN if any(isinstance(value, Unknown) for value in values) else apply(*values)

    return compute


def _aggregate(node: Aggregate) -> Evaluator:
    body = None if node.body is None else evaluator(node.body)
    where = None if node.where is None else evaluator(node.where)

    def compute(env: Env) -> Value:
        rows = env.tables.get(node.record)
        if rows is None:
            return UNKNOWN
        members = []
        open_ended = False
        for row in rows:
            inner = env.bind(node.variable, row)
            included = truth(row.get(MEMBER, True))
            if where is not None:
                included = both(included, truth(where(inner)))
            if included is not False:
                members.append((included, True if body is None else body(inner)))
                open_ended = open_ended or SEVERAL in row
        return gather(node.name, members, open_ended=open_ended)

    return compute


_EVALUATORS: Final[dict[type[Any], Callable[[Any], Evaluator]]] = {
    Constant: _constant,
    Field: _field,
    Parameter: _parameter,
    Arithmetic: _arithmetic,
    Comparison: _comparison,
    AllOf: _joined,
    AnyOf: _joined,
    Not: _not,
    Known: _known,
    Choose: _choose,
    Function: _function,
    Aggregate: _aggregate,
}
"""One per node class; a test holds it to cover them all."""
