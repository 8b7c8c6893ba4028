"""Tests that prove finds no hole where none is: in the bands of the reference page, in what rules find."""

from __future__ import annotations

import re
import shutil
from pathlib import Path
from typing import Final

import pytest

from checker.pack import load_pack
from checker.prove import State, prepare_proof
from checker.source import Problems
from tests.prove.planted import changed, write

ROOT: Final = Path(__file__).parent.parent.parent
PAGE: Final = ROOT / "docs" / "reference" / "pack-format.md"
EXAMPLE: Final = re.compile(r"^```yaml\n# file: (\S+)\n(.*?)^```", re.MULTILINE | re.DOTALL)


@pytest.mark.parametrize("name", ["roads-2024", "roads-county-2024"])
def test_what_lies_beyond_the_last_band_is_no_hole(name: str, tmp_path: Path) -> None:
    """Bands without a rest, as the page writes them, are proved to have no hole and every band to be in use."""
    shutil.copytree(ROOT / "rules" / "national-2020", tmp_path / "national-2020")
    for path, text in EXAMPLE.findall(PAGE.read_text("utf-8")):
        file = tmp_path / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, "utf-8")
    pack = load_pack(tmp_path / name, Problems())
    assert pack is not None
    bands = [(session, one) for session, one in prepare_proof(pack).questions if one.id.startswith("band-")]
    assert {one.id for _, one in bands} == {"band-hole", "band-unreachable"}
    assert [
        str(verdict.what) for verdict in (one.decide(it) for it, one in bands) if verdict.state is not State.GOOD
    ] == []


def test_no_hole_is_looked_for_in_what_rules_find(tmp_path: Path) -> None:
    """Two rules on how often a problem is found can overlap; a hole would need findings other than the rules make."""
    rule = {"title": "迟付多", "for": "problem", "problem": "late", "message": "多"}
    files = {
        "rules/some.yaml": {**rule, "when": "发现数 > 2 且 发现数 <= 4"},
        "rules/many.yaml": {**rule, "when": "发现数 > 4"},
    }
    asked = prepare_proof(write(changed(files), tmp_path)).questions
    tiers = [(session, one) for session, one in asked if one.about == ("many", "some") and one.id.startswith("tiers")]
    assert [(one.id, one.decide(session).state) for session, one in tiers] == [("tiers-overlap", State.GOOD)]
