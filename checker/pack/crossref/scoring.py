"""Checks the ways of scoring: awards that say one thing, 要点 that fit the weight, levels in order."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING, Final

from checker.messages import message
from checker.pack.crossref.names import check_type, repeated
from checker.pack.crossref.subjects import BUILTIN_LABELS
from checker.pack.models import (
    Award,
    Band,
    Bands,
    Checklist,
    Deductions,
    Formula,
    Judged,
    Level,
    Linear,
    Proportional,
    Steps,
)
from checker.values import decimal_text

if TYPE_CHECKING:
    from checker.pack.content import Content
    from checker.pack.models import Scoring
    from checker.pack.pack import Origin
    from checker.source import Problems

_BOUNDS: Final = ("at_least", "above", "at_most", "below", "equals", "when")
_FOR_EACH: Final = ("where", "weigh_by", "each")


def check_scoring(scoring: Scoring, origin: Origin, content: Content, problems: Problems) -> None:
    """Record what is wrong in a way of scoring, whatever the weight."""
    match scoring:
        case Deductions():
            if scoring.cap is not None:
                _check_award(scoring.cap, origin.below("cap"), problems)
        case Bands():
            _check_bands(scoring, origin, problems)
        case Steps():
            _check_award(scoring.cost, origin.below("cost"), problems)
        case Proportional():
            _check_pass_mark(scoring, origin, problems)
        case Checklist():
            _check_points(scoring, origin, problems)
        case Judged():
            _check_levels(scoring, origin, problems)
        case _:
            pass
    if isinstance(scoring, Bands | Steps | Proportional | Linear | Formula):
        _check_over(scoring, origin, content, problems)


def check_worths(scoring: Scoring, weight: Fraction, origin: Origin, problems: Problems) -> None:
    """Record a checklist whose 要点 are worth more than the indicator's weight."""
    if not isinstance(scoring, Checklist):
        return
    total = sum((_worth(point, weight) for point in scoring.points), Fraction(0))
    if total > weight:
        what = message("各要点合计 {sum} 分，超过权重 {weight}", sum=decimal_text(total), weight=decimal_text(weight))
        problems.add(
            "points-over-weight", origin.key("points"), what, message("调整要点的 points 或 share，合计不超过权重")
        )


def _worth(award: Award, weight: Fraction) -> Fraction:
    if award.points is not None:
        return award.points
    return weight * award.share if award.share is not None else Fraction(0)


def _check_award(award: Award, origin: Origin, problems: Problems, *, needed: bool = True) -> None:
    """An award says points or a share, and not both."""
    if award.points is not None and award.share is not None:
        what = message("points 和 share 只能写一个")
        problems.add("two-awards", origin.key("share"), what, message("按分数写 points，按权重的比例写 share"))
    elif needed and award.points is None and award.share is None:
        what = message("没有写值多少分")
        problems.add("no-award", origin.key(), what, message("补上 points: 分数，或 share: 占权重的比例"))


def _check_bands(scoring: Bands, origin: Origin, problems: Problems) -> None:
    if scoring.otherwise is not None:
        _check_award(scoring.otherwise, origin.below("otherwise"), problems, needed=False)
    compared = False
    for index, band in enumerate(scoring.bands):
        below = origin.below("bands", index)
        given = _bounds(band)
        compared = compared or bool(set(given) - {"when"})
        if len(given) > 1:
            what = message("一档只能有一个界限，这里有 {names}", names="、".join(given))
            hint = message("从高到低逐档写，第一个符合的档起作用，所以只要写一端")
            problems.add("two-bounds", below.key(given[1]), what, hint)
        if not given:
            what = message("这一档没有写界限")
            problems.add("no-bound", below.key(), what, message("写明如 at_least: 90%，或 when: 条件"))
        _check_award(band, below, problems)
    if compared and scoring.value is None:
        what = message("没有写拿哪个数与各档比较")
        problems.add("missing-key", origin.key(), what, message("补上一行“value: …”"))


def _bounds(band: Band) -> list[str]:
    return [name for name in _BOUNDS if getattr(band, name) is not None]


def _check_pass_mark(scoring: Proportional, origin: Origin, problems: Problems) -> None:
    if scoring.from_pass_mark and scoring.pass_mark is None:
        what = message("写了 from_pass_mark，却没有及格线")
        problems.add("missing-key", origin.key("from_pass_mark"), what, message("补上 pass_mark，如 pass_mark: 60%"))
    if scoring.pass_mark is not None and not 0 <= scoring.pass_mark < 1:
        what = message("及格线要在 0% 与 100% 之间")
        problems.add("out-of-range", origin.at("pass_mark"), what, message("写成如 60%"))


def _check_points(scoring: Checklist, origin: Origin, problems: Problems) -> None:
    for index, name in repeated(point.id for point in scoring.points):
        what = message("要点编号“{id}”用了两次", id=name)
        problems.add("duplicate-id", origin.at("points", index, "id"), what, message("换一个编号"))
    for index, point in enumerate(scoring.points):
        _check_award(point, origin.below("points", index), problems, needed=False)


def _check_levels(scoring: Judged, origin: Origin, problems: Problems) -> None:
    for index, name in repeated(level.label for level in scoring.levels):
        what = message("等次“{label}”写了两次", label=name)
        problems.add("label-twice", origin.at("levels", index, "label"), what, message("删去其中一个"))
    for index, level in enumerate(scoring.levels):
        if not _is_sane(level):
            what = message("等次“{label}”的范围不对", label=level.label)
            hint = message("least 不大于 most，都在 0% 与 100% 之间")
            problems.add("bad-level", origin.key("levels", index), what, hint)


def _is_sane(level: Level) -> bool:
    reaches = level.least < level.most if level.least_excluded else level.least <= level.most
    return reaches and level.least >= 0 and level.most <= 1


def _check_over(
    scoring: Bands | Steps | Proportional | Linear | Formula, origin: Origin, content: Content, problems: Problems
) -> None:
    if scoring.over is not None:
        check_type(scoring.over, origin.at("over"), content, BUILTIN_LABELS, problems)
    given = [name for name in _FOR_EACH if getattr(scoring, name) is not None]
    if scoring.over is None:
        for name in given:
            what = message("没有写 over，“{name}”不起作用", name=name)
            problems.add("without-over", origin.key(name), what, message("补上 over: 事实类型，或删去这一行"))
    elif {"weigh_by", "each"} <= set(given):
        what = message("weigh_by 和 each 只能写一个")
        problems.add("two-averages", origin.key("each"), what, message("加权平均写 weigh_by，各占固定份额写 each"))
