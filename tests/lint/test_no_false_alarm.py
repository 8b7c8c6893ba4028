"""Lint says nothing about good packs: those shipped, that of another kind, and those of the reference page."""

from __future__ import annotations

import re
import shutil
from pathlib import Path
from typing import Final

import pytest

from tests.lint.poor_packs import BASE, lint

ROOT: Final = Path(__file__).parent.parent.parent
GOOD: Final = (
    ROOT / "rules" / "national-2020",
    ROOT / "rules" / "xueliang-2020",
    ROOT / "tests" / "packs" / "training-2022",
    BASE,
)
PAGE: Final = ROOT / "docs" / "reference" / "pack-format.md"
EXAMPLE: Final = re.compile(r"^```yaml\n# file: (\S+)\n(.*?)^```", re.MULTILINE | re.DOTALL)
FOR_OTHER_EXAMPLES: Final = frozenset({"unused-field", "unused-fact-type"})
"""What the pack of the page has for examples that stand beside it, not in it."""


@pytest.mark.parametrize("folder", GOOD, ids=lambda folder: folder.name)
def test_good_pack_has_no_finding(folder: Path) -> None:
    """A pack that people have gone over is clean, not even a hint is left."""
    assert [f"{finding.place} {finding.id} {finding.what}" for finding in lint(folder)] == []


@pytest.mark.parametrize("name", ["roads-2024", "roads-county-2024"])
def test_packs_of_the_reference_page(name: str, tmp_path: Path) -> None:
    """The packs that the reference page teaches by are what lint asks for."""
    shutil.copytree(ROOT / "rules" / "national-2020", tmp_path / "national-2020")
    for path, text in EXAMPLE.findall(PAGE.read_text("utf-8")):
        file = tmp_path / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, "utf-8")
    (tmp_path / name / "CHANGELOG.md").write_text("## 1.0.0\n", "utf-8")
    found = [finding for finding in lint(tmp_path / name) if finding.id not in FOR_OTHER_EXAMPLES]
    assert [f"{finding.place} {finding.id} {finding.what}" for finding in found] == []
