"""The texts an editor holds, and the packs they belong to as they were last read; knows nothing about the protocol."""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Final

from checker.pack.files import PROJECTS, RULES, SINGLE_FILES, TESTS
from checker.pack.find import PACK_FILE
from checker.server.page import Page
from checker.server.shapes import FileKind
from checker.server.text import SourceText, as_read
from checker.server.view import PackView, load_view
from checker.source import Problems, full_path, read_text

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date
    from pathlib import Path

    from checker.pack import Pack

_SUFFIXES: Final = frozenset({".yaml", ".yml", ".json"})
_HEADER: Final = re.compile(r"(?m)^[\"']?(?:rules|规则包)[\"']?[ \t]*:[ \t]*[\"']?([a-z][\w-]*)")
_DEEPEST: Final = 5
_SINGLE_KINDS: Final = {name: FileKind(name.removesuffix(".yaml")) for name in SINGLE_FILES}
_MOST_BESIDE: Final = 50


@dataclass(slots=True)
class Desk:
    """What an editor has open: unsaved texts by full path, and the packs by folder.

    ``today`` is the day for which parameters are shown, ``roots`` the folders that are open in the editor.
    """

    today: date
    roots: tuple[Path, ...] = ()
    encoding: str = "utf-16"
    texts: dict[Path, str] = field(default_factory=dict)
    views: dict[Path, PackView] = field(default_factory=dict)

    @property
    def search(self) -> tuple[Path, ...]:
        """Where packs are looked up by id besides the usual places."""
        return tuple(root / "rules" for root in self.roots)

    def hold(self, path: Path, text: str) -> None:
        """Take the text that the editor shows for a file."""
        self.texts[full_path(path)] = as_read(text)

    def drop(self, path: Path) -> None:
        """Forget the text of a file that was closed; what is on the disk counts again."""
        self.texts.pop(full_path(path), None)

    def text(self, path: Path) -> str | None:
        """Return the text of a file as it stands in the editor, else on the disk; None when there is none."""
        path = full_path(path)
        held = self.texts.get(path)
        if held is not None:
            return held
        read = read_text(path, path.name, Problems()) if path.is_file() else None
        return None if read is None else read[0]

    def page(self, path: Path) -> Page | None:
        """Return a file that belongs to a pack or holds facts; None for any other."""
        path = full_path(path)
        text = self.text(path)
        if text is None or path.suffix.lower() not in _SUFFIXES:
            return None
        folder = self.folder_of(path)
        kind = _kind(path, folder) if folder else None
        if kind is None and folder is None and (named := self.pack_named_by(path)):
            kind, folder = FileKind.FACTS, named
        return Page(path, kind, SourceText(text, self.encoding), folder) if kind is not None else None

    def folder_of(self, path: Path) -> Path | None:
        """Return the pack folder in which a file lies."""
        for folder in list(path.parents)[:_DEEPEST]:
            if folder / PACK_FILE in self.texts or (folder / PACK_FILE).is_file():
                return folder
        return None

    def pack_named_by(self, path: Path) -> Path | None:
        """Return the folder of the pack that a facts file, or one beside it, names."""
        named = _HEADER.search(self.text(path) or "")
        for beside in self._beside(path) if named is None else ():
            named = named or _HEADER.search(self.text(beside) or "")
        if named is None:
            return None
        homes = (*self.search, *(folder / "rules" for folder in path.parents))
        return next((home / named[1] for home in homes if (home / named[1] / PACK_FILE).is_file()), None)

    def facts_root(self, path: Path) -> Path:
        """Return what is checked with a facts file: its folder, or the file alone when it names its pack itself."""
        own = _HEADER.search(self.text(path) or "") is not None
        others = [beside for beside in self._beside(path) if _HEADER.search(self.text(beside) or "")]
        return path if own and others else path.parent

    def _beside(self, path: Path) -> list[Path]:
        try:
            found = [file for file in path.parent.iterdir() if file.suffix.lower() in _SUFFIXES and file != path]
        except OSError:
            return []
        return sorted(found)[:_MOST_BESIDE]

    def view(self, folder: Path) -> PackView:
        """Return a pack as it was last read; one that never was is read now."""
        if folder not in self.views:
            self.views[folder] = self.read(folder)
        return self.views[folder]

    def read(self, folder: Path) -> PackView:
        """Return a pack as it is now."""
        return load_view(folder, dict(self.texts), self.today, self.search, self.views.get(folder))

    def pack(self, page: Page) -> Pack | None:
        """Return the pack by whose names a file is read."""
        return self.view(page.folder).pack if page.folder else None

    def pages(self, folder: Path) -> Iterator[Page]:
        """Yield the files of a pack and of the packs it extends, its own first."""
        for layer in (folder, *self.view(folder).ancestors):
            for path in sorted({*layer.rglob("*.yaml"), *(held for held in self.texts if held.is_relative_to(layer))}):
                page = self.page(path)
                if page is not None and page.folder == layer:
                    yield replace(page, folder=folder)

    def snapshot(self) -> Desk:
        """Return a copy whose texts do not change while it is read from."""
        return replace(self, texts=dict(self.texts), views=dict(self.views))


def _kind(path: Path, folder: Path) -> FileKind | None:
    match path.relative_to(folder).parts:
        case (name,):
            return _SINGLE_KINDS.get(name)
        case (part, _) if part == RULES:
            return FileKind.RULE
        case (part, _) if part == TESTS:
            return FileKind.CASES
        case (part, inner, _) if part == TESTS and inner == PROJECTS:
            return FileKind.PROJECT_CASE
        case (part, inner, *_) if part == TESTS and inner == PROJECTS:
            return FileKind.FACTS
    return None
