"""Puts the relations of a portfolio together from its tables, and says how they lie; knows nothing about checks."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Final

from sqlglot import exp

from checker.messages import message
from checker.portfolio.intake.carried import Carried, carried_fields, carried_rows, heads_relation
from checker.portfolio.intake.cells import Form, form_of
from checker.portfolio.intake.listed import reported_types, waivers_in_force, written_reports
from checker.portfolio.intake.phrases import phrase, table_of
from checker.portfolio.intake.presence import Presence
from checker.portfolio.intake.settled import EXACT, EXCLUDED, REJECTED, WITHHELD, rejected_rows
from checker.portfolio.intake.tables import scan_files
from checker.portfolio.intake.taken import HEADS, PROJECTS, REPORTED, WAIVERS, Intake, TypeCount, facts_name
from checker.portfolio.source import JUDGEMENTS
from checker.source import Place, Problem
from checker.sql.shapes import Shapes, TypeShape

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from checker.facts import Vocabulary
    from checker.plan import Plan
    from checker.portfolio.intake.judged import Judged
    from checker.portfolio.intake.listed import Listed
    from checker.portfolio.intake.settled import Settled
    from checker.portfolio.intake.tables import Table
    from checker.portfolio.session import Session
    from checker.sql.values import Sql

_JUDGED: Final = "judgement"


@dataclass(frozen=True, slots=True)
class Portfolio:
    """The tables of a portfolio as taken in; ``seen`` is what the looks at them showed, by the name of the table."""

    vocabulary: Vocabulary
    listed: Listed
    facts: Mapping[str, Table]
    judged: Judged | None
    waivers: Table | None
    reported: Table | None
    seen: dict[str, Presence] = field(default_factory=dict)

    @property
    def tables(self) -> tuple[Table, ...]:
        """All tables, the list of projects first."""
        judged = None if self.judged is None else self.judged.table
        others = (table for table in (judged, self.waivers, self.reported) if table is not None)
        return (self.listed.table, *self.facts.values(), *others)


@dataclass(slots=True)
class _Making:
    """The relations while they are made, with the files they read."""

    session: Session
    settled: Settled
    work: Path
    relations: dict[str, Sql] = field(default_factory=dict)
    types: dict[str, TypeShape] = field(default_factory=dict)
    scans: dict[str, tuple[Path, ...]] = field(default_factory=dict)
    views: dict[str, Sql] = field(default_factory=dict)
    sorted: dict[str, bool] = field(default_factory=dict)

    def add(self, name: str, table: Table, select: exp.Select) -> None:
        """Add a relation that reads one table; where texts have to be looked up in tables, it is written out first."""
        if table.dictionaries:
            scan = f"staged__{table.name}"
            self.scans[scan] = (staged(self.session, select, self.work, scan),)
            select = exp.select("*").from_(table_of(scan))
            project: Sql = exp.column("project")
        else:
            self._scan(table)
            project = table.project
        if EXCLUDED in self.settled.scans and not self.settled.nobodys.get(table.name):
            select = _without_excluded(select, project)
        self.relations[name] = select
        self.sorted[name] = bool(table.dictionaries) or table.layout.ordered

    def add_empty(self, type_id: str) -> None:
        """Add the relation of a type of which there are no rows."""
        nothing = exp.cast(exp.null(), "VARCHAR")
        columns = [nothing.copy().as_(name) for name in ("project", "key")]
        self.relations[facts_name(type_id)] = exp.select(*columns).where(exp.false())
        self.sorted[facts_name(type_id)] = True

    def add_heads(self, listed: Listed, carried: Sequence[Carried], doubled: frozenset[str]) -> None:
        """Add the list of projects with what it repeats."""
        parts: dict[str, exp.Select] = {}
        for name, rows in carried_rows(carried, doubled).items():
            table = next(one.table for one in carried if one.table.name == name)
            if table.dictionaries:
                scan = f"carried__{name}"
                self.scans[scan] = (staged(self.session, rows, self.work, scan),)
                parts[name] = exp.select("*").from_(table_of(scan))
            else:
                self._scan(table)
                parts[name] = rows
        self.relations[HEADS] = heads_relation(listed, carried, parts)
        self.sorted[HEADS] = listed.table.layout.ordered

    def _scan(self, table: Table) -> None:
        source = table.source
        if source.condition is None:
            self.scans[table.scan] = source.files
            return
        files = f"{table.scan}__files"
        self.scans[files] = source.files
        self.views[table.scan] = exp.select("*").from_(table_of(files)).where(source.condition.copy())


def staged(session: Session, select: exp.Select, work: Path, name: str) -> Path:
    """Write a relation into ``work``, in the order of its first two columns, and scan it under ``name``."""
    path = work / f"{name}.parquet"
    session.write(select.order_by("1", "2"), path)
    scan_files(session, name, (path,))
    return path


def attach(intake: Intake, session: Session) -> None:
    """Give a session everything that the relations of a portfolio read."""
    for name, files in intake.scans.items():
        scan_files(session, name, files)
    for name, select in intake.views.items():
        session.view(name, select)


def _without_excluded(select: exp.Select, project: Sql) -> exp.Select:
    one = phrase("NOT EXISTS(SELECT 1 FROM source WHERE __excluded = :project)", project=project)
    for place in one.find_all(exp.Table):
        place.set("this", exp.to_identifier(EXCLUDED, quoted=True))
    return select.where(one)


def put_together(
    taken: Portfolio, plan: Plan, session: Session, settled: Settled, work: Path, carry: Sequence[str] | None
) -> Intake:
    """Return the portfolio with its relations, shapes and counts."""
    making = _Making(session, settled, work, scans=dict(settled.scans))
    _add_projects(taken, making)
    for name, table in taken.facts.items():
        _add_facts(name, table, taken, plan, making)
    _add_judgements(taken, making)
    _add_reported(taken, making)
    waived = _add_waivers(taken, plan, making)
    carried = carried_fields(plan, carry, taken.facts)
    doubled = frozenset(name for name, seen in taken.seen.items() if seen.doubled)
    making.add_heads(taken.listed, carried, doubled)
    ids = {name: exp.select("project").from_(table_of(name)) for name in (WITHHELD, EXACT) if name in settled.scans}
    return Intake(
        relations=making.relations,
        written=_written(taken),
        shapes=Shapes(making.types, waived),
        counts=_counts(taken, settled),
        carry={one.name: one.type for one in carried},
        sorted=making.sorted,
        projects=taken.listed.heads.count,
        rejects=rejected_rows() if REJECTED in settled.scans else None,
        withheld=ids.get(WITHHELD),
        exact=ids.get(EXACT),
        rejected=settled.rejected,
        withheld_projects=settled.withheld,
        exact_projects=settled.exact,
        notes=tuple(_notes(taken, plan)),
        scans=making.scans,
        views=making.views,
    )


def _add_projects(taken: Portfolio, making: _Making) -> None:
    listed = taken.listed
    making.add(PROJECTS, replace(listed.table, dictionaries=()), listed.relation())


def _add_facts(name: str, table: Table, taken: Portfolio, plan: Plan, making: _Making) -> None:
    fields = {
        each: given.shape
        for each, given in table.fields.items()
        if given.shape is not None and (name, each) not in plan.derived
    }
    making.add(facts_name(name), table, table.relation(fields))
    making.types[name] = TypeShape(
        fields,
        most_rows=max(1, taken.seen[name].most),
        complete=table.source.complete,
        clean=not making.settled.nobodys.get(name),
        everywhere=taken.seen[name].everywhere,
    )


def _add_judgements(taken: Portfolio, making: _Making) -> None:
    """Add the judgements; a project without any has none, for nobody else would report on them."""
    judged = taken.judged
    if judged is None:
        making.add_empty(_JUDGED)
        making.types[_JUDGED] = TypeShape(complete=True, clean=True)
        return
    making.add(facts_name(_JUDGED), judged.table, judged.relation())
    seen, clean = taken.seen[JUDGEMENTS], not making.settled.nobodys.get(JUDGEMENTS)
    making.types[_JUDGED] = TypeShape(
        judged.shapes, max(1, seen.most), complete=True, clean=clean, everywhere=seen.everywhere
    )


def _add_reported(taken: Portfolio, making: _Making) -> None:
    if taken.reported is None:
        return
    select, types = reported_types(taken.reported, taken.vocabulary)
    if select is None:
        return
    making.add(REPORTED, taken.reported, select)
    for name in sorted(types):
        if name not in making.types:
            making.add_empty(name)
        shape = making.types.get(name, TypeShape(clean=True))
        making.types[name] = replace(shape, reported=True)


def _add_waivers(taken: Portfolio, plan: Plan, making: _Making) -> frozenset[str]:
    """Add the waivers in force and return the rules they are of."""
    select = None if taken.waivers is None else waivers_in_force(taken.waivers, plan)
    if taken.waivers is None or select is None:
        return frozenset()
    making.add(WAIVERS, taken.waivers, select)
    rules = (
        exp.select(exp.column("rule")).distinct().from_(exp.Subquery(this=select.copy(), alias=exp.to_identifier("w")))
    )
    return frozenset(str(row["rule"]) for row in making.session.rows(rules) if row["rule"] is not None)


def _counts(taken: Portfolio, settled: Settled) -> dict[str, TypeCount]:
    """Return what became of the rows of each table; projects that a fact type names are counted each once."""
    counts = {table.name: settled.count(table) for table in taken.tables}
    if taken.listed.derived:
        projects = taken.listed.heads.count
        counts[PROJECTS] = TypeCount(projects, projects - settled.withheld, held=settled.withheld)
    return counts


def _written(taken: Portfolio) -> dict[str, Sql]:
    """Return the texts of every row, by fact type."""
    found: dict[str, Sql] = {name: table.written() for name, table in taken.facts.items()}
    if taken.judged is not None:
        found[_JUDGED] = taken.judged.table.written()
    if taken.waivers is not None:
        found[WAIVERS] = taken.waivers.written()
    if taken.reported is not None:
        found[REPORTED] = written_reports(taken.reported, taken.vocabulary)
    return found


def _notes(taken: Portfolio, plan: Plan) -> list[Problem]:
    """Return warnings: numbers kept in binary, and derived fields that were given."""
    notes = []
    for table in taken.tables:
        place = Place(table.source.name)
        for name, given in table.fields.items():
            label = given.asked.rule.label
            if form_of(given.asked.type) is Form.DOUBLE:
                what = message("“{label}”存成了二进制浮点数，按 15 位有效数字读", label=label)
                notes.append(Problem("double", place, what, message("导出成十进制数（DECIMAL）"), "warning"))
            if (table.name, name) in plan.derived and given.shape is not None:
                what = message("“{label}”由其他项算出，填了的项目要逐个核对，比较慢", label=label)
                notes.append(Problem("derived-given", place, what, message("不必核对的，导出时去掉这一列"), "warning"))
    return notes
