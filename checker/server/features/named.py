"""Offers the ids that a reference in a pack file may name; knows nothing about where they are offered."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Final

from lsprotocol.types import CompletionItemKind as Sort

from checker.facts import EVALUATION_KINDS
from checker.messages import message, tr
from checker.pack.crossref.subjects import PROJECT
from checker.pack.find import pack_homes, packs_in
from checker.server.definitions import entries_of, indicator_label, indicators, title_of
from checker.server.features.items import Offer
from checker.server.mentions import Target
from checker.server.roles import Role
from checker.server.scopes import pack_scope, rule_subjects
from checker.server.shapes import FileKind

if TYPE_CHECKING:
    from collections.abc import Iterator

    from checker.pack import Pack
    from checker.server.page import Spot

_TABLES: Final = frozenset({Role.RULE, Role.PROBLEM, Role.DOCUMENT, Role.PARAMETER})
_PROJECT: Final = message("整个项目查一次")


def named(role: Role, spot: Spot, pack: Pack) -> Iterator[Offer]:
    """Yield the ids that may be written where a thing of this sort is named."""
    if role in _TABLES:
        yield from _entries(role, pack)
    elif role in {Role.INDICATOR, Role.SHARED}:
        yield from _indicators(role, pack)
    elif role is Role.FACT_TYPE:
        yield from _fact_types(spot, pack)
    elif role is Role.FIELD:
        yield from _fields(spot, pack)
    elif role is Role.PACK:
        homes = [spot.page.path.parent.parent, *pack_homes(Path())]
        yield from (Offer(name, Sort.Module) for name in packs_in(homes) if name != pack.id)
    else:
        yield from (Offer(word, Sort.EnumMember) for word in _words(role, spot, pack))


def _words(role: Role, spot: Spot, pack: Pack) -> Iterator[str]:
    if role is Role.GRADE:
        yield from (grade.label for grade in pack.indicators.model.grades)
    elif spot.page.kind is FileKind.PACK and spot.path[:1] == ("kinds",):
        yield from EVALUATION_KINDS


def _entries(role: Role, pack: Pack) -> Iterator[Offer]:
    for name in entries_of(role, pack):
        title = title_of(Target(role, name), pack)
        yield Offer(name, Sort.Reference, title, found_by=title)


def _indicators(role: Role, pack: Pack) -> Iterator[Offer]:
    for model, _, shared in indicators(pack):
        if shared == (role is Role.SHARED):
            label = indicator_label(model, pack)
            rank = 6 if model.children else 4
            yield Offer(model.id, Sort.Reference, label, found_by=label, rank=rank)


def _fact_types(spot: Spot, pack: Pack) -> Iterator[Offer]:
    whole = spot.page.kind is FileKind.RULE and spot.path == ("for",)
    if whole:
        yield Offer(PROJECT, Sort.Keyword, _PROJECT.render(), rank=4)
    for record in pack_scope(pack).records.values():
        if whole and record.name == PROJECT:
            continue
        rank = 4 if record.name in pack.fact_types else 6
        yield Offer(record.name, Sort.Class, record.label, found_by=record.label, rank=rank)


def _fields(spot: Spot, pack: Pack) -> Iterator[Offer]:
    scope = pack_scope(pack)
    if spot.page.kind is FileKind.VOCABULARY:
        owners = [scope.records.get(str(spot.path[0]))]
    else:
        owners = [scope.known_record(name) for _, name in rule_subjects(spot.page.path.stem, pack)]
    for owner in owners:
        for field in owner.fields.values() if owner else ():
            yield Offer(field.name, Sort.Field, field.label, found_by=field.label, rank=3)
    if spot.page.kind is not FileKind.VOCABULARY:
        for record in scope.records.values():
            yield Offer(record.name, Sort.Class, tr("事实类型"), found_by=record.label, rank=6)
