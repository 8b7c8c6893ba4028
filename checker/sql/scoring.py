"""Turns a stage with every rule decided into scores, and scores into the columns people are shown.

Knows nothing about how rules are decided.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlglot import exp

from checker.sql import terms
from checker.sql.columns import shown
from checker.sql.leaves import leaf_points
from checker.sql.policies import applicabilities, work_in
from checker.sql.totals import total

if TYPE_CHECKING:
    from collections.abc import Mapping

    from checker.plan import Plan
    from checker.sql.found import Stage
    from checker.sql.policies import Worked
    from checker.sql.totals import Listed, TotalValues
    from checker.sql.values import Number, Sql

_BETWEEN = "、"


@dataclass(frozen=True, slots=True)
class Scored:
    """What each leaf scores by itself and with the policies worked in, and the total; by leaf id, never null."""

    points: Mapping[str, Number]
    worked: Worked
    total: TotalValues


def score(plan: Plan, stage: Stage) -> Scored:
    """Return the scores, as columns of the stage; raises ``Refused`` for what SQL cannot say."""
    points = leaf_points(plan, stage)
    worked = work_in(plan.score, points, applicabilities(plan.score, stage), stage)
    return Scored(points, worked, total(plan.score, worked.total, stage))


def score_columns(plan: Plan, scored: Scored) -> list[tuple[str, Sql]]:
    """Return the columns of the output ``scores`` after the project: the total, grades, limits, and every leaf."""
    columns = shown(scored.total.score, "total")
    columns.append(("grades", _listed(scored.total.grades, single=scored.total.one_grade)))
    columns.append(("limits", _listed(scored.total.limits)))
    for leaf in plan.score.leaves:
        columns += shown(scored.worked.scores[leaf.id], f"{leaf.id}_")
    return columns


def _listed(listed: Listed, *, single: bool = False) -> Sql:
    """Return the words that are there, joined; ``single``: there is at most one."""
    nothing = exp.Literal.string("")
    if single:
        return terms.case([(holds.sql, exp.Literal.string(name)) for name, holds in listed], nothing)
    items = [terms.case([(holds.sql, exp.Literal.string(name))]) for name, holds in listed]
    return exp.Anonymous(this="CONCAT_WS", expressions=[exp.Literal.string(_BETWEEN), *items]) if items else nothing
