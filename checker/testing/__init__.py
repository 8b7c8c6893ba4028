"""Runs the cases a pack brings with it, on every engine; knows nothing about how results are shown."""

from checker.testing.cases import CaseReport, run_cases

__all__ = ["CaseReport", "run_cases"]
