"""Turns a file into the list of what stands in it, as an editor's outline shows it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from lsprotocol.types import DocumentSymbol, SymbolKind

from checker.server.shapes import FileKind

if TYPE_CHECKING:
    from pathlib import Path

    from checker.server.desk import Desk
    from checker.server.outline import Entry
    from checker.server.page import Page
    from checker.source import Step

_TITLES: Final = ("label", "title", "heading", "name")
_LISTED: Final = frozenset({FileKind.CASES, FileKind.PROJECT_CASE})


def symbols(desk: Desk, path: Path) -> list[DocumentSymbol]:
    """Return the things in a file, those inside others below them."""
    page = desk.page(path)
    if page is None:
        return []
    if page.kind is FileKind.INDICATORS:
        return [found for name in ("indicators", "shared") for found in _items(page, (name,), SymbolKind.Property)]
    if page.kind in _LISTED:
        return _items(page, (), SymbolKind.Event)
    if page.kind is FileKind.VOCABULARY:
        return _named(page, (), SymbolKind.Class, inner=("fields",))
    if page.kind is FileKind.PARAMETERS:
        return _named(page, (), SymbolKind.Constant, inner=("values",))
    return _named(page, (), SymbolKind.Key)


def _named(page: Page, path: tuple[Step, ...], kind: SymbolKind, inner: tuple[Step, ...] = ()) -> list[DocumentSymbol]:
    found = []
    for name in page.names(path):
        entry = page.entry((*path, name))
        if entry is not None:
            below = _named(page, (*path, name, *inner), SymbolKind.Field) if inner else []
            detail = _title(page, entry.path) or page.written(entry.path) or ""
            found.append(_symbol(page, entry, name, detail, kind, below))
    return found


def _items(page: Page, path: tuple[Step, ...], kind: SymbolKind) -> list[DocumentSymbol]:
    found = []
    for entry in page.entries:
        if entry.key is None and not entry.loose and entry.path[:-1] == path and entry.path:
            name = page.written((*entry.path, "id"))
            title = _title(page, entry.path)
            below = _items(page, (*entry.path, "children"), kind)
            found.append(_symbol(page, entry, title or name or str(entry.path[-1]), name or "", kind, below))
    return found


def _title(page: Page, path: tuple[Step, ...]) -> str:
    return next((text for name in _TITLES if (text := page.written((*path, name)))), "")


def _symbol(
    page: Page, entry: Entry, name: str, detail: str, kind: SymbolKind, below: list[DocumentSymbol]
) -> DocumentSymbol:
    """Return a symbol that reaches from its name to the end of everything inside it."""
    start = entry.key[0] if entry.key else entry.start
    depth = len(entry.path)
    end = max(
        max(other.end, other.key[1] if other.key else 0) for other in page.entries if other.path[:depth] == entry.path
    )
    chosen = entry.key or (start, min(page.source.line_bounds(page.source.line_of(start))[1], max(end, start)))
    return DocumentSymbol(
        name=name.strip() or str(entry.path[-1]),
        kind=kind,
        range=page.source.range(start, max(end, start)),
        selection_range=page.source.range(*chosen),
        detail=detail.split("\n", maxsplit=1)[0],
        children=below or None,
    )
