"""Tries every mutant of some packs, on several processes when there are many, and gathers the verdicts in order."""

from __future__ import annotations

import multiprocessing
import signal
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from contextlib import AbstractContextManager, contextmanager
from typing import TYPE_CHECKING, Final, TypeAlias

from checker.messages import current_language, use_language
from checker.mutate.ignores import idle, reasons, spoken, where
from checker.mutate.indicators import shared_indicators, used_shared
from checker.mutate.verdict import Finding, MutationReport, Verdict
from checker.mutate.workload import Workload, workload

if TYPE_CHECKING:
    from checker.pack import Pack

Bar: TypeAlias = "Callable[[int], AbstractContextManager[Callable[[], None]]]"
"""Shows how far a run of so many steps is; gives what is called after each."""
_FEW: Final = 150
"""Fewer mutants are tried sooner than another process is started."""
_AT_ONCE: Final = 8


@contextmanager
def _silent(_total: int) -> Iterator[Callable[[], None]]:
    yield lambda: None


def mutate_packs(
    packs: Sequence[Pack], others: Sequence[Pack] = (), *, rule: str = "", jobs: int = 2, bar: Bar = _silent
) -> MutationReport:
    """Return what became of every mutant of ``packs``, whose cases and those of ``others`` (below them) are tried.

    With ``rule`` only the mutants of one rule and of the parameters it reads. Same packs, same report, whatever the
    number of ``jobs``. Raises ``InputError`` when the facts of a case are wrong.
    """
    load = workload(packs, others, rule)
    comments = spoken(packs)
    justified = reasons(comments)
    explain = [where(task.mutant) not in justified for task in load.tasks]
    found = _found(load, (packs, others, rule), explain, jobs, bar)
    verdicts = tuple(
        Verdict(task.mutant, task.pack, finding, justified.get(where(task.mutant), ""))
        for task, finding in zip(load.tasks, found, strict=True)
    )
    survived = [verdict.mutant for verdict in verdicts if verdict.found.status == "survived"]
    remarks = () if rule else tuple(idle(comments, [task.mutant for task in load.tasks], survived))
    return MutationReport(verdicts, remarks, () if rule else _unused(packs, others), _left_out(load))


def _unused(packs: Sequence[Pack], others: Sequence[Pack]) -> tuple[tuple[str, str], ...]:
    """Return the shared indicators, with the pack that writes them, that none of the packs uses."""
    used = {name for pack in (*packs, *others) for name in used_shared(pack)}
    found = []
    for pack in packs:
        files = {document.name for document in pack.files.values()}
        found += [(pack.id, name) for name, file in shared_indicators(pack) if file in files and name not in used]
    return tuple(found)


def _left_out(load: Workload) -> tuple[tuple[str, int], ...]:
    counts = ((bench.pack.id, bench.left_out) for bench in load.benches)
    return tuple((pack, count) for pack, count in counts if count)


def _found(
    load: Workload,
    given: tuple[Sequence[Pack], Sequence[Pack], str],
    explain: Sequence[bool],
    jobs: int,
    bar: Bar,
) -> list[Finding]:
    numbers = range(len(load.tasks))
    if jobs < 2 or len(numbers) < _FEW:  # noqa: PLR2004 - two make company
        with bar(len(numbers)) as advance:
            return [_counted(load.find(number, explain=explain[number]), advance) for number in numbers]
    processes = multiprocessing.get_context("spawn")  # the only way that is safe beside threads, on every system
    with (
        ProcessPoolExecutor(jobs, processes, _start, (*given, current_language())) as pool,
        bar(len(numbers)) as advance,
    ):
        try:
            with _unseen_by_workers():
                parts = [numbers[at : at + _AT_ONCE] for at in range(0, len(numbers), _AT_ONCE)]
                pending = [pool.submit(_find, part, [explain[number] for number in part]) for part in parts]
            return [_counted(finding, advance) for future in pending for finding in future.result()]
        except BaseException:
            for worker in multiprocessing.active_children():
                worker.terminate()  # what waits ends with it; a pool loses its footing over work that was cancelled
            raise


@contextmanager
def _unseen_by_workers() -> Iterator[None]:
    """Hold Ctrl-C back while workers are started: they take over that it is held back, and never see it."""
    if not hasattr(signal, "pthread_sigmask"):
        yield
        return
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


def _counted(finding: Finding, advance: Callable[[], None]) -> Finding:
    advance()
    return finding


_LOADS: Final[list[Workload]] = []
"""What a worker process has to try: made once when it starts."""


def _start(packs: Sequence[Pack], others: Sequence[Pack], rule: str, language: str) -> None:
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the process that started it ends it
    use_language(language)
    _LOADS.append(workload(packs, others, rule))


def _find(numbers: Sequence[int], explain: Sequence[bool]) -> list[Finding]:
    return [_LOADS[-1].find(number, explain=wanted) for number, wanted in zip(numbers, explain, strict=True)]
