"""Turns the table of findings into the rules that cost most points; knows nothing about how it is shown."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from checker.portfolio.summary.numbers import fraction, fraction_or_none, whole
from checker.portfolio.summary.scored import Lost, LostRule

if TYPE_CHECKING:
    from checker.portfolio.summary.opened import OpenedResult
    from checker.portfolio.summary.pack_words import PackWords

_EVALUATION: Final = "evaluation"
_ROWS: Final = """
SELECT rule, concerns, COUNT(*) AS findings,
  COUNT(*) FILTER (key = '') + COUNT(DISTINCT project) FILTER (key <> '') AS projects,
  SUM(deduction_low) AS low, COUNT(deduction_low) AS told,
  CASE WHEN COUNT(deduction_low) = COUNT(deduction_high) THEN SUM(deduction_high) END AS high
FROM findings GROUP BY rule, concerns
"""
"""A finding without a key is the only one of its rule in its project."""


def lost(result: OpenedResult, top: int) -> Lost:
    """Return the ``top`` rules about projects, and as many about evaluations."""
    found = [(row, _rule(row, result.words)) for row in result.rows(_ROWS)]
    rules = sorted((rule for row, rule in found if row["concerns"] != _EVALUATION), key=_worst)
    reviews = sorted((rule for row, rule in found if row["concerns"] == _EVALUATION), key=_worst)
    return Lost(tuple(rules[:top]), len(rules), tuple(reviews[:top]))


def _worst(rule: LostRule) -> tuple[object, ...]:
    return (-rule.low, -rule.findings, rule.rule)


def _rule(row: dict[str, Any], words: PackWords) -> LostRule:
    told = words.rule(row["rule"])
    deducts = told.deducts or whole(row["told"]) > 0
    return LostRule(
        rule=row["rule"],
        title=told.title,
        basis=told.basis,
        heading=told.heading,
        findings=whole(row["findings"]),
        projects=whole(row["projects"]),
        deducts=deducts,
        low=fraction(row["low"]),
        high=fraction_or_none(row["high"]) if row["told"] else fraction(0),
        untold=whole(row["findings"]) - whole(row["told"]) if deducts else 0,
    )
