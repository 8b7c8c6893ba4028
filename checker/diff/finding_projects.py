"""Finds the projects below a folder: folders of facts files, and facts files that are a project by themselves."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Final

from checker.facts import TOP_ALIASES, open_facts
from checker.facts.files import SUFFIXES, WORKBOOKS
from checker.source import CheckerError, Problems, read_document

if TYPE_CHECKING:
    from collections.abc import Iterator

_TABLES: Final = frozenset({".csv"})
_HEADS: Final = frozenset({"title", "rules"})


def project_paths(path: Path) -> list[Path]:
    """Return the projects in a file or folder, in the order of their names.

    A folder is one project when its files say at most one title and pack; with several, each file that says one is a
    project. Below a project nothing is looked for: its folders hold evidence.
    """
    return list(_below(path)) if path.is_dir() else [path]


def _below(folder: Path) -> Iterator[Path]:
    entries = sorted((entry for entry in folder.iterdir() if _seen(entry)), key=lambda entry: entry.name)
    files = [entry for entry in entries if entry.is_file() and entry.suffix.lower() in (*SUFFIXES, *WORKBOOKS)]
    heads = {file: head for file in files if (head := _head(file))}
    if len(set(heads.values())) == 1:
        yield folder
        return
    inside = [found for entry in entries if entry.is_dir() for found in _below(entry)]
    alone = [file for file in files if file.suffix.lower() not in _TABLES]
    if alone and not heads and not inside:
        yield folder  # facts without a head: that is said when they are opened
        return
    yield from sorted([*inside, *alone], key=lambda found: found.relative_to(folder).parts)


def _seen(entry: Path) -> bool:
    return not entry.name.startswith((".", "~$")) and not entry.is_symlink()


def _head(file: Path) -> tuple[str, ...]:
    """Return the title and the pack that a file says, nothing when it says neither or cannot be read."""
    if file.suffix.lower() in _TABLES:
        return ()
    if file.suffix.lower() in SUFFIXES:
        document = read_document(file, file.name, Problems())
        data = document.data if document is not None else None
        named = {TOP_ALIASES.get(name): str(value) for name, value in data.items()} if isinstance(data, dict) else {}
        return tuple(named.get(name, "") for name in sorted(_HEADS)) if _HEADS & named.keys() else ()
    try:
        raw = open_facts(file, Problems())
    except CheckerError:
        return ()
    said = () if raw is None else (raw.header.rules, raw.header.title)
    return said if any(said) else ()
