"""Makes what a run leaves appear all at once: it is built in a work folder beside, then renamed.

Knows nothing about tables.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from checker.messages import message
from checker.source import UsageFault

MANIFEST: Final = "manifest.json"
_SUFFIX: Final = ".partial"


@dataclass(frozen=True, slots=True)
class WorkFolder:
    """The folder beside ``out`` in which it is built: ``new`` becomes ``out``; the rest is thrown away with it."""

    out: Path

    @property
    def path(self) -> Path:
        """The work folder itself."""
        return self.out.with_name(self.out.name + _SUFFIX)

    @property
    def new(self) -> Path:
        """What will be renamed to ``out``."""
        return self.path / "new"

    @property
    def old(self) -> Path:
        """Where the earlier ``out`` stands between the two renames."""
        return self.path / "old"

    @property
    def scratch(self) -> Path:
        """Where an engine puts what does not fit into memory, and what is worth keeping until the run ends."""
        return self.path / "scratch"

    @property
    def journal(self) -> Path:
        """Where it is written down which parts are done."""
        return self.path / "journal.jsonl"

    @property
    def published(self) -> bool:
        """Whether the result stands at ``out`` already and only what is left over was not thrown away."""
        return self.journal.is_file() and self.out.exists() and not self.new.exists()

    @contextmanager
    def held(self) -> Iterator[None]:
        """Have the folder for this run alone; raises ``UsageFault`` when another run has it or it cannot be made."""
        try:
            self.path.mkdir(parents=True, exist_ok=True)
            lock = (self.path / "lock").open("wb")
        except OSError as fault:
            raise UsageFault(message("写不了 {path}：{why}", path=self.path, why=fault.strerror or fault)) from None
        with lock:
            if not _locked(lock.fileno()):
                raise UsageFault(message("另一次运行正在写 {path}，等它结束再运行", path=self.out))
            try:
                yield
            finally:
                if self.path.exists() and not self.journal.exists():  # nothing in it is worth keeping
                    self.clear()

    def restore(self) -> None:
        """Put an earlier ``out`` back that was taken away by a run that was then killed."""
        if self.old.exists() and not self.out.exists():
            self.old.rename(self.out)

    def begin_anew(self) -> None:
        """Forget everything that another run has left, except an earlier ``out``, which comes back."""
        self.restore()
        self._empty()
        for folder in (self.new, self.scratch):
            folder.mkdir()

    def go_on(self) -> None:
        """Keep the parts that are done; what was only needed to make them is made again."""
        self.restore()
        shutil.rmtree(self.scratch, ignore_errors=True)
        self.scratch.mkdir()

    def publish(self, built: Path) -> None:
        """Rename ``built`` to ``out``, which is whole or absent at every moment, and throw the rest away."""
        if self.out.is_dir():
            self.out.rename(self.old)
        built.rename(self.out)
        sync(self.out.absolute().parent)
        self.clear()

    def clear(self) -> None:
        """Throw the work folder away, the journal last: as long as it is there, a run can tell what was done."""
        self._empty()
        with suppress(OSError):  # on some systems the lock is still open
            shutil.rmtree(self.path)

    def _empty(self) -> None:
        for path in (self.new, self.old, self.scratch):
            if path.exists():
                shutil.rmtree(path)
        self.journal.unlink(missing_ok=True)


def _locked(handle: int) -> bool:
    """Lock an open file until it is closed; return whether nobody else has it."""
    try:
        import fcntl  # noqa: PLC0415 - only some systems have it
    except ImportError:
        return True
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True


def refuse_what_is_there(out: Path, *, force: bool) -> None:
    """Raise ``UsageFault`` unless ``out`` is free, or an earlier result that may be replaced."""
    if not out.exists():
        return
    if not force:
        what = message("{path} 已经存在。换一个地方，或加 --force 替换，或加 --incremental 只补做变了的项目", path=out)
        raise UsageFault(what)
    if out.is_dir() and any(out.iterdir()) and not (out / MANIFEST).is_file():
        raise UsageFault(message("{path} 里不是以前的结果（没有 manifest.json），不能替换。换一个地方", path=out))


def sync(path: Path) -> None:
    """Have a file or the names in a folder on the disk before anything that relies on it is said."""
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
