"""Finds the facts files behind a path; knows nothing about what stands in them."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Final

from checker.messages import message
from checker.source import Place, digest_of, suggest

if TYPE_CHECKING:
    from collections.abc import Iterable

    from checker.source import Problems

SUFFIXES: Final = (".yaml", ".yml", ".json")
WORKBOOKS: Final = (".xlsx", ".xls", ".ods", ".csv")
"""What ``checker.source.sheets`` reads; named here so that a project of texts need not load it."""
_OTHER_BOOKS: Final = frozenset({".xlsm", ".xltx", ".xltm", ".xlsb", ".et", ".numbers", ".tsv"})


def shown_name(path: Path) -> str:
    """Return how a path is named to people: from the working folder on when it lies inside."""
    try:
        return path.resolve().relative_to(Path.cwd().resolve()).as_posix()
    except (ValueError, OSError, RuntimeError):  # outside, or no path at all: a loop of links, a name too long
        return path.as_posix()


def facts_files(path: Path, problems: Problems) -> list[Path]:
    """Return the file, or the facts files of the folder in the order of their names; none is recorded."""
    place = Place(shown_name(path))
    try:
        return _found_files(path, place, problems)
    except OSError as error:
        problems.add("unreadable", place, message("读不了这个文件或文件夹：{why}", why=error.strerror or error))
        return []


def _found_files(path: Path, place: Place, problems: Problems) -> list[Path]:
    if path.is_dir():
        files = [file for file in path.iterdir() if _readable(file)]
        if not files:
            what = message("文件夹里没有事实文件")
            hint = message("事实写在 .yaml、.json 文件或 .xlsx、.xls、.ods、.csv 表格里，直接放在这个文件夹下")
            problems.add("no-facts", place, what, hint)
        return sorted(files, key=lambda file: file.name)
    if not path.exists():
        near = suggest(path.name, _siblings(path))
        meant = message("你是不是要写“{near}”？", near=shown_name(path.with_name(near))) if near else None
        problems.add("no-facts", place, message("没有这个文件或文件夹"), meant)
        return []
    if path.suffix and path.suffix.lower() not in SUFFIXES + WORKBOOKS:
        what = message("不认识“{suffix}”类的事实文件", suffix=path.suffix)
        known = message("事实写在 .yaml、.json 文件或 .xlsx、.xls、.ods、.csv 表格里")
        saved = message("用 Excel 或 WPS 打开，另存为 .xlsx 再用")
        problems.add("unsupported-file", place, what, saved if path.suffix.lower() in _OTHER_BOOKS else known)
        return []
    return [path]


def is_workbook(path: Path) -> bool:
    """Say whether a file is read as sheets of cells."""
    return path.suffix.lower() in WORKBOOKS


def _readable(file: Path) -> bool:
    """Say whether a file of a folder holds facts: hidden ones and the lock files of open workbooks (~$) do not."""
    known = file.suffix.lower() in SUFFIXES + WORKBOOKS
    return known and not file.name.startswith((".", "~$")) and file.is_file()


def _siblings(path: Path) -> list[str]:
    try:
        return [entry.name for entry in path.parent.iterdir() if not entry.name.startswith(".")]
    except OSError:
        return []


def combined_digest(digests: Iterable[tuple[str, str]]) -> str:
    """Return one digest for several named ones; a file's name is its name inside its folder, so a copy has the same."""
    return digest_of("".join(f"{name}\0{digest}\n" for name, digest in digests).encode(errors="surrogatepass"))
