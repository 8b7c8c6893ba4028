"""The published schema of the JSON result holds for every kind of result, and refuses what is not one."""

from __future__ import annotations

import copy
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator, FormatChecker

from checker.report.json import SCHEMA_VERSION, as_data
from checker.run import check_text
from tests.cli.projects import CLEAN, MINOR, NOTHING, SEED, UNKNOWN, Run

FILE = Path(__file__).parent.parent.parent / "checker" / "schema" / "result.schema.json"
SCHEMA: dict[str, Any] = json.loads(FILE.read_text("utf-8"))
VALIDATOR = Draft202012Validator(SCHEMA, format_checker=FormatChecker())

WAIVER = "  - {规则: payment-after-first-month, 事实: 2020Q2, 理由: 系统停机, 批准人: 王五, 有效期至: 2021-12-31}\n"
BOUNDED = CLEAN.replace("spent: 300万元", "spent: 约280万元").replace("satisfaction: 90%", "satisfaction: 不低于70%")
UNREPORTED = "\n".join(line for line in CLEAN.splitlines() if not line.startswith(("survey", "delivery", "funding")))
PROJECTS = {
    "clean": CLEAN,
    "minor": MINOR,
    "unknown": UNKNOWN,
    "nothing": NOTHING,
    "bounded": BOUNDED,
    "waived": MINOR + "豁免:\n" + WAIVER,
    "waiver without a use": CLEAN + "豁免:\n" + WAIVER,
    "unreported": UNREPORTED,
    "without sources": CLEAN.replace(", source: ledger", ""),
    "unread": CLEAN + "项目: {实施单位: 甲区公安分局}\n",
}


def faults(data: object) -> list[str]:
    """Return where data differs from the schema."""
    return [f"{error.json_path}: {error.message}" for error in VALIDATOR.iter_errors(data)]


def data_of(project: str) -> dict[str, Any]:
    """Return the JSON result of one of the projects."""
    return as_data(check_text(PROJECTS[project]))


def test_schema_is_a_schema_of_this_version() -> None:
    """The file is a JSON Schema of the dialect it names, for the version the report writes."""
    Draft202012Validator.check_schema(SCHEMA)
    assert SCHEMA["$schema"] == "https://json-schema.org/draft/2020-12/schema"
    assert SCHEMA["properties"]["schema"]["const"] == SCHEMA_VERSION


def test_schema_is_strict_and_explains_itself() -> None:
    """Every object names all its keys, asks for each and allows no other; every key has a description."""

    def visit(part: Any, path: str) -> None:
        if isinstance(part, dict):
            if part.get("type") == "object" and "properties" in part:
                assert part["additionalProperties"] is False, path
                assert set(part["required"]) == set(part["properties"]), path
                for name, inner in part["properties"].items():
                    assert "description" in inner, f"{path}.{name}"
            for name, inner in part.items():
                visit(inner, f"{path}.{name}")
        elif isinstance(part, list):
            for inner in part:
                visit(inner, path)

    visit(SCHEMA, "$")


def test_seed_is_valid(checker: Run) -> None:
    """What the command prints for the seed is valid."""
    assert faults(json.loads(checker("check", SEED, "--format", "json").out)) == []


def test_second_kind_of_project_is_valid(checker: Run) -> None:
    """So is a project of another kind, with indicators that do not apply, bounds that are fractions, and a bonus."""
    words = ("tests/packs/training-2022-facts/hewan", "--rules", "tests/packs/training-2022")
    data = json.loads(checker("check", *words, "--format", "json").out)
    assert faults(data) == []
    assert any(indicator["applicable"] is False for indicator in data["indicators"])
    assert any(indicator["bonus"] for indicator in data["indicators"])
    assert "/" in data["score"]["low"]


@pytest.mark.parametrize("project", PROJECTS)
def test_every_kind_of_result_is_valid(project: str) -> None:
    """Results with nothing found, unknown, bounded or missing facts, waivers and unread facts are valid."""
    assert faults(data_of(project)) == []


def test_the_projects_show_what_they_are_for() -> None:
    """The projects above fill the parts of the schema they are named after."""
    assert data_of("clean")["findings"] == []
    assert data_of("clean")["missing"] == []
    assert data_of("unknown")["counts"]["unknown"] == 1
    assert isinstance(data_of("bounded")["score"], dict)
    assert any(outcome["missing"][0]["bounded"] for outcome in data_of("bounded")["outcomes"] if outcome["missing"])
    assert data_of("waived")["counts"]["waived"] == 1
    assert data_of("waived")["outcomes"][-1]["note"] is None
    assert any(outcome["note"] for outcome in data_of("waived")["outcomes"])
    assert any(item["field"] is None for item in data_of("unreported")["missing"])
    assert data_of("unread")["unread"][0]["label"] == "项目.实施单位"
    assert data_of("nothing")["indicators"] == []


SPOILED: dict[str, Callable[[dict[str, Any]], object]] = {
    "another key": lambda data: data.update(more=1),
    "a key gone": lambda data: data.pop("grade"),
    "a number that is not text": lambda data: data.update(full_score=100),
    "a number with an exponent": lambda data: data.update(full_score="1E+2"),
    "a number with needless zeros": lambda data: data.update(full_score="100.0"),
    "an unknown outcome": lambda data: data["outcomes"][0].update(outcome="maybe"),
    "a finding that is none": lambda data: data["findings"][0].update(outcome="pass"),
    "another version": lambda data: data.update(schema="2.0"),
    "a day that is none": lambda data: data.update(as_of="2020-13-41"),
    "line 0": lambda data: data["outcomes"][0]["evidence"][0]["place"].update(line=0),
}


@pytest.mark.parametrize("spoil", SPOILED)
def test_what_is_not_a_result_is_refused(spoil: str) -> None:
    """Data that differs from what the checker writes is not valid."""
    data = copy.deepcopy(data_of("minor"))
    SPOILED[spoil](data)
    assert faults(data) != []


def test_command_gives_the_schema(checker: Run) -> None:
    """``rules schema result`` prints the published file."""
    assert checker("rules", "schema", "result").out == FILE.read_text("utf-8")
