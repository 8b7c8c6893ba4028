"""Asks the prover whether a mutant can ever be told from its pack: every rule and score that differs must be proven."""

from __future__ import annotations

from dataclasses import dataclass, fields, replace
from typing import TYPE_CHECKING, Final

from checker.messages import Message, message
from checker.prove.separate import Separation, separate_rules, separate_scores
from checker.values import Kind

if TYPE_CHECKING:
    from collections.abc import Iterator

    from checker.expr import Expr
    from checker.mutate.trial import Trial
    from checker.plan import Plan, PlannedIndicator, PlannedRule

_SECONDS: Final = 5.0
_DECIDED: Final = frozenset({"subject", "when", "applies", "deduct", "message"})
"""What of a rule the prover compares, its message by way of the values in it."""


@dataclass(frozen=True, slots=True)
class Question:
    """Something that differs, by its id; ``None`` for what the prover cannot compare, and why."""

    id: str
    indicator: bool = False
    why: Message | None = None


def questions(trial: Trial, old: Plan, new: Plan) -> Iterator[Question]:
    """Yield everything that would have to be proven the same."""
    if "fact_types" in trial.mutant.parts:
        yield Question("", why=message("派生字段也用来核对填报的数，没有证明"))
    for rule in sorted(trial.affected):
        before, after = old.rule(rule), new.rule(rule)
        if before is not None and after is not None and not _same_besides(before, after):
            yield Question(rule, why=message("规则“{name}”归属的改动没有证明", name=before.title))
        yield Question(rule)
    old_leaves = {leaf.id: leaf for leaf in old.score.leaves}
    for leaf in new.score.leaves:
        before_leaf = old_leaves.get(leaf.id)
        if before_leaf is not None and leaf != before_leaf:
            if not _same_leaf_besides(before_leaf, leaf):
                yield Question(leaf.id, why=message("“{name}”计分以外的改动没有证明", name=leaf.label))
            yield Question(leaf.id, indicator=True)
    if replace(old.score, indicators=()) != replace(new.score, indicators=()):
        yield Question("", why=message("等级、封顶、否决和取位的改动没有证明"))


def _same_besides(before: PlannedRule, after: PlannedRule) -> bool:
    names = [item.name for item in fields(before) if item.name not in _DECIDED]
    return all(getattr(before, name) == getattr(after, name) for name in names)


def _same_leaf_besides(before: PlannedIndicator, after: PlannedIndicator) -> bool:
    return replace(before, score=None, measure=None) == replace(after, score=None, measure=None)


def asked(question: Question, old: Plan, new: Plan) -> Separation:
    """Return what the prover says to one question."""
    if question.why is not None:
        return Separation(why=question.why)
    if question.indicator:
        return separate_scores(old, new, question.id, seconds=_SECONDS)
    found = separate_rules(old, new, question.id, seconds=_SECONDS)
    return _messages(question.id, old, new) if found.proven else found


def _messages(rule: str, old: Plan, new: Plan) -> Separation:
    """Hold the values in the messages of a rule together: where it fires, each must be the same number."""
    before, after = old.rule(rule), new.rule(rule)
    if before is None or after is None or before.message == after.message:
        return Separation(proven=True)
    different = Separation(why=message("规则“{name}”的文字可能不同，没有证明", name=before.title))
    if len(before.message) != len(after.message):
        return different
    for one, other in zip(before.message, after.message, strict=True):
        if one == other:
            continue
        if isinstance(one, str) or isinstance(other, str) or not one.kind.ordered or one.kind in _NO_AMOUNTS:
            return different
        found = separate_rules(_telling(old, before, one), _telling(new, after, other), rule, seconds=_SECONDS)
        if not found.proven:
            return different
    return Separation(proven=True)


_NO_AMOUNTS: Final = frozenset({Kind.DATE, Kind.QUARTER})


def _telling(plan: Plan, rule: PlannedRule, value: Expr) -> Plan:
    """Return the plan with a rule that deducts a value in its message, so that the prover compares it."""
    telling = replace(rule, deduct=value, indicator=rule.indicator or "-")
    return replace(plan, rules=tuple(telling if item.id == rule.id else item for item in plan.rules))
