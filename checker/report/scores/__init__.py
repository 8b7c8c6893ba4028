"""The score book: 评分表 with live formulas, 问题清单, outcomes, facts, parameters and where it all comes from."""

from checker.report.scores.render import render_scores

__all__ = ["render_scores"]
