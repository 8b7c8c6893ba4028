"""The JSON Schema of a facts file agrees with the reader on what a facts file looks like."""

import re
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator
from pydantic import ValidationError

from checker.facts import Vocabulary
from checker.facts.files import facts_files
from checker.facts.model import Shape, fact_model, facts_model, facts_schema
from checker.source import Problems, read_document
from checker.source.read import parse_document

ROOT = Path(__file__).parent.parent.parent
MISTAKES = sorted(folder for folder in (ROOT / "tests" / "bad_facts").iterdir() if folder.is_dir())
PAGE = (ROOT / "docs" / "reference" / "facts-format.md").read_text("utf-8")
EXAMPLES = re.findall(r"^```(?:yaml|json)\n(.*?)^```$", PAGE, re.MULTILINE | re.DOTALL)
# What a schema can see; anything else is about what the values mean.
STRUCTURE = {
    "unknown-type",
    "unknown-field",
    "given-twice",
    "not-a-mapping",
    "not-a-list",
    "not-a-value",
}
REQUIRED = {"missing-key", "missing-indicator", "incomplete-waiver"}


@pytest.fixture(scope="session")
def schema(vocabulary: Vocabulary) -> dict[str, Any]:
    """The schema of the test vocabulary."""
    return facts_schema(vocabulary)


def documents_of(folder: Path) -> list[Any]:
    """Return the plain data of a mistake's files, or nothing when one cannot be read."""
    path = next((entry for name in ("facts", "facts.yaml") if (entry := folder / name).exists()), folder / "none")
    problems = Problems()
    documents = [read_document(file, file.name, problems) for file in facts_files(path, problems)]
    return [] if problems.found else [document.data for document in documents if document]


@pytest.fixture(scope="session")
def model(vocabulary: Vocabulary) -> type[Shape]:
    """The pydantic model of the test vocabulary."""
    return facts_model(vocabulary)


def accepted(data: Any, model: type[Shape]) -> bool:
    """Say whether the pydantic model accepts data."""
    try:
        model.model_validate(data)
    except ValidationError:
        return False
    return True


def test_schema_is_a_schema(schema: dict[str, Any]) -> None:
    """The schema is valid JSON Schema 2020-12 and says so."""
    Draft202012Validator.check_schema(schema)
    assert schema["$schema"] == "https://json-schema.org/draft/2020-12/schema"


@pytest.mark.parametrize("text", EXAMPLES, ids=range(len(EXAMPLES)))
def test_schema_accepts_the_examples(text: str, schema: dict[str, Any], model: type[Shape]) -> None:
    """What the reference page shows is valid."""
    document = parse_document(text, "例", "", Problems())
    assert document is not None
    assert [error.message for error in Draft202012Validator(schema).iter_errors(document.data)] == []
    assert accepted(document.data, model)


@pytest.mark.parametrize("folder", MISTAKES, ids=lambda folder: folder.name)
def test_schema_refuses_what_the_reader_refuses(folder: Path, schema: dict[str, Any], model: type[Shape]) -> None:
    """A mistake in structure is one for the schema and the model too; a mistake in a value alone is none."""
    codes = set(re.findall(r"\[([a-z-]+)]", (folder / "expected.txt").read_text("utf-8")))
    documents = documents_of(folder)
    if not documents:
        return
    valid = [Draft202012Validator(schema).is_valid(data) for data in documents]
    by_model = [accepted(data, model) for data in documents]
    wrong = bool(codes & (STRUCTURE | REQUIRED | {"cut-value"}))
    assert all(valid) is not (wrong or "not-a-choice" in codes or "not-a-truth" in codes)
    assert all(by_model) is not wrong


def test_values_as_editors_see_them(schema: dict[str, Any]) -> None:
    """Numbers and truths that YAML and JSON know are valid where the reader takes them, bare money is not."""
    validator = Draft202012Validator(schema)
    fine = {"满意度调查": {"发放份数": 20, "满意度": 0.93, "分级作答": False, "目标值": None}, "资金": {"预算数": 4000}}
    assert validator.is_valid(fine)
    assert not validator.is_valid({"资金": {"到位数": 4000}})


def test_schema_explains_fields(schema: dict[str, Any]) -> None:
    """A field is described by its label, whom to ask, its unit and an example."""
    budget = schema["$defs"]["fact_funding"]["properties"]["budget"]
    assert budget["description"] == "预算数；预算批复文件"
    assert budget["anyOf"][0]["description"] == "金额；只写数字时按“万元”计；如 4000万元、低于850元、约3000元"


def test_one_fact_has_a_model(vocabulary: Vocabulary) -> None:
    """The model of one fact checks its names, by id or by label, and its key."""
    model = fact_model(vocabulary.types["service_quarter"])
    read = model.model_validate({"季度": "2020Q3", "batch": "一期", "故障率": {"值": "1%", "来源": "甲"}})
    assert len(read.model_fields_set) == 3
    for wrong in ({"季度": "2020Q3"}, {"季度": "2020Q3", "quarter": "2020Q3", "批次": "一期"}, {"季": "2020Q3"}):
        with pytest.raises(ValidationError):
            model.model_validate(wrong)
