"""Decides projects one by one with the engine of single checks, in several processes at once.

The pack is opened once in every process. Knows nothing about where projects come from or what becomes of the rows.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from dataclasses import dataclass
from datetime import date
from functools import lru_cache, partial
from itertools import chain, islice
from multiprocessing import get_context
from typing import TYPE_CHECKING, Final, TypeVar

from checker.messages import current_language, language, message
from checker.portfolio.single.decide import decided_rows, withheld_rows
from checker.portfolio.single.written import WrittenProject, facts_of
from checker.run import Checker, open_checker
from checker.source import EngineFault, InputError, Problems

if TYPE_CHECKING:
    from checker.portfolio.single.rows import DecidedRows

_CHUNK: Final = 100
"""Projects handed to a process at a time: some tenths of a second of work."""
_AHEAD: Final = 3
"""Chunks waiting for each process; more would only fill memory."""
Made = TypeVar("Made")


@dataclass(frozen=True, slots=True)
class Opening:
    """Which pack (folder or id) is opened for which day, and the language in which words are written."""

    rules: str
    as_of: date
    language: str = "zh"


def opening(rules: str, as_of: date) -> Opening:
    """Return what a process needs to know, in the language in use."""
    return Opening(rules, as_of, current_language())


def decide_many(projects: Iterable[WrittenProject], pack: Opening, workers: int = 1) -> Iterator[DecidedRows]:
    """Yield the rows of each project in the order given; wrong facts withhold a project, and are in its ``rejects``."""
    return in_processes(_decide, projects, pack, workers)


def in_processes(
    work: Callable[[Checker, WrittenProject], Made], projects: Iterable[WrittenProject], pack: Opening, workers: int = 1
) -> Iterator[Made]:
    """Yield what ``work``, a function of a module, makes of each project, in the order given.

    Up to ``workers`` processes share the work, but what is one chunk long is done here. Raises ``InputError`` when the
    pack cannot be opened.
    """
    chunks = _chunks(projects)
    first, second = next(chunks, None), next(chunks, None)
    chunks = chain(filter(None, (first, second)), chunks)
    do = partial(_each, work, pack)
    if workers == 1 or second is None:
        for chunk in chunks:
            yield from do(chunk)
        return
    with ProcessPoolExecutor(workers, mp_context=get_context("spawn")) as pool:
        waiting: deque[Future[list[Made]]] = deque()
        for chunk in chunks:
            waiting.append(pool.submit(do, chunk))
            if len(waiting) >= workers * _AHEAD:
                yield from waiting.popleft().result()
        while waiting:
            yield from waiting.popleft().result()


def _chunks(projects: Iterable[WrittenProject]) -> Iterator[tuple[WrittenProject, ...]]:
    left = iter(projects)
    while chunk := tuple(islice(left, _CHUNK)):
        yield chunk


def _each(
    work: Callable[[Checker, WrittenProject], Made], pack: Opening, projects: Sequence[WrittenProject]
) -> list[Made]:
    with language(pack.language):
        return [work(_opened(pack), project) for project in projects]


@lru_cache(maxsize=1)
def _opened(pack: Opening) -> Checker:
    problems = Problems()
    checker = open_checker(pack.rules, pack.as_of, problems, engine="plain")
    problems.raise_if_any()
    if checker is None:
        raise EngineFault(message("读取没有成功，却没有记下问题"))
    return checker


def _decide(checker: Checker, written: WrittenProject) -> DecidedRows:
    problems = Problems()
    facts = facts_of(written, checker, problems)
    if facts is None:
        return withheld_rows(written.project, written.title, written.kind, InputError(problems.found))
    return decided_rows(checker, written.project, facts)
