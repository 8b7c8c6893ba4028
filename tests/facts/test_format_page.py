"""The reference page on facts files is true: its examples are read without a problem, its values as it says."""

import json
import re
from pathlib import Path

import pytest

from checker.facts import FactSet, Vocabulary, open_facts_text
from checker.facts.shapes import HEADER, JUDGEMENT, SOURCE, WAIVER
from checker.facts.vocabulary import FactTypeRule
from checker.source import Problems
from checker.values import Kind, parse_value, show

PAGE = (Path(__file__).parent.parent.parent / "docs" / "reference" / "facts-format.md").read_text("utf-8")
EXAMPLES = re.findall(r"^```(?:yaml|json)\n(.*?)^```$", PAGE, re.MULTILINE | re.DOTALL)
KINDS = {kind.label: kind for kind in Kind}
VALUES = [row for row in re.findall(r"^\| (.+?) \| (.+?) \| (.+?) \|$", PAGE, re.MULTILINE) if row[1] in KINDS]


def read(text: str, vocabulary: Vocabulary) -> FactSet:
    """Return the facts of an example, which must be free of problems and warnings."""
    problems = Problems()
    raw = open_facts_text(text, "例", problems)
    facts = raw.typed(vocabulary, problems) if raw else None
    assert problems.found == []
    assert facts is not None
    return facts


@pytest.mark.parametrize("text", EXAMPLES, ids=range(len(EXAMPLES)))
def test_example_is_read_without_problems(text: str, vocabulary: Vocabulary) -> None:
    """Every example of the page can be copied into a file as it stands."""
    assert read(text, vocabulary).name == "例"


def test_json_example_is_json() -> None:
    """The example of a JSON file is one."""
    assert json.loads(next(text for text in EXAMPLES if text.startswith("{")))["资金"]


def test_full_example_holds_what_the_page_says(vocabulary: Vocabulary) -> None:
    """The full example gives the project's header, facts and judgement."""
    facts = read(EXAMPLES[0], vocabulary)
    counts = {name: len(found) for name, found in facts.facts.items()}
    assert counts == {"funding": 1, "survey": 1, "service_quarter": 3, "payment": 2, "unit_price": 2}
    assert [judgement.indicator for judgement in facts.judgements] == ["社会效益"]
    assert facts.waivers == ()


@pytest.mark.parametrize(("text", "kind", "shown"), VALUES, ids=[f"{row[0]} {row[1]}" for row in VALUES])
def test_value_is_read_as_the_page_says(text: str, kind: str, shown: str) -> None:
    """A row of the table of values says what the text is read as."""
    assert show(parse_value(text, KINDS[kind]).value, KINDS[kind]) == shown


@pytest.mark.parametrize("shape", [HEADER, SOURCE, JUDGEMENT, WAIVER], ids=lambda shape: shape.name)
def test_every_word_is_on_the_page(shape: FactTypeRule) -> None:
    """Each word of the header, of sources, judgements and waivers has its row with label and id."""
    rows = set(re.findall(r"^\| (\S+) \| `(\w+)` \|", PAGE, re.MULTILINE))
    assert {(field.label, field.name) for field in shape.fields.values()} <= rows
