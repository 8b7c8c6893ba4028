"""Compares the result of a whole project with what a case expects of it."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from typing import TYPE_CHECKING

from checker.messages import Message, message
from checker.values import Amount, decimal_text, ends

if TYPE_CHECKING:
    from checker.pack.models import ProjectExpectation
    from checker.result import CheckResult


def points(amount: Amount) -> str:
    """Return a score as cases write it: ``93.07``, or ``83.07~93.07`` when it is an interval."""
    if isinstance(amount, Fraction):
        return decimal_text(amount)
    span = ends(amount)
    return "~".join("" if end is None else decimal_text(end) for end in (span.low, span.high))


def project_differences(expected: ProjectExpectation, result: CheckResult) -> Iterator[Message]:
    """Yield one message for everything that is not as expected."""
    yield from _score_differences(expected, result)
    for rule, count in expected.findings.items():
        found = sum(1 for finding in result.findings if finding.rule == rule)
        if found != count:
            yield _differs(message("规则“{name}”的发现数", name=rule), str(count), str(found))
    outcomes = {outcome.id: outcome.outcome.value for outcome in result.outcomes}
    for check, word in expected.outcomes.items():
        if outcomes.get(check, "—") != word:
            yield _differs(message("检查“{name}”", name=check), word, outcomes.get(check, "—"))
    if expected.problems is not None:
        yield from _list(message("问题"), expected.problems, [problem.id for problem in result.problems])
    if expected.review_notes is not None:
        yield from _list(message("复核提示"), expected.review_notes, [note.id for note in result.review_notes])


def _score_differences(expected: ProjectExpectation, result: CheckResult) -> Iterator[Message]:
    if expected.score is not None and expected.score != points(result.score):
        yield _differs(message("总分"), expected.score, points(result.score))
    if expected.grade is not None and expected.grade != "/".join(result.grades):
        yield _differs(message("等级"), expected.grade, "/".join(result.grades))
    scores = {name: indicator for indicator in result.indicators for name in (indicator.id, indicator.label)}
    for name, score in expected.indicators.items():
        actual = points(scores[name].score) if name in scores else "—"
        if actual != score:
            yield _differs(message("指标“{name}”", name=name), score, actual)


def _list(name: Message, expected: tuple[str, ...], actual: list[str]) -> Iterator[Message]:
    if sorted(expected) != sorted(actual):
        yield _differs(name, "、".join(expected), "、".join(actual))


def _differs(name: Message, expected: str, actual: str) -> Message:
    return message("{name}：预期 {expected}，实际 {actual}", name=name, expected=expected, actual=actual)
