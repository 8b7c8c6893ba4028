"""Turns Ctrl-C into an orderly end of what the solver is doing; knows no questions and no formulas.

The solver would take the signal for itself and answer that it does not know, and an exception raised while one of its
objects is being made leaves half an object behind. So the signal is only noted, and raised where nothing is half done.
"""

from __future__ import annotations

import signal
import threading
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

_Found = TypeVar("_Found")
_OFTEN: Final = 0.05
"""How many seconds pass until a solver that is to stop is told so again: it may not have begun the first time."""


@dataclass(slots=True)
class _Stop:
    """Whether Ctrl-C is being noted just now, and whether it was pressed."""

    noting: bool = False
    pressed: bool = False


_STOP: Final = _Stop()
"""There is one Ctrl-C for the whole process."""


@contextmanager
def stoppable() -> Iterator[None]:
    """Note Ctrl-C inside the block, and raise ``KeyboardInterrupt`` for it at its end or at ``stop_if_asked``.

    Blocks may lie within each other. Where Ctrl-C is ignored, and off the main thread, it is left as it is.
    """
    if _STOP.noting or not _ours():
        yield
        return
    _STOP.noting, _STOP.pressed = True, False
    before = signal.signal(signal.SIGINT, _note)
    try:
        yield
        stop_if_asked()
    finally:
        signal.signal(signal.SIGINT, before)
        _STOP.noting = False


def stop_if_asked() -> None:
    """Raise ``KeyboardInterrupt`` when Ctrl-C was pressed within ``stoppable``."""
    if _STOP.noting and _STOP.pressed and _ours():
        raise KeyboardInterrupt


def stoppably(work: Callable[[], _Found], context: Any) -> _Found:
    """Return what ``work`` of the solver in ``context`` returns; raises ``KeyboardInterrupt`` soon after Ctrl-C.

    Python takes a signal in only between two steps of its own, so the solver works on another thread meanwhile.
    """
    if not _STOP.noting or not _ours():
        return work()
    stop_if_asked()
    found: list[_Found] = []
    fault: list[Exception] = []

    def run() -> None:
        try:
            found.append(work())
        except Exception as raised:
            fault.append(raised)

    thread = threading.Thread(target=run, daemon=True)
    thread.start()
    while thread.is_alive():
        thread.join(_OFTEN)
        if _STOP.pressed and thread.is_alive():
            context.interrupt()
    stop_if_asked()
    if fault:
        raise fault[0]
    return found[0]


def _note(_signal: int, _frame: object) -> None:
    _STOP.pressed = True


def _ours() -> bool:
    """Say whether this is the main thread of a process that is to be stopped by Ctrl-C."""
    main = threading.current_thread() is threading.main_thread()
    return main and signal.getsignal(signal.SIGINT) not in {signal.SIG_IGN, None}
