"""Collects the rows that are not used, each with its place and the reason; asked only where something is wrong.

Knows nothing about how it was noticed.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from sqlglot import exp

from checker.messages import message
from checker.portfolio.intake.phrases import named, phrase, reading_from, spoken, table_of, text, unless_null
from checker.portfolio.intake.presence import no_project
from checker.portfolio.intake.taken import REJECT_COLUMNS

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from checker.messages import Message
    from checker.portfolio.intake.asked import Fault
    from checker.portfolio.intake.given import Given
    from checker.portfolio.intake.presence import Heads
    from checker.portfolio.intake.tables import Table
    from checker.portfolio.session import Session
    from checker.portfolio.source import SourceTable
    from checker.sql.values import Sql

ROW_PLACE: Final = "__place"
ORPHAN: Final = "orphan-fact"
_FIRST: Final = (
    "__project AS __whose",
    "__key AS __which",
    "FIRST(__place ORDER BY __file, __row) AS __first",
)
NOWHERE: Final = "missing-project"


@dataclass(frozen=True, slots=True)
class Why:
    """Why rows are rejected: of one ``field`` (and its column) or as a whole; all SQL is in terms of numbered rows."""

    code: Sql
    reason: Sql
    hint: Sql
    text: Sql = field(default_factory=lambda: text(""))
    given: Given | None = None


def in_words(code: str, what: Message, hint: Message, given: Given | None = None, **holes: Sql) -> Why:
    """Return a reason whose holes the database fills in."""
    shown = text("") if given is None else given.said
    return Why(text(code), spoken(what, **holes), spoken(hint, **holes), shown, given)


@dataclass(slots=True)
class Rejects:
    """Collects rejected rows in tables of a session."""

    session: Session
    tables: list[str] = field(default_factory=list)

    def add(self, table: Table, why: Why, where: Sql | None = None, rows: exp.Select | None = None) -> None:
        """Reject the numbered rows of a table (or the select ``rows`` made of them) for which ``where`` holds."""
        source = exp.Subquery(this=rows or table.numbered(), alias=exp.to_identifier("numbered"))
        select = exp.select(*_columns(table, why)).from_(source)
        self._keep(select if where is None else select.where(where.copy()))

    def add_broken(self, source: SourceTable) -> None:
        """Reject what could not be read as rows at all."""
        broken = source.broken
        if broken is None:
            return
        shown = {"source": text(source.name), "type": text(source.type), "key": text("")}
        columns = [
            shown.get(name, unless_null(named(name), text(""))).as_(name, quoted=True) for name in REJECT_COLUMNS
        ]
        rows = exp.Subquery(this=broken, alias=exp.to_identifier("broken"))
        self._keep(exp.select(*columns, phrase("CAST(NULL AS VARCHAR)").as_(ROW_PLACE)).from_(rows))

    def _keep(self, select: exp.Select) -> None:
        name = f"intake__rejects_{len(self.tables)}"
        self.session.keep(name, select)
        self.tables.append(name)

    def all(self) -> Sql | None:
        """Return all rejected rows with ``ROW_PLACE`` (null for what is no row), None when there are none."""
        parts: list[Sql] = [exp.select("*").from_(table_of(name)) for name in self.tables]
        if not parts:
            return None
        whole = parts[0]
        for part in parts[1:]:
            whole = exp.union(whole, part, distinct=False)
        return whole


def _columns(table: Table, why: Why) -> list[Sql]:
    column = why.given.asked.column if why.given else ""
    found = {
        "source": text(table.source.name),
        "place": table.source.place(column),
        "type": text(table.name),
        "project": named("__project"),
        "key": named("__key"),
        "field": text(why.given.name if why.given else ""),
        "text": why.text,
        "code": why.code,
        "reason": why.reason,
        "hint": why.hint,
    }
    columns = [unless_null(found[name].copy(), text("")).as_(name, quoted=True) for name in REJECT_COLUMNS]
    return [*columns, named(ROW_PLACE)]


def reject_faults(table: Table, given: Given, rejects: Rejects) -> None:
    """Reject the rows in which a field is wrong in itself."""
    faults = [(reading.raw, reading.fault) for reading in given.faults if reading.fault is not None]
    if not faults:
        return
    name = f"{table.scan}__faults_{given.name}"
    load_faults(rejects.session, name, 1, [((raw,), fault) for raw, fault in faults])
    rows = with_faults(table, name, [given.said])
    rejects.add(table, Why(named("__code"), named("__reason"), named("__hint"), given.said, given), rows=rows)


def load_faults(session: Session, name: str, width: int, faults: Iterable[tuple[Sequence[str | None], Fault]]) -> None:
    """Make a table of what is wrong with texts: ``__t0`` …, ``__code``, ``__reason``, ``__hint``."""
    columns = [f"__t{place}" for place in range(width)] + ["__code", "__reason", "__hint"]
    rows = [(*texts, fault.code, fault.reason, fault.hint) for texts, fault in faults]
    session.load_rows(name, dict.fromkeys(columns, "VARCHAR"), rows)


def with_faults(table: Table, faults: str, texts: Sequence[Sql]) -> exp.Select:
    """Return the numbered rows that hold wrong texts, with what is wrong."""
    same = [
        exp.NullSafeEQ(this=shown.copy(), expression=named(f"__t{place}", faults)) for place, shown in enumerate(texts)
    ]
    numbered = exp.Subquery(this=table.numbered(), alias=exp.to_identifier("rows"))
    return exp.select("*").from_(numbered).join(table_of(faults), on=exp.and_(*same), join_type="inner")


def reject_missing(
    table: Table, names: Sequence[str], rejects: Rejects, why: Callable[[str], tuple[str, Message, Message]]
) -> None:
    """Reject the rows that lack some of the fields ``names``; ``why`` gives code, reason and hint for their labels."""
    known = [table.fields.get(name) for name in names]
    if all(given is not None and not given.absent for given in known):
        return
    present = [exp.false() if given is None else given.present.copy() for given in known]
    columns = [each.as_(f"p{place}") for place, each in enumerate(present)]
    lacking = exp.not_(exp.and_(*(each.copy() for each in present)))
    for row in rejects.session.rows(table.select(*columns).where(lacking).distinct()):
        lacks = [place for place in range(len(names)) if not row[f"p{place}"]]
        labels = "、".join(table.rule.fields[names[place]].label for place in lacks)
        here = [
            present[place].copy() if place not in lacks else exp.not_(present[place].copy())
            for place in range(len(names))
        ]
        code, what, hint = why(labels)
        rejects.add(table, in_words(code, what, hint), exp.and_(*here))


def reject_nobodys(table: Table, heads: Heads, rejects: Rejects) -> None:
    """Reject the rows that belong to no project: that do not name one, or one that is not on the list."""
    project = named("__project")
    reject_nameless(table, rejects)
    hint = message("在项目清单里补上这个项目，或改正项目编号")
    why = in_words(ORPHAN, message("项目清单里没有“{project}”"), hint, project=project)
    known = phrase(
        "EXISTS(SELECT 1 FROM source AS heads WHERE heads.project = :who)", who=named("__project", "numbered")
    )
    known = reading_from(known, heads.relation)
    rejects.add(table, why, exp.and_(exp.not_(no_project(project)), exp.not_(known)))


def reject_nameless(table: Table, rejects: Rejects) -> None:
    """Reject the rows that do not name a project."""
    why = in_words(NOWHERE, message("这一行没有写项目"), message("写上项目编号，与项目清单里的一样"))
    rejects.add(table, why, no_project(named("__project")))


def reject_doubled(table: Table, why: Why, rejects: Rejects) -> None:
    """Reject all rows that share project and key with another; ``why`` may name the column ``__first``, a place."""
    numbered = table.numbered()
    first = exp.select(*map(phrase, _FIRST)).from_(exp.Subquery(this=numbered.copy(), alias=exp.to_identifier("rows")))
    first = first.group_by("1", "2").having(phrase("COUNT(*) > 1"))
    rows = exp.select("*").from_(exp.Subquery(this=numbered, alias=exp.to_identifier("rows")))
    on = exp.and_(
        exp.EQ(this=named("__project"), expression=named("__whose")),
        exp.EQ(this=named("__key"), expression=named("__which")),
    )
    rows = rows.join(exp.Subquery(this=first, alias=exp.to_identifier("doubled")), on=on, join_type="inner")
    rejects.add(table, why, exp.not_(no_project(named("__project"))), rows)
