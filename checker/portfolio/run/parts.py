"""Makes the parts of a result that are not there yet: ranges of projects by SQL or one by one, the rest one by one.

Knows nothing about journals or about where a result goes.
"""

from __future__ import annotations

import os
import re
from collections.abc import Container, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

from sqlglot import exp

from checker.portfolio.intake.taken import HEADS, REJECT_COLUMNS
from checker.portfolio.run.assessors import assessors_select
from checker.portfolio.run.columns import STATUS, declared_types, nothing, program_types, staged_columns
from checker.portfolio.run.deciding import Deciding, OtherLayout
from checker.portfolio.run.scripting import script_of
from checker.portfolio.run.selects import among, files_select, heads_select, ordered, single_heads, whole
from checker.portfolio.run.singly import Singly
from checker.portfolio.run.tables import ASSESSORS, EACH_UNKNOWN, ORDER, PROJECTS, REJECTS, UNKNOWNS, Written, part_path
from checker.portfolio.single import chosen_ids, opening
from checker.source import EngineFault

if TYPE_CHECKING:
    from pathlib import Path

    from checker.portfolio.run.earlier import Earlier
    from checker.portfolio.run.folder import WorkFolder
    from checker.portfolio.run.opening import Opened
    from checker.portfolio.run.ranges import IdRange
    from checker.portfolio.run.request import BatchRequest
    from checker.portfolio.session import Session
    from checker.sql.steps import Program

_OVERFLOW: Final = re.compile(r"overflow|out of range", re.IGNORECASE)
_STATUSES: Final = "run__statuses"
_AT_ONCE: Final = 16
"""How many ranges Spark is given together, so that its workers have something to share."""


def _ran_over(fault: EngineFault) -> bool:
    """Whether a number outgrew what a database holds exactly, as sums of fractions with many divisors may."""
    return _OVERFLOW.search(str(fault)) is not None


