"""Plans the score: the indicator tree with each scoring form as an expression, and what frames the total."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING

from checker.expr import Expr, Scope
from checker.expr.tree import Choose
from checker.pack.models import (
    Checklist,
    Deductions,
    Grade,
    IndicatorModel,
    Judged,
    NotApplicable,
    Rounding,
    Scoring,
    Veto,
)
from checker.plan.checklists import checkpoint_worths
from checker.plan.plan import (
    PlannedCap,
    PlannedGrade,
    PlannedIndicator,
    PlannedNotApplicable,
    PlannedPoint,
    PlannedRule,
    PlannedVeto,
    ScorePlan,
)
from checker.plan.score_nodes import ScoringContext, points, rounded
from checker.plan.scoring import score_expression
from checker.values import Kind

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from checker.pack import Origin, Pack
    from checker.plan.compiler import Compiler
    from checker.source import Step

_HUNDRED = Fraction(100)


@dataclass(frozen=True, slots=True)
class _Tree:
    """What planning an indicator needs to know besides the indicator itself."""

    scope: Scope
    compiler: Compiler
    rounding: Rounding
    rules: tuple[PlannedRule, ...]
    shared: Mapping[str, tuple[IndicatorModel, Origin]]


def plan_score(pack: Pack, scope: Scope, compiler: Compiler, rules: tuple[PlannedRule, ...]) -> ScorePlan:
    """Return the score plan of ``pack``."""
    model, origin = pack.indicators.model, pack.indicators.origin
    rounding = model.rounding or Rounding()
    shared = {item.id: (item, origin.below("shared", index)) for index, item in enumerate(model.shared)}
    tree = _Tree(scope, compiler, rounding, rules, shared)
    indicators: list[PlannedIndicator] = []
    for index, item in enumerate(model.indicators):
        indicators.extend(_plan(item, origin.below("indicators", index), None, 1, "", tree))
    return ScorePlan(
        full_score=model.full_score if model.full_score is not None else _HUNDRED,
        indicators=tuple(indicators),
        grades=tuple(map(_grade, model.grades)),
        caps=tuple(
            PlannedCap(
                compiler.expression(cap.when, origin, ("caps", index, "when"), scope, (Kind.TRUTH,)),
                cap.at_most,
                cap.title,
                cap.basis,
            )
            for index, cap in enumerate(model.caps)
        ),
        vetoes=_vetoes(model.vetoes, origin, ("vetoes",), tree),
        total_digits=rounding.digits if rounding.stage == "total" else None,
    )


def _plan(
    item: IndicatorModel, origin: Origin, parent: str | None, level: int, dimension: str, tree: _Tree
) -> Iterator[PlannedIndicator]:
    model, scored_at = _with_shared(item, origin, tree)
    top = dimension or model.label
    weight = model.weight if model.weight is not None else _sum_of(model)
    if model.children:
        yield PlannedIndicator(
            model.id, model.label, level, top, parent, weight, "group", None, criteria=model.criteria, basis=model.basis
        )
        for index, child in enumerate(model.children):
            yield from _plan(child, origin.below("children", index), model.id, level + 1, top, tree)
        return
    yield _leaf(model, scored_at, parent, level, top, weight, tree)


def _with_shared(item: IndicatorModel, origin: Origin, tree: _Tree) -> tuple[IndicatorModel, Origin]:
    """Return the indicator with what it takes over from the shared one, and where its scoring is written."""
    if item.use is None or item.use not in tree.shared:
        return item, origin
    shared, shared_origin = tree.shared[item.use]
    given = {name: getattr(item, name) for name in item.model_fields_set if name != "use"}
    scored_at = origin if "scoring" in given else shared_origin
    return shared.model_copy(update=given), scored_at


def _sum_of(model: IndicatorModel) -> Fraction:
    return sum(
        (
            child.weight or _sum_of(child)
            for child in model.children
            if not child.bonus and child.alternative_to is None
        ),
        Fraction(0),
    )


def _leaf(  # noqa: PLR0913, PLR0917 - the position in the tree
    model: IndicatorModel,
    origin: Origin,
    parent: str | None,
    level: int,
    dimension: str,
    weight: Fraction,
    tree: _Tree,
) -> PlannedIndicator:
    scoring = model.scoring or Deductions()
    vetoes = _vetoes(model.veto, origin, ("veto",), tree)
    score, measure = _scored(model, scoring, weight, origin, tree)
    for veto in vetoes:
        score = Choose(veto.when, points(veto.score), score, Kind.SCORE)
    if tree.rounding.stage == "indicator":
        score = rounded(score, tree.rounding.digits)
    return PlannedIndicator(
        id=model.id,
        label=model.label,
        level=level,
        dimension=dimension,
        parent=parent,
        weight=weight,
        method=scoring.method,
        score=score,
        measure=measure,
        lowest=model.lowest,
        bonus=model.bonus,
        alternative_to=model.alternative_to,
        not_applicable=_not_applicable(model.not_applicable, origin, tree),
        vetoes=vetoes,
        target_met=None
        if model.target_met is None
        else tree.compiler.expression(model.target_met, origin, ("target_met",), tree.scope, (Kind.TRUTH,)),
        points=_points(scoring, weight),
        levels=scoring.levels if isinstance(scoring, Judged) else (),
        criteria=model.criteria,
        basis=model.basis,
    )


def _scored(
    model: IndicatorModel, scoring: Scoring, weight: Fraction, origin: Origin, tree: _Tree
) -> tuple[Expr, Expr | None]:
    """Return the points the scoring method gives and what it measures, before vetoes and rounding."""

    def compile_at(text: str, steps: tuple[Step, ...], scope: Scope, kinds: tuple[Kind, ...] | None) -> Expr:
        return tree.compiler.expression(text, origin, ("scoring", *steps), scope, kinds)

    context = ScoringContext(
        indicator=model.id,
        weight=weight,
        lowest=model.lowest,
        point_digits=tree.rounding.digits if tree.rounding.stage == "point" else None,
        rules=tuple(rule for rule in tree.rules if rule.indicator == model.id and rule.deduct is not None),
        scope=tree.scope,
        compile=compile_at,
    )
    return score_expression(scoring, context)


def _points(scoring: Scoring, weight: Fraction) -> tuple[PlannedPoint, ...]:
    if not isinstance(scoring, Checklist):
        return ()
    worths = checkpoint_worths(scoring, weight)
    return tuple(
        PlannedPoint(point.id, point.label, worth, point.partial)
        for point, worth in zip(scoring.points, worths, strict=True)
    )


def _not_applicable(items: tuple[NotApplicable, ...], origin: Origin, tree: _Tree) -> tuple[PlannedNotApplicable, ...]:
    return tuple(
        PlannedNotApplicable(
            tree.compiler.expression(item.when, origin, ("not_applicable", index, "when"), tree.scope, (Kind.TRUTH,)),
            item.policy,
            item.to,
            item.reason,
        )
        for index, item in enumerate(items)
    )


def _vetoes(items: tuple[Veto, ...], origin: Origin, steps: tuple[Step, ...], tree: _Tree) -> tuple[PlannedVeto, ...]:
    return tuple(
        PlannedVeto(
            tree.compiler.expression(item.when, origin, (*steps, index, "when"), tree.scope, (Kind.TRUTH,)),
            item.title,
            item.score,
            item.grade,
            item.basis,
        )
        for index, item in enumerate(items)
    )


def _grade(model: Grade) -> PlannedGrade:
    low = model.at_least if model.at_least is not None else model.above
    high = model.at_most if model.at_most is not None else model.below
    return PlannedGrade(
        model.label, low, model.at_least is None and low is not None, high, model.at_most is None and high is not None
    )
