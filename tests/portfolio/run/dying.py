"""Runs the small portfolio in a process of its own and kills it, as kill -9 does, once it has got so far.

python -m tests.portfolio.run.dying FOLDER STEPS: the process dies at that step, a step being whenever something is had
on the disk, renamed or thrown away.
"""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any, Final

from checker.portfolio.run import run_batch
from tests.portfolio.run.small import request_in

_ROOT: Final = Path(__file__).parent.parent.parent.parent


def died(folder: Path, steps: int, **changed: object) -> bool:
    """Run ``folder`` until it dies at a step; return False when it ended before."""
    command = [sys.executable, "-m", "tests.portfolio.run.dying", str(folder), str(steps)]
    words = [f"{name}={value!r}" for name, value in changed.items()]
    return subprocess.run([*command, *words], cwd=_ROOT, check=False).returncode == -signal.SIGKILL


def _dies(done: Callable[..., Any], left: list[int]) -> Callable[..., Any]:
    def counted(*words: Any, **more: Any) -> Any:
        left[0] -= 1
        if left[0] <= 0:
            os.kill(os.getpid(), signal.SIGKILL)
        return done(*words, **more)

    return counted


def _main(folder: Path, steps: int, words: list[str]) -> None:
    left = [steps]
    os.fsync = _dies(os.fsync, left)
    os.rename = _dies(os.rename, left)
    os.replace = _dies(os.replace, left)
    shutil.rmtree = _dies(shutil.rmtree, left)  # type: ignore[assignment]  # the run asks nothing else of it
    changed = {name: value == "True" for name, _, value in (word.partition("=") for word in words)}
    run_batch(request_in(folder, **changed))


if __name__ == "__main__":
    _main(Path(sys.argv[1]), int(sys.argv[2]), sys.argv[3:])