@dataclass(frozen=True, slots=True)
class Parts:
    """The parts of one run: one for each of ``ranges``, and one more for the projects of the exact path.

    ``session`` runs ``program``; without a program every project is decided singly. What a part needs is asked of the
    session the portfolio was taken in with.
    """

    opened: Opened
    request: BatchRequest
    work: WorkFolder
    ranges: Sequence[IdRange]
    program: Program | None
    session: Session
    earlier: Earlier | None = None

    @property
    def number(self) -> int:
        """How many parts there are."""
        return len(self.ranges) + (self.opened.intake.exact is not None)

    def made(self, done: Container[int]) -> Iterator[tuple[int, Written, int]]:
        """Yield the number, the files and the projects taken over of each part, as soon as it is whole."""
        intake, base = self.opened.intake, self.opened.session
        last = len(self.ranges)
        pending = {number: ids for number, ids in enumerate(self.ranges) if number not in done}
        exact = [] if intake.exact is None else chosen_ids(base, intake.exact)
        staged: Mapping[str, Sequence[Path]] = {}
        if exact and (pending or last not in done):
            staged = self._singly.stage(last, exact)
        if self.program is not None and self.request.engine != "plain":
            yield from self._by_sql(self.program, pending, self._singly.filled(staged))
        else:
            yield from self._by_one(pending, self._singly.filled(staged))
        if intake.exact is not None and exact and last not in done:
            heads = whole(intake.relations[HEADS]).where(among(intake.exact))
            yield last, self._written_singly(last, staged, self._types_of_first(), heads), 0

    def _by_sql(
        self, program: Program, pending: Mapping[int, IdRange], filled: Mapping[str, frozenset[str]]
    ) -> Iterator[tuple[int, Written, int]]:
        intake, base = self.opened.intake, self.opened.session
        deciding = Deciding(
            base,
            self.session,
            script_of(program, self.session.dialect, self._decided_tables),
            intake.relations,
            heads_select(intake.relations[HEADS], intake.withheld, intake.exact),
            self.work.new,
            self.work.scratch,
            filled,
            self.request.incremental,
            self.earlier,
        )
        size = 1 if self.session is base else _AT_ONCE
        numbers = list(pending)
        for start in range(0, len(numbers), size):
            some = {number: pending[number] for number in numbers[start : start + size]}
            try:
                made = deciding.write(some)
            except OtherLayout:
                deciding = replace(deciding, earlier=None)
                made = deciding.write(some)
            except EngineFault as fault:
                if not _ran_over(fault):
                    raise
                yield from self._by_one(some, filled)  # slower, and exact whatever the digits
                continue
            for number, written in made.items():
                more = self._rejects(number) | self._assessors(number, some[number])
                yield number, written | more, deciding.same.get(number, 0)

    @property
    def _decided_tables(self) -> list[str]:
        return [table for table in self.request.written if table not in {PROJECTS, ASSESSORS, REJECTS}]

    def _by_one(
        self, pending: Mapping[int, IdRange], filled: Mapping[str, frozenset[str]]
    ) -> Iterator[tuple[int, Written, int]]:
        """Decide ranges singly; their tables have the columns that SQL would give them, where it could."""
        intake, base = self.opened.intake, self.opened.session
        if self.program is None:
            types = declared_types(self.opened.checker.plan, self._decided_tables)
        else:
            types = program_types(self.program, base, intake.relations, self._decided_tables, filled)
        for number, ids in pending.items():
            heads = ids.of(intake.relations[HEADS])
            if intake.exact is not None:
                heads = whole(heads).where(exp.not_(among(intake.exact)))
            sound = heads if intake.withheld is None else whole(heads).where(exp.not_(among(intake.withheld)))
            files = self._singly.stage(number, chosen_ids(base, sound))
            written = self._written_singly(number, files, types, heads)
            yield number, written | self._assessors(number, ids), 0

    def _written_singly(
        self,
        number: int,
        files: Mapping[str, Sequence[Path]],
        types: Mapping[str, Mapping[str, str]],
        heads: exp.Expr,
    ) -> Written:
        """Write the part of every table from the rows collected, the table of projects and the rejects among them."""
        base = self.opened.session
        written = self._singly.write(number, files, types, self.work.new)
        base.view(_STATUSES, self._singly.rows(STATUS, files))
        path = part_path(self.work.new, PROJECTS, number)
        written[PROJECTS] = path, base.write(ordered(single_heads(heads, _STATUSES), ORDER[PROJECTS]), path)
        return written | self._rejects(number, self._singly.rows(REJECTS, files))

    def _rejects(self, number: int, more: exp.Expr | None = None) -> Written:
        """Write the rejects of a part; those of the intake are with the first part."""
        rows = more
        if number == 0:
            first = whole(self.opened.intake.rejects or nothing(REJECT_COLUMNS))
            rows = first if more is None else exp.union(first, more, distinct=False)
        if rows is None:
            return {}
        path = part_path(self.work.new, REJECTS, number)
        return {REJECTS: (path, self.opened.session.write(ordered(rows, ORDER[REJECTS]), path))}

    def _assessors(self, number: int, ids: IdRange) -> Written:
        """Count who took how much off in the projects of a range."""
        if ASSESSORS not in self.request.written:
            return {}
        path = part_path(self.work.new, ASSESSORS, number)
        rows = ordered(assessors_select(self.opened.intake, ids), ORDER[ASSESSORS])
        return {ASSESSORS: (path, self.opened.session.write(rows, path))}

    def _types_of_first(self) -> Mapping[str, Mapping[str, str]]:
        """Return the columns of the first part of each table that is decided."""
        kept = [EACH_UNKNOWN] if self.request.incremental and UNKNOWNS in self._decided_tables else []
        first = {table: files_select([part_path(self.work.new, table, 0)]) for table in [*self._decided_tables, *kept]}
        return {table: self.opened.session.columns(select) for table, select in first.items()}

    @property
    def _singly(self) -> Singly:
        checker, request = self.opened.checker, self.request
        return Singly(
            self.opened.session,
            self.opened.intake,
            opening(request.rules, request.as_of),
            staged_columns(checker.plan),
            self.work.scratch / "singly",
            request.threads or os.cpu_count() or 1,
        )
