"""Turns facts, judgements and waivers into the rows of a page's appendix, each with its source and what it serves."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby
from typing import TYPE_CHECKING

from checker.messages import tr
from checker.report.words import parted
from checker.values import Kind, decimal_text, show

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from checker.facts import Fact, FactSet, FieldValue, Judgement, Source
    from checker.plan import Plan
    from checker.report.html.anchors import Anchors
    from checker.result import RuleOutcome


@dataclass(frozen=True, slots=True)
class SourceView:
    """Where something was taken from: the document and where in it, its words, its file, by whom and when."""

    text: str
    quote: str
    file: str
    taken: str


@dataclass(frozen=True, slots=True)
class ValueRow:
    """One value: its number, name, what it is read as, how it was written when that differs, its place, its checks."""

    anchor: str
    label: str
    value: str
    written: str
    place: str
    checks: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class FactView:
    """One fact: its key, and its values, those of one source together."""

    key: str
    sources: tuple[tuple[SourceView, tuple[ValueRow, ...]], ...]

    @property
    def count(self) -> int:
        """How many values there are."""
        return sum(len(rows) for _, rows in self.sources)


@dataclass(frozen=True, slots=True)
class TypeView:
    """The facts of one type; none when it was reported that there are none."""

    label: str
    id: str
    facts: tuple[FactView, ...]


@dataclass(frozen=True, slots=True)
class JudgementRow:
    """One judgement: what was given to which indicator, why, by whom."""

    anchor: str
    indicator: str
    given: str
    reason: str
    evidence: str
    assessor: str
    source: SourceView
    place: str


@dataclass(frozen=True, slots=True)
class WaiverRow:
    """One waiver: of which rule and fact, why, by whom, until when, and the checks it let off."""

    anchor: str
    rule: str
    key: str
    reason: str
    approver: str
    expires: str
    place: str
    checks: tuple[str, ...]


def fact_views(facts: FactSet, plan: Plan, anchors: Anchors, outcomes: Sequence[RuleOutcome]) -> tuple[TypeView, ...]:
    """Return all facts in written order."""
    served: dict[str, list[str]] = {}
    for outcome in outcomes:
        for item in outcome.evidence:
            anchor = anchors.facts.get((item.type, item.key, item.field))
            if anchor is not None:
                served.setdefault(anchor, []).append(anchors.checks[outcome.id])
    return tuple(
        TypeView(plan.records[name].label, name, tuple(_fact(fact, facts, plan, anchors, served) for fact in found))
        for name, found in facts.facts.items()
    )


def _fact(fact: Fact, facts: FactSet, plan: Plan, anchors: Anchors, served: Mapping[str, list[str]]) -> FactView:
    def row(name: str, given: FieldValue) -> ValueRow:
        spec = plan.records[fact.type].fields[name]
        anchor = anchors.facts[fact.type, fact.key, name]
        value = show(given.value, spec.kind, spec.unit)
        written = "" if value.startswith(given.text) else given.text
        return ValueRow(anchor, spec.label, value, written, str(given.place), tuple(served.get(anchor, ())))

    sourced = groupby(fact.fields.items(), key=lambda item: _given(item[1].source, fact.source))
    groups = [(source, tuple(row(name, given) for name, given in items)) for source, items in sourced]
    return FactView(fact.key, tuple((_source(source, facts), rows) for source, rows in groups))


def _given(own: Source, whole: Source) -> Source:
    return own if own.given else whole


def _source(source: Source, facts: FactSet) -> SourceView:
    title = f"《{facts.documents.get(source.document, source.document)}》" if source.document else ""
    page = tr("第{page}页", page=source.page) if source.page else ""
    text = " ".join(filter(None, [title + source.clause, page, source.cell]))
    return SourceView(text, source.quote, source.file, " ".join(filter(None, [source.collected_by, source.on])))


def judgement_rows(
    facts: FactSet, labels: Mapping[str, str], points: Mapping[tuple[str, str], str]
) -> tuple[JudgementRow, ...]:
    """Return the judgements; ``labels`` names the indicators, ``points`` their 要点."""
    return tuple(
        JudgementRow(
            f"J{number}",
            parted([labels.get(item.indicator, item.indicator), points.get((item.indicator, item.point), item.point)]),
            parted(_judged(item)),
            item.reason,
            item.evidence,
            item.assessor,
            _source(item.source, facts),
            str(item.place),
        )
        for number, item in enumerate(facts.judgements, 1)
    )


def _judged(item: Judgement) -> Iterator[str]:
    if item.points is not None:
        yield show(item.points, Kind.SCORE)
    if item.share is not None:
        yield show(item.share, Kind.RATIO)
    if item.misses is not None:
        yield tr("缺 {count} 项", count=decimal_text(item.misses))
    yield item.level


def waiver_rows(facts: FactSet, anchors: Anchors, outcomes: Sequence[RuleOutcome]) -> tuple[WaiverRow, ...]:
    """Return the waivers, those that have expired or let nothing off too."""
    return tuple(
        WaiverRow(
            f"W{number}",
            item.rule,
            item.key,
            item.reason,
            item.approver,
            item.expires.isoformat() if item.expires else "",
            str(item.place),
            tuple(
                anchors.checks[outcome.id]
                for outcome in outcomes
                if outcome.rule == item.rule and outcome.outcome == "waived" and item.key in {"", outcome.key}
            ),
        )
        for number, item in enumerate(facts.waivers, 1)
    )
