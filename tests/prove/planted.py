"""Writes the small pack of ``planted.yaml``, with a fault planted in it, and loads it."""

from __future__ import annotations

import copy
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import yaml

from checker.pack import Pack, load_pack
from checker.source import Problems

if TYPE_CHECKING:
    from collections.abc import Mapping

DATA: Final = Path(__file__).parent / "planted.yaml"


@cache
def planted() -> dict[str, Any]:
    """Return the data: the sound pack and the faults."""
    found: dict[str, Any] = yaml.safe_load(DATA.read_text("utf-8"))
    return found


def changed(change: Mapping[str, Any]) -> dict[str, Any]:
    """Return the files of the sound pack with some parts changed."""
    files: dict[str, Any] = copy.deepcopy(planted()["base"])
    for path, value in change.items():
        name = next((name for name in files if path == name or path.startswith(f"{name}/")), path)
        steps = path.removeprefix(name).strip("/").split("/") if path != name else []
        if not steps:
            files[name] = value
            continue
        _put(files[name], steps, value)
    return files


def _put(node: Any, steps: list[str], value: Any) -> None:
    for step in steps[:-1]:
        node = node[int(step) if isinstance(node, list) else step]
    last: Any = int(steps[-1]) if isinstance(node, list) else steps[-1]
    if value is None:
        del node[last]
    elif isinstance(node, list) and last == len(node):
        node.append(value)
    else:
        node[last] = value


def write(files: Mapping[str, Any], folder: Path) -> Pack:
    """Write files as a pack and return it loaded."""
    for name, content in files.items():
        path = folder / "planted" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        text = content if isinstance(content, str) else yaml.safe_dump(content, allow_unicode=True, sort_keys=False)
        path.write_text(text, "utf-8")
    problems = Problems()
    pack = load_pack(folder / "planted", problems)
    assert pack is not None, problems.found
    return pack
