"""Turns each scoring method of ``indicators.yaml`` into one expression that gives points.

Every form of a Chinese score sheet is sugar over the expression language, so an engine that can compute expressions can
score. Knows nothing about facts or engines.
"""

from __future__ import annotations

from fractions import Fraction
from typing import Final

from checker.expr import Expr, Scope
from checker.expr.functions import NUMBERS, ORDERED
from checker.expr.tree import (
    Aggregate,
    Arithmetic,
    Choose,
    Comparator,
    Comparison,
    Constant,
    Function,
)
from checker.pack.builtin import FINDING
from checker.pack.models import (
    Band,
    Bands,
    Checklist,
    Deductions,
    Formula,
    Judged,
    Linear,
    Proportional,
    Scoring,
    Steps,
)
from checker.plan.checklists import checklist, judged_points
from checker.plan.score_nodes import (
    ZERO,
    ScoringContext,
    bounded,
    field_of,
    largest,
    minus,
    over,
    points,
    share_of_weight,
    smallest,
    times,
    within,
    worth,
)
from checker.values import UNKNOWN, Kind


def score_expression(scoring: Scoring, context: ScoringContext) -> tuple[Expr, Expr | None]:
    """Return the points a method gives, kept between the lowest score and the weight, and what it measures."""
    measure: Expr | None = None
    match scoring:
        case Deductions():
            raw = _deductions(scoring, context)
        case Judged():
            raw = judged_points(context.indicator, "")
        case Checklist():
            raw = checklist(scoring, context)
        case Proportional() | Linear() | Bands() | Steps() | Formula():
            raw, measure = _measured(scoring, context)
    return within(points(context.lowest), raw, points(context.weight)), measure


def _measured(
    scoring: Proportional | Linear | Bands | Steps | Formula, context: ScoringContext
) -> tuple[Expr, Expr | None]:
    """Score one value, or each fact of ``over`` by itself and then their average or their shares added up."""
    if scoring.over is None:
        return _value_score(scoring, context, context.scope)
    record = context.scope.records.get(scoring.over) or context.scope.record(scoring.over, ZERO.span)
    inner = context.scope.push((record.name, record))
    body, _ = _value_score(scoring, context, inner)
    body = largest(points(context.lowest), body)  # 扣完为止: a bad fact does not eat the points of the others
    if not isinstance(scoring, Formula):
        most = max(Fraction(1), scoring.cap) if isinstance(scoring, Proportional) else Fraction(1)
        body = bounded(body, points(context.lowest), points(context.weight * most))
    where = None
    if scoring.where is not None:
        where = context.compile(scoring.where, ("where",), inner, (Kind.TRUTH,))

    def gathered(name: str, item: Expr) -> Expr:
        return Aggregate(name, record.name, record.name, item, where, item.kind)  # type: ignore[arg-type]

    if scoring.each is not None:
        shares = gathered("sum", times(body, Constant(scoring.each, Kind.RATIO)))
        return Arithmetic("+", shares, _rest(scoring.each, record.name, where, context), Kind.SCORE), None
    if scoring.weigh_by is not None:
        weight = context.compile(scoring.weigh_by, ("weigh_by",), inner, NUMBERS)
        return over(gathered("sum", times(body, weight, weight.kind)), gathered("sum", weight), Kind.SCORE), None
    return gathered("average", body), None


def _rest(each: Fraction, record: str, where: Expr | None, context: ScoringContext) -> Expr:
    """Return what periods that are not reported may still earn: anything up to their shares, never surely nothing."""
    count = Aggregate("count", record, record, None, where, Kind.COUNT)
    reported = times(Constant(each, Kind.RATIO), count, Kind.RATIO)
    open_share = largest(
        Constant(Fraction(0), Kind.RATIO), minus(Constant(Fraction(1), Kind.RATIO), reported, Kind.RATIO)
    )
    return Choose(Constant(UNKNOWN, Kind.TRUTH), share_of_weight(context, open_share), ZERO, Kind.SCORE)


def _value_score(
    scoring: Proportional | Linear | Bands | Steps | Formula, context: ScoringContext, scope: Scope
) -> tuple[Expr, Expr | None]:
    match scoring:
        case Formula():
            return context.compile(scoring.value, ("value",), scope, (Kind.SCORE,)), None
        case Proportional():
            return _proportional(scoring, context, scope)
        case Linear():
            return _linear(scoring, context, scope)
        case Bands():
            return _bands(scoring, context, scope)
        case Steps():
            return _steps(scoring, context, scope)


def _deductions(scoring: Deductions, context: ScoringContext) -> Expr:
    """Return the weight less what each rule deducts, each capped by itself first (扣分法)."""
    total: Expr = ZERO
    for rule in context.rules:
        condition = Comparison("=", field_of(FINDING.name, "rule", Kind.TEXT), Constant(rule.id, Kind.TEXT))
        lost: Expr = Aggregate(
            "sum", FINDING.name, FINDING.name, field_of(FINDING.name, "deduction", Kind.SCORE), condition, Kind.SCORE
        )
        if rule.deduct_cap is not None:
            lost = _capped(lost, points(rule.deduct_cap))
        total = lost if total is ZERO else Arithmetic("+", total, lost, Kind.SCORE)
    if scoring.cap is not None:
        total = _capped(total, worth(scoring.cap, context.weight))
    return minus(points(context.weight), total, Kind.SCORE)


