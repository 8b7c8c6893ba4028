"""Works not-applicable policies into the scores of the leaves, in every way in which what is unknown may turn out.

Turns the score of each leaf, and the policies that may hold, into what counts with which weight; knows nothing about
caps, vetoes or grades.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from itertools import product
from math import prod
from typing import TYPE_CHECKING, Final

from checker.expr import Env, evaluator, truth
from checker.plan.ways import Way, is_way, turn_out
from checker.values import UNKNOWN, Amount, MaybeAmount, Truth, Unknown, ends, hull
from checker.values.amounts import add, multiply
from checker.values.truth import both

if TYPE_CHECKING:
    from checker.plan import PlannedIndicator, ScorePlan

_MOST_WAYS: Final = 64
_ZERO: Final = Fraction(0)


@dataclass(frozen=True, slots=True)
class Applicability:
    """The ways in which it may turn out whether a leaf applies; one that stands in counts only while it does."""

    ways: tuple[Way, ...]
    stands: Truth = True

    @property
    def applies(self) -> Truth:
        """Whether the leaf applies."""
        sure = len(self.ways) == 1 or None not in self.ways
        return both(self.stands, self.ways[0] is None if sure else UNKNOWN)

    @property
    def settled(self) -> bool:
        """Whether it is certain what becomes of the leaf."""
        return len(self.ways) == 1 and not isinstance(self.stands, Unknown)

    @property
    def policy(self) -> Way:
        """The first policy by which the leaf does not, or may not, apply."""
        return next((way for way in self.ways if way is not None), None)


@dataclass(frozen=True, slots=True)
class Worked:
    """The scores and weights of the leaves with the policies worked in, and what they add up to."""

    scores: Mapping[str, Amount]
    weights: Mapping[str, Amount]
    total: Amount


def applicabilities(plan: ScorePlan, env: Env) -> dict[str, Applicability]:
    """Return what is known of each leaf's applying; the first policy whose condition holds decides."""
    found = {leaf.id: Applicability(tuple(_ways(leaf, env))) for leaf in plan.leaves}
    for leaf in plan.leaves:
        other = found.get(leaf.alternative_to or "")
        if other is not None:
            dropped = {is_way(way, "drop") for way in other.ways}
            found[leaf.id] = Applicability(found[leaf.id].ways, UNKNOWN if len(dropped) > 1 else dropped.pop())
    return found


def _ways(leaf: PlannedIndicator, env: Env) -> Iterator[Way]:
    for item in leaf.not_applicable:
        holds = truth(evaluator(item.when)(env))
        if holds is not False:
            yield item
        if holds is True:
            return
    yield None


def work_in(plan: ScorePlan, scores: Mapping[str, Amount], applies: Mapping[str, Applicability]) -> Worked:
    """Return what the leaves score with the policies worked in, widened to hold every way it may turn out.

    The score and weight of a leaf are those it has where it counts, and 0 and its own weight when it never does.
    """
    tree = _Tree(plan, scores)
    choices = [found.ways for found in applies.values()]
    if prod(map(len, choices)) > _MOST_WAYS:
        return tree.any_way(may_move=any(is_way(way, "move") for ways in choices for way in ways))
    worked: dict[str, Amount] = {}
    weights: dict[str, Amount] = {}
    total: Amount | None = None
    for chosen in product(*choices):
        sum_, rated = tree.one_way(dict(zip(applies, chosen, strict=True)))
        total = _either(total, sum_)
        for name, (score, weight) in rated.items():
            worked[name] = _either(worked.get(name), score)
            weights[name] = _either(weights.get(name), weight)
    for leaf in plan.leaves:
        worked.setdefault(leaf.id, _ZERO)
        weights.setdefault(leaf.id, leaf.weight)
    return Worked(worked, weights, _ZERO if total is None else total)


@dataclass(frozen=True, slots=True)
class _Tree:
    """The leaves with what each scores by itself."""

    plan: ScorePlan
    scores: Mapping[str, Amount]
    leaves: dict[str, PlannedIndicator] = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "leaves", {leaf.id: leaf for leaf in self.plan.leaves})

    def one_way(self, chosen: Mapping[str, Way]) -> tuple[Amount, dict[str, tuple[Amount, Fraction]]]:
        """Return the total and, for each leaf that counts, its score and weight."""
        turned = turn_out(self.plan, chosen)
        rated: dict[str, tuple[Amount, Fraction]] = {}
        for name, found in turned.rated.items():
            score = found.weight if found.full else self.scores[name]
            scales = not found.full and found.factor != 1
            rated[name] = (scaled(score, found.factor) if scales else score, found.weight)
        base = added([score for name, (score, _) in rated.items() if not self.leaves[name].bonus])
        bonus = [score for name, (score, _) in rated.items() if self.leaves[name].bonus]
        return added([base if turned.rescale == 1 else scaled(base, turned.rescale), *bonus]), rated

    def any_way(self, *, may_move: bool) -> Worked:
        """Return bounds that hold whatever applies, for when there are too many ways to try each.

        Whatever is removed or moved, the base is the full score at a rate between the least and the greatest of all
        leaves, and no leaf earns more than the full score at its own rate.
        """
        full = self.plan.full_score
        worked, weights = {}, {}
        base: MaybeAmount = _hulled(_ZERO, full)
        parts: list[Amount] = []
        for name, leaf in self.leaves.items():
            most = full if may_move and leaf.weight and not leaf.bonus else leaf.weight
            rated = _hulled(_ZERO, leaf.weight, self.scores[name])
            if leaf.weight and not leaf.bonus:
                base = _hulled(base, scaled(rated, full / leaf.weight))
            else:
                parts.append(rated)
            worked[name] = _hulled(rated, scaled(rated, most / leaf.weight) if leaf.weight else rated)
            weights[name] = _hulled(leaf.weight, most)
        return Worked(worked, weights, added([_hulled(base), *parts]))


def _either(found: Amount | None, other: Amount) -> Amount:
    return other if found is None else _hulled(found, other)


def _hulled(first: MaybeAmount, *others: MaybeAmount) -> Amount:
    for other in others:
        first = hull(first, other)
    return _bounded(first)


def added(amounts: Sequence[Amount]) -> Amount:
    """Return the sum of scores."""
    found: MaybeAmount = _ZERO
    for amount in amounts:
        found = add(_bounded(found), amount)
    return _bounded(found)


def scaled(amount: Amount, factor: Fraction) -> Amount:
    """Return a score times a factor."""
    return _bounded(multiply(amount, factor))


def _bounded(found: MaybeAmount) -> Amount:
    if isinstance(found, Unknown) or None in {ends(found).low, ends(found).high}:
        raise TypeError("scores have ends")
    return found
