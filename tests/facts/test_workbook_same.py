"""The same facts written as YAML and typed into a workbook are the same, whatever form they are typed in."""

import re
import tempfile
from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from checker.facts import FactSet, Vocabulary, open_facts_text, read_facts
from checker.facts.workbook.layout import CONTENT, NAME, NONE_GIVEN
from checker.source import Place, Problems
from tests.facts.test_round_trip import NAMES, Fields, as_yaml, projects
from tests.facts.workbooks import write_book

Project = dict[str, list[Fields]]
SINGLE = frozenset({"funding", "survey"})
NUMBER = re.compile(r"\d{1,13}(\.\d{1,2})?")
Meant = dict[str, list[tuple[str, dict[str, object]]]]


def as_sheets(project: Project, *, labels: bool, upright: bool, title: bool, numbers: bool) -> dict[str, list[Any]]:
    """Return facts as the rows of sheets; with ``numbers``, bare numbers are numbers and not texts."""
    typed = {
        name: [{field: _typed(text, numbers=numbers) for field, (text, _) in fact.items()} for fact in facts]
        for name, facts in project.items()
    }
    return {
        NAMES[name] if labels else name: ([["表一"], []] if title else [])
        + (_upright(facts[0], labels) if name in SINGLE and upright else _table(facts, labels))
        for name, facts in typed.items()
    }


def _typed(text: str, *, numbers: bool) -> object:
    return float(text) if numbers and NUMBER.fullmatch(text) else text


def _named(fields: Iterable[str], labels: bool) -> list[str]:
    return [NAMES[field] if labels else field for field in fields]


def _upright(fact: dict[str, object], labels: bool) -> list[Any]:
    return [[NAME, CONTENT], *map(list, zip(_named(fact, labels), fact.values(), strict=True))]


def _table(facts: list[dict[str, object]], labels: bool) -> list[Any]:
    fields = list(dict.fromkeys(field for fact in facts for field in fact))
    rows = [[fact.get(field) for field in fields] for fact in facts]
    return [_named(fields, labels), *rows] if facts else [[NONE_GIVEN, "是"]]


def meant(facts: FactSet | None, *, exactly: bool) -> Meant:
    """Return keys and values, and ``exactly`` the texts, steps and sources too: everything but the places."""
    assert facts is not None
    return {
        name: [
            (
                fact.key,
                {f: replace(value, place=Place("")) if exactly else value.value for f, value in fact.fields.items()},
            )
            for fact in of_type
        ]
        for name, of_type in facts.facts.items()
    }


@settings(max_examples=settings().max_examples * 3 // 5)
@given(project=projects, labels=st.booleans(), upright=st.booleans(), title=st.booleans(), numbers=st.booleans())
def test_workbook_says_what_yaml_says(
    project: Project, labels: bool, upright: bool, title: bool, numbers: bool, vocabulary: Vocabulary
) -> None:
    """Any facts give the same typed facts from YAML and from a workbook, apart from places and the digest."""
    project = {name: facts for name, facts in project.items() if name not in SINGLE or any(facts)}
    problems = Problems()
    raw = open_facts_text(as_yaml(project, labels) or "{}", "facts", problems)
    with tempfile.TemporaryDirectory() as folder:
        sheets = as_sheets(project, labels=labels, upright=upright, title=title, numbers=numbers)
        path = write_book(Path(folder) / "facts.xlsx", sheets)
        facts = read_facts(path, vocabulary, problems)
    written = raw.typed(vocabulary, problems) if raw else None
    assert problems.found == []
    assert meant(facts, exactly=not numbers) == meant(written, exactly=not numbers)
