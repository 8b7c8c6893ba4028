"""Composes 存在的问题 and 有关建议 from findings, by the pack's templates."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING, Any, Final

from checker.compose.quantity import Quantity, View
from checker.compose.templates import Templates, fill
from checker.expr.evaluate import in_force
from checker.result import ProblemText, Recommendation, RuleOutcome
from checker.values import UNKNOWN, Kind, Unknown
from checker.values.amounts import add, minimum

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from checker.expr import ParameterSpec
    from checker.plan import Plan
    from checker.values import Amount, Value

_SCORE: Final = Kind.SCORE


def compose_problems(
    plan: Plan, templates: Templates, found: Sequence[str], advised: Sequence[str], findings: Sequence[RuleOutcome]
) -> tuple[tuple[ProblemText, ...], tuple[Recommendation, ...]]:
    """Return the problems found and the recommendations that answer them, in the pack's order."""
    models = {id_: entry.model for id_, entry in plan.pack.problems.items()}
    params = _parameters(plan)
    problems: list[ProblemText] = []
    recommendations: list[Recommendation] = []
    for problem in sorted(found, key=lambda id_: models[id_].order):
        mine = [finding for finding in findings if finding.problem == problem]
        values = {"findings": [_view(finding, plan) for finding in mine], "params": params}
        text = fill(templates.texts[problem], values)
        ids = tuple(finding.id for finding in mine)
        problems.append(ProblemText(problem, models[problem].heading, text, ids, _deducted(mine, plan)))
        advice = models[problem].advice
        if problem in advised and advice is not None:
            recommendations.append(Recommendation(advice.heading, fill(templates.advice[problem], values), problem))
    return tuple(problems), tuple(recommendations)


def _deducted(findings: Sequence[RuleOutcome], plan: Plan) -> Amount:
    """The points a problem costs: each rule's findings up to the cap of the rule."""
    total: Amount = Fraction(0)
    for rule_id in dict.fromkeys(finding.rule for finding in findings):
        rule = plan.rule(rule_id)
        lost = _sum(finding for finding in findings if finding.rule == rule_id)
        capped = lost if rule is None or rule.deduct_cap is None else minimum(lost, rule.deduct_cap)
        found = UNKNOWN if isinstance(capped, Unknown) else add(total, capped)
        total = total if isinstance(found, Unknown) else found
    return total


def _sum(findings: Iterable[RuleOutcome]) -> Amount:
    total: Amount = Fraction(0)
    for finding in findings:
        if finding.deduction is not None:
            added = add(total, finding.deduction)
            total = total if isinstance(added, Unknown) else added
    return total


def _view(finding: RuleOutcome, plan: Plan) -> View:
    """A finding as templates see it: its fields by id, those of paired facts below the name of their variable."""
    rule = plan.rule(finding.rule)
    variables = rule.subject.variables if rule else ()
    rows: Mapping[str, Any] = finding.fields
    bound = {name: _row(record, rows[name], plan) for name, record in variables if name in rows}
    fields: dict[str, Any] = dict(bound)
    for view in reversed(bound.values()):
        fields |= view
    deduction = None if finding.deduction is None else Quantity(finding.deduction, _SCORE)
    own = {"rule": finding.rule, "key": finding.key, "title": finding.title, "message": finding.message,
           "severity": finding.severity, "deduction": deduction}  # fmt: skip
    return View({**{name: View(value) if isinstance(value, dict) else value for name, value in fields.items()}, **own})


def _row(record: str, row: Mapping[str, Value], plan: Plan) -> dict[str, Any]:
    specs = plan.records[record].fields
    return {
        name: Quantity(row[name], spec.kind, spec.unit)
        for name, spec in specs.items()
        if name in row and not isinstance(row[name], Unknown)
    }


def _parameters(plan: Plan) -> View:
    day = Fraction(plan.as_of.toordinal())

    def current(spec: ParameterSpec) -> Any:
        versions = in_force(spec.versions, day)
        if not versions:
            return Quantity(UNKNOWN, spec.kind, spec.unit)
        if spec.keys:
            return {key: Quantity(value, spec.kind, spec.unit) for key, value in versions[0].keyed}
        return Quantity(versions[0].value, spec.kind, spec.unit)

    return View({name: current(spec) for name, spec in plan.parameters.items()})
