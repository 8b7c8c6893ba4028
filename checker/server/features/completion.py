"""Turns a cursor in a half-typed file into what may be written there: keys, words, ids, and names in expressions."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final

from lsprotocol.types import CompletionItem, Position
from lsprotocol.types import CompletionItemKind as Sort

from checker.messages import tr
from checker.server.features.in_expressions import in_expression, in_template, word_start
from checker.server.features.in_facts import fact_names, fact_words
from checker.server.features.items import Offer, items
from checker.server.features.named import named
from checker.server.mentions import template_records
from checker.server.page import MARK, Page, Spot
from checker.server.roles import Role, facts_path, name_role
from checker.server.scopes import pack_scope, scope_for
from checker.server.shapes import is_model, next_keys, shapes_at, takes_list, takes_mapping, words_of
from checker.server.text import SourceText
from checker.server.words import HOLE

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from checker.pack import Pack
    from checker.server.desk import Desk
    from checker.source import Step

TRIGGERS: Final = (".", "{", "(", ",", " ", "|", "'", "`", "=", "<", ">")
"""The characters after which an editor asks of its own accord."""


def complete(desk: Desk, path: Path, position: Position, *, snippets: bool = False) -> list[CompletionItem]:
    """Return what may be written at a position of a file; nothing for files that belong to no pack."""
    page = desk.page(path)
    pack = desk.pack(page) if page else None
    if page is None or pack is None:
        return []
    cursor = page.source.offset(position)
    marked = replace(page, source=SourceText(page.text[:cursor] + MARK + page.text[cursor:]))
    spot = marked.spot(cursor)
    if spot is None:
        return []
    offers, start, end = _offered(spot, cursor, pack, desk)
    return items(offers, page.source.range(min(start, cursor), max(end, cursor)), snippets=snippets)


def _offered(spot: Spot, cursor: int, pack: Pack, desk: Desk) -> tuple[Iterator[Offer], int, int]:
    """Return what is offered, and which stretch of the file it replaces."""
    entry = spot.entry
    if spot.on_name or entry.loose:
        container = entry.path if entry.loose else entry.path[:-1]
        start, end = entry.key if entry.key else (entry.start, entry.end)
        return _keys(spot, container, pack, closed=spot.on_name), start, _end(start, end)
    value, index = spot.content.value, spot.index
    if spot.role in _SPOKEN:
        return _SPOKEN[spot.role](spot, value, index, cursor, pack, desk)
    start, end = spot.content.bounds(0, len(value))
    return _values(spot, pack), start, _end(start, end)


def _end(start: int, end: int) -> int:
    """Return an end in the marked text as one in the text itself: the mark lies before it."""
    return max(start, end - 1)


def _expression(
    spot: Spot, value: str, index: int, cursor: int, pack: Pack, desk: Desk
) -> tuple[Iterator[Offer], int, int]:
    scope = scope_for(spot.page, spot.path, pack)
    text, at = value.replace(MARK, ""), index
    start = cursor - (at - word_start(text[:at]))
    return in_expression(text, at, scope, pack, desk.today), start, cursor


def _message(
    spot: Spot, value: str, index: int, cursor: int, pack: Pack, desk: Desk
) -> tuple[Iterator[Offer], int, int]:
    hole = next((found for found in HOLE.finditer(value) if found.start("text") <= index <= found.end("text")), None)
    if hole is None:
        return iter(()), cursor, cursor
    return _expression(spot, hole["text"], index - hole.start("text"), cursor, pack, desk)


def _template(
    spot: Spot, value: str, index: int, cursor: int, pack: Pack, desk: Desk
) -> tuple[Iterator[Offer], int, int]:
    before = value[:index]
    records = template_records(str(spot.path[0]), pack)
    offers = in_template(before, records, pack_scope(pack), pack, desk.today)
    return offers, cursor - (index - word_start(before)), cursor


_SPOKEN: Final = {Role.EXPRESSION: _expression, Role.MESSAGE: _message, Role.TEMPLATE: _template}


def _keys(spot: Spot, container: tuple[Step, ...], pack: Pack, *, closed: bool) -> Iterator[Offer]:
    """Yield the names that may be written in a mapping; ``closed`` says that a colon follows already."""
    page = spot.page
    written = set(page.names(container)) - {spot.content.value if spot.on_name else ""}
    colon = "" if closed else ": "
    inner = facts_path(page.kind, container)
    if inner is not None:
        yield from fact_names(page, container, inner, pack, colon)
        return
    for key in next_keys(page.kind, container, page.written).values():
        if key.name not in written:
            asked = tr("必写") if key.required else ""
            rank = 1 if key.required else 5
            yield Offer(key.name, Sort.Property, asked, key.about, insert=key.name + colon, rank=rank)
    role = name_role(page.kind, (*container, MARK), page.written)
    if role in {Role.INDICATOR, Role.RULE}:
        yield from (replace(offer, insert=offer.word + colon) for offer in named(role, spot, pack))


def _values(spot: Spot, pack: Pack) -> Iterator[Offer]:
    """Yield the words a value may be, and the names of the mapping that may begin where it stands."""
    page, path = spot.page, spot.path
    inner = facts_path(page.kind, path)
    if inner is not None:
        yield from fact_words(page, inner, pack)
        if spot.entry.key is None or _on_line_of_its_own(spot):
            yield from fact_names(page, path, inner, pack, ": ")
        return
    yield from named(spot.role, spot, pack)
    shapes = shapes_at(page.kind, path, page.written)
    key = spot.reading.key
    for word in words_of(shapes):
        yield Offer(word, Sort.EnumMember, about=key.about if key else "", rank=2)
    if takes_mapping(shapes) and (spot.entry.key is None or _on_line_of_its_own(spot)):
        yield from _keys(spot, path, pack, closed=False)
    elif takes_list(shapes) and _on_line_of_its_own(spot):
        for offer in _keys(spot, (*path, 0), pack, closed=False) if _of_models(page, path) else ():
            yield replace(offer, insert=f"- {offer.insert}")


def _of_models(page: Page, path: tuple[Step, ...]) -> bool:
    return any(is_model(shape) for shape in shapes_at(page.kind, (*path, 0), page.written))


def _on_line_of_its_own(spot: Spot) -> bool:
    """Say whether a value begins on another line than its name."""
    key = spot.entry.key
    return key is not None and "\n" in spot.page.text[key[1] : spot.entry.start]
