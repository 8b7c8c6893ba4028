"""Prints a check result: header, scores, findings, problems and advice, review notes, what is missing, totals."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from rich.cells import cell_len

from checker.compose.chinese import heading_number
from checker.messages import tr
from checker.report.terminal.lines import below, put, section
from checker.report.terminal.table import print_indicators
from checker.report.words import (
    basis_text,
    evidence_texts,
    grade_text,
    listed,
    missing_text,
    nothing_found,
    other_lines,
    outcome_word,
    places_text,
    points,
    severity_word,
    totals_text,
)
from checker.result import Outcome
from checker.values import Kind, decimal_text, show

if TYPE_CHECKING:
    from rich.console import Console

    from checker.result import CheckResult, RuleOutcome

_STYLES: Final = {"critical": "bold red", "major": "red", "minor": "yellow", "info": "cyan"}


def print_result(result: CheckResult, console: Console) -> None:
    """Print the whole result to ``console``."""
    _header(result, console)
    if result.indicators:
        section(tr("指标得分"), console)
        print_indicators(result.indicators, console)
    _findings(result, console)
    _texts(result, console)
    _notes(result, console)
    print_missing(result, console)
    _passed(result, console)
    _totals(result, console)


def _header(result: CheckResult, console: Console) -> None:
    header = result.header
    put(console, (header.title or header.facts, "bold"))
    pack = tr("规则包：{title} {version}", title=header.pack_title, version=header.pack_version)
    parts = list(filter(None, [header.kind, pack, tr("基准日：{day}", day=header.as_of.isoformat())]))
    line = "  ".join(parts)
    for text in [line] if cell_len(line) <= console.width else parts:
        put(console, (text, "dim"))
    console.print()
    put(
        console,
        (tr("综合得分 {score} 分", score=points(result.score)), "bold"),
        (tr("（满分 {full}）", full=decimal_text(result.full_score)), "dim"),
        "  ",
        (tr("等级：{grade}", grade=grade_text(result)), "bold green" if result.grade else "bold yellow"),
    )
    for limit in result.limits:
        below(tr("总分受限：{limit}", limit=limit), console, "yellow")


def _findings(result: CheckResult, console: Console) -> None:
    findings = result.findings
    section(tr("发现（{count}）", count=len(findings)), console)
    if not findings:
        settled = result.decided and not result.counts[Outcome.UNKNOWN]
        below(nothing_found(result), console, "green" if settled else "yellow")
    labels = {indicator.id: indicator.label for indicator in result.indicators}
    for finding in findings:
        _finding(finding, labels.get(finding.indicator or "", ""), console)
    for outcome in result.outcomes:
        if outcome.outcome is Outcome.WAIVED:
            put(console, (f"[{outcome_word(outcome.outcome)}] {outcome.title}", "dim"))
            below(outcome.message, console, "dim")
            below(outcome.note, console, "dim")
            below(outcome.id, console, "dim italic")


def _finding(finding: RuleOutcome, indicator: str, console: Console) -> None:
    lost = ""
    if finding.deduction:
        lost = "  " + tr("{label} 扣{points}", label=indicator, points=show(finding.deduction, Kind.SCORE))
    severity = (f"[{severity_word(finding.severity)}] ", _STYLES[finding.severity])
    stale = "  " + tr("[证据已变动]") if finding.stale else ""
    put(console, severity, (finding.title, "bold"), (lost, "red"), (stale, "bold yellow"))
    below(finding.message, console)
    for basis in finding.basis:
        below(tr("依据：{text}", text=basis_text(basis)), console, "dim")
    for text in evidence_texts(finding.evidence):
        below(tr("证据：{text}", text=text), console, "dim")
    for reason in finding.stale:
        below(reason, console, "yellow")
    below(finding.id, console, "dim italic")


def _texts(result: CheckResult, console: Console) -> None:
    if result.problems:
        section(tr("存在的问题"), console)
    for index, problem in enumerate(result.problems, 1):
        put(console, (heading_number(index) + problem.heading, "bold"))
        below(problem.text, console)
    if result.recommendations:
        section(tr("有关建议"), console)
    for index, advice in enumerate(result.recommendations, 1):
        put(console, (heading_number(index) + advice.heading, "bold"))
        below(advice.text, console)


def _notes(result: CheckResult, console: Console) -> None:
    if not result.review_notes and not result.warnings:
        return
    section(tr("复核提示（对评价本身，不是项目的问题）"), console)
    for note in result.review_notes:
        put(console, ("? ", "magenta"), (note.title, "bold"), (f"  [{note.id}]", "dim"))
        below(note.text, console)
        below(places_text(note.places), console, "dim")
    for warning in result.warnings:
        put(console, (str(warning), "yellow"))


def print_missing(result: CheckResult, console: Console) -> None:
    """Print the missing facts, those that decide over most points first; nothing when none is missing."""
    if not result.requests:
        return
    section(tr("待补材料（按影响分数排序）"), console)
    for request in result.requests:
        stake = tr("影响{points}", points=show(request.stake, Kind.SCORE)) if request.stake else tr("不影响得分")
        put(console, (missing_text(request.missing), "bold"), "  ", (stake, "yellow"))
        if request.missing.ask:
            below(tr("来源：{ask}", ask=request.missing.ask), console)
        below(tr("用于：{checks}", checks=listed(request.checks)), console, "dim")


def _passed(result: CheckResult, console: Console) -> None:
    lines = other_lines(result)
    if lines:
        section(tr("其他检查"), console)
    for line in lines:
        put(console, line)


def _totals(result: CheckResult, console: Console) -> None:
    console.print()
    put(console, (totals_text(result), "bold"))
