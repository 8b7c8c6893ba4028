"""Brings the comments of facts files to what they have to be now; the values are right already, and stay untouched.

A comment stands on lines of its own above what it is about. Where there is no such line (in braces) it stands above the
line, and begins with the name of the column: ``# 故障率：按日统计``.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from checker.facts.shapes import HEADER, SOURCE, SOURCE_ALIASES, TOP_ALIASES
from checker.facts.text.content import (
    DOCUMENT,
    Column,
    Content,
    Remark,
    Row,
    Table,
    first_column,
    heading_of,
    joined,
    prefixed,
    prefixes,
    rule_of,
)
from checker.facts.text.match import pair_rows
from checker.messages import message
from checker.source import UsageFault
from checker.source.text.edits import Edit, line_start, whole_lines
from checker.source.text.spans import Path, Span, dash_of, is_json, read_spans

if TYPE_CHECKING:
    from collections.abc import Sequence

    from checker.facts.text.files import TextFile
    from checker.facts.text.gather import Names
    from checker.facts.vocabulary import FactTypeRule


@dataclass(frozen=True, slots=True)
class _Spot:
    """Where comments on a row go: above the character at ``position``; ``own`` is the column that needs no prefix."""

    position: int
    own: Column | None


@dataclass(frozen=True, slots=True)
class _Writer:
    text: str
    root: Span

    def edits(self, spot: _Spot, column: Column, old: Sequence[Remark], new: str, rule: FactTypeRule) -> list[Edit]:
        """Return the edits that put one comment in place of another."""
        known = prefixes(rule)
        lines = []
        for line in new.split("\n") if new else ():
            bare = spot.own == column and not prefixed(line, known)
            lines.append(line if bare else f"{heading_of(column, rule)}：{line}")
        return self.replaced(spot.position, old, lines)

    def replaced(self, position: int, old: Sequence[Remark], lines: Sequence[str]) -> list[Edit]:
        """Return the edits that put lines of comments in place of others."""
        written = [f"# {line}".rstrip() for line in lines]
        if len(old) == len(lines) == 1 and not old[0].own_line:
            return [Edit(old[0].start, old[0].end, written[0])]
        edits = [self._taken(remark) for remark in old]
        begin = line_start(self.text, position)
        indent = self.text[begin:position]
        if lines and (indent.strip(" -") or is_json(self.root)):
            what = message("批注“{text}”在这个文件里没有地方写：JSON 和写在一行里的列表放不下", text=lines[0][:50])
            raise UsageFault(what)
        indent = " " * (len(indent) - len(indent.lstrip(" ")))
        return [*edits, *(Edit(begin, begin, f"{indent}{line}\n") for line in written)]

    def _taken(self, remark: Remark) -> Edit:
        if remark.own_line:
            return whole_lines(self.text, remark.start, remark.end)
        return Edit(len(self.text[: remark.start].rstrip(" \t")), remark.end, "")

    def spot(self, path: Path, column: Column, rule: FactTypeRule) -> _Spot:
        """Return where a comment on a column of the row at ``path`` goes."""
        head = self._head(path)
        row = self.root.at(path)
        listed = isinstance(path[-1], int)
        own = first_column(rule) if listed else None
        if rule is HEADER or rule is DOCUMENT:
            return _Spot(head, first_column(rule) if rule is DOCUMENT else column)
        entry = _entry(row, column[0], rule)
        if row is None or row.flow or entry is None or column == own:
            return _Spot(head, own)
        found = _Spot(entry[0].start, (SOURCE.name, "document") if column[0] == SOURCE.name else (column[0], ""))
        if column[0] == SOURCE.name and column[1] != "document" and entry[1].entries and not entry[1].flow:
            part = next(
                (sub for sub in entry[1].entries if SOURCE.aliases.get(sub[0].value.strip()) == column[1]), None
            )
            found = _Spot(part[0].start, column) if part else found
        beside_dash = self.text[line_start(self.text, found.position) : found.position].strip()
        return _Spot(head, own) if beside_dash else found

    def _head(self, path: Path) -> int:
        parent = self.root.at(path[:-1])
        step = path[-1]
        if parent is None:
            return 0
        if isinstance(step, int):
            return parent.items[step].start if parent.flow else dash_of(self.text, parent, step)
        entry = parent.entry(step)
        return entry[0].start if entry else 0


def comment_edits(files: Sequence[TextFile], after: Content, now: Content, names: Names) -> list[list[Edit]]:
    """Return for each file the edits that bring its comments to those of ``now``."""
    writers = [_Writer(file.text, read_spans(file.text)) for file in files]
    edits: list[list[Edit]] = [[] for _ in files]
    for name in dict.fromkeys((*after.tables, *now.tables)):
        rule = rule_of(name, names.vocabulary)
        ours, theirs = after.table(name), now.table(name)
        if joined(ours.remarks) != joined(theirs.remarks):
            _on_table(rule, ours, theirs, writers, names, edits)
        if rule is HEADER:
            _on_header(ours, theirs, writers, edits)
            continue
        for one, other in pair_rows(ours.rows, theirs.rows, rule):
            if one is not None and other is not None:
                row = ours.rows[one]
                edits[row.file] += _on_row(row, theirs.rows[other], rule, writers[row.file])
    return edits


def _on_row(before: Row, now: Row, rule: FactTypeRule, writer: _Writer) -> list[Edit]:
    edits = []
    ours, theirs = before.comments, now.comments
    for column in dict.fromkeys((*ours, *theirs)):
        if ours.get(column, "") != theirs.get(column, ""):
            spot = writer.spot(before.path, column, rule)
            edits += writer.edits(spot, column, before.remarks.get(column, ()), theirs.get(column, ""), rule)
    return edits


def _on_header(ours: Table, theirs: Table, writers: Sequence[_Writer], edits: list[list[Edit]]) -> None:
    """Put a comment on a word of the header where that word stands first, and take it away everywhere else."""
    wanted: dict[Column, list[str]] = {}
    for row in theirs.rows:
        for column, text in row.comments.items():
            wanted.setdefault(column, []).append(text)
    seen: set[Column] = set()
    given: dict[Column, list[str]] = {}
    for row in ours.rows:
        for column, text in row.comments.items():
            given.setdefault(column, []).append(text)
    for row in ours.rows:
        for column in dict.fromkeys((*row.cells, *row.remarks)):
            if "\n".join(wanted.get(column, ())) == "\n".join(given.get(column, ())):
                continue
            text = "" if column in seen else "\n".join(wanted.get(column, ()))
            seen.add(column)
            writer = writers[row.file]
            spot = writer.spot(row.path, column, HEADER)
            edits[row.file] += writer.edits(spot, column, row.remarks.get(column, ()), text, HEADER)


def _on_table(
    rule: FactTypeRule,
    ours: Table,
    theirs: Table,
    writers: Sequence[_Writer],
    names: Names,
    edits: list[list[Edit]],
) -> None:
    """Put the comment on a fact type above the first place at which it is named."""
    text = joined(theirs.remarks)
    for number, writer in enumerate(writers):
        aliases = {**names.vocabulary.aliases, **TOP_ALIASES}
        entry = next((e for e in writer.root.entries if aliases.get(e[0].value.strip()) == rule.name), None)
        if entry is None:
            continue
        old = [remark for remark in ours.remarks if remark.file == number]
        edits[number] += writer.replaced(entry[0].start, old, text.split("\n") if text else [])
        text = ""


def _entry(row: Span | None, owner: str, rule: FactTypeRule) -> tuple[Span, Span] | None:
    aliases = {**rule.aliases, **SOURCE_ALIASES}
    found = (entry for entry in (row.entries if row else ()) if aliases.get(entry[0].value.strip()) == owner)
    return next(found, None)
