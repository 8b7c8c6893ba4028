"""Chooses the day made-up projects are checked on: one that the cases use, late enough for all versions; no clock."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Final

from checker.expr.tree import Parameter
from checker.witness.draft import Draft
from checker.witness.goals import walk
from checker.witness.ground import Ground

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from checker.expr import Expr
    from checker.pack import Pack
    from checker.plan import Plan

_WITHOUT_ANY: Final = date(2020, 12, 31)


def usual_day(plan: Plan, trees: Iterable[Expr], rule: str = "") -> date:
    """Return the day for projects about ``trees``, cut to the days on which ``rule`` is in force.

    It is the latest of the confirmed cases (those of the rule when it has any), and of the days from which a parameter
    that the trees read has its value.
    """
    ground, versions = Ground(plan), set[date]()
    for tree in trees:
        for node, _ in walk(tree, {}, ground, Draft(plan.as_of)):
            if isinstance(node, Parameter):
                versions |= {date.fromordinal(version.since) for version in node.versions}
    days = [*_case_days(plan.pack, rule), *sorted(versions)]
    day = max(days, default=_WITHOUT_ANY)
    entry = plan.pack.rules.get(rule)
    if entry is None:
        return day
    if entry.model.valid_from is not None:
        day = max(day, entry.model.valid_from)
    return day if entry.model.valid_to is None else min(day, entry.model.valid_to)


def any_day(pack: Pack) -> date:
    """Return a day for which a pack can be planned to look at what is in it."""
    return max(_case_days(pack, ""), default=_WITHOUT_ANY)


def _case_days(pack: Pack, rule: str) -> list[date]:
    own = [case.model for case in pack.cases.get(rule, ()) if case.model.to_confirm is None]
    found = [case.on for case in own if case.on is not None]
    return found or list(_all_days(pack))


def _all_days(pack: Pack) -> Iterator[date]:
    for cases in pack.cases.values():
        yield from (case.model.on for case in cases if case.model.on is not None and case.model.to_confirm is None)
    for project in pack.project_cases:
        if project.model.on is not None and project.model.to_confirm is None:
            yield project.model.on
