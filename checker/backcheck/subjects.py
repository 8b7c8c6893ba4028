"""Says which indicator each part of a report is about; knows nothing about the numbers there."""

from __future__ import annotations

import re
from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING, Final

from checker.backcheck.words import THIS_ONE

if TYPE_CHECKING:
    from collections.abc import Iterator

    from checker.backcheck.context import Text
    from checker.backcheck.model import Block, Quantity
    from checker.result import IndicatorScore

_NUMBERED: Final = (
    r"^\s*(?:(?:[（(]?[一二三四五六七八九十\d]{1,3}[)）、.．]|第[一二三四五六七八九十\d]+[,，、]?|[-•●◆▪①-⑳])\s*)*"
)
_HEADING: Final = re.compile(r"^\s*(?:[一二三四五六七八九十]{1,3}[、.．]|[（(][一二三四五六七八九十]{1,3}[)）])")
_ITEM: Final = re.compile(r"^\s*(?:[（(]?\d{1,2}[)）、.．](?!\d)|[①-⑳])")
_LONGEST_HEADING: Final = 40
_BESIDE: Final = 22
"""A score belongs to an indicator named at most so many characters before it."""


_PART_BEGINS: Final = re.compile(r"(?:其中|[：:，,、\s]|[（(]?[一二三四五六七八九十\d]{1,3}[)）、.．]|[①-⑳])*")
_IN_TURN: Final = re.compile("分别|依次")
_ONLY_SCORES: Final = re.compile(r"(?:\d+(?:\.\d+)?\s*分|得分|扣分|权重|分值|满分|[为是得扣计：:、，,和及与\s])*")
_ADDED: Final = re.compile("合计|共计|总计|共得|共扣|之和")
_JOINS: Final = re.compile('[、，,和及与以”“"\\s]+')


@dataclass(frozen=True, slots=True)
class Turn:
    """Whose a score in a list of scores is (none when the names are not as many), and the first score listed."""

    indicators: tuple[IndicatorScore, ...]
    first: Quantity


