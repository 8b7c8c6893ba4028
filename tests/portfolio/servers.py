"""Starts a private PostgreSQL for tests: data and socket in one temporary folder, no port, nobody's data."""

from __future__ import annotations

import os
import pwd
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

_NEEDED = ("initdb", "pg_ctl", "postgres")
_OTHER_USER = "nobody"
"""PostgreSQL refuses to run as root; then it runs as this user."""


def missing_programs() -> list[str]:
    """Return the programs of PostgreSQL that are not on PATH."""
    needed = (*_NEEDED, "runuser") if os.getuid() == 0 else _NEEDED
    return [name for name in needed if shutil.which(name) is None]


@contextmanager
def postgresql() -> Iterator[str]:
    """Give the URL of an empty database, which is gone afterwards."""
    folder = Path(tempfile.mkdtemp(prefix="pg-"))
    if os.getuid() == 0:
        user = pwd.getpwnam(_OTHER_USER)
        os.chown(folder, user.pw_uid, user.pw_gid)
    data = folder / "data"
    try:
        _run("initdb", "-D", data, "-U", "tester", "-A", "trust", "-E", "UTF8", "--locale=C", "--no-sync")
        options = f"-c listen_addresses='' -c fsync=off -c shared_buffers=16MB -k {folder}"
        _run("pg_ctl", "-D", data, "-l", folder / "log", "-w", "-t", "60", "-o", options, "start")
        try:
            yield f"postgresql://tester:secret@/postgres?host={folder}"
        finally:
            _run("pg_ctl", "-D", data, "-m", "immediate", "-w", "stop")
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _run(*command: object) -> None:
    words = [*(["runuser", "-u", _OTHER_USER, "--"] if os.getuid() == 0 else []), *map(str, command)]
    subprocess.run(words, check=True, capture_output=True, cwd="/")
