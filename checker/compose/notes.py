"""Review notes (复核提示): what concerns the evaluation itself, never the project.

They name what is missing in the chain deduction – problem – basis – evidence – recommendation, and what the rules on
the evaluation found.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from fractions import Fraction
from typing import TYPE_CHECKING, Final

from checker.messages import tr
from checker.result import IndicatorScore, Outcome, ProblemText, Recommendation, ReviewNote, RuleOutcome
from checker.values import Amount, Kind, Unknown, ends, show
from checker.values.amounts import subtract
from checker.values.calendar import date_number

if TYPE_CHECKING:
    from checker.facts import FactSet
    from checker.plan import Plan
    from checker.score import Total

_ZERO: Final = Fraction(0)


def review_notes(
    outcomes: Sequence[RuleOutcome],
    indicators: Sequence[IndicatorScore],
    problems: Sequence[ProblemText],
    recommendations: Sequence[Recommendation],
) -> Iterator[ReviewNote]:
    """Yield the notes in a fixed order: points, findings, problems, then the pack's own rules on the evaluation."""
    yield from _unexplained(indicators)
    findings = [outcome for outcome in outcomes if outcome.is_finding]
    yield from _broken_findings(findings)
    yield from _broken_problems(problems, recommendations, _losing(findings, indicators))
    for outcome in outcomes:
        if outcome.concerns == "evaluation" and outcome.outcome is Outcome.FAIL:
            places = tuple(evidence.place for evidence in outcome.evidence if evidence.place is not None)
            yield ReviewNote(outcome.rule, outcome.title, outcome.message, places)


def _unexplained(indicators: Sequence[IndicatorScore]) -> Iterator[ReviewNote]:
    """Points lost that no problem tells of, where both are known exactly."""
    lost = explained = _ZERO
    open_ = False
    parts = []
    for indicator in indicators:
        if not indicator.leaf or indicator.bonus or indicator.applicable is False:
            continue
        points = _exact(subtract(indicator.weight, indicator.score))
        told = _exact(indicator.explained)
        if points is None or told is None:
            open_ = True
            continue
        lost, explained = lost + points, explained + told
        if points > told:
            parts.append(tr("{label}{points}", label=indicator.label, points=show(points - told, Kind.SCORE)))
    if parts:
        text = tr(
            "共扣{lost}，存在的问题只说明了{told}，还有{rest}没有对应的问题和建议：{parts}。",
            lost=show(lost, Kind.SCORE), told=show(explained, Kind.SCORE),
            rest=show(lost - explained, Kind.SCORE), parts="、".join(parts),
        )  # fmt: skip
        if open_:
            text = tr("得分已定的指标{text}", text=text)
        yield ReviewNote("points-unexplained", tr("扣分没有对应的问题"), text)


def _exact(amount: Amount | Unknown | None) -> Fraction | None:
    return amount if isinstance(amount, Fraction) else None


def _broken_findings(findings: Iterable[RuleOutcome]) -> Iterator[ReviewNote]:
    for finding in findings:
        name = tr("“{title}”（{id}）", title=finding.title, id=finding.id)
        if finding.deduction and finding.problem is None:
            text = tr("{name}扣了{points}，但没有归入任何问题。", name=name, points=show(finding.deduction, Kind.SCORE))
            yield ReviewNote("deduction-without-problem", tr("有扣分无问题"), text)
        if not finding.basis:
            yield ReviewNote(
                "finding-without-basis", tr("发现没有依据"), tr("{name}没有写明依据的文件和条款。", name=name)
            )
        if not any(evidence.sourced for evidence in finding.evidence):
            places = tuple(evidence.place for evidence in finding.evidence if evidence.place is not None)
            text = tr("{name}所依据的事实没有注明出自哪份材料。", name=name)
            yield ReviewNote("finding-without-evidence", tr("发现没有证据"), text, places)


def _losing(findings: Iterable[RuleOutcome], indicators: Sequence[IndicatorScore]) -> set[str | None]:
    """Return the problems about indicators that lost points some other way than by deductions."""
    losing = {i.id for i in indicators if i.method != "deductions" and i.leaf and i.score != i.weight}
    return {finding.problem for finding in findings if finding.indicator in losing}


def _broken_problems(
    problems: Sequence[ProblemText], recommendations: Sequence[Recommendation], losing: set[str | None]
) -> Iterator[ReviewNote]:
    advised = {recommendation.problem for recommendation in recommendations}
    for problem in problems:
        if problem.id not in advised:
            text = tr("问题“{heading}”没有对应的建议。", heading=problem.heading)
            yield ReviewNote("problem-without-advice", tr("有问题无建议"), text)
        if ends(problem.deduction).high == _ZERO and problem.id not in losing:
            text = tr("问题“{heading}”没有扣分。", heading=problem.heading)
            yield ReviewNote("problem-without-deduction", tr("有问题无扣分"), text)


def grade_notes(total: Total, plan: Plan) -> Iterator[ReviewNote]:
    """Yield a note when the total falls into a hole of the grade bands."""
    if plan.score.grades and not total.grades:
        text = tr("总分{score}不在任何等级的分数段内。", score=show(total.score, Kind.SCORE))
        yield ReviewNote("no-grade", tr("总分没有对应的等级"), text)


def waiver_notes(facts: FactSet, plan: Plan, outcomes: Sequence[RuleOutcome]) -> Iterator[ReviewNote]:
    """Yield a note for each waiver that has expired, may not be given, or waives nothing."""
    waived = {(outcome.rule, outcome.key) for outcome in outcomes if outcome.outcome is Outcome.WAIVED}
    for waiver in facts.waivers:
        rule = plan.rule(waiver.rule)
        name = waiver.rule + (f"[{waiver.key}]" if waiver.key else "")
        if waiver.expires is not None and waiver.expires < plan.as_of:
            day = show(date_number(waiver.expires), Kind.DATE)
            text = tr("对 {name} 的豁免已于{day}到期，不再生效。", name=name, day=day)
            yield ReviewNote("waiver-expired", tr("豁免已过期"), text, (waiver.place,))
        elif rule is not None and not rule.waivable:
            text = tr("规则“{title}”不允许豁免，对 {name} 的豁免没有生效。", title=rule.title, name=name)
            yield ReviewNote("waiver-refused", tr("豁免不生效"), text, (waiver.place,))
        elif not any(rule_id == waiver.rule and waiver.key in {"", key} for rule_id, key in waived):
            text = tr("对 {name} 的豁免没有对应的发现。", name=name)
            yield ReviewNote("waiver-unused", tr("豁免没有用上"), text, (waiver.place,))
