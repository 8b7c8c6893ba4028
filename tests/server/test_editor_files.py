"""Holds the sample settings for an editor, the schemas they point to, and the words that the server reads files by."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path, PurePosixPath
from typing import Any, Final, get_args, get_origin

import pytest

from checker.pack import models
from checker.pack.models.common import ExprText
from checker.server.desk import Desk
from checker.server.roles import NAMED, Role, reading_of
from checker.server.shapes import FileKind, is_model, keys_at, model_keys
from tests.pack.test_schema import PACK_FILES, kind_of

ROOT: Final = Path(__file__).parent.parent.parent
SETTINGS: Final = ROOT / ".vscode" / "settings.json"
EXPRESSION_NOTE: Final = get_args(ExprText)[1]


def settings() -> dict[str, Any]:
    """Return the sample settings; an unpacked sdist has none."""
    if not SETTINGS.exists():
        pytest.skip("no sample settings here")
    return dict(json.loads(SETTINGS.read_text("utf-8")))


@pytest.mark.parametrize("file", PACK_FILES, ids=lambda file: str(file.relative_to(ROOT)))
def test_every_file_has_its_schema(file: Path) -> None:
    """Every file of the shipped packs is matched by the patterns of one schema, that of its kind."""
    name = PurePosixPath(file.relative_to(ROOT).as_posix())
    matched = [
        schema
        for schema, patterns in settings()["yaml.schemas"].items()
        if any(len(PurePosixPath(pattern).parts) == len(name.parts) and name.match(pattern) for pattern in patterns)
    ]
    own = [schema for schema in matched if schema == f"./checker/schema/{kind_of(file)}.schema.json"]
    assert own
    assert all((ROOT / schema).is_file() for schema in matched)
    assert matched == own


def test_the_server_knows_the_kinds_of_the_schemas() -> None:
    """What the server takes a file for is the kind of its schema."""
    desk = Desk(date(2026, 1, 1), (ROOT,))
    for file in PACK_FILES:
        page = desk.page(file)
        assert page is not None
        assert page.kind.value == kind_of(file)


def test_every_expression_is_known_as_one() -> None:
    """Each place that the models say holds an expression is one to the server, and no other is."""
    for model in {found for found in vars(models).values() if is_model(found)}:
        for key in model_keys(model):
            role = NAMED.get((model.__name__, key.name), Role.PLAIN)
            assert (role is Role.EXPRESSION) == is_expression(key.annotation), (model.__name__, key.name)


def is_expression(annotation: Any) -> bool:
    """Say whether a type is, or may be, the text of an expression."""
    if EXPRESSION_NOTE in getattr(annotation, "__metadata__", ()):
        return True
    return any(is_expression(part) for part in get_args(annotation)) and get_origin(annotation) is not None


def test_every_key_says_what_it_means() -> None:
    """Every name that may be written has words for the writer."""
    silent = {
        (model.__name__, key.name)
        for model in vars(models).values()
        if is_model(model)
        for key in model_keys(model)
        if not key.about
    }
    assert not silent


def test_a_reading_names_its_key() -> None:
    """The text of a severity is plain, under a key that tells its words; that of a condition an expression."""
    severity = reading_of(FileKind.RULE, ("severity",), lambda _: None)
    assert severity.role is Role.PLAIN
    assert severity.key is not None
    assert severity.key.required is False
    assert reading_of(FileKind.RULE, ("when",), lambda _: None).role is Role.EXPRESSION
    assert "when" in keys_at(FileKind.RULE, (), lambda _: None)
