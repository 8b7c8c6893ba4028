"""Writes facts as YAML in the form that people read best: one item a line, sources in braces; decides nothing."""

from __future__ import annotations

from collections.abc import Iterable
from collections.abc import Mapping as PlainMapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from checker.facts.shapes import DOCUMENTS, HEADER, JUDGEMENT, SOURCE, VALUE_ALIASES, WAIVER
from checker.facts.text.content import Column, Content, Row, Table, rule_of
from checker.source.text.scalars import DOUBLE, scalar_text

if TYPE_CHECKING:
    from checker.facts.text.gather import Names
    from checker.facts.vocabulary import FactTypeRule

Parts = PlainMapping[str, str]
"""The text of a field under the empty name, and the parts of its source; for a whole source only those."""
_VALUE: Final = ("value", "值")
_INDENT: Final = "  "


@dataclass(frozen=True, slots=True)
class Manner:
    """How names and values are written: by ``ids`` or by labels, ``quoted`` as in JSON or not."""

    ids: bool = False
    quoted: bool = False

    def name(self, rule_id: str, label: str, aliases: PlainMapping[str, str]) -> str:
        """Return the name of something; its id where the label means something else."""
        written = rule_id if self.ids or aliases.get(label) != rule_id else label
        return self.text(written)

    def text(self, text: str) -> str:
        """Return a text as a scalar."""
        return scalar_text(text, DOUBLE if self.quoted else "")

    def field(self, name: str, rule: FactTypeRule) -> str:
        """Return the name of a field, or of the source."""
        if name == SOURCE.name:
            return self.text(SOURCE.name if self.ids else SOURCE.label)
        return self.name(name, rule.fields[name].label, rule.aliases)

    def braces(self, entries: Iterable[tuple[str, str]]) -> str:
        """Return a mapping in braces."""
        return "{" + ", ".join(f"{name}: {value}" for name, value in entries) + "}"

    def source(self, parts: Parts) -> str:
        """Return a source: just the document where nothing else is known."""
        if set(parts) == {"document"}:
            return self.text(parts["document"])
        order = [name for name in SOURCE.fields if name in parts]
        return self.braces((self.field_of_source(name), self.text(parts[name])) for name in order)

    def field_of_source(self, name: str) -> str:
        """Return the name of a part of a source."""
        return self.name(name, SOURCE.fields[name].label, SOURCE.aliases)

    def value(self, parts: Parts, text: str | None = None) -> str:
        """Return a field: its value, in braces with its source when it has one of its own.

        ``text`` is the value as it is already written.
        """
        written = text if text is not None else self.text(parts[""]) if "" in parts else ""
        source = {name: part for name, part in parts.items() if name}
        if not source:
            return written
        entries = [(self.name(*_VALUE, VALUE_ALIASES), written)] if written else []
        return self.braces([*entries, (self.text(SOURCE.name if self.ids else SOURCE.label), self.source(source))])

    def entries(self, row: PlainMapping[Column, str], rule: FactTypeRule) -> list[tuple[str, str]]:
        """Return the entries of a fact in the order of its type, its source last."""
        owned = parts_of(row)
        found = [(self.field(name, rule), self.value(owned[name])) for name in rule.fields if name in owned]
        if SOURCE.name in owned:
            found.append((self.field(SOURCE.name, rule), self.source(owned[SOURCE.name])))
        return found


def parts_of(cells: PlainMapping[Column, str]) -> dict[str, dict[str, str]]:
    """Return the cells of a row by the field they belong to (or ``source``), then by what they say of it."""
    owned: dict[str, dict[str, str]] = {}
    for (owner, part), text in cells.items():
        owned.setdefault(owner, {})[part] = text
    return owned


def block(entries: Iterable[tuple[str, str]], indent: str) -> str:
    """Return a mapping with an entry a line; the first is not indented."""
    return f"\n{indent}".join(f"{name}: {value}" if value else f"{name}:" for name, value in entries)


def named_subject(cells: PlainMapping[Column, str], names: Names) -> dict[Column, str]:
    """Return a judgement with the names that people know in place of the ids of what is judged."""
    subject = names.label(cells.get(("indicator", ""), ""), cells.get(("point", ""), ""))
    given = {(name, ""): text for name, text in zip(("indicator", "point"), subject, strict=True) if text}
    return {**cells, **given}


def table_text(name: str, table: Table, names: Names, manner: Manner, indent: str = _INDENT) -> str:
    """Return what stands behind the colon after the name of a fact type, line breaks included."""
    rule = rule_of(name, names.vocabulary)
    if name == DOCUMENTS.name:
        return f"\n{indent}" + block((document_entry(row, manner) for row in table.rows), indent)
    if name in {JUDGEMENT.name, WAIVER.name} or rule.several:
        return "".join(f"\n{indent}- {item_text(row, rule, names, manner, indent)}" for row in table.rows) or " []"
    return f"\n{indent}" + block(manner.entries(table.rows[0].cells, rule), indent)


def item_text(row: Row, rule: FactTypeRule, names: Names, manner: Manner, indent: str) -> str:
    """Return an item of a list, without its dash."""
    return block(row_entries(row.cells, rule, names, manner), indent + _INDENT)


def row_entries(
    cells: PlainMapping[Column, str], rule: FactTypeRule, names: Names, manner: Manner
) -> list[tuple[str, str]]:
    """Return the entries of a row of any table but the documents."""
    named = named_subject(cells, names) if rule is JUDGEMENT and not manner.ids else cells
    return manner.entries(named, rule)


def document_entry(row: Row, manner: Manner) -> tuple[str, str]:
    """Return the id and the title of a document."""
    cells = row.cells
    title = cells.get(("title", ""), "")
    return manner.text(cells.get(("id", ""), title)), manner.text(title) if title else ""


def type_name(name: str, names: Names, manner: Manner) -> str:
    """Return the name of a fact type, or of a table that all packs share."""
    rule = rule_of(name, names.vocabulary)
    aliases = names.vocabulary.aliases if name in names.vocabulary.types else {rule.label: name}
    return manner.name(name, rule.label, aliases)


def new_text(content: Content, names: Names) -> str:
    """Return the facts as the text of one new file, by labels and without the comments."""
    manner = Manner()
    header = {column: text for row in content.table(HEADER.name).rows for column, text in row.cells.items()}
    parts = [block(manner.entries(header, HEADER), "")] if header else []
    for name in (DOCUMENTS.name, *names.vocabulary.types, JUDGEMENT.name, WAIVER.name):
        table = content.table(name)
        if table.said or table.remarks:
            written = table_text(name, table, names, manner) if table.said else ""
            parts.append(f"{type_name(name, names, manner)}:{written}")
    return "\n\n".join(parts) + "\n"
