"""Makes packs out of the small sound one in ``base`` by changing parts of its files, as the examples of lint do."""

from __future__ import annotations

import re
import shutil
from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Final

from checker.lint import LintFinding, lint_pack
from checker.run import load_sound_pack
from checker.source import Problems

BASE: Final = Path(__file__).parent / "base"
REVIEWED_SINCE: Final = date(2024, 1, 1)
_BLOCK: Final = re.compile(r"(?m)^(?:#.*\n)*(?P<key>[\w-]+):.*\n(?:(?:[ \t#].*|[ \t]*)\n)*")


def changed(folder: Path, changes: Mapping[str, str]) -> Path:
    """Copy the base pack to ``folder`` with the changed parts in its files, and return it.

    The outermost keys that a change writes replace those of the file; a list, or what is no YAML, the whole file.
    """
    shutil.copytree(BASE, folder)
    for name, text in changes.items():
        file = folder / name
        before = file.read_text("utf-8") if file.exists() else ""
        whole = not name.endswith(".yaml") or name.startswith("tests/")
        file.write_text(text if whole else merged(before, text), "utf-8")
    return folder


def merged(before: str, given: str) -> str:
    """Return a YAML text with the blocks that are given in place of those of the same keys, new ones at the end."""
    blocks = {found["key"]: found.group() for found in _BLOCK.finditer(before)}
    return "".join((blocks | {found["key"]: found.group() for found in _BLOCK.finditer(given)}).values())


def lint(folder: Path, *, since: date | None = None) -> tuple[LintFinding, ...]:
    """Return what lint finds in the pack in ``folder``, which must be sound."""
    problems = Problems()
    pack = load_sound_pack(folder, problems)
    problems.raise_if_any()
    assert pack is not None
    return lint_pack(pack, reviewed_since=since)
