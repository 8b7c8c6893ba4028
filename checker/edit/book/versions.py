"""Turns the rows of the sheet of parameters into changed, added and moved values; knows nothing about files.

A row is known again by parameter, day and key. A row for another day adds a value; a row that is gone is refused, for a
value that was in force once is not taken back by leaving out a row.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from checker.edit.book import layout as at
from checker.edit.book.changes import MovedVersion, NewVersion
from checker.edit.book.parameters import SOURCE_PARTS, row_key
from checker.edit.book.values import in_style_of, read_day, read_value, refuse_too_large, same_value, shown_value
from checker.edit.book.words import COLUMN_WORDS
from checker.messages import message
from checker.source import did_you_mean
from checker.values import Kind, WrittenFault

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from checker.edit.book.cells import ReadRow
    from checker.edit.book.changes import Changes
    from checker.edit.book.compare import Comparison
    from checker.pack.models import ParameterModel
    from checker.source import Place

Version = tuple[str, str]
"""A parameter and a day."""


@dataclass(slots=True)
class VersionReader:
    """Reads the rows one after another, then decides what became of each value."""

    compare: Comparison
    changes: Changes
    seen: dict[str, Place] = field(default_factory=dict)
    fresh: dict[Version, dict[str, ReadRow]] = field(default_factory=lambda: defaultdict(dict))
    lost: bool = False

    def read(self, rows: Sequence[ReadRow]) -> None:
        """Take all rows of the sheet; what is wrong is recorded."""
        before = self.compare.remembered.of_sheet(at.PARAMETERS)
        for row in rows:
            self._take(row, before)
        missing = self._missing(before)
        for version, found in self.fresh.items():
            self._settle(version, found, missing, before)
        if not self.lost:
            for version, keys in missing.items():
                self._refuse_missing(version, keys, rows)

    def _take(self, row: ReadRow, before: Mapping[str, Mapping[str, str]]) -> None:
        if row.faulty:
            self.lost = True
            return
        parameter = self._parameter(row, before)
        day = self._day(row)
        if parameter is None or day is None:
            self.lost = True
            return
        key = row_key(parameter, day, row.text(at.KEY))
        if key in self.seen:
            label = row.text(at.NAME) or parameter
            what = message(
                "参数“{label}”自 {day} 起的值写了两次，第一次在 {cell}", label=label, day=day, cell=self.seen[key]
            )
            self.compare.problems.add("date-twice", row.place(at.SINCE), what, message("删去其中一行，或改正生效日"))
            return
        self.seen[key] = row.place(at.SINCE)
        now = self.compare.now
        if key in before:
            self.changes.cells += self.compare.row(row, before[key], now.row(at.PARAMETERS, key))
        elif parameter not in now.pack.parameters:
            self.compare.unknown(row, at.PARAMETERS, self._known())
            self.lost = True
        elif self._key_fits(row, parameter):
            self.fresh[parameter, day][row.text(at.KEY)] = row
        else:
            self.lost = True

    def _known(self) -> dict[str, str]:
        return {name: entry.model.label for name, entry in self.compare.now.pack.parameters.items()}

    def _parameter(self, row: ReadRow, before: Mapping[str, Mapping[str, str]]) -> str | None:
        """Return the id of the parameter a row is about: written in full, or by its label alone."""
        ids = {cells[at.ID]: cells.get(at.NAME, "") for cells in before.values()} | self._known()
        written = row.text(at.ID) or row.text(at.NAME)
        if written in ids:
            return written
        named = [name for name, label in ids.items() if label == written]
        if len(named) == 1:
            return named[0]
        self._unknown(row, ids, written)
        return None

    def _unknown(self, row: ReadRow, ids: Mapping[str, str], written: str) -> None:
        if not written:
            what = message("这一行没有写是哪个参数")
            self.compare.problems.add(
                "no-parameter", row.place(at.ID), what, message("写参数的编号或名称；多余的行删去")
            )
            return
        what = message("规则包里没有参数“{name}”", name=written)
        hint = did_you_mean(written, [*ids, *filter(None, ids.values())])
        add = message("新的参数写在 parameters.yaml 里，再导出一份")
        self.compare.problems.add("unknown-parameter", row.place(at.ID), what, hint or add)

    def _day(self, row: ReadRow) -> str | None:
        written = row.text(at.SINCE)
        try:
            if written:
                return read_day(written).isoformat()
            fault = WrittenFault(message("没有写生效日"), message("写成如 2020-12-31"), "no-date")
        except WrittenFault as error:
            fault = error
        self.compare.problems.add(
            fault.code, row.place(at.SINCE), message("生效日：{what}", what=fault.what), fault.hint
        )
        return None

    def _key_fits(self, row: ReadRow, parameter: str) -> bool:
        keys, key = self._model(parameter).keys, row.text(at.KEY)
        if key in (keys or ("",)):
            return True
        label = self._model(parameter).label
        what = message("参数“{label}”没有键“{key}”", label=label, key=key)
        if not keys:
            what = message("参数“{label}”不按键取值，这里写了“{key}”", label=label, key=key)
        elif not key:
            what = message("参数“{label}”按键取值，这一行没有写键", label=label)
        hint = did_you_mean(key, keys) if keys else message("删去这一格的内容")
        self.compare.problems.add("unknown-key-value", row.place(at.KEY), what, hint)
        return False

    def _model(self, parameter: str) -> ParameterModel:
        return self.compare.now.pack.parameters[parameter].model

    def _missing(self, before: Mapping[str, Mapping[str, str]]) -> dict[Version, tuple[str, ...]]:
        """Return the values whose rows are gone, with the keys of those rows, unless the pack lost them too."""
        found: dict[Version, tuple[str, ...]] = {}
        for key, cells in before.items():
            if key not in self.seen and self.compare.now.row(at.PARAMETERS, key) is not None:
                version = cells[at.ID], cells[at.SINCE]
                found[version] = (*found.get(version, ()), cells.get(at.KEY, ""))
        return found

    def _settle(
        self,
        version: Version,
        rows: Mapping[str, ReadRow],
        missing: dict[Version, tuple[str, ...]],
        before: Mapping[str, Mapping[str, str]],
    ) -> None:
        """Decide what rows for a day that the workbook did not have stand for: a value that was moved, or a new one."""
        parameter, day = version
        first = next(iter(rows.values()))
        gone = [other for other in missing if other[0] == parameter]
        read = {key: text for key, row in rows.items() if (text := self._value(row, parameter, day)) is not None}
        if len(read) < len(rows):
            for other in gone:
                del missing[other]
            return
        if len(gone) == 1:
            other = gone[0]
            del missing[other]
            if self._same_values(read, other, before):
                self.changes.moved.append(MovedVersion(parameter, other[1], day, first.place(at.SINCE)))
            else:
                self._refuse_replaced(other, version, first)
            return
        self._add(version, rows, read)

    def _value(self, row: ReadRow, parameter: str, day: str) -> str | None:
        model = self._model(parameter)
        kind, like = Kind(model.type), self._like(parameter, day, row.text(at.KEY))
        problems, place = self.compare.problems, row.place(at.VALUE)
        if not row.text(at.VALUE):
            what = message("参数“{label}”自 {day} 起的值空着", label=model.label, day=day)
            problems.add("empty-value", place, what, message("写上值；不要这一行就整行删去"))
            return None
        try:
            unit = row.text(at.UNIT) or (shown_value(like, kind, model.unit).unit if kind is Kind.MONEY else "")
            written = read_value(row.text(at.VALUE), unit, kind, model.unit)
            refuse_too_large(like, written, kind)
            return in_style_of(like, written, kind, model.unit)
        except WrittenFault as fault:
            what = message("参数“{label}”：{what}", label=model.label, what=fault.what)
            problems.add(fault.code, place, what, fault.hint)
            return None

    def _like(self, parameter: str, day: str, key: str) -> str:
        """Return the value before a day (else the first), as a model of how to write the new one."""
        versions = self._model(parameter).values
        days = sorted(versions)
        nearest = versions[max((other for other in days if other < day), default=days[0])]
        return (nearest.values or {}).get(key, "") if key else nearest.value or ""

    def _same_values(self, read: Mapping[str, str], version: Version, before: Mapping[str, Mapping[str, str]]) -> bool:
        model = self._model(version[0])
        old = {key: before.get(row_key(*version, key), {}).get(at.VALUE, "") for key in model.keys or ("",)}
        if old.keys() != read.keys():
            return False
        return all(same_value(text, old[key], Kind(model.type), model.unit) for key, text in read.items())

    def _add(self, version: Version, rows: Mapping[str, ReadRow], read: Mapping[str, str]) -> None:
        parameter, day = version
        model, first = self._model(parameter), next(iter(rows.values()))
        lacking = [key for key in model.keys if key not in read]
        if lacking:
            what = message(
                "参数“{label}”自 {day} 起缺少{keys}的值", label=model.label, day=day, keys="、".join(lacking)
            )
            self.compare.problems.add("missing-key-value", first.place(at.KEY), what, message("每个键各写一行"))
            return
        parts = self._parts(rows)
        if parts is None:
            return
        cells = {key: row.place(at.VALUE) for key, row in rows.items()}
        values = {key: read[key] for key in model.keys or ("",)}
        self.changes.added.append(NewVersion(parameter, day, values, parts, first.place(at.SINCE), cells))

    def _parts(self, rows: Mapping[str, ReadRow]) -> dict[str, str] | None:
        """Return source and note of a new value; the rows of its keys may leave them out, but not contradict."""
        found: dict[str, str] = {}
        for column in (*SOURCE_PARTS, at.NOTE):
            for row in rows.values():
                text = self.compare.document(row) if column == at.DOCUMENT else row.text(column)
                if text is None:
                    return None
                if text and found.setdefault(column, text) != text:
                    what = message("同一天的几行，{column}写得不一样", column=COLUMN_WORDS[column])
                    self.compare.problems.add("rows-differ", row.place(column), what, message("写成一样，或只写一行"))
                    return None
        if at.DOCUMENT not in found and found.keys() & {at.CLAUSE, at.QUOTE}:
            first = next(iter(rows.values()))
            what = message("写了条款或原文，没有写文件")
            self.compare.problems.add("no-document", first.place(at.DOCUMENT), what, message("从下拉列表里选文件"))
            return None
        return found

    def _refuse_replaced(self, old: Version, new: Version, row: ReadRow) -> None:
        label = self._model(old[0]).label
        what = message("参数“{label}”自 {old} 起的值不见了，换成了自 {new} 起的", label=label, old=old[1], new=new[1])
        hint = message(
            "标准变了要另加一行，{old} 的一行留着，往年的项目才按旧标准复查；只是日期写错了，就只改日期", old=old[1]
        )
        self.compare.problems.add("version-replaced", row.place(at.SINCE), what, hint)

    def _refuse_missing(self, version: Version, keys: tuple[str, ...], rows: Sequence[ReadRow]) -> None:
        entry = self.compare.now.pack.parameters[version[0]]
        name = message("（{keys}）", keys="、".join(keys)) if any(keys) else ""
        what = message("少了参数“{label}”{keys}自 {day} 起的一行", label=entry.model.label, keys=name, day=version[1])
        where = entry.origin.key("values", version[1])
        hint = message("把这一行补回来；这个值确实要去掉，在 {place} 删", place=str(where))
        sheet = rows[0].sheet if rows else None
        place = sheet.place(1, 1) if sheet else where
        self.compare.problems.add("row-missing", place, what, hint)
