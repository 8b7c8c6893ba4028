"""Writes the rows below the indicators: the total, the grade, and whether weights and applicability still hold."""

from __future__ import annotations

from dataclasses import dataclass, replace
from fractions import Fraction
from typing import TYPE_CHECKING, Final

from openpyxl.styles import Font, PatternFill

from checker.messages import tr
from checker.report.book import HEADING
from checker.report.scores.formula_text import MISSING, number, quoted
from checker.report.scores.looks import cell_at, dress, say, set_height
from checker.report.scores.score_page import follow, frame, write_weights
from checker.report.scores.score_tree import summed
from checker.report.scores.totals import (
    Limits,
    grade_formula,
    grade_of,
    limits_of,
    removed_weight,
    still_applies,
    total_formula,
    total_of,
)
from checker.report.words import grade_text, parted
from checker.values import Interval, decimal_text, ends

if TYPE_CHECKING:
    from checker.report.scores.score_page import Page

_FILL: Final = PatternFill("solid", fgColor="EEF3FA")


@dataclass(frozen=True, slots=True)
class _Below:
    """What stands below the indicators: rows, limits, and the conditions under which the same indicators apply."""

    page: Page
    limits: Limits
    removed: Fraction
    checks: tuple[str, ...]
    notes: tuple[str, ...]
    first: int

    @property
    def apart(self) -> bool:
        """Whether the total is more than the sum, and has a row of its own."""
        return self.limits.any or bool(self.limits.fault) or self.removed != 0 or self.digits is not None

    @property
    def digits(self) -> int | None:
        """To how many decimals the total is rounded."""
        return self.page.plan.score.total_digits

    @property
    def total(self) -> int:
        """The row of the total."""
        return self.first + self.apart

    @property
    def settled(self) -> bool:
        """Whether it is certain what the total is made of."""
        return not self.limits.fault and all(state.settled for state in self.page.applies.values())

    @property
    def check(self) -> str:
        """The cell that says whether the same indicators still apply."""
        return self.page.at("basis", self.total + 2)


def add_total(page: Page) -> None:
    """Write the total and what hangs on it; a formula only where it comes to what the check came to."""
    checks, notes = still_applies(page.plan, page.applies, replace(page.here, needed={}))
    limits = limits_of(page.plan, page.here)
    removed = removed_weight(page.plan, page.applies, {score.id: score.weight for score in page.result.indicators})
    first = max((row.row for row in page.rows), default=3) + 1
    below = _Below(page, limits, removed, tuple(checks), (*limits.notes, *notes), first)
    _sum(below)
    if below.apart:
        _line(page, below.total, tr("总分"), parted(page.result.limits))
    for name, end in zip(page.layout.scores, _ends(page), strict=False):
        _total(below, name, end)
    _grade(below)
    _check(below)


def _ends(page: Page) -> tuple[Fraction, Fraction]:
    span = ends(page.result.score)
    return span.low or Fraction(0), span.high or Fraction(0)


def _line(page: Page, at: int, label: str, text: str) -> None:
    """Write the frame of a row below the indicators, with its name."""
    frame(page, at, {"reasons": text})
    cell = cell_at(page.sheet, at, 1)
    say(cell, label)
    dress(cell, "center", middle=True)
    page.sheet.merge_cells(start_row=at, start_column=1, end_row=at, end_column=page.layout.depth)
    for index in range(1, len(page.layout.all) + 1):
        cell_at(page.sheet, at, index).fill = _FILL
        cell_at(page.sheet, at, index).font = Font(name=HEADING, size=10.5, bold=True)
    set_height(page.sheet, at, [(text, page.layout.columns["reasons"].width)], least=24)


def _sum(below: _Below) -> None:
    page, at = below.page, below.first
    tops = tuple(row.row for row in page.rows if row.node.parent is None)
    _line(page, at, tr("指标得分合计") if below.apart else tr("合计"), "")
    write_weights(page, at, tops, page.plan.score.full_score)
    for name in page.layout.scores:
        page.sum(at, name, tops)
    follow(page, at)


