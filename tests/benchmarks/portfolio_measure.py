"""Runs commands in fresh processes and says what they took: time, processor time, peak memory, bytes read.

Knows nothing about what the commands do.
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Final

_ROOT: Final = Path(__file__).parent.parent.parent
# Runs a module or a file as Python itself would, and leaves what the process read and wrote in a file at the end.
_WATCHED: Final = """
import atexit, runpy, sys
note, kind, name = sys.argv[1:4]
sys.argv = [name, *sys.argv[4:]]
def leave():
    try:
        counts = open("/proc/self/io").read()
    except OSError:
        counts = ""
    open(note, "w").write(counts)
atexit.register(leave)
if kind == "module":
    runpy.run_module(name, run_name="__main__", alter_sys=True)
else:
    sys.path.insert(0, name.rpartition("/")[0])
    runpy.run_path(name, run_name="__main__")
"""


@dataclass(frozen=True, slots=True)
class Command:
    """A Python module or file with its words, run with ``threads`` cores at most."""

    kind: str
    name: str
    words: tuple[str, ...]
    environment: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Took:
    """Seconds on the clock and of the processor, the peak of memory in MiB, and MiB read (None where nobody counts)."""

    wall: float
    cpu: float
    peak: float
    read: float | None


def module(name: str, *words: object) -> Command:
    """Return a command that runs a module."""
    return Command("module", name, tuple(map(str, words)))


def script(name: str, *words: object) -> Command:
    """Return a command that runs a file beside this one."""
    return Command("file", str(Path(__file__).parent / name), tuple(map(str, words)))


def run_apart(command: Command, allowed: Sequence[int] = (0,)) -> Took:
    """Run a command in a fresh process; raises ``SystemExit`` with its words when it ends with another code."""
    with tempfile.TemporaryDirectory() as folder:
        note, said = Path(folder) / "io", Path(folder) / "said"
        words = [sys.executable, "-c", _WATCHED, str(note), command.kind, command.name, *command.words]
        with said.open("wb") as out:
            begin = time.perf_counter()
            child = subprocess.Popen(
                words, stdout=out, stderr=out, cwd=_ROOT, env={**os.environ, **dict(command.environment)}
            )
            _, status, used = os.wait4(child.pid, 0)
            wall = time.perf_counter() - begin
        child.returncode = os.waitstatus_to_exitcode(status)
        if child.returncode not in allowed:
            raise SystemExit(f"{command.name} ended with {child.returncode}:\n{said.read_text('utf-8', 'replace')}")
        counts = note.read_text() if note.exists() else ""
    read = [int(line.split()[1]) for line in counts.splitlines() if line.startswith("rchar")]
    return Took(wall, used.ru_utime + used.ru_stime, used.ru_maxrss / 1024, read[0] / 2**20 if read else None)


def alternately(ways: Mapping[str, Callable[[], Took]], runs: int) -> dict[str, Took]:
    """Run every way in turn, so many times; return of each the least times and the highest peak."""
    best: dict[str, Took] = {}
    for _ in range(runs):
        for name, run in ways.items():
            took = run()
            other = best.get(name, took)
            best[name] = replace(
                took, wall=min(took.wall, other.wall), cpu=min(took.cpu, other.cpu), peak=max(took.peak, other.peak)
            )
    return best
