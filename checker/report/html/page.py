"""Turns a decided project into one page of HTML that needs nothing else: style, script and drawings are inside it.

The page may run only its own script and style, named by their digests, and may not load anything.
"""

from __future__ import annotations

import base64
import hashlib
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING, Any, Final

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from checker.compose.chinese import heading_number
from checker.explain import explain_all
from checker.messages import current_language, tr
from checker.report.html.anchors import in_order, number_all
from checker.report.html.appendix import fact_views, judgement_rows, waiver_rows
from checker.report.html.bullets import LINE, bullet_rows
from checker.report.html.chart import PLOT, lay_out
from checker.report.html.checks import view_check
from checker.report.html.margins import tracks
from checker.report.html.marks import MARKS
from checker.report.html.scores import view_gauge, view_indicators
from checker.report.html.words import page_words
from checker.report.words import grade_text, missing_text, named, nothing_found, outcome_word, places_text, totals_text
from checker.result import Outcome
from checker.values import Kind, decimal_text, show

if TYPE_CHECKING:
    from checker.facts import FactSet
    from checker.report.html.anchors import Anchors
    from checker.result import CheckResult, Request, RuleOutcome
    from checker.run import Checker

MOST_TURNED: Final = 30
"""With more findings than this the smallest changes are left out: each decides the project again several times."""
_PACKAGE: Final = "checker.report.html"
_LANGUAGES: Final = {"zh": "zh-CN", "en": "en"}


def render_html(checker: Checker, facts: FactSet, result: CheckResult) -> str:
    """Return the page, in the language in use; what facts and packs say is text in it, never markup."""
    outcomes = in_order(result)
    anchors = number_all(facts, outcomes)
    page = _environment().get_template("page.html.j2")
    return page.render(
        w=page_words(),
        lang=_LANGUAGES[current_language()],
        **_assets(),
        **_head(checker, result),
        **_checks(checker, facts, result, outcomes, anchors),
        **_texts(result, outcomes, anchors),
        **_appendix(checker, facts, outcomes, anchors),
    )


@cache
def _environment() -> Environment:
    environment = Environment(
        loader=PackageLoader(_PACKAGE, "template"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.globals.update(named=named, plot=PLOT, line_box=LINE)
    return environment


@cache
def _assets() -> dict[str, Markup]:
    """Return style and script, and the digests by which the page lets them in and nothing else."""
    found = {}
    for name, file in (("style", "page.css"), ("script", "page.js")):
        text = (files(_PACKAGE) / "template" / file).read_text("utf-8")
        digest = base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()
        found[name] = Markup(text)  # noqa: S704 - our own file, which no input reaches
        found[f"{name}_digest"] = Markup(f"sha256-{digest}")  # noqa: S704 - a digest in base64
    return found


def _head(checker: Checker, result: CheckResult) -> dict[str, Any]:
    header = result.header
    return {
        "result": result,
        "header": header,
        "title": header.title or header.facts,
        "pack": tr("规则包：{title} {version}", title=header.pack_title, version=header.pack_version),
        "day": tr("基准日：{day}", day=header.as_of.isoformat()),
        "full": tr("（满分 {full}）", full=decimal_text(result.full_score)),
        "limits": [tr("总分受限：{limit}", limit=limit) for limit in result.limits],
        "grade": grade_text(result),
        "gauge": view_gauge(result, checker.plan),
        "totals": totals_text(result),
        "marks": {word.value: MARKS[word] for word in Outcome},
        "outcome_words": {word.value: outcome_word(word) for word in Outcome},
    }


def _checks(
    checker: Checker, facts: FactSet, result: CheckResult, outcomes: tuple[RuleOutcome, ...], anchors: Anchors
) -> dict[str, Any]:
    turned = result.findings if len(result.findings) <= MOST_TURNED else ()
    explanations = explain_all(checker, facts, result, turned)
    labels = {indicator.id: indicator.label for indicator in result.indicators}
    packs = {rule.id: rule.pack for rule in checker.plan.rules}
    views = {
        concerns: [
            view_check(outcome, explanations[outcome.id], anchors, labels, packs.get(outcome.rule, ""))
            for outcome in outcomes
            if outcome.concerns == concerns
        ]
        for concerns in ("project", "evaluation")
    }
    found = tracks(outcomes, explanations, checker.plan, anchors)
    return {
        "indicators": view_indicators(result, anchors),
        "checks": views["project"],
        "review_checks": views["evaluation"],
        "nothing_found": "" if result.findings else nothing_found(result),
        "charts": [(track, lay_out(track)) for track in found if track.timed],
        "bullets": bullet_rows(found),
    }


def _texts(result: CheckResult, outcomes: tuple[RuleOutcome, ...], anchors: Anchors) -> dict[str, Any]:
    told = {(item.rule, item.message): anchors.checks[item.id] for item in outcomes if item.outcome is Outcome.FAIL}
    return {
        "problems": [
            (
                heading_number(number) + item.heading,
                item.text,
                list(filter(None, map(anchors.checks.get, item.findings))),
            )
            for number, item in enumerate(result.problems, 1)
        ],
        "advice": [
            (heading_number(number) + item.heading, item.text) for number, item in enumerate(result.recommendations, 1)
        ],
        "notes": [
            (note.title, note.id, note.text, places_text(note.places), told.get((note.id, note.text), ""))
            for note in result.review_notes
        ],
        "warnings": list(map(str, result.warnings)),
        "requests": [_request(request, result, anchors) for request in result.requests],
        "skipped": [(rule.title, rule.reason) for rule in result.skipped],
        "unread": [(item.label, str(item.place)) for item in result.unread],
    }


def _request(request: Request, result: CheckResult, anchors: Anchors) -> tuple[str, str, str, list[tuple[str, str]]]:
    """Return what is missing, whom to ask, the points at stake, and what waits for it with its anchor."""
    stake = show(request.stake, Kind.SCORE) if request.stake else tr("不影响得分")
    scored = {indicator.id: indicator.label for indicator in result.indicators}
    waiting = [
        (anchors.checks[name], anchors.checks[name])
        if name in anchors.checks
        else (scored.get(name, name), f"i-{name}" if name in scored else "")
        for name in request.checks
    ]
    return missing_text(request.missing), request.missing.ask, stake, waiting


def _appendix(checker: Checker, facts: FactSet, outcomes: tuple[RuleOutcome, ...], anchors: Anchors) -> dict[str, Any]:
    indicators = checker.plan.score.indicators
    labels = {indicator.id: indicator.label for indicator in indicators}
    points = {(indicator.id, point.id): point.label for indicator in indicators for point in indicator.points}
    return {
        "fact_types": fact_views(facts, checker.plan, anchors, outcomes),
        "judgements": judgement_rows(facts, labels, points),
        "waivers": waiver_rows(facts, anchors, outcomes),
        "documents": facts.documents,
    }
