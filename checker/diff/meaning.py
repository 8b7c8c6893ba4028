"""Tells which rules and indicators may mean something else in another pack: by what they say and by what they read.

Whether they really do is not decided here. What only people read (titles, messages, labels, places) does not count.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any, Final

from checker.diff.trees import bare
from checker.expr import walk
from checker.expr.tree import Field, Parameter
from checker.plan import build_plan
from checker.source import InputError, Problems

if TYPE_CHECKING:
    from checker.expr import Expr
    from checker.pack import Pack
    from checker.plan import Plan, PlannedIndicator, PlannedRule

_FOR_PEOPLE: Final = frozenset({"span", "label", "unit"})
_ALWAYS: Final[Mapping[str, Any]] = {"status": "active", "valid_from": None, "valid_to": None}
_ANY_DAY: Final = date(2000, 1, 1)


@dataclass(frozen=True, slots=True)
class Meanings:
    """What the rules and indicators of a pack mean, comparable with another pack's, and the days on which it turns.

    ``rule_days`` and ``indicator_days`` are the first days of the stretches in which nothing of it changes.
    """

    rules: Mapping[str, object]
    indicators: Mapping[str, object]
    rule_days: Mapping[str, frozenset[date]]
    indicator_days: Mapping[str, frozenset[date]]


def meanings_of(pack: Pack) -> Meanings:
    """Return what every rule and indicator of a pack means; raises ``InputError`` when the pack is not sound."""
    problems = Problems()
    rules = {
        name: replace(entry, model=entry.model.model_copy(update=dict(_ALWAYS))) for name, entry in pack.rules.items()
    }
    plan = build_plan(replace(pack, rules=rules), _ANY_DAY, problems)
    if plan is None or problems.errors:
        raise InputError(problems.found)
    found = {rule.id: (_of_rule(rule, pack), list(_whole(_rule_trees(rule), plan))) for rule in plan.rules}
    scored = {
        indicator.id: (_of_indicator(indicator), list(_whole(_indicator_trees(indicator), plan)))
        for indicator in plan.score.indicators
        if indicator.score is not None
    }
    return Meanings(
        rules={name: (own, [bare(tree, _FOR_PEOPLE) for tree in trees]) for name, (own, trees) in found.items()},
        indicators={name: (own, [bare(tree, _FOR_PEOPLE) for tree in trees]) for name, (own, trees) in scored.items()},
        rule_days={name: frozenset([*_days(trees), *_in_force(name, pack)]) for name, (_, trees) in found.items()},
        indicator_days={name: frozenset(_days(trees)) for name, (_, trees) in scored.items()},
    )


def _of_rule(rule: PlannedRule, pack: Pack) -> object:
    model = pack.rules[rule.id].model
    return (rule.tier, rule.subject.variables, rule.waivable, model.status, model.valid_from, model.valid_to)


def _rule_trees(rule: PlannedRule) -> list[Expr | None]:
    return [rule.subject.where, rule.applies, rule.when, rule.deduct]


def _of_indicator(indicator: PlannedIndicator) -> object:
    """Return what an indicator says besides its expressions."""
    return (
        indicator.weight,
        indicator.lowest,
        indicator.bonus,
        indicator.alternative_to,
        [(item.policy, item.to) for item in indicator.not_applicable],
        [(veto.score, veto.grade) for veto in indicator.vetoes],
    )


def _indicator_trees(indicator: PlannedIndicator) -> list[Expr | None]:
    applies = [item.when for item in indicator.not_applicable]
    return [indicator.score, *applies, *(veto.when for veto in indicator.vetoes)]


def _whole(trees: Iterable[Expr | None], plan: Plan) -> Iterator[Expr | None]:
    """Yield trees, and how each derived field that they read is worked out, whatever that reads included."""
    waiting, seen = list(trees), set()
    while waiting:
        tree = waiting.pop(0)
        yield tree
        for node in walk(tree) if tree is not None else ():
            name = (node.record, node.name) if isinstance(node, Field) else None
            if name is not None and name in plan.derived and name not in seen:
                seen.add(name)
                waiting.append(plan.derived[name])


def _days(trees: Iterable[Expr | None]) -> Iterator[date]:
    """Yield the days from which a parameter that is read has another value."""
    for tree in trees:
        for node in walk(tree) if tree is not None else ():
            if isinstance(node, Parameter):
                yield from (date.fromordinal(version.since) for version in node.versions)


def _in_force(rule: str, pack: Pack) -> Iterator[date]:
    model = pack.rules[rule].model
    if model.valid_from is not None:
        yield model.valid_from
    if model.valid_to is not None and model.valid_to < date.max:
        yield model.valid_to + timedelta(days=1)


def stretches(days: Iterable[date], otherwise: date) -> list[date]:
    """Return one day of every stretch in which nothing changes, the latest first; the one before all days included.

    Where there are no days all is one stretch, and ``otherwise`` stands for it.
    """
    found = sorted(set(days))
    if not found:
        return [otherwise]
    before = [found[0] - timedelta(days=1)] if found[0] > date.min else []
    return sorted([*before, *found], reverse=True)
