"""Turns assessors' judgements into rows: the indicator or 要点 found, full points known, points and share completed."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING, TypeAlias

from checker.messages import message
from checker.source import did_you_mean
from checker.values import Kind, Value, decimal_text, show

if TYPE_CHECKING:
    from collections.abc import Sequence

    from checker.facts import FactSet, Judgement
    from checker.plan.plan import Plan, PlannedIndicator, PlannedPoint
    from checker.source import Problems

Row: TypeAlias = "dict[str, Value]"


@dataclass(frozen=True, slots=True)
class _Judged:
    indicator: PlannedIndicator
    full: Fraction
    point: PlannedPoint | None = None

    @property
    def point_id(self) -> str:
        """The id of the 要点, empty for the whole indicator."""
        return self.point.id if self.point else ""


def judgement_rows(plan: Plan, facts: FactSet, problems: Problems) -> tuple[list[Row], tuple[str, ...]]:
    """Return the rows of the builtin fact type ``judgement`` and their keys; wrong ones are recorded and left out."""
    rows: list[Row] = []
    keys: list[str] = []
    for judgement in facts.judgements:
        judged = _find(judgement, plan, problems)
        if judged is None:
            continue
        key = judged.indicator.id + (f"/{judged.point_id}" if judged.point else "")
        if key in keys:
            what = message("对“{label}”有两条评定", label=judged.indicator.label)
            problems.add("duplicate-judgement", judgement.place, what, message("删去其中一条，或写明要点"))
            continue
        points = _points(judgement, judged, problems)
        rows.append(_row(judgement, judged, points))
        keys.append(key)
    return rows, tuple(keys)


def _find(judgement: Judgement, plan: Plan, problems: Problems) -> _Judged | None:
    indicator = _indicator(judgement, plan.score.leaves, problems)
    if indicator is None:
        return None
    if not judgement.point:
        if indicator.method == "judged":
            return _Judged(indicator, indicator.weight)
        if indicator.points:
            what = message("“{label}”按要点评定，这条没有写要点", label=indicator.label)
            labels = "、".join(point.label for point in indicator.points)
            problems.add("judgement-point", judgement.place, what, message("要点有：{labels}", labels=labels))
            return None
        what = message("“{label}”由规则计分，不需要评定", label=indicator.label)
        problems.add("not-judged", judgement.place, what, message("删去这条评定，或把指标的计分方法改为 judged"))
        return None
    for point in indicator.points:
        if judgement.point in {point.id, point.label}:
            return _Judged(indicator, point.worth, point)
    what = message("“{label}”没有名为“{point}”的要点", label=indicator.label, point=judgement.point)
    names = [name for point in indicator.points for name in (point.id, point.label)]
    problems.add("judgement-point", judgement.place, what, did_you_mean(judgement.point, names))
    return None


def _indicator(judgement: Judgement, leaves: Sequence[PlannedIndicator], problems: Problems) -> PlannedIndicator | None:
    """Return the leaf with this id, else the only one with this label; a label that several have is not guessed at."""
    name = judgement.indicator
    found = [leaf for leaf in leaves if leaf.id == name] or [leaf for leaf in leaves if leaf.label == name]
    if len(found) > 1:
        what = message("有 {count} 个名为“{name}”的末级指标", count=len(found), name=name)
        ids = "、".join(leaf.id for leaf in found)
        problems.add("ambiguous-indicator", judgement.place, what, message("写指标的编号：{ids}", ids=ids))
    elif not found:
        what = message("没有名为“{name}”的末级指标", name=name)
        names = [name for leaf in leaves for name in (leaf.id, leaf.label)]
        problems.add("unknown-indicator", judgement.place, what, did_you_mean(name, names))
    return found[0] if len(found) == 1 else None


def _points(judgement: Judgement, judged: _Judged, problems: Problems) -> Fraction | None:
    points = judgement.points
    if judgement.share is not None:
        by_share = judgement.share * judged.full
        if points is not None and points != by_share:
            what = message(
                "得分{points}分与得分率{share}不一致",
                points=decimal_text(points),
                share=show(judgement.share, Kind.RATIO),
            )
            problems.add("judgement-points", judgement.place, what, message("只写一个"))
        points = by_share
    if points is not None and not judged.indicator.lowest <= points <= judged.full:
        what = message(
            "“{label}”评了{points}分，应在{low}到{full}分之间",
            label=judged.indicator.label, points=decimal_text(points),
            low=decimal_text(judged.indicator.lowest), full=decimal_text(judged.full),
        )  # fmt: skip
        problems.add("judgement-points", judgement.place, what, message("查对评分表，更正得分"))
        return None
    if judged.point is not None and not judged.point.partial and points not in {None, Fraction(0), judged.full}:
        what = message("要点“{label}”不能给部分分", label=judged.point.label)
        hint = message("写 0 分或 {full} 分", full=decimal_text(judged.full))
        problems.add("judgement-partial", judgement.place, what, hint)
    _check_level(judgement, judged, points, problems)
    return points


def _check_level(judgement: Judgement, judged: _Judged, points: Fraction | None, problems: Problems) -> None:
    """A level must be one of the indicator's, and the share of the weight must lie in its range."""
    levels = {level.label: level for level in judged.indicator.levels}
    if not levels or not judgement.level:
        return
    level = levels.get(judgement.level)
    if level is None:
        what = message("“{label}”没有等次“{level}”", label=judged.indicator.label, level=judgement.level)
        problems.add("judgement-level", judgement.place, what, did_you_mean(judgement.level, levels))
    elif points is not None and judged.full:
        share = points / judged.full
        too_low = share <= level.least if level.least_excluded else share < level.least
        if too_low or share > level.most:
            what = message(
                "“{label}”评为“{level}”，得分率{share}不在{least}到{most}之间",
                label=judged.indicator.label,
                level=level.label,
                share=show(share, Kind.RATIO),
                least=show(level.least, Kind.RATIO),
                most=show(level.most, Kind.RATIO),
            )
            problems.add("judgement-level", judgement.place, what, message("更正等次或得分"))


def _row(judgement: Judgement, judged: _Judged, points: Fraction | None) -> Row:
    row: Row = {"indicator": judged.indicator.id, "point": judged.point_id, "full": judged.full}
    if points is not None:
        row |= {"points": points, "lost": judged.full - points}
        if judged.full:
            row["share"] = points / judged.full
    if judgement.misses is not None:
        row["misses"] = judgement.misses
    texts = {
        "level": judgement.level, "reason": judgement.reason,
        "assessor": judgement.assessor, "evidence": judgement.evidence,
    }  # fmt: skip
    return row | {name: text for name, text in texts.items() if text}
