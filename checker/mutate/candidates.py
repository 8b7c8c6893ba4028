"""Makes up whole projects on which a mutant may show: at the boundaries of what it changes, and at edges of grades."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction
from itertools import chain
from typing import TYPE_CHECKING, Final

from checker.source import InputError
from checker.values import decimal_text
from checker.witness import Witness
from checker.witness.boundaries import boundaries, scoring_boundaries
from checker.witness.search import size

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from datetime import date

    from checker.mutate.trial import Trial
    from checker.plan import Plan, PlannedIndicator
    from checker.witness import Decider, Given

_STEPS: Final = (Fraction(0), Fraction(-1, 100), Fraction(1, 100))


def project_candidates(trial: Trial, day: date, decider: Decider) -> Iterator[Witness]:
    """Yield whole projects, those most likely to show the mutant first; what they come to is not known."""
    checker = trial.checker(day)
    if checker is None:
        return
    old, new = trial.bench.checker(day).plan, checker.plan
    leaves = [leaf.id for leaf in old.score.leaves if leaf not in new.score.leaves]
    scored = chain.from_iterable(_scorings(plan, leaf) for leaf in leaves for plan in (old, new))
    fired = chain.from_iterable(_firings(plan, rule) for rule in sorted(trial.affected) for plan in (old, new))
    yield from sorted(fired, key=size)
    yield from scored
    projects = [case.model for case in trial.bench.pack.project_cases if case.model.given is not None]
    written = [Witness(case.on or day, case.given or {}) for case in projects]
    yield from written
    yield from _at_totals(written, _edges(old, new), decider)
    if not leaves:
        yield from chain.from_iterable(_scorings(old, leaf.id) for leaf in old.score.leaves)


def _scorings(plan: Plan, leaf: str) -> Iterator[Witness]:
    yield from (boundary.witness for boundary in scoring_boundaries(plan, leaf))


def _firings(plan: Plan, rule: str) -> Iterator[Witness]:
    yield from (boundary.witness for boundary in boundaries(plan, rule))


def _edges(old: Plan, new: Plan) -> tuple[Fraction, ...]:
    """Return the totals at which grades or caps begin, by either plan, and a little to each side."""
    grades = [end for plan in (old, new) for grade in plan.score.grades for end in (grade.low, grade.high)]
    caps = [cap.at_most for plan in (old, new) for cap in plan.score.caps]
    ends = sorted({end for end in (*grades, *caps) if end is not None})
    return tuple(end + step for end in ends for step in _STEPS)


def _at_totals(projects: Iterable[Witness], totals: tuple[Fraction, ...], decider: Decider) -> Iterator[Witness]:
    """Yield projects whose judged points are moved until the total is one of those wanted."""
    for project in projects:
        try:
            score = decider.result(project).score
        except InputError:
            continue
        judged = project.given.get("judgements")
        if not isinstance(score, Fraction) or not isinstance(judged, list | tuple) or not judged:
            continue
        leaves = {leaf.id: leaf for leaf in decider.checker(project.on).plan.score.leaves}
        leaves |= {leaf.label: leaf for leaf in leaves.values()}
        for total in totals:
            moved = _moved(judged, total - score, leaves)
            if moved is not None:
                yield replace(project, given={**project.given, "judgements": moved})


def _moved(judged: Iterable[Given], by: Fraction, leaves: Mapping[str, PlannedIndicator]) -> list[Given] | None:
    """Return judgements that give so many points more in all, or None when they cannot."""
    found: list[Given] = []
    for item in judged:
        leaf = leaves.get(str(item["indicator"])) if isinstance(item, dict) and "points" in item else None
        if leaf is None or not isinstance(item, dict):
            found.append(item)
            continue
        old = Fraction(str(item["points"]).removesuffix("分"))
        new = max(leaf.lowest, min(leaf.weight, old + by))
        by -= new - old
        reason = {} if new == leaf.weight else {"reason": str(item.get("reason", "酌情扣分"))}
        found.append({**item, "points": decimal_text(new), **reason})
    return found if by == 0 else None
