"""``checker rules doc``: writes the handbook of a pack."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Final

from checker.cli.output import write_whole
from checker.cli.packs import opened_pack
from checker.cli.words import day, one_of
from checker.messages import message
from checker.result import ExitCode
from checker.source import InputError, Problems, UsageFault

if TYPE_CHECKING:
    from checker.report.handbook.content import Handbook

_SUFFIXES: Final = (".html", ".docx")


def run_doc(pack: str, output: list[str], *, as_of: str) -> int:
    """Write the handbook of ``pack`` to each file, in the format of its suffix, and return the exit code."""
    from checker.history.changes import revisions  # noqa: PLC0415 - help starts fast
    from checker.report.handbook.content import gather_handbook  # noqa: PLC0415
    from checker.run import prepare  # noqa: PLC0415

    if not output:
        raise UsageFault(message("没有说写到哪里：用 -o 写文件名，扩展名是 .html 或 .docx"))
    files = [Path(name) for name in output]
    for file in files:
        one_of("--output", file.suffix.lower(), _SUFFIXES)
    on = day("--as-of", as_of) or date.today()
    problems = Problems()
    folder, loaded = opened_pack(pack)
    checker = prepare(loaded, on, problems, engine="plain")
    if checker is None:
        raise InputError(problems.found)
    book = gather_handbook(checker.plan, revisions(folder))
    written = {file: _rendered(file.suffix.lower(), book, on) for file in files}
    for file, content in written.items():
        write_whole(file, content)
    return ExitCode.CLEAN


def _rendered(suffix: str, book: Handbook, on: date) -> str | bytes:
    if suffix == ".docx":
        from checker.report.handbook.docx import render_handbook_docx  # noqa: PLC0415 - only when it is asked for

        return render_handbook_docx(book, on)
    from checker.report.handbook.html import render_handbook_html  # noqa: PLC0415

    return render_handbook_html(book)
