"""The summary as a page and as JSON: whole in one file, numbers behind every plot, what tables say never markup."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from fractions import Fraction
from functools import cache

import pytest

from checker.portfolio.summary import Summary
from checker.portfolio.summary.assessors import fences
from checker.portfolio.summary.model import Assessor, Assessors
from checker.report.portfolio import render_summary_html, render_summary_json
from checker.report.portfolio.heat import level
from checker.report.portfolio.numbers import at_least, decimal, part, percent, span
from checker.report.portfolio.strip import lay_out_strip
from tests.portfolio.summary.made import summary_of

HOSTILE = '</table><script>alert(1)</script><img src=x onerror=alert(2)>"'


def compared(*, hostile: str = "") -> Assessors:
    """Return nine assessors, the first far from the others."""
    lost = [90, *range(8, 16)]
    named = [Assessor(hostile or f"第{n}组", 30, 25, 20, 5, Fraction(1000), Fraction(lost[n])) for n in range(9)]
    limits = fences([one.share for one in named if one.share is not None])
    return Assessors((replace(named[0], outlier=1), *named[1:]), None, limits, 2)


@cache
def full_summary(*, hostile: str = "") -> Summary:
    """Return two years with assessors that can be compared, and a hostile word in every place that a table fills."""
    made = summary_of(years=2)
    run = replace(made.latest, assessors=compared(hostile=hostile))
    if hostile:
        assert run.departments is not None
        departments = replace(run.departments, all=tuple(replace(one, name=hostile) for one in run.departments.all))
        run = replace(run, departments=departments, pack_title=hostile)
    return replace(made, runs=(*made.runs[:-1], run))


def test_page_has_every_part_and_loads_nothing() -> None:
    """Every part is there, the only style is inside, and nothing is asked of anywhere."""
    page = render_summary_html(full_summary(), 15)
    for part_ in ("years", "totals", "rules", "heat", "assessors", "documents", "repeats", "undecided"):
        assert f'<section id="{part_}">' in page
    assert not re.search(r'(?:src|href)="(?!#)', page)
    assert "<script" not in page
    assert page.count("<table") == page.count("</table>") == page.count("<thead>")
    assert render_summary_html(full_summary(), 15) == page


def test_hostile_words_stay_words() -> None:
    """Names from the tables are shown as they are, never run."""
    page = render_summary_html(full_summary(hostile=HOSTILE), 15)
    assert HOSTILE not in page
    assert "&lt;script&gt;alert(1)" in page


def test_json_holds_everything_exactly() -> None:
    """Numbers are exact text, every department is there with the rate of each indicator."""
    told = json.loads(render_summary_json(summary_of()))
    run = told["runs"][0]
    assert (told["schema"], told["repeats"], run["totals"]["mean"]) == ("1.0", None, "256/3")
    first = run["departments"]["all"][0]
    assert (first["name"], first["few"], first["indicators"]["quality"]) == (
        "甲局",
        True,
        {"settled": 2, "open": 1, "points": "90", "rate": "0.75"},
    )
    assert len(run["departments"]["all"]) == 3
    assert run["assessors"]["all"][0]["share"] == "0.125"


def test_strip_names_the_outlier_on_the_drawing() -> None:
    """Only an outlier is named, on the side where there is room, and it lies outside of the usual range."""
    strip = lay_out_strip(compared())
    assert strip is not None
    (named,) = [dot for dot in strip.dots if dot.name]
    assert (named.name, named.outlier, named.to_left) == ("第0组", True, True)
    start, width = map(Fraction, strip.usual)
    assert Fraction(named.x) > start + width
    assert all(start <= Fraction(dot.x) <= start + width for dot in strip.dots if not dot.outlier)


@pytest.mark.parametrize(
    ("shown", "expected"),
    [
        (decimal(Fraction(12345678, 10)), "1,234,567.8"),
        (decimal(Fraction(-1, 20)), "−0.1"),
        (decimal(Fraction(-1, 100)), "0.0"),
        (decimal(None), "—"),
        (decimal(Fraction(5, 2), 0), "3"),
        (percent(Fraction(1, 10000)), "<0.1%"),
        (percent(Fraction(99999, 100000)), ">99.9%"),
        (percent(Fraction(1)), "100.0%"),
        (part(1, 3), "1（33.3%）"),
        (part(0, 0), "0"),
        (span(Fraction(1), Fraction(1)), "1.0"),
        (span(Fraction(1), None), "1.0~—"),
        (at_least(2, 3), "2~3"),
        (at_least(2, 2), "2"),
    ],
)
def test_numbers_are_rounded_only_when_shown(shown: str, expected: str) -> None:
    """Halves go away from zero, what is not quite nothing or all never looks like it, what is not known is a dash."""
    assert shown == expected


def test_levels_begin_at_their_limits() -> None:
    """A level holds its own limit."""
    rates = (None, Fraction(1), Fraction(98, 100), Fraction(981, 1000), Fraction(1, 2), Fraction(0))
    assert list(map(level, rates)) == [None, 0, 1, 0, 6, 6]
