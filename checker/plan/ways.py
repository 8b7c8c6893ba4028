"""Turns the way in which each leaf turns out to apply into what it then counts for: weights moved, removed or dropped.

Knows nothing about facts or scores.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING, Final, TypeAlias

if TYPE_CHECKING:
    from checker.plan.plan import PlannedIndicator, PlannedNotApplicable, ScorePlan

_ZERO: Final = Fraction(0)
Way: TypeAlias = "PlannedNotApplicable | None"
"""How one leaf turns out: by which policy it does not apply, or None when it applies."""


@dataclass(frozen=True, slots=True)
class Rated:
    """What a leaf that counts may earn, ``weight`` points: all of them when ``full``, else its score × ``factor``."""

    full: bool
    factor: Fraction
    weight: Fraction


@dataclass(frozen=True, slots=True)
class Turned:
    """The leaves that count, and the factor by which their sum is scaled before a bonus is added."""

    rated: Mapping[str, Rated]
    rescale: Fraction


def is_way(way: Way, policy: str) -> bool:
    """Return whether a leaf turns out not to apply by this policy."""
    return way is not None and way.policy == policy


def turn_out(plan: ScorePlan, chosen: Mapping[str, Way]) -> Turned:
    """Return what the leaves count for when each turns out as chosen.

    ``full`` gives the weight; ``move`` adds the weight to another indicator, or to all of a group in proportion, which
    earn it at their own rate; ``remove`` takes the weight out and scales the rest to the full score, as does ``move``
    when nothing is left to take the weight; ``drop`` leaves it to the indicator that stands in.
    """
    leaves = {leaf.id: leaf for leaf in plan.leaves}
    counted = [name for name, leaf in leaves.items() if _stands(leaf, chosen)]
    scoring = [name for name in counted if chosen[name] is None or is_way(chosen[name], "full")]
    gained, removed = dict.fromkeys(leaves, _ZERO), _ZERO
    for name in counted:
        weight = leaves[name].weight
        takers = _takers(plan, name, chosen, scoring) if is_way(chosen[name], "move") else []
        own = sum((leaves[taker].weight for taker in takers), _ZERO)
        for taker in takers if own else ():
            gained[taker] += weight * leaves[taker].weight / own
        lost = is_way(chosen[name], "remove") or (is_way(chosen[name], "move") and not own)
        removed += weight if lost and not leaves[name].bonus else _ZERO
    rated = {name: _rated(leaves[name].weight, gained[name], full=chosen[name] is not None) for name in scoring}
    scales = _ZERO < removed < plan.full_score
    return Turned(rated, plan.full_score / (plan.full_score - removed) if scales else Fraction(1))


def _rated(own: Fraction, gained: Fraction, *, full: bool) -> Rated:
    return Rated(full, (own + gained) / own if gained else Fraction(1), own + gained)


def _stands(leaf: PlannedIndicator, chosen: Mapping[str, Way]) -> bool:
    """One of two alternatives is left out until the other is dropped."""
    other = leaf.alternative_to
    return other is None or other not in chosen or is_way(chosen[other], "drop")


def _takers(plan: ScorePlan, name: str, chosen: Mapping[str, Way], scoring: Sequence[str]) -> list[str]:
    """Return the leaves to which the weight of a leaf moves, following those that are moved themselves."""
    seen = {name}
    way = chosen[name]
    target = (way and way.to) or ""
    while target in chosen and is_way(chosen[target], "move") and target not in seen:
        seen.add(target)
        way = chosen[target]
        target = (way and way.to) or ""
    below = {leaf.id: leaf for leaf in plan.leaves_below(target)}
    return [leaf for leaf in scoring if leaf in below and not below[leaf].bonus]
