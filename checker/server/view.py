"""Turns the folder of a pack, with the texts an editor holds, into names to go by and everything found wrong."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Final, TypeVar

from checker.compose import check_templates
from checker.lint import LintFinding, lint_pack
from checker.pack import load_pack
from checker.pack.find import PACK_FILE, find_by_id, pack_homes
from checker.plan import build_plan
from checker.source import Problems, full_path

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import date

    from checker.pack import Pack
    from checker.source import Problem, Unsaved

_Entry = TypeVar("_Entry")
_EXTENDS: Final = re.compile(r"(?m)^extends[ \t]*:[ \t]*[\"']?([a-z][\w-]*)")
_LONGEST_LINEAGE: Final = 20


@dataclass(frozen=True, slots=True)
class PackView:
    """A pack as it was last read.

    ``pack`` has the names to go by: those that are sound now and, while something is wrong, those that were sound
    before; None when the pack never was readable. ``ancestors`` are the folders of the packs it extends, the nearest
    first; ``linted`` the unsaved texts for which ``findings`` were found.
    """

    folder: Path
    pack: Pack | None
    problems: tuple[Problem, ...]
    findings: tuple[LintFinding, ...]
    ancestors: tuple[Path, ...]
    linted: Unsaved

    @property
    def sound(self) -> bool:
        """Whether no error was found."""
        return not any(problem.severity == "error" for problem in self.problems)


def load_view(
    folder: Path, unsaved: Unsaved, today: date, search: Sequence[Path] = (), previous: PackView | None = None
) -> PackView:
    """Read the pack in ``folder`` with what the editor holds; never fails over what is written in it."""
    problems = Problems()
    pack = _read(folder, unsaved, today, search, problems)
    findings, linted = _found_poor(pack, problems, unsaved, previous)
    before = previous.pack if previous else None
    if problems.errors and before is None:
        before = _read(folder, {}, today, search, Problems())  # what was saved may still be in order
    names = pack if pack is None or not problems.errors else _completed(pack, before)
    found = tuple(dict.fromkeys(problems.found))
    return PackView(folder, names or before, found, findings, ancestors_of(folder, unsaved, search), linted)


def _read(folder: Path, unsaved: Unsaved, today: date, search: Sequence[Path], problems: Problems) -> Pack | None:
    pack = load_pack(folder, problems, search=search, with_cases=True, keep_going=True, unsaved=unsaved)
    if pack is not None:
        build_plan(pack, today, problems)
        check_templates(pack, problems)
    return pack


def _found_poor(
    pack: Pack | None, problems: Problems, unsaved: Unsaved, previous: PackView | None
) -> tuple[tuple[LintFinding, ...], Unsaved]:
    """Return what lint says; of a pack with errors what it said before of the files that are as they were."""
    if pack is not None and not problems.errors:
        return lint_pack(pack), unsaved
    if previous is None:
        return (), unsaved
    kept = tuple(
        finding
        for finding in previous.findings
        if unsaved.get(path := full_path(Path(finding.place.file))) == previous.linted.get(path)
    )
    return kept, previous.linted


def _completed(pack: Pack, before: Pack | None) -> Pack:
    """Return a pack of which something is faulty, with what was sound before in the place of what is missing."""
    if before is None:
        return pack

    return replace(
        pack,
        documents=_joined(pack.documents, before.documents),
        fact_types=_joined(pack.fact_types, before.fact_types),
        parameters=_joined(pack.parameters, before.parameters),
        rules=_joined(pack.rules, before.rules),
        problems=_joined(pack.problems, before.problems),
        indicators=pack.indicators if pack.indicators.model.indicators else before.indicators,
    )


def _joined(now: Mapping[str, _Entry], then: Mapping[str, _Entry]) -> dict[str, _Entry]:
    return {**{name: entry for name, entry in then.items() if name not in now}, **now}


def ancestors_of(folder: Path, unsaved: Unsaved, search: Sequence[Path] = ()) -> tuple[Path, ...]:
    """Return the folders of the packs that a pack rests on, as far as they are found, the nearest first."""
    found = [folder]
    while len(found) < _LONGEST_LINEAGE and (parent := _parent_of(found[-1], unsaved)) is not None:
        home = find_by_id(parent, [found[-1].parent, *search, *pack_homes(Path())])
        if home is None or full_path(home) in found:
            break
        found.append(full_path(home))
    return tuple(found[1:])


def _parent_of(folder: Path, unsaved: Unsaved) -> str | None:
    path = folder / PACK_FILE
    text = unsaved.get(path)
    if text is None:
        try:
            text = path.read_text("utf-8", errors="replace")
        except OSError:
            return None
    written = _EXTENDS.search(text)
    return written[1] if written else None
