"""Turns rulings into outcomes people can read: message, deduction, basis, evidence, and what would settle the rest."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from typing import TYPE_CHECKING

from checker.engine.second_tier import deduction
from checker.engine.trace import Tracer, unit_of
from checker.expr import Env, Expr, evaluator
from checker.messages import language, tr
from checker.result import BasisRef, Outcome, RuleOutcome
from checker.values import Interval, show

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from checker.engine.ruling import Ruling, Waivers
    from checker.pack.models import Basis
    from checker.plan import Plan, PlannedRule
    from checker.values import Amount


def word_rulings(rulings: Iterable[Ruling], plan: Plan, tracer: Tracer, waivers: Waivers) -> Iterator[RuleOutcome]:
    """Yield one outcome for each ruling, in the same order."""
    for ruling in rulings:
        yield _word(ruling, plan, tracer, waivers)


def unworded(rulings: Iterable[Ruling]) -> Iterator[RuleOutcome]:
    """Yield one outcome for each ruling in the same order, without message, basis, evidence and what is missing."""
    for ruling in rulings:
        rule = ruling.rule
        yield RuleOutcome(
            rule=rule.id,
            title=rule.title,
            key=ruling.key,
            outcome=ruling.outcome,
            severity=rule.severity,
            concerns=rule.concerns,
            message="",
            indicator=rule.indicator,
            problem=rule.problem,
            deduction=_deducted(ruling),
        )


def _deducted(ruling: Ruling) -> Amount | None:
    """The points a finding deducts; None where it deducts none, or nobody can tell how many."""
    points = deduction(ruling) if ruling.outcome is Outcome.FAIL else None
    return points if isinstance(points, Fraction | Interval) else None


def basis_refs(basis: Iterable[Basis], plan: Plan) -> tuple[BasisRef, ...]:
    """Return the clauses with the titles of their documents."""
    refs = []
    for item in basis:
        entry = plan.pack.documents.get(item.document)
        title, number = (entry.model.title, entry.model.number) if entry else (item.document, "")
        refs.append(BasisRef(item.document, title, number, item.clause, item.quote))
    return tuple(refs)


def _word(ruling: Ruling, plan: Plan, tracer: Tracer, waivers: Waivers) -> RuleOutcome:
    rule, case = ruling.rule, ruling.case
    trees = _trees(rule)
    missing = tracer.unreported(ruling.unreported)
    fields: Mapping[str, object] = {}
    if case is not None:
        fields = case.env.rows
        if ruling.outcome is Outcome.UNKNOWN:
            missing += tracer.missing(_conditions(rule), case.env)
    waiver = waivers.in_force.get((rule.id, ruling.key)) or waivers.in_force.get((rule.id, ""))
    waived = ruling.outcome is Outcome.WAIVED and waiver is not None
    return RuleOutcome(
        rule=rule.id,
        title=rule.title,
        key=ruling.key,
        outcome=ruling.outcome,
        severity=rule.severity,
        concerns=rule.concerns,
        message=_message(ruling, plan),
        indicator=rule.indicator,
        problem=rule.problem,
        deduction=_deducted(ruling),
        basis=basis_refs(rule.basis, plan),
        evidence=tracer.evidence(trees, case.env) if case is not None else (),
        missing=missing,
        note=tr("{who}批准：{why}", who=waiver.approver, why=waiver.reason) if waived and waiver else "",
        fields=fields,
    )


def _conditions(rule: PlannedRule) -> tuple[Expr, ...]:
    return tuple(tree for tree in (rule.subject.where, rule.applies, rule.when) if tree is not None)


def _trees(rule: PlannedRule) -> tuple[Expr, ...]:
    shown = tuple(part for part in rule.message if not isinstance(part, str))
    return (*_conditions(rule), *shown)


def _message(ruling: Ruling, plan: Plan) -> str:
    """The rule's message tells of a finding, so anything else says what was not found or why it cannot be told."""
    rule, case = ruling.rule, ruling.case
    if case is None:
        return _no_case(ruling, plan)
    match ruling.outcome:
        case Outcome.FAIL | Outcome.WAIVED:
            return render(rule, case.env)
        case Outcome.PASS:
            return tr("没有发现“{title}”", title=rule.title)
        case Outcome.UNKNOWN:
            return tr("不能判断是否“{title}”", title=rule.title)
        case Outcome.NOT_APPLICABLE:
            return tr("不适用")


def render(rule: PlannedRule, env: Env) -> str:
    """Return the rule's message with its holes filled for one case."""
    with language("zh"):  # the sentence is the pack's own, so its numbers are written in the language of the pack
        return "".join(
            part if isinstance(part, str) else show(evaluator(part)(env), part.kind, unit_of(part))
            for part in rule.message
        )


def _no_case(ruling: Ruling, plan: Plan) -> str:
    names = "、".join(plan.records[name].label for name in ruling.unreported)
    if ruling.outcome is Outcome.UNKNOWN:
        return tr("没有提供{names}，无法判断", names=names)
    return tr("没有需要检查的事实")
