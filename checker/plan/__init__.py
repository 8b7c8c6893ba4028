"""A rule pack and a day become one typed plan that every engine reads; knows nothing about engines."""

from checker.plan.build import build_plan
from checker.plan.plan import (
    Plan,
    PlannedIndicator,
    PlannedRule,
    ScorePlan,
    Subject,
    Tier,
)

__all__ = ["Plan", "PlannedIndicator", "PlannedRule", "ScorePlan", "Subject", "Tier", "build_plan"]
