"""Lays out an earlier text of a pack, with the packs it extends, in a folder of its own that is gone afterwards."""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path, PurePosixPath
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Final

from checker.history.git import Commit, Repository, repository_of
from checker.history.revisions import find_commit, find_commit_of_day
from checker.messages import message
from checker.pack import find_pack
from checker.pack.files import shown_as
from checker.pack.find import PACK_FILE, is_pack
from checker.pack.models.common import ID_PATTERN
from checker.source import Place, Problem, Problems, UsageFault, full_path, read_document

if TYPE_CHECKING:
    from datetime import date

    from checker.history.git import Blob

AT: Final = "@"
_FORBIDDEN: Final = frozenset({"", ".", "..", ".git"})


@dataclass(frozen=True, slots=True)
class PackText:
    """The text of a pack: the folder where it lies, what it is called, and the commit it is of (None: as it is now).

    ``source`` is the folder of the pack itself. ``notes`` are warnings about what could not be taken from the same
    commit.
    """

    folder: Path
    name: str
    source: Path
    commit: Commit | None = None
    notes: tuple[Problem, ...] = ()


@contextmanager
def pack_at(name: str) -> Iterator[PackText]:
    """Give the pack called ``name``: a folder, an id, or either with ``@`` and a git revision or pack version.

    An earlier text is laid out in a folder that is gone when the block ends; whatever is loaded inside the block calls
    its places ``PACK@REVISION:rules/x.yaml``. Raises ``InputError`` when there is no such pack and ``UsageFault`` when
    it has no such revision.
    """
    folder, revision = _split(name)
    if revision is None:
        yield PackText(folder, name, folder)
        return
    repository = _repository(folder)
    prefix, pack = repository.prefix(folder), full_path(folder).name
    commit = find_commit(repository, prefix, pack, revision)
    with _laid_out(repository, commit, folder, revision) as text:
        yield text


@contextmanager
def known_on(folder: Path, day: date) -> Iterator[PackText]:
    """Give the text of a pack that was known on a day: that of the last commit up to its end; as ``pack_at``.

    The notes say which text it is.
    """
    repository = _repository(folder)
    prefix, pack = repository.prefix(folder), full_path(folder).name
    commit = find_commit_of_day(repository, prefix, pack, day)
    with _laid_out(repository, commit, folder, commit.short) as text:
        what = message(
            "规则文本按 {day} 已知的：{pack} 的提交 {commit}（{made}）",
            day=day, pack=pack, commit=commit.short, made=commit.day,
        )  # fmt: skip
        notes = [Problem("known-on", Place(text.name), what, None, "warning"), *text.notes]
        last = repository.commit("HEAD")
        if last is not None and last.id == commit.id and _unsaved(repository, commit, folder, prefix):
            what = message("规则包“{pack}”还有没提交的修改，不在这次检查内", pack=pack)
            notes.append(Problem("not-committed", Place(text.name), what, message("提交以后才算已知"), "warning"))
        yield replace(text, notes=tuple(notes))


def last_change(folder: Path) -> Commit | None:
    """Return the last commit that changed a pack as it lies in its folder; None when it has changes of its own."""
    repository = repository_of(folder)
    commit = None if repository is None else repository.commit("HEAD")
    if repository is None or commit is None:
        return None
    prefix = repository.prefix(folder)
    changes = repository.history(prefix)
    return None if not changes or _unsaved(repository, commit, folder, prefix) else changes[0]


def _split(name: str) -> tuple[Path, str | None]:
    """Return the folder of the pack and the revision written behind it; a folder may have ``@`` in its name."""
    places = [at for at, char in enumerate(name) if char == AT]
    problems = Problems()
    folder = find_pack(name, problems, start=Path.cwd())
    for at in places if folder is None else ():
        before = find_pack(name[:at], Problems(), start=Path.cwd()) if at else None
        if before is not None:
            return before, name[at + 1 :]
    if folder is None:
        problems = Problems()
        find_pack(name[: places[0]] if places and places[0] else name, problems, start=Path.cwd())
        problems.raise_if_any()
    assert folder is not None  # noqa: S101 - else something was recorded
    return folder, None


