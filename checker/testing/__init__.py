"""Runs the cases a pack brings with it, on every engine, and says what they cover; knows nothing of how it is shown."""

from checker.testing.cases import CaseReport, run_cases
from checker.testing.coverage import Coverage, Observer, Unit

__all__ = ["CaseReport", "Coverage", "Observer", "Unit", "run_cases"]
