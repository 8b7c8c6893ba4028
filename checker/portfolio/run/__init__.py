"""Decides a whole portfolio: range by range, resumable, only what changed when asked, all of it or nothing."""

from checker.portfolio.run.batch import run_batch
from checker.portfolio.run.request import (
    DECIDED,
    ENGINES,
    FORMS,
    TABLES,
    BatchRequest,
    BatchResult,
    Progress,
    Tally,
)

__all__ = [
    "DECIDED",
    "ENGINES",
    "FORMS",
    "TABLES",
    "BatchRequest",
    "BatchResult",
    "Progress",
    "Tally",
    "run_batch",
]
