"""Types the facts of YAML files into a workbook, as an auditor would who has only the pack's labels before him."""

from __future__ import annotations

from pathlib import Path
from typing import Any, Final

import yaml

from checker.facts.shapes import HEADER, JUDGEMENT, SOURCE
from checker.facts.vocabulary import FactTypeRule, Vocabulary
from checker.facts.workbook.layout import CONTENT, DOCUMENT_ID, DOCUMENT_TITLE, NAME, source_column
from tests.facts.workbooks import write_book

Plain = dict[str, Any]
_NUMBER_UNITS: Final = ("%", "万元", "元")


def type_in(folder: Path, vocabulary: Vocabulary, path: Path) -> Path:
    """Write the facts of a folder of YAML files into a workbook and return its path.

    A type with several facts becomes a table, one with a single fact a list of names and contents; percentages and
    amounts of one unit become numbers, with the unit in the heading.
    """
    given: Plain = {}
    for file in sorted(folder.glob("*.yaml")):
        for name, value in yaml.load(file.read_text("utf-8"), Loader=yaml.BaseLoader).items():  # noqa: S506 - only texts
            given[name] = given[name] + value if isinstance(given.get(name), list) else value
    header = [[NAME, CONTENT], *([HEADER.fields[name].label, given[name]] for name in HEADER.fields if name in given)]
    documents = [[DOCUMENT_ID, DOCUMENT_TITLE], *map(list, given["documents"].items())]
    sheets: dict[str, list[Any]] = {"项目信息": header, "材料": documents}
    for name, rule in vocabulary.types.items():
        if name in given:
            sheets[rule.label] = _table(given[name], rule) if rule.several else _upright(given[name], rule)
    sheets["评定"] = _table(given["judgements"], JUDGEMENT)
    return write_book(path, sheets)


def _table(facts: list[Plain], rule: FactTypeRule) -> list[Any]:
    fields = [name for name in rule.fields if any(name in fact for fact in facts)]
    parts = [part for part in SOURCE.fields if any(part in fact["source"] for fact in facts)]
    units = {name: _unit([fact[name] for fact in facts if name in fact]) for name in fields}
    labels = [rule.fields[name].label + (f"（{units[name]}）" if units[name] else "") for name in fields]
    rows = [
        [*(_number(fact.get(name), units[name]) for name in fields), *(fact["source"].get(part) for part in parts)]
        for fact in facts
    ]
    return [[rule.label], [*labels, *map(source_column, parts)], *rows]


def _upright(fact: Plain, rule: FactTypeRule) -> list[Any]:
    rows = []
    for name, text in fact.items():
        if name != SOURCE.name:
            unit = _unit([text])
            rows.append([rule.fields[name].label, _number(text, unit), unit or None])
    rows += [[source_column(part), text] for part, text in fact["source"].items()]
    return [[NAME, CONTENT, "单位"], *rows]


def _unit(texts: list[str]) -> str:
    """Return the unit that all texts have behind a plain number, if there is one."""
    return next((unit for unit in _NUMBER_UNITS if all(_is_plain(text, unit) for text in texts)), "")


def _is_plain(text: str, unit: str) -> bool:
    return text.endswith(unit) and text.removesuffix(unit).replace(".", "", 1).isdigit()


def _number(text: str | None, unit: str) -> object:
    return float(text.removesuffix(unit)) if text is not None and unit else text
