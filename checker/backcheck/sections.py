"""Compares the problems a report writes with those of the result, and deductions with what explains them."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from fractions import Fraction
from typing import TYPE_CHECKING, Final

from checker.backcheck.model import Disagreement
from checker.backcheck.tie import disagreement
from checker.backcheck.words import ADVICE_SECTION, GENERIC_ENDS, GENERIC_STARTS, PROBLEM_SECTION, SHORTFALL
from checker.messages import Message, message

if TYPE_CHECKING:
    from collections.abc import Iterator

    from checker.backcheck.context import Text
    from checker.backcheck.model import Block
    from checker.backcheck.scores import Stated
    from checker.plan import Plan
    from checker.result import CheckResult, IndicatorScore, ProblemText, RuleOutcome

_TOP: Final = re.compile(r"^\s*(?:第?[一二三四五六七八九十]{1,3}[、.．部]|附件|附表|附：)")
_ENTRY: Final = re.compile(
    r"^\s*(?:[（(][一二三四五六七八九十]{1,3}[)）]|\d{1,2}[、.．)）](?!\d)|[（(]\d{1,2}[)）])\s*(?P<heading>[^。：:]{4,60})"
)
_LONGEST_TITLE: Final = 40
_ENOUGH: Final = Fraction(2, 5)
_HALF: Final = Fraction(1, 2)
_LEAST: Final = 2
_TOO_WIDE: Final = frozenset({"季度", "批次", "合同", "计划", "单位", "费用季度", "承建单位", "日期"})


@dataclass(frozen=True, slots=True)
class ProblemSection:
    """The blocks of 存在的问题: the first (its heading), and those up to the next section."""

    first: int
    blocks: tuple[int, ...]
    text: str


def find_problem_section(text: Text) -> ProblemSection | None:
    """Return the section that lists the problems, or None where there is none."""
    begin = next((i for i, block in enumerate(text.blocks) if _is_title(block) and PROBLEM_SECTION.search(block.text)
                  and not ADVICE_SECTION.search(block.text[: block.text.find("问题")])), None)  # fmt: skip
    if begin is None:
        return None
    end = next(
        (i for i in range(begin + 1, len(text.blocks)) if _closes(text.blocks[i], text.blocks[begin])), len(text.blocks)
    )
    inside = tuple(range(begin + 1, end))
    return ProblemSection(begin, inside, "\n".join(text.blocks[index].text for index in inside))


def _is_title(block: Block) -> bool:
    short = len(block.text.strip()) <= _LONGEST_TITLE
    return short and not block.is_cell and (block.heading or bool(_TOP.match(block.text)))


def _closes(block: Block, opening: Block) -> bool:
    if block.is_cell or not _is_title(block):
        return False
    return bool(_TOP.match(block.text)) if _TOP.match(opening.text) else bool(ADVICE_SECTION.search(block.text))


def compare_problems(
    section: ProblemSection, stated: tuple[Stated, ...], text: Text, plan: Plan, result: CheckResult
) -> Iterator[Disagreement]:
    """Yield the deductions without a problem in the section, and, as remarks, problems that only one side has."""
    labels = {field.label for record in plan.records.values() for field in record.fields.values()}
    told = {problem.id: _is_told(problem, section, labels, result) for problem in result.problems}
    losing = _losing(stated)
    for indicator, item in losing.items():
        problems = _problems_of(indicator, result)
        if any(told.get(problem, False) for problem in problems) or indicator.label in section.text:
            continue
        lost = indicator.label
        if problems:
            what = message("“{label}”扣了分，存在的问题一节没有写对应的问题", label=lost)
            yield disagreement("deduction-without-problem", item.quantity, text, what, "")
        else:
            what = message("“{label}”扣了分，存在的问题一节和检查结果都没有对应的问题", label=lost)
            yield _remark(disagreement("deduction-unexplained", item.quantity, text, what, ""))
    for problem in result.problems:
        if not told[problem.id]:
            yield _at(
                section.first,
                text,
                "problem-missing",
                message("检查结果有这个问题，报告没有写：{heading}", heading=problem.heading),
            )
    yield from _extra(section, text, result)


def _losing(stated: tuple[Stated, ...]) -> dict[IndicatorScore, Stated]:
    """Return the leaves for which the report states a deduction, or a score below the weight, where it first does."""
    found: dict[str, tuple[IndicatorScore, Stated]] = {}
    for item in stated:
        if len(item.indicators) != 1 or not item.indicators[0].leaf or _left_out(item.indicators[0]):
            continue
        indicator = item.indicators[0]
        value = item.quantity.value
        lost = item.role == "deduction" and value != 0
        below = item.role == "score" and isinstance(value, Fraction) and value < indicator.weight
        if lost or below:
            found.setdefault(indicator.id, (indicator, item))
    return dict(found.values())


def _left_out(indicator: IndicatorScore) -> bool:
    return indicator.bonus or indicator.applicable is False


def _problems_of(indicator: IndicatorScore, result: CheckResult) -> list[str]:
    return [o.problem for o in result.findings if o.indicator == indicator.id and o.problem]


def _is_told(problem: ProblemText, section: ProblemSection, labels: set[str], result: CheckResult) -> bool:
    """Return whether the section tells of a problem: by its heading, or by what its findings are about."""
    if likeness(problem.heading, section.text) >= _ENOUGH * 2:
        return True
    findings = [outcome for outcome in result.findings if outcome.problem == problem.id]
    words = {word for finding in findings for word in _words(finding)}
    if any(word in section.text for word in words):
        return True
    parts = re.split("[。；\n]", section.text)
    return any(_tells(part, finding, labels) for part in parts for finding in findings)


def _tells(part: str, finding: RuleOutcome, labels: set[str]) -> bool:
    """Return whether a sentence tells of a finding: in words like its title, with its numbers, or what fell short."""
    if likeness(finding.title, part) >= _HALF:
        return True
    numbers = {item.text for item in finding.evidence if re.match(r"\d", item.text)}
    if len(numbers) >= _LEAST and all(number in part for number in numbers):
        return True
    about = {label for label in labels if label in finding.title or label in finding.message}
    about |= {item.label.removeprefix(start) for item in finding.evidence for start in GENERIC_STARTS}
    short = SHORTFALL.search(part) is not None
    return short and any(len(word) >= _LEAST and word not in _TOO_WIDE and word in part for word in about)


def _words(finding: RuleOutcome) -> Iterator[str]:
    keys = set(finding.key.split("/"))
    for item in finding.evidence:
        if item.text in keys:
            continue
        stem = next((item.label.removesuffix(end) for end in GENERIC_ENDS if item.label.endswith(end)), item.label)
        word = item.label if len(stem) < _LEAST or item.label.endswith("率") else stem
        if len(word) >= _LEAST and word not in _TOO_WIDE:
            yield word


def likeness(heading: str, text: str) -> Fraction:
    """Return the share of pairs of characters of ``heading`` that ``text`` has too."""
    pairs = [heading[index : index + 2] for index in range(len(heading) - 1)]
    return Fraction(sum(1 for pair in pairs if pair in text), len(pairs)) if pairs else Fraction(0)


def _extra(section: ProblemSection, text: Text, result: CheckResult) -> Iterator[Disagreement]:
    """Yield the entries of the section that tell of no problem, finding or reason known."""
    findings = [outcome for outcome in result.findings if outcome.problem]
    words = {word for finding in findings for word in _words(finding)}
    known = "\n".join(
        [f"{problem.heading}\n{problem.text}" for problem in result.problems]
        + [f"{outcome.title}\n{outcome.message}" for outcome in result.findings]
        + [reason for indicator in result.indicators for reason in indicator.reasons]
    )
    entries = [index for index in section.blocks if _ENTRY.match(text.blocks[index].text)]
    for at, index in enumerate(entries):
        end = entries[at + 1] if at + 1 < len(entries) else section.first + len(section.blocks) + 1
        body = "\n".join(text.blocks[inside].text for inside in range(index, end))
        match = _ENTRY.match(text.blocks[index].text)
        if match and likeness(match["heading"], known) < _ENOUGH and not any(word in body for word in words):
            what = message("报告写了这个问题，检查结果没有：{heading}", heading=match["heading"].strip())
            yield _at(index, text, "problem-extra", what)


def _at(block: int, text: Text, code: str, what: Message) -> Disagreement:
    sentence = text.blocks[block].text.strip()
    return Disagreement(code, text.spot_at(block, 0), sentence, 0, 0, what, info=True)


def _remark(found: Disagreement) -> Disagreement:

    return replace(found, info=True)
