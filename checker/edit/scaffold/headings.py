"""Finds the row (or two rows) of headings of an indicator table and what each column holds; reads no rows below."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from checker.messages import message

if TYPE_CHECKING:
    from collections.abc import Mapping

    from checker.source import Problems
    from checker.source.sheets import Sheet

_SEARCHED: Final = 20
LEAF: Final = 9
"""The level of a column of indicators that does not say which level it is."""
CRITERIA: Final = "criteria"
EXPLANATION: Final = "explanation"
TARGET: Final = "target"
SOURCE: Final = "source"
_WEIGHT: Final = "weight"
_LEVELS: Final = {"一": 1, "二": 2, "三": 3, "四": 4, "1": 1, "2": 2, "3": 3, "4": 4}
_LEVEL: Final = re.compile(r"([一二三四1-4])级(?:评价|绩效|考核)?指标(?:名称)?")
_NAMED: Final = re.compile(r"(?:评价|绩效|考核|具体|评分)?指标(?:名称|项目)?|(?:评分|考核|评价)项目")
_ROLES: Final = (
    (_WEIGHT, re.compile(r"(?:指标)?(?:权重|权数|分值|标准分值?|满分|总?分数|赋分|分值权重|权重分值?)(?:设置)?")),
    (CRITERIA, re.compile(r".*(?:评分|计分|扣分|打分|评价|考核|考评|赋分)(?:标准|细则|办法|方法|规则|依据及标准).*")),
    (EXPLANATION, re.compile(r".*(?:解释|说明|内涵|释义|评价要点|评价内容|考核内容|考核要点).*")),
    (TARGET, re.compile(r".*(?:目标值|指标值|计划值|预期值|标杆值|目标要求)")),
    (SOURCE, re.compile(r".*(?:来源|佐证材料|证明材料|佐证资料|取数渠道|评价依据).*")),
)
_REMARK: Final = re.compile(r"[(（\[【].*?[)）\]】]")


@dataclass(frozen=True, slots=True)
class Headings:
    """What the columns hold, 1-based: names by level, the weights of each level, and texts by what they say.

    ``last`` is the last row of headings.
    """

    last: int
    levels: Mapping[int, int]
    weights: Mapping[int, int]
    texts: Mapping[str, int] = field(default_factory=dict)

    @property
    def deepest(self) -> int:
        """The level of the indicators that are scored."""
        return max(self.levels)

    @property
    def score(self) -> int:
        """How much of a table this is: the more columns are known, the likelier."""
        return 2 * len(self.levels) + 2 * bool(self.weights) + len(self.texts)


def find_headings(sheet: Sheet) -> Headings | None:
    """Return the headings of a sheet, or None where there is no table of indicators with weights."""
    best: Headings | None = None
    for row in range(1, min(_SEARCHED, len(sheet.rows)) + 1):
        for last in (row, row + 1):
            found = _headings(sheet, row, last)
            if found is not None and found.weights and (best is None or found.score > best.score):
                best = found
    return best


def _headings(sheet: Sheet, first: int, last: int) -> Headings | None:
    levels: dict[int, int] = {}
    texts: dict[str, int] = {}
    weights: list[int] = []
    width = max((len(row) for row in sheet.rows[first - 1 : last]), default=0)
    for column in range(1, width + 1):
        role = next((role for row in range(last, first - 1, -1) if (role := _role(_heading(sheet, row, column)))), None)
        if isinstance(role, int):
            levels.setdefault(role, column)
        elif role == _WEIGHT:
            weights.append(column)
        elif role is not None:
            texts.setdefault(role, column)
    if not levels:
        return None
    if LEAF in levels and len(levels) > 1:
        levels = {level: column for level, column in levels.items() if level != LEAF or column > max(
            other for name, other in levels.items() if name != LEAF)}  # fmt: skip
    return Headings(last, dict(sorted(levels.items())), _weights_by_level(levels, weights), texts)


def _weights_by_level(levels: Mapping[int, int], weights: list[int]) -> dict[int, int]:
    """Return the column of weights of each level: it stands behind the names; a single one is for what is scored."""
    found: dict[int, int] = {}
    for column in weights:
        before = [level for level, at in levels.items() if at < column]
        found.setdefault(max(before, default=max(levels)), column)
    deepest = max(levels)
    if found and deepest not in found:
        last = max(found)
        found[deepest] = found.pop(last)
    return found


def _heading(sheet: Sheet, row: int, column: int) -> str:
    """Return the heading in a cell, or in the one it is joined with in the same rows."""
    for top, left, bottom, right in sheet.merged:
        if top <= row <= bottom and left <= column <= right:
            return "".join(sheet.text(top, left).split())
    return "".join(sheet.text(row, column).split())


def _role(heading: str) -> int | str | None:
    plain = _REMARK.sub("", heading)
    level = _LEVEL.fullmatch(plain)
    if level:
        return _LEVELS[level[1]]
    if _NAMED.fullmatch(plain):
        return LEAF
    return next((role for role, form in _ROLES if form.fullmatch(plain)), None)


def add_no_table(sheet: Sheet, problems: Problems) -> None:
    """Record that no headings of an indicator table were found."""
    what = message("“{sheet}”里找不到指标表：没有一行同时写着指标和分值", sheet=sheet.name)
    hint = message("前 20 行里要有一行表头，如：一级指标、二级指标、三级指标、分值、评分标准")
    problems.add("no-table", sheet.place(1, 1), what, hint)
