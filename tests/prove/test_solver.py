"""Tests that a question is put whole when it is put a second time, after the first budget was used up."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from checker.prove import State, prove_pack, solver
from tests.prove.planted import changed, planted, write


def test_examples_after_an_exhausted_budget_are_confirmed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """When no question is answered within its first budget, the second asking still knows all that was told."""
    asked: list[Any] = []
    again = solver.Asked._again

    def counted(self: solver.Asked) -> Any:
        asked.append(found := again(self))
        return found

    monkeypatch.setattr(solver.Asked, "_again", counted)
    monkeypatch.setattr(solver, "_STEPS", 0.2)  # of five seconds: a single step
    faults = [fault for fault in planted()["faults"] if fault["name"] in {"等级重叠", "目标完成了还扣分"}]
    pack = write(changed({path: value for fault in faults for path, value in fault["change"].items()}), tmp_path)
    verdicts = prove_pack(pack, engine="durable")
    assert sum(str(found) == "sat" for found in asked) > len(verdicts) // 4
    assert not [(verdict.id, str(verdict.why)) for verdict in verdicts if verdict.state is State.FAULT]
    assert {"grade-overlap", "target-contradicts"} == {v.id for v in verdicts if v.state is State.BAD}
