"""Turns problems, advice, findings, requests and review notes into numbered text; knows nothing about Word."""

from __future__ import annotations

from typing import TYPE_CHECKING

from checker.compose.chinese import heading_number
from checker.report.docx.content import Advice, Finding, Note, Problem, Request, Row
from checker.report.docx.wording import bases_text, clauses, deducted
from checker.report.words import evidence_texts, missing_text, other_lines, places_text, severity_word, totals_text
from checker.result import Outcome
from checker.values import Kind, show

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from checker.result import CheckResult, ProblemText, RuleOutcome


def problems_of(result: CheckResult) -> Iterator[Problem]:
    """Yield 存在的问题, each with the clauses its findings rest on and the points it cost."""
    found = {outcome.id: outcome for outcome in result.outcomes}
    labels = _labels(result)
    for place, problem in enumerate(result.problems, 1):
        mine = [found[name] for name in problem.findings if name in found]
        basis = bases_text(basis for finding in mine for basis in finding.basis)
        yield Problem(heading_number(place), problem.heading, problem.text, basis, _lost(problem, mine, labels))


def _lost(problem: ProblemText, findings: list[RuleOutcome], labels: Mapping[str, str]) -> str:
    costing = (finding.indicator for finding in findings if finding.deduction and finding.indicator)
    names = "、".join(dict.fromkeys(labels.get(name, name) for name in costing))
    return deducted(problem.deduction, names)


def advice_of(result: CheckResult) -> Iterator[Advice]:
    """Yield 有关建议."""
    for place, advice in enumerate(result.recommendations, 1):
        yield Advice(heading_number(place), advice.heading, advice.text)


def findings_of(result: CheckResult) -> Iterator[Finding]:
    """Yield the findings, the most severe first, then those that were waived."""
    labels = _labels(result)
    waived = [o for o in result.outcomes if o.outcome is Outcome.WAIVED and o.concerns == "project"]
    for place, outcome in enumerate([*result.findings, *waived], 1):
        yield Finding(
            number=str(place),
            title=outcome.title,
            severity=severity_word(outcome.severity),
            text=outcome.message,
            indicator=labels.get(outcome.indicator or "", ""),
            lost=deducted(outcome.deduction),
            basis=bases_text(outcome.basis),
            evidence=tuple(evidence_texts(outcome.evidence)),
            waived=outcome.note if outcome.outcome is Outcome.WAIVED else "",
            stale=clauses(outcome.stale),
        )


def requests_of(result: CheckResult) -> Iterator[Request]:
    """Yield the facts that are missing, those with the most points at stake first."""
    titles = {outcome.id: outcome.title for outcome in result.outcomes} | _labels(result)
    for place, request in enumerate(result.requests, 1):
        checks = "、".join(dict.fromkeys(titles.get(check, check) for check in request.checks))
        stake = f"影响{show(request.stake, Kind.SCORE)}" if request.stake else "不影响得分"
        yield Request(f"{place}.", missing_text(request.missing), request.missing.ask, checks, stake)


def notes_of(result: CheckResult) -> Iterator[Note]:
    """Yield the review notes, then the warnings about facts and pack."""
    notes = [(note.title, note.text, places_text(note.places)) for note in result.review_notes]
    warnings = [("读取时的警告", str(warning.what), str(warning.place)) for warning in result.warnings]
    for place, (title, text, places) in enumerate([*notes, *warnings], 1):
        yield Note(f"{place}.", title, text, places)


def log_of(result: CheckResult) -> Iterator[str]:
    """Yield a line for each outcome other than a finding, and what was not done."""
    yield totals_text(result)
    yield from other_lines(result)


def trace_of(result: CheckResult) -> Iterator[Row]:
    """Yield what the result was made from, so that it can be made again."""
    header = result.header
    yield Row("规则包", f"{header.pack} {header.pack_version}", header.pack_digest)
    yield Row("事实", header.facts, header.facts_digest)
    yield Row("判断程序", f"checker {header.tool_version}，引擎{header.engine}")


def _labels(result: CheckResult) -> dict[str, str]:
    return {indicator.id: indicator.label for indicator in result.indicators}
