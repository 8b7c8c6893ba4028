"""Prints what lint found, by file and line, what to write instead, and where each check is explained."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Final

from checker.lint import SEVERITIES
from checker.messages import Message, message, tr
from checker.report.lint_json import page_of
from checker.report.terminal.lines import below, put, section, whole
from checker.report.words import listed, named

if TYPE_CHECKING:
    from collections.abc import Sequence

    from rich.console import Console

    from checker.lint import LintFinding, LintSeverity

_STYLES: Final[dict[LintSeverity, str]] = {"error": "red", "warning": "yellow", "info": "cyan"}
_MARKS: Final[dict[LintSeverity, str]] = {"error": "✗ ", "warning": "! ", "info": "· "}
_COUNTED: Final[dict[LintSeverity, Message]] = {
    "error": message("错误"),
    "warning": message("警告"),
    "info": message("提示"),
}


def print_lint(packs: Sequence[str], findings: Sequence[LintFinding], fixed: int, console: Console) -> None:
    """Print the findings in ``packs`` with the number of those mended in the files, and the count."""
    for finding in findings:
        style = _STYLES[finding.severity]
        put(console, (_MARKS[finding.severity], style), (str(finding.what), "bold"), (f"  {finding.id}", style))
        whole(str(finding.place), console, "dim")
        below("" if finding.hint is None else tr("建议：{hint}", hint=finding.hint), console)
    if findings:
        section(tr("为什么、怎样写"), console)
        for check in sorted({finding.id for finding in findings}):
            whole(page_of(check), console)
        console.print()
    if fixed:
        put(console, (tr("已改好 {count} 处", count=fixed), "green"))
    mendable = sum(1 for finding in findings if finding.fixes)
    if mendable:
        put(console, (tr("其中 {count} 处可以用 --fix 改好", count=mendable), "green"))
    put(console, (_summary(packs, findings), "bold yellow" if findings else "bold green"))


def _summary(packs: Sequence[str], findings: Sequence[LintFinding]) -> str:
    names = listed(packs)
    if not findings:
        return tr("{packs}：没有发现", packs=names)
    counts = Counter(finding.severity for finding in findings)
    return named(names, listed(f"{_COUNTED[name]} {counts[name]}" for name in reversed(SEVERITIES) if counts[name]))
