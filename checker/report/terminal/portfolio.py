"""Prints the summary of a portfolio: what it came to, bars, then tables; nothing is wider than the screen."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from checker.messages import tr
from checker.report.portfolio import words as w
from checker.report.portfolio.labels import labels
from checker.report.portfolio.numbers import count, decimal, part
from checker.report.terminal.lines import below, put, section
from checker.report.terminal.portfolio_bars import bar, grid, named, stacked
from checker.report.terminal.portfolio_tables import (
    print_assessors,
    print_documents,
    print_heat,
    print_repeats,
    print_undecided,
)
from checker.report.words import listed

if TYPE_CHECKING:
    from collections.abc import Sequence

    from rich.console import Console

    from checker.portfolio.summary import Summary
    from checker.portfolio.summary.model import RunSummary
    from checker.portfolio.summary.scored import LostRule, Totals

_WIDE: Final = 100
_BAR: Final = (24, 44)
"""How long bars are on a narrow and on a wide screen."""


def print_summary(summary: Summary, console: Console, top: int) -> None:
    """Print the latest run in full, with the ``top`` worst departments and assessors, and what recurs over years."""
    run, t = summary.latest, labels()
    _head(summary, run, console)
    if len(summary.runs) > 1:
        section(t["years"], console)
        _years(summary, console)
    section(t["totals"], console)
    _totals(run, console)
    section(t["rules"], console)
    _rules(run, console)
    if run.departments is not None:
        section(t["heat"], console)
        print_heat(run.departments, console, top)
    if run.assessors is not None:
        section(t["assessors"], console)
        print_assessors(run.assessors, console, top)
    if run.documents is not None:
        section(t["documents"], console)
        print_documents(run.documents, console, top)
    if summary.repeats is not None:
        section(t["repeats"], console)
        print_repeats(summary.repeats, console)
    section(t["undecided"], console)
    print_undecided(run.undecided, run, console)


def _head(summary: Summary, run: RunSummary, console: Console) -> None:
    put(console, (w.title_text(summary), "bold"))
    put(console, ("  ".join(w.head_texts(run)), "dim"))
    console.print()
    for name, value in w.tally(run):
        put(console, f"{name} ", (value, "bold"))
    for note in run.notes:
        put(console, (str(note), "yellow"))


def _length(console: Console) -> int:
    return _BAR[console.width >= _WIDE]


def _years(summary: Summary, console: Console) -> None:
    t = labels()
    grades = [grade for grade, _ in summary.latest.totals.surely]
    table = grid([t["year"], t["decided"], t["sure"], t["mean"], *grades, t["findings"]])
    for run in summary.runs:
        told = dict(run.totals.surely)
        table.add_row(
            listed(run.years),
            count(run.decided),
            count(run.totals.settled),
            decimal(run.totals.mean, 2),
            *(count(told.get(grade, 0)) for grade in grades),
            count(run.findings),
        )
    console.print(table)


def _totals(run: RunSummary, console: Console) -> None:
    totals, t = run.totals, labels()
    for text in w.totals_texts(run):
        put(console, text)
    console.print()
    most = max((one.settled for one in totals.bins), default=0)
    table = grid(["", "", "", t["sure"], t["possible"]], left=(0, 1, 2), free=-1)
    for one in reversed(totals.bins):
        table.add_row(
            w.bin_text(one),
            one.grade,
            bar(one.settled, most, _length(console), "cyan"),
            part(one.settled, totals.settled),
            count(one.reached),
        )
    console.print(table)
    below(tr("可能：总分未定、可能落在这一段的项目，一个项目可能算在几段里"), console, "dim")
    _grades(run, totals, console)


def _grades(run: RunSummary, totals: Totals, console: Console) -> None:
    if not totals.surely:
        return
    t = labels()
    console.print()
    table = grid([t["grade"], "", t["sure"], t["possible"]], left=(0, 1), free=-1)
    possibly = dict(totals.possibly)
    for grade, sure in totals.surely:
        table.add_row(
            grade,
            stacked(sure, possibly[grade], run.decided, _length(console), ("cyan", "yellow")),
            part(sure, run.decided),
            part(possibly[grade], run.decided),
        )
    console.print(table)
    for grades, projects, span in w.open_grades(totals):
        below(tr("{grades}：{projects} 个项目，总分 {span}", grades=grades, projects=projects, span=span), console)


def _rules(run: RunSummary, console: Console) -> None:
    put(console, (w.lost_note(run), "dim"))
    if not run.lost.rules:
        below(labels()["none"], console)
        return
    console.print()
    _print_rules(run.lost.rules, run, console, points=True)
    if run.lost.reviews:
        console.print()
        put(console, (labels()["reviews"], "bold"))
        _print_rules(run.lost.reviews, run, console, points=False)


def _print_rules(rules: Sequence[LostRule], run: RunSummary, console: Console, *, points: bool) -> None:
    t = labels()
    wide = console.width >= _WIDE and points
    heads = [t["rule"], *([""] if wide else []), *([t["points_lost"]] if points else []), t["findings"], t["projects"]]
    table = grid(heads, left=(0, 1) if wide else (0,))
    most = max(rule.low for rule in rules)
    for rule in rules:
        cells = [
            named(rule.title, *((rule.heading, w.basis_line(rule)) if console.width >= _WIDE else (rule.heading,)))
        ]
        if wide:
            cells.append(bar(rule.low, most, 20, "red"))
        if points:
            cells.append(w.lost_text(rule))
        table.add_row(*cells, count(rule.findings), part(rule.projects, run.decided))
    console.print(table)
