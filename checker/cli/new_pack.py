"""``checker rules new-pack``: a folder for a new kind of project, made from its indicator table."""

from __future__ import annotations

import os
import re
import shutil
from pathlib import Path
from typing import TYPE_CHECKING, Final

from checker.cli.output import console, make_folder, unwritable
from checker.messages import message, tr
from checker.pack import find_pack
from checker.pack.files import shown_name
from checker.pack.models.common import ID_PATTERN
from checker.result import ExitCode
from checker.source import EngineFault, Problems, UsageFault, full_path

if TYPE_CHECKING:
    from checker.edit.scaffold import Scaffold

_PARENT: Final = "national-2020"
_NAMED: Final = 4
"""How many indicators are named in a sentence."""


def run_new_pack(table: str, *, output: str, title: str, extends: str) -> int:
    """Write the folder and return the exit code; a folder that is there is never touched."""
    folder = _folder(output)
    problems = Problems()
    below = find_pack(extends or _PARENT, problems, start=Path.cwd())
    from checker.edit.scaffold import Wish, build_pack, read_table  # noqa: PLC0415 - a help text needs no packs
    from checker.source.sheets import read_book  # noqa: PLC0415 - the same

    path = Path(table)
    book = read_book(path, shown_name(path), problems, details=True)
    read = None if book is None else read_table(book, problems)
    made = None
    if read is not None and below is not None:
        made = build_pack(read, Wish(folder.name, title, path.name), below, problems)
    problems.raise_if_any()
    if made is None:
        raise EngineFault(message("读取没有成功，却没有记下问题"))
    _write(folder, made)
    _say(folder, made)
    return ExitCode.CLEAN


def _folder(output: str) -> Path:
    if not output:
        raise UsageFault(message("没有说写到哪里：用 -o 写新规则包的文件夹，如 -o rules/roads-2026"))
    folder = full_path(Path(output))
    if not re.fullmatch(ID_PATTERN, folder.name):
        what = message("“{name}”不能作规则包的编号：用小写字母、数字和 -，以字母开头，如 roads-2026", name=folder.name)
        raise UsageFault(what)
    if folder.exists():
        raise UsageFault(message("{path} 已经存在，没有改动它。换一个文件夹名", path=output))
    return folder


def _write(folder: Path, made: Scaffold) -> None:
    """Write all files beside the folder first, so that it is there whole or not at all."""
    from checker.edit.scaffold import write_files_of  # noqa: PLC0415 - a help text needs no packs

    make_folder(folder.parent)
    temporary = folder.with_name(f".{folder.name}.{os.getpid()}.tmp")
    try:
        write_files_of(temporary, made.files)
        temporary.rename(folder)
    except OSError as error:
        shutil.rmtree(temporary, ignore_errors=True)
        raise unwritable(folder, error) from None


def _say(folder: Path, made: Scaffold) -> None:
    shown = shown_name(folder)
    count = len(made.guessed) + len(made.judged)
    with console("-") as screen:
        screen.print(
            tr("已建规则包 {folder}：{title}，{count} 个末级指标", folder=shown, title=made.title, count=count)
        )
        if made.guessed:
            screen.print(tr("· {count} 个的计分方法由评分标准推测，要核对：{names}", **_named(made.guessed)))
        if made.judged:
            screen.print(tr("· {count} 个由评价人评定：{names}", **_named(made.judged)))
        screen.print(tr("满分项目的用例已经通过。接着看 {folder}/pack.yaml 开头的说明", folder=shown))


def _named(labels: tuple[str, ...]) -> dict[str, object]:
    names = "、".join(labels[:_NAMED])
    return {"count": len(labels), "names": names if len(labels) <= _NAMED else tr("{names}等", names=names)}
