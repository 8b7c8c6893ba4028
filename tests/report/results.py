"""Small results, made by hand, for reports to show."""

from __future__ import annotations

from datetime import date
from fractions import Fraction

from checker.result import (
    CheckResult,
    Evidence,
    Header,
    IndicatorScore,
    Outcome,
    ProblemText,
    Recommendation,
    ReviewNote,
    RuleOutcome,
)
from checker.source import Place
from checker.values import Amount

HEADER = Header(
    title="某项目",
    kind="部门评价",
    pack="some-pack",
    pack_title="某规则包",
    pack_version="1.0.0",
    pack_digest="0" * 64,
    facts="facts",
    facts_digest="1" * 64,
    as_of=date(2020, 12, 31),
    engine="durable-rules",
    tool_version="0.1.0",
)


def indicator(
    label: str = "某指标", score: Amount = Fraction(5), *, level: int = 1, method: str = "judged", **other: object
) -> IndicatorScore:
    """Return the score of an indicator with a weight of 5."""
    return IndicatorScore("some_indicator", label, level, None, Fraction(5), score, method, **other)  # type: ignore[arg-type]


def outcome(word: Outcome = Outcome.FAIL, *, key: str = "", message: str = "说明", **other: object) -> RuleOutcome:
    """Return the outcome of a rule of the severity “minor” on the project."""
    return RuleOutcome("some-rule", "某规则", key, word, "minor", "project", message, **other)  # type: ignore[arg-type]


def evidence(**other: object) -> Evidence:
    """Return a value read from a fact."""
    fields: dict[str, object] = {
        "type": "funding", "type_label": "资金", "key": "", "field": "budget", "label": "预算数", "text": "300万元",
        "place": Place("facts/a.yaml", 3, 7),
    }  # fmt: skip
    return Evidence(**{**fields, **other})  # type: ignore[arg-type]


def result(
    outcomes: tuple[RuleOutcome, ...] = (),
    *,
    score: Amount = Fraction(100),
    grades: tuple[str, ...] = ("优",),
    indicators: tuple[IndicatorScore, ...] = (),
    text: str = "",
    notes: tuple[ReviewNote, ...] = (),
) -> CheckResult:
    """Return a result; with ``text``, one problem and one recommendation say it."""
    problems = (ProblemText("some-problem", text, text, ("some-rule",), Fraction(1)),) if text else ()
    advice = (Recommendation(text, text, "some-problem"),) if text else ()
    return CheckResult(HEADER, score, Fraction(100), grades, indicators, outcomes, problems, advice, notes)
