"""Turns a planned rule or indicator into whole sentences, as a regulation would say it; knows nothing about formats."""

from __future__ import annotations

from typing import TYPE_CHECKING

from checker.expr.tree import Parameter, walk
from checker.messages import tr
from checker.pack.models import Bands, Checklist, Judged, Linear, Proportional, Steps
from checker.report.words import listed
from checker.values import Kind, show

if TYPE_CHECKING:
    from collections.abc import Iterator

    from checker.expr import Expr
    from checker.pack.models import Award, Band, Scoring
    from checker.plan import Plan, PlannedIndicator, PlannedRule
    from checker.plan.spoken import Speaker


def rule_sentence(rule: PlannedRule, plan: Plan, speaker: Speaker) -> str:
    """Return what a rule demands: of what, when it finds something, and what follows."""
    parts = [_subject(rule, plan, speaker)]
    if rule.applies is not None:
        parts.append(tr("适用于{condition}的情形。", condition=speaker.say(rule.applies)))
    found = speaker.say(rule.when)
    if rule.concerns == "evaluation":
        parts.append(tr("{condition}的，作为复核提示列出，不扣分。", condition=found))
    else:
        parts.append(
            tr("{condition}的，列为问题{deduction}。", condition=found, deduction=_deduction(rule, plan, speaker))
        )
    at = _parameters_on(rule)
    if at is not None:
        parts.append(tr("标准按{day}那天的取值。", day=speaker.say(at)))
    return "".join(parts)


def _subject(rule: PlannedRule, plan: Plan, speaker: Speaker) -> str:
    names = [tr("“{name}”", name=plan.records[record].label) for record in rule.subject.types]
    if not names:
        return tr("对整个项目检查一次：")
    what = listed(names)
    if rule.subject.where is None:
        single = all(plan.records[record].single for record in rule.subject.types)
        return tr("检查{what}：", what=what) if single else tr("逐条检查{what}：", what=what)
    where = speaker.say(rule.subject.where)
    if len(names) > 1:
        return tr("把{what}配对检查（{where}）：", what=what, where=where)
    return tr("逐条检查{what}（只看{where}的）：", what=what, where=where)


def _deduction(rule: PlannedRule, plan: Plan, speaker: Speaker) -> str:
    if rule.deduct is None or rule.indicator is None:
        return ""
    labels = {node.id: node.label for node in plan.score.indicators}
    label, points = labels.get(rule.indicator, rule.indicator), speaker.say(rule.deduct)
    text = tr("，每次从指标“{label}”扣{points}", label=label, points=points)
    if rule.deduct_cap is not None:
        text += tr("，累计最多扣{points}", points=show(rule.deduct_cap, Kind.SCORE))
    return text


def _parameters_on(rule: PlannedRule) -> Expr | None:
    trees = [tree for tree in (rule.when, rule.applies, rule.subject.where, rule.deduct) if tree is not None]
    dated = (node.at for tree in trees for node in walk(tree) if isinstance(node, Parameter))
    return next((at for at in dated if at is not None), None)


def scoring_sentences(node: PlannedIndicator, scoring: Scoring | None, speaker: Speaker) -> tuple[str, ...]:
    """Return how an indicator is scored, one sentence for each band or step."""
    measure = "" if node.measure is None else speaker.say(node.measure)
    match scoring:
        case Proportional():
            return tuple(_proportional(scoring, measure))
        case Linear():
            text = tr(
                "{value}达到{full}得满分，到{zero}得0分，中间按比例。",
                value=measure,
                full=scoring.full_at,
                zero=scoring.zero_at,
            )
            return (text,)
        case Steps():
            return (_steps(scoring, measure),)
        case Bands():
            return tuple(_bands(scoring, measure))
        case Checklist():
            return (tr("按要点计分：{points}。", points=listed(point.label for point in scoring.points)),)
        case Judged():
            return (tr("由评价人评定，扣分要写明理由。"),)
    if node.method == "formula":
        return (tr("按公式计分。"),)
    return (tr("从满分起，按下列规则的发现扣分，扣完为止。"),) if node.method == "deductions" else ()


def _proportional(scoring: Proportional, measure: str) -> Iterator[str]:
    if scoring.cap == 1:
        yield tr("按比例计分：权重×（{rate}），最高得满分。", rate=measure)
    else:
        yield tr("按比例计分：权重×（{rate}），最高得权重的{cap}。", rate=measure, cap=show(scoring.cap, Kind.RATIO))
    if scoring.pass_mark is not None:
        yield tr("不到{mark}的不得分。", mark=show(scoring.pass_mark, Kind.RATIO))


def _steps(scoring: Steps, measure: str) -> str:
    parts = {"exact": tr("按比例扣"), "up": tr("按一步扣"), "down": tr("不扣")}
    sides = {"higher": tr("每低"), "lower": tr("每高"), "exact": tr("每偏离")}
    return tr(
        "{value}以{target}为准，{side}{step}扣{cost}，不满一步{part}，扣完为止。",
        value=measure,
        target=scoring.target,
        side=sides[scoring.better],
        step=scoring.step,
        cost=_award(scoring.cost),
        part=parts[scoring.partial_step],
    )


def _bands(scoring: Bands, measure: str) -> Iterator[str]:
    for band in scoring.bands:
        yield tr("{condition}：得{award}。", condition=_bound(band, measure), award=_award(band))
    if scoring.otherwise is not None:
        yield tr("其余：得{award}。", award=_award(scoring.otherwise))


def _bound(band: Band, measure: str) -> str:
    words = {
        "at_least": tr("{value}不低于{bound}", value=measure, bound=band.at_least),
        "above": tr("{value}高于{bound}", value=measure, bound=band.above),
        "at_most": tr("{value}不高于{bound}", value=measure, bound=band.at_most),
        "below": tr("{value}低于{bound}", value=measure, bound=band.below),
        "equals": tr("{value}等于{bound}", value=measure, bound=band.equals),
    }
    return band.when or next(text for name, text in words.items() if getattr(band, name) is not None)


def _award(award: Award) -> str:
    if award.points is not None:
        return show(award.points, Kind.SCORE)
    return tr("权重的{share}", share=show(award.share, Kind.RATIO)) if award.share is not None else tr("0分")
