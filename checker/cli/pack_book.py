"""``checker rules export`` and ``import``: parameters and weights in a workbook, and what was changed there back."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Final

from checker.cli.kept import write_new
from checker.cli.output import console
from checker.cli.packs import opened_pack
from checker.messages import message, tr
from checker.result import ExitCode
from checker.source import EngineFault, Problems, UsageFault

if TYPE_CHECKING:
    from checker.edit.book import Import
    from checker.pack import Pack

_BOOK: Final = ".xlsx"


def run_export(pack: str, *, output: str) -> int:
    """Write the workbook of a pack and return the exit code; one that is there and may hold changes is left alone."""
    if not output:
        raise UsageFault(message("没有说写到哪里：用 -o 写文件名，如 -o 参数.xlsx"))
    if Path(output).suffix.lower() != _BOOK:
        raise UsageFault(message("“{output}”的后缀不是 .xlsx：写成如 -o 参数.xlsx", output=output))
    _, found = opened_pack(pack)
    from checker.edit.book import book_of  # noqa: PLC0415 - a help text needs no packs
    from checker.report.pack_book import render_pack_book  # noqa: PLC0415 - openpyxl

    write_new([(Path(output), render_pack_book(book_of(found)), None)])
    return ExitCode.CLEAN


def run_import(pack: str, book: str, *, dry_run: bool) -> int:
    """Take over what was changed in a workbook, and return the exit code; says every change, or that there is none."""
    problems = Problems()
    folder, found = opened_pack(pack)
    from checker.edit.book import import_book  # noqa: PLC0415 - a help text needs no packs
    from checker.pack.files import shown_name  # noqa: PLC0415 - the same
    from checker.source.sheets import read_book  # noqa: PLC0415 - the same

    path = Path(book)
    read = read_book(path, shown_name(path), problems, details=True)
    done = None if read is None else import_book(folder, found, read, problems)
    problems.raise_if_any()
    if done is None:
        raise EngineFault(message("读取没有成功，却没有记下问题"))
    if not dry_run:
        _write(done)
    _say(done, found, dry_run=dry_run)
    return ExitCode.CLEAN


def _write(done: Import) -> None:
    """Write all changed files or none; a file that was not there is new."""
    from checker.edit.file_edit import FileEdit, write_edits  # noqa: PLC0415 - a help text writes nothing

    new = [(Path(name), text.encode(), None) for name, text in done.texts.items() if name not in done.before]
    write_new(new)
    try:
        write_edits(
            [FileEdit(name, *_difference(old, done.texts[name])) for name, old in done.before.items()], done.before
        )
    except UsageFault:
        for path, _, _ in new:
            path.unlink(missing_ok=True)
        raise


def _difference(old: str, new: str) -> tuple[int, int, str]:
    """Return the stretch of ``old`` that differs, and what stands there in ``new``."""
    start = _common(old, new)
    tail = _common(old[start:][::-1], new[start:][::-1])
    return start, len(old) - tail, new[start : len(new) - tail]


def _common(one: str, other: str) -> int:
    """Return how many characters two texts begin with in common."""
    pairs = enumerate(zip(one, other, strict=False))
    return next((number for number, (left, right) in pairs if left != right), min(len(one), len(other)))


def _say(done: Import, pack: Pack, *, dry_run: bool) -> None:
    with console("-") as screen:
        for said in done.said:
            screen.print(f"· {said}")
        for doubt in done.doubts:
            screen.print(f"! {doubt}", style="yellow")
        if not done.said:
            screen.print(tr("没有改动，规则包的文件一个字也没有动"))
            return
        files = "、".join(done.texts)
        if dry_run:
            screen.print(tr("共 {count} 处改动，没有写入；写入时改 {files}", count=len(done.said), files=files))
        else:
            screen.print(tr("共 {count} 处改动，已写入 {files}", count=len(done.said), files=files))
            screen.print(tr("接着运行 checker rules test {pack}", pack=pack.id))
