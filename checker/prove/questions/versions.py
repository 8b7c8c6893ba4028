"""Asks of each rule and each later version of a parameter it is judged by whether the rule can still fire under it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from fractions import Fraction
from functools import partial
from typing import TYPE_CHECKING

from checker.expr.tree import Parameter
from checker.messages import message
from checker.prove.firing import reached
from checker.prove.questions.asking import Question, confirmed, limits
from checker.prove.questions.one_rule import outcome_shown, search_rule
from checker.prove.solver import Answer
from checker.prove.verdict import State, Verdict
from checker.result import Outcome
from checker.values import show

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from checker.pack import Entry
    from checker.pack.models import RuleModel
    from checker.prove.session import Found, Session


@dataclass(frozen=True, slots=True)
class _Use:
    """A parameter by which a rule is judged, with the versions that are in force while the rule is."""

    entry: Entry[RuleModel]
    parameter: Parameter
    versions: tuple[int, ...]

    @property
    def label(self) -> str:
        return self.parameter.label or self.parameter.name

    def window(self, index: int) -> tuple[Fraction, Fraction | None]:
        """Return the days on which a version is picked."""
        since = [Fraction(version.since) for version in self.parameter.versions]
        return since[index], since[index + 1] if index + 1 < len(since) else None


def version_questions(session: Session, rules: Sequence[str]) -> Iterator[Question]:
    """Yield a question for each rule and each parameter of its condition that changes while the rule is in force."""
    for name in rules:
        entry = session.pack.rules[name]
        plan, planned = session.planned_or_fail(name)
        trees = [tree for tree in (planned.subject.where, planned.applies, planned.when) if tree is not None]
        for node in dict.fromkeys(node for node in reached(plan, trees) if isinstance(node, Parameter)):
            versions = _in_force(entry, node)
            if len(versions) > 1:
                use = _Use(entry, node, versions)
                last = date.fromordinal(node.versions[versions[-1]].since).isoformat()
                place = session.pack.parameters[node.name].origin.key("values", last)
                yield Question("never-fires", (name, node.name), place, partial(_still_fires, use=use))


def _in_force(entry: Entry[RuleModel], node: Parameter) -> tuple[int, ...]:
    """Return which versions are picked on a day on which a rule is in force; any, when a fact gives the day."""
    model = entry.model
    if node.at is not None:
        return tuple(range(len(node.versions)))
    first = date.min.toordinal() if model.valid_from is None else model.valid_from.toordinal()
    last = date.max.toordinal() if model.valid_to is None else model.valid_to.toordinal()
    ends = [*(version.since for version in node.versions[1:]), date.max.toordinal() + 1]
    return tuple(
        index
        for index, (version, end) in enumerate(zip(node.versions, ends, strict=True))
        if version.since <= last and end > first
    )


def _still_fires(session: Session, use: _Use) -> Verdict:
    """A rule that fires under one version of a parameter fires under each later one too."""
    name, title = use.entry.id, use.entry.model.title
    place = session.pack.parameters[use.parameter.name].origin.key("values")
    good = Verdict(
        "never-fires", (name, use.parameter.name), State.GOOD, place,
        message("“{title}”在“{label}”的每个时段都能触发", title=title, label=use.label),
    )  # fmt: skip
    before: Found | None = None
    for index in use.versions:
        found = search_rule(session, name, lambda one: one.fires, {use.parameter.name: use.window(index)})
        if found.answer is Answer.OPEN or (found.answer is Answer.NONE and found.most is not None):
            return replace(good, state=State.OPEN, why=found.why or message("汇总的事实太多，没有证明"))
        if found.answer is Answer.SOME:
            before = found
        elif before is not None:
            return replace(_bad(session, use, index), assumed=limits(found))
    if before is None:
        return good  # one that never fires at all is told by itself
    return confirmed(good, before, outcome_shown(session, name, Outcome.FAIL))


def _bad(session: Session, use: _Use, index: int) -> Verdict:
    version = use.parameter.versions[index]
    since, end = use.window(index)
    day = date.fromordinal(int(since)).isoformat()
    words = {"title": use.entry.model.title, "label": use.label, "day": day}
    words["value"] = "" if version.keyed else show(version.value, use.parameter.kind)
    if end is None:
        what = message("“{title}”从{day}起永远不会触发：“{label}”这天起的值{value}使条件不可能成立", **words)
    else:
        last = date.fromordinal(int(end) - 1).isoformat()
        what = message(
            "“{title}”从{day}至{last}永远不会触发：“{label}”这一段的值{value}使条件不可能成立", last=last, **words
        )
    place = session.pack.parameters[use.parameter.name].origin.key("values", day)
    hint = message("核对这个值和它的单位；确实不再查的，给规则写 valid_to")
    return Verdict("never-fires", (use.entry.id, use.parameter.name), State.BAD, place, what, hint)
