"""Brings one fact of a file to what it has to say now: only the values, names and sources that differ are touched."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

from checker.facts.shapes import JUDGEMENT, SOURCE, SOURCE_ALIASES, VALUE_ALIASES
from checker.facts.text.content import Column, Row
from checker.facts.text.render import Manner, named_subject, parts_of
from checker.source.text.edits import Changes, Edit, change_children, set_value
from checker.source.text.scalars import scalar_text

if TYPE_CHECKING:
    from collections.abc import Mapping

    from checker.facts.text.gather import Names
    from checker.facts.vocabulary import FactTypeRule
    from checker.source.text.spans import Span

_BLOCKS = frozenset({"|", ">"})


class Writer(Protocol):
    """How a file writes names and values."""

    manner: Manner
    names: Names


def change_row(text: str, span: Span, rule: FactTypeRule, before: Row, now: Row, writer: Writer) -> list[Edit]:
    """Return the edits in one fact."""
    ours, theirs = parts_of(before.cells), parts_of(_named(now.cells, before.cells, rule, writer.names))
    commented = {owner for (owner, _), found in now.remarks.items() if found}
    changes = Changes()
    for owner in (*rule.fields, SOURCE.name):
        old, new = ours.get(owner, {}), theirs.get(owner, {})
        number = _entry(span, owner, rule)
        if number is None:
            if new or (owner in commented and owner not in ours):
                changes.added.append((_behind(span, owner), _new_entry(owner, new, rule, writer.manner)))
        elif old != new:
            entry = span.entries[number]
            if new:
                change = _change_source if owner == SOURCE.name else _change_field
                changes.inner += change(text, entry, old, new, writer.manner)
            elif owner in commented:
                changes.inner.append(set_value(text, entry, "null" if writer.manner.quoted else ""))
            else:
                changes.removed.add(number)
    return change_children(text, span, changes)


def _named(
    now: Mapping[Column, str], before: Mapping[Column, str], rule: FactTypeRule, names: Names
) -> Mapping[Column, str]:
    """Return the cells of a row; what a judgement is about, where it has changed, by the names people know."""
    if rule is not JUDGEMENT:
        return now
    named = named_subject(now, names)
    return {column: text if before.get(column) == text else named[column] for column, text in now.items()}


def _entry(span: Span, owner: str, rule: FactTypeRule) -> int | None:
    aliases = {**rule.aliases, **SOURCE_ALIASES}
    found = (number for number, (key, _) in enumerate(span.entries) if aliases.get(key.value.strip()) == owner)
    return next(found, None)


def _behind(span: Span, owner: str) -> int:
    """Return the entry that a new one comes behind: the last, or the one before the source at the end."""
    last = len(span.entries) - 1
    if owner != SOURCE.name and last > 0 and span.entries[last][0].value.strip() in SOURCE_ALIASES:
        return last - 1
    return last


def _new_entry(owner: str, parts: Mapping[str, str], rule: FactTypeRule, manner: Manner) -> str:
    value = manner.source(parts) if owner == SOURCE.name and parts else manner.value(parts)
    return f"{manner.field(owner, rule)}: {value or ('null' if manner.quoted else '')}".rstrip()


def _change_field(
    text: str, entry: tuple[Span, Span], old: Mapping[str, str], new: Mapping[str, str], manner: Manner
) -> list[Edit]:
    value = entry[1]
    if value.scalar:
        if set(new) == {""}:
            return [set_value(text, entry, _scalar(new[""], value))]
        kept = text[value.start : value.end] if old.get("") == new.get("") and value.style not in _BLOCKS else None
        return [set_value(text, entry, manner.value(new, kept or None))]
    inner, source = _sub(value, VALUE_ALIASES, "value"), _sub(value, VALUE_ALIASES, SOURCE.name)
    if inner is None or ("" in old) != ("" in new) or (source is None) != (set(new) <= {""}):
        return [set_value(text, entry, manner.value(new))]
    edits = [] if old.get("") == new.get("") else [set_value(text, inner, _scalar(new[""], inner[1]))]
    before, now = ({name: part for name, part in side.items() if name} for side in (old, new))
    if source is not None and before != now:
        edits += _change_source(text, source, before, now, manner)
    return edits


def _change_source(
    text: str, entry: tuple[Span, Span], old: Mapping[str, str], new: Mapping[str, str], manner: Manner
) -> list[Edit]:
    value = entry[1]
    if value.scalar:
        written = _scalar(new["document"], value) if set(new) == {"document"} else manner.source(new)
        return [set_value(text, entry, written)]
    changes = Changes()
    for part in SOURCE.fields:
        if old.get(part) == new.get(part):
            continue
        sub = _sub(value, SOURCE.aliases, part)
        if sub is None:
            name = manner.field_of_source(part)
            changes.added.append((len(value.entries) - 1, f"{name}: {manner.text(new[part])}"))
        elif part in new:
            changes.inner.append(set_value(text, sub, _scalar(new[part], sub[1])))
        else:
            changes.removed.add(value.entries.index(sub))
    if len(changes.removed) == len(value.entries):
        return [set_value(text, entry, manner.source(new))]
    return change_children(text, value, changes)


def _scalar(text: str, span: Span) -> str:
    return scalar_text(text, "" if span.style in _BLOCKS else span.style)


def _sub(span: Span, aliases: Mapping[str, str], name: str) -> tuple[Span, Span] | None:
    return next((entry for entry in span.entries if aliases.get(entry[0].value.strip()) == name), None)
