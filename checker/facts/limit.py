"""Stops reading when there are more problems than anyone reads; knows nothing about what is read."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING, Final

from checker.messages import Message, message
from checker.source import Place, Problems

if TYPE_CHECKING:
    from collections.abc import Iterator

MOST_PROBLEMS: Final = 200


class _Enough(Exception):
    """Reading stops here; the reason is already recorded."""


class _Limited(Problems):
    """Records into the list of other ``Problems`` until there are enough."""

    def __init__(self, problems: Problems) -> None:
        super().__init__(problems.found)
        self._most = len(problems.found) + MOST_PROBLEMS

    def add(self, code: str, place: Place, what: Message, hint: Message | None = None) -> None:
        super().add(code, place, what, hint)
        self._stop_if_enough(place)

    def warn(self, code: str, place: Place, what: Message, hint: Message | None = None) -> None:
        super().warn(code, place, what, hint)
        self._stop_if_enough(place)

    def _stop_if_enough(self, place: Place) -> None:
        if len(self.found) >= self._most:
            what = message("问题太多，只列出前 {most} 个", most=MOST_PROBLEMS)
            super().add("too-many-problems", place, what, message("先改正上面的问题，再检查一次"))
            raise _Enough


@contextmanager
def limited(problems: Problems) -> Iterator[Problems]:
    """Give a collector for the block; one problem too many is recorded as such and ends the block."""
    try:
        yield _Limited(problems)
    except _Enough:
        return
