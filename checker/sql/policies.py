"""Works not-applicable policies into the points of the leaves, in every way in which what is unknown may turn out.

Turns what each leaf scores by itself, and the conditions of policies, into what counts with which weight; knows nothing
about caps, vetoes or grades.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import product
from math import prod
from typing import TYPE_CHECKING, Final, TypeAlias

from checker.messages import message
from checker.plan.ways import Rated, Turned, Way, is_way, turn_out
from checker.sql.arithmetic import added, constant, constant_of, multiply
from checker.sql.choosing import choose
from checker.sql.logic import UNSURE, surely
from checker.sql.possible import (
    all_of,
    any_of,
    doubtful,
    first_of,
    kept_truths,
    named,
    number_of,
    possible,
    span_of,
)
from checker.sql.truths import as_truth, both, opposite
from checker.sql.values import FALSE, TRUE, Exact, Number, Refused, Truth

if TYPE_CHECKING:
    from checker.plan import PlannedIndicator, ScorePlan
    from checker.sql.found import Stage

MOST_WAYS: Final = 64
"""In how many ways together the leaves may turn out to apply."""
_ZERO: Final = Fraction(0)
_Choice: TypeAlias = tuple[int, ...]
"""The number of the way in which each leaf, or several that turn out alike, may turn out."""


@dataclass(frozen=True, slots=True)
class Applicability:
    """The ways in which it may turn out whether a leaf applies, each with whether it is possible (never null).

    ``applies`` says whether it does (null: nobody can tell), ``settled`` whether it is certain what becomes of the
    leaf. Where no condition can be unknown, exactly one way is possible: then the leaf is ``certain``.
    """

    ways: tuple[tuple[Way, Truth], ...]
    applies: Truth
    settled: Truth
    certain: bool


@dataclass(frozen=True, slots=True)
class Worked:
    """The scores and weights of the leaves with the policies worked in, and what they add up to; never null."""

    scores: Mapping[str, Number]
    weights: Mapping[str, Number]
    total: Number
    applies: Mapping[str, Applicability]


def applicabilities(plan: ScorePlan, stage: Stage) -> dict[str, Applicability]:
    """Return what is known of each leaf's applying; the first policy whose condition holds decides."""
    conditions = {
        named(f"not_{number}", leaf.id): as_truth(stage.value(item.when))
        for leaf in plan.leaves
        for number, item in enumerate(leaf.not_applicable)
    }
    conditions = kept_truths(conditions, stage)
    found = {
        leaf.id: _applicability(leaf, [conditions[named(f"not_{n}", leaf.id)] for n in range(len(leaf.not_applicable))])
        for leaf in plan.leaves
    }
    return found | {
        leaf.id: _standing_in(found[leaf.id], found[leaf.alternative_to])
        for leaf in plan.leaves
        if leaf.alternative_to in found
    }


def _applicability(leaf: PlannedIndicator, conditions: Sequence[Truth]) -> Applicability:
    ways: list[tuple[Way, Truth]] = []
    reached = TRUE
    settled = TRUE
    for item, holds in zip(leaf.not_applicable, conditions, strict=True):
        ways.append((item, both(reached, possible(holds))))
        settled = both(settled, opposite(both(reached, doubtful(holds))))
        reached = both(reached, opposite(surely(holds)))
    ways.append((None, reached))
    return Applicability(
        ways=tuple((way, truth) for way, truth in ways if truth.constant is not False),
        applies=opposite(any_of(conditions)),
        settled=settled,
        certain=not any(holds.nullable for holds in conditions),
    )


def _standing_in(own: Applicability, other: Applicability) -> Applicability:
    """Return what is known of a leaf that counts only while another is dropped."""
    dropped = any_of([truth for way, truth in other.ways if is_way(way, "drop")])
    kept = any_of([truth for way, truth in other.ways if not is_way(way, "drop")])
    open_ = all_of([dropped, kept]) if not other.certain else FALSE
    stands = as_truth(choose(open_, UNSURE, dropped)) if open_.constant is not False else dropped
    return Applicability(own.ways, both(stands, own.applies), both(own.settled, opposite(open_)), own.certain)


def work_in(
    plan: ScorePlan, points: Mapping[str, Number], applies: Mapping[str, Applicability], stage: Stage
) -> Worked:
    """Return what the leaves score with the policies worked in, widened to hold every way it may turn out.

    The score and weight of a leaf are those it has where it counts, and 0 and its own weight when it never does. Raises
    ``Refused`` when there are more than 64 ways.
    """
    alike = {leaf.id: _alike(leaf, applies[leaf.id]) for leaf in plan.leaves}
    open_ = {alike[name]: found for name, found in applies.items() if len(found.ways) > 1}
    if prod(len(found.ways) for found in open_.values()) > MOST_WAYS:
        names = "、".join(leaf.label for leaf in plan.leaves if alike[leaf.id] in open_)
        raise Refused(
            message("指标 {names} 可能不适用的情形合起来超过 {most} 种，SQL 不逐一计算", names=names, most=MOST_WAYS)
        )
    turned: dict[_Choice, Turned] = {}
    for chosen in product(*(range(len(found.ways)) for found in open_.values())):
        numbers = dict(zip(open_, chosen, strict=True))
        ways = {name: found.ways[numbers.get(alike[name], 0)][0] for name, found in applies.items()}
        turned[chosen] = turn_out(plan, ways)
    together = _Together(plan, points, tuple(open_.values()), stage, turned)
    return Worked(*together.leaves(), together.total(), applies)


