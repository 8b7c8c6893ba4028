"""Moves weight from one indicator to the next, groups above them with them, so that all weights still add up."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from itertools import pairwise
from typing import TYPE_CHECKING, Final

from checker.messages import message
from checker.mutate.mutant import Change, Mutant
from checker.mutate.stepped import stepped
from checker.pack.exact import exact_value
from checker.source.document import Scalar
from checker.values import Kind, decimal_text

if TYPE_CHECKING:
    from collections.abc import Iterator

    from checker.pack import Origin, Pack
    from checker.pack.models import IndicatorModel
    from checker.source import Step

WEIGHT: Final = "weight"


@dataclass(frozen=True, slots=True)
class _Weighed:
    """A part of the tree with a weight of its own, and the groups above it that have one."""

    model: IndicatorModel
    path: tuple[Step, ...]
    label: str
    above: tuple[_Weighed, ...] = ()

    @property
    def weight(self) -> Fraction:
        return self.model.weight or Fraction(0)


def weight_mutants(pack: Pack) -> Iterator[Mutant]:
    """Yield the pack with a step of weight moved between neighbours, and with the weight of one that counts apart."""
    labels = {item.id: item.label for item in pack.indicators.model.shared}
    leaves = list(_leaves(pack.indicators.model.indicators, ("indicators",), (), labels))
    origin = pack.indicators.origin
    counted = [leaf for leaf in leaves if not leaf.model.bonus and leaf.model.alternative_to is None]
    for one, other in pairwise(counted):
        step = max(_step(one, origin), _step(other, origin))
        for gains, loses in ((one, other), (other, one)):
            if loses.weight > step:
                yield _moved(gains, loses, step, origin)
    for leaf in leaves:
        if leaf not in counted or len(counted) == 1:
            yield from (_changed(leaf, by * _step(leaf, origin), origin) for by in (1, -1))


def _leaves(
    items: tuple[IndicatorModel, ...], path: tuple[Step, ...], above: tuple[_Weighed, ...], labels: dict[str, str]
) -> Iterator[_Weighed]:
    for index, item in enumerate(items):
        label = item.label or labels.get(item.use or "", item.id)
        here = _Weighed(item, (*path, index), label, above)
        if item.children:
            groups = above if item.weight is None else (*above, here)
            yield from _leaves(item.children, (*here.path, "children"), groups, labels)
        elif item.weight is not None:
            yield here


def _step(leaf: _Weighed, origin: Origin) -> Fraction:
    """Return one unit of the last digit of a weight as written."""
    node = origin.node(*leaf.path, "weight")
    if isinstance(node, Scalar) and node.value is not None:
        for text in stepped(node.value, Kind.SCORE):
            found = exact_value(text, Kind.SCORE)
            if isinstance(found, Fraction):
                return abs(found - leaf.weight)
    return Fraction(1)


def _moved(gains: _Weighed, loses: _Weighed, step: Fraction, origin: Origin) -> Mutant:
    weights: dict[tuple[Step, ...], Fraction] = {}
    for leaf, by in ((gains, step), (loses, -step)):
        for part in (leaf, *leaf.above):
            weights[part.path] = weights.get(part.path, part.weight) + by
    changes = tuple(Change("indicators", "", (*path, "weight"), weight) for path, weight in weights.items())
    what = message(
        "把“{label}”的权重由“{old}”改为“{new}”，“{other}”由“{from_}”改为“{to}”",
        label=gains.label, old=decimal_text(gains.weight), new=decimal_text(gains.weight + step),
        other=loses.label, from_=decimal_text(loses.weight), to=decimal_text(loses.weight - step),
    )  # fmt: skip
    return Mutant(WEIGHT, gains.model.id, gains.label, origin.at(*gains.path, "weight"), what, changes)


def _changed(leaf: _Weighed, by: Fraction, origin: Origin) -> Mutant:
    old, new = leaf.weight, leaf.weight + by
    what = message(
        "把“{label}”的权重由“{old}”改为“{new}”", label=leaf.label, old=decimal_text(old), new=decimal_text(new)
    )
    changes = (Change("indicators", "", (*leaf.path, "weight"), new),)
    return Mutant(WEIGHT, leaf.model.id, leaf.label, origin.at(*leaf.path, "weight"), what, changes)
