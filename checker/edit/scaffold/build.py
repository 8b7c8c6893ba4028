"""Turns an indicator table into the files of a sound pack that gives full marks to a project that meets everything.

What was built is loaded and checked by its own case before anyone gets it.
"""

from __future__ import annotations

import re
import tempfile
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Final

from checker.edit.canonical import canonical
from checker.edit.scaffold.fields import score_leaves
from checker.edit.scaffold.files import Draft, pack_files
from checker.edit.scaffold.tree import build_tree
from checker.facts import parse_facts
from checker.messages import message
from checker.pack import load_pack
from checker.run import prepare
from checker.source import EngineFault, InputError, Place, Problems
from checker.values import decimal_text

if TYPE_CHECKING:
    from checker.edit.scaffold.table import Table
    from checker.pack import Pack
    from checker.result import CheckResult

_YEAR: Final = re.compile(r"(?<!\d)(20\d\d)(?!\d)")
_EARLIEST: Final = 2021
"""The year without another sign: the first that begins with the national measures in force."""


@dataclass(frozen=True, slots=True)
class Scaffold:
    """The files of a new pack by path, its title, and how many indicators were guessed and how many are judged."""

    files: Mapping[str, str]
    title: str
    guessed: tuple[str, ...]
    judged: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Wish:
    """What the new pack is to be called: its id, its title (empty: that of the table), and the name of the file."""

    id: str
    title: str
    source: str


def build_pack(table: Table, wish: Wish, below: Path, problems: Problems) -> Scaffold | None:
    """Return the files of a pack made from a table, resting on the pack in the folder ``below``.

    Names that are written twice and weights that do not add up are recorded, and give None.
    """
    tree = build_tree(table, problems)
    parent = load_pack(below, problems)
    if not table.lines:
        problems.add("no-table", table.place, message("表头下面没有指标"), message("表头下面每个指标写一行，写明分值"))
    if parent is not None and any(entry.model.indicator for entry in parent.rules.values()):
        what = message("规则包“{id}”的规则已经扣某些指标的分，不能作新指标表的上级", id=parent.id)
        hint = message("用只有共用内容的规则包，如 --extends national-2020；只改几个指标的，另建规则包写 override")
        problems.add("unfit-parent", Place(parent.id), what, hint)
    if parent is None or problems.errors:
        return None
    scored = score_leaves([leaf for top in tree for leaf in top.leaves()], parent)
    title = wish.title or table.title or wish.id
    draft = Draft(wish.id, title, wish.source, parent.id, _year(wish.id, title), tree, scored)
    grade = _checked(draft, below, problems)
    if grade is None:
        return None
    guessed = tuple(item.node.label for item in scored if item.guess)
    judged = tuple(item.node.label for item in scored if not item.guess)
    return Scaffold(_files(draft, grade=grade), title, guessed, judged)


def _files(draft: Draft, *, grade: str = "") -> dict[str, str]:
    """Return the texts of all files by path, in the canonical form of pack files."""
    files = pack_files(draft, grade=grade)
    return {name: canonical(text, name) if name.endswith(".yaml") else text for name, text in files.items()}


def _year(*texts: str) -> int:
    return next((int(found[1]) for text in texts if (found := _YEAR.search(text))), _EARLIEST)


def _checked(draft: Draft, below: Path, problems: Problems) -> str | None:
    """Return the grade that full marks earn; what is wrong with the files is recorded, and gives None."""
    with tempfile.TemporaryDirectory() as temporary:
        folder = Path(temporary) / draft.id
        write_files_of(folder, _files(draft))
        found = Problems()
        pack = load_pack(folder, found, with_cases=True, search=[below.resolve().parent])
        if pack is None or found.errors:
            for problem in found.errors:
                file = problem.place.file.removeprefix(f"{Path(temporary).as_posix()}/")
                problems.found.append(replace(problem, place=replace(problem.place, file=file)))
            return None
        result = _result(pack)
    if decimal_text(result.score) != "100":  # type: ignore[arg-type]  # full marks are exact
        raise EngineFault(message("做成的规则包不能给满分项目满分：得 {score}", score=result.score))
    return "/".join(result.grades)


def _result(pack: Pack) -> CheckResult:
    """Return the result of the pack's own case; raises ``InputError`` when its facts cannot be read."""
    case, problems = pack.project_cases[0].model, Problems()
    checker = prepare(pack, case.on or date(_EARLIEST, 12, 31), problems, engine="plain")
    facts = None if checker is None else parse_facts(case.given or {}, case.name, checker.vocabulary, problems)
    if checker is None or facts is None:
        raise InputError(problems.found)
    return checker.check(facts)


def write_files_of(folder: Path, files: Mapping[str, str]) -> None:
    """Write the files of a pack into a folder that is not there yet."""
    for name, text in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, "utf-8")
