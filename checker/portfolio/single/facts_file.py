"""Turns the rows of one project into an ordinary facts file, with which a single check goes on; decides nothing."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from checker.facts.shapes import HEADER, JUDGEMENT, WAIVER
from checker.facts.text import Content, Names, Remark, Row, Table, new_file
from checker.facts.text.content import first_column, rule_of
from checker.messages import tr

if TYPE_CHECKING:
    from collections.abc import Mapping

    from checker.portfolio.single.written import WrittenProject, WrittenRow
    from checker.run import Checker

NAME: Final = "facts.yaml"
_SHARED: Final = {"judgement": JUDGEMENT.name, "waivers": WAIVER.name}


def facts_file(written: WrittenProject, checker: Checker) -> bytes:
    """Return the facts file of one project, to be checked by the pack and on the day of ``checker``.

    Each fact says in a comment which row of the portfolio it comes from.
    """
    names = Names(checker.vocabulary)
    plan = checker.plan
    head = {"rules": plan.pack.id, "title": written.title, "kind": written.kind, "as_of": plan.as_of.isoformat()}
    tables = {HEADER.name: Table((Row(_columns(head)),))}
    for name, rows in written.rows.items():
        shown = _SHARED.get(name, name)
        at = first_column(rule_of(shown, checker.vocabulary))
        tables[shown] = Table(tuple(_row(row, at) for row in rows))
    for name in sorted(written.none):
        if checker.vocabulary.types[name].several:
            tables[name] = Table(none=True)
    return new_file(NAME, Content(tables), names).content


def _row(row: WrittenRow, at: tuple[str, str]) -> Row:
    columns = _columns(row.cells)
    first = at if at in columns else next(iter(columns), at)
    return Row(columns, {first: (Remark(tr("来自 {place}", place=row.place)),)})


def _columns(cells: Mapping[str, str]) -> dict[tuple[str, str], str]:
    return {(name, ""): text for name, text in cells.items() if text}
