"""Holds the changes of a workbook against the pack as it is now: what was changed on both sides is refused.

Knows nothing about how changes are written.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from checker.edit.book import layout as at
from checker.edit.book.changes import Changes, shown
from checker.edit.book.parameters import is_own
from checker.edit.book.values import same_value
from checker.messages import message
from checker.values import Kind, WrittenFault

if TYPE_CHECKING:
    from checker.edit.book.changes import CellChange, MovedVersion, NewVersion
    from checker.edit.book.rows import PackBook, Slot
    from checker.source import Problems


@dataclass(frozen=True, slots=True)
class Settlement:
    """The pack as it is now; the methods record what cannot be done."""

    now: PackBook
    problems: Problems

    def settle(self, changes: Changes) -> Changes:
        """Return the changes that are to be made: each once, without those the pack has made itself meanwhile."""
        by_slot: dict[str, CellChange] = {}
        for change in changes.cells:
            self._take(change, by_slot)
        cells = [change for change in by_slot.values() if self._may(change)]
        added = [version for version in changes.added if self._is_new(version)]
        moved = [version for version in changes.moved if self._may_move(version)]
        self._look_at_sources(cells)
        return Changes(cells, added, moved)

    def _take(self, change: CellChange, by_slot: dict[str, CellChange]) -> None:
        """Take a change; the rows of one day show its source several times, and one of them is enough to change it."""
        slot = change.slot
        other = by_slot.setdefault(slot.id, change)
        if other.after != change.after:
            what = message(
                "{about}在几行里改得不一样：“{one}”和“{other}”", about=slot.about, one=other.after, other=change.after
            )
            self.problems.add("rows-differ", change.place, what, message("写成一样，或只改其中一行"))

    def _may(self, change: CellChange) -> bool:
        slot = change.slot
        if _says(slot, change.after):
            return False
        if not _says(slot, change.before):
            what = message(
                "{about}两边都改了：导出时是“{before}”，规则包里现在是“{now}”，工作簿里是“{after}”",
                about=slot.about, before=shown(change.before, slot), now=shown(slot.text, slot),
                after=shown(change.after, slot),
            )  # fmt: skip
            hint = message(
                "商定用哪一个：要规则包里的，就在这一格写“{now}”；要工作簿里的，重新导出一份再改", now=slot.text
            )
            self.problems.add("changed-since", change.place, what, hint)
            return False
        if slot.document is None and not slot.id.startswith(f"{at.PARAMETERS}|"):
            what = message("{about}是上级规则包的，不能从这里改", about=slot.about)
            hint = message("改回“{before}”；要改，在本规则包的 indicators.yaml 里自己写这一部分", before=change.before)
            self.problems.add("inherited", change.place, what, hint)
            return False
        return True

    def _is_new(self, version: NewVersion) -> bool:
        """Say whether a new value is still to be written: the pack may have got one for that day meanwhile."""
        model = self.now.pack.parameters[version.parameter].model
        given = model.values.get(version.day)
        if given is None:
            return True
        old = (given.values or {}) if model.keys else {"": given.value or ""}
        kind = Kind(model.type)
        if all(same_value(old.get(key, ""), text, kind, model.unit) for key, text in version.values.items()):
            return False
        what = message(
            "参数“{label}”两边都加了自 {day} 起的值：规则包里是“{now}”，工作簿里是“{after}”",
            label=model.label, day=version.day,
            now="、".join(old.values()), after="、".join(version.values.values()),
        )  # fmt: skip
        self.problems.add("changed-since", version.place, what, message("商定用哪一个，重新导出一份再改"))
        return False

    def _may_move(self, moved: MovedVersion) -> bool:
        entry = self.now.pack.parameters[moved.parameter]
        if is_own(entry, self.now.pack, moved.before):
            return True
        label = entry.model.label
        what = message("参数“{label}”自 {day} 起的值是上级规则包的，不能从这里改生效日", label=label, day=moved.before)
        hint = message("改回 {before}；要从另一天起用别的值，另加一行", before=moved.before)
        self.problems.add("inherited", moved.place, what, hint)
        return False

    def _look_at_sources(self, cells: list[CellChange]) -> None:
        """Record a clause or a quotation that would be left without the document it is from."""
        texts = {slot.id: slot.text for slot in self.now.slots().values()}
        places = {}
        for change in cells:
            texts[change.slot.id] = change.after
            if change.slot.id.startswith(f"{at.PARAMETERS}|") and change.slot.kind is Kind.TEXT:
                places[change.slot.id.rpartition("|")[0]] = change.place
        for version, place in places.items():
            if texts.get(f"{version}|{at.DOCUMENT}"):
                continue
            if texts.get(f"{version}|{at.CLAUSE}") or texts.get(f"{version}|{at.QUOTE}"):
                what = message("写了条款或原文，没有写文件")
                self.problems.add("no-document", place, what, message("从下拉列表里选文件"))


def _says(slot: Slot, text: str) -> bool:
    """Say whether the pack says a text now, as far as its kind goes."""
    if not slot.text or not text:
        return slot.text == text
    try:
        return same_value(slot.text, text, slot.kind, slot.unit)
    except WrittenFault:
        return False
