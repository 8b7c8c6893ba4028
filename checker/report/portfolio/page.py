"""Turns a summary into one page of HTML that needs nothing else: style and drawings are inside it, no script.

The page may use only its own style, named by its digest, and may not load anything.
"""

from __future__ import annotations

import base64
import hashlib
from fractions import Fraction
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING, Any, Final

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from checker.messages import current_language
from checker.report.html.drawing import number
from checker.report.portfolio import heat, histogram, strip
from checker.report.portfolio import words as w
from checker.report.portfolio.labels import labels
from checker.report.portfolio.numbers import NONE, at_least, count, decimal, part, percent
from checker.report.words import listed, named
from checker.values import decimal_text

if TYPE_CHECKING:
    from checker.portfolio.summary import Summary
    from checker.portfolio.summary.model import Assessor, Assessors, Document, Repeat, RunSummary, Undecided
    from checker.portfolio.summary.scored import Department, Departments, Lost, LostRule

_PACKAGE: Final = "checker.report.portfolio"
_SHEETS: Final = (("checker.report.html", "page.css"), (_PACKAGE, "portfolio.css"))
_LANGUAGES: Final = {"zh": "zh-CN", "en": "en"}
_WHOLE: Final = Fraction(100)


def render_summary_html(summary: Summary, top: int) -> str:
    """Return the page, in the language in use, with the ``top`` worst departments and assessors.

    What tables and packs say is text in it, never markup.
    """
    run = summary.latest
    page = _environment().get_template("portfolio.html.j2")
    return page.render(
        t=labels(),
        lang=_LANGUAGES[current_language()],
        title=w.title_text(summary),
        heads=w.head_texts(run),
        tally=w.tally(run),
        notes=list(map(str, run.notes)),
        years=_years(summary),
        **_totals(run),
        **_lost(run),
        heat=None if run.departments is None else _heat(run.departments, top),
        assessors=None if run.assessors is None else _assessors(run.assessors, top),
        documents=None if run.documents is None else [_document(one, run) for one in run.documents],
        documents_note=w.documents_note(),
        repeats=_repeats(summary),
        undecided=_undecided(run.undecided, run),
        **_style(),
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
    environment.globals.update(named=named, box=histogram.BOX, reached=histogram.REACHED, strip_box=strip.BOX)
    return environment


@cache
def _style() -> dict[str, Markup]:
    """Return the style, and the digest by which the page lets it in and nothing else."""
    text = "".join((files(package) / "template" / name).read_text("utf-8") for package, name in _SHEETS)
    digest = base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()
    return {
        "style": Markup(text),  # noqa: S704 - our own file, which no input reaches
        "style_digest": Markup(f"sha256-{digest}"),  # noqa: S704 - a digest in base64
    }


def _of(value: Fraction | int, all_: Fraction | int) -> str:
    """Return how long a bar is, in parts of a hundred."""
    return number(Fraction(value) * _WHOLE / all_) if all_ else "0"


def _years(summary: Summary) -> list[dict[str, Any]]:
    """Return a row for each run; none where there is only one."""
    if len(summary.runs) == 1:
        return []
    return [
        {
            "year": listed(run.years),
            "decided": count(run.decided),
            "settled": part(run.totals.settled, run.decided),
            "mean": decimal(run.totals.mean, 2),
            "grades": [(grade, part(projects, run.decided)) for grade, projects in run.totals.surely],
            "findings": count(run.findings),
        }
        for run in summary.runs
    ]


def _totals(run: RunSummary) -> dict[str, Any]:
    totals = run.totals
    possibly = dict(totals.possibly)
    return {
        "totals_texts": list(w.totals_texts(run)),
        "histogram": histogram.lay_out_histogram(totals),
        "bins": [
            (
                w.bin_text(one),
                one.grade,
                part(one.settled, totals.settled),
                part(one.reached, totals.unsettled),
                w.bin_line(one),
            )
            for one in totals.bins
        ],
        "grades": [
            {
                "grade": grade,
                "sure": part(sure, run.decided),
                "possible": part(possibly[grade], run.decided),
                "bar": (_of(sure, run.decided), _of(possibly[grade], run.decided)),
            }
            for grade, sure in totals.surely
        ],
        "open_grades": w.open_grades(totals),
    }


def _lost(run: RunSummary) -> dict[str, Any]:
    lost: Lost = run.lost
    most = max((rule.low for rule in lost.rules), default=Fraction(0))
    return {
        "rules": [_rule(rule, run, most) for rule in lost.rules],
        "reviews": [_rule(rule, run, most) for rule in lost.reviews],
        "lost_note": w.lost_note(run),
    }


def _rule(rule: LostRule, run: RunSummary, most: Fraction) -> dict[str, Any]:
    return {
        "id": rule.rule,
        "title": rule.title,
        "basis": w.basis_line(rule),
        "heading": rule.heading,
        "points": w.lost_text(rule),
        "bar": _of(rule.low, most) if rule.deducts else "",
        "findings": count(rule.findings),
        "projects": part(rule.projects, run.decided),
    }


def _heat(found: Departments, top: int) -> dict[str, Any]:
    worst = heat.shown(found, top)
    whole = {**_row(found.whole, found), "name": labels()["all_together"]}
    limits = ["0", *(f"{decimal_text(limit * 100)}" for limit in heat.LIMITS), "100"]
    return {
        "label": found.label,
        "indicators": [(one.label, decimal_text(one.weight), one.conditional) for one in found.indicators],
        "rows": [whole, *(_row(one, found) for one in worst)],
        "levels": [(place, f"{limits[place]}–{limits[place + 1]}%") for place in range(heat.LEVELS)],
        "notes": list(w.heat_notes(found, len(worst))),
    }


def _row(one: Department, found: Departments) -> dict[str, Any]:
    rates = heat.rates(one, found)
    return {
        "name": one.name,
        "few": one.few,
        "decided": count(one.decided),
        "settled": count(one.settled),
        "mean": decimal(one.mean, 2),
        "cells": [
            (heat.rate_text(rate), heat.level(rate), w.cell_text(indicator, cell))
            for rate, indicator, cell in zip(rates, found.indicators, one.cells, strict=True)
        ],
    }


def _assessors(found: Assessors, top: int) -> dict[str, Any]:
    rows = [_assessor(one) for one in found.all]
    outliers = [row for row in rows if row["outlier"]]
    return {
        "notes": list(w.fences_texts(found)),
        "strip": strip.lay_out_strip(found),
        "first": outliers or rows[:top],
        "all": rows,
    }


def _assessor(one: Assessor) -> dict[str, Any]:
    return {
        "name": one.name,
        "judgements": count(one.judgements),
        "share": NONE if one.share is None else w.fine(one.share),
        "mean": decimal(one.mean, 3),
        "deducted": part(one.deducted, one.scored),
        "unexplained": w.unexplained_text(one),
        "outlier": one.outlier,
        "remark": w.outlier_text(one),
    }


def _document(one: Document, run: RunSummary) -> dict[str, Any]:
    most = max((each.cases for each in run.documents or () if each.name), default=0)
    return {
        "name": w.document_text(one),
        "cases": count(one.cases),
        "bar": _of(one.cases, most) if one.name else "",
        "projects": at_least(one.least, one.most),
        "share": percent(Fraction(one.least, run.decided)) if run.decided and one.least == one.most else "",
        "items": [(w.item_text(item), listed(item.rules)) for item in one.items],
    }


def _repeats(summary: Summary) -> dict[str, Any] | None:
    found = summary.repeats
    if found is None:
        return None
    of_projects, of_departments = w.repeats_texts(found)
    return {
        "years": found.years,
        "label": found.label,
        "projects_text": of_projects,
        "projects": [_repeat(one, found.years, department=False) for one in found.projects],
        "departments_text": of_departments if found.label else "",
        "departments": [_repeat(one, found.years, department=True) for one in found.departments],
    }


def _repeat(one: Repeat, years: tuple[str, ...], *, department: bool) -> dict[str, Any]:
    told = {again.year: listed(w.again_texts(again, department=department)) for again in one.years}
    return {
        "who": one.who,
        "title": one.title,
        "rule": one.rule_title,
        "id": one.rule,
        "years": [told.get(year, "") for year in years],
    }


def _undecided(found: Undecided, run: RunSummary) -> dict[str, Any]:
    return {
        "text": w.undecided_text(found, run),
        "held": w.held_text(found),
        "codes": [
            {
                "code": code.code,
                "rows": count(code.rows),
                "projects": count(code.projects) if code.projects else NONE,
                "reason": code.reason,
                "hint": code.hint,
                "places": code.places,
            }
            for code in found.codes
        ],
    }
