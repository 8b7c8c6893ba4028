"""Names the kinds of value a fact, parameter or expression can have; knows nothing about their arithmetic."""

from __future__ import annotations

from enum import StrEnum


class Kind(StrEnum):
    """The kind of a value; it carries the unit.

    ``MONEY`` is counted in 元, ``RATIO`` as a share of one (90 % is 9/10), ``SCORE`` in points (分), ``COUNT`` in whole
    or part units, ``DATE`` in days, ``QUARTER`` in quarters; ``NUMBER`` is a bare number that takes the unit beside it.
    """

    MONEY = "money"
    RATIO = "ratio"
    COUNT = "count"
    SCORE = "score"
    NUMBER = "number"
    TEXT = "text"
    CHOICE = "choice"
    DATE = "date"
    QUARTER = "quarter"
    TRUTH = "truth"

    @property
    def label(self) -> str:
        """The Chinese word for this kind."""
        return _LABELS[self]

    @property
    def ordered(self) -> bool:
        """Whether two values of this kind can be compared by size and may be known within bounds."""
        return self not in {Kind.TEXT, Kind.CHOICE, Kind.TRUTH}


_LABELS = {
    Kind.MONEY: "金额",
    Kind.RATIO: "比率",
    Kind.COUNT: "数量",
    Kind.SCORE: "分数",
    Kind.NUMBER: "数",
    Kind.TEXT: "文字",
    Kind.CHOICE: "选项",
    Kind.DATE: "日期",
    Kind.QUARTER: "季度",
    Kind.TRUTH: "是否",
}
