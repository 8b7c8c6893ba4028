"""Says which row of now is which row of before, and whether two contents say the same; changes nothing."""

from __future__ import annotations

from difflib import SequenceMatcher
from typing import TYPE_CHECKING

from checker.facts.shapes import HEADER, JUDGEMENT
from checker.facts.text.content import Column, Content, Row, Table, joined

if TYPE_CHECKING:
    from collections.abc import Hashable, Iterator, Sequence

    from checker.facts.vocabulary import FactTypeRule

Pair = tuple[int | None, int | None]
"""The numbers of a row before and now; a row without the one is new, one without the other is gone."""


def said_by(row: Row) -> tuple[Hashable, ...]:
    """Return all that a row says, comments included, in a form that can be compared."""
    comments = {column: text for column, text in row.comments.items() if text}
    return (tuple(sorted(row.cells.items())), tuple(sorted(comments.items())))


def subject_of(row: Row) -> tuple[str, str]:
    """Return what a judgement is about; no two are about the same."""
    return row.cells.get(("indicator", ""), ""), row.cells.get(("point", ""), "")


def same_content(one: Content, other: Content) -> bool:
    """Say whether two contents agree in every text, comment and order; judgements have no order."""
    names = dict.fromkeys((*one.tables, *other.tables))
    return all(same_table(name, one.table(name), other.table(name)) for name in names)


def same_table(name: str, one: Table, other: Table) -> bool:
    """Say whether all that is said about a fact type is the same."""
    if name == HEADER.name:
        return merged(one) == merged(other)
    ours, theirs = ([said_by(row) for row in table.rows] for table in (one, other))
    if name == JUDGEMENT.name:
        ours, theirs = (sorted(rows, key=str) for rows in (ours, theirs))
    return ours == theirs and one.none == other.none and joined(one.remarks) == joined(other.remarks)


def merged(header: Table) -> dict[Column, tuple[str, str]]:
    """Return the header as one row: each text as first given, with all comments on it."""
    found: dict[Column, tuple[str, str]] = {}
    for row in header.rows:
        for column in dict.fromkeys((*row.cells, *row.remarks)):
            text, comment = found.get(column, ("", ""))
            comments = "\n".join(filter(None, (comment, row.comments.get(column, ""))))
            found[column] = (text or row.cells.get(column, ""), comments)
    return {column: said for column, said in found.items() if any(said)}


def pair_rows(before: Sequence[Row], now: Sequence[Row], rule: FactTypeRule) -> list[Pair]:
    """Return the pairs in the order of now, a row that is gone where it was."""
    if rule is JUDGEMENT:
        return _by_subject(before, now)
    pairs: list[Pair] = []
    ours, theirs = [said_by(row) for row in before], [said_by(row) for row in now]
    for tag, i1, i2, j1, j2 in SequenceMatcher(None, ours, theirs, autojunk=False).get_opcodes():
        if tag == "equal":
            pairs += zip(range(i1, i2), range(j1, j2), strict=True)
        else:
            pairs += _by_key(before, now, range(i1, i2), range(j1, j2), rule)
    return pairs


def _by_subject(before: Sequence[Row], now: Sequence[Row]) -> list[Pair]:
    left = {subject_of(row): index for index, row in enumerate(before)}
    pairs: list[Pair] = [(left.pop(subject_of(row), None), index) for index, row in enumerate(now)]
    return pairs + [(index, None) for index in left.values()]


def _by_key(
    before: Sequence[Row], now: Sequence[Row], ours: range, theirs: range, rule: FactTypeRule
) -> Iterator[Pair]:
    """Pair rows that differ: those with the same key, then, between these, one by one where there are as many."""
    first, second = ([_key(rows[index], rule) for index in part] for rows, part in ((before, ours), (now, theirs)))
    for tag, i1, i2, j1, j2 in SequenceMatcher(None, first, second, autojunk=False).get_opcodes():
        if tag == "equal" or i2 - i1 == j2 - j1:
            yield from zip(ours[i1:i2], theirs[j1:j2], strict=True)
        else:
            yield from ((index, None) for index in ours[i1:i2])
            yield from ((None, index) for index in theirs[j1:j2])


def _key(row: Row, rule: FactTypeRule) -> tuple[Hashable, ...]:
    if not rule.key:
        return said_by(row)
    return tuple(row.cells.get((name, "")) for name in rule.key)
