"""Turns the folder of a rule pack into documents; knows nothing about what they mean.

Every file that is not read is named, and a link that leads out of the folder is not followed.
"""

from __future__ import annotations

from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING, Final

from checker.messages import message
from checker.pack.find import PACK_FILE
from checker.source import NOTHING_UNSAVED, Place, digest_of, full_path, read_document, suggest
from checker.source.document import Mapping, Scalar, Sequence

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from collections.abc import Mapping as PlainMapping

    from checker.source import Document, Problems, Step, Unsaved
    from checker.source.document import Node

SINGLE_FILES: Final = (PACK_FILE, "vocabulary.yaml", "parameters.yaml", "indicators.yaml", "problems.yaml")
RULES: Final = "rules"
TESTS: Final = "tests"
_YAML_LIKE: Final = frozenset({".yaml", ".yml", ".json"})
PROJECTS: Final = "projects"
_CALLED: ContextVar[PlainMapping[Path, str]] = ContextVar("called", default=MappingProxyType({}))
"""What folders are called instead of where they lie."""


@dataclass(slots=True)
class PackFiles:
    """The documents of one pack folder.

    ``single`` holds those of the files there is one of, by file name; ``unread`` the names of files and folders that
    are there but could not be read, so that nothing is concluded from their absence.
    """

    folder: Path
    name: str
    single: dict[str, Document] = field(default_factory=dict)
    rules: dict[str, Document] = field(default_factory=dict)
    unread: set[str] = field(default_factory=set)

    @property
    def documents(self) -> dict[str, Document]:
        """The documents by their path inside the folder."""
        return self.single | {f"{RULES}/{rule}.yaml": document for rule, document in self.rules.items()}

    @property
    def digests(self) -> list[tuple[str, str]]:
        """The path inside the folder and the digest of every file that says what the pack means."""
        single = [(name, document.digest) for name, document in sorted(self.single.items())]
        return single + [(f"{RULES}/{rule}.yaml", document.digest) for rule, document in sorted(self.rules.items())]


def combined_digest(packs: Iterable[tuple[str, PackFiles]]) -> str:
    """Return one digest for the files of several packs in the order given; a copy elsewhere has the same."""
    lines = [f"{pack}\0{path}\0{digest}\n" for pack, files in packs for path, digest in files.digests]
    return digest_of("".join(lines).encode())


@contextmanager
def shown_as(names: PlainMapping[Path, str]) -> Iterator[None]:
    """Call what lies in these folders by their names inside the block: ``x@1.0.0:rules/a.yaml``, not where it lies."""
    token = _CALLED.set({**_CALLED.get(), **names})
    try:
        yield
    finally:
        _CALLED.reset(token)


def shown_name(path: Path) -> str:
    """Return how a path is named to people: from the working folder on when it lies inside, else as given."""
    full = full_path(path)
    for folder, name in _CALLED.get().items():
        if full.is_relative_to(folder):
            return name if full == folder else f"{name}:{full.relative_to(folder).as_posix()}"
    shown = (full.relative_to(Path.cwd()) if full.is_relative_to(Path.cwd()) else path).as_posix()
    return shown.encode(errors="surrogateescape").decode(errors="replace")


def read_folder(folder: Path, problems: Problems, unsaved: Unsaved = NOTHING_UNSAVED) -> PackFiles:
    """Read the files of a pack except its tests; everything that cannot be read is recorded."""
    files = PackFiles(folder, shown_name(folder))
    listing = list_folder(folder, folder, problems)
    files.unread.update(listing.refused)
    for name in SINGLE_FILES:
        if name in listing.paths:
            document = read_part(listing.paths[name], problems, unsaved=unsaved)
            if document is None:
                files.unread.add(name)
            else:
                files.single[name] = document
    files.unread.update(note_strays(listing, (*SINGLE_FILES, RULES, TESTS), problems))
    if PACK_FILE not in listing.paths and PACK_FILE not in files.unread:
        what = message("规则包里没有 {file}", file=PACK_FILE)
        problems.add("no-pack-file", Place(files.name), what, message("补上这个文件，写明 id、title 和 version"))
        files.unread.add(PACK_FILE)
    if RULES in listing.paths:
        _read_rules(files, listing.paths[RULES], problems, unsaved)
    return files


