"""Scores worked out by SQL are those of the evaluator: leaves, policies, the total, its grades and limits."""

from __future__ import annotations

from types import SimpleNamespace
from typing import TYPE_CHECKING, Any

from hypothesis import given, note, settings

from checker.plan.tables import Tables
from checker.score import score_points
from checker.sql.scoring import score
from tests.sql.given import Given
from tests.sql.made_scores import DrawnScores, scores

if TYPE_CHECKING:
    from checker.score import Points
    from checker.sql.scoring import Scored
    from checker.sql.values import SqlValue
    from checker.values import Value


def values_of(scored: Scored) -> dict[str, SqlValue]:
    """Return everything worked out, under names of its own."""
    worked = scored.worked
    return {
        **{f"points {name}": value for name, value in scored.points.items()},
        **{f"worked {name}": value for name, value in worked.scores.items()},
        **{f"weight {name}": value for name, value in worked.weights.items()},
        **{f"applies {name}": found.applies for name, found in worked.applies.items()},
        **{f"settled {name}": found.settled for name, found in worked.applies.items()},
        "total": scored.total.score,
        **{f"grade {place}": holds for place, (_, holds) in enumerate(scored.total.grades)},
        **{f"limit {place}": holds for place, (_, holds) in enumerate(scored.total.limits)},
    }


def expected(points: Points) -> dict[str, Value]:
    """Return the same as the evaluator has it."""
    return {
        **{f"points {name}": value for name, value in points.raw.items()},
        **{f"worked {name}": value for name, value in points.worked.items()},
        **{f"weight {name}": value for name, value in points.weights.items()},
        **{f"applies {name}": found.applies for name, found in points.applies.items()},
        **{f"settled {name}": found.settled for name, found in points.applies.items()},
        "total": points.total.score,
    }


@settings(max_examples=settings().max_examples * 2 // 5)
@given(scores())
def test_scores(drawn: DrawnScores) -> None:
    """Every number and truth is that of the evaluator to the last digit, unknown and bounded ones included."""
    plan: Any = SimpleNamespace(score=drawn.plan)
    note(str(drawn.plan))
    stage = Given(drawn.envs, fractions=drawn.fractions)
    scored = score(plan, stage)
    for env, found in zip(drawn.envs, stage.read(values_of(scored)), strict=True):
        points = score_points(plan, Tables(env))
        grades = [name for place, (name, _) in enumerate(scored.total.grades) if found.pop(f"grade {place}")]
        limits = [name for place, (name, _) in enumerate(scored.total.limits) if found.pop(f"limit {place}")]
        assert found == expected(points)
        assert (tuple(grades), tuple(limits)) == (points.total.grades, points.total.limits)
        assert len(grades) <= 1 or not scored.total.one_grade