def _repository(folder: Path) -> Repository:
    repository = repository_of(folder)
    if repository is None:
        what = message(
            "规则包“{pack}”不在 git 管理之下，没有以前的文本：运行 git init 并提交，或者把旧版本存成另一个文件夹",
            pack=full_path(folder).name,
        )
        raise UsageFault(what)
    return repository


@contextmanager
def _laid_out(repository: Repository, commit: Commit, folder: Path, revision: str) -> Iterator[PackText]:
    prefix, pack = repository.prefix(folder), full_path(folder).name
    with TemporaryDirectory(prefix="checker-") as temporary:
        home = Path(temporary)
        if not _write(repository, commit, prefix, home / pack):
            what = message("“{revision}”里还没有规则包“{pack}”", revision=revision, pack=pack)
            raise UsageFault(what)
        name = f"{pack}{AT}{revision}"
        names = {home / pack: name}
        notes = []
        for parent in _parents(home / pack, home):
            if _write(repository, commit, (PurePosixPath(prefix).parent / parent).as_posix(), home / parent):
                names[home / parent] = f"{parent}{AT}{commit.short}"  # a version number is that of the pack itself
                continue
            what = message("上级规则包“{id}”没有“{revision}”的文本，用的是现在的", id=parent, revision=revision)
            notes.append(Problem("parent-not-in-history", Place(name), what, None, "warning"))
            if is_pack(folder.parent / parent):
                shutil.copytree(folder.parent / parent, home / parent, symlinks=True)
                names[home / parent] = parent
        with shown_as(names):
            yield PackText(home / pack, name, folder, commit, tuple(notes))


def _parents(folder: Path, home: Path) -> Iterator[str]:
    """Yield the id of each pack that is extended, one after the other, as long as they are being laid out."""
    seen = {folder.name}
    while is_pack(folder):
        document = read_document(folder / PACK_FILE, PACK_FILE, Problems())
        data = document.data if document is not None else None
        parent = data.get("extends") if isinstance(data, dict) else None
        if not isinstance(parent, str) or parent in seen or not re.fullmatch(ID_PATTERN, parent):
            return
        seen.add(parent)
        yield parent
        folder = home / parent


def _write(repository: Repository, commit: Commit, prefix: str, target: Path) -> bool:
    """Write the files of a folder as they were in a commit, links last; return whether it is a pack."""
    blobs = [blob for blob in repository.blobs(commit.id, prefix) if not _FORBIDDEN & set(blob.path.split("/"))]
    if not any(blob.path == PACK_FILE for blob in blobs):
        return False
    contents = repository.contents(blob.id for blob in blobs)
    for blob, content in sorted(zip(blobs, contents, strict=True), key=lambda pair: pair[0].link):
        path = target / blob.path
        if any(parent.is_symlink() for parent in path.parents if parent.is_relative_to(target)):
            continue
        path.parent.mkdir(parents=True, exist_ok=True)
        if blob.link:
            path.symlink_to(content.decode("utf-8", "surrogateescape"))  # the loader refuses one that leads out
        else:
            path.write_bytes(content)
    return True


def _unsaved(repository: Repository, commit: Commit, folder: Path, prefix: str) -> bool:
    """Say whether the files of a pack are not those of a commit; line ends are taken for the same."""
    blobs: list[Blob] = [blob for blob in repository.blobs(commit.id, prefix) if not blob.link]
    contents = repository.contents(blob.id for blob in blobs)
    committed = {blob.path: content.replace(b"\r\n", b"\n") for blob, content in zip(blobs, contents, strict=True)}
    for path, content in committed.items():
        file = folder / path
        if not file.is_file() or file.read_bytes().replace(b"\r\n", b"\n") != content:
            return True
    written = {path.relative_to(folder).as_posix() for path in folder.rglob("*.yaml")}
    return not written <= committed.keys()
