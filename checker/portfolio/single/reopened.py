"""Opens the source of a finished result once more, for some of its projects or for all.

Knows nothing about what is made of the projects.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

from sqlglot import exp

from checker.messages import message
from checker.portfolio.intake.taken import HEADS
from checker.portfolio.run.manifest import read_manifest
from checker.portfolio.run.opening import opened_mapping, opened_pack, opened_source, taken_in
from checker.portfolio.run.request import BatchRequest
from checker.portfolio.session import open_duckdb
from checker.portfolio.single.gather import chosen_ids, written_projects
from checker.portfolio.single.many import opening
from checker.portfolio.single.remembered import recalled, refuse_other_pack, refuse_other_source
from checker.portfolio.source import source_digests
from checker.source import InputError, Place, Problem, UsageFault

if TYPE_CHECKING:
    from checker.portfolio.run.opening import Opened
    from checker.portfolio.session import Session
    from checker.portfolio.single.many import Opening
    from checker.portfolio.single.written import WrittenProject
    from checker.run import Checker


@dataclass(frozen=True, slots=True)
class Reopened:
    """The source of a result, of which nothing has changed since; ``projects`` are those asked for, None for all."""

    opened: Opened
    opening: Opening
    projects: tuple[str, ...] | None

    @property
    def checker(self) -> Checker:
        """The pack of the result, on its day."""
        return self.opened.checker

    @property
    def session(self) -> Session:
        """The database that reads the source."""
        return self.opened.session

    def decided(self) -> list[str]:
        """Return the ids of the projects that nothing withholds, in order."""
        intake = self.opened.intake
        withheld = set() if intake.withheld is None else set(chosen_ids(self.session, intake.withheld))
        return [project for project in chosen_ids(self.session, intake.relations[HEADS]) if project not in withheld]

    def written(self, projects: Sequence[str]) -> Iterator[WrittenProject]:
        """Yield these projects as they are written, in the order of their ids."""
        return written_projects(self.session, self.opened.intake, projects)

    def chosen(self) -> list[WrittenProject]:
        """Return the projects asked for, in the order asked; raises ``UsageFault`` for one that is not there."""
        asked = self.projects or ()
        found = {written.project: written for written in self.written(asked)}
        if missing := [project for project in asked if project not in found]:
            raise UsageFault(message("来源里没有编号为 {names} 的项目", names="、".join(missing)))
        return [found[project] for project in asked]

    def refuse_withheld(self, projects: Sequence[str]) -> None:
        """Raise ``InputError`` with the rejected rows of these projects, if some keep one from being decided."""
        intake = self.opened.intake
        if intake.withheld is None or intake.rejects is None:
            return
        withheld = [project for project in chosen_ids(self.session, intake.withheld) if project in projects]
        if withheld:
            mine = exp.In(this=exp.column("project"), expressions=[exp.Literal.string(name) for name in withheld])
            rows = exp.select("*").from_(exp.Subquery(this=intake.rejects.copy(), alias=exp.to_identifier("some")))
            raise InputError(map(_problem, self.session.rows(rows.where(mine))))


def _problem(row: dict[str, object]) -> Problem:
    """Return a rejected row as a problem; its words are written already."""
    hint = message("{why}", why=row["hint"]) if row["hint"] else None
    return Problem(str(row["code"]), Place(str(row["place"])), message("{why}", why=row["reason"]), hint)


@contextmanager
def reopened(
    out: Path, source: str = "", rules: str = "", projects: tuple[str, ...] | None = None
) -> Iterator[Reopened]:
    """Give the source of the result at ``out``, closed in the end; only rows of ``projects`` are read (None: all).

    ``source`` and ``rules`` name them where they lie elsewhere by now. Raises ``UsageFault`` when ``out`` is no result,
    or when source, mapping or pack are no longer those it was made of.
    """
    told = recalled(read_manifest(out), out, source, rules)
    request = BatchRequest(
        told.source, told.rules, str(out), told.as_of, mapping=told.mapping, projects=projects or told.projects
    )
    checker = opened_pack(request)
    refuse_other_pack(told, checker.plan.pack.digest)
    mapping = opened_mapping(request)
    with TemporaryDirectory(prefix="checker-") as work:
        found = opened_source(request, checker, mapping, Path(work))
        refuse_other_source(told, source_digests(found.origins), "" if mapping is None else mapping.digest)
        with closing(open_duckdb(temp=Path(work, "spill"))) as session:
            opened = taken_in(request, checker, found, session, Path(work, "intake"))
            yield Reopened(opened, opening(told.rules, told.as_of), projects)
