"""What always holds of the facts the checker itself works out, so that no example is made up that could never be."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

import z3

from checker.prove.formulas import number

if TYPE_CHECKING:
    from collections.abc import Iterator

    from checker.prove.world import World

_DIFFERENCES: Final = (
    ("indicator", "lost", "weight", "score"),
    ("judgement", "lost", "full", "points"),
    ("result", "lost", "full", "score"),
)
_AT_MOST: Final = (
    ("indicator", "score", "weight"),
    ("indicator", "explained", "lost"),
    ("judgement", "points", "full"),
)


def relations(world: World) -> Iterator[z3.BoolRef]:
    """Yield what holds among the fields of one fact that somebody asked for."""
    for record, rest, whole, part in _DIFFERENCES:
        for row in world.rows.get(record, ()):
            a, b, c = (_value(world, record, row.index, name) for name in (rest, whole, part))
            if a is not None and b is not None and c is not None:
                yield a == b - c
    for record, less, more in _AT_MOST:
        for row in world.rows.get(record, ()):
            a, b = (_value(world, record, row.index, name) for name in (less, more))
            if a is not None and b is not None:
                yield a <= b
    yield from _named(world)


def _named(world: World) -> Iterator[z3.BoolRef]:
    """Problems and grades have the names the pack gives them; the full score is the one it sets."""
    score = world.plan.score
    for row in world.rows.get("problem", ()):
        code = _value(world, "problem", row.index, "id")
        if code is not None:
            yield z3.Or(*(code == int(world.code(name)) for name in world.plan.pack.problems))
    grade, full = (_value(world, "result", 0, name) for name in ("grade", "full"))
    if grade is not None:
        labels = [item.label for item in score.grades] + [veto.grade for veto in score.vetoes if veto.grade]
        yield z3.Or(*(grade == int(world.code(label)) for label in labels))
    if full is not None:
        yield full == number(score.full_score)


def _value(world: World, record: str, index: int, name: str) -> Any:
    symbol = world.symbols.get((record, index, name))
    return None if symbol is None else symbol.value
