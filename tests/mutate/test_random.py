"""Random packs: what is proposed for a survivor notices it, and what is called equivalent is never told apart."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING
from unittest import mock

from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from checker.mutate import equivalent, survivor
from checker.mutate.bench import Bench
from checker.mutate.generate import mutants_of
from checker.mutate.mutant import mutated
from checker.mutate.survivor import explained
from checker.mutate.trial import Trial
from checker.run import load_sound_pack
from checker.source import Problems
from checker.testing import run_cases
from checker.witness import Decider
from checker.witness.search import first_difference
from tests.strategies.packs import packs

if TYPE_CHECKING:
    from checker.mutate.mutant import Mutant
    from checker.mutate.verdict import Finding
    from checker.pack import Pack
    from tests.strategies.packs import DrawnPack


@contextmanager
def _little_time() -> Iterator[None]:
    """Look less long than the command does, so that many packs can be tried."""
    with mock.patch.object(equivalent, "_SECONDS", 0.2), mock.patch.object(survivor, "_MOST_PROJECTS", 12):
        yield


_SLOW = (HealthCheck.too_slow, HealthCheck.data_too_large)


def _load(folder: Path, drawn: DrawnPack, more: dict[str, str]) -> Pack | None:
    for name, text in {**drawn.files(), **more}.items():
        path = folder / "drawn" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, "utf-8")
    return load_sound_pack(folder / "drawn", Problems())


def _told_apart(drawn: DrawnPack, mutant: Mutant, found: Finding) -> None:
    """Run the proposed case from its file, by the pack and by the mutant."""
    with TemporaryDirectory() as home:
        pack = _load(Path(home), drawn, {found.case_file: found.case})
        assert pack is not None, found.case
        assert [report.passed for report in run_cases(pack, ["plain", "durable"])] == [True, True], found.case
        by_mutant = [report.passed for report in run_cases(mutated(pack, mutant), ["plain", "durable"])]
        assert by_mutant == [False, False], found.case


@settings(max_examples=5, suppress_health_check=_SLOW, phases=[Phase.generate])
@given(st.data())
def test_survivors_of_random_packs(data: st.DataObject) -> None:
    """A proposed case passes by the pack and fails by the mutant, on both engines; no boundary tells equivalents."""
    drawn = data.draw(packs())
    with TemporaryDirectory() as home, _little_time():
        pack = _load(Path(home), drawn, {})
        assert pack is not None
        mutants = [mutant for mutant in mutants_of(pack) if mutant.parts == {"rules"}]
        bench = Bench(pack)
        for mutant in data.draw(st.permutations(mutants))[:2]:
            trial = Trial(bench, mutant)
            if not trial.sound or trial.pack is None:
                continue
            found = explained([trial])
            if found.case:
                _told_apart(drawn, mutant, found)
            if found.status == "equivalent":
                old, new = Decider(pack), Decider(trial.pack)
                assert not any(first_difference(old, new, rule) for rule in sorted(trial.affected)), json.dumps(
                    str(mutant.what), ensure_ascii=False
                )
