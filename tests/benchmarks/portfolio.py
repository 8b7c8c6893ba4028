"""Prints how fast a portfolio is decided, beside what people write by hand and engines that go row by row.

python tests/benchmarks/portfolio.py [--projects N] [--runs N] [--rivals] [--growth] [--flat] [--spark] [--data FOLDER]
python tests/benchmarks/portfolio.py --projects N --alone [--memory 8GB] [--data FOLDER]

Every way is run in a fresh process, the ways in turn, and the least of the times counts. All of them read the same
Parquet files and write findings and scores as Parquet; that the rows are the same is checked before they are printed.
"""

from __future__ import annotations

import argparse
import gc
import os
import shutil
import tempfile
import time
from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any, Final

from portfolio_data import write_five, write_portfolio
from portfolio_measure import Command, Took, alternately, module, run_apart, script
from portfolio_packs import PACK, with_rules
from portfolio_plain import check_plain
from portfolio_rivals import RIVALS
from portfolio_rows import finish as finish_five
from portfolio_rows import plain_loop, read_projects
from portfolio_same import check_decided, check_same
from portfolio_whole import decide_files, decide_plainly, read_contexts, whole_pack_ways
from portfolio_whole import finish as finish_whole
from rich.console import Console
from rich.table import Table

_HERE: Final = Path(__file__).parent
_FIVE: Final = _HERE / "five-rules"
_SIZES: Final = (10_000, 100_000, 1_000_000)
_BY_ROW: Final = 5_000
"""How many projects the engines that go row by row are given."""
_SINGLY: Final = 200
"""How many projects are decided by the single-project checker to compare."""
_SLOW: Final = {"rule-engine": 1_000, "clipspy": 500, "durable-rules, tuned": 1_000}
_console = Console(width=110)
_MAPPING: Final = """
表:
  - 表名: funding
    单位: {budget: 元, arrived: 元, spent: 元%s}
"""


@dataclass(frozen=True, slots=True)
class Bench:
    """Where data and results are kept, how often everything is run and with how many threads."""

    folder: Path
    runs: int
    threads: int
    memory: str | None = None

    def portfolio(self, projects: int) -> Path:
        """Return the folder of a portfolio of so many projects, made if it is not there."""
        folder = self.folder / f"portfolio-{projects}"
        if not folder.exists():
            write_portfolio(folder.with_suffix(".new"), projects)
            folder.with_suffix(".new").rename(folder)
        return folder

    def batch(self, source: Path, name: str, pack: Path = PACK, more: tuple[str, ...] = ()) -> Command:
        """Return the command that decides a portfolio with the checker and writes findings and scores."""
        mapping = self.folder / f"{pack.name}.yaml"
        mapping.write_text(_MAPPING % ("" if pack.name == "five" else ", adjusted_budget: 元"), "utf-8")
        words = ("batch", source, "--rules", pack, "-o", self.folder / name, "--as-of", "2020-12-31", "--force")
        limit = ("--memory", self.memory) if self.memory else ()
        words = (*words, "--tables", "findings,scores", "--mapping", mapping, "--threads", self.threads, *limit)
        return module("checker", *words, *more)


def main() -> None:
    """Print the tables."""
    words = argparse.ArgumentParser(description=__doc__)
    words.add_argument("--projects", type=int, default=100_000)
    words.add_argument("--runs", type=int, default=3)
    words.add_argument("--threads", type=int, default=os.cpu_count() or 1)
    words.add_argument("--memory")
    for part in ("rivals", "growth", "flat", "spark", "alone"):
        words.add_argument(f"--{part}", action="store_true")
    words.add_argument("--data", type=Path, help="keep portfolios and results here, and use those that are there")
    chosen = words.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        bench = Bench((chosen.data or Path(folder)).resolve(), chosen.runs, chosen.threads, chosen.memory)
        bench.folder.mkdir(parents=True, exist_ok=True)
        if chosen.alone:
            alone(bench, chosen.projects)
            return
        each = by_hand(bench, chosen.projects)
        if chosen.rivals:
            by_row_whole(bench, chosen.projects, each)
            by_row_five(bench, chosen.projects)
        if chosen.growth:
            growth(bench, [size for size in _SIZES if size <= max(chosen.projects, _SIZES[1])])
        if chosen.flat:
            flatness(bench, chosen.projects)
        if chosen.spark:
            on_spark(bench, chosen.projects)


