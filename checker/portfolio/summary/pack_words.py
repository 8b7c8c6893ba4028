"""Finds the rule pack of a result and takes from it what its tables do not say: titles, weights, bands, documents.

Knows nothing about the rows of a result.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from checker.engine.wording import basis_refs
from checker.messages import Message, message
from checker.portfolio.single.remembered import recalled
from checker.portfolio.summary.scored import Indicator
from checker.run import open_checker
from checker.source import Problems

if TYPE_CHECKING:
    from collections.abc import Mapping
    from fractions import Fraction
    from pathlib import Path

    from checker.plan import Plan, PlannedRule
    from checker.plan.plan import PlannedGrade, PlannedIndicator
    from checker.result import BasisRef

_FULL: str = "full"


@dataclass(frozen=True, slots=True)
class RuleWords:
    """What a rule is called, what it rests on, the heading of its problem, and whether it deducts points."""

    title: str
    basis: tuple[BasisRef, ...] = ()
    heading: str = ""
    deducts: bool = False


@dataclass(frozen=True, slots=True)
class PackWords:
    """The words of a pack; all empty, with ``why``, when it is not there as it was when the result was made.

    ``fields`` gives the label and the document to ask for of ``(type, field)``, with an empty field those of a type.
    """

    rules: Mapping[str, RuleWords] = field(default_factory=dict)
    indicators: tuple[Indicator, ...] = ()
    grades: tuple[PlannedGrade, ...] = ()
    full: Fraction | None = None
    fields: Mapping[tuple[str, str], tuple[str, str]] = field(default_factory=dict)
    why: Message | None = None

    def rule(self, name: str) -> RuleWords:
        """Return the words of a rule; one that is not known goes by its id."""
        return self.rules.get(name) or RuleWords(name)

    def label(self, type_: str, name: str) -> str:
        """Return what a field is called, its id when that is not known."""
        return self.fields.get((type_, name), (name or type_, ""))[0]


def pack_words(manifest: Mapping[str, Any], out: Path, rules: str = "") -> PackWords:
    """Return the words of the pack of a result at ``out``; ``rules`` says where it is when it has been moved."""
    told = recalled(manifest, out, source="-", rules=rules)
    problems = Problems()
    checker = open_checker(told.rules, told.as_of, problems, engine="plain")
    if checker is None or problems.errors:
        why = message("找不到规则包 {pack}：只能写编号，也没有权重和材料。用 --rules 写它在哪里", pack=told.rules)
        return PackWords(why=why)
    plan = checker.plan
    if plan.pack.digest != told.pack["digest"]:
        why = message(
            "规则包 {pack} 和做这个结果时的 {version} 不同：只写编号，不用它的权重和材料。用 --rules 写当时的规则包",
            pack=told.rules, version=told.pack["version"],
        )  # fmt: skip
        return PackWords(why=why)
    return PackWords(
        {rule.id: _rule(rule, plan) for rule in plan.rules},
        tuple(_indicator(leaf) for leaf in plan.score.leaves if leaf.weight > 0 and not leaf.bonus),
        plan.score.grades,
        plan.score.full_score,
        _fields(plan),
    )


def _rule(rule: PlannedRule, plan: Plan) -> RuleWords:
    problem = plan.pack.problems.get(rule.problem or "")
    heading = "" if problem is None else problem.model.heading
    return RuleWords(rule.title, basis_refs(rule.basis, plan), heading, rule.deduct is not None)


def _indicator(leaf: PlannedIndicator) -> Indicator:
    conditional = leaf.alternative_to is not None or any(item.policy != _FULL for item in leaf.not_applicable)
    return Indicator(leaf.id, leaf.label, leaf.weight, conditional)


def _fields(plan: Plan) -> dict[tuple[str, str], tuple[str, str]]:
    found = {}
    for name, spec in plan.records.items():
        entry = plan.pack.fact_types.get(name)
        ask = entry.model.ask if entry else ""
        models = plan.fields.get(name, {})
        found[name, ""] = (spec.label, ask)
        for field_, known in spec.fields.items():
            model = models.get(field_)
            found[name, field_] = (known.label, (model.ask if model else "") or ask)
    return found
