"""Decides archived projects by both packs and tells what flips; one that cannot be decided is named with the reason."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, replace
from fractions import Fraction
from typing import TYPE_CHECKING, Final

from checker.diff.rewording import rewordings
from checker.facts import open_facts
from checker.facts.files import shown_name
from checker.messages import message
from checker.plan.coverage import check_kind
from checker.source import InputError, Problems
from checker.values import ends
from checker.witness import Decider

if TYPE_CHECKING:
    from datetime import date
    from pathlib import Path

    from checker.facts import RawFacts
    from checker.messages import Message
    from checker.pack import Pack
    from checker.result import CheckResult, Outcome
    from checker.values import Amount

_ENGINE: Final = "durable"


@dataclass(frozen=True, slots=True)
class Flip:
    """A check that comes to something else, or deducts otherwise; None where it is not made."""

    id: str
    title: str
    key: str
    old: Outcome | None
    new: Outcome | None
    old_points: Amount | None
    new_points: Amount | None


@dataclass(frozen=True, slots=True)
class ScoreShift:
    """An indicator that is scored otherwise; None where there is none."""

    id: str
    label: str
    old: Amount | None
    new: Amount | None


@dataclass(frozen=True, slots=True)
class Standing:
    """The total of a project by one pack, and the grades that it may earn."""

    score: Amount
    full: Fraction
    grades: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ProjectShift:
    """A project decided by both packs; ``past`` says that its own day is before the change became known.

    ``wording`` names what its report says otherwise of checks that came to the same.

    ``title`` is its path where it has no title of its own, or not one by which it can be told from the others.
    """

    name: str
    title: str
    as_of: date
    old: Standing
    new: Standing
    flips: tuple[Flip, ...]
    indicators: tuple[ScoreShift, ...]
    past: bool = False
    wording: tuple[Message, ...] = ()

    @property
    def reworded(self) -> bool:
        """Whether only the report reads otherwise: its texts, or the level of a finding."""
        return bool(self.wording) and not self.changed

    @property
    def changed(self) -> bool:
        """Whether anything at all comes out otherwise."""
        return bool(self.flips or self.indicators) or self.old != self.new

    @property
    def gain(self) -> Fraction | None:
        """The points won (or lost, when negative), the same at both ends of a score that is not exact; else None."""
        old, new = ends(self.old.score), ends(self.new.score)
        if old.low is None or old.high is None or new.low is None or new.high is None:
            return None
        return new.low - old.low if new.low - old.low == new.high - old.high else None


@dataclass(frozen=True, slots=True)
class Undecided:
    """A project that could not be decided by both packs, and why."""

    name: str
    reasons: tuple[Message, ...]


@dataclass(frozen=True, slots=True)
class ProjectShifts:
    """All projects below a folder, in the order of their names."""

    decided: tuple[ProjectShift, ...]
    undecided: tuple[Undecided, ...]

    @property
    def changed(self) -> tuple[ProjectShift, ...]:
        """The projects for which something comes out otherwise."""
        return tuple(project for project in self.decided if project.changed)

    @property
    def reworded(self) -> tuple[ProjectShift, ...]:
        """The projects that come to the same, but whose report reads otherwise."""
        return tuple(project for project in self.decided if project.reworded)


def compare_projects(
    paths: list[Path], packs: tuple[Pack, Pack], as_of: date | None, known: date | None, advance: Callable[[], None]
) -> ProjectShifts:
    """Decide the projects by both packs, as of their own days or ``as_of``; ``advance`` is told of each."""
    deciders = (Decider(packs[0], engine=_ENGINE), Decider(packs[1], engine=_ENGINE))
    decided: list[ProjectShift] = []
    undecided: list[Undecided] = []
    for path in paths:
        found = _compared(path, deciders, as_of, known)
        if isinstance(found, ProjectShift):
            decided.append(found)
        else:
            undecided.append(found)
        advance()
    titles = Counter(project.title for project in decided)
    named = (replace(it, title=it.name) if titles[it.title] > 1 or not it.title else it for it in decided)
    return ProjectShifts(tuple(named), tuple(undecided))


def _compared(
    path: Path, deciders: tuple[Decider, Decider], as_of: date | None, known: date | None
) -> ProjectShift | Undecided:
    name, problems = shown_name(path), Problems()
    raw = open_facts(path, problems)
    if raw is None or problems.errors:
        return Undecided(name, _reasons(problems))
    day = as_of or raw.header.as_of
    if day is None:
        return Undecided(name, (message("没有写检查基准日：在事实里写，或用 --as-of"),))
    if raw.header.rules and raw.header.rules not in {decider.pack.id for decider in deciders}:
        return Undecided(name, (message("它用的是规则包“{pack}”", pack=raw.header.rules),))
    problems = Problems()
    old = _result(raw, deciders[0], day, problems)
    if old is None:
        return Undecided(name, tuple(message("按旧的：{why}", why=why) for why in _reasons(problems)))
    new = _result(raw, deciders[1], day, problems)
    if new is None:
        return Undecided(name, tuple(message("按新的：{why}", why=why) for why in _reasons(problems)))
    return _shift(name, day, (old, new), past=known is not None and (raw.header.as_of or day) < known)


def _result(raw: RawFacts, decider: Decider, day: date, problems: Problems) -> CheckResult | None:
    try:
        checker = decider.checker(day)
        facts = raw.typed(checker.vocabulary, problems)
        check_kind(raw, decider.pack, problems)
        return None if facts is None or problems.errors else checker.check(facts)
    except InputError as fault:
        problems.found += fault.problems
        return None


def _reasons(problems: Problems) -> tuple[Message, ...]:
    return tuple(
        dict.fromkeys(message("{place}：{what}", place=problem.place, what=problem.what) for problem in problems.errors)
    )


def _shift(name: str, day: date, results: tuple[CheckResult, CheckResult], *, past: bool) -> ProjectShift:
    old, new = results
    return ProjectShift(
        name=name,
        title=new.header.title,
        as_of=day,
        old=Standing(old.score, old.full_score, old.grades),
        new=Standing(new.score, new.full_score, new.grades),
        flips=tuple(_flips(old, new)),
        indicators=tuple(_scores(old, new)),
        past=past,
        wording=rewordings(old, new),
    )


def _flips(old: CheckResult, new: CheckResult) -> list[Flip]:
    before, after = ({outcome.id: outcome for outcome in result.outcomes} for result in (old, new))
    found = []
    for name in sorted({**before, **after}):
        was, now = before.get(name), after.get(name)
        told = now or was
        if told is None:
            continue
        flip = Flip(
            id=name,
            title=told.title,
            key=told.key,
            old=None if was is None else was.outcome,
            new=None if now is None else now.outcome,
            old_points=None if was is None else was.deduction,
            new_points=None if now is None else now.deduction,
        )
        if (flip.old, flip.old_points) != (flip.new, flip.new_points):
            found.append(flip)
    return found


def _scores(old: CheckResult, new: CheckResult) -> list[ScoreShift]:
    before, after = (
        {indicator.id: indicator for indicator in result.indicators if indicator.leaf} for result in (old, new)
    )
    found = []
    for name in {**after, **before}:
        was, now = before.get(name), after.get(name)
        label = now.label if now is not None else before[name].label
        shift = ScoreShift(name, label, None if was is None else was.score, None if now is None else now.score)
        if shift.old != shift.new:
            found.append(shift)
    return found
