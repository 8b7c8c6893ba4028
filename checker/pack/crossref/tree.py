"""The indicator tree with what each indicator takes over from a shared one; knows nothing about what is right."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from checker.pack.models import IndicatorModel, IndicatorsModel, Scoring
    from checker.pack.pack import Entry, Origin


@dataclass(frozen=True, slots=True)
class Branch:
    """An indicator in its place in the tree; what it does not say itself is said by the ``shared`` one it uses."""

    model: IndicatorModel
    origin: Origin
    children: tuple[Branch, ...]
    shared: IndicatorModel | None = None
    shared_origin: Origin | None = None

    @property
    def id(self) -> str:
        """The indicator's id."""
        return self.model.id

    @property
    def label(self) -> str:
        """The indicator's own label, else that of the shared one."""
        return self.model.label or (self.shared.label if self.shared else "")

    @property
    def scoring(self) -> Scoring | None:
        """How it is scored, as said by itself or else by the shared one."""
        return self.model.scoring or (self.shared.scoring if self.shared else None)

    @property
    def scored_at(self) -> Origin:
        """Where the way of scoring was written."""
        taken = self.model.scoring is None and self.shared_origin is not None
        return self.shared_origin.below("scoring") if taken and self.shared_origin else self.origin.below("scoring")

    @property
    def given_weight(self) -> Fraction | None:
        """The weight written for it, or for the shared one."""
        if self.model.weight is not None:
            return self.model.weight
        return self.shared.weight if self.shared else None

    @property
    def weight(self) -> Fraction | None:
        """Its weight, for a group without one the sum of its children's; None when one is not known."""
        return self.given_weight if self.given_weight is not None else sum_of(self.children)

    @property
    def counted(self) -> bool:
        """Whether its weight counts in the sum of its group: a bonus does not, nor the second of two alternatives."""
        return not self.model.bonus and self.model.alternative_to is None


def build_tree(entry: Entry[IndicatorsModel]) -> tuple[Branch, ...]:
    """Return the top indicators of ``indicators.yaml``."""
    shared = {item.id: (item, entry.origin.below("shared", index)) for index, item in enumerate(entry.model.shared)}
    return tuple(
        _branch(item, entry.origin.below("indicators", index), shared)
        for index, item in enumerate(entry.model.indicators)
    )


def _branch(model: IndicatorModel, origin: Origin, shared: Mapping[str, tuple[IndicatorModel, Origin]]) -> Branch:
    used, used_at = shared.get(model.use or "", (None, None))
    children, at = model.children, origin
    if not children and used is not None and used_at is not None:
        children, at = used.children, used_at
    below = tuple(_branch(child, at.below("children", index), shared) for index, child in enumerate(children))
    return Branch(model, origin, below, used, used_at)


def walk(branches: Iterable[Branch]) -> Iterator[Branch]:
    """Yield every indicator, each before those below it."""
    for branch in branches:
        yield branch
        yield from walk(branch.children)


def sum_of(branches: Iterable[Branch]) -> Fraction | None:
    """Return the sum of the weights that count; None without any, or when one is not known."""
    weights = [branch.weight for branch in branches if branch.counted]
    known = [weight for weight in weights if weight is not None]
    return sum(known, Fraction(0)) if weights and len(known) == len(weights) else None
