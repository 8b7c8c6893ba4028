"""Prints how the cases of packs came out: what failed with expected and actual, then the count."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from checker.messages import tr
from checker.report.terminal.lines import below, put, whole
from checker.report.words import listed, named

if TYPE_CHECKING:
    from rich.console import Console

    from checker.testing import CaseReport


def print_cases(reports: Sequence[CaseReport], console: Console) -> None:
    """Print failed cases, each once for all engines that agree on it, and totals to ``console``."""
    failures: dict[tuple[object, ...], list[CaseReport]] = {}
    for report in reports:
        if not report.passed:
            failures.setdefault((report.place, report.case, report.differences), []).append(report)
    for same in failures.values():
        _failure(same, console)
    failed = sum(1 for report in reports if not report.passed)
    cases = len({(report.place, report.case) for report in reports})
    engines = listed(dict.fromkeys(report.engine for report in reports))
    text = tr(
        "{cases} 个用例，引擎：{engines}；{passed} 次通过，{failed} 次不符",
        cases=cases,
        engines=engines,
        passed=len(reports) - failed,
        failed=failed,
    )
    put(console, (text, "bold red" if failed else "bold green"))


def _failure(same: Sequence[CaseReport], console: Console) -> None:
    report = same[0]
    name = named(report.rule, report.case) if report.rule else report.case
    put(console, ("✗ ", "red"), (name, "bold"), f"  [{listed(other.engine for other in same)}]")
    whole(str(report.place), console, "dim")
    for difference in report.differences:
        below(str(difference), console)
