"""What a project's facts say as plain texts in rows, the same whether they came from YAML or from a workbook.

Knows nothing about either form; the text of a value is not read here.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from checker.facts.shapes import DOCUMENTS, HEADER, JUDGEMENT, SOURCE, WAIVER
from checker.facts.vocabulary import FactTypeRule, FieldRule
from checker.values import Kind

if TYPE_CHECKING:
    from checker.facts.vocabulary import Vocabulary
    from checker.source.text.spans import Path

Column = tuple[str, str]
"""The id of a field (or ``source``) and of a part of its source; the second is empty for the value itself."""
NOTE: Final[Column] = ("备注", "")
"""A remark that has a column of its own in a workbook; in YAML it is a comment that begins with ``备注：``."""
MOST_CHARS: Final = 32_000
"""A cell holds 32 767 characters; a longer text is cut there, and kept only in the file it came from."""
DOCUMENT: Final = FactTypeRule(
    DOCUMENTS.name,
    DOCUMENTS.label,
    ("id",),
    {"id": FieldRule("id", "编号", Kind.TEXT), "title": FieldRule("title", "材料名称", Kind.TEXT)},
)
"""The list of documents in the form of a fact type."""
HEADER_ROW: Final = HEADER
SHARED: Final[Mapping[str, FactTypeRule]] = {rule.name: rule for rule in (HEADER, DOCUMENT, JUDGEMENT, WAIVER)}
"""What every pack's facts have besides fact types, in the form of fact types."""
_BETWEEN: Final = "："
_NO_XML: Final = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ufffe\uffff]")


@dataclass(frozen=True, slots=True)
class Remark:
    """A comment; in YAML one line of it, from ``start`` up to ``end`` of a file, on a line of its own or not."""

    text: str
    start: int = -1
    end: int = -1
    own_line: bool = True
    file: int = 0


@dataclass(frozen=True, slots=True)
class Row:
    """One fact: the texts that are given, and the comments, by column; ``path`` leads to it in the file numbered."""

    cells: Mapping[Column, str]
    remarks: Mapping[Column, tuple[Remark, ...]] = field(default_factory=dict)
    file: int = 0
    path: Path = ()

    @property
    def comments(self) -> dict[Column, str]:
        """The comments as texts."""
        return {column: joined(remarks) for column, remarks in self.remarks.items()}


@dataclass(frozen=True, slots=True)
class Table:
    """All facts of one type; ``none`` says that there are none, which is not the same as nothing being said.

    ``remarks`` are the comments on the type itself.
    """

    rows: tuple[Row, ...] = ()
    none: bool = False
    remarks: tuple[Remark, ...] = ()

    @property
    def said(self) -> bool:
        """Whether anything is said about facts of this type."""
        return bool(self.rows) or self.none


@dataclass(frozen=True, slots=True)
class Content:
    """All facts of a project by the ids of their types, with ``header``, ``documents``, ``judgements``, ``waivers``."""

    tables: Mapping[str, Table]

    def table(self, name: str) -> Table:
        """Return the facts of one type."""
        return self.tables.get(name, Table())


def rule_of(name: str, vocabulary: Vocabulary) -> FactTypeRule:
    """Return the fact type with this id, of the pack or one that all packs share."""
    return SHARED.get(name) or vocabulary.types[name]


def heading_of(column: Column, rule: FactTypeRule) -> str:
    """Return what a column is called: ``故障率``, ``来源：页码``, ``支付日期：页码``."""
    owner, part = column
    label = owner if column == NOTE else SOURCE.label if owner == SOURCE.name else rule.fields[owner].label
    return f"{label}{_BETWEEN}{SOURCE.fields[part].label}" if part else label


def first_column(rule: FactTypeRule) -> Column:
    """Return the column that a comment on a whole fact is put on."""
    return (rule.key[0] if rule.key else next(iter(rule.fields)), "")


def prefixes(rule: FactTypeRule) -> dict[str, Column]:
    """Return what a comment begins with that is about another column than the one it stands at, longest first."""
    columns: list[Column] = [(name, "") for name in rule.fields]
    columns += [(owner, part) for owner in (*rule.fields, SOURCE.name) for part in SOURCE.fields]
    found = {heading_of(column, rule) + _BETWEEN: column for column in (*columns, NOTE)}
    return dict(sorted(found.items(), key=lambda item: (-len(item[0]), item[0])))


def prefixed(text: str, known: Mapping[str, Column]) -> tuple[Column, str] | None:
    """Return the column that a comment names at its beginning, and the rest of it."""
    return next(((column, text[len(name) :]) for name, column in known.items() if text.startswith(name)), None)


def joined(remarks: tuple[Remark, ...]) -> str:
    """Return comments as one text."""
    return shown_text("\n".join(remark.text for remark in remarks))


def shown_text(text: str) -> str:
    """Return a text as a cell can hold it: no blanks around it, no characters that XML forbids, not too long."""
    lines = text.replace("\r\n", "\n").replace("\r", "\n")
    return _NO_XML.sub("\ufffd", lines).strip()[:MOST_CHARS].strip()
