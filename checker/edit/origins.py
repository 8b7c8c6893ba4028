"""Says which pack of a lineage gave a thing its id or its label; knows nothing about where it is used."""

from __future__ import annotations

from typing import TYPE_CHECKING

from checker.pack.lineage import read_lineage
from checker.source import Problems

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from checker.edit.naming import Target
    from checker.edit.things import Thing
    from checker.pack.lineage import Layer
    from checker.source import Data

_INDICATORS = "indicators.yaml"


def defining_pack(folder: Path, target: Target) -> str:
    """Return the id of the pack that gave a target its id (the first to have it) or its label (the last to give it)."""
    lineage = read_lineage(folder, Problems())
    layers: Sequence[Layer] = () if lineage is None else lineage.layers
    owners = [layer.id for layer in layers if _says(layer, target)]
    if not owners:
        return ""
    last = target.facet == "label" or target.thing.kind in {"choice", "indicator"}
    return owners[-1] if last else owners[0]


def _says(layer: Layer, target: Target) -> bool:
    thing, label = target.thing, ("label",) if target.facet == "label" else ()
    match thing.kind:
        case "rule":
            return thing.name in layer.files.rules
        case "indicator":
            return _at(layer, _INDICATORS, ("indicators",)) is not None
        case "shared":
            shared = _at(layer, _INDICATORS, ("shared",))
            found = [item for item in shared if isinstance(item, dict)] if isinstance(shared, list) else []
            return any(item.get("id") == thing.name and (not label or "label" in item) for item in found)
    file, path = _path(thing)
    return _at(layer, file, (*path, *label)) is not None


def _path(thing: Thing) -> tuple[str, tuple[str, ...]]:
    """Return the file in which a thing is defined, and the names one below the other that lead to it."""
    owner, _, field = thing.owner.partition(".")
    if thing.kind == "choice":
        return (
            ("vocabulary.yaml", (owner, "fields", field, "choices")) if field else ("parameters.yaml", (owner, "keys"))
        )
    places: dict[str, tuple[str, tuple[str, ...]]] = {
        "fact_type": ("vocabulary.yaml", (thing.name,)),
        "field": ("vocabulary.yaml", (owner, "fields", thing.name)),
        "parameter": ("parameters.yaml", (thing.name,)),
        "problem": ("problems.yaml", (thing.name,)),
        "document": ("pack.yaml", ("documents", thing.name)),
    }
    return places[thing.kind]


def _at(layer: Layer, file: str, path: tuple[str, ...]) -> Data:
    document = layer.files.single.get(file)
    data: Data = None if document is None else document.data
    for name in path:
        data = data.get(name) if isinstance(data, dict) else None
    return data
