"""Opens what a run needs: the pack, the source, the typed relations taken in, and the program to decide them by.

Knows nothing about parts, files or results.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from checker.messages import message
from checker.portfolio.intake import take_in
from checker.portfolio.source import SourceRequest, open_source, read_mapping
from checker.run import open_checker
from checker.source import EngineFault, Problems

if TYPE_CHECKING:
    from pathlib import Path

    from checker.portfolio.intake import Intake
    from checker.portfolio.run.request import BatchRequest
    from checker.portfolio.session import Session
    from checker.portfolio.source import OpenedSource, SourceMapping
    from checker.run import Checker


@dataclass(frozen=True, slots=True)
class Opened:
    """A portfolio that is ready to be decided; ``session`` is the database it was taken in with."""

    checker: Checker
    source: OpenedSource
    intake: Intake
    session: Session


def opened_pack(request: BatchRequest) -> Checker:
    """Return the pack of a run made ready for its day; raises ``InputError`` with everything wrong with it."""
    problems = Problems()
    checker = open_checker(request.rules, request.as_of, problems, engine="plain")
    problems.raise_if_any()
    if checker is None:
        raise EngineFault(message("读取没有成功，却没有记下问题"))
    return checker


def opened_mapping(request: BatchRequest) -> SourceMapping | None:
    """Return what the mapping file says, if there is one; raises ``InputError`` with everything wrong with it."""
    problems = Problems()
    mapping = None if request.mapping is None else read_mapping(request.mapping, problems)
    problems.raise_if_any()
    return mapping


def opened_source(request: BatchRequest, checker: Checker, mapping: SourceMapping | None, work: Path) -> OpenedSource:
    """Return the source of a run; raises ``InputError`` with everything wrong with its tables."""
    problems = Problems()
    wanted = SourceRequest(
        request.source,
        checker.vocabulary,
        work,
        mapping,
        projects=request.projects or None,
        memory=request.memory,
        threads=request.threads,
    )
    source = open_source(wanted, problems)
    problems.raise_if_any()
    if source is None:
        raise EngineFault(message("读取没有成功，却没有记下问题"))
    return source


def taken_in(request: BatchRequest, checker: Checker, source: OpenedSource, session: Session, work: Path) -> Opened:
    """Return the portfolio taken in; raises ``InputError`` for what no run can pass over."""
    intake = take_in(source, checker.plan, session, work, carry=request.carry)
    return Opened(checker, source, intake, session)
