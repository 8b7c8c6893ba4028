"""Says which indicator each part of a report is about; knows nothing about the numbers there."""

from __future__ import annotations

import re
from dataclasses import dataclass
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
            named = self._beside(before)
            if named:
                return named
        return self.of_block[quantity.block]

    def _beside(self, before: str) -> tuple[IndicatorScore, ...]:
        """Return the indicator named last before a score, when only scores and words of scoring stand between."""
        matches = list(self.pattern.finditer(before))
        if not matches:
            return ()
        gap = before[matches[-1].end() :]
        bare = re.sub(r"[\d.]+\s*分|[\d.]+%|100|[×*=/÷+-]", "", gap)
        return self.labels[matches[-1].group()] if len(bare) <= _BESIDE and "。" not in gap else ()

    def _in_row(self, block: Block, quantity: Quantity) -> tuple[IndicatorScore, ...]:
        inside = list(self.pattern.finditer(block.text[: quantity.start]))
        if inside:
            return self.labels[inside[-1].group()]
        at = block.spot.cell - 1 if block.spot.table else _index(block)
        for cell in reversed(block.row[:at]):
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


def _index(block: Block) -> int:
    return next((index for index, text in enumerate(block.row) if text == block.text), 0)


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
