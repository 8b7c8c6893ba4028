"""Turns outcomes and their explanations into what a page says of each check; decides nothing."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from checker.messages import tr
from checker.report.html.marks import MARKS, truth_mark
from checker.report.words import (
    basis_text,
    change_text,
    evidence_groups,
    fact_name,
    missing_text,
    outcome_word,
    places_text,
    severity_word,
    source_text,
    valued,
)
from checker.values import Kind, Unknown, show

if TYPE_CHECKING:
    from collections.abc import Mapping

    from checker.explain import Explanation, Why
    from checker.report.html.anchors import Anchors
    from checker.result import Evidence, RuleOutcome


@dataclass(frozen=True, slots=True)
class WhyLine:
    """One part of a condition: its sign and the word for it, text, value and margin; ``again`` when told before."""

    truth: str
    mark: str
    word: str
    text: str
    value: str
    margin: str
    again: bool
    parts: tuple[WhyLine, ...]


@dataclass(frozen=True, slots=True)
class Link:
    """A text that leads to a number of the page, or to none."""

    text: str
    anchor: str


@dataclass(frozen=True, slots=True)
class EvidenceLine:
    """Values of one fact, each with its number, with the source they share."""

    name: str
    values: tuple[Link, ...]
    source: str
    quote: str
    file: str
    places: str


@dataclass(frozen=True, slots=True)
class CheckView:
    """A check as it is shown; what does not apply to it is empty."""

    anchor: str
    id: str
    rule: str
    outcome: str
    word: str
    mark: str
    title: str
    key: str
    severity: str
    severity_word: str
    lost: str
    indicator: str
    brief: str
    message: str
    note: str
    conditions: tuple[tuple[str, WhyLine], ...]
    basis: tuple[Link, ...]
    evidence: tuple[EvidenceLine, ...]
    missing: tuple[Link, ...]
    changes: tuple[str, ...]
    stale: tuple[str, ...]
    waiver: str


def view_check(
    outcome: RuleOutcome, explanation: Explanation, anchors: Anchors, labels: Mapping[str, str], pack: str
) -> CheckView:
    """Return what a page says of one check; ``labels`` names the indicators, ``pack`` the rule pack it comes from."""
    finding, conditions = outcome.is_finding, _conditions(explanation)
    waiver = anchors.waivers.get((outcome.rule, outcome.key)) or anchors.waivers.get((outcome.rule, ""), "")
    return CheckView(
        anchor=anchors.checks[outcome.id],
        id=outcome.id,
        rule=f"{pack}/{outcome.rule}" if pack else outcome.rule,
        outcome=outcome.outcome.value,
        word=outcome_word(outcome.outcome),
        mark=MARKS[outcome.outcome],
        title=outcome.title,
        key=outcome.key,
        severity=outcome.severity if finding else "",
        severity_word=severity_word(outcome.severity) if finding else "",
        lost=tr("扣{points}", points=show(outcome.deduction, Kind.SCORE)) if outcome.deduction else "",
        indicator=labels.get(outcome.indicator or "", ""),
        brief=conditions[-1][1].margin if conditions else "",
        message=outcome.message,
        note=outcome.note,
        conditions=conditions,
        basis=tuple(Link(basis_text(basis), basis.quote) for basis in outcome.basis),
        evidence=tuple(_evidence(group, anchors) for group in evidence_groups(outcome.evidence)),
        missing=tuple(Link(missing_text(missing), missing.ask) for missing in outcome.missing),
        changes=tuple(map(change_text, explanation.changes)),
        stale=outcome.stale,
        waiver=waiver if outcome.note else "",
    )


def _conditions(explanation: Explanation) -> tuple[tuple[str, WhyLine], ...]:
    words = {"where": tr("配对条件"), "applies": tr("适用条件"), "when": tr("发现条件")}
    seen: set[tuple[str, str]] = set()
    return tuple((words[name], _line(why, seen)) for name, why in explanation.conditions)


def _line(why: Why, seen: set[tuple[str, str]]) -> WhyLine:
    """Return a condition with its parts; one that has been taken apart before is not taken apart again."""
    parts = tuple(why.telling_parts)
    again = bool(parts) and (why.text, why.value) in seen
    if parts:
        seen.add((why.text, why.value))
    margin = tr("差距 {margin}", margin=why.margin) if why.margin else ""
    below = () if again else tuple(_line(part, seen) for part in parts)
    if why.truth is None:
        return WhyLine("", "", "", why.text, why.value, margin, again, below)
    name = "unknown" if isinstance(why.truth, Unknown) else ("true" if why.truth else "false")
    word = {"unknown": tr("无法判断"), "true": tr("成立"), "false": tr("不成立")}[name]
    return WhyLine(name, truth_mark(why.truth), word, why.text, "", margin, again, below)


def _evidence(group: list[Evidence], anchors: Anchors) -> EvidenceLine:
    first = group[0]
    values = tuple(Link(valued(item), anchors.facts.get((item.type, item.key, item.field), "")) for item in group)
    places = places_text(item.place for item in group if item.place is not None)
    return EvidenceLine(fact_name(first), values, source_text(first), first.quote, first.file, places)
