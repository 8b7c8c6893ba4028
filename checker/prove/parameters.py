"""Turns a dated parameter into a value over the date it is picked by, which may be a symbol; knows no rules."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING

from checker.messages import message
from checker.prove import formulas as f
from checker.prove.refusal import Refusal
from checker.prove.values import Num, Txt, Val, chosen, exactly, joined, known_where, truth_of

if TYPE_CHECKING:
    from checker.expr.tree import Parameter, Version
    from checker.prove.translate import Frame, Translator


def parameter_value(t: Translator, node: Parameter, frame: Frame) -> Val:
    """Return the value in force on the day, for the key; unknown before the first version and for a key without one."""
    day = exactly(t.world.as_of) if node.at is None else t.number(node.at, frame)
    found: list[Val] = []
    for version in node.versions:
        found.append(_of_key(t, node, version, frame))
    if not found:
        raise Refusal(message("参数“{name}”没有值", name=node.label or node.name))
    since = [Fraction(version.since) for version in node.versions]
    begun = f.both(day.known, f.at_most(since[0], day.low))
    if node.name in t.granted:
        begun = day.known
    if node.name in t.windows:
        start, end = t.windows[node.name]
        begun = f.all_of((begun, f.at_most(start, day.low), True if end is None else f.below(day.high, end)))
    if day.exact:
        return known_where(_of_day(found, since, day.low), begun)
    numbers = [value for value in found if isinstance(value, Num)]
    if len(numbers) < len(found):
        raise Refusal(message("参数“{name}”按一段日期取值", name=node.label or node.name))
    possible = [
        f.both(f.at_most(start, day.high), True if end is None else f.below(day.low, end))
        for start, end in zip(since, [*since[1:], None], strict=True)
    ]
    return known_where(joined(list(zip(possible, numbers, strict=True))), begun)


def _of_day(found: list[Val], since: list[Fraction], day: f.Number) -> Val:
    value = found[0]
    for start, later in zip(since[1:], found[1:], strict=True):
        value = chosen(truth_of(f.at_most(start, day)), later, value)
    return value


def _of_key(t: Translator, node: Parameter, version: Version, frame: Frame) -> Val:
    if node.key is None or not version.keyed:
        return t.settled(version.value, node.kind)
    key = t.value(node.key, frame)
    if not isinstance(key, Txt):
        raise TypeError("a key is a word")
    value = t.settled(version.keyed[-1][1], node.kind)
    some: list[f.Cond] = []
    for word, given in reversed(version.keyed):
        this = f.equal(key.code, t.world.code(word))
        value = chosen(truth_of(this), t.settled(given, node.kind), value)
        some.append(this)
    return known_where(value, f.both(key.known, f.any_of(some)))
