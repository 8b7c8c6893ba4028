"""Says which columns the sheet of a fact type has, and what each asks for; knows nothing about how sheets look."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from checker.facts.shapes import DOCUMENTS, JUDGEMENT, SOURCE, WAIVER
from checker.facts.text import NOTE, Column
from checker.facts.workbook.layout import QUESTION, column_name, source_column
from checker.facts.workbook.written import cell_value, heading_unit
from checker.messages import tr
from checker.values import Kind

if TYPE_CHECKING:
    from collections.abc import Iterable

    from checker.facts import FactTypeRule, FieldRule
    from checker.facts.text import Row
    from checker.plan import Plan

USUAL_PARTS: Final = ("document", "page", "clause", "quote")
"""The parts of a source that every sheet asks for; the others get a column where they are given."""
_NO_SOURCE: Final = frozenset({WAIVER.name, DOCUMENTS.name})
_WIDE: Final = {"quote": 30, "reason": 36, "evidence": 30, "document": 20, "clause": 20}


@dataclass(frozen=True, slots=True)
class SheetColumn:
    """A column: what it holds, what it is called, what is to be written there, and how wide it should at least be."""

    column: Column
    heading: str
    kind: Kind
    question: str
    least: int
    key: bool = False
    choices: tuple[str, ...] = ()


def columns_of(rule: FactTypeRule, rows: Iterable[Row], plan: Plan) -> list[SheetColumn]:
    """Return the columns of a fact type: its fields, sources of fields where given, the fact's source, a remark."""
    used = {column for row in rows for column in (*row.cells, *row.remarks)}
    found = []
    for name, field in rule.fields.items():
        if not is_derived(plan, rule.name, name) or (name, "") in used:
            found.append(_field(rule, field, rows, plan))
        found += [_part(part, field, name) for part in SOURCE.fields if (name, part) in used]
    if rule.name not in _NO_SOURCE:
        parts = [part for part in SOURCE.fields if part in USUAL_PARTS or (SOURCE.name, part) in used]
        found += [_part(part) for part in parts]
    return [*found, SheetColumn(NOTE, NOTE[0], Kind.TEXT, "", 16)]


def is_derived(plan: Plan, type_id: str, field: str) -> bool:
    """Say whether a field is worked out from others."""
    return (type_id, field) in plan.derived


def unit_shown(field: FieldRule, rows: Iterable[Row]) -> str:
    """Return the unit that may stand beside a field: none where it would be read into a number that is written bare."""
    texts = [text for row in rows for column, text in row.cells.items() if column == (field.name, "")]
    read = heading_unit(field.unit, field) or ""
    return field.unit if all(cell_value(text, field, read) == text for text in texts) else ""


def choices_of(field: FieldRule) -> tuple[str, ...]:
    """Return the words among which one is to be chosen."""
    return ("是", "否") if field.kind is Kind.TRUTH else field.choices


def how_to_write(field: FieldRule) -> str:
    """Return an example of how a value of this kind is written."""
    words = {
        Kind.MONEY: tr("如 4000万元；只写数字时单位是{unit}", unit=field.unit)
        if field.unit
        else tr("写明单位，如 4000万元"),
        Kind.RATIO: tr("如 16.38%"),
        Kind.COUNT: tr("如 1000"),
        Kind.SCORE: tr("如 8 或 8.5"),
        Kind.NUMBER: tr("如 12.5"),
        Kind.DATE: tr("如 2020-12-31"),
        Kind.QUARTER: tr("如 2020Q3 或 2020年7-9月"),
        Kind.CHOICE: tr("从下拉列表里选"),
        Kind.TRUTH: tr("写“是”或“否”"),
    }
    return words.get(field.kind, "")


def _bounds(field: FieldRule) -> str:
    words = {
        Kind.MONEY: tr("只知道范围的照写，如 约3000万元、低于850元"),
        Kind.RATIO: tr("只知道范围的照写，如 ≥95%"),
        Kind.DATE: tr("只知道旬或月的照写，如 2020-02下旬"),
    }
    return words.get(field.kind, "")


def question(field: FieldRule, rule: FactTypeRule, plan: Plan) -> str:
    """Return what an auditor has to know to fill in a field: how to write it, what it is, where it is taken from."""
    model = plan.fields.get(rule.name, {}).get(field.name)
    asked = model.ask if model else ""
    note = model.note if model else ""
    parts = [how_to_write(field), note or _bounds(field), tr("见{document}", document=asked) if asked else ""]
    return tr("；").join(filter(None, parts))


def _field(rule: FactTypeRule, field: FieldRule, rows: Iterable[Row], plan: Plan) -> SheetColumn:
    shared = rule.name in {JUDGEMENT.name, WAIVER.name, DOCUMENTS.name}
    unit = "" if shared else unit_shown(field, rows)
    least = 12 if field.kind is not Kind.TEXT else 16
    return SheetColumn(
        (field.name, ""),
        column_name(field, unit),
        field.kind,
        "" if shared else question(field, rule, plan),
        _WIDE.get(field.name, least) if shared else least,
        field.name in rule.key and not shared,
        choices_of(field),
    )


def _part(part: str, field: FieldRule | None = None, owner: str = SOURCE.name) -> SheetColumn:
    kind = SOURCE.fields[part].kind
    return SheetColumn((owner, part), source_column(part, field), kind, _asked(part), _WIDE.get(part, 12))


def _asked(part: str) -> str:
    words = {
        "document": tr("从“材料”表里选，或写材料名称"),
        "page": tr("第几页，只写数字"),
        "clause": tr("第几条"),
        "quote": tr("原件的文字"),
        "cell": tr("工作表和单元格，如 一期!C12"),
    }
    return words.get(part, "")


def first_question(columns: list[SheetColumn]) -> list[str]:
    """Return the questions of a row; the first begins with the mark by which readers know that it holds no fact."""
    texts = [column.question for column in columns]
    return [f"{QUESTION}{texts[0]}", *texts[1:]]
