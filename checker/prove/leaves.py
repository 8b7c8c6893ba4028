"""Finds the indicators of a pack that are scored, where they are written, and what their score is made of."""

from __future__ import annotations

from dataclasses import dataclass, replace
from fractions import Fraction
from typing import TYPE_CHECKING

from checker.expr import walk
from checker.expr.tree import Aggregate, Choose, Constant, Function
from checker.pack.models import IndicatorModel
from checker.prove.eras import eras
from checker.values import Kind

if TYPE_CHECKING:
    from collections.abc import Iterator

    from checker.expr import Expr
    from checker.pack import Origin, Pack
    from checker.plan import Plan, PlannedIndicator
    from checker.prove.session import Session

_HUNDRED = Fraction(100)


@dataclass(frozen=True, slots=True)
class Leaf:
    """An indicator that is scored: as planned in one plan, as written, and where it and its scoring are written."""

    plan: Plan
    planned: PlannedIndicator
    model: IndicatorModel
    origin: Origin
    scored_at: Origin

    @property
    def score(self) -> Expr:
        """The whole scoring."""
        score = self.planned.score
        if score is None:
            raise TypeError("a leaf is scored")
        return score


def scored(pack: Pack) -> Pack:
    """Return a pack in which something is scored: one that only lends its indicators is given a sheet made of them."""
    model = pack.indicators.model
    if model.indicators or not model.shared:
        return pack
    weight = _HUNDRED / len(model.shared)
    sheet = tuple(IndicatorModel(id=item.id, use=item.id, weight=weight) for item in model.shared)
    changed = model.model_copy(update={"indicators": sheet})
    return replace(pack, indicators=replace(pack.indicators, model=changed))


def leaves(session: Session) -> Iterator[Leaf]:
    """Yield each indicator that is scored, once for each way in which it is over time."""
    model, origin = session.pack.indicators.model, session.pack.indicators.origin
    shared = {item.id: (item, origin.below("shared", index)) for index, item in enumerate(model.shared)}
    written: dict[str, tuple[IndicatorModel, Origin, Origin]] = {}
    for item, where in _written(model.indicators, origin, ("indicators",)):
        if item.use in shared:
            used, at = shared[item.use]
            given = {name: getattr(item, name) for name in item.model_fields_set if name != "use"}
            full = used.model_copy(update=given)
            written[item.id] = (full, where, where if "scoring" in given else at)
        else:
            written[item.id] = (item, where, where)
    seen: set[tuple[str, Expr]] = set()
    for day in eras(session.pack, session.day):
        plan = session.plan(day)
        for planned in plan.score.leaves:
            if planned.score is not None and (planned.id, planned.score) not in seen:
                seen.add((planned.id, planned.score))
                yield Leaf(plan, planned, *written[planned.id])


def _written(
    items: tuple[IndicatorModel, ...], origin: Origin, path: tuple[str | int, ...]
) -> Iterator[tuple[IndicatorModel, Origin]]:
    for index, item in enumerate(items):
        here = (*path, index)
        if item.children:
            yield from _written(item.children, origin, (*here, "children"))
        else:
            yield item, origin.below(*here)


def raw_score(score: Expr) -> Expr:
    """Return what a scoring method gives before it is kept between the lowest score and the weight."""
    node = score
    while True:
        if isinstance(node, Function) and node.name == "round":
            node = node.arguments[0]
        elif isinstance(node, Choose) and isinstance(node.then, Constant):
            node = node.otherwise
        else:
            break
    if isinstance(node, Function) and node.name == "min":
        inner = node.arguments[1]
        if isinstance(inner, Function) and inner.name == "max":
            return inner.arguments[1]
    return node


def band_conditions(score: Expr, count: int) -> tuple[tuple[Expr, ...], tuple[tuple[str, str], ...]]:
    """Return the conditions of the bands in order, and the facts they range over: ``(variable, type)``.

    None are found when the score is not made of so many bands.
    """
    around: tuple[tuple[str, str], ...] = ()
    raw = raw_score(score)
    for node in walk(raw):
        if isinstance(node, Aggregate) and not around:
            around = ((node.variable, node.record),)
        chain = _chain(node)
        if len(chain) == count:
            return tuple(item.condition for item in chain), around if node is not raw else ()
    return (), ()


def band_awards(score: Expr, count: int) -> tuple[Fraction, ...]:
    """Return the points of so many bands in order, and last of what they all leave; none if there are others."""
    for node in walk(raw_score(score)):
        chain = _chain(node)
        if len(chain) == count:
            ends = [*(item.then for item in chain), chain[-1].otherwise]
            return tuple(end.value for end in ends if isinstance(end, Constant) and isinstance(end.value, Fraction))
    return ()


def _chain(node: Expr) -> list[Choose]:
    found: list[Choose] = []
    while isinstance(node, Choose) and isinstance(node.then, Constant) and node.kind is Kind.SCORE:
        found.append(node)
        node = node.otherwise
    return found if isinstance(node, Constant) else []
