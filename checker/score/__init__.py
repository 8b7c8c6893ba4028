"""Points: indicator scores, the total, the grade, and what would narrow them."""

from checker.score.score import Scores, score_project, with_scores
from checker.score.total import Total, width

__all__ = ["Scores", "Total", "score_project", "width", "with_scores"]
