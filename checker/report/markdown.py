"""The result as Markdown: the same sections as on the terminal, for pasting into documents and issues."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from checker.compose.chinese import heading_number
from checker.messages import tr
from checker.report.words import (
    basis_text,
    evidence_texts,
    grade_text,
    missing_text,
    outcome_word,
    points,
    severity_word,
)
from checker.result import Outcome
from checker.values import Kind, decimal_text, show

if TYPE_CHECKING:
    from checker.result import CheckResult, RuleOutcome


def render_markdown(result: CheckResult) -> str:
    """Return ``result`` as Markdown with a final line break."""
    sections = (_head, _indicators, _findings, _texts, _notes, _missing, _outcomes)
    return "\n".join(line for section in sections for line in section(result)) + "\n"


def plain(text: str) -> str:
    """Return ``text`` safe inside a Markdown line or table cell."""
    for mark in "\\`*_{}[]<>|#":
        text = text.replace(mark, "\\" + mark)
    return text.replace("\n", " ")


def _head(result: CheckResult) -> Iterator[str]:
    header = result.header
    yield f"# {plain(header.title or header.facts)}"
    yield ""
    yield tr("规则包：{title} {version}；基准日：{day}", title=plain(header.pack_title), version=header.pack_version,
             day=header.as_of.isoformat())  # fmt: skip
    yield ""
    yield (
        "**"
        + tr("综合得分 {score} 分", score=points(result.score))
        + tr("（满分 {full}）", full=decimal_text(result.full_score))
        + "　"
        + tr("等级：{grade}", grade=grade_text(result))
        + "**"
    )
    yield ""


def _indicators(result: CheckResult) -> Iterator[str]:
    yield f"## {tr('指标得分')}"
    yield ""
    yield f"| {tr('指标')} | {tr('权重')} | {tr('得分')} | {tr('说明')} |"
    yield "|---|---:|---:|---|"
    for indicator in result.indicators:
        label = "　" * (indicator.level - 1) + plain(indicator.label)
        remark = "；".join(filter(None, [indicator.measure, *indicator.reasons])) if indicator.leaf else ""
        yield f"| {label} | {decimal_text(indicator.weight)} | {points(indicator.score)} | {plain(remark)} |"
    yield ""


def _findings(result: CheckResult) -> Iterator[str]:
    yield f"## {tr('发现（{count}）', count=len(result.findings))}"
    yield ""
    for finding in result.findings:
        yield from _finding(finding)
    if not result.findings:
        yield tr("没有发现问题")
    yield ""


def _finding(finding: RuleOutcome) -> Iterator[str]:
    lost = f"（{tr('扣{points}', points=show(finding.deduction, Kind.SCORE))}）" if finding.deduction else ""
    yield f"- **[{severity_word(finding.severity)}] {plain(finding.title)}**{lost}：{plain(finding.message)}"
    for basis in finding.basis:
        yield f"  - {tr('依据：{text}', text=plain(basis_text(basis)))}"
    for text in evidence_texts(finding.evidence):
        yield f"  - {tr('证据：{text}', text=plain(text))}"


def _texts(result: CheckResult) -> Iterator[str]:
    if result.problems:
        yield f"## {tr('存在的问题')}"
        yield ""
    for index, problem in enumerate(result.problems, 1):
        yield f"### {heading_number(index)}{plain(problem.heading)}"
        yield ""
        yield plain(problem.text)
        yield ""
    if result.recommendations:
        yield f"## {tr('有关建议')}"
        yield ""
    for index, advice in enumerate(result.recommendations, 1):
        yield f"### {heading_number(index)}{plain(advice.heading)}"
        yield ""
        yield plain(advice.text)
        yield ""


def _notes(result: CheckResult) -> Iterator[str]:
    if result.review_notes:
        yield f"## {tr('复核提示（对评价本身，不是项目的问题）')}"
        yield ""
        for note in result.review_notes:
            yield f"- **{plain(note.title)}**：{plain(note.text)}"
        yield ""


def _missing(result: CheckResult) -> Iterator[str]:
    if result.requests:
        yield f"## {tr('待补材料（按影响分数排序）')}"
        yield ""
        for request in result.requests:
            stake = show(request.stake, Kind.SCORE)
            yield f"- {plain(missing_text(request.missing))}（{plain(request.missing.ask)}）{stake}"
        yield ""


def _outcomes(result: CheckResult) -> Iterator[str]:
    yield f"## {tr('其他检查')}"
    yield ""
    for outcome in result.outcomes:
        if outcome.outcome is not Outcome.FAIL:
            yield f"- {outcome_word(outcome.outcome)}：{plain(outcome.title)} `{outcome.id}`"
