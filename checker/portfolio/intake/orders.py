"""Finds the order in which the keys of a table stand within each project, so that a key given twice shows at once.

Any order will do, as long as it is the same for every project; which one it is, is guessed from some rows, and a wrong
guess costs time only. Knows nothing about projects or values.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import pairwise, permutations, product
from typing import TYPE_CHECKING, Final

from sqlglot import exp

from checker.portfolio.intake.phrases import looked_up, number, table_of
from checker.values import Interval, Unknown

if TYPE_CHECKING:
    from checker.portfolio.intake.asked import Reading
    from checker.portfolio.intake.given import Given
    from checker.portfolio.intake.tables import Table
    from checker.portfolio.session import Session
    from checker.sql.values import Sql

_SOME: Final = 4_000


@dataclass(frozen=True, slots=True)
class Order:
    """The place of a row's key in an order of all ``keys`` that there may be, from 0; null where there is no key."""

    place: Sql
    keys: int


@dataclass(frozen=True, slots=True)
class _Part:
    """One part of the key: the text it is written as, and the key that each text means, in an order."""

    said: Sql
    meant: Mapping[str, str]
    order: tuple[str, ...]

    def places(self) -> dict[str, int]:
        """The place of each text in the order."""
        ranks = {key: place for place, key in enumerate(self.order)}
        return {raw: ranks[key] for raw, key in self.meant.items()}


def order_of(table: Table, session: Session) -> Order | None:
    """Return an order of the keys of a fact type, None when they are not few (or there is no key)."""
    fields = [table.fields.get(name) for name in table.rule.key]
    if not fields or any(given is None or given.readings is None for given in fields):
        return None
    parts = [_part(given) for given in fields if given is not None]
    return _ordered(parts, _sample(table, [part.said for part in parts], session))


def order_by(table: Table, said: Sql, keys: Mapping[str, str], session: Session) -> Order:
    """Return an order of keys that one text each stands for, given in the order they most likely have."""
    part = _Part(said, keys, tuple(dict.fromkeys(keys.values())))
    return _ordered([part], _sample(table, [said], session))


def _part(given: Given) -> _Part:
    known = [reading for reading in given.readings or () if reading.key is not None]
    order = tuple(dict.fromkeys(reading.key or "" for reading in sorted(known, key=lambda one: _size(one, given))))
    return _Part(given.said, {reading.raw or "": reading.key or "" for reading in known}, order)


def _size(reading: Reading, given: Given) -> tuple[Fraction, str]:
    """Return what values are put in order by: their size, or their place among the choices."""
    value, choices = reading.value, given.asked.rule.choices
    if isinstance(value, Fraction):
        return value, ""
    if isinstance(value, str) and value in choices:
        return Fraction(choices.index(value)), ""
    return Fraction(0), "" if value is None or isinstance(value, Unknown | Interval) else str(value)


def _sample(table: Table, said: Sequence[Sql], session: Session) -> list[tuple[str, ...]]:
    """Return project and texts of some rows that stand one after the other."""
    columns = [table.project.as_("project"), *(each.as_(f"t{place}") for place, each in enumerate(said))]
    rows = session.rows(exp.select(*columns).from_(table_of(table.scan)).limit(_SOME))
    return [tuple(str(cell) for cell in row.values()) for row in rows]


def _ordered(parts: Sequence[_Part], sample: Sequence[tuple[str, ...]]) -> Order:
    """Return the order that the sample breaks least: by size or as keys first appear, any part before the others."""
    choices = []
    for place, part in enumerate(parts):
        seen = dict.fromkeys(part.meant[row[place + 1]] for row in sample if row[place + 1] in part.meant)
        first = _Part(part.said, part.meant, tuple(dict.fromkeys([*seen, *part.order])))
        choices.append((part, first) if first.order != part.order else (part,))
    tried = [(ways, turn) for ways in product(*choices) for turn in permutations(range(len(parts)))]
    ways, turn = min(tried, key=lambda each: _breaks(each[0], each[1], sample))
    return _order(ways, turn)


def _breaks(ways: Sequence[_Part], turn: Sequence[int], sample: Sequence[tuple[str, ...]]) -> int:
    """Return how often a row does not come after the one before it in the same project."""
    places = [part.places() for part in ways]
    ranked = [(row[0], [places[part].get(row[part + 1], -1) for part in turn]) for row in sample]
    return sum(before[0] == after[0] and before[1] >= after[1] for before, after in pairwise(ranked))


def _order(ways: Sequence[_Part], turn: Sequence[int]) -> Order:
    place: Sql | None = None
    keys = 1
    for part in turn:
        found = looked_up(ways[part].said, {raw: number(rank) for raw, rank in ways[part].places().items()})
        size = len(ways[part].order)
        place = found if place is None else place * number(size) + found
        keys *= size
    return Order(exp.null() if place is None else exp.cast(place, "INT"), keys)