def _alike(leaf: PlannedIndicator, found: Applicability) -> object:
    """Return what is the same for leaves that turn out alike: their conditions are the same, and can always be told."""
    return tuple(item.when for item in leaf.not_applicable) if found.certain else leaf.id


@dataclass(frozen=True, slots=True)
class _Together:
    """Every way in which the leaves may turn out together, and what they count for then."""

    plan: ScorePlan
    points: Mapping[str, Number]
    open: tuple[Applicability, ...]
    stage: Stage
    turned: Mapping[_Choice, Turned]

    def leaves(self) -> tuple[dict[str, Number], dict[str, Number]]:
        """Return the scores and the weights of the leaves, as columns of the stage."""
        found: dict[str, Number] = {}
        for leaf in self.plan.leaves:
            groups: dict[Rated, list[_Choice]] = {}
            weights: dict[Fraction, list[_Choice]] = {}
            for chosen, turned in self.turned.items():
                if (rated := turned.rated.get(leaf.id)) is not None:
                    groups.setdefault(rated, []).append(chosen)
                    weights.setdefault(rated.weight, []).append(chosen)
            scores = [(among, self._score(leaf.id, rated)) for rated, among in groups.items()]
            weighed = [(among, constant(weight)) for weight, among in weights.items()]
            found[named("worked", leaf.id)] = self._one_of(scores, _ZERO, named("worked", leaf.id))
            if not set(weights) - {leaf.weight}:  # the usual case
                weighed = []
            found[named("weight", leaf.id)] = self._one_of(weighed, leaf.weight, named("weight", leaf.id))
        known = {id(value) for value in self.points.values()}
        new = {name: value for name, value in found.items() if id(value) not in known and not _is_plain(value)}
        found |= {name: number_of(value) for name, value in (self.stage.keep(new) if new else {}).items()}
        scores_, weights_ = ({name: found[named(what, name)] for name in self.points} for what in ("worked", "weight"))
        return scores_, weights_

    def total(self) -> Number:
        """Return what the leaves add up to."""
        groups: dict[object, list[_Choice]] = {}
        for chosen, turned in self.turned.items():
            groups.setdefault((tuple(turned.rated.items()), turned.rescale), []).append(chosen)
        sums = [self._sum(self.turned[among[0]]) for among in groups.values()]
        if len(sums) > 1 and not all(found.certain for found in self.open):
            kept = self.stage.keep({named(f"sum_{number}"): value for number, value in enumerate(sums)})
            sums = [number_of(value) for value in kept.values()]
        return self._one_of(list(zip(groups.values(), sums, strict=True)), None, named("sum"))

    def _sum(self, turned: Turned) -> Number:
        bonus = {leaf.id for leaf in self.plan.leaves if leaf.bonus}
        scores = {name: self._score(name, rated) for name, rated in turned.rated.items()}
        base = added([score for name, score in scores.items() if name not in bonus])
        return added([_times(base, turned.rescale), *(score for name, score in scores.items() if name in bonus)])

    def _score(self, name: str, rated: Rated) -> Number:
        return constant(rated.weight) if rated.full else _times(self.points[name], rated.factor)

    def _condition(self, among: Sequence[_Choice]) -> _Condition:
        """Return whether one of the choices is possible; what becomes of a leaf that makes no difference is left out.

        Some way is possible for every leaf, so where all ways of one are among the choices its condition falls away.
        """
        left = set(among)
        relevant = list(range(len(self.open)))
        for place in tuple(relevant):
            every = range(len(self.open[place].ways))
            if all({(*one[:place], number, *one[place + 1 :]) for number in every} <= left for one in left):
                relevant.remove(place)
                left = {(*one[:place], 0, *one[place + 1 :]) for one in left}
        held = any_of([
            all_of([self.open[place].ways[chosen[place]][1] for place in relevant]) for chosen in sorted(left)
        ])  # fmt: skip
        return _Condition(held, all(self.open[place].certain for place in relevant))

    def _one_of(self, cases: Sequence[tuple[list[_Choice], Number]], never: Fraction | None, name: str) -> Number:
        """Return the value of the case that holds, or what all that may hold span; ``never`` when none can."""
        conditions = [self._condition(among) for among, _ in cases]
        found = [(condition.held, value) for condition, (_, value) in zip(conditions, cases, strict=True)]
        covered = sum(len(among) for among, _ in cases) == len(self.turned)
        if all(condition.certain for condition in conditions):
            *first, last = found if covered or never is None else [*found, (TRUE, constant(never))]
            return first_of(first, last[1])
        if never is not None and not covered:
            found.append((opposite(any_of([held for held, _ in found])), constant(never)))
        return span_of(found, self.stage, name)


@dataclass(frozen=True, slots=True)
class _Condition:
    """Whether one of some choices is possible (never null); exactly one group of choices is where all are certain."""

    held: Truth
    certain: bool


def _times(number: Number, factor: Fraction) -> Number:
    return number if factor == 1 else multiply(number, constant(factor))


def _is_plain(value: Number) -> bool:
    return isinstance(value, Exact) and constant_of(value) is not None
