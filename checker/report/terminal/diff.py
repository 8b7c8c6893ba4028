"""Prints what a change of rules does: sentences, examples, and archived projects as a table and a plot."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING, Final

from rich.cells import cell_len, set_cell_size
from rich.text import Text

from checker.diff.separation import Told
from checker.messages import tr
from checker.report.diff import words as w
from checker.report.terminal.lines import below, put, section
from checker.report.words import points
from checker.values import decimal_text, ends

if TYPE_CHECKING:
    from collections.abc import Sequence

    from rich.console import Console

    from checker.diff.change import Change
    from checker.diff.difference import Difference
    from checker.diff.projects import ProjectShift, ProjectShifts
    from checker.diff.separation import Shift
    from checker.values import Amount

_STATES: Final = {"same": "", "old": "red", "new": "green"}
_MARKS: Final = {Told.SEPARATED: ("≠ ", "yellow"), Told.SAME: ("= ", "green"), Told.UNTOLD: ("? ", "magenta")}
_INSIDE: Final = "    "
_GAP: Final = 2
_LEAST_PLOT: Final = 20
_MOST_NAME: Final = 30
_STEP: Final = 5


def print_difference(difference: Difference, console: Console) -> None:
    """Print everything a change does to ``console``."""
    put(console, (w.title_text(difference), "bold"))
    for note in difference.notes:
        put(console, (str(note), "yellow"))
    _changes(difference, console)
    if difference.shifts:
        section(tr("对规则和指标的影响（{count}）", count=len(difference.shifts)), console)
    for shift in difference.shifts:
        _shift(shift, console)
    if difference.projects is not None:
        _projects(difference.projects, console)


def _changes(difference: Difference, console: Console) -> None:
    section(tr("改了什么（{count}）", count=len(difference.changes)), console)
    if not difference.changes:
        below(w.no_change_text(difference), console, "green")
    for group, changes in w.grouped(difference.changes).items():
        put(console, (w.group_title(group), "bold"))
        for change in changes:
            _change(change, console)
    below(w.retroactive_text(difference), console, "yellow")


def _change(change: Change, console: Console) -> None:
    put(console, (str(change.told), "yellow" if change.retroactive else ""), first="  • ", later=_INSIDE)
    if change.pieces:
        parts = [(w.piece_text(piece), _STATES[piece.state]) for piece in change.pieces]
        put(console, *parts, first=_INSIDE)
    for detail in change.details:
        put(console, (str(detail), "dim"), first=_INSIDE)


def _shift(shift: Shift, console: Console) -> None:
    put(console, _MARKS[shift.told], (w.shift_name(shift), "bold"), f"  {w.shift_text(shift)}")
    for line in shift.facts:
        put(console, line, first=_INSIDE)
    if shift.told is Told.SEPARATED:
        put(console, (tr("旧："), "dim"), w.cases_text(shift, shift.old), first=_INSIDE)
        put(console, (tr("新："), "dim"), (w.cases_text(shift, shift.new), "bold"), first=_INSIDE)


def _projects(projects: ProjectShifts, console: Console) -> None:
    section(w.projects_text(projects), console)
    if projects.changed:
        _table(projects.changed, console)
        console.print()
        print_plot(projects.changed, console)
    for project in projects.changed:
        console.print()
        put(console, (project.title, "bold"), (f"  {project.name}" if project.title != project.name else "", "dim"))
        for flip in project.flips:
            below(w.flip_text(flip), console)
        for shift in project.indicators:
            below(tr("指标 {text}", text=w.score_shift_text(shift)), console, "dim")
    wording = [(text, "") for text in w.wording_texts(projects)]
    for text, style in ((w.past_text(projects), "yellow"), *wording, (w.unchanged_text(projects), "dim")):
        if text:
            console.print()
            put(console, (text, style))
    if projects.undecided:
        section(tr("判断不了的项目（{count}）", count=len(projects.undecided)), console)
    for undecided in projects.undecided:
        put(console, (undecided.name, "bold"))
        for reason in undecided.reasons:
            below(str(reason), console)


def _table(projects: Sequence[ProjectShift], console: Console) -> None:
    """Print a row for each project; names are cut where the numbers would find no room."""
    head = (tr("项目"), tr("原来"), tr("现在"), tr("增减"), tr("等级"))
    rows = [
        (
            project.title,
            points(project.old.score),
            points(project.new.score),
            w.gain_text(project),
            w.grade_shift_text(project),
        )
        for project in projects
    ]
    widths = [max(cell_len(row[column]) for row in (head, *rows)) for column in range(5)]
    widths[0] = max(_LEAST_PLOT, min(widths[0], console.width - sum(widths[1:]) - 4 * _GAP))
    for number, row in enumerate((head, *rows)):
        cells = [_cut(row[0], widths[0]), *(_right(text, widths[index]) for index, text in enumerate(row[1:4], 1))]
        line = Text((" " * _GAP).join([*cells, row[4]]).rstrip(), style="" if number else "dim")
        console.print(line, no_wrap=True, overflow="ignore", crop=False)


def print_plot(projects: Sequence[ProjectShift], console: Console) -> None:
    """Print the scores before (○) and after (●) on one scale."""
    names = min(_MOST_NAME, max(cell_len(project.title) for project in projects))
    names = min(names, max(1, console.width - _LEAST_PLOT - _GAP))
    width = console.width - names - _GAP
    numbers = [end for project in projects for score in (project.old.score, project.new.score) for end in _ends(score)]
    low, high = _range(numbers, max(project.new.full for project in projects))
    for project in projects:
        name = _cut(project.title, names)
        line = Text(name + " " * _GAP).append_text(_dumbbell(project, low, high, width))
        line.rstrip()
        console.print(line, no_wrap=True, overflow="ignore", crop=False)
    left, right = decimal_text(low), decimal_text(high)
    axis = " " * (names + _GAP) + left + "─" * (width - cell_len(left) - cell_len(right)) + right
    console.print(Text(axis, style="dim"), no_wrap=True, overflow="ignore", crop=False)
    put(console, (tr("○ 原来  ● 现在  ◉ 不变；横轴是总分"), "dim"))


def _range(numbers: Sequence[Fraction], full: Fraction) -> tuple[Fraction, Fraction]:
    """Return whole numbers around all scores, some way apart, within 0 and the full score where they are."""
    low, high = (Fraction(_STEP) * (number // _STEP) for number in (min(numbers), max(numbers) + _STEP))
    high = min(high, full) if max(numbers) <= full else high
    return (low, high) if low < high else (low - _STEP, high)


def _ends(score: Amount) -> list[Fraction]:
    span = ends(score)
    return [end for end in (span.low, span.high) if end is not None] or [Fraction(0)]


def _dumbbell(project: ProjectShift, low: Fraction, high: Fraction, width: int) -> Text:
    def column(number: Fraction) -> int:
        return int((number - low) * (width - 1) / (high - low))

    old, new = ([column(end) for end in _ends(standing.score)] for standing in (project.old, project.new))
    marks = [" "] * width
    for at in range(min(old + new), max(old + new) + 1):
        marks[at] = "─"
    for found, mark in ((old, "○"), (new, "●")):
        for at in {found[0], found[-1]}:
            marks[at] = "◉" if mark == "●" and marks[at] == "○" else mark
    worse = project.gain is not None and project.gain < 0
    return Text("".join(marks), style="red" if worse else "green")


def _cut(text: str, width: int) -> str:
    if cell_len(text) <= width:
        return set_cell_size(text, width)
    return set_cell_size(set_cell_size(text, width - 1).rstrip() + "…", width)


def _right(text: str, width: int) -> str:
    return " " * (width - cell_len(text)) + text
