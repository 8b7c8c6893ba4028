"""Finds the facts files behind a path and reads them; knows nothing about what stands in them."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Final

from checker.messages import message
from checker.source import Place, digest_of, read_document, suggest

if TYPE_CHECKING:
    from collections.abc import Iterable

    from checker.source import Document, Problems

SUFFIXES: Final = (".yaml", ".yml", ".json")


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
            problems.add("no-facts", place, what, message("事实写在 .yaml、.yml 或 .json 文件里，直接放在这个文件夹下"))
        return sorted(files, key=lambda file: file.name)
    if not path.exists():
        near = suggest(path.name, _siblings(path))
        hint = message("你是不是要写“{near}”？", near=shown_name(path.with_name(near))) if near else None
        problems.add("no-facts", place, message("没有这个文件或文件夹"), hint)
        return []
    if path.suffix and path.suffix.lower() not in SUFFIXES:
        what = message("不认识“{suffix}”类的事实文件", suffix=path.suffix)
        problems.add("unsupported-file", place, what, message("事实写在 .yaml、.yml 或 .json 文件里"))
        return []
    return [path]


def _readable(file: Path) -> bool:
    return file.suffix.lower() in SUFFIXES and not file.name.startswith(".") and file.is_file()


def _siblings(path: Path) -> list[str]:
    try:
        return [entry.name for entry in path.parent.iterdir() if not entry.name.startswith(".")]
    except OSError:
        return []


def read_files(files: Iterable[Path], problems: Problems) -> tuple[Document, ...]:
    """Return the documents of the files that can be read."""
    read = (read_document(file, shown_name(file), problems) for file in files)
    return tuple(document for document in read if document is not None)


def combined_digest(digests: Iterable[tuple[str, str]]) -> str:
    """Return one digest for several named ones; a file's name is its name inside its folder, so a copy has the same."""
    return digest_of("".join(f"{name}\0{digest}\n" for name, digest in digests).encode(errors="surrogatepass"))
