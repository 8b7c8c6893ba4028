"""Compares what the cells of a workbook say with what they said when it was made; knows nothing about files.

A cell that people may change becomes a ``CellChange``; one that is only shown must say what it said.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from checker.edit.book import layout as at
from checker.edit.book.changes import CellChange
from checker.edit.book.scoring import literal_kind
from checker.edit.book.values import in_style_of, read_value, refuse_too_large, same_text, same_value
from checker.messages import Message, message
from checker.source import suggest
from checker.values import WrittenFault

if TYPE_CHECKING:
    from collections.abc import Mapping

    from checker.edit.book.cells import ReadRow, Remembered
    from checker.edit.book.rows import PackBook, Row, Slot
    from checker.source import Problems


@dataclass(frozen=True, slots=True)
class Comparison:
    """A workbook's memory and the pack as it is now; the methods record what is wrong in a row."""

    remembered: Remembered
    now: PackBook
    problems: Problems

    def row(self, read: ReadRow, before: Mapping[str, str], row: Row | None) -> list[CellChange]:
        """Return what was changed in a row that the workbook had when it was made.

        ``row`` is the same row of the pack as it is now, None when it is gone.
        """
        if row is None:
            self._gone(read, before)
            return []
        self._fixed(read, before, row)
        changes = [self.cell(read, column, before.get(column, ""), slot) for column, slot in row.slots.items()]
        return [change for change in changes if change is not None]

    def cell(self, read: ReadRow, column: str, before: str, slot: Slot) -> CellChange | None:
        """Return what was changed in a cell; None when nothing was, or when it is wrong, which is recorded."""
        written = read.text(column)
        place = read.place(column)
        if not written:
            if before and slot.needed:
                what = message("{about}空着", about=slot.about)
                self.problems.add("empty-value", place, what, message("写上值；不改就写回“{before}”", before=before))
                return None
            return CellChange(slot, before, "", place) if before else None
        if column == at.DOCUMENT:
            return self._document(read, before, slot)
        try:
            after = read_value(written, read.text(at.UNIT) if column == at.VALUE else "", slot.kind, slot.unit)
            if before and _same(before, after, slot):
                return None
            refuse_too_large(before, after, slot.kind)
        except WrittenFault as fault:
            self.problems.add(
                fault.code, place, message("{about}：{what}", about=slot.about, what=fault.what), fault.hint
            )
            return None
        return CellChange(slot, before, in_style_of(before, after, slot.kind, slot.unit) if before else after, place)

    def _document(self, read: ReadRow, before: str, slot: Slot) -> CellChange | None:
        written = " ".join(read.text(at.DOCUMENT).split())
        if same_text(written, before):
            return None
        known = self.document(read)
        return None if known is None else CellChange(slot, before, known, read.place(at.DOCUMENT))

    def document(self, read: ReadRow) -> str | None:
        """Return what the document named in a row is called in workbooks; one that is none is recorded."""
        written, names = " ".join(read.text(at.DOCUMENT).split()), self.now.documents
        if not written or written in names.values():
            return written
        if written in names:
            return names[written]
        what = message("规则包里没有文件“{name}”", name=written)
        near = suggest(written, [*names, *names.values()])
        hint = message("你是不是要写“{near}”？", near=near) if near else None
        add = message("从下拉列表里选；新的文件先写进 pack.yaml 的 documents")
        self.problems.add("unknown-document", read.place(at.DOCUMENT), what, hint or add)
        return None

    def _fixed(self, read: ReadRow, before: Mapping[str, str], row: Row) -> None:
        for column in row.fixed:
            if column in before and column in read.columns and not same_text(read.text(column), before[column]):
                if column == at.PACK:
                    continue
                what = message("“{column}”这一列不能在这里改", column=column)
                self.problems.add("not-editable", read.place(column), what, _how_to(column, before[column]))

    def _gone(self, read: ReadRow, before: Mapping[str, str]) -> None:
        """Record changes in a row of something that the pack does not have any more."""
        for column, text in before.items():
            if column in read.columns and column != at.PACK and not _loosely_same(read, column, text):
                what = message("导出以后，规则包里已经没有这一行：{row}", row=_named(before))
                hint = message(
                    "重新导出一份，在那一份里改；这一行的改动是“{old}”改为“{new}”", old=text, new=read.text(column)
                )
                self.problems.add("changed-since", read.place(column), what, hint)

    def unknown(self, read: ReadRow, sheet: str, known: Mapping[str, str]) -> None:
        """Record a row that stands for nothing in the pack; ``known`` are the ids that there are, with their labels."""
        written = read.text(at.KEYS[sheet][0]) or read.text(at.NAME)
        what = message("规则包里没有“{name}”", name=written)
        near = suggest(written, [*known, *filter(None, known.values())])
        hint = message("你是不是要写“{near}”？", near=near) if near else None
        if hint is None:
            what = message("“{sheet}”表里多了“{name}”这一行", sheet=sheet, name=written)
        add = message("这张表里不能加行；新的内容写在规则包的文件里")
        self.problems.add("unknown-row", read.place(at.KEYS[sheet][0]), what, hint or add)


def _same(before: str, after: str, slot: Slot) -> bool:
    try:
        return same_value(before, after, slot.kind, slot.unit)
    except WrittenFault:  # the kind was changed since; what is written there now decides
        return False


def _loosely_same(read: ReadRow, column: str, text: str) -> bool:
    written = read.text(column)
    kind = literal_kind(text) if column in {at.VALUE, at.WEIGHT, *at.BOUNDS.values()} else None
    if kind is None or not written:
        return same_text(written, text)
    try:
        return same_value(read_value(written, read.text(at.UNIT), kind), text, kind)
    except WrittenFault:
        return False


def _named(before: Mapping[str, str]) -> str:
    names = (at.NAME, at.INDICATOR, at.GRADE, at.KEY, at.ITEM, at.SINCE)
    return " ".join(before[name] for name in names if before.get(name))


def _how_to(column: str, before: str) -> Message:
    if column in {at.NAME, at.INDICATOR, at.GRADE}:
        return message("改回“{before}”；改名称用 checker rules rename，用到它的地方一起改", before=before)
    if column == at.WEIGHT:
        return message("改回“{before}”；满分写在 indicators.yaml 的 full_score", before=before)
    return message("改回“{before}”", before=before) if before else message("删去这一格的内容")
