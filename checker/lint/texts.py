"""Reads what the reference page says about each check: what, why, an example, and what to write instead."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Final

from checker.source import Problems, read_document

if TYPE_CHECKING:
    from collections.abc import Mapping

    from checker.source import Data

_FILE: Final = Path(__file__).with_name("texts.yaml")


@dataclass(frozen=True, slots=True)
class CheckText:
    """The explanation of one check; the examples are the changed parts of files, by the file's path in the pack."""

    what: str
    why: str
    example: Mapping[str, str]
    instead: Mapping[str, str]


@lru_cache
def check_texts() -> dict[str, CheckText]:
    """Return the explanation of every check by its id; raises ``InputError`` when the file is broken."""
    problems = Problems()
    document = read_document(_FILE, _FILE.name, problems)
    problems.raise_if_any()
    data = document.data if document is not None else None
    assert isinstance(data, dict)  # noqa: S101 - the file is part of the program
    return {name: _text(entry) for name, entry in data.items()}


def _text(entry: Data) -> CheckText:
    assert isinstance(entry, dict)  # noqa: S101 - the file is part of the program
    return CheckText(str(entry["what"]), str(entry["why"]), _parts(entry["example"]), _parts(entry["instead"]))


def _parts(given: Data) -> dict[str, str]:
    return {name: str(text) for name, text in given.items()} if isinstance(given, dict) else {}
