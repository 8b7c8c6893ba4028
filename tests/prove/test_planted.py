"""Tests that each planted fault is found by the verdict meant for it, and by no other; several to a pack, for speed."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from checker.prove import State, prove_pack
from tests.prove.planted import changed, planted, write

PAYMENT = ("payment", "pay-", "late_", "ceiling")
FAULTS: list[dict[str, Any]] = planted()["faults"]


def test_the_sound_pack_is_proved(tmp_path: Path) -> None:
    """Of the pack without a fault everything is proved, and every example is confirmed by durable-rules."""
    verdicts = prove_pack(write(changed({}), tmp_path), engine="durable")
    assert {verdict.state for verdict in verdicts} == {State.GOOD}
    assert all(verdict.witness is not None or verdict.assumed for verdict in verdicts)


def areas(fault: dict[str, Any]) -> set[str]:
    """Return the parts of the pack a fault changes: an indicator, a list of theirs, what is about works or payments."""
    found = set()
    for path in fault["change"]:
        steps = path.split("/")
        if steps[0] == "indicators.yaml":
            found.add("/".join(steps[: 3 if steps[1] == "indicators" else 2]))
        else:
            found.add("payment" if any(word in path for word in PAYMENT) else "work")
    return found


def batches() -> list[list[dict[str, Any]]]:
    """Return the faults in as few packs as can hold them: in one pack no two change one part or have one verdict."""
    found: list[list[dict[str, Any]]] = []
    for fault in FAULTS:
        for batch in found:
            apart = all(not set(other["finds"]) & set(fault["finds"]) for other in batch)
            if apart and not fault.get("alone") and all(not areas(other) & areas(fault) for other in batch):
                batch.append(fault)
                break
        else:
            found.append([fault])
    return found


@pytest.mark.parametrize("batch", batches(), ids=lambda batch: batch[0]["name"])
def test_planted_faults_are_found(batch: list[dict[str, Any]], tmp_path: Path) -> None:
    """Faults give exactly the verdicts meant for them; what is shown by an example was decided by durable-rules."""
    pack = write(changed({path: value for fault in batch for path, value in fault["change"].items()}), tmp_path)
    wrong = [verdict for verdict in prove_pack(pack, engine="durable") if verdict.state is not State.GOOD]
    meant = sorted(id_ for fault in batch for id_ in fault["finds"])
    assert sorted({verdict.id for verdict in wrong}) == meant, [(v.id, str(v.what)) for v in wrong]
    assert not {verdict.state for verdict in wrong} - {State.BAD, State.NOTE}
    for verdict in wrong:
        assert verdict.place.line
        assert verdict.hint is not None
        assert (verdict.witness is not None and verdict.shown is not None) or verdict.assumed
