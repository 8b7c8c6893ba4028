"""Turns the scoring of an indicator into small projects at each of its boundaries: bands, steps, marks, caps, vetoes.

Knows nothing about totals and grades, which rest on all indicators together.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from fractions import Fraction
from typing import TYPE_CHECKING, Final

from checker.expr import evaluator
from checker.expr.tree import NOWHERE, Aggregate, Comparison, Constant, Expr, Field, walk
from checker.messages import Message
from checker.pack.builtin import SECOND_TIER
from checker.pack.models import Checklist
from checker.plan import Plan, PlannedIndicator
from checker.values import Kind, Unknown
from checker.witness import phrases
from checker.witness.beside import Beside, Look
from checker.witness.draft import Draft, DraftRow
from checker.witness.goals import Goal, slots
from checker.witness.ground import Ground
from checker.witness.phrases import Shown
from checker.witness.solve import Solver
from checker.witness.stand import (
    Stand,
    filled,
    one_more,
    producers,
    reported,
    trees_of,
    with_findings,
    without_findings,
)
from checker.witness.turns import Turn, switches, turns

if TYPE_CHECKING:
    from checker.plan import PlannedRule
    from checker.values import Value

_JUDGEMENT: Final = "judgement"
_FINDING: Final = "finding"
_AWARDED: Final = frozenset({"bands", "judged", "checklist"})
"""Methods that give certain points only, none of which lies just beside a limit."""
_MOST_FOUND: Final = 12
_REASON: Final = "有扣分的理由"
_HALF: Final = Fraction(1, 2)


def scoring_looks(plan: Plan, indicator: str) -> Iterator[tuple[Ground, Look]]:
    """Yield the projects at each boundary of the score of a leaf, in the order of its conditions."""
    leaf = next((leaf for leaf in plan.score.leaves if leaf.id == indicator), None)
    if leaf is None or leaf.score is None:
        return
    stand = _stand(plan, leaf)
    for look in _looks(stand, leaf, leaf.score):
        yield stand.ground, look


def _stand(plan: Plan, leaf: PlannedIndicator) -> Stand:
    conditions = (leaf.score, leaf.target_met, *(item.when for item in leaf.not_applicable))
    trees = [tree for tree in conditions if tree is not None]
    ground = Ground(plan, whole=True, with_findings=any(_reads(tree, *SECOND_TIER) for tree in trees))
    draft = without_findings(ground, Draft(plan.as_of), _deducting(ground, leaf))
    draft = filled(ground, reported(ground, draft, trees), trees, {})
    return Stand(
        ground, draft, {}, Solver(ground, producing=with_findings), Solver(ground, plain=False, producing=with_findings)
    )


def _deducting(ground: Ground, leaf: PlannedIndicator) -> tuple[PlannedRule, ...]:
    return tuple(rule for rule in producers(ground) if rule.indicator == leaf.id and rule.deduct is not None)


def _looks(stand: Stand, leaf: PlannedIndicator, score: Expr) -> Iterator[Look]:
    beside = _BesideScore(stand, leaf)
    derived = stand.ground.plan.derived
    judged = leaf.method in {"judged", "checklist"}
    if judged:
        yield from _judged(stand, leaf)
    if leaf.method == "deductions":
        yield from _found(stand, leaf)
    conditions = [item.when for item in leaf.not_applicable]
    if leaf.target_met is not None:
        conditions.append(leaf.target_met)
    found = [turn for tree in conditions for turn in turns(tree, derived)]
    own = sorted(switches(score, derived), key=lambda turn: turn.made_up)  # what is written first, limits then
    awarded = leaf.method in _AWARDED
    for turn in [*own, *found]:
        if awarded and turn.made_up and isinstance(turn.node, Comparison) and turn.node.left.kind is Kind.SCORE:
            continue
        if _reads(turn.node, _JUDGEMENT, _FINDING):
            continue
        if any(frame.record in {_JUDGEMENT, _FINDING} for frame in turn.frames):
            continue
        yield from _since(beside, turn) if turn.edge else beside.looks(turn)


def _since(beside: _BesideScore, turn: Turn) -> Iterator[Look]:
    """Yield the project on the day a parameter has a new value from, and on the day before."""
    opened, node = beside.opened(turn), turn.node
    assert isinstance(node, Comparison)  # noqa: S101 - an edge compares a day with another
    if opened is None or not isinstance(node.right, Constant):
        return
    draft, others, binding = opened
    for inside in (True, False):
        found = beside.solved(draft, [Goal(node, Fraction(0 if inside else -1), binding)], others)
        if found is not None:
            about = beside.compared(found, replace(node, span=NOWHERE), 0, binding)
            yield Look(found, phrases.side_of_day(Shown(node.right.value, Kind.DATE), about, since=inside))


def _reads(tree: Expr, *records: str) -> bool:
    return any(isinstance(node, Field | Aggregate) and node.record in records for node in walk(tree))


@dataclass(frozen=True, slots=True)
class _BesideScore(Beside):
    """Names what is measured where the checker itself put the comparison in."""

    leaf: PlannedIndicator

    def compared(self, draft: Draft, node: Comparison, side: int, binding: Mapping[str, tuple[str, int]]) -> Message:
        ground, measure = self.stand.ground, self.leaf.measure
        if measure is None or node.span.end or measure in {node.left, node.right}:
            return Beside.compared(self, draft, node, side, binding)
        value = evaluator(measure)(ground.env(draft, binding))
        if isinstance(value, Unknown):
            return Beside.compared(self, draft, node, side, binding)
        unit = next((part.unit for part in walk(measure) if isinstance(part, Field) and part.unit), "")
        shown = Shown(value, measure.kind, unit if measure.kind is Kind.COUNT else "")
        return phrases.measured(phrases.name_of(measure, ground.plan), shown)


def _found(stand: Stand, leaf: PlannedIndicator) -> Iterator[Look]:
    """Yield projects with none, one, two … findings, up to where nothing is left to be deducted."""
    ground = stand.ground
    yield Look(stand.draft, phrases.found(0))
    for rule in _deducting(ground, leaf):
        found = list(_more_and_more(stand, leaf, rule))
        told = {0, 1, len(found) - 3, len(found) - 2, len(found) - 1}
        for index, more in enumerate(found):
            if index in told:
                yield Look(more, phrases.found_by(rule.title, index + 1))
            if index == 0:
                yield from _one_untold(stand, rule, more)


def _more_and_more(stand: Stand, leaf: PlannedIndicator, rule: PlannedRule) -> Iterator[Draft]:
    """Yield projects with one, two … findings, up to the first with which no more is deducted than before."""
    more, last = one_more(stand.ground, stand.draft, rule, frozenset()), None
    for _ in range(_MOST_FOUND):
        if more is None or leaf.score is None:
            return
        yield more
        score = evaluator(leaf.score)(stand.ground.env(more, {}))
        if score == last:
            return
        more, last = one_more(stand.ground, more, rule, frozenset()), score


def _one_untold(stand: Stand, rule: PlannedRule, draft: Draft) -> Iterator[Look]:
    """Yield the project with one thing left out that decides whether there is a finding."""
    ground = stand.ground
    binding = {
        variable: (record, max(len(draft.rows.get(record, ())) - 1, 0)) for variable, record in rule.subject.variables
    }
    for tree in trees_of(rule)[-1:]:
        for slot in slots(tree, binding, ground, draft)[:1]:
            if slot.name not in ground.keys(slot.record):
                yield Look(draft.put(slot, None), phrases.missing(ground.rule(slot).label))


def _judged(stand: Stand, leaf: PlannedIndicator) -> Iterator[Look]:
    """Yield projects with all, some, the least and no points given by an assessor, whole or 要点 by 要点."""
    if leaf.method == "judged":
        yield from (
            _with_judgements(stand, leaf, {"": points}) for points in _worth_trying(leaf, leaf.weight, partial=True)
        )
        yield Look(stand.draft, phrases.not_judged(leaf.label))
        return
    by_judgement = _judged_points(stand, leaf)
    full = {point: worth for point, worth, _ in by_judgement}
    if full:
        yield _with_judgements(stand, leaf, full)
    for point, worth, partial in by_judgement:
        for points in _worth_trying(leaf, worth, partial=partial)[1:]:
            yield _with_judgements(stand, leaf, {**full, point: points})
        yield _with_judgements(stand, leaf, {name: value for name, value in full.items() if name != point})
    yield from _missed(stand, leaf)


def _judged_points(stand: Stand, leaf: PlannedIndicator) -> list[tuple[str, Fraction, bool]]:
    scoring = _scoring(stand.ground.plan, leaf)
    given = {point.id for point in scoring.points if point.when is not None} if scoring is not None else set()
    counted = scoring is not None and scoring.cliff is not None
    return [(point.id, point.worth, point.partial) for point in leaf.points if point.id not in given and not counted]


def _missed(stand: Stand, leaf: PlannedIndicator) -> Iterator[Look]:
    """Yield projects with misses recorded: none, one, and on both sides of the miss from which nothing is earned."""
    scoring = _scoring(stand.ground.plan, leaf)
    if scoring is None or scoring.cliff is None:
        return
    points = [point for point in scoring.points if point.when is None and point.misses is None]
    counts = sorted({0, 1, scoring.cliff.zero_from - 1, scoring.cliff.zero_from})
    for point in points:
        for count in counts:
            rows: tuple[DraftRow, ...] = tuple(
                {"indicator": leaf.id, "point": other.id, "misses": Fraction(count if other is point else 0)}
                for other in points
            )
            yield Look(_judgements(stand, rows), phrases.missed(point.label, count))


def _scoring(plan: Plan, leaf: PlannedIndicator) -> Checklist | None:
    model = plan.pack.indicators.model
    shared = {item.id: item for item in model.shared}
    waiting = [*model.indicators]
    while waiting:
        item = waiting.pop()
        waiting += item.children
        if item.id == leaf.id:
            own = item.scoring or (shared[item.use].scoring if item.use in shared else None)
            return own if isinstance(own, Checklist) else None
    return None


def _worth_trying(leaf: PlannedIndicator, worth: Fraction, *, partial: bool) -> list[Fraction]:
    """Return points an assessor may give, all of them first."""
    found = [worth]
    for level in leaf.levels:
        found += [worth * level.most, worth * level.least]
    if partial:
        found.append(worth * _HALF)
    return list(dict.fromkeys([*found, max(leaf.lowest, Fraction(0))]))


def _with_judgements(stand: Stand, leaf: PlannedIndicator, points: Mapping[str, Fraction]) -> Look:
    worths = {"": leaf.weight} | {point.id: point.worth for point in leaf.points}
    labels = {"": leaf.label} | {point.id: point.label for point in leaf.points}
    rows: list[DraftRow] = []
    for point, given in points.items():
        row: dict[str, Value] = {"indicator": leaf.id, "points": given}
        row |= {"point": point} if point else {}
        row |= {"reason": _REASON} if given < worths[point] else {}
        rows.append(row)
    draft = _judgements(stand, tuple(rows))
    told = [phrases.judged(labels[point], Shown(given, Kind.SCORE)) for point, given in points.items()
            if given < worths[point]]  # fmt: skip
    left_out = [phrases.missing(labels[point.id]) for point in leaf.points if point.id not in points]
    said = [*told, *(left_out if leaf.method == "checklist" and points and not told else [])]
    return Look(draft, said[0] if said else phrases.judged(leaf.label, Shown(leaf.weight, Kind.SCORE)))


def _judgements(stand: Stand, rows: tuple[DraftRow, ...]) -> Draft:
    return stand.draft.with_rows(_JUDGEMENT, rows)
