"""Poor packs as data: each differs from a sound one in one thing, and lint tells exactly that, at its place."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any, Final

import pytest
import yaml

from tests.lint.poor_packs import changed, lint

POOR: Final[list[dict[str, Any]]] = yaml.load(
    Path(__file__).with_name("poor.yaml").read_text("utf-8"),
    Loader=yaml.BaseLoader,  # noqa: S506 - it makes nothing but texts
)


def test_there_are_enough() -> None:
    """At least thirty poor packs are tried, each of a name of its own."""
    assert len({poor["name"] for poor in POOR}) == len(POOR) >= 30


@pytest.mark.parametrize("poor", POOR, ids=lambda poor: poor["name"])
def test_exactly_the_intended_check_speaks(
    poor: dict[str, Any], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The planted fault is found by the check meant for it, at its line and column, and nothing else is."""
    monkeypatch.chdir(tmp_path)
    since = date.fromisoformat(poor["since"]) if "since" in poor else None
    found = lint(changed(Path("base"), poor["changes"]), since=since)
    wanted = [poor["finds"]] if isinstance(poor["finds"], str) else poor["finds"]
    assert [finding.id for finding in found] == wanted
    assert str(found[0].place) == f"base/{poor['at']}"
    assert poor["says"] in str(found[0].what)
    assert all(finding.hint is not None and str(finding.hint) for finding in found)
