"""Keeps which parts of a run are done, line by line, so that a run that was killed goes on where it stood.

Knows nothing about what a part holds.
"""

from __future__ import annotations

import json
import os
from dataclasses import asdict, dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path


@dataclass(frozen=True, slots=True)
class FileDone:
    """One finished file of a part: its rows and the SHA-256 digest of its bytes."""

    rows: int
    digest: str


@dataclass(frozen=True, slots=True)
class PartDone:
    """One finished part: its number, its files by table, and numbers that are added up over all parts."""

    number: int
    files: Mapping[str, FileDone] = field(default_factory=dict)
    counts: Mapping[str, int] = field(default_factory=dict)


@dataclass(slots=True)
class Journal:
    """An append-only file: first for what the run is, then one line for each part that is done.

    A line counts once its newline is on the disk; what was being written when the run was killed does not.
    """

    path: Path
    identity: Mapping[str, object] = field(default_factory=dict)
    parts: dict[int, PartDone] = field(default_factory=dict)

    def begin(self, identity: Mapping[str, object]) -> None:
        """Start anew for a run that is this one and no other."""
        self.identity, self.parts = identity, {}
        self.path.write_bytes(b"")
        self._append({"run": identity})

    def record(self, part: PartDone) -> None:
        """Add a finished part; its files must be on the disk already."""
        self.parts[part.number] = part
        self._append({"part": asdict(part)})

    def _append(self, entry: Mapping[str, object]) -> None:
        with self.path.open("ab") as file:
            file.write(json.dumps(entry, ensure_ascii=False, sort_keys=True).encode() + b"\n")
            file.flush()
            os.fsync(file.fileno())


def read_journal(path: Path) -> Journal | None:
    """Return the journal kept at ``path``; None when there is none, or not even its first line is whole."""
    if not path.is_file():
        return None
    content = path.read_bytes()
    whole = content[: content.rfind(b"\n") + 1]
    lines = [json.loads(line) for line in whole.splitlines()]
    if not lines:
        return None
    if len(whole) < len(content):
        os.truncate(path, len(whole))
    parts = [_part(line["part"]) for line in lines[1:]]
    return Journal(path, lines[0]["run"], {part.number: part for part in parts})


def _part(entry: Mapping[str, object]) -> PartDone:
    files, counts, number = entry["files"], entry["counts"], entry["number"]
    assert isinstance(files, dict) and isinstance(counts, dict) and isinstance(number, int)  # noqa: S101, PT018 - own file
    return PartDone(number, {name: FileDone(**done) for name, done in files.items()}, counts)
