"""Composes report text: problems and advice from findings, and review notes on the evaluation itself."""

from checker.compose.compose import compose_problems
from checker.compose.evidence import evidence_notes, mark_stale
from checker.compose.notes import grade_notes, review_notes, waiver_notes
from checker.compose.templates import Templates, check_templates

__all__ = [
    "Templates",
    "check_templates",
    "compose_problems",
    "evidence_notes",
    "grade_notes",
    "mark_stale",
    "review_notes",
    "waiver_notes",
]
