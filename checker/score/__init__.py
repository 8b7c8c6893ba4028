"""Points: indicator scores, the total, the grade, and what would narrow them."""

from checker.score.score import Points, Scores, bare_scores, describe_scores, score_points, with_scores
from checker.score.total import Total, width

__all__ = ["Points", "Scores", "Total", "bare_scores", "describe_scores", "score_points", "width", "with_scores"]
