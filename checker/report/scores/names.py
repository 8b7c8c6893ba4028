"""Names the sheets of a score book and where its values stand; knows nothing about what is written there."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from checker.facts.workbook.layout import sheet_name
from checker.messages import message

if TYPE_CHECKING:
    from collections.abc import Mapping

    from checker.messages import Message
    from checker.values import Kind

SCORES: Final = message("评分表")
JUDGEMENTS: Final = message("评定")
FINDINGS: Final = message("问题清单")
OUTCOMES: Final = message("检查结果")
FACTS: Final = message("事实")
PARAMETERS: Final = message("参数")
NOTES: Final = message("复核提示")
REQUESTS: Final = message("待补资料")
ABOUT: Final = message("说明")
"""The sheets, named in the reader's language."""

FINDINGS_STATE: Final = "L"
FINDINGS_INDICATOR: Final = "F"
FINDINGS_POINTS: Final = "G"
FINDINGS_RULE: Final = "N"
"""Columns of the list of findings that formulas read."""

SPARE_ROWS: Final = 10
"""Empty rows below the findings, counted by the formulas, for findings that people add."""


def name_of(sheet: Message) -> str:
    """Return the name of a sheet in the reader's language, as Excel allows it."""
    return sheet_name(sheet.render())


def ref(sheet: Message, cells: str) -> str:
    """Return cells of a sheet as a formula on another sheet names them."""
    name = name_of(sheet)
    return f"{name}!{cells}" if name.isidentifier() else "'" + name.replace("'", "''") + f"'!{cells}"


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell that holds a value.

    A number of money is in ``factor`` 元; ``computed`` says that a formula or a rounded number stands there;
    ``fault`` says why it holds less than the value, and is empty when it holds it all. ``known`` is the range that is
    not empty when anything at all is known.
    """

    sheet: Message
    address: str
    kind: Kind
    factor: int = 1
    computed: bool = False
    fault: str = ""
    known: str = ""

    @property
    def ref(self) -> str:
        """The cell as a formula on another sheet names it."""
        return ref(self.sheet, self.address)


@dataclass(frozen=True, slots=True)
class Names:
    """Where everything stands that a scoring expression may read.

    ``fields`` by fact type, number of the fact and field; ``parameters`` by parameter, day and key; ``judgements`` by
    indicator, 要点 and field. ``labels`` says how an indicator is named in the list of findings, ``open_findings`` why
    the findings of a rule or about an indicator are not all known; ``first`` and ``last`` are the rows of that list.
    """

    fields: Mapping[tuple[str, int, str], Cell]
    parameters: Mapping[tuple[str, int, str], Cell]
    judgements: Mapping[tuple[str, str, str], Cell]
    labels: Mapping[str, str]
    open_findings: Mapping[tuple[str, str], str]
    first: int = 2
    last: int = 2

    def findings(self, column: str) -> str:
        """Return a column of the list of findings as a range."""
        return ref(FINDINGS, f"${column}${self.first}:${column}${self.last}")
