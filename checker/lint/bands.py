"""Looks at bands and levels: holes, overlaps, bands never reached, and awards that miss the weight."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING, Final

from checker.expr import value_text
from checker.expr.tree import Constant
from checker.lint.registry import Check, Found
from checker.lint.stretches import Stretches, compared, from_ends, meaning, union
from checker.messages import message
from checker.pack.models import Bands, Checklist, Judged, Linear
from checker.values import Kind

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from checker.expr import Expr
    from checker.lint.inspection import Inspection, Scored
    from checker.messages import Message
    from checker.pack.models import Award, Band
    from checker.source import Place

_SIGNS: Final = {"at_least": ">=", "above": ">", "at_most": "<=", "below": "<", "equals": "="}
_RISING: Final = frozenset({"at_least", "above"})
_WHOLE: Final = frozenset({Kind.COUNT, Kind.DATE, Kind.QUARTER})
_ONE: Final = Fraction(1)


@dataclass(frozen=True, slots=True)
class _Drawn:
    """A band with the numbers that meet its condition; ``place`` is where the band is written."""

    place: Place
    numbers: Stretches
    award: Award


@dataclass(frozen=True, slots=True)
class _Ladder:
    """The bands of one value, all of them numbers; ``whole`` says that some could not be drawn."""

    drawn: tuple[_Drawn, ...]
    kind: Kind
    whole: bool

    @property
    def grid(self) -> Fraction | None:
        """The smallest difference two values can have, where there is one."""
        return _ONE if self.kind in _WHOLE else None


def _ladders(inspection: Inspection) -> Iterator[tuple[Scored, Bands, _Ladder]]:
    for item in inspection.scorings:
        if isinstance(item.scoring, Bands):
            ladder = _ladder(item, item.scoring, inspection)
            if ladder is not None:
                yield item, item.scoring, ladder


def _ladder(item: Scored, scoring: Bands, inspection: Inspection) -> _Ladder | None:
    drawn: list[_Drawn] = []
    measure = inspection.tree(item.origin, "value")
    for index, band in enumerate(scoring.bands):
        found = _numbers(item, index, band, measure, inspection)
        if found is not None:
            measure, numbers = found
            drawn.append(_Drawn(item.origin.key("bands", index), numbers, band))
    if measure is None or not measure.kind.ordered:
        return None
    return _Ladder(tuple(drawn), measure.kind, len(drawn) == len(scoring.bands))


def _numbers(
    item: Scored, index: int, band: Band, measure: Expr | None, inspection: Inspection
) -> tuple[Expr, Stretches] | None:
    """Return what a band measures and the numbers it takes; None when that cannot be told from the text."""
    if band.when is not None:
        tree = inspection.tree(item.origin, "bands", index, "when")
        found = None if tree is None else meaning(tree)
        return found if found is not None and (measure is None or found[0] == measure) else None
    for name, sign in _SIGNS.items():
        if getattr(band, name) is not None and measure is not None:
            bound = inspection.tree(item.origin, "bands", index, name)
            value = bound.value if isinstance(bound, Constant) else None
            return (measure, compared(sign, value)) if isinstance(value, Fraction) else None
    return None


def band_holes(inspection: Inspection) -> Iterator[Found]:
    """Yield bands, and levels, that leave out values with others on either side."""
    for item, _, ladder in _ladders(inspection):
        if ladder.whole:
            holes = union(band.numbers for band in ladder.drawn).between.on(ladder.grid)
            if holes.parts:
                what = message(
                    "“{label}”的分档有空档：{values}不在任何一档",
                    label=item.label, values=shown_stretch(holes, ladder.kind),
                )  # fmt: skip
                yield Found(item.origin.key("bands"), what, _BANDS_HINT)
    for item in inspection.scorings:
        if isinstance(item.scoring, Judged) and item.scoring.levels:
            holes = union(_levels(item.scoring)).between
            if holes.parts:
                values = shown_stretch(holes, Kind.RATIO)
                what = message("“{label}”的等次有空档：得分率{values}不属于任何等次", label=item.label, values=values)
                yield Found(item.origin.key("levels"), what, message("让一个等次的 least 等于下一个的 most"))


_BANDS_HINT: Final = message("从高到低写 at_least，前一档没有要的归后一档，就不会有空档")


def _levels(scoring: Judged) -> list[Stretches]:
    return [from_ends(level.least, level.least_excluded, level.most, False) for level in scoring.levels]


def shown_stretch(numbers: Stretches, kind: Kind) -> Message:
    """Return the first of some stretches as people say it."""
    return _shown(*next(numbers.shown()), kind)


def shown_stretches(numbers: Stretches, kind: Kind) -> str:
    """Return all of some stretches as people say them."""
    return "、".join(str(_shown(*stretch, kind)) for stretch in numbers.shown())


def _shown(low: Fraction | None, low_in: bool, high: Fraction | None, high_in: bool, kind: Kind) -> Message:
    bottom = "" if low is None else value_text(low, kind)
    top = "" if high is None else value_text(high, kind)
    if low == high:
        return message("等于{value}的", value=bottom)
    if not top:
        return message("{low}以上的", low=bottom)
    if not bottom:
        return message("{high}以下的", high=top)
    start = message("{value}（含）", value=bottom) if low_in else message("{value}（不含）", value=bottom)
    end = message("{value}（含）", value=top) if high_in else message("{value}（不含）", value=top)
    return message("{low}至{high}的", low=start, high=end)


def band_overlaps(inspection: Inspection) -> Iterator[Found]:
    """Yield bands with two ends that share values, and levels that do so in more than one point."""
    for _, _, ladder in _ladders(inspection):
        closed = [band for band in ladder.drawn if band.numbers.bounded]
        for index, band in enumerate(closed):
            for earlier in closed[:index]:
                shared = band.numbers.both(earlier.numbers).on(ladder.grid)
                if shared.parts and not _covered(band, closed[:index]):
                    what = message("这一档与前面一档重叠：{values}两档都算", values=shown_stretch(shared, ladder.kind))
                    yield Found(band.place, what, _BANDS_HINT)
                    break
    for item in inspection.scorings:
        if isinstance(item.scoring, Judged):
            levels = _levels(item.scoring)
            for index, level in enumerate(levels):
                shared = level.both(union(levels[:index]))
                if any(low != high for low, _, high, _ in shared.shown()):
                    what = message("这个等次与别的等次重叠：得分率{values}", values=shown_stretch(shared, Kind.RATIO))
                    yield Found(item.origin.key("levels", index), what, message("让等次首尾相接，不互相覆盖"))


def _covered(band: _Drawn, before: Sequence[_Drawn]) -> bool:
    return not band.numbers.both(union(item.numbers for item in before).opposite).parts


def band_order(inspection: Inspection) -> Iterator[Found]:
    """Yield bands of which every value is taken by the bands before, and ladders that go up and down."""
    for item, scoring, ladder in _ladders(inspection):
        unreached = False
        for index, band in enumerate(ladder.drawn):
            if index and _covered(band, ladder.drawn[:index]):
                unreached = True
                what = message("这一档轮不到：它的值都已经归了前面的档")
                yield Found(band.place, what, message("把条件严的一档写在前面：at_least 从高到低，at_most 从低到高"))
        one_way = all(_rising(band) for band in scoring.bands) or all(_falling(band) for band in scoring.bands)
        if one_way and not unreached and not _monotone(scoring, item.weight):
            what = message("“{label}”各档的分数忽高忽低", label=item.label)
            yield Found(item.origin.key("bands"), what, message("核对各档的 points 或 share"))


def _rising(band: Band) -> bool:
    return any(getattr(band, name) is not None for name in _RISING)


def _falling(band: Band) -> bool:
    return band.at_most is not None or band.below is not None


def _monotone(scoring: Bands, weight: Fraction | None) -> bool:
    worths = [_worth(award, weight) for award in (*scoring.bands, *filter(None, [scoring.otherwise]))]
    known = [worth for worth in worths if worth is not None]
    return len(known) < len(worths) or known in (sorted(known), sorted(known, reverse=True))


def _worth(award: Award, weight: Fraction | None) -> Fraction | None:
    """Return what an award is worth as a share of the weight; None when that cannot be told."""
    if award.share is not None:
        return award.share
    return award.points / weight if award.points is not None and weight else None


def full_marks(inspection: Inspection) -> Iterator[Found]:
    """Yield ways of scoring with which nobody can earn the whole weight, and awards beyond it."""
    for item in inspection.scorings:
        if not isinstance(item.scoring, Bands | Checklist):
            continue
        awards = item.scoring.bands if isinstance(item.scoring, Bands) else item.scoring.points
        worths = [_worth(award, item.weight) for award in awards]
        known = [worth for worth in worths if worth is not None]
        steps = "bands" if isinstance(item.scoring, Bands) else "points"
        for index, worth in enumerate(worths):
            if worth is not None and worth > 1:
                what = message("这一项值 {share}的权重，多出的不算", share=value_text(worth, Kind.RATIO))
                hint = message("不超过权重；按分数写 points，按权重的比例写 share，不要混")
                yield Found(item.origin.key(steps, index), what, hint)
        top = max(known, default=_ONE) if steps == "bands" else sum(known, Fraction(0))
        if len(known) == len(worths) and top < 1 and _otherwise(item) < 1:
            share = value_text(top, Kind.RATIO)
            what = message("“{label}”最多只能得权重的 {share}，得不到满分", label=item.label, share=share)
            yield Found(item.origin.key(steps), what, message("核对各项的 points、share 与指标的权重"))


def _otherwise(item: Scored) -> Fraction:
    otherwise = item.scoring.otherwise if isinstance(item.scoring, Bands) else None
    return Fraction(0) if otherwise is None else _worth(otherwise, item.weight) or Fraction(0)


def flat_lines(inspection: Inspection) -> Iterator[Found]:
    """Yield straight lines whose two anchors are one: nothing can be reckoned between them."""
    for item in inspection.scorings:
        if isinstance(item.scoring, Linear):
            full, zero = (inspection.tree(item.origin, name) for name in ("full_at", "zero_at"))
            if full is not None and full == zero:
                what = message("“{label}”的满分点和零分点相同，算不出得分", label=item.label)
                yield Found(item.origin.at("zero_at"), what, message("写两个不同的值；非此即彼的用 method: bands"))


CHECKS: Final = (
    Check("band-hole", "warning", message("分档有空档"), band_holes),
    Check("band-overlap", "warning", message("分档重叠"), band_overlaps),
    Check("band-order", "warning", message("分档的次序不对"), band_order),
    Check("full-marks-missed", "warning", message("各档的分数与权重不合"), full_marks),
    Check("line-without-slope", "error", message("满分点和零分点相同"), flat_lines),
)
