"""Turns the score of each leaf into points that are never unknown: where nobody can tell, the range they may have.

Knows nothing about policies or totals.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from checker.sql.possible import filled, named, number_of

if TYPE_CHECKING:
    from checker.plan import Plan
    from checker.sql.found import Stage
    from checker.sql.values import Number


def leaf_points(plan: Plan, stage: Stage) -> dict[str, Number]:
    """Return the points of every leaf by id, as columns of the stage; never null."""
    scores = {leaf.id: stage.value(leaf.score) for leaf in plan.score.leaves if leaf.score is not None}
    kept = stage.keep({named("score", name): score for name, score in scores.items()})
    points: dict[str, Number] = {}
    for leaf in plan.score.leaves:
        possible = [leaf.lowest, leaf.weight, *(veto.score for veto in leaf.vetoes)]
        points[leaf.id] = filled(number_of(kept[named("score", leaf.id)]), min(possible), max(possible))
    open_ = {named("points", name): found for name, found in points.items() if found is not kept[named("score", name)]}
    settled = stage.keep(open_) if open_ else {}
    return {name: number_of(settled.get(named("points", name), found)) for name, found in points.items()}
