"""Tests that each planted fault is found by the verdict meant for it, and by no other."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from checker.prove import State, prove_pack
from tests.prove.planted import changed, planted, write

FAULTS: list[dict[str, Any]] = planted()["faults"]


def test_the_sound_pack_is_proved(tmp_path: Path) -> None:
    """Of the pack without a fault everything is proved, and every example is confirmed by durable-rules."""
    verdicts = prove_pack(write(changed({}), tmp_path), engine="durable")
    assert {verdict.state for verdict in verdicts} == {State.GOOD}
    assert all(verdict.witness is not None or verdict.assumed for verdict in verdicts)


@pytest.mark.parametrize("fault", FAULTS, ids=lambda fault: fault["name"])
def test_a_planted_fault_is_found(fault: dict[str, Any], tmp_path: Path) -> None:
    """A fault gives exactly the verdicts meant for it; what is shown by an example was decided by durable-rules."""
    verdicts = prove_pack(write(changed(fault["change"]), tmp_path), engine="durable")
    wrong = [verdict for verdict in verdicts if verdict.state is not State.GOOD]
    assert sorted({verdict.id for verdict in wrong}) == sorted(fault["finds"]), [str(v.what) for v in wrong]
    assert not {verdict.state for verdict in wrong} - {State.BAD, State.NOTE}
    for verdict in wrong:
        assert verdict.place.line
        assert verdict.hint is not None
        assert (verdict.witness is not None and verdict.shown is not None) or verdict.assumed
