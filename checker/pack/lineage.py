"""Follows ``extends`` from a pack to the most general one it rests on; knows nothing about what packs say."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from checker.messages import message
from checker.pack.explain import not_a_mapping
from checker.pack.files import PackFiles, is_blank, read_folder, shown_name
from checker.pack.find import PACK_FILE, find_by_id, pack_homes, packs_in
from checker.pack.models import PackModel
from checker.pack.models.common import ID_PATTERN
from checker.pack.pack import Origin
from checker.pack.validate import add, validate
from checker.source import NOTHING_UNSAVED, Place, did_you_mean, full_path

if TYPE_CHECKING:
    from collections.abc import Sequence

    from checker.source import Data, Problems, Unsaved


@dataclass(frozen=True, slots=True)
class Layer:
    """One pack of a lineage: its id, its files, and ``pack.yaml`` without the documents when that is in order."""

    id: str
    files: PackFiles
    model: PackModel | None


@dataclass(frozen=True, slots=True)
class Lineage:
    """A pack with all it extends, the most general first; not ``whole`` when one could not be found."""

    layers: tuple[Layer, ...]
    whole: bool


def read_lineage(
    folder: Path, problems: Problems, search: Sequence[Path] = (), unsaved: Unsaved = NOTHING_UNSAVED
) -> Lineage | None:
    """Read a pack and every pack it extends; a folder that is none is recorded and gives None."""
    if not folder.is_dir():
        place, what = Place(shown_name(folder)), message("没有这个规则包文件夹")
        problems.add("no-folder", place, what, did_you_mean(folder.name, packs_in([folder.parent])))
        return None
    layers = [_read_layer(folder, problems, unsaved)]
    _check_name(layers[0], problems)
    whole = True
    while whole and (parent := _extends(layers[-1])) is not None:
        found = _find_parent(parent, layers, problems, search)
        if found is None:
            whole = False
            break
        layers.append(_read_layer(found, problems, unsaved))
        whole = _check_name(layers[-1], problems, extended=True)
    return Lineage(tuple(reversed(layers)), whole and not any(PACK_FILE in layer.files.unread for layer in layers))


def _read_layer(folder: Path, problems: Problems, unsaved: Unsaved) -> Layer:
    files = read_folder(folder, problems, unsaved)
    document = files.single.get(PACK_FILE)
    if document is None:
        return Layer(_folder_id(folder), files, None)
    data = document.data
    if not isinstance(data, dict):
        add(not_a_mapping(PACK_FILE), document.place(), problems)
        files.unread.add(PACK_FILE)
        del files.single[PACK_FILE]
        return Layer(_folder_id(folder), files, None)
    rest: Data = {name: value for name, value in data.items() if name != "documents"}
    model = validate(PackModel, rest, Origin(document), problems)
    written = data.get("id")
    return Layer(written if isinstance(written, str) else _folder_id(folder), files, model)


def _folder_id(folder: Path) -> str:
    return full_path(folder).name


def _extends(layer: Layer) -> str | None:
    """Return the id of the pack that a pack extends, also when something else in ``pack.yaml`` is wrong.

    What is no text cannot be followed and gives an id that is none.
    """
    document = layer.files.single.get(PACK_FILE)
    data = document.data if document is not None else None
    if document is None or not isinstance(data, dict) or "extends" not in data:
        return None
    parent = data["extends"]
    if parent is None and not is_blank(document.node(("extends",))):
        return None
    return parent if isinstance(parent, str) else ""


def _find_parent(parent: str, layers: list[Layer], problems: Problems, search: Sequence[Path]) -> Path | None:
    below = layers[-1]
    place = below.files.single[PACK_FILE].place(("extends",))
    if not re.fullmatch(ID_PATTERN, parent):
        return None  # recorded with pack.yaml
    ids = [layer.id for layer in layers]
    if parent in ids:
        circle = " → ".join([*ids[ids.index(parent) :], parent])
        what = message("规则包的 extends 绕成了圈：{circle}", circle=circle)
        problems.add("cyclic-extends", place, what, message("去掉其中一个 extends"))
        return None
    homes = [_beside(below.files.folder), *search, *pack_homes(Path())]
    found = find_by_id(parent, homes)
    if found is None:
        names = set(packs_in(homes)) - set(ids)
        what = message("找不到上级规则包“{id}”", id=parent)
        hint = did_you_mean(parent, names) or message("把它的文件夹放在这个规则包旁边")
        problems.add("unknown-pack", place, what, hint)
    return found


def _beside(folder: Path) -> Path:
    return folder.parent if folder.name not in {"", ".."} else folder / ".."


def _check_name(layer: Layer, problems: Problems, *, extended: bool = False) -> bool:
    """A pack is found by the name of its folder, so the name must be its id; return whether it is."""
    document, name = layer.files.single.get(PACK_FILE), _folder_id(layer.files.folder)
    if document is None or layer.model is None or layer.id == name:
        return True
    record = problems.add if extended else problems.warn
    what = message("规则包的编号“{id}”与文件夹名“{name}”不同", id=layer.id, name=name)
    record("pack-id-differs", document.place(("id",)), what, message("改成一样，别的规则包才能按编号找到它"))
    return False
