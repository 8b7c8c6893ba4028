"""Prints what starting costs and how many projects are decided a second, beside hand-written references in one run.

python tests/benchmarks/run.py [--projects N] [--runs N]
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from datetime import date
from fractions import Fraction
from pathlib import Path
from typing import Any

from baselines import Project, TunedDurable, plain_loop, typed
from projects import projects
from rich.console import Console
from rich.table import Table

from checker.facts import FactSet, parse_facts
from checker.result import Outcome
from checker.run import Checker, open_checker
from checker.source import Problems

_HERE = Path(__file__).parent
_ROOT = _HERE.parent.parent
_AS_OF = date(2020, 12, 31)
_FIVE = ("funding", "service_quarter", "payment", "unit_price")
_console = Console()


def main() -> None:
    """Print both tables."""
    words = argparse.ArgumentParser(description=__doc__)
    words.add_argument("--projects", type=int, default=2_000)
    words.add_argument("--runs", type=int, default=7)
    chosen = words.parse_args()
    start_up(chosen.runs)
    throughput(chosen.projects)


def start_up(runs: int) -> None:
    """Time whole processes: the fastest and the middle of ``runs``, and the time of a bare interpreter beside them."""
    commands = {
        "python -c pass": ["-c", "pass"],
        "checker --help": ["-m", "checker", "--help"],
        "checker check facts/xinjian-2020": ["-m", "checker", "check", "facts/xinjian-2020"],
    }
    table = Table("process", "fastest s", "median s", "median cpu s", title="start-up")
    for name, words in commands.items():
        walls, cpus = zip(*(_process(words) for _ in range(runs + 1)), strict=True)
        table.add_row(name, f"{min(walls[1:]):.3f}", f"{_middle(walls[1:]):.3f}", f"{_middle(cpus[1:]):.3f}")
    _console.print(table)


def _process(words: Sequence[str]) -> tuple[float, float]:
    before, cpu = time.perf_counter(), os.times()
    subprocess.run([sys.executable, *words], cwd=_ROOT, stdout=subprocess.DEVNULL, check=False)
    after = os.times()
    used = after.children_user + after.children_system - cpu.children_user - cpu.children_system
    return time.perf_counter() - before, used


def _middle(values: Sequence[float]) -> float:
    return sorted(values)[len(values) // 2]


def throughput(count: int) -> None:
    """Time ``count`` projects from typed facts in memory; every way must come to the same findings and scores."""
    data = list(projects(count))
    five, full = _checker(_HERE / "five-rules"), _checker(_ROOT / "rules" / "xueliang-2020")
    by_hand = [typed(item) for item in data]
    of_five = [_facts(five, {name: item[name] for name in _FIVE}, drop_batch=True) for item in data]
    of_full = [_facts(full, item) for item in data]
    tuned = TunedDurable()
    ways: dict[str, tuple[Callable[[Any], Any], Sequence[Any]]] = {
        "plain Python loop, 5 rules": (plain_loop, by_hand),
        "durable-rules by hand, 5 rules": (tuned.decide, by_hand),
        "checker decide, 5 rules": (five.decide, of_five),
        "checker check, 5 rules": (five.check, of_five),
        "checker decide, whole pack": (full.decide, of_full),
        "checker check, whole pack": (full.check, of_full),
    }
    table = Table(
        "way", "projects/s", "µs/project", "of durable-rules by hand", title=f"{count} projects, 25 facts each"
    )
    times: dict[str, float] = {}
    answers: dict[str, list[Any]] = {}
    for name, (decide, items) in ways.items():
        before = time.perf_counter()
        answers[name] = [decide(item) for item in items]
        times[name] = time.perf_counter() - before
    _same(by_hand, answers)
    reference = times["durable-rules by hand, 5 rules"]
    for name, taken in times.items():
        each = f"{taken / count * 1e6:,.0f}"
        table.add_row(name, f"{count / taken:,.0f}", each, f"{reference / taken:.1%}")
    _console.print(table)


def _checker(pack: Path) -> Checker:
    problems = Problems()
    checker = open_checker(str(pack), _AS_OF, problems)
    problems.raise_if_any()
    assert checker is not None
    return checker


def _facts(checker: Checker, data: dict[str, Any], *, drop_batch: bool = False) -> FactSet:
    if drop_batch:
        quarters = [{name: text for name, text in item.items() if name != "batch"} for item in data["service_quarter"]]
        data = {**data, "service_quarter": quarters}
    problems = Problems()
    facts = parse_facts(data, "synthetic", checker.vocabulary, problems)
    problems.raise_if_any()
    assert facts is not None
    return facts


def _same(by_hand: Sequence[Project], answers: dict[str, list[Any]]) -> None:
    """Raise unless the five rules gave the same findings and scores in every way."""
    for index in range(len(by_hand)):
        findings, score = answers["plain Python loop, 5 rules"][index]
        tuned_findings, tuned_score = answers["durable-rules by hand, 5 rules"][index]
        decisions, points = answers["checker decide, 5 rules"][index]
        ours = sorted((r.rule.id, r.key) for r in decisions.rulings if r.outcome is Outcome.FAIL)
        expected = sorted(findings)
        if not expected == sorted(tuned_findings) == ours:
            raise SystemExit(f"findings differ for project {index}: {expected} / {tuned_findings} / {ours}")
        if not score == tuned_score == Fraction(points.total.score):
            raise SystemExit(f"scores differ for project {index}")


if __name__ == "__main__":
    main()
