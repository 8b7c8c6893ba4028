"""What the list 台账 of a facts file can say, as plain data; knows nothing about sheets."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from checker.facts.vocabulary import aliases_of

if TYPE_CHECKING:
    from datetime import date

    from checker.facts.ledger.amounts import Unit
    from checker.facts.parts import Part

LEDGER: Final = aliases_of({
    "file": "文件", "sheet": "工作表", "header": "表头行", "fact": "事实", "rows": "每行一条", "totals": "汇总",
    "groups": "分组", "where": "筛选", "skip": "跳过", "blanks": "空值", "checks": "核对", "source": "来源",
})  # fmt: skip
COLUMN: Final = aliases_of({
    "column": "列", "letter": "列号", "unit": "单位", "unit_column": "单位列", "map": "对照", "take": "取",
    "constant": "固定",
})  # fmt: skip
TOTAL: Final = aliases_of({
    "how": "求", "column": "列", "letter": "列号", "unit": "单位", "unit_column": "单位列", "take": "取",
    "blank": "空着", "where": "筛选",
})  # fmt: skip
CONDITION: Final = aliases_of({
    "column": "列", "letter": "列号", "equals": "等于", "contains": "包含", "starts": "开头", "between": "介于",
    "not": "非",
})  # fmt: skip
CHECK: Final = aliases_of({
    "column": "列", "letter": "列号", "unit": "单位", "unit_column": "单位列", "row": "合计行", "tolerance": "允许误差",
})  # fmt: skip
TAKES: Final = {"日期": "date", "季度": "quarter", "月": "month", "年": "year"}
HOWS: Final = {
    "合计": "sum", "笔数": "count", "最大": "max", "最小": "min", "首笔": "first", "末笔": "last", "平均": "average",
}  # fmt: skip
SKIP_BLANK: Final = ("不计", "skip")
BLANKS: Final = ("", "-", "--", "—", "——", "–", "―", "－", "/", "\\")
"""What stands for “nothing here” unless the ledger's own 空值 says otherwise."""


@dataclass(frozen=True, slots=True)
class ColumnSpec:
    """Where a value stands and how its text is taken; ``constant`` stands for a value that no column has.

    ``words`` translates what the ledger writes; ``take`` is date, quarter, month or year of a date column; with
    ``skip_blank`` a row without amount does not count in a total, else it is a problem.
    """

    part: Part
    heading: str = ""
    letter: str = ""
    unit: Unit | None = None
    unit_column: str = ""
    words: Mapping[str, Part] = field(default_factory=dict)
    take: str = ""
    constant: Part | None = None
    skip_blank: bool = False


@dataclass(frozen=True, slots=True)
class Condition:
    """One condition on a row: the ``test`` (equals, contains, starts, between) holds for one of the ``wanted``."""

    column: ColumnSpec
    test: str
    wanted: tuple[str, ...] = ()
    days: tuple[date, date] | None = None
    negated: bool = False


@dataclass(frozen=True, slots=True)
class Total:
    """One field worked out from the rows that hold; a count needs no column."""

    part: Part
    how: str
    column: ColumnSpec | None
    where: tuple[Condition, ...] = ()


@dataclass(frozen=True, slots=True)
class Check:
    """The column of all rows must add up to what stands in the row called ``label``, within ``tolerance``."""

    part: Part
    column: ColumnSpec
    label: str
    tolerance: str = ""


@dataclass(frozen=True, slots=True)
class LedgerSpec:
    """One ledger: a sheet of a file, and how its rows become facts, each (``rows``) or together (``totals``)."""

    part: Part
    file: Part
    fact: Part
    sheet: Part | None = None
    header: tuple[int, int] | None = None
    rows: tuple[tuple[str, ColumnSpec], ...] = ()
    totals: tuple[tuple[str, Total], ...] = ()
    groups: tuple[tuple[str, ColumnSpec], ...] = ()
    where: tuple[Condition, ...] = ()
    skip: tuple[str, ...] | None = None
    blanks: frozenset[str] = frozenset(BLANKS)
    checks: tuple[Check, ...] = ()
    source: Part | None = None

    @property
    def columns(self) -> list[ColumnSpec]:
        """Every column that is named anywhere in the mapping."""
        own = [column for _, column in (*self.rows, *self.groups)]
        summed = [total.column for _, total in self.totals if total.column]
        tested = [one.column for one in (*self.where, *(one for _, total in self.totals for one in total.where))]
        return [*own, *summed, *tested, *(check.column for check in self.checks)]
