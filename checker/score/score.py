"""Scores a decided project: each indicator, the total and the grade, and what unknown facts leave open.

Turns tables with findings into indicator scores; knows nothing about how findings were decided or how scores are shown.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from typing import TYPE_CHECKING, Final

from checker.engine import Tracer
from checker.expr import evaluator, truth
from checker.expr.evaluate import MEMBER
from checker.messages import tr
from checker.result import IndicatorScore, Missing, Outcome, Request, RuleOutcome
from checker.score.policies import Applicability, added, applicabilities, work_in
from checker.score.total import Total, known, total, width
from checker.values import UNKNOWN, Amount, Interval, Unknown, Value, hull, show
from checker.values.amounts import MaybeAmount, add, maximum, minimum, subtract

if TYPE_CHECKING:
    from checker.plan import Plan, PlannedIndicator
    from checker.plan.tables import Tables

_ZERO: Final = Fraction(0)


@dataclass(frozen=True, slots=True)
class Points:
    """The bare numbers: what each leaf scores by itself and with policies worked in, what applies, and the total."""

    raw: Mapping[str, Amount]
    worked: Mapping[str, Amount]
    weights: Mapping[str, Amount]
    applies: Mapping[str, Applicability]
    total: Total


@dataclass(frozen=True, slots=True)
class Scores:
    """The scores of every indicator in the order of the tree, the total, and the facts that would narrow it."""

    indicators: tuple[IndicatorScore, ...]
    points: Points
    requests: tuple[Request, ...]

    @property
    def total(self) -> Total:
        """The total and the grade."""
        return self.points.total


def score_points(plan: Plan, tables: Tables) -> Points:
    """Return the points of every leaf and the total; what cannot be told gives an interval."""
    raw: dict[str, Amount] = {}
    for leaf in plan.score.leaves:
        if leaf.score is None:
            continue
        value = evaluator(leaf.score)(tables.env)
        possible = [leaf.lowest, leaf.weight, *(veto.score for veto in leaf.vetoes)]
        raw[leaf.id] = known(value if isinstance(value, Fraction | Interval) else UNKNOWN, min(possible), max(possible))
    applies = applicabilities(plan.score, tables.env)
    worked = work_in(plan.score, raw, applies)
    return Points(raw, worked.scores, worked.weights, applies, total(plan.score, worked.total, tables.env))


def describe_scores(
    plan: Plan, points: Points, tables: Tables, outcomes: Sequence[RuleOutcome], tracer: Tracer
) -> Scores:
    """Return the scores with measures, reasons and what is missing; requests are ranked by points at stake."""
    indicators = tuple(_indicator(node, points, outcomes, tables, tracer) for node in plan.score.indicators)
    conditions = _open_conditions(plan, points, tables, tracer)
    return Scores(indicators, points, _requests(indicators, points.raw, outcomes, conditions))


def bare_scores(plan: Plan, points: Points, outcomes: Sequence[RuleOutcome]) -> Scores:
    """Return the scores without measures, reasons and what is missing: all that the rules on scores read."""
    return Scores(tuple(_bare(node, points, outcomes, plan) for node in plan.score.indicators), points, ())


def _indicator(
    node: PlannedIndicator, points: Points, outcomes: Sequence[RuleOutcome], tables: Tables, tracer: Tracer
) -> IndicatorScore:
    bare = _bare(node, points, outcomes, tracer.plan)
    if node.score is None:
        return bare
    mine = [outcome for outcome in outcomes if outcome.indicator == node.id and outcome.is_finding]
    return replace(
        bare,
        measure="" if node.measure is None else show(evaluator(node.measure)(tables.env), node.measure.kind),
        reasons=tuple(_reasons(node, points.applies[node.id], mine, tables)),
        missing=_name_judgements(tracer.missing((node.score,), tables.env), node) if width(bare.score) else (),
    )


def _bare(node: PlannedIndicator, points: Points, outcomes: Sequence[RuleOutcome], plan: Plan) -> IndicatorScore:
    if node.score is None:
        found = added([_counted(leaf.id, points) for leaf in plan.score.leaves_below(node.id)])
        return IndicatorScore(node.id, node.label, node.level, node.parent, node.weight, found, "group")
    score, weight, state = points.worked[node.id], points.weights[node.id], points.applies[node.id]
    about = [outcome for outcome in outcomes if outcome.indicator == node.id]
    return IndicatorScore(
        id=node.id,
        label=node.label,
        level=node.level,
        parent=node.parent,
        weight=weight if isinstance(weight, Fraction) else node.weight,
        score=score,
        method=node.method,
        explained=_explained(node, subtract(weight, score), about, plan),
        applicable=None if isinstance(state.applies, Unknown) else state.applies,
        bonus=node.bonus,
    )


def _counted(leaf: str, points: Points) -> Amount:
    """What a leaf adds to its group: perhaps nothing, when it may turn out not to count."""
    score = points.worked[leaf]
    return score if points.applies[leaf].settled else known(hull(_ZERO, score), _ZERO, _ZERO)


def _explained(node: PlannedIndicator, lost: Amount | Unknown, about: Sequence[RuleOutcome], plan: Plan) -> Amount:
    """The points lost that problems tell of: what their findings deduct, at most what was lost.

    An indicator that is not scored by deductions is explained whole by any problem about it. What cannot be told yet
    may explain anything up to what was lost.
    """
    told = [outcome for outcome in about if outcome.is_finding and outcome.problem is not None]
    found: MaybeAmount = _ZERO
    for finding in told:
        if finding.deduction is not None and not isinstance(found, Unknown):
            found = add(found, finding.deduction)
    if told and node.method != "deductions":
        found = lost
    elif any(_may_tell_more(outcome, plan) for outcome in about):
        found = hull(_ZERO, lost)
    if isinstance(lost, Unknown) or isinstance(found, Unknown):
        return known(UNKNOWN, _ZERO, node.weight)
    least = minimum(lost, found)
    return known(least if isinstance(least, Unknown) else maximum(_ZERO, least), _ZERO, node.weight)


def _may_tell_more(outcome: RuleOutcome, plan: Plan) -> bool:
    """Whether an outcome may yet tell of a problem, or of points nobody can name yet."""
    rule = plan.rule(outcome.rule)
    unnamed = outcome.is_finding and outcome.deduction is None and rule is not None and rule.deduct is not None
    return outcome.problem is not None and (outcome.outcome is Outcome.UNKNOWN or unnamed)


def _reasons(
    node: PlannedIndicator, state: Applicability, findings: Sequence[RuleOutcome], tables: Tables
) -> Iterable[str]:
    if state.policy is not None and state.policy.reason:
        yield state.policy.reason
    for veto in node.vetoes:
        if truth(evaluator(veto.when)(tables.env)) is True:
            yield veto.title
    yield from dict.fromkeys(finding.title for finding in findings if finding.deduction)
    for row in tables.env.tables.get("judgement", ()):
        if row.get("indicator") == node.id and isinstance(row.get("reason"), str):
            yield str(row["reason"])


def _name_judgements(missing: tuple[Missing, ...], node: PlannedIndicator) -> tuple[Missing, ...]:
    """Say whose judgement is missing: the type alone would not tell."""
    return tuple(
        replace(item, key=node.id, label=tr("“{label}”的评定", label=node.label), ask=tr("评价人评分"))
        if item.type == "judgement"
        else item
        for item in missing
    )


def _requests(
    indicators: Sequence[IndicatorScore],
    raw: Mapping[str, Amount],
    outcomes: Sequence[RuleOutcome],
    conditions: Sequence[tuple[Missing, str, Fraction]],
) -> tuple[Request, ...]:
    """Return the missing facts, the one with most points at stake first, then in the order they were met."""
    stakes: dict[Missing, Fraction] = {}
    checks: dict[Missing, list[str]] = {}

    def note(item: Missing, check: str, stake: Fraction) -> None:
        stakes[item] = stakes.get(item, _ZERO) + stake
        checks.setdefault(item, []).append(check)

    for indicator in indicators:
        open_points = width(raw[indicator.id]) if indicator.id in raw else _ZERO
        doubtful = [o for o in outcomes if o.outcome is Outcome.UNKNOWN and o.indicator == indicator.id]
        items = dict.fromkeys([*indicator.missing, *(item for o in doubtful for item in o.missing)])
        for item in items if open_points else ():
            note(item, indicator.id, open_points)
    for outcome in outcomes:
        if outcome.outcome is Outcome.UNKNOWN and outcome.concerns == "project":
            for item in outcome.missing:
                note(item, outcome.id, _ZERO)
    for item, name, stake in conditions:
        note(item, name, stake)
    ranked = sorted(stakes, key=lambda item: -stakes[item])
    return tuple(Request(item, tuple(dict.fromkeys(checks[item])), stakes[item]) for item in ranked)


def _open_conditions(plan: Plan, points: Points, tables: Tables, tracer: Tracer) -> list[tuple[Missing, str, Fraction]]:
    """What would settle whether an indicator applies or a cap or veto holds, with the points that hang on it."""
    whole = width(points.total.score)
    found = [(item.when, leaf.label, leaf.weight) for leaf in plan.score.leaves for item in leaf.not_applicable]
    found += [(cap.when, cap.title, whole) for cap in plan.score.caps if cap.title in points.total.limits]
    found += [(veto.when, veto.title, whole) for veto in plan.score.vetoes if veto.title in points.total.limits]
    return [(missing, name, stake) for when, name, stake in found for missing in tracer.missing((when,), tables.env)]


def with_scores(tables: Tables, plan: Plan, scores: Scores) -> Tables:
    """Return ``tables`` with the builtin types ``indicator`` and ``result``, for the rules on scores."""
    nodes = {node.id: node for node in plan.score.indicators}
    rows: list[Mapping[str, Value]] = []
    keys = []
    for indicator in scores.indicators:
        if indicator.applicable is False and not indicator.score:
            continue  # one that counts as met keeps its place and weight
        node = nodes[indicator.id]
        weight = scores.points.weights.get(indicator.id, indicator.weight)
        row: dict[str, Value] = {
            "id": indicator.id,
            "label": indicator.label,
            "level": Fraction(indicator.level),
            "leaf": indicator.leaf,
            "dimension": node.dimension,
            "weight": weight,
            "score": indicator.score,
            "lost": subtract(weight, indicator.score),
            "explained": indicator.explained if indicator.explained is not None else UNKNOWN,
            "judged": node.method in {"judged", "checklist"},
        }
        if indicator.leaf and not scores.points.applies[indicator.id].settled:
            row[MEMBER] = UNKNOWN  # it may turn out not to count
        if node.target_met is not None:
            row["target_met"] = evaluator(node.target_met)(tables.env)
        rows.append(row)
        keys.append(indicator.id)
    tables = tables.with_table("indicator", rows, keys, single=False)
    return tables.with_table("result", [_result_row(plan, scores)], ("",), single=True)


def _result_row(plan: Plan, scores: Scores) -> Mapping[str, Value]:
    score, full = scores.total.score, plan.score.full_score
    explained = added([i.explained for i in scores.indicators if i.explained is not None])
    row: dict[str, Value] = {"score": score, "full": full, "lost": subtract(full, score), "explained": explained}
    if len(scores.total.grades) == 1:
        row["grade"] = scores.total.grades[0]
    return row
