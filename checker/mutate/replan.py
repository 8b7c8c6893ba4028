"""Plans a mutant for a day out of the plan of the pack it was made from, only as far as they differ."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final

from checker.engine import PlainEngine
from checker.expr import Scope
from checker.mutate.expressions import RULE_CONDITIONS, RULE_VALUES
from checker.mutate.mutant import mutated
from checker.pack.content import Content
from checker.pack.crossref import check_references
from checker.pack.drafts import KINDS
from checker.pack.extend import Known
from checker.plan import build_plan
from checker.plan.compiler import Compiler
from checker.plan.indicators import plan_score
from checker.plan.rules import plan_rules
from checker.source import Problems

if TYPE_CHECKING:
    from checker.mutate.mutant import Mutant
    from checker.pack import Pack
    from checker.plan import Plan, PlannedRule
    from checker.run import Checker

_TEXTS: Final = frozenset((*RULE_CONDITIONS, *RULE_VALUES))
"""The parts of a rule of which no other part speaks: nothing can contradict them."""


def replanned(checker: Checker, mutant: Mutant, pack: Pack) -> Checker | None:
    """Return the checker of the mutated ``pack`` for the same day, or None when its expressions are not sound."""
    plan = _plan(checker.plan, mutant, pack)
    return None if plan is None else replace(checker, plan=plan, engine=PlainEngine(plan))


def _plan(plan: Plan, mutant: Mutant, pack: Pack) -> Plan | None:
    if mutant.parts == {"rules"}:
        return _with_rules(plan, mutant, pack)
    problems = Problems()
    if mutant.parts == {"indicators"}:
        scope = Scope(plan.records, plan.parameters)
        score = plan_score(pack, scope, Compiler(problems), plan.rules)
        return None if problems.errors else replace(plan, pack=pack, score=score)
    return build_plan(pack, plan.as_of, problems)


def _with_rules(plan: Plan, mutant: Mutant, pack: Pack) -> Plan | None:
    problems = Problems()
    compiler, scope = Compiler(problems), Scope(plan.records, plan.parameters)
    names = {change.entry for change in mutant.changes}
    few = replace(pack, rules={name: pack.rules[name] for name in names}, off={})
    planned, idle = plan_rules(few, scope, compiler, plan.as_of, problems)
    rules = sorted((*(rule for rule in plan.rules if rule.id not in names), *planned), key=lambda rule: rule.id)
    inactive = {name: why for name, why in plan.inactive.items() if name not in names} | idle
    score = plan.score
    if _deducting(plan, names) != [_deduction(rule) for rule in planned]:
        score = plan_score(pack, scope, compiler, tuple(rules))
    if problems.errors:
        return None
    return replace(plan, pack=pack, rules=tuple(rules), inactive=inactive, score=score)


def _deducting(plan: Plan, names: set[str]) -> list[tuple[object, ...]]:
    return [_deduction(rule) for rule in plan.rules if rule.id in names]


def _deduction(rule: PlannedRule) -> tuple[object, ...]:
    """What of a rule the scoring of its indicator reads."""
    return rule.id, rule.indicator, rule.deduct is None, rule.deduct_cap


def contradicts(pack: Pack) -> bool:
    """Return whether the entries of a mutated pack contradict each other, so that it could not be loaded."""
    problems = Problems()
    off = {kind: {name: (why, "") for (of, name), why in pack.off.items() if of == kind} for kind in KINDS}
    labels = {
        "document": {name: entry.model.title for name, entry in pack.documents.items()},
        "fact_type": {name: entry.model.label for name, entry in pack.fact_types.items()},
        "parameter": {name: entry.model.label for name, entry in pack.parameters.items()},
        "shared": {item.id: item.label for item in pack.indicators.model.shared},
        "rule": {name: entry.model.title for name, entry in pack.rules.items()},
        "problem": {name: entry.model.heading for name, entry in pack.problems.items()},
    }
    content = Content(
        documents=pack.documents,
        fact_types=pack.fact_types,
        parameters=pack.parameters,
        rules=pack.rules,
        problems=pack.problems,
        indicators=pack.indicators,
        known={kind: Known(labels[kind], off[kind]) for kind in KINDS},
    )
    check_references(content, problems)
    return bool(problems.errors)


def changed(pack: Pack, mutant: Mutant) -> Pack | None:
    """Return the mutated pack, or None when it contradicts itself."""
    new = mutated(pack, mutant)
    only_text = all(change.part == "rules" and change.path[-1] in _TEXTS for change in mutant.changes)
    return None if not only_text and contradicts(new) else new
