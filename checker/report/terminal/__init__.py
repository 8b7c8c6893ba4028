"""Results for the terminal, with rich: readable at 80 columns and without colour."""

from checker.report.terminal.result import print_result

__all__ = ["print_result"]
