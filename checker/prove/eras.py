"""Says within which days the same rules of a pack are in force; knows no questions."""

from __future__ import annotations

from datetime import date, timedelta
from fractions import Fraction
from typing import TYPE_CHECKING

from checker.prove import formulas as f

if TYPE_CHECKING:
    from collections.abc import Iterator

    from checker.pack import Pack
    from checker.prove.formulas import Cond
    from checker.prove.world import World

_DAY = timedelta(days=1)


def starts(pack: Pack) -> tuple[date, ...]:
    """Return the days on which a rule comes into force or has just gone out of it, in order."""
    found: set[date] = set()
    for entry in pack.rules.values():
        if entry.model.status != "active":
            continue
        if entry.model.valid_from is not None:
            found.add(entry.model.valid_from)
        if entry.model.valid_to is not None:
            found.add(entry.model.valid_to + _DAY)
    return tuple(sorted(found))


def era_of(pack: Pack, day: date) -> tuple[date | None, date | None]:
    """Return the first day of the era ``day`` lies in and the first of the next; None where there is no end."""
    before = [start for start in starts(pack) if start <= day]
    after = [start for start in starts(pack) if start > day]
    return (before[-1] if before else None), (after[0] if after else None)


def eras(pack: Pack, last: date) -> Iterator[date]:
    """Yield a day of each era, the latest first: ``last`` for the one it lies in."""
    found = starts(pack)
    low, _ = era_of(pack, last)
    yield last
    for start in reversed(found):
        if start != low:
            yield start
    if found and low is not None:
        yield found[0] - _DAY


def within_era(pack: Pack, day: date, world: World) -> Cond:
    """Return that the check is made in the era of ``day``."""
    low, high = era_of(pack, day)
    since: Cond = True if low is None else f.at_most(Fraction(low.toordinal()), world.as_of)
    until: Cond = True if high is None else f.below(world.as_of, Fraction(high.toordinal()))
    return f.both(since, until)


def in_force(pack: Pack, rule: str, world: World) -> Cond:
    """Return that a rule is in force on the day of the check."""
    entry = pack.rules.get(rule)
    if entry is None or entry.model.status != "active":
        return False
    model = entry.model
    since = True if model.valid_from is None else f.at_most(Fraction(model.valid_from.toordinal()), world.as_of)
    until = True if model.valid_to is None else f.at_most(world.as_of, Fraction(model.valid_to.toordinal()))
    return f.both(since, until)
