"""Looks for a project on which two versions of a rule differ, and makes it as small as it can be.

Knows nothing about how projects are made up: it tries the boundaries of both versions, and the engines decide.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from itertools import chain
from typing import TYPE_CHECKING, Final, TypeAlias

from checker.result import Outcome
from checker.source import InputError
from checker.witness.boundaries import boundaries, in_force
from checker.witness.days import any_day, usual_day
from checker.witness.stand import trees_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from checker.values import Amount
    from checker.witness.decide import Decider
    from checker.witness.project import Given, Witness

_PLAINEST: Final = 0
Verdict: TypeAlias = "tuple[tuple[str, str, Amount | None], ...]"


def first_difference(old: Decider, new: Decider, rule: str) -> Witness | None:
    """Return a small project on which two versions of a rule come to different outcomes or deductions, or None.

    The boundaries of the old version are tried, the smallest first, then those of the new one. A project with a
    finding is taken before one without, and that before one that cannot be told; it is made as small as can be.
    Messages do not count, and a rule that is not in force comes to nothing at all. None says only that no boundary
    tells them apart.
    """
    best: dict[int, Witness] = {}
    tried = set[str]()
    for witness in chain(_tried(old, rule), _tried(new, rule)):
        if repr(witness) in tried:
            continue
        tried.add(repr(witness))
        pair = _verdicts(old, new, rule, witness)
        if pair is None or pair[0] == pair[1]:
            continue
        best.setdefault(_plainness(pair), witness)
        if _PLAINEST in best:
            break
    return _smaller(old, new, rule, best[min(best)]) if best else None


def _plainness(pair: tuple[Verdict, Verdict]) -> int:
    """Return how plainly two verdicts differ: by a finding, by what both decide, or by what one cannot tell (2)."""
    words = {outcome for side in pair for _, outcome, _ in side}
    if Outcome.UNKNOWN in words:
        return 2
    return _PLAINEST if Outcome.FAIL in words else 1


def _smaller(old: Decider, new: Decider, rule: str, witness: Witness) -> Witness:
    """Return the project with nothing in it that the two verdicts do not rest on."""
    pair = _verdicts(old, new, rule, witness)
    return shrink(witness, lambda smaller: _verdicts(old, new, rule, smaller) == pair)


def _verdicts(old: Decider, new: Decider, rule: str, witness: Witness) -> tuple[Verdict, Verdict] | None:
    try:
        return verdict(old, rule, witness), verdict(new, rule, witness)
    except InputError:
        return None


def _tried(decider: Decider, rule: str) -> Iterator[Witness]:
    """Yield the boundaries of a rule, the smallest first; they are made up once for a pack."""
    if ("tried", rule) not in decider.kept:
        decider.kept["tried", rule] = sorted(_made_up(decider, rule), key=size)
    yield from decider.kept["tried", rule]  # type: ignore[misc]  # what was put there


def _made_up(decider: Decider, rule: str) -> Iterator[Witness]:
    planned = in_force(decider.checker(any_day(decider.pack)).plan, rule)
    if planned is not None:
        day = usual_day(planned[0], trees_of(planned[1]), rule)
        yield from (boundary.witness for boundary in boundaries(decider.checker(day).plan, rule))


def differs(old: Decider, new: Decider, rule: str, witness: Witness) -> bool:
    """Return whether two versions of a rule differ on a project that both can read."""
    pair = _verdicts(old, new, rule, witness)
    return pair is not None and pair[0] != pair[1]


def verdict(decider: Decider, rule: str, witness: Witness) -> Verdict:
    """Return the outcomes of a rule by the keys of the facts, with the points deducted; raises ``InputError``."""
    key = ("verdict", rule, repr(witness))
    if key not in decider.kept:
        outcomes = decider.outcomes(witness, rule)
        decider.kept[key] = tuple((found.key, found.outcome.value, found.deduction) for found in outcomes)
    return decider.kept[key]  # type: ignore[return-value]  # what was put there


def size(witness: Witness) -> int:
    """Return how many values a project gives, lists and facts counted too."""
    return _size(witness.given)


def _size(given: Given) -> int:
    if isinstance(given, str):
        return 1
    parts = given.values() if isinstance(given, Mapping) else given
    return 1 + sum(map(_size, parts))


def shrink(witness: Witness, still: Callable[[Witness], bool]) -> Witness:
    """Return the project with facts and fields left out as long as ``still`` holds; nothing is added or changed."""
    smaller = True
    while smaller:
        smaller = False
        for given in _without_one(witness.given):
            candidate = replace(witness, given=given)
            if still(candidate):
                witness, smaller = candidate, True
                break
    return witness


def _without_one(given: Mapping[str, Given]) -> Iterator[Mapping[str, Given]]:
    """Yield the facts with one part left out: whole types first, then single facts, then fields."""
    for name in given:
        yield {other: value for other, value in given.items() if other != name}
    for name, value in given.items():
        for part in _parts_without_one(value):
            yield {**given, name: part}


def _parts_without_one(value: Given) -> Iterator[Given]:
    if isinstance(value, str):
        return
    if isinstance(value, Mapping):
        yield from ({other: part for other, part in value.items() if other != name} for name in value)
        return
    items: Sequence[Given] = value
    yield from ([*items[:index], *items[index + 1 :]] for index in range(len(items)))
    for index, item in enumerate(items):
        yield from ([*items[:index], part, *items[index + 1 :]] for part in _parts_without_one(item))
