"""Finds and loads the packs a command names; everything wrong with any of them is raised together."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from checker.messages import message
from checker.source import EngineFault, Problems, UsageFault

if TYPE_CHECKING:
    from checker.pack import Pack


def pack_folders(names: list[str]) -> list[Path]:
    """Return the folders of the packs named, of all below ./rules when none is; raises ``InputError``."""
    from checker.pack import find_pack  # noqa: PLC0415 - help starts fast

    problems = Problems()
    wanted = names or [str(path.parent) for path in sorted(Path("rules").glob("*/pack.yaml"))]
    if not wanted:
        raise UsageFault(message("没有找到规则包：写规则包的编号，或在有 rules 文件夹的地方运行"))
    folders = [folder for name in wanted if (folder := find_pack(name, problems, start=Path.cwd()))]
    problems.raise_if_any()
    return folders


def opened_packs(names: list[str]) -> list[tuple[Path, Pack]]:
    """Return the packs named with their cases and folders, of all below ./rules when none is; raises ``InputError``."""
    from checker.run import load_sound_pack  # noqa: PLC0415

    problems = Problems()
    loaded = [(folder, load_sound_pack(folder, problems)) for folder in pack_folders(names)]
    problems.raise_if_any()
    return [(folder, pack) for folder, pack in loaded if pack is not None]


def sound_packs(names: list[str]) -> list[Pack]:
    """Return the packs named, as ``opened_packs``."""
    return [pack for _, pack in opened_packs(names)]


def opened_pack(name: str) -> tuple[Path, Pack]:
    """Return the one pack named and its folder; raises ``InputError``."""
    found = opened_packs([name])
    if not found:
        raise EngineFault(message("读取没有成功，却没有记下问题"))
    return found[0]
