"""Finds the folder of a rule pack from a path or an id; knows nothing about what stands in the files of a pack."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Final

import checker
from checker.messages import message
from checker.source import Place, did_you_mean

if TYPE_CHECKING:
    from collections.abc import Iterable

    from checker.source import Problems

PACK_FILE: Final = "pack.yaml"
_PACKAGE: Final = Path(checker.__file__).parent


def find_pack(
    name_or_path: str, problems: Problems, *, start: Path = Path(), place: Place | None = None
) -> Path | None:
    """Return the folder of the pack with this path or id, as seen from the folder ``start``.

    An id is looked up in ``rules`` below ``start``, then beside the installed package, then among the packs shipped in
    it. ``place`` is where the name was written, for the problem that is recorded when there is no such pack.
    """
    folder = start / name_or_path
    if is_pack(folder):
        return folder
    if folder.name == PACK_FILE and is_pack(folder.parent):
        return folder.parent
    homes = pack_homes(start)
    found = find_by_id(name_or_path, homes)
    if found is not None:
        return found
    where = place or Place(name_or_path)
    if folder.is_dir():
        what = message("文件夹“{name}”里没有 {file}，不是规则包", name=name_or_path, file=PACK_FILE)
        problems.add("not-a-pack", where, what, did_you_mean(Path(name_or_path).name, packs_in([folder, *homes])))
        return None
    hint = did_you_mean(Path(name_or_path).name, packs_in([folder.parent, *homes]))
    what = message("没有名为“{name}”的规则包", name=name_or_path)
    problems.add("unknown-pack", where, what, hint or message("写规则包的编号，或规则包文件夹的路径"))
    return None


def pack_homes(start: Path) -> tuple[Path, ...]:
    """Return the folders in which packs are looked up by id, the first to be asked first."""
    return (start / "rules", _PACKAGE.parent / "rules", _PACKAGE / "packs")


def find_by_id(pack_id: str, homes: Iterable[Path]) -> Path | None:
    """Return the folder called ``pack_id`` in the first of ``homes`` that has such a pack."""
    if Path(pack_id).name != pack_id:
        return None
    return next((home / pack_id for home in homes if is_pack(home / pack_id)), None)


def packs_in(homes: Iterable[Path]) -> list[str]:
    """Return the ids of all packs in ``homes``."""
    return sorted({path.parent.name for home in homes for path in home.glob(f"*/{PACK_FILE}")})


def is_pack(folder: Path) -> bool:
    """Say whether a folder is a rule pack."""
    return (folder / PACK_FILE).is_file()
