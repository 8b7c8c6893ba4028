"""Measures the policy workbench on the seed's pack: lint, test, prove and mutate, each as a whole process.

    python tests/benchmarks/workbench.py [RUNS]

Beside each stands a reference measured in the same run: for lint and test the reading of the files by PyYAML alone; for
prove a formula of z3 written by hand, asked as often as there are questions; for mutate the plain way, in which every
mutant plans the pack and runs all its cases.
"""

from __future__ import annotations

import json
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import yaml
import z3

from checker.mutate.generate import own_mutants
from checker.mutate.mutant import mutated
from checker.run import load_sound_pack
from checker.source import InputError, Problems
from checker.testing import run_cases

PACK = Path("rules/xueliang-2020")
SAMPLE = 12
"""How many mutants are tried in the plain way; its time is for all of them in proportion."""


def fastest(run: Callable[[], object], runs: int) -> float:
    """Return the shortest time of several runs, in seconds."""
    times = []
    for _ in range(runs):
        start = time.perf_counter()
        run()
        times.append(time.perf_counter() - start)
    return min(times)


def command(*words: str) -> Callable[[], bytes]:
    """Return what runs a command of the checker and gives what it prints."""

    def run() -> bytes:
        done = subprocess.run([sys.executable, "-m", "checker", "rules", *words], capture_output=True, check=False)
        if done.returncode > 1:
            raise SystemExit(done.stderr.decode())
        return done.stdout

    return run


def read_with_yaml() -> None:
    """Read every file of the pack and of the one it extends, and do nothing with it."""
    for file in sorted(Path("rules").rglob("*.yaml")):
        yaml.load(file.read_text("utf-8"), Loader=yaml.CSafeLoader)


def ask_by_hand(questions: int) -> Callable[[], None]:
    """Return what asks z3 so many times whether a rate can be below 90 % and not."""

    def run() -> None:
        rate, given = z3.Real("rate"), z3.Bool("given")
        for number in range(questions):
            solver = z3.Solver()
            solver.add(given, rate >= 0, rate <= 1, rate < z3.RealVal(f"{900 + number % 90}/1000"))
            solver.check()

    return run


def try_plainly() -> tuple[float, int]:
    """Return how long all mutants would take when each runs every case of the pack, and how many there are."""
    problems = Problems()
    pack = load_sound_pack(PACK, problems)
    problems.raise_if_any()
    if pack is None:
        raise SystemExit("no pack")
    mutants = own_mutants(pack)
    picked = mutants[:: max(1, len(mutants) // SAMPLE)]
    start = time.perf_counter()
    for mutant in picked:
        try:
            list(run_cases(mutated(pack, mutant), ["plain"]))
        except InputError:
            continue
    return (time.perf_counter() - start) / len(picked) * len(mutants), len(mutants)


def main(runs: int) -> None:
    """Print one table."""
    alone = fastest(read_with_yaml, runs)
    rows = [("yaml.CSafeLoader, both packs read", alone, "")]
    for name, words in (("lint", ("lint",)), ("test", ("test",)), ("test, with coverage", ("test", "--coverage"))):
        took = fastest(command(*words, PACK.name), runs)
        rows.append((f"rules {name}", took, f"{took / alone:.1f} x reading"))
    found = json.loads(command("prove", PACK.name, "--format", "json")())
    asked = sum(len(pack["verdicts"]) for pack in found["packs"])
    by_hand = fastest(ask_by_hand(asked), runs)
    took = fastest(command("prove", PACK.name), runs)
    rows += [
        (f"z3 by hand, {asked} questions", by_hand, ""),
        (f"rules prove, {asked} questions", took, f"{took / by_hand:.1f} x"),
    ]
    plainly, mutants = try_plainly()
    took = fastest(command("mutate", PACK.name), 1)
    rows += [
        (f"plain way, {mutants} mutants (from {SAMPLE})", plainly, ""),
        (f"rules mutate, {mutants} mutants", took, f"{plainly / took:.1f} x faster"),
    ]
    for name, seconds, ratio in rows:
        sys.stdout.write(f"{name:<44}{seconds:>9.3f} s   {ratio}\n")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 3)
