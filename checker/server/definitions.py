"""Finds where the things of a pack are defined, and what they are called; knows nothing about where they are named."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from checker.server.roles import Role
from checker.source import Place

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from checker.pack import Entry, Origin, Pack
    from checker.pack.models import IndicatorModel
    from checker.server.mentions import Target

_TITLES: Final = ("label", "title", "heading")


def definition_of(target: Target, pack: Pack) -> Place | None:
    """Return where a thing of a pack is defined, in the pack itself or in one it extends; None for builtin ones."""
    origin = _origin(target, pack)
    if origin is None:
        return None
    if target.role is Role.FIELD:
        return origin.key("fields", target.name)
    if target.role in {Role.INDICATOR, Role.SHARED}:
        return origin.at("id")
    if target.role is Role.RULE:
        return Place(origin.document.name, 1, 1)
    return origin.key()


def _origin(target: Target, pack: Pack) -> Origin | None:
    if target.role in {Role.INDICATOR, Role.SHARED}:
        return next((origin for model, origin, shared in indicators(pack) if _is(target, model, shared=shared)), None)
    table = entries_of(Role.FACT_TYPE if target.role is Role.FIELD else target.role, pack)
    name = target.owner if target.role is Role.FIELD else target.name
    entry = table.get(name)
    if entry is None or (target.role is Role.FIELD and target.name not in pack.fact_types[name].model.fields):
        return None
    return entry.origin


def entries_of(role: Role, pack: Pack) -> Mapping[str, Entry[Any]]:
    """Return the entries of a pack of one sort by id; indicators and packs are no such table."""
    tables: dict[Role, Mapping[str, Entry[Any]]] = {
        Role.FACT_TYPE: pack.fact_types,
        Role.PARAMETER: pack.parameters,
        Role.RULE: pack.rules,
        Role.PROBLEM: pack.problems,
        Role.DOCUMENT: pack.documents,
    }
    return tables.get(role, {})


def _is(target: Target, model: IndicatorModel, *, shared: bool) -> bool:
    return model.id == target.name and shared == (target.role is Role.SHARED)


def indicators(pack: Pack) -> Iterator[tuple[IndicatorModel, Origin, bool]]:
    """Yield every indicator of a pack with its origin, parents first, and whether it is a shared one."""
    origin = pack.indicators.origin
    for index, item in enumerate(pack.indicators.model.indicators):
        yield from ((model, found, False) for model, found in _tree(item, origin.below("indicators", index)))
    for index, item in enumerate(pack.indicators.model.shared):
        yield item, origin.below("shared", index), True


def _tree(item: IndicatorModel, origin: Origin) -> Iterator[tuple[IndicatorModel, Origin]]:
    yield item, origin
    for index, child in enumerate(item.children):
        yield from _tree(child, origin.below("children", index))


def indicator_label(item: IndicatorModel, pack: Pack) -> str:
    """Return what an indicator is called: by its own label, else by that of the shared one it uses."""
    if item.label or item.use is None:
        return item.label
    return next((shared.label for shared in pack.indicators.model.shared if shared.id == item.use), "")


def title_of(target: Target, pack: Pack) -> str:
    """Return what people call a thing of a pack; empty when it is not there."""
    if target.role in {Role.INDICATOR, Role.SHARED}:
        return _indicator_title(target, pack)
    if target.role is Role.PACK:
        return next((model.title for model in pack.lineage if model.id == target.name), "")
    if target.role is Role.FIELD:
        owner = pack.fact_types.get(target.owner)
        field = owner.model.fields.get(target.name) if owner else None
        return field.label if field else ""
    table = entries_of(target.role, pack)
    model = table[target.name].model if target.name in table else None
    return next((str(getattr(model, name)) for name in _TITLES if hasattr(model, name)), "")


def _indicator_title(target: Target, pack: Pack) -> str:
    found = (indicator_label(model, pack) for model, _, shared in indicators(pack) if _is(target, model, shared=shared))
    return next(found, "")
