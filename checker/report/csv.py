"""The findings as a table that spreadsheet programs open: one row for each finding and each waived one.

UTF-8 with BOM and CRLF, as Excel expects; exact numbers as decimal text; no cell is ever taken for a formula.
"""

from __future__ import annotations

import csv
import io
from fractions import Fraction
from typing import TYPE_CHECKING, Final

from checker.messages import tr
from checker.report.addresses import places_of
from checker.report.words import basis_text, evidence_texts, outcome_word, parted, places_text, severity_word
from checker.result import Outcome
from checker.values import decimal_text, ends

if TYPE_CHECKING:
    from checker.result import CheckResult, RuleOutcome
    from checker.values import Amount

_FORMULA_MARKS: Final = frozenset("=+-@\t\r\n＝＋－＠")
"""What spreadsheet programs take for the beginning of a formula; some take the full-width forms for it too."""


def render_csv(result: CheckResult) -> bytes:
    """Return the findings, the most severe first, then what was waived, below a row of headings."""
    stream = io.StringIO()
    writer = csv.writer(stream, lineterminator="\r\n")
    writer.writerow(_headings())
    waived = [outcome for outcome in result.outcomes if outcome.outcome is Outcome.WAIVED]
    for outcome in (*result.findings, *waived):
        writer.writerow(map(_harmless, _row(outcome, result)))
    return stream.getvalue().encode("utf-8-sig", "replace")


def _headings() -> tuple[str, ...]:
    return (
        tr("编号"), tr("规则"), tr("标题"), tr("严重程度"), tr("指标"), tr("扣分"), tr("事实"), tr("问题"), tr("依据"),
        tr("证据"), tr("位置"), tr("建议"), tr("状态"),
    )  # fmt: skip


def _row(outcome: RuleOutcome, result: CheckResult) -> tuple[str, ...]:
    indicators = {indicator.id: indicator.label for indicator in result.indicators}
    problems = {problem.id: problem.heading for problem in result.problems}
    advice = [item.text for item in result.recommendations if item.problem == outcome.problem]
    return (
        outcome.id,
        outcome.rule,
        outcome.title,
        severity_word(outcome.severity),
        indicators.get(outcome.indicator or "", ""),
        _number(outcome.deduction),
        outcome.message,
        problems.get(outcome.problem or "", ""),
        parted(map(basis_text, outcome.basis)),
        parted(evidence_texts(outcome.evidence)),
        places_text(places_of(outcome.evidence)),
        parted(advice) if outcome.outcome is Outcome.FAIL else "",
        parted([outcome_word(outcome.outcome), outcome.note, *outcome.stale]),
    )


def _number(amount: Amount | None) -> str:
    """Return a number in full; a fraction without a finite decimal form is marked as text, lest it become a date."""
    if amount is None:
        return ""
    if isinstance(amount, Fraction):
        text = decimal_text(amount)
        return f"'{text}" if "/" in text else text
    span = ends(amount)
    return "~".join("" if end is None else decimal_text(end) for end in (span.low, span.high))


def _harmless(text: str) -> str:
    return f"'{text}" if text[:1] in _FORMULA_MARKS else text
