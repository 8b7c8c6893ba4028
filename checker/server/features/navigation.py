"""Turns a place in a file into where the thing named there is defined, and where else it is named."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from lsprotocol.types import Location, Position

from checker.pack.find import PACK_FILE
from checker.server.definitions import definition_of
from checker.server.features.diagnostics import stretch_at
from checker.server.mentions import label_target, mention_at, mentions
from checker.server.roles import Role
from checker.server.text import SourceText
from checker.source import full_path

if TYPE_CHECKING:
    from collections.abc import Iterator

    from checker.pack import Pack
    from checker.server.desk import Desk
    from checker.server.mentions import Mention, Target
    from checker.server.page import Page, Spot
    from checker.source import Place


def definition(desk: Desk, path: Path, position: Position) -> Location | None:
    """Return where the thing named at a position is defined, be it in a pack that is extended; None when nowhere."""
    page, pack, target = named_at(desk, path, position)
    if page is None or pack is None or target is None or page.folder is None:
        return None
    if target.role is Role.PACK:
        return _pack_file(desk, page.folder, target.name)
    place = definition_of(target, pack)
    return None if place is None else location(desk, place)


def named_at(desk: Desk, path: Path, position: Position) -> tuple[Page | None, Pack | None, Target | None]:
    """Return the file, its pack, and what is named at a position: by its id or label, or where it is defined."""
    page = desk.page(path)
    pack = desk.pack(page) if page else None
    spot = page.spot(page.source.offset(position)) if page else None
    if page is None or pack is None or spot is None:
        return page, pack, None
    mention = mention_at(spot, pack)
    return page, pack, (mention.target if mention else None) or label_target(spot)


def location(desk: Desk, place: Place) -> Location:
    """Return a place as a location: the word there."""
    path = full_path(Path(place.file))
    page = desk.page(path)
    source = page.source if page else SourceText(desk.text(path) or "", desk.encoding)
    return Location(path.as_uri(), source.range(*stretch_at(page, source, source.at_place(place))))


def _pack_file(desk: Desk, folder: Path, name: str) -> Location | None:
    found = next((home for home in (folder, *desk.view(folder).ancestors) if home.name == name), None)
    if found is None:
        return None
    path = found / PACK_FILE
    return Location(path.as_uri(), SourceText(desk.text(path) or "", desk.encoding).range(0, 0))


def references(desk: Desk, path: Path, position: Position, *, declared: bool = True) -> list[Location]:
    """Return every place in the files of the pack, and of those it extends, at which the same thing is named."""
    page, pack, target = named_at(desk, path, position)
    if page is None or pack is None or target is None or page.folder is None:
        return []
    return [
        Location(other.path.as_uri(), other.source.range(mention.start, mention.end))
        for other in desk.pages(page.folder)
        for mention in mentions_in(other, pack)
        if mention.target == target and (declared or not mention.defines)
    ]


def mentions_in(page: Page, pack: Pack) -> Iterator[Mention]:
    """Yield everything that is named in a file, in the order of its entries."""
    for entry in page.entries:
        if entry.loose:
            continue
        spots: list[Spot] = [page.spot_of(entry, on_name=True)] if entry.key else []
        if entry.scalar and entry.start < entry.end:
            spots.append(page.spot_of(entry, on_name=False))
        for spot in spots:
            yield from mentions(spot, pack)
