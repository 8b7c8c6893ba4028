"""Decides an archive again and compares the result with the one in it, byte for byte."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING

from checker.archive.decide import decide
from checker.archive.differences import differences
from checker.archive.manifest import RESULT
from checker.archive.unpack import unpack
from checker.facts.files import shown_name
from checker.messages import message
from checker.source import InputError, Place, Problem, Problems

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from checker.result import CheckResult


@dataclass(frozen=True, slots=True)
class Replayed:
    """What deciding an archive again came to; ``differences`` are sentences, and none when the bytes are the same."""

    result: CheckResult
    same: bool
    differences: tuple[str, ...]


def replay(path: Path, render: Callable[[CheckResult], str]) -> Replayed:
    """Return how an archive comes out now; raises ``InputError`` when it is damaged, unsafe or was altered."""
    problems = Problems()
    unpacked = unpack(path, problems)
    problems.raise_if_any()
    if unpacked is None:
        raise InputError([])
    members = dict(unpacked.members)
    archived = members.pop(RESULT)
    result, written = decide(members, unpacked.manifest, render)
    if written == archived:
        return Replayed(result, True, ())
    return Replayed(result, False, tuple(_differences(archived, written, path)))


def _differences(archived: bytes, written: bytes, path: Path) -> list[str]:
    try:
        return differences(json.loads(archived), json.loads(written))
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
        what = message("归档里的 {file} 不是检查结果", file=RESULT)
        raise InputError([Problem("bad-archive", Place(f"{shown_name(path)}:{RESULT}"), what)]) from None
