"""Takes in the columns of one table and puts its typed relation together; knows nothing about other tables.

The relation is worked out where it is used. Only where texts are too many for that is a typed copy written once.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

from sqlglot import exp

from checker.messages import message
from checker.portfolio.intake.asked import Asked, Check
from checker.portfolio.intake.cells import Form, form_of, said, said_with_unit
from checker.portfolio.intake.layout import Layout, layout_of
from checker.portfolio.intake.phrases import joined, named, table_of, text
from checker.portfolio.intake.plain_numbers import take_many_numbers
from checker.portfolio.intake.texts import MANY, all_texts, distinct_texts, take_texts, take_words
from checker.portfolio.intake.typed import factor_of, take_day, take_number, take_truth
from checker.portfolio.source import FILE, ROW
from checker.portfolio.source.scans import read_parquet
from checker.source import Place
from checker.values import Kind, WrittenFault

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from pathlib import Path

    from checker.facts import FactTypeRule
    from checker.portfolio.intake.given import Dictionary, Given
    from checker.portfolio.intake.layout import Span
    from checker.portfolio.session import Session
    from checker.portfolio.source import SourceTable
    from checker.source import Problems
    from checker.sql.values import Sql

_MANY_ROWS: Final = 10
_NUMBERS: Final = frozenset({Kind.MONEY, Kind.RATIO, Kind.COUNT, Kind.SCORE, Kind.NUMBER})


@dataclass(frozen=True, slots=True)
class Table:
    """One table taken in: ``fields`` in the order of the rule; all SQL is in terms of the rows of ``scan``.

    ``project`` and ``key`` are texts; ``key`` is null where a part of it is missing or wrong. ``dictionaries`` are
    joined to the rows wherever these are read.
    """

    source: SourceTable
    rule: FactTypeRule
    scan: str
    layout: Layout
    fields: Mapping[str, Given]
    project: Sql
    key: Sql
    dictionaries: tuple[Dictionary, ...] = ()

    @property
    def name(self) -> str:
        """The id of the fact type, or the name of a table that every portfolio may have."""
        return self.source.type

    def select(self, *columns: Sql, source: Sql | None = None) -> exp.Select:
        """Return columns of the rows, of ``scan`` or of a select that has its columns and more."""
        rows: Sql = table_of(self.scan)
        if source is not None:
            rows = exp.Subquery(this=source.copy(), alias=exp.to_identifier("rows", quoted=True))
        select = exp.select(*(column.copy() for column in columns)).from_(rows)
        for found in self.dictionaries:
            on = exp.EQ(this=found.said.copy(), expression=named("__text", found.name))
            select = select.join(table_of(found.name), on=on, join_type="left")
        return select

    def numbered(self) -> exp.Select:
        """Return the rows with their places: the columns of the source, ``__project``, ``__key``, ``__place``."""
        own = dict.fromkeys((self.source.project, *self.source.columns.values(), FILE, ROW))
        extra = (
            self.project.as_("__project", quoted=True),
            self.key.as_("__key", quoted=True),
            self.source.place().as_("__place", quoted=True),
        )
        return self.select(*map(named, own), *extra, source=self.source.relation)

    def relation(self, fields: Iterable[str]) -> exp.Select:
        """Return the typed relation: ``project``, ``key`` and the columns of these fields."""
        columns = [self.project.as_("project"), self.key.as_("key")]
        for name in fields:
            for column, value in self.fields[name].columns.items():
                columns.append(value.as_(column, quoted=True))
        return self.select(*columns)

    def written(self) -> exp.Select:
        """Return each row with its place and its fields as texts that say in a facts file what the row says."""
        columns = [self.project.as_("project"), self.source.place().as_("place")]
        for name, given in self.fields.items():
            columns.append(said_with_unit(given.said, given.asked.unit).as_(name, quoted=True))
        return exp.select(*columns).from_(exp.Subquery(this=self.source.relation, alias=exp.to_identifier("rows")))


@dataclass(frozen=True, slots=True)
class Extra:
    """What a table needs besides its rule: fields that must be exact, and checks of sound values."""

    exact: frozenset[str] = frozenset()
    checks: Mapping[str, Check] | None = None


def asked_of(table: SourceTable, rule: FactTypeRule, extra: Extra, problems: Problems) -> list[Asked]:
    """Return the columns to be read; one of bare numbers of which nobody says the unit is recorded in ``problems``."""
    found = []
    for name, field in rule.fields.items():
        column = table.columns.get(name)
        if column is None:
            continue
        key = name in rule.key and rule.name == table.type
        check = (extra.checks or {}).get(name)
        asked = Asked(
            name, field, column, table.types[column], table.units.get(name, ""), key, key or name in extra.exact, check
        )
        if field.kind in _NUMBERS and form_of(asked.type) in {Form.NUMBER, Form.DOUBLE}:
            _check_unit(asked, table, problems)
        found.append(asked)
    return found


def _check_unit(asked: Asked, table: SourceTable, problems: Problems) -> None:
    try:
        factor_of(asked)
    except WrittenFault as fault:
        if fault.code == "no-unit":
            _add_no_unit(asked, table, problems)
        else:
            problems.add(fault.code, Place(table.name), fault.what, fault.hint)


def _add_no_unit(asked: Asked, table: SourceTable, problems: Problems) -> None:
    label = asked.rule.label
    what = message("“{label}”（{column} 列）全是数，没有写单位", label=label, column=asked.column)
    hint = message("在映射文件里写明是元还是万元，如“单位: {{{label}: 万元}}”", label=label)
    if asked.rule.kind is Kind.RATIO:
        hint = message("在映射文件里写明是百分数，如“单位: {{{label}: '%'}}”", label=label)
    problems.add("no-unit", Place(table.name), what, hint)


def _lacks_unit(given: Given, layout: Layout) -> bool:
    """Say whether a column lacks nothing but a unit, and that in every row: that is one mistake, not many."""
    rows = sum(reading.rows for reading in given.faults)
    whole = given.shape is None or rows >= layout.rows - layout.spans[given.asked.column].nulls
    return rows >= _MANY_ROWS and whole and all(one.fault and one.fault.code == "no-unit" for one in given.faults)


def take_table(
    table: SourceTable, rule: FactTypeRule, session: Session, problems: Problems, extra: Extra | None = None
) -> Table | None:
    """Take in one table; None when ``problems`` tell why nothing of it can be read."""
    scan = f"source__{table.type}"
    before = len(problems.errors)
    asked = asked_of(table, rule, extra or Extra(), problems)
    if len(problems.errors) > before:
        return None
    open_scan(session, scan, table)
    types = {each.column: each.type for each in asked}
    layout = layout_of(session, scan, table.files, table.rows, table.project, types)
    if table.condition is not None:
        layout = replace(layout, rows=session.count(scan))
    fields = _fields(asked, layout, session, scan)
    for given in fields.values():
        if _lacks_unit(given, layout):
            _add_no_unit(given.asked, table, problems)
    project = named(table.project)
    shown = project if form_of(table.types[table.project]) is Form.TEXT else said(project, table.types[table.project])
    dictionaries = tuple(given.dictionary for given in fields.values() if given.dictionary is not None)
    return Table(table, rule, scan, layout, fields, shown, _key(rule, fields), dictionaries)


def open_scan(session: Session, scan: str, table: SourceTable) -> None:
    """Give the rows of a table a name in a session."""
    if table.condition is None:
        scan_files(session, scan, table.files)
        return
    scan_files(session, f"{scan}__files", table.files)
    session.view(scan, exp.select("*").from_(table_of(f"{scan}__files")).where(table.condition.copy()))


def scan_files(session: Session, name: str, files: Sequence[Path]) -> None:
    """Give the rows of Parquet files a name in a session, whatever the files are called."""
    if session.dialect == "duckdb":
        session.view(name, exp.select("*").from_(read_parquet(files)))
    else:
        session.scan(name, files)


def _key(rule: FactTypeRule, fields: Mapping[str, Given]) -> Sql:
    parts: list[Sql] = []
    for name in rule.key:
        if name not in fields:
            return exp.cast(exp.null(), "VARCHAR")
        parts += [*([text("/")] if parts else []), fields[name].key.copy()]
    return joined(parts) if parts else text("")


def _fields(asked: Sequence[Asked], layout: Layout, session: Session, scan: str) -> dict[str, Given]:
    as_texts = [each for each in asked if not _typed(each) and not _free(each)]
    texts = dict(zip((each.name for each in as_texts), distinct_texts(session, scan, as_texts), strict=True))
    return {each.name: _take(each, layout.spans[each.column], texts.get(each.name), session, scan) for each in asked}


def _free(asked: Asked) -> bool:
    """Say whether a column holds words that may be any."""
    return asked.rule.kind is Kind.TEXT and asked.check is None


def _typed(asked: Asked) -> bool:
    """Say whether the type of a column says what its values are."""
    form = form_of(asked.type)
    if asked.rule.kind in _NUMBERS:
        return form is Form.NUMBER
    return (asked.rule.kind, form) in {(Kind.DATE, Form.DATE), (Kind.TRUTH, Form.TRUTH)}


def _take(
    asked: Asked, span: Span, texts: Sequence[tuple[str | None, int]] | None, session: Session, scan: str
) -> Given:
    if texts is not None:
        table = f"{scan}__{asked.name}"
        if len(texts) <= MANY:
            return take_texts(asked, texts, session, table)
        if asked.rule.kind in _NUMBERS and not asked.key:
            return take_many_numbers(asked, session, scan, table)
        return take_texts(asked, all_texts(session, scan, asked), session, table)
    if _free(asked):
        return take_words(asked)
    if asked.rule.kind is Kind.TRUTH:
        return take_truth(asked, span)
    return (take_day if asked.rule.kind is Kind.DATE else take_number)(asked, span, session, scan)
