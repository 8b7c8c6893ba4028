"""Takes values out of the rows of a ledger as a mapping says: texts, days, amounts, and whether conditions hold.

Knows nothing about what becomes of the values. A cell that cannot be read is recorded, up to a number per ledger.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction
from functools import lru_cache
from typing import TYPE_CHECKING, Final

from checker.facts.ledger.amounts import Unit, is_bare, read_amount, unit_called, with_unit
from checker.messages import Message, message
from checker.source.sheets.sheet import add_fault
from checker.values import Kind, WrittenFault, parse_value
from checker.values.calendar import day_of

if TYPE_CHECKING:
    from checker.facts.ledger.header import Header
    from checker.facts.ledger.spec import ColumnSpec, Condition, LedgerSpec
    from checker.source import Problems
    from checker.source.sheets.sheet import Sheet

MOST_PROBLEMS: Final = 20
"""Cells of one ledger that are reported one by one; of the others only the number."""
_COMPACT: Final = re.compile(r"(\d{4})(\d{2})(\d{2})")
_EPOCHS: Final = {False: date(1899, 12, 30), True: date(1904, 1, 1)}

Row = tuple[str, ...]


class Unreadable(Exception):
    """A cell cannot be read; the reason is already recorded."""


@dataclass(slots=True)
class Cells:
    """The cells of one ledger, by the columns its mapping names."""

    sheet: Sheet
    spec: LedgerSpec
    header: Header
    date1904: bool
    problems: Problems
    failed: int = 0

    def text(self, spec: ColumnSpec, number: int, row: Row) -> str:
        """Return the text of a cell, translated where the mapping says how; empty where nothing stands."""
        if spec.constant is not None:
            return spec.constant.text
        text = self._raw(spec, number, row)
        if text and spec.words:
            if text not in spec.words:
                words = "、".join(spec.words)
                what = message("“{text}”不在“对照”里", text=text)
                raise self.refuse("ledger-word", spec, number, what, message("补进“对照”；已有：{words}", words=words))
            return spec.words[text].text
        return self._taken(spec, text, number) if spec.take else text

    def _raw(self, spec: ColumnSpec, number: int, row: Row) -> str:
        column = self.header.column(spec)
        text = row[column - 1].strip() if column <= len(row) else ""
        if (number, column) in self.sheet.faults:
            self._fault(number, column)
        return "" if text in self.spec.blanks else text

    def value(self, spec: ColumnSpec, number: int, row: Row) -> str:
        """Return what a fact's field is to be read from: the text, with its unit behind a bare number.

        A bare number of which no unit is known is refused: the unit of the fact type need not be that of the ledger.
        """
        text = self.text(spec, number, row)
        if not text or spec.constant is not None or spec.words or spec.take:
            return text
        unit = self.unit(spec, row)
        if unit is None and is_bare(text):
            what = message("“{text}”没有单位，表头和映射里也没有", text=text)
            hint = message("在映射这一列写“单位: 元”等；没有单位的数和编号写“单位: 无”，日期写“取: 日期”")
            raise self.refuse("ledger-no-unit", spec, number, what, hint)
        return with_unit(text, unit)

    def amount(self, spec: ColumnSpec, number: int, row: Row) -> tuple[Decimal, Unit] | None:
        """Return the number in a cell and its unit, None where nothing stands."""
        text = self.text(spec, number, row)
        if not text:
            return None
        try:
            return read_amount(text, self.unit(spec, row))
        except WrittenFault as fault:
            raise self.refuse(fault.code, spec, number, fault.what, fault.hint) from None

    def unit(self, spec: ColumnSpec, row: Row) -> Unit | None:
        """Return the unit of a cell: of the row's own unit column, else of the whole column."""
        column = self.header.unit_column(spec)
        if column:
            written = row[column - 1].strip() if column <= len(row) else ""
            return unit_called(written) if written and written not in self.spec.blanks else None
        return self.header.unit(spec)

    def day(self, spec: ColumnSpec, number: int, row: Row) -> date | None:
        """Return the day in a cell, None where nothing stands."""
        text = self._raw(spec, number, row)
        return self._day(spec, text, number) if text else None

    def holds(self, condition: Condition, number: int, row: Row) -> bool:
        """Say whether a condition holds; nothing is equal to, contains or begins with only nothing."""
        if condition.days is not None:
            day = self.day(condition.column, number, row)
            if day is None:
                hint = message("补上日期")
                raise self.refuse("ledger-no-date", condition.column, number, message("这一行没有日期"), hint)
            return (condition.days[0] <= day <= condition.days[1]) != condition.negated
        text = _narrow(self.text(condition.column, number, row))
        wanted = map(_narrow, condition.wanted)
        if condition.test == "equals":
            found = text in wanted
        elif condition.test == "contains":
            found = any(word in text for word in wanted)
        else:
            found = any(text.startswith(word) for word in wanted)
        return found != condition.negated

    def _taken(self, spec: ColumnSpec, text: str, number: int) -> str:
        if not text:
            return ""
        day = self._day(spec, text, number)
        if spec.take == "quarter":
            return f"{day.year}Q{(day.month + 2) // 3}"
        if spec.take == "month":
            return f"{day.year}-{day.month:02d}"
        return str(day.year) if spec.take == "year" else day.isoformat()

    def _day(self, spec: ColumnSpec, text: str, number: int) -> date:
        column = self.header.column(spec)
        if (number, column) in self.sheet.serials:
            day = _EPOCHS[self.date1904] + timedelta(days=int(text))
            what = message("{text} 是日期序号，即 {day}", text=text, day=day.isoformat())
            hint = message("把这一列的格式改成日期后保存，或写成日期")
            raise self.refuse("ledger-date-serial", spec, number, what, hint)
        try:
            found = _read_day(text)
        except WrittenFault as fault:
            raise self.refuse(fault.code, spec, number, fault.what, fault.hint) from None
        if found is None:
            what = message("“{text}”不是确切的日期", text=text)
            raise self.refuse("ledger-no-date", spec, number, what, message("写成如 2020-12-31"))
        return found

    def refuse(self, code: str, spec: ColumnSpec, number: int, what: Message, hint: Message | None) -> Unreadable:
        """Record why a cell cannot be read, unless there are enough already, and return what to raise."""
        self.failed += 1
        if self.failed <= MOST_PROBLEMS:
            self.problems.add(code, self.sheet.place(number, self.header.column(spec)), what, hint)
        return Unreadable()

    def _fault(self, number: int, column: int) -> None:
        self.failed += 1
        if self.failed <= MOST_PROBLEMS:
            add_fault(self.sheet, number, column, self.problems)
        raise Unreadable


@lru_cache(maxsize=8192)
def _read_day(text: str) -> date | None:
    """Return a day; raises ``WrittenFault``, and gives None for days known only within bounds."""
    plain = text.partition(" ")[0] if ":" in text else text
    compact = _COMPACT.fullmatch(plain)
    value = parse_value("-".join(compact.groups()) if compact else plain, Kind.DATE).value
    return day_of(value) if isinstance(value, Fraction) else None


@lru_cache(maxsize=8192)
def _narrow(text: str) -> str:
    return text if text.isascii() else unicodedata.normalize("NFKC", text).strip()
