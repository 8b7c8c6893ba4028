"""Results for the terminal, with rich: readable at 80 columns and without colour."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from rich.console import Console

    from checker.result import CheckResult

__all__ = ["print_result"]


def print_result(result: CheckResult, console: Console) -> None:
    """Print the whole result to ``console``."""
    from checker.report.terminal import result as whole  # noqa: PLC0415 - help breaks its lines here, without rich

    whole.print_result(result, console)
