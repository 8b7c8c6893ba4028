"""Runs the cases of a pack while it is being written, and keeps those that do not come out as expected."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from checker.source import CheckerError, InputError
from checker.testing import run_cases

if TYPE_CHECKING:
    from checker.messages import Message
    from checker.server.view import PackView
    from checker.source import Place, Problem

_ENGINE: Final = "plain"


@dataclass(frozen=True, slots=True)
class CaseFailure:
    """A case that came out otherwise than expected: where its name stands, and how."""

    case: str
    place: Place
    differences: tuple[Message, ...]


def failures(view: PackView) -> tuple[CaseFailure | Problem, ...]:
    """Return the cases of a pack that fail; none of a pack that is not sound.

    Where the facts of a case are wrong, what is wrong with them stands in the place of the cases behind it.
    """
    if view.pack is None or not view.sound:
        return ()
    found: list[CaseFailure | Problem] = []
    try:
        for report in run_cases(view.pack, [_ENGINE]):
            if not report.passed:
                found.append(CaseFailure(report.case, report.place, report.differences))
    except InputError as fault:
        found += fault.problems
    except CheckerError:
        pass  # an engine that fails is no fault of what is being written
    return tuple(found)
