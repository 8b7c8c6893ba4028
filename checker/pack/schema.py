"""Turns the shapes of a pack's files into JSON Schemas for editors; knows nothing about packs that are read.

An editor reads YAML with types: 90 is a number to it and true a truth, where the checker reads the text that was
written. So wherever any text may stand, numbers and truths may stand too.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, Final

from pydantic import TypeAdapter

from checker.pack.models import (
    CaseModel,
    FactTypeModel,
    IndicatorsModel,
    PackModel,
    ParameterModel,
    ProblemModel,
    ProjectCaseModel,
    RuleModel,
)
from checker.pack.models.common import Id

if TYPE_CHECKING:
    from pathlib import Path

DIALECT: Final = "https://json-schema.org/draft/2020-12/schema"
_SHAPES: Final[dict[str, tuple[str, Any]]] = {
    "pack": ("pack.yaml：规则包", PackModel),
    "vocabulary": ("vocabulary.yaml：事实类型", dict[Id, FactTypeModel]),
    "parameters": ("parameters.yaml：参数", dict[Id, ParameterModel]),
    "indicators": ("indicators.yaml：指标体系", IndicatorsModel),
    "rule": ("rules/<编号>.yaml：规则", RuleModel),
    "problems": ("problems.yaml：问题与建议", dict[Id, ProblemModel]),
    "cases": ("tests/<编号>.yaml：一条规则的测试", list[CaseModel]),
    "project-case": ("tests/projects/<名称>.yaml：整个项目的测试", ProjectCaseModel | list[ProjectCaseModel]),
}
_OVERRIDES: Final[dict[str, Any]] = {
    "anyOf": [
        {"properties": {"override": {"const": True}}, "required": ["override"]},
        {"properties": {"off": {"type": "string"}}, "required": ["off"]},
    ]
}
_MERGED_PARTS: Final = (("FactTypeModel", "fields", "FieldModel"), ("ProblemModel", "advice", "AdviceModel"))


def schemas() -> dict[str, dict[str, Any]]:
    """Return the JSON Schema of every kind of file by name: ``rule``, ``vocabulary``, ``project-case`` and so on."""
    return {name: _schema(title, shape) for name, (title, shape) in _SHAPES.items()}


def schema_text(schema: dict[str, Any]) -> str:
    """Return a schema as the text of its file."""
    return json.dumps(schema, ensure_ascii=False, indent=2) + "\n"


def write_schemas(folder: Path) -> list[Path]:
    """Write every schema to ``<name>.schema.json`` in ``folder`` and return the files."""
    folder.mkdir(parents=True, exist_ok=True)
    files = []
    for name, schema in schemas().items():
        path = folder / f"{name}.schema.json"
        path.write_text(schema_text(schema), "utf-8")
        files.append(path)
    return files


def _schema(title: str, shape: Any) -> dict[str, Any]:
    found = _as_editors_see(TypeAdapter(shape).json_schema(by_alias=True))
    _free_merged_parts(found.get("$defs", {}))
    return {"$schema": DIALECT, **found, "title": title}


def _free_merged_parts(shapes: dict[str, Any]) -> None:
    """What a part merged into the one above must say is asked only of an entry that overrides nothing."""
    for owner, name, part in _MERGED_PARTS:
        if owner in shapes:
            asked: dict[str, Any] = {"required": shapes[part].pop("required")}
            below = asked if name == "advice" else {"additionalProperties": asked}
            shapes[owner]["else"]["properties"] = {name: below}


def _as_editors_see(part: Any) -> Any:
    """Return a part of a schema with numbers and truths beside text, and nothing required of what overrides."""
    if isinstance(part, list):
        return [_as_editors_see(item) for item in part]
    if not isinstance(part, dict):
        return part
    seen = {name: _named(name, item) for name, item in part.items() if not _is_needless(name, item, part)}
    if "patternProperties" in seen:
        seen["additionalProperties"] = False
    if seen.get("type") == "string" and not seen.keys() & {"pattern", "enum", "const", "format"}:
        seen["type"] = ["string", "number", "boolean"]
    if "override" in seen.get("properties", {}) and "required" in seen:
        required = seen.pop("required")
        always = [name for name in required if name == "id"]
        seen |= {"if": _OVERRIDES, "else": {"required": required}} | ({"required": always} if always else {})
    return seen


def _named(name: str, item: Any) -> Any:
    """Properties and definitions are names chosen by us, not words of the schema language."""
    if name in {"properties", "$defs"}:
        return {key: _as_editors_see(value) for key, value in item.items()}
    if name == "additionalProperties" and item is True:
        return True
    return item if name in {"default", "const", "enum", "required"} else _as_editors_see(item)


def _is_needless(name: str, item: Any, part: dict[str, Any]) -> bool:
    """Say whether a keyword tells the writer of a file nothing.

    Pydantic makes titles out of names, and descriptions of whole shapes out of what is written for programmers.
    """
    if name == "title":
        return isinstance(item, str)
    return name == "propertyNames" or (name == "description" and "properties" in part)
