"""Tells when each file of a pack was changed, from git; knows nothing about what the files say."""

from __future__ import annotations

import shutil
import subprocess
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Mapping

_RECORD: Final = "\x1e"
_FIELD: Final = "\x1f"


@dataclass(frozen=True, slots=True)
class Revision:
    """One change of a file: the day it was committed (ISO) and what its author said of it."""

    day: str
    subject: str

    def __str__(self) -> str:
        return f"{self.day} {self.subject}"


def revisions(folder: Path) -> Mapping[str, tuple[Revision, ...]]:
    """Return the changes of every file in ``folder`` by its name seen from there, the latest first.

    Empty where git is not installed, the folder is not under git, or nothing in it was ever committed.
    """
    git = shutil.which("git")
    if git is None:
        return {}
    words = [git, "-C", str(folder), "log", f"--format={_RECORD}%cs{_FIELD}%s", "--name-only", "--relative", "--", "."]
    done = subprocess.run(words, capture_output=True, check=False)  # noqa: S603 - fixed words, and a folder after -C
    if done.returncode:
        return {}
    found: dict[str, list[Revision]] = {}
    for record in done.stdout.decode("utf-8", errors="replace").split(_RECORD)[1:]:
        head, *names = record.strip("\n").split("\n")
        day, _, subject = head.partition(_FIELD)
        for name in filter(None, names):
            found.setdefault(name, []).append(Revision(day, subject))
    return {name: tuple(changes) for name, changes in found.items()}
