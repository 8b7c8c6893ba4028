"""``checker rules new``: asks for a rule, and writes it with cases made from its boundaries; overwrites nothing."""

from __future__ import annotations

import shutil
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

from checker.cli.asking import Asker
from checker.cli.output import console, unwritable
from checker.cli.packs import opened_pack
from checker.edit.questions import ID
from checker.messages import message
from checker.result import ExitCode
from checker.source import EngineFault, InputError, Problems, UsageFault

if TYPE_CHECKING:
    from checker.edit.site import Site
    from checker.pack import Pack
    from checker.source import Problem


def run_new(pack: str, rule: str, given: list[str]) -> int:
    """Ask what is not given, write the rule, its cases and its problem, and return the exit code."""
    from checker.edit.new_rule import rule_texts, shown_path  # noqa: PLC0415 - help starts fast
    from checker.edit.site import Site  # noqa: PLC0415
    from checker.report.terminal.edits import print_new_rule  # noqa: PLC0415

    site = Site(*opened_pack(pack))
    answers = Asker(site, [f"{ID}={rule}", *given] if rule else given).answers()
    texts = rule_texts(site, answers)
    cases, turned = _cases(site, texts, answers[ID])
    texts |= cases
    _write(site, texts)
    with console("-") as screen:
        print_new_rule([shown_path(site, inside) for inside in texts], turned, screen, cases=bool(cases))
    return ExitCode.CLEAN


def _cases(site: Site, texts: dict[str, str], rule: str) -> tuple[dict[str, str], list[str]]:
    """Return the cases of a rule, and what it turns of the cases there are.

    It is tried out in a copy of the pack; raises ``InputError`` when the pack is not sound with it.
    """
    from checker.edit.canonical import canonical  # noqa: PLC0415 - help starts fast

    with TemporaryDirectory() as temporary:
        copy = Path(temporary) / site.folder.absolute().name
        shutil.copytree(site.folder, copy)
        for inside, text in texts.items():
            (copy / inside).parent.mkdir(exist_ok=True)
            (copy / inside).write_text(text, "utf-8")
        try:
            cases, turned = _tried(copy, site, rule)
        except InputError as error:
            raise InputError(_in_pack(problem, copy, site) for problem in error.problems) from None
    inside = f"tests/{rule}.yaml"
    return ({inside: canonical("\n".join(cases), inside)} if cases else {}), turned


def _tried(copy: Path, site: Site, rule: str) -> tuple[tuple[str, ...], list[str]]:
    """Return the cases of a rule that stands in a copy of its pack, and the cases there were that it turns."""
    from checker.edit.family import sound_pack  # noqa: PLC0415 - help starts fast
    from checker.witness.days import any_day  # noqa: PLC0415
    from checker.witness.propose import Proposer  # noqa: PLC0415

    problems = Problems()
    pack = sound_pack(copy, any_day(site.pack), problems, search=(site.folder.absolute().parent,))
    problems.raise_if_any()
    if pack is None:
        raise EngineFault(message("读取没有成功，却没有记下问题"))
    before = _failing(site.pack)
    return tuple(Proposer(pack).propose(rule).cases), [name for name in _failing(pack) if name not in before]


def _in_pack(problem: Problem, copy: Path, site: Site) -> Problem:
    """Return what is wrong with a file of the copy as said of the file of the pack it would become."""
    from checker.edit.new_rule import shown_path  # noqa: PLC0415 - help starts fast
    from checker.pack.files import shown_name  # noqa: PLC0415

    inside = problem.place.file.removeprefix(f"{shown_name(copy)}/")
    if inside == problem.place.file:
        return problem
    return replace(problem, place=replace(problem.place, file=shown_path(site, inside)))


def _failing(pack: Pack) -> list[str]:
    """Return the names of the cases of a pack that do not come out as expected."""
    from checker.testing import run_cases  # noqa: PLC0415 - help starts fast

    return [report.case for report in run_cases(pack, ["plain"]) if not report.passed]


def _write(site: Site, texts: dict[str, str]) -> None:
    """Write the new files and the one that has an entry more, all or none; raises ``UsageFault``."""
    from checker.edit.file_edit import edited_file, write_files  # noqa: PLC0415 - help starts fast

    files = []
    for inside, text in texts.items():
        path = site.folder / inside
        before = site.pack.files.get(inside)
        if before is not None:
            files.append((path, edited_file(before.name, text, before.text)))
            continue
        if path.exists():
            raise UsageFault(message("{path} 已经存在，没有覆盖", path=path.as_posix()))
        try:
            path.parent.mkdir(exist_ok=True)
        except OSError as error:
            raise unwritable(path.parent, error) from None
        files.append((path, text.encode()))
    write_files(files)