def by_hand(bench: Bench, projects: int) -> float:
    """Print batch beside SQL and Polars written by hand; return how many projects a second batch decides on a core."""
    source, out = bench.portfolio(projects), bench.folder
    commands = {
        "checker batch": (bench.batch(source, "batch"), (0, 1)),
        "DuckDB SQL by hand": (script("portfolio_duckdb.py", source, out / "duckdb", "--threads", bench.threads), (0,)),
        "the same, unordered": (
            script("portfolio_duckdb.py", source, out / "unordered", "--threads", bench.threads, "--unordered"), (0,),
        ),
        "Polars by hand": (script("portfolio_polars.py", source, out / "polars"), (0,)),
    }  # fmt: skip
    took = alternately({name: partial(run_apart, *command) for name, command in commands.items()}, bench.runs)
    engine = _in_process(bench, source)
    findings = check_same(out / "batch", out / "duckdb")
    check_same(out / "polars", out / "duckdb")
    check_plain(source, out / "duckdb", min(projects, _SINGLY))
    size = sum(file.stat().st_size for file in source.iterdir()) / 2**20
    title = f"{projects:,} projects, {findings:,} findings, {size:.0f} MiB of Parquet, {bench.threads} threads"
    table = Table("way", "s", "cpu s", "peak MiB", "read MiB", "projects/s/core", "of SQL by hand", title=title)
    reference = took["DuckDB SQL by hand"].wall
    for name, one in took.items():
        table.add_row(name, *_times(one, projects, bench.threads), f"{one.wall / reference:.2f}")
    rate = projects / engine / bench.threads
    table.add_row(
        "checker batch, no start-up", f"{engine:.2f}", "", "", "", f"{rate:,.0f}", f"{engine / reference:.2f}"
    )
    _console.print(table)
    return projects / took["checker batch"].wall / bench.threads


def _times(took: Took, projects: int, threads: int) -> tuple[str, ...]:
    read = "" if took.read is None else f"{took.read:.0f}"
    rate = projects / took.wall / threads
    return f"{took.wall:.2f}", f"{took.cpu:.2f}", f"{took.peak:.0f}", read, f"{rate:,.0f}"


def _in_process(bench: Bench, source: Path) -> float:
    """Return the seconds a run takes in a process that has everything imported."""
    words = bench.batch(source, "engine").words[1:]
    run_apart(script("portfolio_engine.py", *words, "--seconds", bench.folder / "seconds"))
    return min(float(line) for line in (bench.folder / "seconds").read_text().split())


def alone(bench: Bench, projects: int) -> None:
    """Print what batch takes for more projects than the other ways can hold."""
    source = bench.portfolio(projects)
    took = run_apart(bench.batch(source, "batch"), (0, 1))
    check_plain(source, bench.folder / "batch", _SINGLY)
    table = Table("way", "s", "cpu s", "peak MiB", "read MiB", "projects/s/core", title=f"{projects:,} projects")
    table.add_row("checker batch", *_times(took, projects, bench.threads))
    _console.print(table)


def on_spark(bench: Bench, projects: int) -> None:
    """Print batch on Spark beside batch on DuckDB; the tables must be the same."""
    source = bench.portfolio(projects)
    more = ("--engine", "spark", "--master", f"local[{bench.threads}]")
    ways = {
        "DuckDB": partial(run_apart, bench.batch(source, "batch"), (0, 1)),
        "Spark": partial(run_apart, bench.batch(source, "spark", more=more), (0, 1)),
    }
    took = alternately(ways, 1)
    findings = check_same(bench.folder / "spark", bench.folder / "batch")
    table = Table("engine", "s", title=f"{projects:,} projects, the same {findings:,} findings")
    for name, one in took.items():
        table.add_row(name, f"{one.wall:.1f}")  # what Java takes beside the clock is not counted
    _console.print(table)


def by_row_whole(bench: Bench, projects: int, batch: float) -> None:
    """Print the whole pack in engines that go row by row, in memory, against batch from file to file."""
    names = [f"P{number:07}" for number in range(1, min(projects, _BY_ROW) + 1)]
    contexts = read_contexts(bench.portfolio(projects), names)
    expected = [finish_whole(context, decide_plainly(context)) for context in contexts]
    table = Table("whole pack", "projects/s/core", "batch is faster by", title=f"{len(names):,} projects in memory")
    for name, way in whole_pack_ways().items():
        items = [way.prepare(context) for context in contexts]

        def decide(way: Any = way, items: Sequence[Any] = items) -> list[Any]:
            return [finish_whole(context, way.decide(item)) for context, item in zip(contexts, items, strict=True)]

        seconds, found = _least(decide, bench.runs)
        if found != expected:
            raise SystemExit(f"{name} comes to something else")
        rate = len(names) / seconds
        table.add_row(name, f"{rate:,.0f}", f"{batch / rate:.1f} x")
    begin = time.process_time()
    decide_files(bench.portfolio(projects), bench.folder / "by-row", names)
    rate = len(names) / (time.process_time() - begin)
    table.add_row("datalogic-py, from file to file", f"{rate:,.0f}", f"{batch / rate:.1f} x")
    check_decided(bench.folder / "duckdb", {
        name: (findings, points["total"]) for name, (findings, points) in zip(names, expected, strict=True)
    })  # fmt: skip
    _console.print(table)


