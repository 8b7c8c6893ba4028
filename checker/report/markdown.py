"""The result as Markdown: the same sections as on the terminal, for pasting into documents and issues."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING, Final

from checker.compose.chinese import heading_number
from checker.messages import tr
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
    remark,
    severity_word,
    totals_text,
)
from checker.result import Outcome
from checker.values import Kind, decimal_text, show

if TYPE_CHECKING:
    from checker.result import CheckResult, RuleOutcome

_MARKS: Final = re.compile(r"[\\`*_{}\[\]<>|#~&$]")
_LIST_MARKS: Final = re.compile(r"^(\s*)(?:([-+=])(?=[-=\s]|$)|(\d+)([.)])(?=\s|$))")
_BREAKS: Final = re.compile(r"\s*[\r\n\v\f\x1c-\x1e\x85\u2028\u2029]+\s*")


def render_markdown(result: CheckResult) -> str:
    """Return ``result`` as Markdown with a final line break."""
    sections = (_head, _indicators, _findings, _texts, _notes, _missing, _other, _totals)
    lines = [line for section in sections for line in section(result)]
    return "\n".join(lines).rstrip("\n") + "\n"


def render_problems(result: CheckResult) -> str:
    """Return only 存在的问题 and 有关建议 as Markdown with a final line break, or that there is nothing to say."""
    lines = [*_texts(result)] or [nothing_found(result)]
    return "\n".join(lines).rstrip("\n") + "\n"


def plain(text: str) -> str:
    """Return ``text`` safe inside a line, a table cell, or at the beginning of a paragraph."""
    safe = _MARKS.sub(r"\\\g<0>", _BREAKS.sub(" ", text))
    return _LIST_MARKS.sub(lambda mark: f"{mark[1]}\\{mark[2]}" if mark[2] else f"{mark[1]}{mark[3]}\\{mark[4]}", safe)


def code(text: str) -> str:
    """Return ``text`` as a code span, whatever backticks it holds."""
    longest = max((len(run) for run in re.findall("`+", text)), default=0)
    fence, blank = "`" * (longest + 1), " " if text.startswith("`") or text.endswith("`") else ""
    return f"{fence}{blank}{_BREAKS.sub(' ', text)}{blank}{fence}"


def _head(result: CheckResult) -> Iterator[str]:
    header = result.header
    yield f"# {plain(header.title or header.facts)}"
    yield ""
    pack = tr("规则包：{title} {version}", title=plain(header.pack_title), version=header.pack_version)
    yield "　".join(filter(None, [plain(header.kind), pack, tr("基准日：{day}", day=header.as_of.isoformat())]))
    yield ""
    score = tr("综合得分 {score} 分", score=plain(points(result.score)))
    full = tr("（满分 {full}）", full=decimal_text(result.full_score))
    yield f"**{score}**{full}　**{tr('等级：{grade}', grade=plain(grade_text(result)))}**"
    yield ""
    for limit in result.limits:
        yield "- " + tr("总分受限：{limit}", limit=plain(limit))
    if result.limits:
        yield ""


def _indicators(result: CheckResult) -> Iterator[str]:
    if not result.indicators:
        return
    yield f"## {tr('指标得分')}"
    yield ""
    yield f"| {tr('指标')} | {tr('权重')} | {tr('得分')} | {tr('说明')} |"
    yield "|---|---:|---:|---|"
    for indicator in result.indicators:
        label = "　" * (indicator.level - 1) + plain(indicator.label)
        cells = (label, decimal_text(indicator.weight), plain(points(indicator.score)), plain(remark(indicator)))
        yield f"| {' | '.join(cells)} |"
    yield ""


def _findings(result: CheckResult) -> Iterator[str]:
    yield f"## {tr('发现（{count}）', count=len(result.findings))}"
    yield ""
    labels = {indicator.id: indicator.label for indicator in result.indicators}
    for finding in result.findings:
        yield from _finding(finding, labels.get(finding.indicator or "", ""))
    if not result.findings:
        yield nothing_found(result)
    for outcome in result.outcomes:
        if outcome.outcome is Outcome.WAIVED:
            yield f"- \\[{outcome_word(outcome.outcome)}\\] **{plain(outcome.title)}** {code(outcome.id)}"
            yield f"  - {plain(outcome.message)}"
            yield f"  - {plain(outcome.note)}"
    yield ""


def _finding(finding: RuleOutcome, indicator: str) -> Iterator[str]:
    lost = ""
    if finding.deduction:
        amount = plain(show(finding.deduction, Kind.SCORE))
        lost = " " + tr("{label} 扣{points}", label=plain(indicator), points=amount)
    stale = " " + plain(tr("[证据已变动]")) if finding.stale else ""
    yield f"- \\[{severity_word(finding.severity)}\\] **{plain(finding.title)}**{lost}{stale} {code(finding.id)}"
    yield f"  - {plain(finding.message)}"
    for basis in finding.basis:
        yield f"  - {tr('依据：{text}', text=plain(basis_text(basis)))}"
    for text in evidence_texts(finding.evidence):
        yield f"  - {tr('证据：{text}', text=plain(text))}"
    for reason in finding.stale:
        yield f"  - {plain(reason)}"


def _texts(result: CheckResult) -> Iterator[str]:
    problems = [(problem.heading, problem.text) for problem in result.problems]
    advice = [(item.heading, item.text) for item in result.recommendations]
    for title, items in ((tr("存在的问题"), problems), (tr("有关建议"), advice)):
        if items:
            yield f"## {title}"
            yield ""
        for index, (heading, text) in enumerate(items, 1):
            yield f"### {heading_number(index)}{plain(heading)}"
            yield ""
            yield plain(text)
            yield ""


def _notes(result: CheckResult) -> Iterator[str]:
    if result.review_notes or result.warnings:
        yield f"## {tr('复核提示（对评价本身，不是项目的问题）')}"
        yield ""
        for note in result.review_notes:
            yield f"- **{plain(note.title)}** {code(note.id)}"
            yield f"  - {plain(note.text)}"
            if note.places:
                yield f"  - {plain(places_text(note.places))}"
        for warning in result.warnings:
            yield f"- {plain(str(warning))}"
        yield ""


def _missing(result: CheckResult) -> Iterator[str]:
    if result.requests:
        yield f"## {tr('待补材料（按影响分数排序）')}"
        yield ""
        for request in result.requests:
            stake = tr("影响{points}", points=show(request.stake, Kind.SCORE)) if request.stake else tr("不影响得分")
            yield f"- **{plain(missing_text(request.missing))}** {plain(stake)}"
            if request.missing.ask:
                yield f"  - {tr('来源：{ask}', ask=plain(request.missing.ask))}"
            yield f"  - {tr('用于：{checks}', checks=listed(map(code, request.checks)))}"
        yield ""


def _other(result: CheckResult) -> Iterator[str]:
    lines = other_lines(result)
    if lines:
        yield f"## {tr('其他检查')}"
        yield ""
        yield from (f"- {plain(line)}" for line in lines)
        yield ""


def _totals(result: CheckResult) -> Iterator[str]:
    yield plain(totals_text(result))
