"""Brings the tables of facts files to what they have to say now; knows nothing about comments."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from checker.facts.shapes import DOCUMENTS, HEADER, JUDGEMENT, SOURCE, TOP_ALIASES, WAIVER
from checker.facts.text.content import DOCUMENT, Column, Row, Table, rule_of
from checker.facts.text.match import merged, pair_rows, same_table
from checker.facts.text.render import Manner, block, document_entry, row_entries, table_text, type_name
from checker.facts.text.rows import change_row
from checker.source.text.edits import Changes, Edit, change_children, line_start, set_value, whole_lines
from checker.source.text.scalars import scalar_text
from checker.source.text.spans import is_json

if TYPE_CHECKING:
    from checker.facts.text.files import TextFile
    from checker.facts.text.gather import Names
    from checker.facts.vocabulary import FactTypeRule
    from checker.source.text.spans import Span

Entry = tuple["Span", "Span"]
_LISTS: Final = frozenset({JUDGEMENT.name, WAIVER.name})


@dataclass(slots=True)
class FileDraft:
    """A file with the changes that are to be made at its top level."""

    number: int
    file: TextFile
    root: Span
    names: Names
    changes: Changes = field(default_factory=Changes)
    manner: Manner = field(init=False)

    def __post_init__(self) -> None:
        self.manner = _manner(self.root, self.names)

    @property
    def text(self) -> str:
        """The text before the changes."""
        return self.file.text

    def entry(self, name: str) -> Entry | None:
        """Return the entry of a fact type, or of a table that all packs share."""
        return next((entry for entry in self.root.entries if self._name(entry[0].value.strip()) == name), None)

    def _name(self, written: str) -> str | None:
        return TOP_ALIASES.get(written) or self.names.vocabulary.aliases.get(written)

    def set_value(self, entry: Entry, new: str) -> None:
        """Give an entry of the top level another value."""
        self.changes.inner.append(set_value(self.text, entry, new))

    def add(self, name: str, value: str) -> None:
        """Add an entry behind all others, apart from them where entries stand below each other."""
        last = len(self.root.entries) - 1
        apart = "" if self.root.flow else "\n"
        joint = "" if not value or value.startswith(("\n", " ")) else " "
        self.changes.added.append((last, f"{apart}{name}:{joint}{value or self.blank}"))

    @property
    def blank(self) -> str:
        """What stands for nothing given."""
        return " null" if self.manner.quoted else ""


def change_header(drafts: Sequence[FileDraft], main: FileDraft, before: Table, now: Table) -> None:
    """Bring the header to what it is now, in every file that gives it."""
    ours, theirs = merged(before), merged(now)
    for name, rule in HEADER.fields.items():
        column: Column = (name, "")
        old, new = ours.get(column, ("", "")), theirs.get(column, ("", ""))
        if old == new:
            continue
        given = [(draft, entry) for draft in drafts if (entry := draft.entry(name))]
        for draft, entry in given if old[0] != new[0] else ():
            draft.set_value(entry, scalar_text(new[0], entry[1].style) if new[0] else draft.blank.strip())
        if not given:
            key = main.manner.name(name, rule.label, {rule.label: name})
            value = main.manner.text(new[0]) if new[0] else main.blank.strip()
            after = max((n for n, (k, _) in enumerate(main.root.entries) if k.value in HEADER.aliases), default=-1)
            _add_header(main, after, f"{key}: {value}".rstrip())


def _add_header(main: FileDraft, after: int, entry: str) -> None:
    if after >= 0 or main.root.flow:
        main.changes.added.append((after, entry))
    else:
        main.changes.inner.append(Edit(main.root.start, main.root.start, entry + "\n"))


def change_documents(drafts: Sequence[FileDraft], main: FileDraft, before: Table, now: Table) -> None:
    """Bring the list of documents to what it is now."""
    if same_table(DOCUMENTS.name, before, now):
        return
    given = {draft.number: entry for draft in drafts if (entry := draft.entry(DOCUMENTS.name))}
    if not any(entry[1].entries for entry in given.values()):
        _say_table(drafts, main, DOCUMENT, now)
        return
    changes = {number: Changes() for number, entry in given.items() if entry[1].entries}
    index = {id(row): _index_in(given[row.file][1], row) for row in before.rows}
    file, after = min(changes), -1
    for one, other in pair_rows(before.rows, now.rows, DOCUMENT):
        old = None if one is None else before.rows[one]
        new = None if other is None else now.rows[other]
        if old is not None:
            file, after = old.file, index[id(old)]
        _change_document(drafts[file], given[file][1], after, (old, new), changes[file])
    for number, found in changes.items():
        _change_list(drafts[number], given[number], found, gone="")


def _change_document(
    draft: FileDraft, span: Span, number: int, rows: tuple[Row | None, Row | None], changes: Changes
) -> None:
    """Take one document away, add one behind the one numbered, or give it another title."""
    old, new = rows
    if new is None:
        changes.removed.add(number)
        return
    name, title = document_entry(new, draft.manner)
    if old is None:
        changes.added.append((number, f"{name}: {title or draft.blank.strip()}".rstrip()))
        return
    entry = span.entries[number]
    if old.cells.get(("id", "")) != new.cells.get(("id", "")):
        changes.inner.append(Edit(entry[0].start, entry[0].end, name))
    if old.cells.get(("title", "")) != new.cells.get(("title", "")):
        written = scalar_text(new.cells.get(("title", ""), ""), entry[1].style) if title else draft.blank.strip()
        changes.inner.append(set_value(draft.text, entry, written))


def change_table(drafts: Sequence[FileDraft], main: FileDraft, rule: FactTypeRule, before: Table, now: Table) -> None:
    """Bring the facts of one type to what they are now: row by row, each in the file in which it stands."""
    if same_table(rule.name, before, now):
        return
    lists = {draft.number: entry for draft in drafts if (entry := draft.entry(rule.name)) and entry[1].items}
    if not before.rows or not now.rows or not (lists or _single(before, drafts, rule)):
        _say_table(drafts, main, rule, now)
    elif not lists:
        row = before.rows[0]
        draft = drafts[row.file]
        entry = draft.entry(rule.name)
        if entry:
            draft.changes.inner += change_row(draft.text, entry[1], rule, row, now.rows[0], draft)
    else:
        _change_rows(drafts, lists, rule, before, now)


def _single(before: Table, drafts: Sequence[FileDraft], rule: FactTypeRule) -> bool:
    entry = drafts[before.rows[0].file].entry(rule.name)
    return entry is not None and bool(entry[1].entries)


def _change_rows(
    drafts: Sequence[FileDraft], lists: dict[int, Entry], rule: FactTypeRule, before: Table, now: Table
) -> None:
    changes = {number: Changes() for number in lists}
    file, after = min(lists), -1
    last = {number: len(entry[1].items) - 1 for number, entry in lists.items()}
    for one, other in pair_rows(before.rows, now.rows, rule):
        if one is not None:
            file, after = before.rows[one].file, int(before.rows[one].path[-1])
            item = lists[file][1].items[after]
        if one is not None and other is not None:
            found = change_row(drafts[file].text, item, rule, before.rows[one], now.rows[other], drafts[file])
            changes[file].inner += found
        elif one is not None:
            changes[file].removed.add(after)
            changes[file].inner += _comments_above(drafts[file].text, before.rows[one], lists[file][1], after)
        elif other is not None:
            at = last[file] if rule is JUDGEMENT else after
            changes[file].added.append((at, _item(now.rows[other], rule, drafts[file], lists[file][1], at)))
    for number, entry in lists.items():
        _change_list(drafts[number], entry, changes[number], gone="[]" if now.none else "")


def _comments_above(text: str, row: Row, listing: Span, index: int) -> list[Edit]:
    """Return the edits that take the comments above a row away together with it."""
    if listing.flow:
        return []
    begin = listing.items[index].start
    lines = [remark for found in row.remarks.values() for remark in found if remark.own_line and remark.start < begin]
    return [whole_lines(text, one.start, one.end) for one in lines]


def _change_list(draft: FileDraft, entry: Entry, changes: Changes, gone: str) -> None:
    """Change the children of an entry; when none is left it becomes what stands for that."""
    key, value = entry
    count = len(value.items) + len(value.entries)
    if len(changes.removed) < count:
        draft.changes.inner += change_children(draft.text, value, changes, key.end)
        return
    if not changes.added:
        draft.changes.inner.append(set_value(draft.text, entry, gone or draft.blank.strip()))
        return
    new = [text for _, text in changes.added]
    if value.flow:
        listed = ("[", "]") if value.listed else ("{", "}")
        draft.set_value(entry, listed[0] + ", ".join(new) + listed[1])
    else:
        indent = " " * (value.start - line_start(draft.text, value.start))
        dash = "- " if value.listed else ""
        draft.set_value(entry, "".join(f"\n{indent}{dash}{text}" for text in new))


def _item(row: Row, rule: FactTypeRule, draft: FileDraft, listing: Span, after: int) -> str:
    """Return a new item in the manner of its neighbour: in braces, or an entry a line."""
    entries = row_entries(row.cells, rule, draft.names, draft.manner)
    if listing.flow or listing.items[max(after, 0)].flow:
        return draft.manner.braces(entries)
    indent = " " * (listing.start - line_start(draft.text, listing.start) + 2)
    return block(entries, indent)


def _say_table(drafts: Sequence[FileDraft], main: FileDraft, rule: FactTypeRule, now: Table) -> None:
    """Write a table anew where it stands, or behind everything else where nothing was said of it."""
    given = [(draft, entry) for draft in drafts if (entry := draft.entry(rule.name))]
    for number, (draft, entry) in enumerate(given):
        said = Table(now.rows, now.none) if number == 0 else Table((), now.none)
        draft.set_value(entry, _table(draft, rule, said) or draft.blank.strip())
    if not given:
        main.add(type_name(rule.name, main.names, main.manner), _table(main, rule, now))


def _table(draft: FileDraft, rule: FactTypeRule, table: Table) -> str:
    if not table.said:
        return ""
    if not table.rows:
        return " []"
    if not draft.root.flow:
        return table_text(rule.name, table, draft.names, draft.manner)
    if rule is DOCUMENT:
        return draft.manner.braces(document_entry(row, draft.manner) for row in table.rows)
    items = [draft.manner.braces(row_entries(row.cells, rule, draft.names, draft.manner)) for row in table.rows]
    return f"[{', '.join(items)}]" if rule.several or rule.name in _LISTS else items[0]


def _manner(root: Span, names: Names) -> Manner:
    """Return how names and values are written in a file: by ids where more names are ids than labels."""
    ids = labels = 0
    for key, value in root.entries:
        written = key.value.strip()
        name = TOP_ALIASES.get(written) or names.vocabulary.aliases.get(written, "")
        known = {name}
        keys = [written]
        if name in names.vocabulary.types or name in _LISTS:
            known |= {*rule_of(name, names.vocabulary).fields, SOURCE.name}
            keys += [sub.value.strip() for item in (value, *value.items) for sub, _ in item.entries]
        ids += sum(one in known for one in keys)
        labels += sum(one not in known for one in keys)
    return Manner(ids > labels, is_json(root))


def _index_in(span: Span, row: Row) -> int:
    return next(number for number, (key, _) in enumerate(span.entries) if key.value == row.path[-1])