def by_row_five(bench: Bench, projects: int) -> None:
    """Print five rules in many engines that go row by row, in memory, against batch from file to file."""
    source = bench.folder / f"five-{projects}"
    if not source.exists():
        write_five(source, projects)
    pack = bench.folder / "five"
    shutil.copytree(_FIVE, pack, dirs_exist_ok=True)
    took = alternately({"batch": partial(run_apart, bench.batch(source, "five-out", pack), (0, 1))}, bench.runs)[
        "batch"
    ]
    batch = projects / took.wall / bench.threads
    found = read_projects(source, min(projects, _BY_ROW))
    expected = [finish_five(project, plain_loop(project)) for project in found]
    names = [f"P{number:07}" for number in range(1, len(found) + 1)]
    check_decided(bench.folder / "five-out", {
        name: (findings, (score, score)) for name, (findings, score) in zip(names, expected, strict=True)
    })  # fmt: skip
    title = f"five rules; batch: {projects:,} projects from file to file in {took.wall:.2f} s, {batch:,.0f}/s/core"
    table = Table("engine, in memory", "projects/s/core", "batch is faster by", title=title)
    for name, make in RIVALS.items():
        rival, count = make(), _SLOW.get(name, len(found))
        items = [rival.prepare(project) for project in found[:count]]

        def decide(rival: Any = rival, items: Sequence[Any] = items) -> list[Any]:
            return [finish_five(project, rival.decide(item)) for project, item in zip(found, items, strict=False)]

        seconds, answers = _least(decide, bench.runs)
        if answers != expected[:count]:
            raise SystemExit(f"{name} comes to something else")
        rate = len(items) / seconds
        table.add_row(name, f"{rate:,.0f}", f"{batch / rate:.1f} x")
    _console.print(table)


def _least(decide: Any, runs: int) -> tuple[float, list[Any]]:
    """Return the least processor time of some runs, not counting the collection of garbage, and what came of it."""
    times, found = [], []
    for _ in range(runs):
        gc.collect()
        gc.disable()
        begin = time.process_time()
        found = decide()
        times.append(time.process_time() - begin)
        gc.enable()
    return min(times), found


def growth(bench: Bench, sizes: Sequence[int]) -> None:
    """Print how time grows with the number of projects."""
    table = Table("projects", "batch s", "times", "SQL by hand s", "times", "peak MiB", title="growth")
    before: dict[str, Took] = {}
    for size in sizes:
        source = bench.portfolio(size)
        hand = script("portfolio_duckdb.py", source, bench.folder / "duckdb", "--threads", bench.threads)
        ways = {
            "batch": partial(run_apart, bench.batch(source, "batch"), (0, 1)),
            "hand": partial(run_apart, hand),
        }
        took = alternately(ways, bench.runs)
        times = {name: f"{took[name].wall / before[name].wall:.1f}" if before else "" for name in took}
        batch, by_hand_ = took["batch"], took["hand"]
        row = (f"{size:,}", f"{batch.wall:.2f}", times["batch"], f"{by_hand_.wall:.2f}", times["hand"])
        table.add_row(*row, f"{batch.peak:.0f}")
        before = took
    _console.print(table)


def flatness(bench: Bench, projects: int) -> None:
    """Print what rules cost that do not apply: on facts that nobody reports, or not in force on the day."""
    source = bench.portfolio(projects)
    ways = {}
    for kind in ("absent", "not in force"):
        for count in (0, 50, 200):
            pack = with_rules(bench.folder / "packs" / f"{kind}-{count}".replace(" ", "-"), kind, count)
            ways[f"{count} rules {kind}"] = partial(run_apart, bench.batch(source, "flat", pack), (0, 1))
    took = alternately(ways, bench.runs)
    table = Table("added", "s", "cpu s", "of none", title=f"rules that do not apply, {projects:,} projects")
    least = min(one.wall for name, one in took.items() if name.startswith("0 "))
    for name, one in took.items():
        table.add_row(name, f"{one.wall:.2f}", f"{one.cpu:.2f}", f"{one.wall / least:.2f}")
    _console.print(table)


if __name__ == "__main__":
    main()
