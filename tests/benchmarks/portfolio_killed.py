"""Kills a run over a portfolio ten times at random moments, restarts it each time, and compares what comes out.

python tests/benchmarks/portfolio_killed.py FOLDER OUT MAPPING [--times N] [--seed N]

FOLDER holds a portfolio that portfolio_data.py made. The result must be the same, byte for byte, as that of a run that
nobody disturbed; otherwise the exit code is 1.
"""

from __future__ import annotations

import argparse
import hashlib
import random
import subprocess
import sys
import time
from pathlib import Path

_PART = "2000"


def command(folder: Path, out: Path, mapping: Path) -> list[str]:
    """Return the command of one run, in small parts so that there is much to go on from."""
    words = ["batch", str(folder), "--rules", "xueliang-2020", "--as-of", "2020-12-31", "--mapping", str(mapping)]
    return [sys.executable, "-m", "checker", *words, "-o", str(out), "--partition-size", _PART]


def digests(out: Path) -> dict[str, str]:
    """Return the digest of every file of a result."""
    return {
        str(path.relative_to(out)): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in sorted(out.rglob("*"))
        if path.is_file()
    }


def disturbed(words: list[str], whole: float, times: int, picked: random.Random) -> list[float]:
    """Run ``words`` until it ends by itself, killing it after random shares of ``whole`` seconds; return these."""
    killed: list[float] = []
    while True:
        running = subprocess.Popen(words, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        wait = picked.uniform(0.2, 0.45) * whole if len(killed) < times else None
        try:
            running.wait(timeout=wait)
        except subprocess.TimeoutExpired:
            running.kill()
            running.wait()
            killed.append(round(wait or 0, 2))
            continue
        if running.returncode not in {0, 1, 3}:
            raise SystemExit(f"the run ended with {running.returncode}")
        return killed


def main() -> int:
    """Compare a run that was killed with one that was not."""
    words = argparse.ArgumentParser(description=__doc__)
    words.add_argument("folder", type=Path)
    words.add_argument("out", type=Path)
    words.add_argument("mapping", type=Path)
    words.add_argument("--times", type=int, default=10)
    words.add_argument("--seed", type=int, default=7)
    given = words.parse_args()
    calm, rough = given.out / "calm", given.out / "rough"
    begun = time.monotonic()
    subprocess.run(command(given.folder, calm, given.mapping), check=False, stdout=subprocess.DEVNULL)
    whole = time.monotonic() - begun
    picked = random.Random(given.seed)  # noqa: S311 - reproducible, not a secret
    killed = disturbed(command(given.folder, rough, given.mapping), whole, given.times, picked)
    same = digests(calm) == digests(rough)
    sys.stdout.write(f"undisturbed {whole:.1f} s; killed {len(killed)} times, after {killed} s; ")
    sys.stdout.write("identical\n" if same else "DIFFERENT\n")
    return 0 if same else 1


if __name__ == "__main__":
    raise SystemExit(main())
