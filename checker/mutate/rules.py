"""Turns one rule into its mutants: conditions, deduction, cap, validity, and what the rule belongs to."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from checker.messages import message
from checker.mutate.expressions import RULE_CONDITIONS, RULE_VALUES, Expression, Owner, expression_mutants
from checker.mutate.numbers import day_mutants, number_mutants, set_to, told, without
from checker.mutate.texts import WHERE_DROPPED
from checker.pack.crossref.tree import build_tree
from checker.pack.crossref.tree import walk as branches
from checker.pack.models import Deductions
from checker.pack.models.rules import SEVERITIES
from checker.values import Kind

if TYPE_CHECKING:
    from collections.abc import Iterator

    from checker.lint.inspection import Inspection
    from checker.mutate.mutant import Mutant
    from checker.pack import Entry, Pack
    from checker.pack.models import RuleModel

APPLIES_DROPPED: Final = "applies-dropped"
DEDUCT_CAP: Final = "deduct-cap"
VALIDITY: Final = "validity"
SEVERITY: Final = "severity"
INDICATOR: Final = "indicator"
PROBLEM: Final = "problem"
CONCERNS: Final = "concerns"
PARAMETERS_ON: Final = "parameters-on"
_OTHER: Final = {"project": "evaluation", "evaluation": "project"}


def rule_mutants(entry: Entry[RuleModel], pack: Pack, inspection: Inspection) -> Iterator[Mutant]:
    """Yield the mutants of a rule in the order in which it is written."""
    model = entry.model
    owner = Owner("rules", entry.id, entry.origin, entry.id, model.title)
    for name in (*RULE_CONDITIONS, *RULE_VALUES):
        text = getattr(model, name)
        if text is not None:
            tree = inspection.tree(entry.origin, name)
            yield from expression_mutants(Expression(owner, (name,), text, tree, name in RULE_CONDITIONS))
    yield from _left_out(owner, model)
    cap = message("扣分上限（deduct_cap）")
    yield from number_mutants(owner, ("deduct_cap",), DEDUCT_CAP, cap, Kind.SCORE)
    yield from day_mutants(owner, ("valid_from",), VALIDITY, message("施行日期（valid_from）"))
    yield from day_mutants(owner, ("valid_to",), VALIDITY, message("失效日期（valid_to）"))
    yield from _belongs(owner, model, pack)


def _left_out(owner: Owner, model: RuleModel) -> Iterator[Mutant]:
    if model.where is not None:
        yield without(owner, ("where",), WHERE_DROPPED, message("配对条件（where）"))
    if model.applies is not None:
        yield without(owner, ("applies",), APPLIES_DROPPED, message("适用条件（applies）"))
    if model.parameters_on is not None:
        yield without(owner, ("parameters_on",), PARAMETERS_ON, message("取参数的日期（parameters_on）"))
    if model.deduct_cap is not None:
        yield without(owner, ("deduct_cap",), DEDUCT_CAP, message("扣分上限（deduct_cap）"))


def _belongs(owner: Owner, model: RuleModel, pack: Pack) -> Iterator[Mutant]:
    """Yield the rule with another severity, indicator, problem and concern."""
    severity = SEVERITIES[(SEVERITIES.index(model.severity) + 1) % len(SEVERITIES)]
    what = told(message("严重程度（severity）"), model.severity, severity)
    yield set_to(owner, ("severity",), SEVERITY, what, severity)
    if model.indicator is not None:
        other = _next([model.indicator, *_leaves(model, pack)], model.indicator)
        if other is not None:
            what = told(message("指标（indicator）"), model.indicator, other)
            yield set_to(owner, ("indicator",), INDICATOR, what, other)
    if model.problem is not None:
        other = _next(list(pack.problems), model.problem)
        if other is not None:
            what = told(message("问题（problem）"), model.problem, other)
            yield set_to(owner, ("problem",), PROBLEM, what, other)
    concerns = _OTHER[model.concerns]
    what = told(message("针对（concerns）"), model.concerns, concerns)
    yield set_to(owner, ("concerns",), CONCERNS, what, concerns)


def _leaves(model: RuleModel, pack: Pack) -> list[str]:
    """Return the indicators the rule could be about: those scored by deductions when it deducts."""
    leaves = [branch for branch in branches(build_tree(pack.indicators)) if not branch.children]
    if model.deduct is not None:
        leaves = [leaf for leaf in leaves if isinstance(leaf.scoring or Deductions(), Deductions)]
    return [leaf.id for leaf in leaves]


def _next(names: list[str], name: str) -> str | None:
    """Return the name behind the last mention of one, in a circle; None when there is no other."""
    others = list(dict.fromkeys([*names[len(names) - names[::-1].index(name) :], *names]))
    return next((other for other in others if other != name), None)
