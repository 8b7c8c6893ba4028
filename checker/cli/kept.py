"""Writes facts files all or none, and overwrites nothing that someone may have filled in."""

from __future__ import annotations

import os
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path

from checker.cli.output import unwritable
from checker.messages import message
from checker.source import UsageFault

Target = tuple[Path, bytes, bytes | None]
"""A file to be written, its new bytes, and the bytes it may have now (None: it must not be there yet)."""


def write_new(targets: Sequence[Target]) -> None:
    """Write all files, or none when one of them must not be overwritten or cannot be written.

    A file that has the new bytes already is left alone. Raises ``UsageFault``.
    """
    pending = [(path, new) for path, new, old in targets if not _there(path, new, old)]
    written: list[tuple[Path, Path]] = []
    current = Path()
    try:
        for path, new in pending:
            current = path
            path.parent.mkdir(parents=True, exist_ok=True)
            temporary = path.with_name(f".{path.name}.{os.getpid()}.tmp")
            written.append((temporary, path))
            temporary.write_bytes(new)
        for temporary, current in written:
            temporary.replace(current)
    except OSError as error:
        for temporary, _ in written:
            with suppress(OSError):
                temporary.unlink(missing_ok=True)
        raise unwritable(current, error) from None


def _there(path: Path, new: bytes, old: bytes | None) -> bool:
    """Say whether the file is there with the new bytes; raises ``UsageFault`` when it holds something else."""
    try:
        found = path.read_bytes() if path.exists() else None
    except OSError as error:
        raise unwritable(path, error) from None
    if found is None or found in {new, old}:
        return found == new
    what = message("{path} 已经存在，内容不同，没有覆盖", path=path)
    if old is not None:
        what = message("{path} 在做成工作簿以后又改过，没有覆盖", path=path)
    raise UsageFault(message("{what}。写到别处，或先把它移走", what=what))
