"""Turns the blocks of a report into its quantities with the words around each; knows nothing about facts.

A sentence ends at 。！？ or with its block. The words before a quantity reach back to the quantity before it of the
same kind; in a table, the heading of the column and the cell to the left stand before the cell.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from fractions import Fraction
from typing import TYPE_CHECKING, Final

from checker.backcheck.model import Quantity
from checker.backcheck.quantities import find_quantities
from checker.backcheck.words import COLUMN_DEDUCTION, COLUMN_RATE, COLUMN_SCORE, COLUMN_WEIGHT
from checker.values import Kind
from checker.values.written import MONEY_UNITS

if TYPE_CHECKING:
    from collections.abc import Iterable

    from checker.backcheck.model import Block, Spot

_SENTENCE_END: Final = re.compile("[。！？!?\n]")
_CLAUSE_END: Final = re.compile("[，,。；;！？!?\n\t：:（）()]")
_PLAIN_NUMBER: Final = re.compile(r"^\s*(-?\d+(?:\.\d+)?)\s*分?\s*$")
_PLAIN_AMOUNT: Final = re.compile(r"^\s*((?:[1-9]\d{0,2}(?:,\d{3})+|\d+)(?:\.\d+)?)\s*$")
_TABLE_UNIT: Final = re.compile("(?:金额)?单位[：:]\\s*(?:人民币)?(?P<unit>亿元|万元|千元|元)")
_HEAD_UNIT: Final = re.compile("[（(](?:单位[：:])?(?P<unit>亿元|万元|千元|元)[)）]")
_LEFT_BEHIND: Final = "："
_LONGEST_NAME: Final = 16


@dataclass(frozen=True, slots=True)
class Around:
    """The words around a quantity: before it (since the one before of its kind), after it, and its clause so far."""

    before: str
    after: str
    clause: str
    sentence: str
    ahead: str
    """The sentence up to the quantity."""
    shared: str = ""
    """In “一期、二期故障率分别为A、B” the last name before 分别; ``before`` is then the one in the quantity's turn."""


@dataclass(frozen=True, slots=True)
class Text:
    """A report's blocks with the quantities in each; ``year`` is the one evaluated."""

    blocks: tuple[Block, ...]
    found: tuple[tuple[Quantity, ...], ...]
    year: int = 0
    _cache: dict[Quantity, Around] = field(default_factory=dict, compare=False, repr=False)

    @property
    def quantities(self) -> list[Quantity]:
        """All quantities in the order of the report."""
        return [quantity for found in self.found for quantity in found]

    def spot(self, quantity: Quantity) -> Spot:
        """Return where a quantity stands."""
        return self.spot_at(quantity.block, quantity.start)

    def spot_at(self, block: int, start: int) -> Spot:
        """Return where a character of a block stands."""
        spot, columns = self.blocks[block].spot, self.blocks[block].columns
        if not spot.line:
            return spot
        column = columns[start] if start < len(columns) else spot.column + start
        return replace(spot, column=column)

    def sentence(self, block: int, start: int) -> tuple[int, int]:
        """Return where the sentence around a character begins and ends."""
        text = self.blocks[block].text
        ends = [match.end() for match in _SENTENCE_END.finditer(text)]
        begin = max((end for end in ends if end <= start), default=0)
        return begin, min((end for end in ends if end > start), default=len(text))

    def clause(self, quantity: Quantity) -> tuple[int, int]:
        """Return where the clause around a quantity begins and ends."""
        text = self.blocks[quantity.block].text
        ends = [match.start() for match in _CLAUSE_END.finditer(text)]
        begin = max((end + 1 for end in ends if end < quantity.start), default=0)
        return begin, min((end for end in ends if end >= quantity.end), default=len(text))

    def around(self, quantity: Quantity) -> Around:
        """Return the words around a quantity."""
        if quantity not in self._cache:
            self._cache[quantity] = self._around(quantity)
        return self._cache[quantity]

    def _around(self, quantity: Quantity) -> Around:
        block = self.blocks[quantity.block]
        text = block.text
        begin, end = self.sentence(quantity.block, quantity.start)
        same = [other for other in self.found[quantity.block] if _same(other.kind, quantity.kind) and other != quantity]
        low = max((o.end for o in same if begin <= o.start and o.end <= quantity.start), default=begin)
        high = min((o.start for o in same if quantity.end <= o.start < end), default=end)
        before = text[low : quantity.start]
        if block.is_cell and low == begin and begin == 0:
            before = lead(block) + before
        clause = text[self.clause(quantity)[0] : quantity.start]
        shared = ""
        names = self._in_turn(quantity, begin)
        if names is not None:
            before, shared = names
        sentence, ahead = text[begin:end].strip(), text[begin : quantity.start]
        return Around(before, text[quantity.end : high], clause, sentence, ahead, shared)

    def _in_turn(self, quantity: Quantity, begin: int) -> tuple[str, str] | None:
        """Return the name in a quantity's turn in “甲、乙分别为A、B”, and the last name; None without 分别."""
        text = self.blocks[quantity.block].text
        mark = text.rfind("分别", begin, quantity.start)
        if mark < 0 or re.search("[。；]", text[mark : quantity.start]):
            return None
        turn = [q for q in self.found[quantity.block] if q.start > mark and q.kind is quantity.kind]
        listed = [q for q in turn if not re.search("[。；，]", text[mark : q.start])]
        start = max((text.rfind(sign, begin, mark) + 1 for sign in "，；：。"), default=begin)
        names = re.split("、|和|及|与", text[max(begin, start) : mark])
        if quantity not in listed or len(names) < len(listed):
            return None
        return names[len(names) - len(listed) + listed.index(quantity)], names[-1]


