"""The words and number forms that all reports share; knows nothing about formats."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING, Final

from checker.messages import tr
from checker.result import Outcome
from checker.values import Amount, decimal_text, ends
from checker.values.steps import round_half_up

if TYPE_CHECKING:
    from collections.abc import Iterable

    from checker.result import BasisRef, CheckResult, Evidence, Missing

_SHOWN_DIGITS: Final = 4
_BAR: Final = 10


def severity_word(severity: str) -> str:
    """Return the word for a severity."""
    words = {"critical": tr("重大"), "major": tr("较大"), "minor": tr("一般"), "info": tr("提示")}
    return words[severity]


def outcome_word(outcome: Outcome) -> str:
    """Return the word for an outcome."""
    words = {
        Outcome.FAIL: tr("发现问题"),
        Outcome.PASS: tr("未发现问题"),
        Outcome.UNKNOWN: tr("无法判断"),
        Outcome.NOT_APPLICABLE: tr("不适用"),
        Outcome.WAIVED: tr("已豁免"),
    }
    return words[outcome]


def points(amount: Amount) -> str:
    """Return a score for a table: exact, rounded with ≈ when it has no short decimal form, or its two ends."""
    span = ends(amount)
    low, high = ("" if end is None else _short(end) for end in (span.low, span.high))
    return low if low == high else f"{low}~{high}"


def _short(number: Fraction) -> str:
    text = decimal_text(number)
    if "/" not in text and len(text.partition(".")[2]) <= _SHOWN_DIGITS:
        return text
    rounded = round_half_up(number, _SHOWN_DIGITS)
    return f"≈{decimal_text(rounded)}" if isinstance(rounded, Fraction) else text


def bar(amount: Amount, weight: Fraction, length: int = _BAR) -> str:
    """Return a bar of ``length`` marks: sure points full, possible points half, lost points light."""
    span = ends(amount)
    if weight <= 0:
        return ""
    sure = _marks(span.low, weight, length)
    most = _marks(span.high, weight, length)
    return "█" * sure + "▒" * (most - sure) + "░" * (length - most)


def _marks(end: Fraction | None, weight: Fraction, length: int) -> int:
    return 0 if end is None else max(0, min(length, int(end * length / weight)))


def basis_text(basis: BasisRef) -> str:
    """Return a clause as people cite it."""
    number = f"（{basis.number}）" if basis.number else ""
    return f"《{basis.title}》{number}{basis.clause}"


def evidence_texts(evidence: Iterable[Evidence]) -> list[str]:
    """Return the values, those of one fact and source in one line, with where they were taken from and written."""
    groups: dict[tuple[str, ...], list[Evidence]] = {}
    for item in evidence:
        source = (item.document, item.clause, item.page, item.cell)
        groups.setdefault((item.type, item.key, *source), []).append(item)
    return [_evidence_text(group) for group in groups.values()]


def _evidence_text(group: list[Evidence]) -> str:
    first = group[0]
    name = first.type_label + (f"[{first.key}]" if first.key else "")
    values = "、".join(f"{item.label}{item.text}" for item in group)
    parts = [first.clause, first.page and tr("第{page}页", page=first.page), first.cell]
    source = "".join(filter(None, [first.document and f"《{first.title}》", *parts]))
    where = "，".join(filter(None, [source, str(first.place) if first.place else ""]))
    return f"{name} {values}" + (f"（{where}）" if where else "")


def missing_text(missing: Missing) -> str:
    """Return what is missing, with what is known of it."""
    name = missing.label + (f"[{missing.key}]" if missing.key and missing.field != "" else "")
    return name + (tr("（只知道{bounded}）", bounded=missing.bounded) if missing.bounded else "")


def grade_text(result: CheckResult) -> str:
    """Return the grade, or the grades still possible."""
    if not result.grades:
        return tr("无等级")
    return result.grades[0] if result.grade else tr("{grades}（待定）", grades="/".join(result.grades))