def _capped(lost: Expr, cap: Expr) -> Expr:
    """Return the points lost up to a cap; when nobody can tell, anything up to it."""
    return bounded(within(ZERO, lost, cap), ZERO, cap)


def _proportional(scoring: Proportional, context: ScoringContext, scope: Scope) -> tuple[Expr, Expr]:
    """Return weight × rate, nothing below the pass mark (比例法).

    From the pass mark on the rate counts as (rate − mark) ÷ (1 − mark), as in 财预〔2021〕101号.
    """
    value = context.compile(scoring.value, ("value",), scope, NUMBERS)
    target = context.compile(scoring.target, ("target",), scope, NUMBERS)
    if scoring.better == "higher":
        rate: Expr = over(value, target)
    else:  # nothing at all is as good as can be, though no number divides by it
        none, full = Constant(Fraction(0), value.kind), Constant(max(scoring.cap, Fraction(1)), Kind.RATIO)
        rate = Choose(Comparison("<=", value, none), full, over(target, value), Kind.RATIO)
    share = rate
    if scoring.pass_mark is not None:
        mark = Constant(scoring.pass_mark, Kind.RATIO)
        if scoring.from_pass_mark:
            rest = Constant(1 - scoring.pass_mark, Kind.RATIO)
            share = largest(Constant(Fraction(0), Kind.RATIO), over(minus(rate, mark, Kind.RATIO), rest))
        else:
            share = Choose(Comparison("<", rate, mark), Constant(Fraction(0), Kind.RATIO), rate, Kind.RATIO)
    return share_of_weight(context, smallest(Constant(scoring.cap, Kind.RATIO), share)), rate


def _linear(scoring: Linear, context: ScoringContext, scope: Scope) -> tuple[Expr, Expr]:
    """Return weight × (value − zero_at) ÷ (full_at − zero_at), between nothing and all (线性法)."""
    value = context.compile(scoring.value, ("value",), scope, ORDERED)
    full = context.compile(scoring.full_at, ("full_at",), scope, ORDERED)
    zero = context.compile(scoring.zero_at, ("zero_at",), scope, ORDERED)
    span_kind = Kind.COUNT if value.kind in {Kind.DATE, Kind.QUARTER} else value.kind
    share = over(minus(value, zero, span_kind), minus(full, zero, span_kind))
    none, all_ = Constant(Fraction(0), Kind.RATIO), Constant(Fraction(1), Kind.RATIO)
    return share_of_weight(context, within(none, share, all_)), value


def _steps(scoring: Steps, context: ScoringContext, scope: Scope) -> tuple[Expr, Expr]:
    """Return the weight less a cost for each step off the target; ``partial_step`` says what part of a step costs."""
    value = context.compile(scoring.value, ("value",), scope, ORDERED)
    target = context.compile(scoring.target, ("target",), scope, ORDERED)
    kind = Kind.COUNT if value.kind in {Kind.DATE, Kind.QUARTER} else value.kind
    none = Constant(Fraction(0), kind)
    gap = minus(target, value, kind) if scoring.better == "higher" else minus(value, target, kind)
    gap = Function("abs", (gap,), kind) if scoring.better == "exact" else largest(none, gap)
    if scoring.free is not None:
        free = context.compile(scoring.free, ("free",), scope, NUMBERS)
        gap = largest(none, minus(gap, free, kind))
    step = context.compile(scoring.step, ("step",), scope, NUMBERS)
    count = over(gap, step, Kind.NUMBER)
    if scoring.partial_step != "exact":
        count = Function("ceiling" if scoring.partial_step == "up" else "floor", (count,), Kind.NUMBER)
    cost = times(worth(scoring.cost, context.weight), count)
    return minus(points(context.weight), cost, Kind.SCORE), value


_BOUNDS: Final[tuple[tuple[str, Comparator], ...]] = (
    ("at_least", ">="),
    ("above", ">"),
    ("at_most", "<="),
    ("below", "<"),
    ("equals", "="),
)


def _bands(scoring: Bands, context: ScoringContext, scope: Scope) -> tuple[Expr, Expr | None]:
    """Return the award of the first band that fits, else ``otherwise`` (分档法)."""
    value = None if scoring.value is None else context.compile(scoring.value, ("value",), scope, None)
    result: Expr = worth(scoring.otherwise, context.weight)
    for index in reversed(range(len(scoring.bands))):
        band = scoring.bands[index]
        condition = _band_condition(band, index, scoring.value, value, context, scope)
        result = Choose(condition, worth(band, context.weight), result, Kind.SCORE)
    return result, value


def _band_condition(
    band: Band, index: int, measured: str | None, value: Expr | None, context: ScoringContext, scope: Scope
) -> Expr:
    if band.when is not None:
        return context.compile(band.when, ("bands", index, "when"), scope, (Kind.TRUTH,))
    for name, sign in _BOUNDS:
        text = getattr(band, name)
        if text is None:
            continue
        if value is None:
            return context.compile(text, ("bands", index, name), scope, (Kind.TRUTH,))
        if value.kind in {Kind.CHOICE, Kind.TEXT}:
            words = text.strip("\"“”'")
            return context.compile(f'({measured}) {sign} "{words}"', ("bands", index, name), scope, (Kind.TRUTH,))
        return Comparison(sign, value, context.compile(text, ("bands", index, name), scope, (value.kind,)))
    return Constant(value=False, kind=Kind.TRUTH)
