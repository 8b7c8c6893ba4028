"""Prints a check result: header, scores, findings, problems and advice, review notes, what is missing, totals."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from rich import box
from rich.cells import cell_len
from rich.rule import Rule
from rich.table import Table
from rich.text import Text

from checker.compose.chinese import heading_number
from checker.messages import tr
from checker.report.terminal.wrap import wrap
from checker.report.words import (
    bar,
    basis_text,
    evidence_texts,
    grade_text,
    missing_text,
    outcome_word,
    points,
    severity_word,
)
from checker.result import Outcome
from checker.values import Interval, Kind, decimal_text, show

if TYPE_CHECKING:
    from collections.abc import Sequence

    from rich.console import Console

    from checker.result import CheckResult, IndicatorScore, RuleOutcome

_STYLES: Final = {"critical": "bold red", "major": "red", "minor": "yellow", "info": "cyan"}
_INDENT: Final = 2
_TABLE_WITHOUT_REMARK: Final = 36


def print_result(result: CheckResult, console: Console) -> None:
    """Print the whole result to ``console``."""
    _header(result, console)
    _indicators(result, console)
    _findings(result, console)
    _texts(result, console)
    _notes(result, console)
    _missing(result, console)
    _passed(result, console)
    _totals(result, console)


def _section(title: str, console: Console) -> None:
    console.print()
    console.print(Rule(Text(title, style="bold"), align="left", style="dim"))


def below(text: str, console: Console, style: str = "", indent: int = _INDENT) -> None:
    """Print a text indented, broken into lines as Chinese is."""
    for line in wrap(text, console.width - indent):
        console.print(Text(" " * indent + line, style=style))


def _header(result: CheckResult, console: Console) -> None:
    header = result.header
    console.print(Text(header.title or header.facts, style="bold"))
    kind = f"{header.kind}  " if header.kind else ""
    console.print(
        Text(tr("{kind}规则包：{title} {version}  基准日：{day}", kind=kind, title=header.pack_title,
                version=header.pack_version, day=header.as_of.isoformat()), style="dim")
    )  # fmt: skip
    console.print()
    score = points(result.score)
    line = Text.assemble(
        (tr("综合得分 {score} 分", score=score), "bold"),
        (tr("（满分 {full}）", full=decimal_text(result.full_score)), "dim"),
        "  ",
        (tr("等级：{grade}", grade=grade_text(result)), "bold green" if result.grade else "bold yellow"),
    )
    console.print(line)
    for limit in result.limits:
        below(tr("总分受限：{limit}", limit=limit), console, "yellow")


def _indicators(result: CheckResult, console: Console) -> None:
    _section(tr("指标得分"), console)
    table = Table(box=box.SIMPLE_HEAD, pad_edge=False, padding=(0, 1), expand=False)
    table.add_column(tr("指标"), no_wrap=True)
    table.add_column(tr("权重"), justify="right")
    table.add_column(tr("得分"), justify="right")
    table.add_column("", no_wrap=True)
    table.add_column(tr("说明"), overflow="fold")
    room = max(10, console.width - _TABLE_WITHOUT_REMARK - max(map(_label_width, result.indicators), default=0))
    for indicator in result.indicators:
        group = not indicator.leaf
        label = _label(indicator)
        marks = "" if group else bar(indicator.score, indicator.weight)
        table.add_row(
            Text(label, style="bold" if indicator.level == 1 else ""),
            decimal_text(indicator.weight),
            points(indicator.score),
            Text(marks, style=_bar_style(indicator)),
            Text("" if group else "\n".join(wrap(_remark(indicator), room)), style="dim"),
        )
    console.print(table)


def _label(indicator: IndicatorScore) -> str:
    return "  " * (indicator.level - 1) + indicator.label


def _label_width(indicator: IndicatorScore) -> int:
    return cell_len(_label(indicator))


def _bar_style(indicator: IndicatorScore) -> str:
    return "green" if indicator.score == indicator.weight else "yellow"


def _remark(indicator: IndicatorScore) -> str:
    if indicator.applicable is False:
        return "；".join([tr("不适用"), *indicator.reasons])
    parts = [indicator.measure, *indicator.reasons] if indicator.score != indicator.weight else [indicator.measure]
    if isinstance(indicator.score, Interval):
        parts.append(tr("待定"))
    return "；".join(filter(None, parts))


def _findings(result: CheckResult, console: Console) -> None:
    findings = result.findings
    _section(tr("发现（{count}）", count=len(findings)), console)
    if not findings:
        below(tr("没有发现问题"), console, "green")
    for finding in findings:
        _finding(finding, result, console)
    waived = [outcome for outcome in result.outcomes if outcome.outcome is Outcome.WAIVED]
    for outcome in waived:
        below(f"[{outcome_word(outcome.outcome)}] {outcome.title}：{outcome.message}（{outcome.note}）", console, "dim")


def _finding(finding: RuleOutcome, result: CheckResult, console: Console) -> None:
    labels = {indicator.id: indicator.label for indicator in result.indicators}
    lost = ""
    if finding.deduction:
        lost = "  " + tr("{label} 扣{points}", label=labels.get(finding.indicator or "", ""),
                         points=show(finding.deduction, Kind.SCORE))  # fmt: skip
    title = Text.assemble(
        (f"[{severity_word(finding.severity)}] ", _STYLES[finding.severity]), (finding.title, "bold"), (lost, "red")
    )
    console.print(title)
    below(finding.message, console)
    for basis in finding.basis:
        below(tr("依据：{text}", text=basis_text(basis)), console, "dim")
    for text in evidence_texts(finding.evidence):
        below(tr("证据：{text}", text=text), console, "dim")
    below(finding.id, console, "dim italic")


def _texts(result: CheckResult, console: Console) -> None:
    if result.problems:
        _section(tr("存在的问题"), console)
    for index, problem in enumerate(result.problems, 1):
        console.print(Text(heading_number(index) + problem.heading, style="bold"))
        below(problem.text, console)
    if result.recommendations:
        _section(tr("有关建议"), console)
    for index, advice in enumerate(result.recommendations, 1):
        console.print(Text(heading_number(index) + advice.heading, style="bold"))
        below(advice.text, console)


def _notes(result: CheckResult, console: Console) -> None:
    if not result.review_notes and not result.warnings:
        return
    _section(tr("复核提示（对评价本身，不是项目的问题）"), console)
    for note in result.review_notes:
        console.print(Text.assemble(("? ", "magenta"), (note.title, "bold"), (f"  [{note.id}]", "dim")))
        below(note.text, console)
        for place in dict.fromkeys(note.places):
            below(str(place), console, "dim")
    for warning in result.warnings:
        below(str(warning), console, "yellow", indent=0)


def _missing(result: CheckResult, console: Console) -> None:
    if not result.requests:
        return
    _section(tr("待补材料（按影响分数排序）"), console)
    for request in result.requests:
        stake = tr("影响{points}", points=show(request.stake, Kind.SCORE)) if request.stake else tr("不影响得分")
        console.print(Text.assemble((missing_text(request.missing), "bold"), "  ", (stake, "yellow")))
        if request.missing.ask:
            below(tr("来源：{ask}", ask=request.missing.ask), console)
        below(tr("用于：{checks}", checks="、".join(request.checks)), console, "dim")


def _passed(result: CheckResult, console: Console) -> None:
    _section(tr("其他检查"), console)
    for word in (Outcome.PASS, Outcome.UNKNOWN, Outcome.NOT_APPLICABLE):
        names = _counted([o for o in result.outcomes if o.outcome is word and o.concerns == "project"])
        if names:
            below(f"{outcome_word(word)}：{names}", console, indent=0)
    reviewed = _counted([o for o in result.outcomes if o.outcome is Outcome.PASS and o.concerns == "evaluation"])
    if reviewed:
        below(tr("复核无提示：{names}", names=reviewed), console, "dim", indent=0)
    if result.skipped:
        names = "、".join(f"{skipped.title}（{skipped.reason}）" for skipped in result.skipped)
        below(tr("没有执行：{names}", names=names), console, "dim", indent=0)
    if result.unread:
        names = "、".join(f"{unread.label}（{unread.place}）" for unread in result.unread)
        below(tr("没有规则读取的事实：{names}", names=names), console, "dim", indent=0)


def _counted(outcomes: Sequence[RuleOutcome]) -> str:
    counts: dict[str, int] = {}
    for outcome in outcomes:
        counts[outcome.title] = counts.get(outcome.title, 0) + 1
    return "、".join(f"{title}×{count}" if count > 1 else title for title, count in counts.items())


def _totals(result: CheckResult, console: Console) -> None:
    console.print()
    counts = result.counts
    parts = [f"{outcome_word(word)} {counts[word]}" for word in Outcome if counts[word]]
    text = tr(
        "合计：{counts}；问题 {problems}，建议 {advice}，复核提示 {notes}",
        counts="，".join(parts), problems=len(result.problems), advice=len(result.recommendations),
        notes=len(result.review_notes),
    )  # fmt: skip
    console.print(Text(text, style="bold"))
