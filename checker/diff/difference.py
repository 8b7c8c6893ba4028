"""Joins what a change of a pack does: the sentences, the projects that show it, and what becomes of archived ones."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

from checker.diff.change import Change
from checker.diff.pack_changes import pack_changes
from checker.diff.projects import ProjectShifts, compare_projects
from checker.diff.separation import Shift, shifts, suspects
from checker.diff.unaffected import unaffected

if TYPE_CHECKING:
    from contextlib import AbstractContextManager
    from datetime import date
    from pathlib import Path

    from checker.pack import Pack
    from checker.source import Problem


@dataclass(frozen=True, slots=True)
class Side:
    """One of the two packs: how it was named, and what it says of itself."""

    name: str
    id: str
    title: str
    version: str
    digest: str


@dataclass(frozen=True, slots=True)
class Difference:
    """What a change does.

    ``known`` is the day on which the change became known, None when that cannot be told; ``projects`` None when no
    folder of projects was given.
    """

    old: Side
    new: Side
    changes: tuple[Change, ...]
    shifts: tuple[Shift, ...]
    projects: ProjectShifts | None = None
    known: date | None = None
    notes: tuple[Problem, ...] = ()

    @property
    def any(self) -> bool:
        """Whether anything that a pack says, or that comes of it, is not as it was."""
        return bool(self.changes or self.shifts or (self.projects is not None and self.projects.changed))


@dataclass(frozen=True, slots=True)
class Task:
    """What is to be compared; ``projects`` None when no folder was given."""

    old: Pack
    new: Pack
    names: tuple[str, str]
    projects: list[Path] | None = None
    as_of: date | None = None
    known: date | None = None


_KINDS: Final = ("rule", "indicator", "fact_type")
Steps = Callable[[bool, int], "AbstractContextManager[Callable[[], None]]"]
"""Shows how far a long part is: for rules (False) or projects (True), with the number of steps."""


def compare_packs(task: Task, steps: Steps) -> Difference:
    """Return what the change from the old pack to the new one does; raises ``InputError`` for an unsound pack."""
    changes = tuple(retroactive(change, task.known) for change in pack_changes(task.old, task.new))
    suspected = suspects(task.old, task.new)
    with steps(False, len(suspected)) as advance:
        found = list(shifts(task.old, task.new, suspected, advance))
    found += unaffected((task.old, task.new), changes, suspected)
    order = tuple(sorted(found, key=lambda shift: _KINDS.index(shift.kind)))
    projects = None
    if task.projects is not None:
        with steps(True, len(task.projects)) as advance:
            projects = compare_projects(task.projects, (task.old, task.new), task.as_of, task.known, advance)
    sides = tuple(_side(name, pack) for name, pack in zip(task.names, (task.old, task.new), strict=True))
    return Difference(sides[0], sides[1], changes, order, projects, task.known)


def retroactive(change: Change, known: date | None) -> Change:
    """Return a change, marked when results may change by it for days before it became known."""
    reaches = known is not None and change.matters and (change.since is None or change.since < known)
    return replace(change, retroactive=True) if reaches else change


def _side(name: str, pack: Pack) -> Side:
    return Side(name, pack.id, pack.model.title, pack.model.version, pack.digest)
