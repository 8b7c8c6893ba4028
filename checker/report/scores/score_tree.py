"""Turns the indicator tree into the rows of the score sheet: leaves, and a sub-total below each group."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from openpyxl.utils import get_column_letter

from checker.messages import tr
from checker.report.scores.looks import Column

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from checker.plan import Plan, PlannedIndicator

HEAD_ROW = 3
FIRST_ROW = HEAD_ROW + 1


@dataclass(frozen=True, slots=True)
class ScoreRow:
    """A row of the score sheet: a leaf, or the sub-total of a group with the rows of its children.

    A group's name stands beside all its rows, from ``first`` to ``row``.
    """

    row: int
    node: PlannedIndicator
    first: int
    children: tuple[int, ...] = ()

    @property
    def leaf(self) -> bool:
        """Whether this is an indicator that is scored itself."""
        return self.node.score is not None


def score_rows(plan: Plan) -> tuple[ScoreRow, ...]:
    """Return the rows in the order of the tree, each group after its children."""
    rows: list[ScoreRow] = []

    def below(parent: str | None) -> Iterator[ScoreRow]:
        for node in plan.score.indicators:
            if node.parent != parent:
                continue
            first = FIRST_ROW + len(rows)
            children = tuple(row.row for row in below(node.id)) if node.score is None else ()
            row = ScoreRow(FIRST_ROW + len(rows), node, first, children)
            rows.append(row)
            yield row

    list(below(None))
    return tuple(rows)


def depth_of(plan: Plan) -> int:
    """Return how many levels the tree has."""
    return max((node.level for node in plan.score.indicators), default=1)


@dataclass(frozen=True, slots=True)
class Layout:
    """Which columns the score sheet has, by name: ``low`` and ``high`` stand for ``score`` when it is a range."""

    depth: int
    columns: dict[str, Column]

    def number(self, name: str) -> int:
        """Return the number of a column."""
        return self.depth + 1 + list(self.columns).index(name)

    def letter(self, name: str) -> str:
        """Return the letter of a column."""
        return get_column_letter(self.number(name))

    @property
    def scores(self) -> tuple[str, ...]:
        """The columns with scores."""
        return tuple(name for name in ("score", "low", "high") if name in self.columns)

    @property
    def all(self) -> list[Column]:
        """Every column, those of the levels first."""
        words = [tr("一级指标"), tr("二级指标"), tr("三级指标"), tr("四级指标"), tr("五级指标")]
        width = 11 if self.depth > 1 else 18
        levels = [Column(words[level] if level < len(words) else str(level + 1), width) for level in range(self.depth)]
        return [*levels, *self.columns.values()]


def layout_of(depth: int, *, bounded: bool, adjusted: bool) -> Layout:
    """Return the columns; ``adjusted`` when some weights are not those of the pack."""
    columns = {"weight": Column(tr("权重"), 7, "center")}
    if adjusted:
        columns["effective"] = Column(tr("适用权重"), 7, "center")
    columns |= {"criteria": Column(tr("评分标准"), 30), "basis": Column(tr("计算口径与依据"), 34)}
    if bounded:
        columns |= {"low": Column(tr("最低得分"), 8, "center"), "high": Column(tr("最高得分"), 8, "center")}
    else:
        columns["score"] = Column(tr("得分"), 8, "center")
    columns |= {
        "lost": Column(tr("确定扣分") if bounded else tr("扣分"), 8, "center"),
        "rate": Column(tr("最低得分率") if bounded else tr("得分率"), 8.5, "center"),
        "reasons": Column(tr("扣分原因"), 24),
        "how": Column(tr("得分来自"), 13, "center"),
    }
    return Layout(depth, columns)


def summed(rows: Sequence[int], letter: str) -> str:
    """Return the sum of cells of one column, neighbouring rows as a range."""
    runs: list[list[int]] = []
    for row in rows:
        if runs and row == runs[-1][-1] + 1:
            runs[-1].append(row)
        else:
            runs.append([row])
    parts = [f"{letter}{run[0]}:{letter}{run[-1]}" if len(run) > 1 else f"{letter}{run[0]}" for run in runs]
    return f"SUM({','.join(parts)})" if parts else "0"
