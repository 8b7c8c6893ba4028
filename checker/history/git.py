"""Runs git to read the history of a work tree: every call has fixed words, and nothing is ever written to it.

Knows nothing about rule packs. No shell is involved, nothing a repository configures is run, and no name that a person
wrote is ever taken for an option.
"""

from __future__ import annotations

import os
import shutil
import subprocess
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Final

from checker.messages import message
from checker.source import UsageFault

if TYPE_CHECKING:
    from collections.abc import Iterable

_WORDS: Final = ("--literal-pathspecs", "-c", "core.fsmonitor=false", "-c", "core.quotePath=false")
_LINK: Final = "120000"
_FOLDER: Final = "."


class GitFault(Exception):
    """Git answered that it cannot do what it was asked; the text is what it said."""


@dataclass(frozen=True, slots=True)
class Commit:
    """One commit: its full id, and the day it was made, as its maker's calendar had it."""

    id: str
    day: date

    @property
    def short(self) -> str:
        """The beginning of the id, long enough to be told apart and to be used as a revision."""
        return self.id[:8]


@dataclass(frozen=True, slots=True)
class Blob:
    """A file of a commit: its path inside the folder asked for, the id of its content, and whether it is a link."""

    path: str
    id: str
    link: bool


@dataclass(frozen=True, slots=True)
class Repository:
    """A work tree under git; ``root`` is its topmost folder."""

    root: Path

    def call(self, *words: str, stdin: bytes = b"") -> bytes:
        """Return what git prints; raises ``GitFault``."""
        return _run(self.root, words, stdin)

    def prefix(self, folder: Path) -> str:
        """Return the path of a folder inside the work tree, ``.`` for the root."""
        return folder.resolve().relative_to(self.root.resolve()).as_posix()

    def commit(self, revision: str) -> Commit | None:
        """Return the commit a revision names, or None; ``revision`` may be anything a person wrote."""
        try:
            found = self.call("rev-parse", "--verify", "--quiet", "--end-of-options", revision + "^{commit}")
            shown = self.call("log", "-1", "--format=%H %cs", found.decode().strip(), "--")
        except GitFault:
            return None
        return _commit(shown.decode())

    def history(self, *paths: str) -> list[Commit]:
        """Return the commits on the way to the present one that changed ``paths`` (all when none), latest first.

        Of what was merged only the merge counts: before it, it was not known here.
        """
        try:
            shown = self.call("log", "--first-parent", "--format=%H %cs", "HEAD", "--", *paths)
        except GitFault:
            return []
        return [_commit(line) for line in shown.decode().splitlines()]

    def names(self) -> list[str]:
        """Return the names of all tags and branches."""
        try:
            shown = self.call("for-each-ref", "--format=%(refname:short)", "refs/tags", "refs/heads")
        except GitFault:
            return []
        return shown.decode(errors="replace").splitlines()

    @property
    def shallow(self) -> bool:
        """Whether older commits were never fetched."""
        return self.call("rev-parse", "--is-shallow-repository").strip() == b"true"

    def blobs(self, commit: str, prefix: str) -> list[Blob]:
        """Return the files of a commit below a folder."""
        inside = [] if prefix == _FOLDER else [prefix + "/"]
        try:
            listed = self.call("ls-tree", "-r", "-z", "--full-tree", commit, "--", *inside)
        except GitFault:
            return []
        found = []
        for line in listed.decode("utf-8", "surrogateescape").split("\0"):
            head, _, path = line.partition("\t")
            mode, kind, blob = (*head.split(" "), "", "", "")[:3]
            if kind == "blob":
                found.append(Blob(path[len(inside[0]) :] if inside else path, blob, mode == _LINK))
        return found

    def contents(self, blobs: Iterable[str]) -> list[bytes]:
        """Return the contents of blobs, in the order of their ids."""
        wanted = list(blobs)
        answer = self.call("cat-file", "--batch", stdin="".join(f"{blob}\n" for blob in wanted).encode())
        found, at = [], 0
        for _ in wanted:
            end = answer.index(b"\n", at)
            size = int(answer[at:end].split()[-1])
            found.append(answer[end + 1 : end + 1 + size])
            at = end + 2 + size
        return found


def repository_of(folder: Path) -> Repository | None:
    """Return the work tree a folder lies in, or None when it is not under git; raises ``UsageFault`` without git."""
    try:
        root = _run(folder, ("rev-parse", "--show-toplevel"), b"")
    except GitFault as fault:
        if "dubious ownership" in str(fault):
            what = message(
                "{folder} 的 git 库属于另一个用户，git 不肯读：按 git 的提示设置 safe.directory", folder=folder
            )
            raise UsageFault(what) from None
        return None
    return Repository(Path(os.fsdecode(root.rstrip(b"\n"))))


def _run(folder: Path, words: tuple[str, ...], stdin: bytes) -> bytes:
    git = shutil.which("git")
    if git is None:
        raise UsageFault(message("这台计算机上没有 git，读不了以前的版本：先安装 git，或者把旧版本存成另一个文件夹"))
    command = [git, *_WORDS, "-C", str(folder), *words]
    done = subprocess.run(command, input=stdin, capture_output=True, env=_environment(), check=False)  # noqa: S603 - fixed words; what a person wrote stands behind --end-of-options
    if done.returncode:
        raise GitFault(done.stderr.decode(errors="replace"))
    return done.stdout


def _environment() -> dict[str, str]:
    """Return the environment without anything that would send git elsewhere, or make it ask, fetch or lock."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("GIT_")}
    return kept | {"LC_ALL": "C", "GIT_OPTIONAL_LOCKS": "0", "GIT_TERMINAL_PROMPT": "0", "GIT_NO_LAZY_FETCH": "1"}


def _commit(line: str) -> Commit:
    name, _, day = line.strip().partition(" ")
    return Commit(name, date.fromisoformat(day))
