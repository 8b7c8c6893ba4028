"""Turns scores into the rows of the fact types ``indicator`` and ``result``, for the rules on scores.

Knows nothing about how scores were worked out.
"""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING, Final

from checker.sql import logic
from checker.sql.arithmetic import added, constant, hull, subtract
from checker.sql.choosing import choose
from checker.sql.found import StaticRow
from checker.sql.possible import any_of, ends_of, number_of
from checker.sql.truths import as_truth, both, compare, opposite, words
from checker.sql.values import FALSE, NOTHING, TRUE, Nothing, Number, SqlValue, Truth, Words

if TYPE_CHECKING:
    from collections.abc import Mapping

    from checker.plan import Plan, PlannedIndicator
    from checker.sql.found import Stage
    from checker.sql.policies import Worked
    from checker.sql.totals import TotalValues

_ZERO: Final = constant(Fraction(0))


def indicator_rows(plan: Plan, worked: Worked, explained: Mapping[str, Number], stage: Stage) -> tuple[StaticRow, ...]:
    """Return the rows of the type ``indicator``, in the order of the tree.

    One that surely does not apply and scores nothing is not there; one of which nobody can tell what becomes may be.
    """
    return tuple(_row(node, plan, worked, explained, stage) for node in plan.score.indicators)


def named_rows(plan: Plan) -> tuple[StaticRow, ...]:
    """Return the same rows with only what is known before anything is scored."""
    return tuple(StaticRow(node.id, TRUE, _named(node)) for node in plan.score.indicators)


def _named(node: PlannedIndicator) -> dict[str, SqlValue]:
    return {
        "id": words(node.id),
        "label": words(node.label),
        "level": constant(Fraction(node.level)),
        "leaf": logic.truth(node.score is not None),
        "dimension": words(node.dimension),
        "judged": logic.truth(node.method in {"judged", "checklist"}),
    }


def _row(
    node: PlannedIndicator, plan: Plan, worked: Worked, explained: Mapping[str, Number], stage: Stage
) -> StaticRow:
    weight: Number = constant(node.weight)
    if node.score is None:
        score = added([_counted(leaf.id, worked) for leaf in plan.score.leaves_below(node.id)])
    else:
        weight, score = worked.weights[node.id], worked.scores[node.id]
    fields: dict[str, SqlValue] = {
        **_named(node),
        "weight": weight,
        "score": score,
        "lost": subtract(weight, score),
        "explained": explained.get(node.id, NOTHING),
    }
    if node.target_met is not None:
        fields["target_met"] = stage.value(node.target_met)
    return StaticRow(node.id, TRUE if node.score is None else _member(node.id, worked), fields)


def _member(leaf: str, worked: Worked) -> Truth:
    found = worked.applies[leaf]
    (low, _), (high, _) = ends_of(worked.scores[leaf])
    nothing = both(compare("=", low, _ZERO), compare("=", high, _ZERO))
    gone = both(logic.surely_not(found.applies), nothing)
    return as_truth(choose(gone, FALSE, choose(found.settled, TRUE, logic.UNSURE)))


def _counted(leaf: str, worked: Worked) -> Number:
    """What a leaf adds to its group: perhaps nothing, when it may turn out not to count."""
    score = worked.scores[leaf]
    settled = worked.applies[leaf].settled
    return score if settled.constant is True else number_of(choose(settled, score, hull(_ZERO, score)))


def result_row(plan: Plan, total: TotalValues, explained: Mapping[str, Number]) -> StaticRow:
    """Return the only row of the type ``result``."""
    full = constant(plan.score.full_score)
    fields: dict[str, SqlValue] = {
        "score": total.score,
        "full": full,
        "lost": subtract(full, total.score),
        "explained": added(list(explained.values())),
        "grade": _grade(total),
    }
    return StaticRow("", TRUE, fields)


def _grade(total: TotalValues) -> Words | Nothing:
    """Return the grade where only one may be earned."""
    found: Words | Nothing = NOTHING
    for label, holds in reversed(total.grades):
        others = [truth for other, truth in total.grades if other != label] if not total.one_grade else []
        alone = both(holds, opposite(any_of(others)))
        picked = choose(alone, words(label), found)
        found = picked if isinstance(picked, Words) else NOTHING
    return found
