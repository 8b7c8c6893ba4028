"""Takes the digests of finished parts while the database works on, and notices sources that change meanwhile.

Knows nothing about what is in the files.
"""

from __future__ import annotations

import hashlib
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from checker.messages import message
from checker.portfolio.run.folder import sync
from checker.portfolio.run.journal import FileDone, Journal, PartDone
from checker.source import UsageFault

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from pathlib import Path

_BLOCK: Final = 1 << 20


def file_digest(path: Path) -> str:
    """Return the SHA-256 digest of a file's bytes."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256", _bufsize=_BLOCK).hexdigest()


@dataclass(slots=True)
class Sealing:
    """One thread that takes digests and records finished parts, in the order in which they were given."""

    _pool: ThreadPoolExecutor = field(default_factory=lambda: ThreadPoolExecutor(1))
    _pending: list[Future[None]] = field(default_factory=list)

    def record(
        self, journal: Journal, number: int, files: Mapping[str, tuple[Path, int]], counts: Mapping[str, int]
    ) -> None:
        """Have the files of a part on the disk and then record the part with their digests and rows."""
        self._pending.append(self._pool.submit(_record, journal, number, files, counts))

    def settle(self) -> None:
        """Wait until everything given is recorded; raises what went wrong with it."""
        for done in self._pending:
            done.result()
        self._pending.clear()

    def close(self) -> None:
        """End the thread once everything given to it is recorded."""
        self._pool.shutdown(wait=True)


def _record(journal: Journal, number: int, files: Mapping[str, tuple[Path, int]], counts: Mapping[str, int]) -> None:
    for path, _ in files.values():
        sync(path)
    for folder in {path.parent for path, _ in files.values()}:
        sync(folder)
    done = {name: FileDone(rows, file_digest(path)) for name, (path, rows) in files.items()}
    journal.record(PartDone(number, done, counts))


def standing(files: Iterable[Path]) -> Mapping[Path, tuple[int, int]]:
    """Return size and time of change of each file, by which a change during a run is noticed."""
    found = {}
    for path in files:
        status = path.stat()
        found[path] = (status.st_size, status.st_mtime_ns)
    return found


def refuse_changed(before: Mapping[Path, tuple[int, int]]) -> None:
    """Raise ``UsageFault`` when a source file is no longer what it was: its rows may be of two states."""
    try:
        changed = [path for path, state in standing(before).items() if state != before[path]]
    except FileNotFoundError as fault:
        raise UsageFault(message("运行当中来源文件 {path} 不见了，没有结果", path=fault.filename)) from None
    if changed:
        names = "、".join(str(path) for path in changed)
        raise UsageFault(message("运行当中来源文件变了：{names}。没有结果，请再运行一次", names=names))
