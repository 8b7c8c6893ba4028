"""Takes in the list of projects, the waivers and what was reported on: tables that every portfolio may have.

Knows nothing about fact types but their names.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

from sqlglot import exp

from checker.facts.shapes import WAIVER
from checker.messages import message
from checker.portfolio.intake.phrases import looked_up, named, number, phrase, reading_from, table_of, text, unless_null
from checker.portfolio.intake.presence import Heads, keep_hashes, no_project
from checker.portfolio.intake.rejects import in_words, reject_doubled, reject_missing, reject_nameless
from checker.portfolio.intake.tables import Extra, Table, take_table
from checker.portfolio.source.types import SHARED
from checker.source import did_you_mean

if TYPE_CHECKING:
    from checker.facts import FieldValue, Vocabulary
    from checker.plan import Plan
    from checker.portfolio.intake.asked import Check
    from checker.portfolio.intake.rejects import Rejects
    from checker.portfolio.session import Session
    from checker.portfolio.source import OpenedSource, SourceTable
    from checker.source import Problems
    from checker.sql.values import Sql

IDS: Final = "intake__ids"
"""The ids of all projects that are on the list, each once."""
# Where every id comes after the one before it, none is there twice.
_ROWS: Final = """
SELECT COUNT(*) AS rows, COUNT_IF(again) AS again, COUNT_IF(blank) AS blank
FROM (SELECT COALESCE(:project <= LAG(:project) OVER (), FALSE) AS again, :blank AS blank FROM source)
"""


@dataclass(frozen=True, slots=True)
class Listed:
    """The list of projects; ``derived`` says that the rows of a fact type are the list."""

    table: Table
    heads: Heads
    derived: bool = False

    def relation(self, *more: Sql) -> exp.Select:
        """Return ``project``, ``title`` and ``kind`` of every project that is named, each once, and more columns."""
        nothing = exp.cast(exp.null(), "VARCHAR")
        fields = self.table.fields
        columns = [fields[name].columns.get(name, nothing) if name in fields else nothing for name in ("title", "kind")]
        if self.heads.doubled:
            columns = [exp.Min(this=column.copy()) for column in columns]
        shown = [column.copy().as_(name) for name, column in zip(("title", "kind"), columns, strict=True)]
        select = self.table.select(self.table.project.as_("project"), *shown, *more)
        if self.heads.blank:
            select = select.where(exp.not_(no_project(self.table.project)))
        return select.group_by(self.table.project.copy()) if self.heads.doubled else select


def take_list(source: OpenedSource, plan: Plan, session: Session, problems: Problems) -> Listed | None:
    """Take in the list of projects and name their ids ``IDS``; None when ``problems`` tell why it cannot be read."""
    listed = source.tables["projects"]
    table = take_table(listed, SHARED["projects"], session, problems, Extra(checks={"kind": kind_check(plan)}))
    if table is None:
        return None
    row = session.rows(reading_from(phrase(_ROWS, project=table.project, blank=no_project(table.project)), table.scan))[
        0
    ]
    rows, again, blank = (int(str(row[name] or 0)) for name in ("rows", "again", "blank"))
    ids = phrase("COUNT(DISTINCT :project)", project=table.project).as_("ids")
    doubled = again > 0 and int(str(session.rows(exp.select(ids).from_(table_of(table.scan)))[0]["ids"])) < rows
    found = Listed(table, Heads(IDS, rows, doubled, blank > 0), derived=bool(source.projects_from))
    heads = exp.Subquery(this=found.relation(), alias=exp.to_identifier("heads"))
    session.view(IDS, exp.select("project").from_(heads))
    if doubled or blank:
        found = replace(found, heads=replace(found.heads, count=session.count(IDS)))
    keep_hashes(session, found.heads)
    return found


def kind_check(plan: Plan) -> Check:
    """Return the check that the pack is for a kind of evaluation."""
    pack = plan.pack

    def check(given: FieldValue, problems: Problems) -> None:
        kinds = pack.model.kinds
        if kinds and given.text not in kinds:
            what = message("规则包“{pack}”不适用于{kind}", pack=pack.model.title, kind=given.text)
            problems.add("kind-not-covered", given.place, what, message("适用于：{kinds}", kinds="、".join(kinds)))

    return check


def reject_heads(listed: Listed, rejects: Rejects) -> None:
    """Reject the rows of the list that do not name a project, or name one twice."""
    if listed.derived:
        return
    if listed.heads.blank:
        reject_nameless(listed.table, rejects)
    if listed.heads.doubled:
        what = message("项目“{project}”写了两次，第一次在 {first}")
        why = in_words(
            "duplicate-project", what, message("只留一行"), project=named("__project"), first=named("__first")
        )
        reject_doubled(listed.table, why, rejects)


def take_waivers(source: SourceTable, plan: Plan, session: Session, problems: Problems) -> Table | None:
    """Take in the waivers of a portfolio; None when ``problems`` tell why."""
    rules = plan.pack.rules

    def known(given: FieldValue, problems: Problems) -> None:
        if given.text not in rules:
            what = message("没有编号为“{rule}”的规则", rule=given.text)
            problems.add("unknown-rule", given.place, what, did_you_mean(given.text, rules))

    extra = Extra(frozenset({"expires"}), {"rule": known})
    return take_table(source, replace(WAIVER, key=()), session, problems, extra)


def reject_incomplete(table: Table, rejects: Rejects) -> None:
    """Reject the waivers that lack something."""
    hint = message("豁免要写明规则、理由、批准人和有效期至，缺一不可")
    reject_missing(
        table,
        WAIVER.key,
        rejects,
        lambda names: ("incomplete-waiver", message("这条豁免没有写{names}", names=names), hint),
    )


def waivers_in_force(table: Table, plan: Plan) -> exp.Select | None:
    """Return ``project``, ``rule`` and ``key`` of the waivers that have not expired; None when there are none."""
    found = {name: given.columns.get(name) for name, given in table.fields.items()}
    rule, expires, key = (found.get(name) for name in ("rule", "expires", "key"))
    if rule is None or expires is None:
        return None
    shown = text("") if key is None else unless_null(key.copy(), text(""))
    select = table.select(table.project.as_("project"), rule.as_("rule"), shown.as_("key"))
    return select.where(exp.GTE(this=expires.copy(), expression=number(plan.as_of.toordinal()))).distinct()


def take_reported(source: SourceTable, vocabulary: Vocabulary, session: Session, problems: Problems) -> Table | None:
    """Take in the table that says which types a project has reported on; None when ``problems`` tell why."""

    def known(given: FieldValue, problems: Problems) -> None:
        if given.text not in vocabulary.aliases:
            what = message("没有名为“{name}”的事实类型", name=given.text)
            problems.add("unknown-type", given.place, what, did_you_mean(given.text, vocabulary.aliases))

    return take_table(source, SHARED["reported"], session, problems, Extra(checks={"type": known}))


def reject_untyped(table: Table, rejects: Rejects) -> None:
    """Reject the rows that do not say what was reported on."""
    hint = message("写上事实类型的编号或名称")
    reject_missing(
        table, ("type",), rejects, lambda names: ("missing-key", message("这一行没有写{names}", names=names), hint)
    )


def written_reports(table: Table, vocabulary: Vocabulary) -> exp.Select:
    """Return each row of what was reported with its place, the type by its id."""
    given, ids = table.fields.get("type"), _type_ids(table, vocabulary)
    shown = text("") if given is None else looked_up(given.said, {raw: text(name) for raw, name in ids.items()})
    columns = [table.project.as_("project"), table.source.place().as_("place"), shown.as_("type")]
    return exp.select(*columns).from_(exp.Subquery(this=table.source.relation, alias=exp.to_identifier("rows")))


def reported_types(table: Table, vocabulary: Vocabulary) -> tuple[exp.Select | None, frozenset[str]]:
    """Return ``project`` and ``type`` (its id) of what was reported on, and the ids of all these types."""
    given, ids = table.fields.get("type"), _type_ids(table, vocabulary)
    if given is None or not ids:
        return None, frozenset()
    found = looked_up(given.said, {raw: text(type_id) for raw, type_id in ids.items()})
    select = table.select(table.project.as_("project"), found.as_("type"))
    return select.where(exp.Is(this=found.copy(), expression=exp.null()).not_()).distinct(), frozenset(ids.values())


def _type_ids(table: Table, vocabulary: Vocabulary) -> dict[str, str]:
    """Return the id of the type for each text in the table."""
    given = table.fields.get("type")
    readings = () if given is None else given.readings or ()
    return {reading.raw or "": vocabulary.aliases[reading.text] for reading in readings if reading.value is not None}
