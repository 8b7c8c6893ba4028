"""Tries a renaming out on a copy: everything loads, plans the same and comes out as before, or it is said what not."""

from __future__ import annotations

import shutil
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

from checker.edit.family import sound_pack
from checker.edit.sameness import plan_but_for
from checker.messages import message
from checker.pack.files import shown_name
from checker.source import InputError, Place, Problems
from checker.testing import run_cases

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from checker.edit.family import Member
    from checker.edit.rename import Renaming
    from checker.pack import Entry, Pack
    from checker.pack.models import CaseModel, ProjectCaseModel


def try_out(
    renaming: Renaming, family: Sequence[Member], names: tuple[str, str], day: date, problems: Problems
) -> list[Entry[CaseModel] | Entry[ProjectCaseModel]] | None:
    """Return the cases that come out otherwise once the family is renamed from one of ``names`` to the other.

    None, with the reasons recorded in words of the files as they are, when it does not load or plans something else.
    """
    with TemporaryDirectory() as temporary:
        trial = _Trial(Path(temporary), renaming, family, names, day)
        for member in family:
            trial.copy(member)
        different = [trial.different(member, problems) for member in family]
    return None if problems.errors else [entry for found in different for entry in found]


class _Trial:
    """Copies of packs in which something was renamed."""

    def __init__(
        self, home: Path, renaming: Renaming, family: Sequence[Member], names: tuple[str, str], day: date
    ) -> None:
        self._home, self._renaming, self._family, self._names, self._day = home, renaming, family, names, day

    def copy(self, member: Member) -> None:
        """Copy a pack, with the changed texts and under the new names."""
        folder = self._folder(member)
        shutil.copytree(member.folder, folder)
        moves = dict(self._renaming.moves)
        for name, text in self._renaming.new_texts.items():
            if name in member.documents:
                self._inside(member, name).write_text(text, "utf-8")
        for name in member.documents:
            if name in moves:
                self._inside(member, name).rename(self._inside(member, moves[name]))

    def different(self, member: Member, problems: Problems) -> list[Entry[CaseModel] | Entry[ProjectCaseModel]]:
        """Return the cases of a pack that come out otherwise in its copy; what else is otherwise is recorded."""
        problems_found = Problems()
        pack = sound_pack(self._folder(member), self._day, problems_found, search=(member.folder.absolute().parent,))
        if pack is None:
            for problem in problems_found.errors:
                place = replace(problem.place, file=self._shown(problem.place.file))
                what = message("改名以后会出错：{what}", what=problem.what)
                problems.add(problem.code, place, what, problem.hint)
            return []
        if plan_but_for(member.pack, *self._names) != plan_but_for(pack, *self._names):
            new = self._names[1]
            what = message("改名会改变规则包“{pack}”的意思：“{new}”在有的地方已经有别的含义", pack=pack.id, new=new)
            problems.add("meaning-changed", Place(shown_name(member.folder)), what, message("换一个名称"))
            return []
        before, after = self._outcomes(member.pack), self._outcomes(pack)
        different = {case for case, passed in before.items() if after.get(case) != passed}
        projects = [entry for entry in member.pack.project_cases if ("", entry.id) in different]
        rules = member.pack.cases.items()
        return [*(case for rule, found in rules for case in found if self._case(rule, case.id) in different), *projects]

    def _case(self, rule: str, case: str) -> tuple[str, str]:
        old, new = self._names
        return new if rule == old else rule, case

    def _outcomes(self, pack: Pack) -> dict[tuple[str, str], bool]:
        try:
            return {self._case(report.rule, report.case): report.passed for report in run_cases(pack, ["plain"])}
        except InputError:
            return {}

    def _folder(self, member: Member) -> Path:
        return self._home / member.folder.absolute().name

    def _inside(self, member: Member, name: str) -> Path:
        return self._folder(member) / Path(name).relative_to(shown_name(member.folder))

    def _shown(self, name: str) -> str:
        """Return how a file of a copy is called where it was copied from."""
        inside = Path(name)
        for member in self._family:
            if inside.is_relative_to(self._folder(member)):
                shown = (Path(shown_name(member.folder)) / inside.relative_to(self._folder(member))).as_posix()
                return {new: old for old, new in self._renaming.moves}.get(shown, shown)
        return name
