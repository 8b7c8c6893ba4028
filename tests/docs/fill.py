"""Types a project's facts into an empty workbook, cell by cell, by the headings an auditor sees there.

Stands in for the person in the guide who fills in what ``checker facts new`` has made.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any, Final

import yaml
from openpyxl import load_workbook
from openpyxl.worksheet.worksheet import Worksheet

from checker.facts import FactTypeRule, Vocabulary
from checker.facts.shapes import HEADER, JUDGEMENT
from checker.facts.workbook import layout
from checker.plan import Plan
from checker.run import open_project

Plain = dict[str, Any]
_INDICATOR: Final = JUDGEMENT.fields["indicator"].label


def fill(book: Path, facts: Path) -> None:
    """Type the facts of a folder of YAML files into the workbook, and save it."""
    checker, _ = open_project(facts)
    given: Plain = {}
    for file in sorted(facts.glob("*.yaml")):
        given |= yaml.load(file.read_text("utf-8"), Loader=yaml.BaseLoader)  # noqa: S506 - it makes nothing but texts
    opened = load_workbook(book)
    _fill_header(opened[layout.PROJECT], given)
    _fill_rows(opened[layout.DOCUMENTS], [list(entry) for entry in given["documents"].items()])
    _fill_types(opened, given, checker.vocabulary)
    _fill_judgements(opened[layout.JUDGEMENTS], given["judgements"], checker.plan)
    opened.save(book)


def _fill_types(opened: Any, given: Plain, vocabulary: Vocabulary) -> None:
    for name, rule in vocabulary.types.items():
        if name in given:
            sheet = opened[layout.sheet_name(rule.label)]
            if rule.several:
                _fill_table(sheet, given[name], rule)
            else:
                _fill_upright(sheet, given[name], rule)


def _headings(sheet: Worksheet) -> tuple[int, list[str]]:
    """Return the row of headings, the first with more than two words in it side by side from the left, and them."""
    for row in sheet.iter_rows(max_row=layout.MOST_HEADER_ROWS):
        words = [str(cell.value or "") for cell in row]
        if all(words[:2]) and words[1] != layout.NONE_GIVEN:
            return int(row[0].row or 0), words
    raise AssertionError(f"no headings in {sheet.title}")


def _first_free(sheet: Worksheet, headings: int) -> int:
    """Return the first row below the headings and the questions under them."""
    below = str(sheet.cell(headings + 1, 1).value or "")
    return headings + 1 + below.startswith(layout.QUESTION)


def _fill_header(sheet: Worksheet, given: Plain) -> None:
    labels = {HEADER.fields[name].label: given[name] for name in HEADER.fields if name in given}
    for row in sheet.iter_rows():
        if row[0].value in labels:
            row[1].value = labels[str(row[0].value)]


def _fill_rows(sheet: Worksheet, rows: list[list[str]]) -> None:
    start = _first_free(sheet, _headings(sheet)[0])
    for number, texts in enumerate(rows, start):
        for column, text in enumerate(texts, 1):
            sheet.cell(number, column).value = text


def _columns(words: list[str], rule: FactTypeRule) -> dict[tuple[str, str], int]:
    read = {layout.read_column(word, rule): column for column, word in enumerate(words, 1) if word}
    return {meaning: column for meaning, column in read.items() if meaning is not None}


def _put(sheet: Worksheet, row: int, fact: Plain, columns: dict[tuple[str, str], int]) -> None:
    for name, text in fact.items():
        parts = text.items() if name == "source" else [("", text)]
        for part, written in parts:
            sheet.cell(row, columns[name, part]).value = written


def _fill_table(sheet: Worksheet, facts: list[Plain], rule: FactTypeRule) -> None:
    number, words = _headings(sheet)
    for row, fact in enumerate(facts, _first_free(sheet, number)):
        _put(sheet, row, fact, _columns(words, rule))


def _fill_upright(sheet: Worksheet, fact: Plain, rule: FactTypeRule) -> None:
    _, words = _headings(sheet)
    columns = _columns(words, rule) | {(name, ""): words.index(layout.CONTENT) + 1 for name in rule.fields}
    rows = {str(row[0].value): int(row[0].row or 0) for row in sheet.iter_rows()}
    for name, text in fact.items():
        label = "来源" if name == "source" else rule.fields[name].label
        _put(sheet, rows[label], {name: text}, columns)


def _fill_judgements(sheet: Worksheet, judgements: list[Plain], plan: Plan) -> None:
    _, words = _headings(sheet)
    labels = {indicator.id: indicator.label for indicator in plan.score.indicators}
    subject = words.index(_INDICATOR) + 1
    rows = {sheet.cell(row, subject).value: row for row in range(1, sheet.max_row + 1)}
    for judgement in judgements:
        fact = {name: text for name, text in judgement.items() if name != "indicator"}
        _put(sheet, rows[labels[judgement["indicator"]]], fact, _columns(words, JUDGEMENT))
