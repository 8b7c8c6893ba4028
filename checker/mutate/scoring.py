"""Turns one way of scoring into its mutants: measures, targets, bands, steps, 要点, levels and what each is worth."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from checker.messages import Message, message
from checker.mutate.expressions import Expression, Owner, expression_mutants
from checker.mutate.mutant import Mutant
from checker.mutate.numbers import number_mutants, set_to, told, without
from checker.pack.models import Award, Bands, Checklist, Deductions, Judged, Proportional, Steps
from checker.values import Kind

if TYPE_CHECKING:
    from collections.abc import Iterator

    from checker.lint.inspection import Inspection
    from checker.pack import Origin
    from checker.pack.models import Model, Scoring
    from checker.source import Step

AWARD: Final = "award"
BAND_ORDER: Final = "band-order"
BAND_EDGE: Final = "band-edge"
BAND_DROPPED: Final = "band-dropped"
COST: Final = "cost"
PARTIAL_STEP: Final = "partial-step"
BETTER: Final = "better"
SCORE_CAP: Final = "score-cap"
PASS_MARK: Final = "pass-mark"  # noqa: S105 - a mark to pass, not a secret
EACH: Final = "each"
LEVEL: Final = "level"
CLIFF: Final = "cliff"
PARTIAL: Final = "partial"

_CONDITIONS: Final = frozenset({"where", "when"})
_TEXTS: Final = ("where", "weigh_by", "value", "target", "full_at", "zero_at", "step", "free", "when", "misses")
_BOUNDS: Final = {"at_least": "above", "above": "at_least", "at_most": "below", "below": "at_most"}
"""The edges of a band or grade, each with the one that differs only in what lies exactly on it."""
_PARTIAL_STEPS: Final = {"exact": ("up", "down"), "up": ("exact", "down"), "down": ("exact", "up")}
_BETTER: Final = {"higher": "lower", "lower": "higher", "exact": "higher"}


def scoring_mutants(
    owner: Owner, path: tuple[Step, ...], scoring: Scoring, inspection: Inspection, written_at: Origin
) -> Iterator[Mutant]:
    """Yield the mutants of the scoring at ``path``; its expressions were compiled as parts of ``written_at``."""
    parts = _Parts(owner, path, inspection, written_at)
    yield from parts.texts((), scoring)
    match scoring:
        case Deductions(cap=Award() as cap):
            yield from parts.award(("cap",), cap, message("扣分上限"), SCORE_CAP)
        case Proportional():
            yield from _proportional(parts, scoring)
        case Bands():
            yield from _bands(parts, scoring)
        case Steps():
            yield from _steps(parts, scoring)
        case Checklist():
            yield from _checklist(parts, scoring)
        case Judged():
            yield from _judged(parts, scoring)
    if getattr(scoring, "each", None) is not None:
        yield from parts.number(("each",), EACH, message("每条的份额"), Kind.RATIO)


class _Parts:
    """Makes mutants of parts of one scoring."""

    def __init__(self, owner: Owner, path: tuple[Step, ...], inspection: Inspection, written_at: Origin) -> None:
        self.owner, self.path = owner, path
        self._inspection, self._at = inspection, written_at

    def texts(self, steps: tuple[Step, ...], model: Model, names: tuple[str, ...] = _TEXTS) -> Iterator[Mutant]:
        """Yield the mutants of the expressions of one part that were written."""
        for name in names:
            text = getattr(model, name, None)
            if isinstance(text, str) and name in model.model_fields_set:
                tree = self._inspection.tree(self._at, "scoring", *steps, name)
                found = Expression(self.owner, (*self.path, *steps, name), text, tree, name in _CONDITIONS)
                yield from expression_mutants(found)

    def number(self, steps: tuple[Step, ...], operator: str, name: Message, kind: Kind) -> Iterator[Mutant]:
        """Yield a written number one step off."""
        yield from number_mutants(self.owner, (*self.path, *steps), operator, name, kind)

    def award(self, steps: tuple[Step, ...], award: Award, name: Message, operator: str = AWARD) -> Iterator[Mutant]:
        """Yield what something is worth one step off."""
        if award.points is not None:
            yield from self.number((*steps, "points"), operator, name, Kind.SCORE)
        if award.share is not None:
            yield from self.number((*steps, "share"), operator, name, Kind.RATIO)

    def set(self, steps: tuple[Step, ...], operator: str, what: Message, value: object) -> Mutant:
        """Return the mutant in which a part has another value."""
        return set_to(self.owner, (*self.path, *steps), operator, what, value)


def _proportional(parts: _Parts, scoring: Proportional) -> Iterator[Mutant]:
    yield from parts.number(("cap",), SCORE_CAP, message("得分率上限（cap）"), Kind.RATIO)
    yield from parts.number(("pass_mark",), PASS_MARK, message("及格线（pass_mark）"), Kind.RATIO)
    if scoring.pass_mark is not None:
        new = not scoring.from_pass_mark
        what = told(message("从及格线起算（from_pass_mark）"), _word(scoring.from_pass_mark), _word(new))
        yield parts.set(("from_pass_mark",), PASS_MARK, what, new)
        yield without(parts.owner, (*parts.path, "pass_mark"), PASS_MARK, message("及格线（pass_mark）"))
    yield _other_way(parts, scoring)


def _other_way(parts: _Parts, scoring: Proportional | Steps) -> Mutant:
    new = _BETTER[scoring.better]
    return parts.set(("better",), BETTER, told(message("方向（better）"), scoring.better, new), new)


def _bands(parts: _Parts, scoring: Bands) -> Iterator[Mutant]:
    for index, band in enumerate(scoring.bands):
        steps: tuple[Step, ...] = ("bands", index)
        yield from parts.texts(steps, band, (*_BOUNDS, "equals", "when"))
        yield from parts.award(steps, band, message("第 {number} 档的得分", number=index + 1))
        yield from edge_mutants(parts.owner, (*parts.path, *steps), band, message("第 {n} 档", n=index + 1), BAND_EDGE)
        rest = (*scoring.bands[:index], *scoring.bands[index + 1 :])
        if rest:
            what = message("去掉第 {n} 档", n=index + 1)
            place = parts.owner.origin.at(*parts.path, *steps)
            swapped = parts.set(("bands",), BAND_DROPPED, what, rest)
            yield Mutant(BAND_DROPPED, swapped.owner, swapped.title, place, what, swapped.changes)
    for index in range(len(scoring.bands) - 1):
        bands = [*scoring.bands]
        bands[index], bands[index + 1] = bands[index + 1], bands[index]
        what = message("对调第 {a} 档和第 {b} 档", a=index + 1, b=index + 2)
        swapped = parts.set(("bands",), BAND_ORDER, what, tuple(bands))
        place = parts.owner.origin.at(*parts.path, "bands", index)
        yield Mutant(BAND_ORDER, swapped.owner, swapped.title, place, what, swapped.changes)
    if scoring.otherwise is not None:
        yield from parts.award(("otherwise",), scoring.otherwise, message("其余情况的得分"))


def edge_mutants(owner: Owner, path: tuple[Step, ...], model: Model, name: Message, operator: str) -> Iterator[Mutant]:
    """Yield a band or grade with what lies exactly on each edge moved to the other side."""
    for bound, other in _BOUNDS.items():
        value = getattr(model, bound, None)
        if value is not None:
            what = message("把{name}的“{old}”改为“{new}”", name=name, old=bound, new=other)
            new = model.model_copy(update={bound: None, other: value})
            made = set_to(owner, path, operator, what, new)
            yield Mutant(operator, owner.id, owner.title, owner.origin.key(*path, bound), what, made.changes)


def _steps(parts: _Parts, scoring: Steps) -> Iterator[Mutant]:
    yield from parts.award(("cost",), scoring.cost, message("每步扣的分（cost）"), COST)
    for new in _PARTIAL_STEPS[scoring.partial_step]:
        what = told(message("不满一步的算法（partial_step）"), scoring.partial_step, new)
        yield parts.set(("partial_step",), PARTIAL_STEP, what, new)
    yield _other_way(parts, scoring)
    if scoring.free is not None:
        yield without(parts.owner, (*parts.path, "free"), COST, message("不扣分的幅度（free）"))


def _checklist(parts: _Parts, scoring: Checklist) -> Iterator[Mutant]:
    for index, point in enumerate(scoring.points):
        steps: tuple[Step, ...] = ("points", index)
        yield from parts.texts(steps, point, ("when", "misses"))
        yield from parts.award(steps, point, message("要点“{label}”的分值", label=point.label))
        if point.when is None:
            name = message("要点“{label}”可否给部分分（partial）", label=point.label)
            new = not point.partial
            yield parts.set((*steps, "partial"), PARTIAL, told(name, _word(point.partial), _word(new)), new)
    if scoring.cliff is not None:
        yield from parts.number(("cliff", "each_miss"), CLIFF, message("每未达一次扣的份额"), Kind.RATIO)
        for by in (1, -1):
            from_ = scoring.cliff.zero_from + by
            if from_ > 0:
                what = told(message("从第几次起不得分（zero_from）"), scoring.cliff.zero_from, from_)
                yield parts.set(("cliff", "zero_from"), CLIFF, what, from_)


def _judged(parts: _Parts, scoring: Judged) -> Iterator[Mutant]:
    for index, level in enumerate(scoring.levels):
        steps: tuple[Step, ...] = ("levels", index)
        name = message("等次“{label}”的得分率下限", label=level.label)
        yield from parts.number((*steps, "least"), LEVEL, name, Kind.RATIO)
        name = message("等次“{label}”的得分率上限", label=level.label)
        yield from parts.number((*steps, "most"), LEVEL, name, Kind.RATIO)
        name, new = message("等次“{label}”不含下限（least_excluded）", label=level.label), not level.least_excluded
        what = told(name, _word(level.least_excluded), _word(new))
        yield parts.set((*steps, "least_excluded"), LEVEL, what, new)


def _word(truth: bool) -> str:
    return "true" if truth else "false"
