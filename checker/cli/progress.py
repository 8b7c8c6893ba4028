"""Shows how far a long run is: a bar on a terminal, nothing where none looks on; knows nothing of what is run."""

from __future__ import annotations

import sys
from contextlib import contextmanager
from typing import TYPE_CHECKING, Final

from checker.messages import tr

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from rich.progress import Progress as Bar
    from rich.progress import ProgressColumn, TaskID

    from checker.facts.rows_read import Progress
    from checker.portfolio.run.request import Progress as BatchProgress

_LARGE: Final = 10_000
"""Fewer rows are read before anyone wonders."""


@contextmanager
def reading_progress() -> Iterator[Progress | None]:
    """Give what is told how far a ledger is read; None where standard error is no terminal."""
    if not sys.stderr.isatty():
        yield None
        return
    shown = _Bars()
    try:
        yield shown
    finally:
        shown.close()


@contextmanager
def steps(label: str, total: int) -> Iterator[Callable[[], None]]:
    """Give what is called after each of ``total`` steps of a long run.

    Nothing is shown unless standard error is a terminal, and nothing stays there afterwards.
    """
    if not sys.stderr.isatty():
        yield lambda: None
        return
    bar = _new_bar()
    task = bar.add_task(label, total=total or None)
    with bar:
        yield lambda: bar.advance(task)


@contextmanager
def batch_progress() -> Iterator[BatchProgress]:
    """Give what is told how far a run over a portfolio is: rows of how many, and the time that is left."""
    if not sys.stderr.isatty():
        yield lambda _stage, _done, _total: None
        return
    from rich.progress import TimeRemainingColumn  # noqa: PLC0415 - few runs show a bar

    bar = _new_bar(TimeRemainingColumn())
    task = bar.add_task("", total=None)
    with bar:
        yield lambda stage, done, total: bar.update(task, description=stage, completed=done, total=total or None)


def _new_bar(*more: ProgressColumn) -> Bar:
    from rich.console import Console  # noqa: PLC0415 - few runs show a bar
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn  # noqa: PLC0415 - the same

    columns = (TextColumn("{task.description}", markup=False), BarColumn(), MofNCompleteColumn(), *more)
    return Progress(*columns, console=Console(stderr=True, markup=False, emoji=False), transient=True)


class _Bars:
    """One bar for each ledger, on standard error, which are gone when all is read."""

    def __init__(self) -> None:
        self._bar: Bar | None = None
        self._tasks: dict[str, TaskID] = {}

    def __call__(self, name: str, done: int, total: int) -> None:
        if max(done, total) < _LARGE:
            return
        bar = self._bar or self._started()
        if name not in self._tasks:
            self._tasks[name] = bar.add_task(tr("读取 {name}", name=name), total=total or None)
        bar.update(self._tasks[name], completed=done, total=total or None)

    def _started(self) -> Bar:
        self._bar = _new_bar()
        self._bar.start()
        return self._bar

    def close(self) -> None:
        """Take the bars away."""
        if self._bar is not None:
            self._bar.stop()
