"""Prints the request list: what is still needed, one document after the other, those with most at stake first."""

from __future__ import annotations

from typing import TYPE_CHECKING

from checker.messages import tr
from checker.report.requests.grouping import documents_asked, stake_text, whose_mark
from checker.report.terminal.lines import below, put, section
from checker.report.words import listed

if TYPE_CHECKING:
    from rich.console import Console

    from checker.result import CheckResult


def print_requests(result: CheckResult, console: Console) -> None:
    """Print the list to ``console``; when nothing is missing it says so."""
    asked = documents_asked(result)
    put(console, (result.header.title or result.header.facts, "bold"))
    section(tr("资料需求清单（{count}）", count=len(asked)), console)
    if not asked:
        below(tr("没有缺少的资料"), console, "green")
    for number, one in enumerate(asked, 1):
        name = f"{number}. {one.title}{whose_mark(one.whose)}"
        stake = tr("最多影响{points}", points=stake_text(one.stake)) if one.stake else stake_text(one.stake)
        put(console, (name, "bold"), "  ", (stake, "yellow"))
        for item in one.items:
            put(console, item.text, first="   · ", later="     ")
        below(tr("用于：{checks}", checks=listed(one.uses)), console, "dim")
