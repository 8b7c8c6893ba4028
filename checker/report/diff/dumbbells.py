"""Lays out the scores of projects before and after as dumbbells on one scale; writes no markup."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING, Final

from checker.report.diff import words as w
from checker.report.html.drawing import Scale, number, round_ticks, scale
from checker.report.words import points
from checker.values import decimal_text, ends

if TYPE_CHECKING:
    from collections.abc import Sequence

    from checker.diff.projects import ProjectShift
    from checker.values import Amount

WIDTH: Final = 900
_LEFT: Final = 330
_RIGHT: Final = 830
_TOP: Final = 26
_ROW: Final = 26
_ABOUT: Final = 6
_LONGEST: Final = 24


@dataclass(frozen=True, slots=True)
class Row:
    """One project: where its line, its old mark and its new mark stand, and what is said of it."""

    y: str
    text_y: str
    name: str
    old: tuple[str, str]
    new: tuple[str, str]
    gain: str
    state: str
    text: str


@dataclass(frozen=True, slots=True)
class Dumbbells:
    """A drawing of ``width`` by ``height``: ticks with their labels, and a row for each project."""

    width: int
    height: int
    left: int
    right: int
    top: int
    bottom: int
    ticks: tuple[tuple[str, str], ...]
    rows: tuple[Row, ...]


def lay_out_dumbbells(projects: Sequence[ProjectShift]) -> Dumbbells:
    """Return the drawing of at least one project."""
    numbers = [end for project in projects for score in (project.old.score, project.new.score) for end in _ends(score)]
    full = max(project.new.full for project in projects)
    roof = full if max(numbers) <= full else None
    across = scale(numbers, _LEFT, _RIGHT, floor=None, roof=roof)
    bottom = _TOP + _ROW * len(projects)
    ticks = round_ticks(across.low, across.high, _ABOUT, whole=False)
    return Dumbbells(
        width=WIDTH,
        height=bottom + _ROW,
        left=_LEFT,
        right=_RIGHT,
        top=_TOP,
        bottom=bottom,
        ticks=tuple((number(across.at(tick)), decimal_text(tick)) for tick in ticks),
        rows=tuple(_row(project, index, across) for index, project in enumerate(projects)),
    )


def _row(project: ProjectShift, index: int, across: Scale) -> Row:
    y = _TOP + _ROW * index + _ROW // 2
    title = project.title
    old, new = (_span(score, across) for score in (project.old.score, project.new.score))
    gain = w.gain_text(project)
    return Row(
        y=str(y),
        text_y=str(y + 4),
        name=title if len(title) <= _LONGEST else title[: _LONGEST - 1] + "…",
        old=old,
        new=new,
        gain=gain,
        state="worse" if gain.startswith("−") else "better",
        text=f"{title}  {points(project.old.score)} → {points(project.new.score)}",
    )


def _span(score: Amount, across: Scale) -> tuple[str, str]:
    low, high = _ends(score)[0], _ends(score)[-1]
    return number(across.at(low)), number(across.at(high))


def _ends(score: Amount) -> list[Fraction]:
    span = ends(score)
    return [end for end in (span.low, span.high) if end is not None] or [Fraction(0)]
