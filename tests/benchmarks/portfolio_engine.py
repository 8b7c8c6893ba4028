"""Runs ``checker batch`` several times in one process and notes the seconds of each: what is left without start-up.

python tests/benchmarks/portfolio_engine.py WORDS OF batch … --seconds FILE
"""

from __future__ import annotations

import sys
import time
from pathlib import Path

from checker.cli import main as run_checker

_RUNS = 3


def main() -> None:
    """Run and note."""
    words, note = sys.argv[1:-2], Path(sys.argv[-1])
    times = []
    for _ in range(_RUNS):
        sys.argv = ["checker", "batch", *words]
        begin = time.perf_counter()
        try:
            run_checker()
        except SystemExit as end:
            if end.code not in {0, 1, None}:
                raise
        times.append(f"{time.perf_counter() - begin:.4f}\n")
    note.write_text("".join(times))


if __name__ == "__main__":
    main()
