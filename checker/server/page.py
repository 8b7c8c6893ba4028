"""One file as an editor shows it: its text taken apart, and what stands at a place of it; knows nothing about packs."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import TYPE_CHECKING, Final

from checker.server.outline import Entry, read_entries
from checker.server.roles import Reading, Role, name_role, reading_of
from checker.server.text import SourceText
from checker.server.written import WrittenText, written_text

if TYPE_CHECKING:
    from pathlib import Path

    from checker.server.shapes import FileKind
    from checker.source import Step

MARK: Final = "\ue000"
"""Stands for the cursor in a text that is being completed; private, so that no file has it."""


@dataclass(frozen=True)
class Page:
    """A file: where it lies, what it is, its text, and the pack (folder) by whose names it is read."""

    path: Path
    kind: FileKind
    source: SourceText
    folder: Path | None = None

    @property
    def text(self) -> str:
        """The text of the file as files are read."""
        return self.source.text

    @cached_property
    def entries(self) -> tuple[Entry, ...]:
        """What can be made out in the text."""
        return _entries(self.text)

    @cached_property
    def _by_path(self) -> dict[tuple[Step, ...], Entry]:
        return {entry.path: entry for entry in self.entries if not entry.loose}

    def entry(self, path: tuple[Step, ...]) -> Entry | None:
        """Return the entry at a path."""
        return self._by_path.get(path)

    def written(self, path: tuple[Step, ...]) -> str | None:
        """Return the text written at a path, None when there is none."""
        entry = self._by_path.get(path)
        return written_text(self.text, entry).value if entry and entry.scalar and entry.start < entry.end else None

    def names(self, path: tuple[Step, ...]) -> tuple[str, ...]:
        """Return the names written in the mapping at a path."""
        width = len(path)
        return tuple(
            str(entry.path[-1])
            for entry in self.entries
            if len(entry.path) == width + 1 and entry.path[:width] == path and entry.key
        )

    def spot(self, offset: int) -> Spot | None:
        """Return what stands at a place: a name or a text; None between them."""
        found: Spot | None = None
        for entry in self.entries:
            if entry.key is not None and entry.key[0] <= offset <= entry.key[1]:
                return Spot(self, entry, offset, on_name=True)
            if entry.scalar and entry.start <= offset <= entry.end:
                found = Spot(self, entry, offset, on_name=False)
        return found

    def spot_of(self, entry: Entry, *, on_name: bool) -> Spot:
        """Return the spot at the beginning of an entry's name or text."""
        return Spot(self, entry, entry.key[0] if on_name and entry.key else entry.start, on_name)


@lru_cache(maxsize=512)
def _entries(text: str) -> tuple[Entry, ...]:
    return read_entries(text)


@dataclass(frozen=True)
class Spot:
    """A place in a file: the entry there, and whether it is the entry's name or its text that is meant."""

    page: Page
    entry: Entry
    offset: int
    on_name: bool

    @property
    def path(self) -> tuple[Step, ...]:
        """The path of the entry."""
        return self.entry.path

    @cached_property
    def reading(self) -> Reading:
        """What the text of the entry is."""
        return reading_of(self.page.kind, self.path, self.page.written)

    @cached_property
    def role(self) -> Role:
        """What is meant at this place: the role of the text, or of a name that people chose."""
        return name_role(self.page.kind, self.path, self.page.written) if self.on_name else self.reading.role

    @cached_property
    def content(self) -> WrittenText:
        """The text of the entry, or its name, and where each character of it stands."""
        if not self.on_name or self.entry.key is None:
            return written_text(self.page.text, self.entry)
        start, end = self.entry.key
        style = self.page.text[start] if self.page.text[start] in "\"'" else ""
        return written_text(self.page.text, Entry(self.path, None, start, end, style))

    @property
    def index(self) -> int:
        """How many characters of the content stand before this place."""
        return self.content.index(self.offset)
