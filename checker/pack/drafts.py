"""Cuts the documents of one pack into drafts, one for each thing it defines; knows nothing about other packs."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final, Literal, TypeAlias

from checker.messages import Message, message
from checker.pack.explain import bad_id, not_a_list, not_a_mapping
from checker.pack.files import RULES
from checker.pack.find import PACK_FILE
from checker.pack.models.common import ID_PATTERN
from checker.pack.pack import Origin
from checker.pack.validate import add
from checker.source import Place

if TYPE_CHECKING:
    from collections.abc import Iterator

    from checker.pack.lineage import Layer
    from checker.source import Data, Document, Problems, Step

EntryKind: TypeAlias = Literal["document", "fact_type", "parameter", "shared", "rule", "problem"]
KINDS: Final[tuple[EntryKind, ...]] = ("document", "fact_type", "parameter", "shared", "rule", "problem")
LABELS: Final[dict[EntryKind, Message]] = {
    "document": message("依据文件"),
    "fact_type": message("事实类型"),
    "parameter": message("参数"),
    "shared": message("共用指标"),
    "rule": message("规则"),
    "problem": message("问题"),
}
INDICATORS: Final = "indicators.yaml"
FILES: Final[dict[EntryKind, str]] = {
    "document": PACK_FILE,
    "fact_type": "vocabulary.yaml",
    "parameter": "parameters.yaml",
    "shared": INDICATORS,
    "problem": "problems.yaml",
}


@dataclass(frozen=True, slots=True)
class Draft:
    """One thing as written, not yet held against its shape; ``partial`` when the half it overrides is not known."""

    id: str
    data: Data
    origin: Origin
    pack: str
    partial: bool = False


@dataclass(slots=True)
class Section:
    """The drafts of one kind in one pack; not ``whole`` when a file of it could not be read."""

    drafts: list[Draft] = field(default_factory=list)
    unread: set[str] = field(default_factory=set)
    whole: bool = True


def drafts_of(layer: Layer, kind: EntryKind, problems: Problems) -> Section:
    """Return what a pack defines of one kind, in written order (rules by id)."""
    if kind == "rule":
        return _rules(layer, problems)
    name = FILES[kind]
    document = layer.files.single.get(name)
    if document is None:
        return Section(whole=name not in layer.files.unread)
    if not isinstance(document.data, dict):
        if kind != "document":  # that of pack.yaml is recorded where it is read
            add(not_a_mapping(name), document.place(), problems)
        return Section(whole=False)
    if kind == "shared":
        return _shared(layer, document, problems)
    steps: tuple[Step, ...] = ("documents",) if kind == "document" else ()
    return _named(layer, document, steps, problems)


def _rules(layer: Layer, problems: Problems) -> Section:
    files = layer.files
    drafts = []
    for rule, document in files.rules.items():
        if not re.fullmatch(ID_PATTERN, rule):
            add(bad_id(rule), Place(document.name), problems)
        drafts.append(Draft(rule, document.data, Origin(document), layer.id))
    unread = {name.partition("/")[2] for name in files.unread if name.startswith(f"{RULES}/")}
    return Section(drafts, unread, RULES not in files.unread)


def _named(layer: Layer, document: Document, steps: tuple[Step, ...], problems: Problems) -> Section:
    data = document.data
    for step in steps:
        data = data.get(str(step)) if isinstance(data, dict) else None
    if data is None:
        return Section()
    if not isinstance(data, dict):
        add(not_a_mapping(str(steps[-1])), document.key_place(steps), problems)
        return Section(whole=False)
    drafts = []
    for name, value in data.items():
        origin = Origin(document, (*steps, name))
        if not re.fullmatch(ID_PATTERN, name):
            add(bad_id(name), origin.key(), problems)
        drafts.append(Draft(name, value, origin, layer.id))
    return Section(drafts)


def _shared(layer: Layer, document: Document, problems: Problems) -> Section:
    data = document.data
    items = data.get("shared") if isinstance(data, dict) else None
    if items is None:
        return Section()
    if not isinstance(items, list):
        add(not_a_list("shared"), document.key_place(("shared",)), problems)
        return Section(whole=False)
    return Section(list(_shared_drafts(items, layer, document, problems)))


def _shared_drafts(items: list[Data], layer: Layer, document: Document, problems: Problems) -> Iterator[Draft]:
    seen = set()
    for index, item in enumerate(items):
        origin = Origin(document, ("shared", index))
        name = item.get("id") if isinstance(item, dict) else None
        if not isinstance(name, str):
            name = f"{document.name}#{index}"  # what is wrong with it is said when it is held against its shape
        elif name in seen:
            what = message("共用指标“{id}”写了两次", id=name)
            problems.add("duplicate-id", origin.at("id"), what, message("删去其中一个，或换一个编号"))
            continue
        seen.add(name)
        yield Draft(name, item, origin, layer.id)
