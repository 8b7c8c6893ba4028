"""Gathers the files a check depends on, by their names in the archive: facts, and the packs they are held against."""

from __future__ import annotations

from typing import TYPE_CHECKING

from checker.archive.manifest import FACTS, RULES, is_safe
from checker.facts import SEAL
from checker.facts.files import shown_name
from checker.messages import message
from checker.pack.lineage import read_lineage
from checker.source import Place, Problems, full_path

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from checker.facts import FactSet, RawFacts
    from checker.pack.lineage import Layer


def facts_members(raw: RawFacts, facts: FactSet, folder: Path, problems: Problems) -> dict[str, bytes]:
    """Return the facts files that were read, and the seal of their evidence where there is one.

    Evidence files themselves are not kept: they may be large or confidential, and their digests do.
    """
    files = [*raw.read_from]
    if facts.evidence and (folder / SEAL).exists():
        files.append(folder / SEAL)
    members: dict[str, bytes] = {}
    for path in files:
        inside = full_path(path).is_relative_to(full_path(folder))
        name = f"{FACTS}/{full_path(path).relative_to(full_path(folder)).as_posix()}" if inside else ""
        if not is_safe(name):
            what = message("这个事实文件存不进归档：它不在事实文件夹里，或文件名里有特殊字符")
            problems.add("archive-member", Place(shown_name(path)), what, message("移到事实文件夹里，或改一个文件名"))
            continue
        members |= _member(name, path, problems)
    return members


def rules_members(folder: Path, problems: Problems) -> tuple[str, dict[str, bytes]]:
    """Return the name of a pack's folder in the archive, and the files of it and of all packs it extends."""
    lineage = read_lineage(folder, problems)
    layers = lineage.layers if lineage else ()
    names = _folder_names(layers)
    members: dict[str, bytes] = {}
    for layer, name in zip(layers, names, strict=True):
        for file, _ in layer.files.digests:
            members |= _member(f"{RULES}/{name}/{file}", layer.files.folder / file, problems)
    return (names[-1] if names else ""), members


def _folder_names(layers: Iterable[Layer]) -> list[str]:
    """Return the names the packs' folders have, or their ids where two have the same."""
    layers = list(layers)
    names = [full_path(layer.files.folder).name for layer in layers]
    return names if len(set(names)) == len(names) else [layer.id for layer in layers]


def _member(name: str, path: Path, problems: Problems) -> dict[str, bytes]:
    try:
        return {name: path.read_bytes()}
    except OSError as error:
        what = message("读不了这个文件：{why}", why=error.strerror or error)
        problems.add("unreadable", Place(shown_name(path)), what)
        return {}
