"""Prints how the cases of packs came out: what failed, expected and actual, and why; what no case covers; the count."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from math import floor
from typing import TYPE_CHECKING

from checker.messages import tr
from checker.report.terminal.explain import print_condition
from checker.report.terminal.lines import below, put, section, whole
from checker.report.words import listed, named
from checker.values import Kind, show

if TYPE_CHECKING:
    from rich.console import Console

    from checker.testing import CaseReport, Coverage


def print_cases(reports: Sequence[CaseReport], console: Console) -> None:
    """Print failed cases, each once for all engines that agree on it, and totals to ``console``."""
    failures: dict[tuple[object, ...], list[CaseReport]] = {}
    for report in reports:
        if not report.passed:
            failures.setdefault((report.place, report.case, report.differences), []).append(report)
    for same in failures.values():
        _failure(same, console)
    _proposed(reports, console)
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


def print_coverage(found: Sequence[Coverage], least: Fraction | None, console: Console) -> None:
    """Print what no case of each pack covers, and the share that is covered; ``least`` is the share asked for."""
    for coverage in found:
        if coverage.left_out:
            section(tr("{pack} 没有用例覆盖的", pack=coverage.pack), console)
        for unit in coverage.left_out:
            put(console, ("○ ", "yellow"), str(unit.untested))
            whole(str(unit.place), console, "dim")
    for coverage in found:
        short = least is not None and coverage.share < least
        text = tr(
            "{pack} 覆盖率 {share}：规则、条件分支、分档和等级共 {units} 项，用例覆盖 {covered} 项",
            pack=coverage.pack,
            share=show(Fraction(floor(coverage.share * 1000), 1000), Kind.RATIO),  # never up: 99.97% is not all
            units=len(coverage.units),
            covered=coverage.covered,
        )
        put(console, (text, "bold red" if short else "bold green" if not coverage.left_out else "bold"))
        if short:
            below(tr("要求至少 {least}", least=show(least, Kind.RATIO)) if least is not None else "", console, "red")


def _proposed(reports: Sequence[CaseReport], console: Console) -> None:
    waiting = {(str(report.place), report.case): report for report in reports if report.to_confirm}
    for report in waiting.values():
        name = named(report.rule, report.case) if report.rule else report.case
        put(console, ("… ", "yellow"), (name, "bold"), ("  " + tr("待核对：核对后删去 to_confirm"), "yellow"))
        whole(str(report.place), console, "dim")
    if waiting:
        text = tr("{count} 个用例待核对，暂不计入覆盖", count=len(waiting))
        put(console, (text, "yellow"))


def _failure(same: Sequence[CaseReport], console: Console) -> None:
    report = same[0]
    name = named(report.rule, report.case) if report.rule else report.case
    put(console, ("✗ ", "red"), (name, "bold"), f"  [{listed(other.engine for other in same)}]")
    whole(str(report.place), console, "dim")
    for difference in report.differences:
        below(str(difference), console)
    for key, part, why in report.whys:
        print_condition(part, why, console, key=key)
