"""Prints the tables of a portfolio's summary: departments, assessors, documents, repeat offenders, refused rows."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from rich.cells import cell_len
from rich.text import Text

from checker.messages import tr
from checker.report.portfolio import heat
from checker.report.portfolio import words as w
from checker.report.portfolio.labels import labels
from checker.report.portfolio.numbers import NONE, at_least, count, decimal
from checker.report.terminal.lines import INDENT, below, put, whole
from checker.report.terminal.portfolio_bars import bar, grid, named
from checker.values import decimal_text

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from rich.console import Console

    from checker.portfolio.summary.model import Assessor, Assessors, Document, Repeat, Repeats, RunSummary, Undecided
    from checker.portfolio.summary.scored import Department, Departments

_HEAT: Final = ("", "", "yellow", "yellow", "red", "bold red", "bold white on red")
_CELL: Final = 7
"""How wide a cell of the heat map is, with what stands between."""
_ITEMS: Final = 3
_WIDE: Final = 100


def print_heat(found: Departments, console: Console, top: int) -> None:
    """Print the worst departments against the indicators, in as many tables as the screen is too narrow for."""
    worst = heat.shown(found, top)
    for note in w.heat_notes(found, len(worst)):
        put(console, (note, "dim"))
    names = [labels()["all_together"], *(one.name + ("*" if one.few else "") for one in worst)]
    room = console.width - max(cell_len(name) for name in (*names, found.label)) - 18
    size = max(1, room // _CELL)
    many = len(found.indicators)
    tables = -(-many // size)
    size = -(-many // tables)
    for start in range(0, many, size):
        console.print()
        places = range(start, min(start + size, many))
        legend = (f"{place + 1} {_indicator(found, place)}" for place in places)
        for line in _rows_of(legend, console.width):
            console.print(Text(line, style="dim"), no_wrap=True, overflow="ignore", crop=False)
        _heat_rows((found.whole, *worst), names, found, places, console)


def _indicator(found: Departments, place: int) -> str:
    indicator = found.indicators[place]
    return f"{indicator.label}{'†' if indicator.conditional else ''}({decimal_text(indicator.weight)})"


def _heat_rows(
    rows: Sequence[Department], names: Sequence[str], found: Departments, places: range, console: Console
) -> None:
    t = labels()
    table = grid([found.label, t["decided"], t["mean"], *(str(place + 1) for place in places)])
    for name, row in zip(names, rows, strict=True):
        cells = []
        for place in places:
            rate = row.cells[place].rate(found.indicators[place])
            level = heat.level(rate)
            cells.append(Text(heat.rate_text(rate), style="" if level is None else _HEAT[level]))
        table.add_row(name, count(row.decided), decimal(row.mean, 2), *cells)
    console.print(table)


def print_assessors(found: Assessors, console: Console, top: int) -> None:
    """Print how outliers are told and the assessors who take off most, all outliers among them."""
    t = labels()
    for note in w.fences_texts(found):
        put(console, (note, "dim"))
    console.print()
    shown = [one for place, one in enumerate(found.all) if place < top or one.outlier]
    most = max((one.share for one in shown if one.share is not None), default=0)
    wide = console.width >= _WIDE
    heads = [t["assessor"], "", t["lost_share"], t["judgements"], *([t["mean_lost"]] if wide else [])]
    table = grid([*heads, t["unexplained"], t["remark"]], left=(0, 1, len(heads) + 1))
    for one in shown:
        cells = [bar(one.share or 0, most, 24 if wide else 12, "red" if one.outlier else "cyan")]
        table.add_row(one.name, *cells, *_numbers(one, wide=wide), Text(w.outlier_text(one), style="red"))
    console.print(table)
    if len(shown) < len(found.all):
        below(tr("另有 {count} 人，见网页或 JSON", count=count(len(found.all) - len(shown))), console, "dim")


def _numbers(one: Assessor, *, wide: bool) -> list[str]:
    share = NONE if one.share is None else w.fine(one.share)
    mean = [decimal(one.mean, 3)] if wide else []
    return [share, count(one.judgements), *mean, w.unexplained_text(one)]


def print_documents(found: Sequence[Document], console: Console, top: int) -> None:
    """Print the documents that most cases wait for, each with the first of what it would have to show."""
    t = labels()
    if not found:
        below(t["nothing_unknown"], console, "green")
        return
    put(console, (w.documents_note(), "dim"))
    console.print()
    table = grid([t["document"], "", t["cases"], t["concerned"]], left=(0, 1))
    most = max((one.cases for one in found if one.name), default=0)
    width = 30 if console.width >= _WIDE else 14
    for one in found[:top]:
        items = [w.item_text(item) for item in one.items[:_ITEMS]]
        if len(one.items) > _ITEMS:
            items.append(tr("另有 {count} 样", count=len(one.items) - _ITEMS))
        drawn = bar(one.cases, most, width, "yellow") if one.name else ""
        table.add_row(named(w.document_text(one), *items), drawn, count(one.cases), at_least(one.least, one.most))
    console.print(table)


def print_repeats(found: Repeats, console: Console) -> None:
    """Print the worst of the departments and projects with the same finding in several years."""
    of_projects, of_departments = w.repeats_texts(found)
    if found.label:
        put(console, of_departments)
        _repeats(found.departments, found.label, found.years, console, department=True)
        console.print()
    put(console, of_projects)
    _repeats(found.projects, labels()["project"], found.years, console, department=False)


def _repeats(rows: Sequence[Repeat], who: str, years: Sequence[str], console: Console, *, department: bool) -> None:
    if not rows:
        return
    table = grid([who, labels()["rule"], *years], left=range(len(years) + 2), free=1)
    between = tr("、") if console.width >= _WIDE else "\n"
    for one in rows:
        told = {again.year: between.join(w.again_texts(again, department=department)) for again in one.years}
        table.add_row(named(one.who, one.title), one.rule_title, *(told.get(year, "") for year in years))
    console.print(table)


def print_undecided(found: Undecided, run: RunSummary, console: Console) -> None:
    """Print what was not decided, and the rows that were refused by reason with the first places."""
    put(console, w.undecided_text(found, run))
    below(w.held_text(found), console, "dim")
    for code in found.codes:
        put(console, (code.code, "bold"), "  ", w.rejected_counts(code))
        below(code.reason, console)
        below(code.hint, console, "dim")
        for line in _rows_of(code.places, console.width - INDENT):
            whole(line, console, "dim")


def _rows_of(items: Iterable[str], width: int) -> Iterator[str]:
    """Yield items beside each other, none of them broken, in as many lines as they need."""
    line = ""
    for item in items:
        longer = f"{line}  {item}" if line else item
        if line and cell_len(longer) > width:
            yield line
            longer = item
        line = longer
    if line:
        yield line