def lead(block: Block) -> str:
    """Return what stands before a cell: the cell to its left, when it is a name, and the heading of its column."""
    return "".join(word + _LEFT_BEHIND for word in (_left_of(block), heading_of(block)) if word)


def heading_of(block: Block) -> str:
    """Return the heading of the column of a cell; a first row that holds numbers is no heading."""
    return "" if re.search(r"\d", block.head) else block.head


def _left_of(block: Block) -> str:
    at = block.at
    left = block.row[at - 1].strip() if 0 < at <= len(block.row) else ""
    return "" if len(left) > _LONGEST_NAME or re.search(r"[\d，。；=]", left) else left


def column_words(block: Block) -> str:
    """Return the words that say what the numbers of a cell's column are: its heading, else the cell to its left."""
    return heading_of(block) or _left_of(block)


def _same(one: Kind, other: Kind) -> bool:
    dates = {Kind.DATE, Kind.QUARTER}
    return one is other or (one in dates and other in dates)


def read_text_of(blocks: tuple[Block, ...], units: Iterable[str], year: int) -> Text:
    """Return the blocks with their quantities; ``units`` are the measure words of the pack."""
    words = tuple(units)
    found, caption = [], ""
    for index, block in enumerate(blocks):
        said = _TABLE_UNIT.search(block.text)
        caption = caption if block.is_cell else said["unit"] if said else ""
        found.append(_in_block(block, index, words, caption))
    return Text(blocks, tuple(found), year)


def _in_block(block: Block, index: int, units: tuple[str, ...], caption: str) -> tuple[Quantity, ...]:
    plain = _PLAIN_NUMBER.match(block.text) if block.is_cell else None
    if plain and _is_points(block):
        digits = plain[1].partition(".")[2]
        step = Fraction(1, 10 ** len(digits))
        return (Quantity(index, plain.start(1), plain.end(1), plain[1], Kind.SCORE, Fraction(plain[1]), step),)
    amount = _PLAIN_AMOUNT.match(block.text) if block.is_cell else None
    headed = _HEAD_UNIT.search(block.head)
    unit = headed["unit"] if headed else caption
    if amount and unit and not re.search("率|%|序号", column_words(block)):
        digits = amount[1].partition(".")[2]
        size = Fraction(MONEY_UNITS[unit])
        value, step = Fraction(amount[1].replace(",", "")) * size, size / 10 ** len(digits)
        return (Quantity(index, amount.start(1), amount.end(1), amount[1], Kind.MONEY, value, step, unit=unit),)
    return tuple(find_quantities(block.text, index, units))


def _is_points(block: Block) -> bool:
    words = column_words(block)
    scored = any(pattern.search(words) for pattern in (COLUMN_WEIGHT, COLUMN_SCORE, COLUMN_DEDUCTION))
    return scored and not COLUMN_RATE.search(words)