def _read_rules(files: PackFiles, folder: Path, problems: Problems, unsaved: Unsaved) -> None:
    if not folder.is_dir():
        what = message("{name} 应当是文件夹，每条规则一个文件", name=RULES)
        problems.add("not-a-folder", Place(shown_name(folder)), what, message("把规则移到 rules/<规则编号>.yaml"))
        files.unread.add(RULES)
        return
    listing = list_folder(folder, files.folder, problems)
    files.unread.update(f"{RULES}/{Path(name).stem}" for name in listing.refused)
    for name, path in listing.paths.items():
        if path.suffix == ".yaml" and not path.is_dir():
            document = read_part(path, problems, unsaved=unsaved)
            if document is None:
                files.unread.add(f"{RULES}/{path.stem}")
            else:
                files.rules[path.stem] = document
        elif path.suffix.lower() in _YAML_LIKE:
            what = message("规则文件“{name}”的扩展名不是 .yaml，不会读取", name=name)
            problems.add("bad-file-name", Place(shown_name(path)), what, message("改名为 {id}.yaml", id=path.stem))
            files.unread.add(f"{RULES}/{path.stem}")
        else:
            note_strays(Listing({name: path}), (), problems)


@dataclass(slots=True)
class Listing:
    """What lies in a folder by name, and the names of what is there but may not be read."""

    paths: dict[str, Path] = field(default_factory=dict)
    refused: set[str] = field(default_factory=set)


def list_folder(folder: Path, pack: Path, problems: Problems) -> Listing:
    """Return what lies in a folder of ``pack``, without hidden files; links leading out of the pack are refused."""
    listing = Listing()
    try:
        entries = sorted(folder.iterdir(), key=lambda path: path.name)
    except OSError as error:
        what = message("读不了这个文件夹：{why}", why=error.strerror or error)
        problems.add("unreadable", Place(shown_name(folder)), what)
        return listing
    for path in entries:
        if path.name.startswith((".", "~$")) or path.name.endswith(("~", ".swp")):
            continue
        if path.is_symlink() and not path.resolve().is_relative_to(pack.resolve()):
            what = message("“{name}”是指向规则包文件夹之外的链接", name=path.name)
            problems.add("outside-pack", Place(shown_name(path)), what, message("把文件本身放进规则包文件夹"))
            listing.refused.add(path.name)
        elif any("\ud800" <= char <= "\udfff" for char in path.name):
            what = message("文件名里有无法显示的字符")
            problems.add("bad-file-name", Place(shown_name(path)), what, message("换一个文件名"))
            listing.refused.add(path.name)
        else:
            listing.paths[path.name] = path
    return listing


def note_strays(listing: Listing, known: Iterable[str], problems: Problems) -> set[str]:
    """Record everything in a listing that is not ``known`` and no text for people, as nobody reads it.

    A file whose name is nearly that of one which is not there is an error, for it must be that one; return those names.
    """
    known, meant = list(known), set()
    for name, path in listing.paths.items():
        if name in known or path.suffix.lower() == ".md":
            continue
        what = message("规则包不读取“{name}”", name=name)
        near = _near(path, known)
        if near is None:
            problems.warn("stray-file", Place(shown_name(path)), what, message("移出规则包，或删除"))
        elif near in listing.paths:
            hint = message("已经有 {near}；把内容并进去，再删去这个文件", near=near)
            problems.warn("stray-file", Place(shown_name(path)), what, hint)
        else:
            problems.add("bad-file-name", Place(shown_name(path)), what, message("改名为 {near}", near=near))
            meant.add(near)
    return meant


def _near(path: Path, known: list[str]) -> str | None:
    yaml_like = path.suffix.lower() in _YAML_LIKE
    name, suffix = (f"{path.stem}.yaml", ".yaml") if yaml_like else (path.name, path.suffix)
    return suggest(name, [other for other in known if Path(other).suffix == suffix])


def read_part(path: Path, problems: Problems, *, free: str = "", unsaved: Unsaved = NOTHING_UNSAVED) -> Document | None:
    """Read one file of a pack; a name without anything behind it is recorded, except below one called ``free``."""
    document = read_document(path, shown_name(path), problems, unsaved)
    if document is not None:
        for steps in _blanks(document.root, (), free):
            _add_blank(document, steps, problems)
    return document


def _blanks(node: Node, path: tuple[Step, ...], free: str) -> Iterator[tuple[Step, ...]]:
    """Yield the paths of values for which nothing was written, not even ``null``."""
    if isinstance(node, Mapping):
        for name, (_, item) in node.items.items():
            if name != free:
                yield from _blanks(item, (*path, name), free)
    elif isinstance(node, Sequence):
        for index, item in enumerate(node.items):
            yield from _blanks(item, (*path, index), free)
    elif is_blank(node):
        yield path


def is_blank(node: Node | None) -> bool:
    """Say whether nothing at all was written for a value."""
    return isinstance(node, Scalar) and node.value is None and node.start == node.end


def _add_blank(document: Document, path: tuple[Step, ...], problems: Problems) -> None:
    hint = message("写上内容；不需要就删去这一行")
    last = path[-1] if path else ""
    if isinstance(last, str):
        problems.add("empty-value", document.key_place(path), message("“{name}”后面没有内容", name=last), hint)
    else:
        problems.add("empty-value", document.place(path), message("列表的这一项没有内容"), hint)
