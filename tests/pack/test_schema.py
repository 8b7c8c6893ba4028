"""Holds that the schemas editors use say the same as the loader."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import jsonschema
import pytest
import yaml

from checker.pack.schema import DIALECT, schema_text, schemas, write_schemas

ROOT = Path(__file__).parent.parent.parent
COMMITTED = ROOT / "checker" / "schema"
SCHEMAS = schemas()


class EditorLoader(yaml.SafeLoader):
    """Reads YAML 1.2 as editors do: numbers and truths have types, dates are text, and so are ``on`` and ``off``."""


EditorLoader.yaml_implicit_resolvers = {
    first: [(tag, pattern) for tag, pattern in resolvers if not tag.endswith((":timestamp", ":bool"))]
    for first, resolvers in yaml.SafeLoader.yaml_implicit_resolvers.items()
}
EditorLoader.add_implicit_resolver("tag:yaml.org,2002:bool", re.compile("true|false"), list("tf"))


def as_editors_see(text: str) -> Any:
    """Return what an editor makes of YAML text."""
    return yaml.load(text, EditorLoader)  # noqa: S506 - a SafeLoader


def complaints(kind: str, text: str) -> list[str]:
    """Return what an editor would underline."""
    errors = jsonschema.Draft202012Validator(SCHEMAS[kind]).iter_errors(as_editors_see(text))
    return [error.message for error in errors]


def kind_of(path: Path) -> str | None:
    """Return which schema a file of a pack has."""
    inside = path.relative_to(ROOT / "rules").parts[1:]
    if inside[0] == "rules":
        return "rule"
    if inside[0] != "tests":
        return path.stem
    if len(inside) == 2:
        return "cases"
    return "project-case" if len(inside) == 3 else None  # deeper down lie facts


PACK_FILES = [path for path in sorted((ROOT / "rules").glob("*/**/*.yaml")) if kind_of(path)]


@pytest.mark.parametrize("kind", SCHEMAS)
def test_committed_schema_is_the_generated_one(kind: str) -> None:
    """The files editors are pointed to are those that the models give; ``write_schemas`` renews them."""
    assert json.loads((COMMITTED / f"{kind}.schema.json").read_text("utf-8")) == SCHEMAS[kind]


def test_no_schema_is_left_over() -> None:
    """There is one committed file for each kind of file and one for the result, and no other."""
    assert {path.name for path in COMMITTED.iterdir()} == {f"{kind}.schema.json" for kind in (*SCHEMAS, "result")}


def test_written_schemas_are_text_that_can_be_read_again(tmp_path: Path) -> None:
    """Writing gives one UTF-8 file per kind, Chinese as Chinese."""
    files = write_schemas(tmp_path / "schema")
    assert len(files) == len(SCHEMAS)
    assert files[0].read_text("utf-8") == schema_text(SCHEMAS["pack"])
    assert "规则包" in files[0].read_text("utf-8")


@pytest.mark.parametrize("kind", SCHEMAS)
def test_schema_is_sound_and_has_a_title(kind: str) -> None:
    """Every schema is one of the 2020-12 dialect and tells the writer which file it is for."""
    jsonschema.Draft202012Validator.check_schema(SCHEMAS[kind])
    assert SCHEMAS[kind]["$schema"] == DIALECT
    assert "：" in SCHEMAS[kind]["title"]


@pytest.mark.parametrize("path", PACK_FILES, ids=lambda path: str(path.relative_to(ROOT / "rules")))
def test_packs_of_the_project_fit(path: Path) -> None:
    """No editor underlines anything in the packs that are shipped."""
    assert complaints(str(kind_of(path)), path.read_text("utf-8")) == []


@pytest.mark.parametrize(
    ("kind", "text"),
    [
        ("rule", "{title: 2020, when: true, deduct: 0.5, deduct_cap: 3, message: 低, waivable: false}"),
        ("rule", "{title: 甲, for: {p: payment, c: contract}, when: 是, message: 低, valid_from: 2020-01-01}"),
        ("rule", "{override: true, severity: minor}"),
        ("rule", "{off: 不适用}"),
        ("vocabulary", "a: {label: 甲, fields: {b: {label: 乙, type: choice, choices: [1, 2, true]}}}"),
        ("vocabulary", "a: {label: 甲, fields: {b: {label: 乙, type: count, min: 0, max: 9.5}}}"),
        ("vocabulary", "a: {override: true, fields: {b: {ask: 月报}}}"),
        ("parameters", "a: {label: 甲, type: score, step: 5%, values: {2020-01-01: {value: 90}}}"),
        ("parameters", "a: {label: 甲, type: count, keys: [1], values: {2020-01-01: {values: {1: 5}}}}"),
        ("indicators", "{full_score: 110, grades: [{label: 优, at_least: 99.5}], rounding: {digits: 1}}"),
        (
            "indicators",
            "indicators: [{id: a, weight: 10.3, scoring: {method: linear, value: 1, full_at: 0, zero_at: 2}}]",
        ),
        ("indicators", "shared: [{id: a, override: true, weight: 5}, {id: b, off: 不用}]"),
        ("problems", "low: {override: true, advice: {text: 改}}"),
        ("pack", "{id: a, title: 甲, version: 1.0.0, documents: {d: {override: true, number: 10}}}"),
        ("cases", "[{name: 1, given: {a: [{b: 1, c: true, d: null}]}, expect: pass, deduct: 0.5}]"),
        ("project-case", "{name: 甲, on: 2020-12-31, given: {}, expect: {score: 93.07, findings: {a: 2}}}"),
    ],
)
def test_what_editors_read_as_numbers_and_truths_is_accepted(kind: str, text: str) -> None:
    """Where the loader takes any text, an editor takes a number or a truth; overriding entries may be partial."""
    assert complaints(kind, text) == []


@pytest.mark.parametrize(
    ("kind", "text"),
    [
        ("rule", "title: 甲\nwhen: 是\n"),
        ("rule", "override: false\nseverity: minor\n"),
        ("rule", "title: 甲\nwhen: 是\nmessage: 低\nserverity: minor\n"),
        ("vocabulary", "a:\n  label: 甲\n  fields:\n    b: {ask: 月报}\n"),
        ("vocabulary", "甲: {label: 甲}\n"),
        ("vocabulary", "a: {label: 甲, key: quarter}\n"),
        ("parameters", "a: {label: 甲, type: percent, values: {}}\n"),
        ("indicators", "indicators:\n  - {label: 甲}\n"),
        ("indicators", "indicators:\n  - {id: a, scoring: {method: band}}\n"),
        ("problems", "low: {heading: 低, text: 低, advice: {text: 改}}\n"),
        ("pack", "id: a\ntitle: 甲\nversion: 1\n"),
        ("cases", "- {name: 甲, given: {}, expect: passed}\n"),
    ],
)
def test_mistakes_are_underlined_while_writing(kind: str, text: str) -> None:
    """What the loader would refuse by its shape, an editor underlines."""
    assert complaints(kind, text) != []
