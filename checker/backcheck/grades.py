"""Compares the grades a report states with the one computed, and with the score the report itself states."""

from __future__ import annotations

import re
from fractions import Fraction
from typing import TYPE_CHECKING, Final

from checker.backcheck.context import lead
from checker.backcheck.model import Disagreement, Quantity, Tied
from checker.backcheck.tie import disagreement
from checker.backcheck.words import GRADE_WORDS
from checker.messages import message
from checker.values import Kind

if TYPE_CHECKING:
    from collections.abc import Iterator

    from checker.backcheck.context import Text
    from checker.backcheck.scores import Stated
    from checker.plan import Plan
    from checker.result import CheckResult

_BEFORE: Final = (
    r"(?:等级|等次|级别|档次|评价结果|评价结论|评级|结果|结论|评定|评|定)(?:被|均|最终|综合)?"
    r"(?:评定|确定|认定|划分)?(?:为|是|属于|：|:|属)?[“\"「『【‘'（(]?\s*"
)
_GRADE: Final = re.compile("等级|等次|级别|档次|一档|评价结果|评价结论|评级|评定|评为")
_ALONE: Final = re.compile(r"(?:[\u4e00-\u9fff]{1,8}[：:])?\s*(?:[项目综合评价自总得分最终为是本该：:\s])*")
_BESIDE: Final = re.compile(
    r"\s*分\s*[，,、（(]\s*[“\"]?(?P<grade>"
    + "|".join(sorted(GRADE_WORDS, key=len, reverse=True))
    + r")[”\"]?(?=[。；，,）)\s]|$)"
)
_EXPLAINED: Final = re.compile(
    r"(?:以上|以下|\d\s*分?\s*[)）\]］]|以内|\d分?[（(]含[)）]?)[^，。；]{0,6}$|(?<![得评])分为|划分|[、，](?:“)?$"
)
_RESULT: Final = re.compile("得分|综合")
_SCALE: Final = re.compile("以上|以下|含|≥|(?<![得评])分为|划分")
_LOOK_BACK: Final = 24


def find_grades(text: Text, plan: Plan) -> list[Quantity]:
    """Return the grades stated, as quantities whose text is the grade."""
    labels = {grade.label for grade in plan.score.grades}
    words = "|".join(sorted({*labels, *GRADE_WORDS} if labels else (), key=lambda word: (-len(word), word)))
    if not words:
        return []
    stated = re.compile(rf"{_BEFORE}(?P<grade>{words})(?![\u4e00-\u9fff])")
    marked = re.compile(rf"[“\"「『](?P<grade>{words})[”\"」』]")
    after = re.compile(rf"(?<![\u4e00-\u9fff])(?P<grade>{words})(?:等级|等次)")
    found = {(at.block, at.start): at for at in _beside_totals(text)}
    for index, block in enumerate(text.blocks):
        for pattern in (stated, marked, after):
            for match in pattern.finditer(block.text):
                at = match.start("grade")
                if _is_statement(index, at, text):
                    found.setdefault((index, at), _grade(index, at, match["grade"]))
        alone = block.text.strip()
        if block.is_cell and alone in {*labels, *GRADE_WORDS} and _GRADE.search(lead(block)):
            at = block.text.find(alone)
            found.setdefault((index, at), _grade(index, at, alone))
    return [found[key] for key in sorted(found)]


def _beside_totals(text: Text) -> Iterator[Quantity]:
    """Yield the grades that stand right behind a score that stands for itself, as in “得分：93.07分，优。”."""
    for quantity in text.quantities:
        match = grade_beside(quantity, text)
        if match is not None:
            yield _grade(quantity.block, match.start("grade"), match["grade"])


def grade_beside(quantity: Quantity, text: Text) -> re.Match[str] | None:
    """Return the grade right behind a score with nothing but such words before it: the score is then the total."""
    words = text.blocks[quantity.block].text
    begin, _ = text.sentence(quantity.block, quantity.start)
    if quantity.kind is not Kind.SCORE or not _ALONE.fullmatch(words[begin : quantity.start]):
        return None
    return _BESIDE.match(words, quantity.end - quantity.text.endswith("分"))


def _is_statement(block: int, at: int, text: Text) -> bool:
    """Return whether a grade is stated as the result, and not explained, as in “90分以上为优”."""
    words = text.blocks[block].text
    begin, end = text.sentence(block, at)
    if not _GRADE.search(words[begin:end]) and not text.blocks[block].is_cell:
        return False
    before = words[max(begin, at - _LOOK_BACK) : at]
    return not _EXPLAINED.search(before) or bool(_RESULT.search(before) and not _SCALE.search(before))


def _grade(block: int, at: int, label: str) -> Quantity:
    return Quantity(block, at, at + len(label), label, Kind.CHOICE, Fraction(0))


def compare_grades(
    grades: list[Quantity], stated: tuple[Stated, ...], text: Text, plan: Plan, result: CheckResult
) -> Iterator[Tied | Disagreement]:
    """Yield for each grade its tie, or its disagreement with the result or with the total the report states."""
    totals = [item.quantity.value for item in stated if item.role == "total"]
    by_total = {grade_of(total, plan) for total in totals if isinstance(total, Fraction)} - {None}
    for grade in grades:
        label = _label(grade.text, plan)
        if result.grades and label not in result.grades:
            expected = "/".join(result.grades)
            what = message("报告写等级“{written}”，算出的是“{expected}”", written=grade.text, expected=expected)
            yield disagreement("grade-differs", grade, text, what, expected)
        elif result.grades:
            yield Tied(grade, text.spot(grade), "grade", message("等级"), "/".join(result.grades))
        if len(by_total) == 1 and label not in by_total:
            expected = next(iter(by_total)) or ""
            what = message(
                "报告写等级“{written}”，而报告自己写的得分对应的是“{expected}”", written=grade.text, expected=expected
            )
            yield disagreement("grade-not-score", grade, text, what, expected)


def _label(word: str, plan: Plan) -> str:
    """Return the grade of the pack that a word means: 优秀 is 优 where the pack has no 优秀."""
    labels = {grade.label for grade in plan.score.grades}
    if word in labels:
        return word
    return next((label for label in GRADE_WORDS.get(word, ()) if label in labels), word)


def grade_of(total: Fraction, plan: Plan) -> str | None:
    """Return the grade a total earns, or None when there is none."""
    for grade in plan.score.grades:
        above = grade.low is None or total > grade.low or (total == grade.low and not grade.low_open)
        below = grade.high is None or total < grade.high or (total == grade.high and not grade.high_open)
        if above and below:
            return grade.label
    return None
