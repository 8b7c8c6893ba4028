"""Decides ranges of projects by SQL and writes their parts; rows that still stand are taken over from an earlier run.

Knows nothing about where relations come from or what a program does.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from sqlglot import exp

from checker.portfolio.intake.taken import HEADS
from checker.portfolio.run.columns import added
from checker.portfolio.run.fingerprints import fingerprints, unchanged
from checker.portfolio.run.scripting import Script, output_name
from checker.portfolio.run.selects import among, everything, numbered, ordered, outside, whole
from checker.portfolio.run.tables import EACH_UNKNOWN, FINGERPRINTS, ORDER, PROJECTS, UNKNOWNS, part_path
from checker.portfolio.run.unknowns import totals

if TYPE_CHECKING:
    from pathlib import Path

    from checker.portfolio.run.earlier import Earlier
    from checker.portfolio.run.ranges import IdRange
    from checker.portfolio.run.tables import Written
    from checker.portfolio.session import Dialect, Session
    from checker.sql.values import Sql

_ENUM: Final = "ENUM("
_PART: Final = "run__part"
_SAME: Final = "run__same"
_NOW: Final = "run__now"
_BEFORE: Final = "run__before"


class OtherLayout(Exception):
    """An earlier result has other columns, because the numbers in the facts have other bounds: nothing of it fits."""


@dataclass(frozen=True, slots=True)
class Deciding:
    """What every range is decided with.

    ``base`` is the session the portfolio was taken in with, and in whose terms ``relations`` and ``heads`` (the table
    of projects) are; ``session`` runs the program, and where it is another one, it reads copies put into ``staged``.
    ``filled`` are the columns that rows decided singly fill, which every part then has. With ``marked`` the
    fingerprints of the projects are written too; what has not changed since ``earlier`` is not decided again. ``same``
    counts those projects by range.
    """

    base: Session
    session: Session
    script: Script
    relations: Mapping[str, Sql]
    heads: exp.Select
    folder: Path
    staged: Path
    filled: Mapping[str, frozenset[str]] = field(default_factory=dict)
    marked: bool = False
    earlier: Earlier | None = None
    same: dict[int, int] = field(default_factory=dict)

    def write(self, ranges: Mapping[int, IdRange]) -> dict[int, Written]:
        """Decide the projects of neighbouring ranges and write their rows; the files are whole but not yet synced.

        Raises ``OtherLayout`` when nothing can be taken over from the earlier result.
        """
        first, last = min(ranges), max(ranges)
        span = ranges[first].up_to(ranges[last])
        relations = {name: span.of(self.relations[name]) for name in self.script.inputs}
        written: dict[int, Written] = {number: {} for number in ranges}
        for number, ids in ranges.items():
            written[number][PROJECTS] = self._put_base(PROJECTS, number, ordered(ids.of(self.heads), ORDER[PROJECTS]))
            if self.marked:
                relations_of = {name: ids.of(self.relations[name]) for name in self.script.inputs}
                marks = fingerprints(self.base, {**relations_of, HEADS: ids.of(self.heads)})
                written[number][FINGERPRINTS] = self._put_base(FINGERPRINTS, number, marks)
        if self.earlier is not None:
            self._find_unchanged([written[number][FINGERPRINTS][0] for number in ranges], first, self.earlier)
            relations = {name: outside(select, _SAME) for name, select in relations.items()}
        self.script.run(self.session, self._within_reach(relations, first))
        for table in self.script.outputs:
            for number, done in self._put(table, ranges).items():
                written[number] |= done
        self.script.forget(self.session)
        return written

    def _put_base(self, table: str, number: int, select: exp.Expr) -> tuple[Path, int]:
        path = part_path(self.folder, table, number)
        return path, self.base.write(select, path)

    def _within_reach(self, relations: Mapping[str, exp.Select], number: int) -> Mapping[str, exp.Select]:
        """Return the relations that the other session still has to be given; it reads copies of them."""
        if self.session is self.base:
            return relations
        for name, select in relations.items():
            self._hand_over(name, select, number)
        return {}

    def _hand_over(self, name: str, select: exp.Expr, number: int) -> None:
        path = part_path(self.staged, name, number)
        self.base.write(select, path)
        self.session.scan(name, [path])

    def _find_unchanged(self, marks: Sequence[Path], number: int, earlier: Earlier) -> None:
        """Keep the ids of the projects whose fingerprints are those of the earlier run."""
        self.base.scan(_NOW, marks)
        self.base.scan(_BEFORE, earlier.files[FINGERPRINTS])
        self.base.keep(_SAME, unchanged(_NOW, _BEFORE))
        self.same[number] = self.base.count(_SAME)
        if self.session is not self.base:
            self._hand_over(_SAME, everything(_SAME), number)

    def _put(self, table: str, ranges: Mapping[int, IdRange]) -> dict[int, Written]:
        """Write the parts of one table, and what it was added up from where that is kept."""
        rows = everything(output_name(table))
        if table != UNKNOWNS:
            return self._put_parts(table, ranges, self._with_earlier(table, self._filled_up(table, rows)), ORDER[table])
        each = self._with_earlier(EACH_UNKNOWN, rows)
        done: dict[int, Written] = {number: {} for number in ranges}
        if self.marked:
            done = self._put_parts(EACH_UNKNOWN, ranges, each, ORDER[EACH_UNKNOWN])
        self.session.keep(EACH_UNKNOWN, numbered(each, list(ranges.values()), _PART))
        summed = totals(everything(EACH_UNKNOWN), (_PART, *ORDER[UNKNOWNS]))
        for number, more in self._put_numbered(UNKNOWNS, ranges, summed, ORDER[UNKNOWNS]).items():
            done[number] |= more
        self.session.drop(EACH_UNKNOWN)
        return done

    def _filled_up(self, table: str, select: exp.Select) -> exp.Select:
        """Return the rows with the columns, all null, that only rows decided singly fill."""
        more = added(table, self.session.columns(select), self.filled) if self.filled else []
        if not more:
            return select
        return whole(select).select(*[exp.alias_(exp.cast(exp.null(), "VARCHAR"), name) for name in more], copy=False)

    def _put_parts(
        self, table: str, ranges: Mapping[int, IdRange], rows: exp.Expr, order: Sequence[str]
    ) -> dict[int, Written]:
        if len(ranges) > 1:
            return self._put_numbered(table, ranges, numbered(rows, list(ranges.values()), _PART), order)
        number = min(ranges)
        path = part_path(self.folder, table, number)
        return {number: {table: (path, self.session.write(ordered(rows, order), path))}}

    def _put_numbered(
        self, table: str, ranges: Mapping[int, IdRange], rows: exp.Expr, order: Sequence[str]
    ) -> dict[int, Written]:
        paths = [part_path(self.folder, table, number) for number in ranges]
        counts = self.session.write_parts(ordered(rows, order), paths, _PART)
        return {number: {table: done} for number, done in zip(ranges, zip(paths, counts, strict=True), strict=True)}

    def _with_earlier(self, table: str, select: exp.Expr) -> exp.Expr:
        """Return the rows decided now together with those of the earlier run that still stand."""
        if self.earlier is None:
            return select
        kinds = self.session.columns(select)
        if {name: _in_file(kind) for name, kind in kinds.items()} != self.earlier.columns[table]:
            raise OtherLayout
        name = f"before__{table}"
        self.session.scan(name, self.earlier.files[table])
        same = among(exp.select("project").from_(exp.to_table(_SAME)))
        columns = [_as_now(column, kind, self.session.dialect) for column, kind in kinds.items()]
        before = exp.select(*columns).from_(exp.Subquery(this=everything(name), alias=exp.to_identifier("whole")))
        return exp.union(select, before.where(same), distinct=False)


def _in_file(kind: str) -> str:
    """Return the type that a column has when it is read from a file again: of an enumerated type its texts are kept."""
    return "VARCHAR" if kind.startswith(_ENUM) else kind


def _as_now(name: str, kind: str, dialect: Dialect) -> exp.Expr:
    """Return a column of an earlier result in the type that it has now, so that it is written the same way."""
    column = exp.column(name, quoted=True)
    if not kind.startswith(_ENUM):
        return column
    return exp.alias_(exp.cast(column, exp.DataType.build(kind, dialect=dialect)), name, quoted=True)
