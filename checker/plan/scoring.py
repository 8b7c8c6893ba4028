"""Turns each scoring method of ``indicators.yaml`` into one expression that gives points.

Every form of a Chinese score sheet is sugar over the expression language, so an engine that can compute expressions can
score. Knows nothing about facts or engines.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING, Final, TypeAlias

from checker.expr import Expr, Scope
from checker.expr.functions import NUMBERS, ORDERED
from checker.expr.tree import (
    Aggregate,
    AllOf,
    Arithmetic,
    Choose,
    Comparator,
    Comparison,
    Constant,
    Field,
    Function,
    Known,
)
from checker.pack.builtin import FINDING, JUDGEMENT
from checker.pack.models import (
    Award,
    Band,
    Bands,
    Checklist,
    CheckPoint,
    Deductions,
    Formula,
    Judged,
    Linear,
    Proportional,
    Scoring,
    Steps,
)
from checker.values import Kind

if TYPE_CHECKING:
    from checker.plan.plan import PlannedRule

Compile: TypeAlias = Callable[[str, tuple[str | int, ...], Scope, tuple[Kind, ...] | None], Expr]
"""Compiles a text found at a path below ``scoring`` of the indicator; faults are recorded with their place."""

ONE: Final = Constant(Fraction(1), Kind.NUMBER)
ZERO: Final = Constant(Fraction(0), Kind.SCORE)


@dataclass(frozen=True, slots=True)
class ScoringContext:
    """What a method may use: its indicator and weight, the rules that deduct from it, names, and how to compile text."""

    indicator: str
    weight: Fraction
    lowest: Fraction
    point_digits: int | None
    rules: tuple[PlannedRule, ...]
    scope: Scope
    compile: Compile


def points(value: Fraction) -> Constant:
    """Return a constant number of points."""
    return Constant(value, Kind.SCORE)


def smallest(*items: Expr) -> Expr:
    """Return the least of several expressions of one kind."""
    return Function("min", items, items[0].kind)


def largest(*items: Expr) -> Expr:
    """Return the greatest of several expressions of one kind."""
    return Function("max", items, items[0].kind)


def within(low: Expr, value: Expr, high: Expr) -> Expr:
    """Return ``value`` kept between ``low`` and ``high``."""
    return smallest(high, largest(low, value))


def bounded(value: Expr, low: Expr, high: Expr) -> Expr:
    """Return ``value``, or anything from ``low`` to ``high`` when it is unknown, so that others can still be added."""
    anything = Choose(Comparison("=", value, value), high, low, value.kind)  # unknown, so it may be either
    return Choose(Known(value), value, anything, value.kind)


def rounded(value: Expr, digits: int) -> Expr:
    """Return ``value`` rounded half up to ``digits`` decimals."""
    return Function("round", (value, Constant(Fraction(digits), Kind.NUMBER)), value.kind)


def _times(a: Expr, b: Expr, kind: Kind = Kind.SCORE) -> Expr:
    return Arithmetic("*", a, b, kind)


def _minus(a: Expr, b: Expr, kind: Kind) -> Expr:
    return Arithmetic("-", a, b, kind)


def _over(a: Expr, b: Expr, kind: Kind = Kind.RATIO) -> Expr:
    return Arithmetic("/", a, b, kind)


def _share(context: ScoringContext, share: Expr) -> Expr:
    return _times(points(context.weight), share)


def _worth(award: Award | None, weight: Fraction) -> Constant:
    if award is None:
        return ZERO
    if award.points is not None:
        return points(award.points)
    return points(weight * award.share) if award.share is not None else ZERO


def score_expression(scoring: Scoring, context: ScoringContext) -> tuple[Expr, Expr | None]:
    """Return the points a method gives, kept between the lowest score and the weight, and what it measures."""
    measure: Expr | None = None
    match scoring:
        case Deductions():
            raw = _deductions(scoring, context)
        case Judged():
            raw = judged_points(context.indicator, "")
        case Checklist():
            raw = _checklist(scoring, context)
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

    def over(name: str, item: Expr) -> Expr:
        return Aggregate(name, record.name, record.name, item, where, item.kind)  # type: ignore[arg-type]

    if scoring.each is not None:
        return over("sum", _times(body, Constant(scoring.each, Kind.RATIO))), None
    if scoring.weigh_by is not None:
        weight = context.compile(scoring.weigh_by, ("weigh_by",), inner, NUMBERS)
        return _over(over("sum", _times(body, weight, weight.kind)), over("sum", weight), Kind.SCORE), None
    return over("average", body), None


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
    """权重减去各条规则的扣分；规则自有上限的先封顶，合计再按 cap 封顶。"""
    total: Expr = ZERO
    for rule in context.rules:
        condition = Comparison("=", _field(FINDING.name, "rule", Kind.TEXT), Constant(rule.id, Kind.TEXT))
        lost: Expr = Aggregate(
            "sum", FINDING.name, FINDING.name, _field(FINDING.name, "deduction", Kind.SCORE), condition, Kind.SCORE
        )
        if rule.deduct_cap is not None:
            lost = smallest(points(rule.deduct_cap), lost)
        total = lost if total is ZERO else Arithmetic("+", total, lost, Kind.SCORE)
    if scoring.cap is not None:
        total = smallest(_worth(scoring.cap, context.weight), total)
    return _minus(points(context.weight), total, Kind.SCORE)


def _field(record: str, name: str, kind: Kind) -> Field:
    return Field(record, record, name, kind)


def _of_judgement(indicator: str, point: str, name: str, kind: Kind) -> Expr:
    """评价人对一个指标（或其要点）的唯一一条评定中的一项。"""
    record = JUDGEMENT.name
    mine = AllOf((
        Comparison("=", _field(record, "indicator", Kind.TEXT), Constant(indicator, Kind.TEXT)),
        Comparison("=", _field(record, "point", Kind.TEXT), Constant(point, Kind.TEXT)),
    ))  # fmt: skip
    return Aggregate("only", record, record, _field(record, name, kind), mine, kind)


def judged_points(indicator: str, point: str) -> Expr:
    """Return the points an assessor gave an indicator, or one 要点 of it."""
    return _of_judgement(indicator, point, "points", Kind.SCORE)


def _proportional(scoring: Proportional, context: ScoringContext, scope: Scope) -> tuple[Expr, Expr]:
    """得分 = 权重 × 完成率；及格线以下不得分，from_pass_mark 时 (完成率－及格线)/(1－及格线)（财预〔2021〕101号）。"""
    value = context.compile(scoring.value, ("value",), scope, NUMBERS)
    target = context.compile(scoring.target, ("target",), scope, NUMBERS)
    rate = _over(value, target) if scoring.better == "higher" else _over(target, value)
    share: Expr = rate
    if scoring.pass_mark is not None:
        mark = Constant(scoring.pass_mark, Kind.RATIO)
        if scoring.from_pass_mark:
            rest = Constant(1 - scoring.pass_mark, Kind.RATIO)
            share = largest(Constant(Fraction(0), Kind.RATIO), _over(_minus(rate, mark, Kind.RATIO), rest))
        else:
            share = Choose(Comparison("<", rate, mark), Constant(Fraction(0), Kind.RATIO), rate, Kind.RATIO)
    return _share(context, smallest(Constant(scoring.cap, Kind.RATIO), share)), rate


def _linear(scoring: Linear, context: ScoringContext, scope: Scope) -> tuple[Expr, Expr]:
    """得分 = 权重 × (值－零分点)/(满分点－零分点)，在 0 与满分之间。"""
    value = context.compile(scoring.value, ("value",), scope, ORDERED)
    full = context.compile(scoring.full_at, ("full_at",), scope, ORDERED)
    zero = context.compile(scoring.zero_at, ("zero_at",), scope, ORDERED)
    span_kind = Kind.COUNT if value.kind in {Kind.DATE, Kind.QUARTER} else value.kind
    share = _over(_minus(value, zero, span_kind), _minus(full, zero, span_kind))
    none, all_ = Constant(Fraction(0), Kind.RATIO), Constant(Fraction(1), Kind.RATIO)
    return _share(context, within(none, share, all_)), value


def _steps(scoring: Steps, context: ScoringContext, scope: Scope) -> tuple[Expr, Expr]:
    """每偏离目标一步扣一次，扣完为止；不满一步按 partial_step 处理。"""
    value = context.compile(scoring.value, ("value",), scope, ORDERED)
    target = context.compile(scoring.target, ("target",), scope, ORDERED)
    kind = Kind.COUNT if value.kind in {Kind.DATE, Kind.QUARTER} else value.kind
    none = Constant(Fraction(0), kind)
    gap = _minus(target, value, kind) if scoring.better == "higher" else _minus(value, target, kind)
    gap = Function("abs", (gap,), kind) if scoring.better == "exact" else largest(none, gap)
    if scoring.free is not None:
        free = context.compile(scoring.free, ("free",), scope, NUMBERS)
        gap = largest(none, _minus(gap, free, kind))
    step = context.compile(scoring.step, ("step",), scope, NUMBERS)
    count = _over(gap, step, Kind.NUMBER)
    if scoring.partial_step != "exact":
        count = Function("ceiling" if scoring.partial_step == "up" else "floor", (count,), Kind.NUMBER)
    cost = _times(_worth(scoring.cost, context.weight), count)
    return _minus(points(context.weight), cost, Kind.SCORE), value


_BOUNDS: Final[tuple[tuple[str, Comparator], ...]] = (
    ("at_least", ">="),
    ("above", ">"),
    ("at_most", "<="),
    ("below", "<"),
    ("equals", "="),
)


def _bands(scoring: Bands, context: ScoringContext, scope: Scope) -> tuple[Expr, Expr | None]:
    """第一个符合的档次定分；都不符合按 otherwise。"""
    value = None if scoring.value is None else context.compile(scoring.value, ("value",), scope, None)
    result: Expr = _worth(scoring.otherwise, context.weight)
    for index in reversed(range(len(scoring.bands))):
        band = scoring.bands[index]
        condition = _band_condition(band, index, value, context, scope)
        result = Choose(condition, _worth(band, context.weight), result, Kind.SCORE)
    return result, value


def _band_condition(band: Band, index: int, value: Expr | None, context: ScoringContext, scope: Scope) -> Expr:
    if band.when is not None:
        return context.compile(band.when, ("bands", index, "when"), scope, (Kind.TRUTH,))
    for name, sign in _BOUNDS:
        text = getattr(band, name)
        if text is None:
            continue
        if value is None:
            return context.compile(text, ("bands", index, name), scope, (Kind.TRUTH,))
        if value.kind in {Kind.CHOICE, Kind.TEXT}:
            return Comparison(sign, value, Constant(text.strip("\"“”'"), value.kind))
        return Comparison(sign, value, context.compile(text, ("bands", index, name), scope, (value.kind,)))
    return Constant(value=False, kind=Kind.TRUTH)


def _checklist(scoring: Checklist, context: ScoringContext) -> Expr:
    """各要点得分之和；没有写分值的要点平分余下的权重。"""
    total: Expr = ZERO
    for point, worth in zip(scoring.points, checkpoint_worths(scoring, context.weight), strict=True):
        earned = _checkpoint(point, worth, scoring, context)
        if point.when is None:
            earned = bounded(earned, ZERO, points(worth))
        if context.point_digits is not None:
            earned = rounded(earned, context.point_digits)
        total = earned if total is ZERO else Arithmetic("+", total, earned, Kind.SCORE)
    return total


def checkpoint_worths(scoring: Checklist, weight: Fraction) -> tuple[Fraction, ...]:
    """Return the full points of each 要点."""
    fixed = [
        point.points if point.points is not None else None if point.share is None else weight * point.share
        for point in scoring.points
    ]
    open_ = fixed.count(None)
    rest = weight - sum((worth for worth in fixed if worth is not None), Fraction(0))
    return tuple(worth if worth is not None else rest / open_ for worth in fixed)


def _checkpoint(point: CheckPoint, worth: Fraction, scoring: Checklist, context: ScoringContext) -> Expr:
    index = scoring.points.index(point)
    if point.when is not None:
        met = context.compile(point.when, ("points", index, "when"), context.scope, (Kind.TRUTH,))
        return Choose(met, points(worth), ZERO, Kind.SCORE)
    if scoring.cliff is None:
        return within(ZERO, judged_points(context.indicator, point.id), points(worth))
    misses: Expr = _of_judgement(context.indicator, point.id, "misses", Kind.COUNT)
    if point.misses is not None:
        misses = context.compile(point.misses, ("points", index, "misses"), context.scope, (Kind.COUNT, Kind.NUMBER))
    none = Constant(Fraction(0), Kind.RATIO)
    kept = largest(
        none,
        _minus(
            Constant(Fraction(1), Kind.RATIO),
            _times(Constant(scoring.cliff.each_miss, Kind.RATIO), misses, Kind.RATIO),
            Kind.RATIO,
        ),
    )
    fallen = Comparison(">=", misses, Constant(Fraction(scoring.cliff.zero_from), Kind.COUNT))
    return _times(points(worth), Choose(fallen, none, kept, Kind.RATIO))
