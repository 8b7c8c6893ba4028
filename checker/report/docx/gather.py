"""Gathers plan, facts and result into the text of the report; computes nothing, and knows nothing about Word."""

from __future__ import annotations

from itertools import chain
from typing import TYPE_CHECKING, Final

from checker.compose.chinese import numeral
from checker.messages import language
from checker.plan.tables import build_tables
from checker.report.docx.analysis import Analysis
from checker.report.docx.annexes import (
    advice_of,
    findings_of,
    log_of,
    notes_of,
    problems_of,
    requests_of,
    trace_of,
)
from checker.report.docx.content import Pack, Report, Row
from checker.report.docx.wording import chinese_day, lost_text, quoted_titles, source_text
from checker.report.words import grade_text, nothing_found, outcome_word, points
from checker.result import Outcome
from checker.source import Problems
from checker.values import Kind, Unknown, decimal_text, show

if TYPE_CHECKING:
    from collections.abc import Iterator

    from checker.facts import Fact, FactSet
    from checker.plan import Plan
    from checker.result import CheckResult

_PROJECT: Final = "project"
_MONEY: Final = "funding"


def gather(plan: Plan, facts: FactSet, result: CheckResult, *, whole: bool = True) -> Report:
    """Return everything a template may name; the report is a Chinese document, whatever the reader's language."""
    with language("zh"):
        return _gather(plan, facts, result, whole)


def _gather(plan: Plan, facts: FactSet, result: CheckResult, whole: bool) -> Report:
    header = result.header
    analysis = Analysis(plan, facts, result)
    return Report(
        whole=whole,
        title=header.title or header.facts,
        kind=header.kind,
        as_of=chinese_day(header.as_of),
        pack=Pack(header.pack, header.pack_title, header.pack_version),
        project=tuple(_rows(_PROJECT, plan, facts)),
        money=tuple(_rows(_MONEY, plan, facts)),
        levels=tuple(_levels(result)),
        scored=str(sum(1 for indicator in result.indicators if indicator.leaf)),
        documents=quoted_titles(chain.from_iterable(o.basis for o in result.outcomes if o.concerns == "project")),
        sources="、".join(f"《{title}》" for title in dict.fromkeys(facts.documents.values())),
        checks=_checks(result),
        full_score=decimal_text(result.full_score),
        score=points(result.score),
        lost=lost_text(result.full_score, result.score),
        grade=grade_text(result),
        undecided=result.undecided,
        limits=result.limits,
        groups=tuple(analysis.groups()),
        problems=tuple(problems_of(result)),
        nothing_found=nothing_found(result),
        advice=tuple(advice_of(result)),
        requests=tuple(requests_of(result)),
        score_rows=tuple(analysis.score_rows()),
        findings=tuple(findings_of(result)),
        notes=tuple(notes_of(result)),
        log=tuple(log_of(result)),
        trace=tuple(trace_of(result)),
    )


def _rows(type_id: str, plan: Plan, facts: FactSet) -> Iterator[Row]:
    """Yield the fields of a single fact that are known, as given, then the rates the plan derives from them."""
    given = facts.facts.get(type_id, ())
    record = plan.records.get(type_id)
    if not given or record is None or not record.single:
        return
    row = build_tables(plan, facts, Problems()).env.rows.get(type_id, {})
    for name, spec in record.fields.items():
        value = row.get(name)
        wanted = name in given[0].fields or spec.kind is Kind.RATIO
        if wanted and value is not None and not isinstance(value, Unknown):
            yield Row(spec.label, show(value, spec.kind, spec.unit), _source(given[0], name, facts))


def _source(fact: Fact, name: str, facts: FactSet) -> str:
    field = fact.fields.get(name)
    return source_text(field.source, facts) if field else "由以上数据计算"


def _levels(result: CheckResult) -> Iterator[Row]:
    """Yield how many indicators each level has."""
    for level in sorted({indicator.level for indicator in result.indicators}):
        count = sum(1 for indicator in result.indicators if indicator.level == level)
        yield Row(f"{numeral(level)}级指标", str(count))


def _checks(result: CheckResult) -> str:
    counts = result.counts
    parts = [f"{outcome_word(word)}{counts[word]}项" for word in Outcome if counts[word]]
    return f"共检查{sum(counts.values())}项，其中{'、'.join(parts)}" if parts else "没有可以执行的检查"
