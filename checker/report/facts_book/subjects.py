"""Names what can be judged: the indicators and 要点 of a plan, by ids and as people call them; knows no workbook."""

from __future__ import annotations

from typing import TYPE_CHECKING

from checker.facts.text import Names

if TYPE_CHECKING:
    from checker.facts import Vocabulary
    from checker.plan import Plan
    from checker.plan.plan import PlannedIndicator


def names_of(plan: Plan, vocabulary: Vocabulary) -> Names:
    """Return the names by which facts of this plan may be called; a name that means nothing stands for itself."""
    leaves = {leaf.id: leaf for leaf in plan.score.leaves}
    labels = [leaf.label for leaf in plan.score.leaves]
    by_label = {leaf.label: leaf.id for leaf in plan.score.leaves if labels.count(leaf.label) == 1}

    def subject(indicator: str, point: str) -> tuple[str, str]:
        name = indicator if indicator in leaves else by_label.get(indicator, indicator)
        points = leaves[name].points if name in leaves else ()
        return name, next((one.id for one in points if point in {one.id, one.label}), point)

    def label(indicator: str, point: str) -> tuple[str, str]:
        leaf = leaves.get(indicator)
        if leaf is None:
            return indicator, point
        name = leaf.label if by_label.get(leaf.label) == leaf.id and leaf.label not in leaves else leaf.id
        return name, _point_label(leaf, point)

    return Names(vocabulary, subject, label)


def _point_label(leaf: PlannedIndicator, point: str) -> str:
    labels = [one.label for one in leaf.points]
    ids = {one.id for one in leaf.points}
    found = next((one.label for one in leaf.points if one.id == point), point)
    return found if labels.count(found) == 1 and found not in ids else point