def _total(below: _Below, name: str, end: Fraction) -> None:
    page = below.page
    cell = page.cell(below.total, name)
    gathered, value = _gathered(below, name)
    if not below.settled or total_of(value, below.limits, below.digits) != end:
        page.shown.pop(cell.coordinate, None)
        page.number(below.total, name, end)
        why = below.limits.fault or tr("是否适用还不能确定")
        say(page.cell(below.total, "how"), tr("数值：{why}", why=why))
    elif below.apart:
        formula = total_formula(gathered, below.limits, below.digits)
        if below.checks:
            unchanged = quoted(tr("适用情形没有变"))
            formula = f"=IF({below.check}={unchanged},{formula[1:]},{MISSING})"
        page.formula(below.total, name, formula, end)
    cell.font = Font(name=HEADING, size=12, bold=True)
    dress(cell, "center", middle=True)


def _gathered(below: _Below, name: str) -> tuple[str, Fraction]:
    """Return what the total starts from as a formula and as a number: the sum, scaled when weight was taken out.

    Bonuses are not scaled.
    """
    page, full = below.page, below.page.plan.score.full_score
    scores = {score.id: ends(score.score) for score in page.result.indicators}

    def end_of(node: str) -> Fraction:
        span = scores[node]
        return (span.high if name == "high" else span.low) or Fraction(0)

    whole = sum((end_of(row.node.id) for row in page.rows if row.node.parent is None), Fraction(0))
    cell = page.at(name, below.first)
    if not below.removed or below.removed >= full:
        return cell, whole
    bonus = [row for row in page.rows if row.node.bonus]
    extra = sum((end_of(row.node.id) for row in bonus), Fraction(0))
    ratio = f"{number(full).text}/{number(full - below.removed).text}"
    value = (whole - extra) * full / (full - below.removed) + extra
    if not bonus:
        return f"{cell}*{ratio}", value
    added = summed([row.row for row in bonus], page.layout.letter(name))
    return f"(({cell}-{added})*{ratio}+{added})", value


def _grade(below: _Below) -> None:
    page, at = below.page, below.total + 1
    if not page.plan.score.grades:
        _line(page, at, tr("等级"), tr("规则包没有规定等级"))
        return
    result = page.result
    _line(page, at, tr("等级"), "" if result.grade else grade_text(result))
    for name, end in zip(page.layout.scores, _ends(page), strict=False):
        cell = page.cell(at, name)
        exact = not isinstance(result.score, Interval)
        expected = (result.grade or "") if exact else grade_of(end, page.plan, below.limits)
        if below.limits.fault or grade_of(end, page.plan, below.limits) != expected:
            say(cell, grade_text(result))
        else:
            formula = grade_formula(page.at(name, below.total), page.plan, below.limits)
            page.formula(at, name, formula, expected or tr("无等级"))
        cell.font = Font(name=HEADING, size=12, bold=True)
        dress(cell, "center", middle=True)


def _check(below: _Below) -> None:
    """Say whether the weights add up to the full score, and whether the same indicators apply as when checked."""
    page, at = below.page, below.total + 2
    full = page.plan.score.full_score
    _line(page, at, tr("核对"), parted(below.notes))
    weight = page.at("weight", below.first)
    right = tr("权重合计等于满分{full}", full=decimal_text(full))
    wrong = tr("权重合计不等于满分{full}", full=decimal_text(full))
    balanced = f"=IF(ROUND({weight}-{number(full).text},6)=0,{quoted(right)},{quoted(wrong)})"
    page.formula(at, "criteria", balanced, right if page.numbers["weight", below.first] == full else wrong)
    if below.checks:
        yes, no = tr("适用情形没有变"), tr("适用情形已变，请重新检查")
        page.formula(at, "basis", f"=IF(AND({','.join(below.checks)}),{quoted(yes)},{quoted(no)})", yes)
    for name in ("criteria", "basis"):
        dress(page.cell(at, name), middle=True)
