"""Turns the sheet of an indicator table into its lines: one for each indicator that is scored, with its place.

Joined cells and names that are written only once are spread over the lines they stand for; sums and notes are told from
lines. Knows nothing about rule packs.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from fractions import Fraction
from typing import TYPE_CHECKING, Final

from checker.edit.scaffold.headings import LEAF, Headings, add_no_table, find_headings
from checker.messages import message
from checker.source import Place
from checker.source.sheets import add_fault

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from checker.source import Problems
    from checker.source.sheets import Book, Sheet

Position = tuple[int, int]
_TOTAL: Final = re.compile(r"(?:合计|总计|总分|共计|满分)(?:[(（].*[)）])?")
_PART: Final = re.compile(r".*(?:小计|合计)(?:[(（].*[)）])?")
_NOTE: Final = re.compile(r"(?:注|说明|备注|填表|评价人|评分人|※|\*|附)[\s:：\d、.]*.*", re.DOTALL)
_IN_NAME: Final = re.compile(r"[(（](?:满分|权重|分值|共)?[:：]?(\d+(?:\.\d+)?)(?:分|%)?[)）]$")
_NUMBERED: Final = re.compile(
    r"^(?:[(（]?(?:\d+(?:\.\d+)*|[一二三四五六七八九十]+)[)）]?[、.．)）]|[A-Z]\d*[、.．\s])\s*"
)
_COUNTED: Final = re.compile(r"[(（]?(?:\d+(?:\.\d+)*|[一二三四五六七八九十]+)[)）]?[、.．]?")
_WEIGHT: Final = re.compile(r"([+-]?\d+(?:\.\d+)?)(?:分|%)?")
_LONGEST_NAME: Final = 40


@dataclass(frozen=True, slots=True)
class Named:
    """A name in the table, where it stands, and the weight written beside it, if any."""

    name: str
    place: Place
    anchor: Position
    weight: Fraction | None = None
    weight_place: Place | None = None


@dataclass(slots=True)
class Line:
    """One indicator that is scored: the groups above it, itself last, and what is said of it."""

    path: tuple[Named, ...]
    row: int
    texts: dict[str, list[str]] = field(default_factory=dict)

    @property
    def leaf(self) -> Named:
        """The indicator itself."""
        return self.path[-1]

    def text(self, role: str) -> str:
        """Return what is said under a heading; several cells as several sentences."""
        parts = [part for found in self.texts.get(role, ()) for part in found.splitlines() if part.strip()]
        return "".join(_ended(part.strip(), last=part is parts[-1]) for part in parts)


@dataclass(frozen=True, slots=True)
class Sum:
    """A row of sums: of the whole table, or of the lines since the last one."""

    value: Fraction
    place: Place
    whole: bool
    lines: tuple[Line, ...]


@dataclass(frozen=True, slots=True)
class Table:
    """A table as read: the title above it, its lines in order, and its sums."""

    title: str
    lines: tuple[Line, ...]
    sums: tuple[Sum, ...]
    place: Place


def _ended(part: str, *, last: bool) -> str:
    return part if last or part[-1] in "。；;，,：:、" else f"{part}；"


def read_table(book: Book, problems: Problems) -> Table | None:
    """Return the indicator table of a workbook; what is wrong is recorded, and no or several tables give None."""
    found = [(sheet, headings) for sheet in book.sheets if (headings := find_headings(sheet)) is not None]
    if not found:
        if book.sheets:
            add_no_table(book.sheets[0], problems)
        return None
    if len(found) > 1:
        names = "、".join(sheet.name for sheet, _ in found)
        what = message("有几张表像指标表：{names}", names=names)
        problems.add("several-tables", Place(book.file), what, message("只留一张，其余删去或存到别的文件"))
        return None
    return _Reader(*found[0], problems).read()


@dataclass(slots=True)
class _Reader:
    sheet: Sheet
    headings: Headings
    problems: Problems
    anchors: dict[Position, Position] = field(default_factory=dict)
    lines: list[Line] = field(default_factory=list)
    sums: list[Sum] = field(default_factory=list)
    above: dict[int, Named] = field(default_factory=dict)

    def read(self) -> Table:
        for top, left, bottom, right in self.sheet.merged:
            self.anchors |= {
                (row, column): (top, left) for row in range(top, bottom + 1) for column in range(left, right + 1)
            }
        for row in range(self.headings.last + 1, len(self.sheet.rows) + 1):
            self._take(row)
        place = self.sheet.place(self.headings.last, 1)
        return Table(self._title(), tuple(self.lines), tuple(self.sums), place)

    def _title(self) -> str:
        for row in range(1, self.headings.last):
            texts = list(dict.fromkeys(text.strip() for text in self.sheet.rows[row - 1] if text.strip()))
            if len(texts) == 1 and not texts[0].startswith(("附", "单位", "填报", "表")):
                return "".join(texts[0].split())
        return ""

    def _take(self, row: int) -> None:
        texts = [text.strip() for text in self.sheet.rows[row - 1]]
        written = [text for text in texts if text]
        if not written or self._is_note(row, written) or self._is_sum(row, texts):
            return
        names = {
            level: found for level, column in self.headings.levels.items() if (found := self._named(row, column, level))
        }
        deepest = max(names, default=None)
        if deepest is None:
            self._continue(row)
        elif self._is_header(row, written, names):
            self.above = {1: next(iter(names.values()))}
        else:
            self._line(row, names)

    def _line(self, row: int, names: Mapping[int, Named]) -> None:
        fresh = {
            level for level, name in names.items() if self.above.get(level) != name and not self._same(level, name)
        }
        if not fresh and self.lines:
            self._continue(row)
            return
        first = min(fresh, default=0)
        kept = {level: name for level, name in self.above.items() if level < first or level not in self.headings.levels}
        path = {**kept, **{level: name for level, name in names.items() if level >= first}}
        path |= {level: self.above[level] for level in names if level < first and level in self.above}
        self.above = path
        ordered = self._without_repeats([path[level] for level in sorted(path)])
        self.lines.append(Line(tuple(ordered), row))
        self._continue(row)

    def _same(self, level: int, name: Named) -> bool:
        """Say whether a name is the one above it, written again: by a joined cell, or by the same words for a group."""
        other = self.above.get(level)
        if other is None:
            return False
        return other.anchor == name.anchor or (other.name == name.name and level < self.headings.deepest)

    @staticmethod
    def _without_repeats(path: list[Named]) -> list[Named]:
        """Return a path without names that only repeat the one above: 效益 / 效益 / 社会效益."""
        kept = path[:1]
        for name in path[1:]:
            if name.anchor == kept[-1].anchor or name.name == kept[-1].name:
                kept[-1] = name if name.weight is not None else kept[-1]
            else:
                kept.append(name)
        return kept

    def _continue(self, row: int) -> None:
        """Add what is said in a row to the last line, each joined cell once."""
        if not self.lines:
            return
        for role, column in self.headings.texts.items():
            position = row, column
            text = self.sheet.text(row, column).strip()
            if text and self.anchors.get(position, position) == position:
                self.lines[-1].texts.setdefault(role, []).append(text)

    def _named(self, row: int, column: int, level: int) -> Named | None:
        anchor = self.anchors.get((row, column), (row, column))
        text = "".join(self.sheet.text(*anchor).split())
        if not text or anchor[0] <= self.headings.last:
            return None
        inside = _IN_NAME.search(text)
        name = _NUMBERED.sub("", _IN_NAME.sub("", text)) or text
        weight, place = self._weight(row, level)
        if weight is None and inside:
            weight, place = Fraction(inside[1]), self.sheet.place(*anchor)
        return Named(name, self.sheet.place(*anchor), anchor, weight, place)

    def _weight(self, row: int, level: int) -> tuple[Fraction | None, Place | None]:
        """Return the weight of a level in a row, and its cell; one that is shared by several rows says nothing here."""
        column = self.headings.weights.get(level)
        if column is None:
            return None, None
        anchor = self.anchors.get((row, column), (row, column))
        text = "".join(self.sheet.text(*anchor).split())
        place = self.sheet.place(*anchor)
        if not text:
            return None, place
        own = self.headings.levels[level]
        if anchor[0] != row and self.anchors.get((row, own), (row, own))[0] != anchor[0]:
            return None, place
        written = _WEIGHT.fullmatch(text)
        if written is None:
            self._refuse_weight(anchor, text)
            return None, place
        return Fraction(written[1]), place

    def _refuse_weight(self, anchor: Position, text: str) -> None:
        """Record a cell that holds no weight, once, though several rows may share it."""
        place = self.sheet.place(*anchor)
        if any(found.place == place for found in self.problems.found):
            return
        if anchor in self.sheet.faults:
            add_fault(self.sheet, *anchor, self.problems)
            return
        what = message("“{text}”不是分值", text=text)
        self.problems.add("not-a-number", place, what, message("写成如 10 或 10分"))

    def _is_note(self, row: int, written: list[str]) -> bool:
        """Say whether a row is a remark for people: it begins like one, or is one long text without a weight."""
        distinct = list(dict.fromkeys(written))
        if _NOTE.fullmatch(distinct[0]) and len(distinct) == 1:
            return True
        weights = (self.sheet.text(row, column) for column in self.headings.weights.values())
        return len(distinct) == 1 and len(distinct[0]) > _LONGEST_NAME and not any(weights)

    def _is_header(self, row: int, written: list[str], names: Mapping[int, Named]) -> bool:
        """Say whether a row is only the heading of the group below, in a table with one column of names.

        Its number in a column before is no more than that where the name holds the weight of a group: 1 产出（60分）.
        """
        if set(self.headings.levels) != {LEAF} or len(names) != 1:
            return False
        column = self.headings.levels[LEAF]
        weighted = _IN_NAME.search("".join(self.sheet.text(row, column).split())) is not None
        before = [text.strip() for text in self.sheet.rows[row - 1][: column - 1]] if weighted else []
        return len(set(written) - {text for text in before if _COUNTED.fullmatch(text)}) == 1

    def _is_sum(self, row: int, texts: list[str]) -> bool:
        first = next(("".join(text.split()) for text in texts if text), "")
        named = ["".join(self.sheet.text(row, column).split()) for column in self.headings.levels.values()]
        word = next((text for text in [first, *named] if _TOTAL.fullmatch(text) or _PART.fullmatch(text)), None)
        if word is None:
            return False
        whole = _TOTAL.fullmatch(word) is not None
        done = {id(line) for found in self.sums if not found.whole for line in found.lines}
        lines = tuple(line for line in self.lines if whole or id(line) not in done)
        for value, place in self._numbers(row):
            self.sums.append(Sum(value, place, whole, lines))
            break
        return True

    def _numbers(self, row: int) -> Iterator[tuple[Fraction, Place]]:
        for column in sorted(self.headings.weights.values(), reverse=True):
            written = _WEIGHT.fullmatch("".join(self.sheet.text(row, column).split()))
            if written:
                yield Fraction(written[1]), self.sheet.place(row, column)
