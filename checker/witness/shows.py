"""Turns a decided project into what it shows of the conditions of a rule or score, to tell whether that is new.

Knows nothing about how projects are made up: cases written by hand are looked at in the same way.
"""

from __future__ import annotations

from fractions import Fraction
from itertools import islice
from typing import TYPE_CHECKING, Final, TypeAlias

from checker.expr import Env, evaluator
from checker.expr.tree import AnyOf, Comparison, Expr
from checker.plan.cases import list_cases
from checker.plan.plan import Subject
from checker.values import Interval, Kind, Unknown, Value
from checker.values.amounts import subtract
from checker.witness.approach import value_step
from checker.witness.goals import is_ordered
from checker.witness.turns import Frame, Frames, Turn, is_among, switches, turns

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from checker.plan.tables import Tables

Point: TypeAlias = tuple[object, ...]
_MOST_ROWS: Final = 24
_NEAR: Final = 10
"""How many steps beside a threshold still count as just beside it, where a step is a part of something."""
_WHOLE: Final = frozenset({Kind.DATE, Kind.QUARTER, Kind.COUNT})


def shown(
    trees: Sequence[Expr], subject: Subject, tables: Tables, derived: Mapping[tuple[str, str], Expr], result: object
) -> frozenset[Point]:
    """Return what a project shows: for each condition where its value stands, beside what it came to in all."""
    cases = list_cases(Subject(subject.variables), tables)
    found: set[Point] = set()
    for number, tree in enumerate(trees):
        conditions = list(turns(tree, derived)) if tree.kind is Kind.TRUTH else list(switches(tree, derived))
        for index, turn in enumerate(conditions):
            inner = list(switches(turn.node, derived)) if tree.kind is Kind.TRUTH else []
            for case in cases:
                for env in _envs(turn.frames, case.env):
                    beside = tuple(_first(switch, env, turn.frames) for switch in inner)
                    found.add((number, index, standing(turn, env), beside, result))
    return frozenset(found)


def _first(switch: Turn, env: Env, outer: Frames) -> object:
    frames = tuple(frame for frame in switch.frames if frame not in outer)
    return tuple(dict.fromkeys(standing(switch, inner) for inner in islice(_envs(frames, env), 2)))


def _envs(frames: Frames, env: Env) -> Iterator[Env]:
    """Yield what is read inside frames: once for every fact that a variable there stands for."""
    if not frames:
        yield env
        return
    for inner in _bound(frames[0], env):
        yield from _envs(frames[1:], inner)


def _bound(frame: Frame, env: Env) -> Iterator[Env]:
    if frame.outer is None:
        yield from (env.bind(frame.variable, row) for row in islice(env.tables.get(frame.record, ()), _MOST_ROWS))
        return
    row = env.rows.get(frame.outer)
    yield env if row is None else env.bind(frame.variable, row)


def standing(turn: Turn, env: Env) -> object:
    """Return where the value of a condition stands: at its boundary, just beside it, far off, bounded or unknown."""
    node = turn.node
    if isinstance(node, AnyOf) and is_among(node) and isinstance(node.items[0], Comparison):
        return _plain(evaluator(node.items[0].left)(env))
    if not isinstance(node, Comparison):
        return _plain(evaluator(node)(env))
    left, right = evaluator(node.left)(env), evaluator(node.right)(env)
    if not is_ordered(node):
        return _plain(left), _plain(right)
    if not isinstance(left, Fraction | Interval) or not isinstance(right, Fraction | Interval):
        return "unknown"
    margin = subtract(left, right)
    if isinstance(margin, Interval):
        return "bounded", _sign(margin.low), _sign(margin.high)
    if not isinstance(margin, Fraction):
        return "unknown"
    step = value_step(node, right if isinstance(right, Fraction) else None)
    kind = node.left.kind if node.left.kind is not Kind.NUMBER else node.right.kind
    near = step if kind in _WHOLE else _NEAR * step
    return "near" if abs(margin) <= near else "far", _sign(margin)


def _sign(end: Fraction | None) -> int | None:
    return None if end is None else (end > 0) - (end < 0)


def _plain(value: Value) -> object:
    return "unknown" if isinstance(value, Unknown) else value
