"""Turns what a person calls an earlier text of a pack (tag, branch, commit, version, day) into a commit."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from checker.history.git import Commit, GitFault, Repository
from checker.messages import Message, message
from checker.pack.find import PACK_FILE
from checker.source import Problems, UsageFault, did_you_mean
from checker.source.read import parse_document

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

_VERSION: Final = re.compile(r"\d+\.\d+\.\d+", re.ASCII)
_SENSIBLE: Final = re.compile(r"[^\s\x00-\x1f\x7f-][^\s\x00-\x1f\x7f]*")


def find_commit(repository: Repository, prefix: str, pack: str, revision: str) -> Commit:
    """Return the commit of a revision of the pack in folder ``prefix``.

    A version number is the last commit in which ``pack.yaml`` says it. Raises ``UsageFault`` with what there is.
    """
    if not revision:
        raise UsageFault(message("“{pack}@”后面要写版本：提交号、标签、分支或规则包的版本号", pack=pack))
    if not _SENSIBLE.fullmatch(revision):
        what = message("“{revision}”不能作 git 版本：写提交号、标签、分支或规则包的版本号", revision=revision)
        raise UsageFault(what)
    versions: dict[str, Commit] = {}
    if _VERSION.fullmatch(revision):
        versions = dict(_versions(repository, prefix))
        if revision in versions:
            return versions[revision]
    found = repository.commit(revision)
    if found is not None:
        return found
    known = [*repository.names(), *(versions or dict(_versions(repository, prefix)))]
    hint = did_you_mean(revision, known) or message("写提交号、标签、分支或规则包的版本号")
    what = message("规则包“{pack}”没有版本“{revision}”。{hint}", pack=pack, revision=revision, hint=hint)
    raise UsageFault(_with_depth(repository, what))


def find_commit_of_day(repository: Repository, prefix: str, pack: str, day: date) -> Commit:
    """Return the last commit up to the end of a day, by the calendar of who made it; raises ``UsageFault``."""
    commits = repository.history()
    found = next((commit for commit in commits if commit.day <= day), None)
    if found is not None and repository.blobs(found.id, prefix):
        return found
    of_pack = repository.history(prefix)
    if not of_pack:
        raise UsageFault(message("规则包“{pack}”还没有提交到 git：先提交，才有以前的文本", pack=pack))
    first = of_pack[-1].day
    what = message("{day} 还没有规则包“{pack}”的文本：最早的提交是 {first}", day=day, pack=pack, first=first)
    raise UsageFault(_with_depth(repository, what))


def _versions(repository: Repository, prefix: str) -> Iterator[tuple[str, Commit]]:
    """Yield each version that ``pack.yaml`` ever said with the last commit in which it did, the latest first."""
    path = PACK_FILE if prefix == "." else f"{prefix}/{PACK_FILE}"
    changes = repository.history(path)
    last = repository.commit("HEAD")
    seen = set()
    for commit in changes:
        version = _version_in(repository, commit, path)
        if last is not None and version and version not in seen:
            seen.add(version)
            yield version, last
        last = repository.commit(f"{commit.id}^1")


def _version_in(repository: Repository, commit: Commit, path: str) -> str:
    """Return the version that ``pack.yaml`` says in a commit, or nothing."""
    try:
        text = repository.call("cat-file", "blob", f"{commit.id}:{path}").decode("utf-8-sig", "replace")
    except GitFault:
        return ""
    document = parse_document(text, path, "", Problems())
    data = document.data if document is not None else None
    version = data.get("version") if isinstance(data, dict) else None
    return version if isinstance(version, str) else ""


def _with_depth(repository: Repository, what: Message) -> Message:
    """Add to what is wrong that older commits were never fetched, where that is so."""
    if not repository.shallow:
        return what
    return message("{what}。这里的 git 历史不完整（浅克隆）：先运行 git fetch --unshallow", what=what)
