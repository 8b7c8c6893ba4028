"""Holds docs/reference/expressions.md: every example in it is computed, and its generated parts are up to date."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest
import yaml
from cogapp import Cog  # type: ignore[import-untyped]

import checker.expr
from checker.expr import (
    Env,
    ExprFault,
    FieldSpec,
    ParameterSpec,
    RecordSpec,
    Row,
    Scope,
    Version,
    compile_text,
    evaluate,
    value_text,
)
from checker.values import UNKNOWN, Kind, parse_value

PAGE = Path(__file__).parent.parent.parent / "docs" / "reference" / "expressions.md"
EXAMPLE = re.compile(r"\| (?P<tick>`+) ?(?P<text>[^|]+?) ?(?P=tick) \| `(?P<result>[^`]+)` \|(?:[^|]*\|)?$")
SETTING = re.compile(r"<!-- (?P<name>as_of|parameters_on|end)(?:: (?P<value>.+?))? -->")


@dataclass(frozen=True)
class Example:
    """One line of the page: an expression, its stated result, and the settings in force there."""

    line: int
    text: str
    result: str
    as_of: str = ""
    parameters_on: str = ""


def read_examples(page: str) -> list[Example]:
    """Return every example; a setting holds until the next heading or ``<!-- end -->``."""
    found, settings = [], Example(0, "", "")
    for number, line in enumerate(page.splitlines(), 1):
        setting = SETTING.fullmatch(line)
        if line.startswith("#") or (setting and setting["name"] == "end"):
            settings = Example(0, "", "")
        elif setting:
            as_of, at = (setting["value"] if setting["name"] == name else "" for name in ("as_of", "parameters_on"))
            settings = replace(settings, as_of=as_of or settings.as_of, parameters_on=at or settings.parameters_on)
        if match := EXAMPLE.search(line):
            found.append(replace(settings, line=number, text=match["text"], result=match["result"]))
    return found


def read_vocabulary(page: str) -> dict[str, Any]:
    """Return the block that states the vocabulary and the facts; every value in it is text."""
    block = re.search(r"```yaml\n(.+?)```", page, re.DOTALL)
    assert block
    loaded = yaml.load(block[1], Loader=yaml.BaseLoader)  # noqa: S506 - BaseLoader makes nothing but text
    assert isinstance(loaded, dict)
    return loaded


def make_scope(vocabulary: dict[str, Any]) -> Scope:
    """Return the names of the vocabulary, seen from a rule about ``about``."""
    records = {}
    for name, spec in vocabulary["types"].items():
        fields = {
            field: FieldSpec(field, of["label"], Kind(of["type"]), tuple(of.get("choices", ())))
            for field, of in spec["fields"].items()
        }
        records[name] = RecordSpec(name, spec["label"], fields, single=spec.get("single") == "true")
    parameters = {name: _parameter(name, spec) for name, spec in vocabulary["parameters"].items()}
    about = vocabulary["about"]
    return Scope(records, parameters).push((about, records[about]))


def _parameter(name: str, spec: dict[str, Any]) -> ParameterSpec:
    kind, versions = Kind(spec["type"]), []
    for since, value in spec["values"].items():
        start = date.fromisoformat(since).toordinal()
        if isinstance(value, dict):
            keyed = tuple((key, parse_value(text, kind).value) for key, text in value.items())
            versions.append(Version(start, UNKNOWN, keyed))
        else:
            versions.append(Version(start, parse_value(value, kind).value))
    return ParameterSpec(name, spec["label"], kind, tuple(versions), tuple(spec.get("keys", ())))


def make_env(vocabulary: dict[str, Any], scope: Scope, as_of: str) -> Env:
    """Return the facts of the page; the rule is about the first of its type."""
    tables: dict[str, list[Row]] = {}
    for name, facts in vocabulary["facts"].items():
        fields = scope.records[name].fields
        tables[name] = [
            {field: parse_value(text, fields[field].kind).value for field, text in fact.items()} for fact in facts
        ]
    rows = {
        name: table[0] for name, table in tables.items() if scope.records[name].single or name == vocabulary["about"]
    }
    return Env(date.fromisoformat(as_of).toordinal(), tables, rows)


def compute(example: Example, vocabulary: dict[str, Any]) -> str:
    """Return the result of an example as the page writes it."""
    scope = make_scope(vocabulary)
    env = make_env(vocabulary, scope, example.as_of or vocabulary["as_of"])
    if example.parameters_on:
        scope = replace(scope, at=compile_text(example.parameters_on, scope, (Kind.DATE,)))
    try:
        tree = compile_text(example.text, scope)
    except ExprFault as fault:
        return f"错误 {fault.code}"
    return value_text(evaluate(tree, env), tree.kind)


TEXT = PAGE.read_text("utf-8")
EXAMPLES = read_examples(TEXT)
VOCABULARY = read_vocabulary(TEXT)


@pytest.mark.parametrize("example", EXAMPLES, ids=lambda example: f"{example.line}: {example.text}")
def test_example_of_the_page(example: Example) -> None:
    """An example in the reference page comes to the result written beside it."""
    assert compute(example, VOCABULARY) == example.result


def test_no_example_is_passed_over() -> None:
    """Every row of every table headed 表达式 or 例, and 结果, is computed by the test above."""
    lines, passed_over, inside = TEXT.splitlines(), [], False
    for number, line in enumerate(lines, 1):
        if re.search(r"\| (表达式|例) \| 结果 \|", line):
            inside = True
        elif not line.startswith("|"):
            inside = False
        elif inside and not line.startswith("|---") and not EXAMPLE.search(line):
            passed_over.append(f"{number}: {line}")
    assert len(EXAMPLES) > 200
    assert not passed_over


def test_every_code_is_explained() -> None:
    """The page says what each code means that the language refuses an expression with."""
    sources = Path(checker.expr.__file__).parent.glob("*.py")
    codes = {code for file in sources for code in re.findall(r'ExprFault\(\s*"([a-z-]+)"', file.read_text("utf-8"))}
    explained = TEXT[TEXT.index("## 17 错误") :]
    assert {code for code in codes if code not in explained} == set()


def test_generated_parts_are_current() -> None:
    """The parts of the page that are made from the code's own tables are what the code says today."""
    assert Cog().main(["cog", "--check", str(PAGE)]) == 0
