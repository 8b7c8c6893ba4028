"""Prints how the cases of packs came out: what failed with expected and actual, then the count."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from rich.padding import Padding
from rich.text import Text

from checker.messages import tr

if TYPE_CHECKING:
    from rich.console import Console

    from checker.testing import CaseReport


def print_cases(reports: Sequence[CaseReport], console: Console) -> None:
    """Print failed cases and totals to ``console``."""
    for report in reports:
        if report.passed:
            continue
        name = f"{report.rule}：{report.case}" if report.rule else report.case
        console.print(
            Text.assemble(("✗ ", "red"), (name, "bold"), f"  [{report.engine}]  ", (str(report.place), "dim"))
        )
        for difference in report.differences:
            console.print(Padding(Text(str(difference)), (0, 0, 0, 2)))
    failed = sum(1 for report in reports if not report.passed)
    cases = len({(report.place, report.case) for report in reports})
    engines = "、".join(dict.fromkeys(report.engine for report in reports))
    console.print(
        Text(tr("{cases} 个用例，引擎：{engines}；{passed} 次通过，{failed} 次不符", cases=cases, engines=engines,
                passed=len(reports) - failed, failed=failed), style="bold red" if failed else "bold green")
    )  # fmt: skip
