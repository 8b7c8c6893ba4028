"""``checker rules fmt``: brings the files of packs into their canonical form, or says which are not in it."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Final

from checker.cli.output import console
from checker.cli.packs import pack_folders
from checker.messages import message
from checker.result import ExitCode
from checker.source import Problems, UsageFault

if TYPE_CHECKING:
    from collections.abc import Iterator

_SUFFIX: Final = ".yaml"


def run_fmt(names: list[str], *, check: bool, diff: bool) -> int:
    """Lay out the packs and files named (all packs below ./rules when none is) and return the exit code.

    With ``check`` or ``diff`` nothing is written, and a file that would change is a finding.
    """
    from checker.edit.formatting import formatted, write_formatted  # noqa: PLC0415 - help starts fast
    from checker.report.terminal.edits import print_formatted  # noqa: PLC0415

    problems = Problems()
    files = formatted(dict.fromkeys(_paths(names)), problems)
    problems.raise_if_any()
    looking = check or diff
    if not looking:
        write_formatted(files)
    with console("-") as screen:
        print_formatted(files, screen, written=not looking, diff=diff)
    return ExitCode.FINDINGS if looking and any(file.changed for file in files) else ExitCode.CLEAN


def _paths(names: list[str]) -> Iterator[Path]:
    """Yield the files to be laid out; raises ``UsageFault`` and ``InputError``."""
    from checker.edit.formatting import pack_texts  # noqa: PLC0415

    files = [Path(name) for name in names if Path(name).is_file()]
    for path in files:
        if path.suffix != _SUFFIX:
            raise UsageFault(message("{path} 不是 .yaml 文件，不能整理", path=path))
    yield from files
    packs = [name for name in names if not Path(name).is_file()]
    for folder in pack_folders(packs) if packs or not files else []:
        yield from pack_texts(folder)