@dataclass(frozen=True, slots=True)
class Subjects:
    """The indicators by label, and the indicators each block is about by its heading (none for most)."""

    labels: dict[str, tuple[IndicatorScore, ...]]
    pattern: re.Pattern[str]
    of_block: tuple[tuple[IndicatorScore, ...], ...]

    def of(self, quantity: Quantity, text: Text) -> tuple[IndicatorScore, ...]:
        """Return the indicators a score may belong to: those of one label, else none."""
        block = text.blocks[quantity.block]
        if block.is_cell:
            return self._in_row(block, quantity)
        begin, _ = text.sentence(quantity.block, quantity.start)
        before = block.text[begin : quantity.start]
        clause = text.around(quantity).clause
        if not any(word in clause for word in THIS_ONE):
            turn = self.turn(quantity, text)
            if turn is not None:
                return turn.indicators
            if self._is_sum(before):
                return ()
            named = self._beside(before) or self._opened(before)
            if named:
                return named
        return self._headed(quantity)

    def _headed(self, quantity: Quantity) -> tuple[IndicatorScore, ...]:
        """Return what the heading is about, unless the score is more than such can have."""
        found = self.of_block[quantity.block]
        much = isinstance(quantity.value, Fraction) and any(quantity.value > 2 * one.weight for one in found)
        return () if much else found

    def _beside(self, before: str) -> tuple[IndicatorScore, ...]:
        """Return the indicator named last before a score, when only scores and words of scoring stand between."""
        matches = list(self.pattern.finditer(before))
        if not matches:
            return ()
        gap = before[matches[-1].end() :]
        bare = re.sub(r"[\d.]+\s*分|[\d.]+%|100|[×*=/÷+-]", "", gap)
        return self.labels[matches[-1].group()] if len(bare) <= _BESIDE and "。" not in gap else ()

    def _is_sum(self, before: str) -> bool:
        """Return whether a score is that of several indicators together, as in “甲、乙合计得A分”."""
        part = re.split("[。；;，]", before)[-1]
        names = list(self.pattern.finditer(part))
        return bool(names) and len(self._run(part)) > 1 and bool(_ADDED.search(part[names[-1].end() :]))

    def _opened(self, before: str) -> tuple[IndicatorScore, ...]:
        """Return the one indicator named before a score since the last ；, when what is said since begins with it."""
        part = re.split("[。；;]", before)[-1]
        matches = list(self.pattern.finditer(part))
        if len(matches) != 1 or not _PART_BEGINS.fullmatch(part[: matches[0].start()]):
            return ()
        return self.labels[matches[0].group()] if _opens(part[matches[0].end() :]) else ()

    def turn(self, quantity: Quantity, text: Text) -> Turn | None:
        """Return whose turn a score is in “甲、乙分别得A分、B分”; None where it is not one of such."""
        words = text.blocks[quantity.block].text
        marks = list(_IN_TURN.finditer(words, 0, quantity.start))
        if not marks:
            return None
        end = marks[-1].end()
        scores = [
            one for one in text.found[quantity.block]
            if one.start >= end and one.kind is quantity.kind and _ONLY_SCORES.fullmatch(words[end : one.start])
        ]  # fmt: skip
        if quantity not in scores:
            return None
        begin, _ = text.sentence(quantity.block, quantity.start)
        names = self._run(words[begin : marks[-1].start()]) or self._run(words[: marks[-1].start()])
        whose = self.labels[names[scores.index(quantity)]] if len(names) == len(scores) else ()
        return Turn(whose, scores[0])

    def _run(self, words: str) -> list[str]:
        """Return the names listed last, one right after another."""
        names: list[str] = []
        after = 0
        for match in self.pattern.finditer(words):
            if names and not _JOINS.fullmatch(words[after : match.start()]):
                names = []
            names.append(match.group())
            after = match.end()
        return names

    def _in_row(self, block: Block, quantity: Quantity) -> tuple[IndicatorScore, ...]:
        inside = list(self.pattern.finditer(block.text[: quantity.start]))
        if inside:
            return self.labels[inside[-1].group()]
        for cell in reversed(block.row[: block.at]):
            found = self.of_label(cell)
            if found:
                return found
        return ()

    def of_label(self, cell: str) -> tuple[IndicatorScore, ...]:
        """Return the indicators of a cell or heading that names one: nothing but a number may stand around it."""
        match = self.pattern.search(cell)
        if match is None:
            return ()
        rest = re.sub(
            r"[（(][^（()）]*[)）]|[\s\d.、（()）分%一二三四五六七八九十:：]|指标|情况|类",
            "",
            cell.replace(match.group(), ""),
        )
        return self.labels[match.group()] if not rest else ()


def find_subjects(text: Text, indicators: tuple[IndicatorScore, ...]) -> Subjects:
    """Return the subjects of a report."""
    labels: dict[str, tuple[IndicatorScore, ...]] = {}
    for indicator in indicators:
        labels[indicator.label] = (*labels.get(indicator.label, ()), indicator)
    words = sorted(labels, key=lambda label: (-len(label), label))
    pattern = re.compile("|".join(map(re.escape, words)) or r"(?!)")
    opening = re.compile(
        rf"{_NUMBERED}(?:关于|三级指标|二级指标|一级指标|指标)?[“\"【]?(?P<label>{pattern.pattern})(?P<rest>.*)",
        re.DOTALL,
    )
    return Subjects(labels, pattern, tuple(_headed(text, labels, opening)))


def _headed(
    text: Text, labels: dict[str, tuple[IndicatorScore, ...]], opening: re.Pattern[str]
) -> Iterator[tuple[IndicatorScore, ...]]:
    current: tuple[IndicatorScore, ...] = ()
    for block in text.blocks:
        if block.is_cell:
            yield ()
            continue
        match = opening.match(block.text)
        if match and _opens(match["rest"]):
            current = labels[match["label"]]
        elif block.heading or _HEADING.match(block.text) or (_ITEM.match(block.text) and _is_short(block.text)):
            current = ()
        yield current


def _is_short(text: str) -> bool:
    return len(text.strip()) <= _LONGEST_HEADING


def _opens(rest: str) -> bool:
    """Return whether what follows the label at the beginning of a block shows that the block is about it."""
    return bool(
        re.match(
            r"\s*(?:指标|情况|方面|类|分析|得分|完成情况)*[”\"】]?\s*(?:$|[（(：:，,。—-]|权重|满分|得|分值|共|该|\d)",
            rest,
        )
    )
