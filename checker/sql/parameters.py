"""Turns a dated parameter into its value in SQL: the version in force, picked by day and by key.

Mirrors ``in_force`` of ``checker.expr.evaluate``. Knows nothing about tables.
"""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

from checker.expr.evaluate import in_force
from checker.expr.tree import Parameter, Version
from checker.sql import choosing, exact, spans
from checker.sql.logic import both, truth
from checker.sql.truths import same, words
from checker.sql.values import FALSE, NOTHING, TRUE, Bounded, Exact, Number, Sql, SqlValue, Truth, Words
from checker.values import Interval, Unknown, Value


def settled(value: Value) -> SqlValue:
    """Return a value that is known beforehand."""
    if isinstance(value, Unknown):
        return NOTHING
    if isinstance(value, bool):
        return truth(value)
    if isinstance(value, str):
        return words(value)
    if isinstance(value, Interval):
        low, high = (None if end is None else exact.constant(end) for end in (value.low, value.high))
        return Bounded(low, high, truth(value.low_open), truth(value.high_open))
    return exact.constant(value)


def parameter(node: Parameter, as_of: int, key: SqlValue | None, at: SqlValue | None) -> SqlValue:
    """Return the value on the day ``at`` (the as-of day when None) for ``key`` (None: there is none)."""
    if isinstance(at, Truth | Words):
        raise TypeError(f"not a day: {at!r}")
    if at is None:
        return _joined(in_force(node.versions, Fraction(as_of)), key)
    if isinstance(at, Exact) and (day := exact.constant_of(at)) is not None:
        return _joined(in_force(node.versions, day), key)
    return _on(node, key, at)


def _joined(picked: Sequence[Version], key: SqlValue | None) -> SqlValue:
    values = [_of_key(version, key) for version in picked]
    found = values[0] if values else NOTHING
    for value in values[1:]:
        found = choosing.join(found, value)
    return found


def _of_key(version: Version, key: SqlValue | None) -> SqlValue:
    if key is None:
        return NOTHING if version.keyed else settled(version.value)
    if not version.keyed:
        return choosing.first([(_known_key(key).sql, settled(version.value))])
    chosen = dict(version.keyed)
    return choosing.first([(same(key, words(name)).sql, settled(value)) for name, value in chosen.items()])


def _known_key(key: SqlValue) -> Truth:
    return same(key, key) if not isinstance(key, Words) or key.nullable else TRUE


def _on(node: Parameter, key: SqlValue | None, at: Number) -> SqlValue:
    """Pick by a day that the facts tell: the version started last, joined with those that may have started since."""
    day = spans.bounds(at)
    exactly = isinstance(at, Exact)
    versions, branches = node.versions, list[tuple[Sql, SqlValue]]()
    for place in reversed(range(len(versions))):
        started = _since(day.low, ">=", versions[place])
        for last in range(place, len(versions)):
            ended = last == len(versions) - 1
            before = TRUE if exactly or ended else _since(day.high, "<", versions[last + 1])
            picked = _joined(versions[place : last + 1], key)
            branches.append((both(started, before).sql, picked))
            if exactly:
                break
    return choosing.first(branches)


def _since(end: Exact | None, sign: str, version: Version) -> Truth:
    return FALSE if end is None else exact.compare(sign, end, exact.constant(version.since))
