"""Turns what rules wait for into the documents to ask for; knows nothing about how it is shown."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from checker.messages import tr
from checker.portfolio.run.tables import UNKNOWNS
from checker.portfolio.summary.model import Document, Missing
from checker.portfolio.summary.numbers import whole

if TYPE_CHECKING:
    from collections.abc import Sequence

    from checker.portfolio.summary.opened import OpenedResult

_JUDGEMENT: Final = "judgement"
_ROWS: Final = """
SELECT type, COALESCE(field, '') AS field, rule, SUM(projects) AS projects, SUM(cases) AS cases
FROM unknowns GROUP BY ALL ORDER BY ALL
"""


def documents(result: OpenedResult, decided: int) -> tuple[Document, ...] | None:
    """Return the documents that would settle most cases first, what names no document last; None without the table.

    The table counts projects for each field and rule apart; a document concerns at least as many as the greatest of
    these, and at most as many as all of them together.
    """
    if not result.has(UNKNOWNS):
        return None
    groups: dict[tuple[str, str], list[tuple[str, int, int]]] = {}
    for row in result.rows(_ROWS):
        key = row["type"] or "", row["field"]
        groups.setdefault(key, []).append((row["rule"], whole(row["projects"]), whole(row["cases"])))
    asked: dict[str, list[Missing]] = {}
    for (type_, field), rows in groups.items():
        item = Missing(
            type_,
            field,
            _label(result, type_, field),
            tuple(result.words.rule(rule).title for rule, _, _ in rows),
            sum(cases for _, _, cases in rows),
            max(projects for _, projects, _ in rows),
            min(decided, sum(projects for _, projects, _ in rows)),
        )
        asked.setdefault(_document(result, type_, field), []).append(item)
    found = [_put_together(name, items, decided) for name, items in asked.items()]
    return tuple(sorted(found, key=lambda one: (not one.name, -one.cases, one.name)))


def _put_together(name: str, items: Sequence[Missing], decided: int) -> Document:
    return Document(
        name,
        tuple(sorted(items, key=lambda item: (-item.cases, item.type, item.field))),
        sum(item.cases for item in items),
        max(item.least for item in items),
        min(decided, sum(item.most for item in items)),
    )


def _document(result: OpenedResult, type_: str, field: str) -> str:
    if type_ == _JUDGEMENT:
        return tr("评价人评分")
    known = result.words.fields
    return known.get((type_, field), known.get((type_, ""), ("", "")))[1]


def _label(result: OpenedResult, type_: str, field: str) -> str:
    if not type_:
        return tr("写了，但只知道范围或算不出值")
    if not field:
        return tr("{type}（整类没有报）", type=result.words.label(type_, ""))
    return tr("{type}的{field}", type=result.words.label(type_, ""), field=result.words.label(type_, field))
