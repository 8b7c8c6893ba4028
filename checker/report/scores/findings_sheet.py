"""Writes the list of findings as an audit working paper, with room for findings that people add."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING, Final

from openpyxl.worksheet.datavalidation import DataValidation

from checker.messages import tr
from checker.report.book import KEY_FILL
from checker.report.scores.looks import Column, add_sheet, cell_at, dress, filter_rows, say, set_height, title
from checker.report.scores.names import FINDINGS, SPARE_ROWS, name_of
from checker.report.scores.stored import stored
from checker.report.scores.written import write_stored
from checker.report.words import basis_text, evidence_texts, named, points, severity_word
from checker.result import Outcome
from checker.values import Kind

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from openpyxl.workbook import Workbook
    from openpyxl.worksheet.worksheet import Worksheet

    from checker.plan import Plan
    from checker.result import BasisRef, CheckResult, RuleOutcome

_HEAD: Final = 3
FIRST_ROW: Final = _HEAD + 1
_POINTS: Final = 7
_FILLED_IN: Final = (6, 7, 10, 11)
"""The columns people fill in: indicator and points of a new finding, who puts it right, and until when."""
_LIST: Final = "P"
_EMPTY_HEIGHT: Final = 20


def listed_findings(result: CheckResult) -> tuple[RuleOutcome, ...]:
    """Return what the list holds: the findings, the most severe first, and after them those that are waived."""
    found = {id(outcome) for outcome in result.findings}
    others = [
        outcome
        for outcome in result.outcomes
        if id(outcome) not in found
        and (outcome.outcome is Outcome.WAIVED or (outcome.outcome is Outcome.FAIL and outcome.deduction))
    ]
    return (*result.findings, *others)


def last_row(result: CheckResult) -> int:
    """Return the last row of the list, empty ones included."""
    return FIRST_ROW + len(listed_findings(result)) + SPARE_ROWS - 1


def indicator_names(plan: Plan) -> dict[str, str]:
    """Return how each leaf is named in the list: its label, with its id where another leaf has the same."""
    labels = [leaf.label.casefold() for leaf in plan.score.leaves]
    return {
        leaf.id: leaf.label if labels.count(leaf.label.casefold()) == 1 else f"{leaf.label}（{leaf.id}）"
        for leaf in plan.score.leaves
    }


def open_findings(plan: Plan, result: CheckResult) -> dict[tuple[str, str], str]:
    """Return why the points of a rule, or about an indicator, are not all in the list."""
    found: dict[tuple[str, str], str] = {}
    for outcome in result.outcomes:
        rule = plan.rule(outcome.rule)
        if rule is None or rule.deduct is None or rule.indicator is None or rule.concerns != "project":
            continue
        if outcome.outcome is Outcome.UNKNOWN:
            why = tr("“{title}”还不能判断", title=outcome.title)
        elif outcome.outcome is Outcome.FAIL and not _writable(outcome):
            why = tr("“{title}”扣多少分还不确定", title=outcome.title)
        else:
            continue
        found.setdefault(("rule", rule.id), why)
        found.setdefault(("indicator", rule.indicator), why)
    return found


def _writable(outcome: RuleOutcome) -> bool:
    return isinstance(outcome.deduction, Fraction) and not stored(outcome.deduction, Kind.SCORE).fault


def add_findings(book: Workbook, result: CheckResult, names: Mapping[str, str]) -> None:
    """Add the sheet; ``names`` says how indicators are named."""
    columns = _columns()
    sheet = add_sheet(book, name_of(FINDINGS), columns, head=_HEAD)
    title(sheet, tr("问题清单（审计底稿）"), result.header.title, len(columns) - 1)
    advice = {item.problem: named(item.heading, item.text) for item in result.recommendations}
    row = FIRST_ROW
    for row, outcome in enumerate(listed_findings(result), FIRST_ROW):
        _write(sheet, row, outcome, _texts(row, outcome, names, advice), columns)
    _leave_room(sheet, last_row(result), len(columns), names)
    filter_rows(sheet, _HEAD, last_row(result), len(columns))
    sheet.column_dimensions["N"].hidden = True
    sheet.freeze_panes = f"C{FIRST_ROW}"


def _columns() -> list[Column]:
    return [
        Column(tr("序号"), 5, "center"),
        Column(tr("问题"), 13),
        Column(tr("事实"), 27),
        Column(tr("依据"), 22),
        Column(tr("定性"), 6, "center"),
        Column(tr("指标"), 10),
        Column(tr("扣分"), 7, "center"),
        Column(tr("建议"), 28),
        Column(tr("证据"), 30),
        Column(tr("责任单位"), 9),
        Column(tr("整改期限"), 9),
        Column(tr("状态"), 9, "center"),
        Column(tr("编号"), 14),
        Column(tr("规则"), 20),
    ]


def _texts(row: int, outcome: RuleOutcome, names: Mapping[str, str], advice: Mapping[str, str]) -> dict[int, str]:
    return {
        1: str(row - FIRST_ROW + 1),
        2: outcome.title,
        3: outcome.message,
        4: "\n".join(map(_basis, outcome.basis)),
        5: severity_word(outcome.severity),
        6: names.get(outcome.indicator or "", ""),
        8: advice.get(outcome.problem or "", ""),
        9: "\n".join(filter(None, (*evidence_texts(outcome.evidence), outcome.note, *outcome.stale))),
        12: state_word(outcome),
        13: outcome.id,
        14: outcome.rule,
    }


def _basis(basis: BasisRef) -> str:
    return basis_text(basis) + (f"：“{basis.quote}”" if basis.quote else "")


def state_word(outcome: RuleOutcome) -> str:
    """Return whether a finding stands: found, waived, or its evidence has changed since it was sealed."""
    if outcome.outcome is Outcome.WAIVED:
        return tr("已豁免")
    return tr("证据已变动") if outcome.stale else tr("发现")


def _write(
    sheet: Worksheet, row: int, outcome: RuleOutcome, texts: Mapping[int, str], columns: Sequence[Column]
) -> None:
    for number, column in enumerate(columns, 1):
        say(cell_at(sheet, row, number), texts.get(number, ""), column.align)
    cell = cell_at(sheet, row, _POINTS)
    if _writable(outcome) and isinstance(outcome.deduction, Fraction):
        write_stored(cell, stored(outcome.deduction, Kind.SCORE))
        dress(cell, "center")
    elif outcome.deduction is not None:
        say(cell, points(outcome.deduction), "center")
    for number in _FILLED_IN[1:]:
        cell_at(sheet, row, number).fill = KEY_FILL
    set_height(sheet, row, [(text, columns[number - 1].width) for number, text in texts.items() if number <= 13])  # noqa: PLR2004 - the last column is hidden


def _leave_room(sheet: Worksheet, last: int, width: int, names: Mapping[str, str]) -> None:
    """Dress the empty rows, and let the indicator of a finding that people add be picked from the list."""
    for row in range(last - SPARE_ROWS + 1, last + 1):
        for number in range(1, width):
            say(cell_at(sheet, row, number), "")
        for number in _FILLED_IN:
            cell_at(sheet, row, number).fill = KEY_FILL
        dress(cell_at(sheet, row, _POINTS), "center")
        sheet.row_dimensions[row].height = _EMPTY_HEIGHT
    for number, name in enumerate(names.values(), 1):
        say(sheet[f"{_LIST}{number}"], name)
    sheet.column_dimensions[_LIST].hidden = True
    if names:
        choice = DataValidation(type="list", formula1=f"${_LIST}$1:${_LIST}${len(names)}", allow_blank=True)
        choice.add(f"F{FIRST_ROW}:F{last}")
        sheet.add_data_validation(choice)
    sheet.print_area = f"A1:M{last}"
