"""Keeps what an editor shows about packs true to their texts: what to read again after a change, and what to publish.

Knows the desk and the diagnostics; knows no protocol and no clock.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, TypeAlias

from checker.server.case_runs import failures
from checker.server.facts_view import facts_problems
from checker.server.features.diagnostics import of_cases, of_facts, of_pack
from checker.server.shapes import FileKind

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from lsprotocol.types import Diagnostic

    from checker.server.desk import Desk
    from checker.server.view import PackView

    ByFile: TypeAlias = dict[Path, list[Diagnostic]]


@dataclass(frozen=True, slots=True)
class Subject:
    """Something looked at as a whole: a pack (by its folder), its ``cases``, or the facts at ``root`` by that pack."""

    folder: Path
    root: Path | None = None
    cases: bool = False


@dataclass(frozen=True, slots=True)
class Report:
    """What was found about a subject: the pack as it was read, unless it is about facts, and the diagnostics."""

    subject: Subject
    view: PackView | None
    found: ByFile


@dataclass(slots=True)
class Board:
    """The diagnostics of every subject that has an open file, and what was published of them."""

    reports: dict[Subject, ByFile] = field(default_factory=dict)
    published: ByFile = field(default_factory=dict)

    def post(self, reports: Iterable[Report]) -> ByFile:
        """Take in reports and return the diagnostics of the files for which they are others now."""
        for report in reports:
            self.reports[report.subject] = report.found
        return self._changed()

    def keep(self, shown: set[Subject]) -> ByFile:
        """Drop everything but what is ``shown`` still, and return the files that are to be cleared."""
        self.reports = {
            subject: found for subject, found in self.reports.items() if replace(subject, cases=False) in shown
        }
        return self._changed()

    def _changed(self) -> ByFile:
        now: ByFile = {}
        for found in self.reports.values():
            for path, diagnostics in found.items():
                known = now.setdefault(path, [])
                known += [diagnostic for diagnostic in diagnostics if diagnostic not in known]
        changed = {path: found for path, found in now.items() if self.published.get(path, []) != found}
        changed |= {path: [] for path in self.published if path not in now}
        self.published = now
        return changed


def subject_of(desk: Desk, path: Path) -> Subject | None:
    """Return what is looked at when a file changes; None for a file that is no concern of ours."""
    page = desk.page(path)
    if page is None or page.folder is None:
        return None
    return Subject(page.folder, desk.facts_root(page.path) if page.kind is FileKind.FACTS else None)


def open_subjects(desk: Desk) -> set[Subject]:
    """Return everything that has a file open in the editor."""
    return {subject for path in desk.texts if (subject := subject_of(desk, path)) is not None}


def affected(desk: Desk, changed: set[Subject]) -> list[Subject]:
    """Return what has to be looked at again: what changed, the open packs that rest on it, and the facts of those."""
    looked_at = open_subjects(desk) | changed
    folders = {subject.folder for subject in changed if subject.root is None}
    packs = {
        subject
        for subject in looked_at
        if subject.root is None and folders & {subject.folder, *_ancestors(desk, subject.folder)}
    }
    resting = {subject.folder for subject in packs} | folders
    facts = {subject for subject in looked_at if subject.root is not None and subject.folder in resting}
    return sorted(
        packs | facts | changed, key=lambda subject: (subject.root is not None, subject.folder, str(subject.root))
    )


def _ancestors(desk: Desk, folder: Path) -> tuple[Path, ...]:
    return desk.view(folder).ancestors


def look_at(desk: Desk, subjects: Iterable[Subject]) -> list[Report]:
    """Read subjects anew and return what was found, packs before the facts that are read by them."""
    reports = []
    for subject in subjects:
        if subject.root is None:
            view = desk.read(subject.folder)
            desk.views[subject.folder] = view
            reports.append(Report(subject, view, of_pack(view, desk)))
        else:
            found = of_facts(facts_problems(desk, subject.root, subject.folder), desk)
            reports.append(Report(subject, None, found))
    return reports


def try_cases(desk: Desk, reports: Iterable[Report]) -> list[Report]:
    """Run the cases of the packs that were read and return what did not come out as expected."""
    return [
        Report(replace(report.subject, cases=True), None, of_cases(failures(report.view), desk))
        for report in reports
        if report.view is not None
    ]
