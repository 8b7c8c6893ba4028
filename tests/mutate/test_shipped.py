"""The shipped packs: their cases notice every mutant, but for those proven equivalent or justified with a reason."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Final

import pytest

from checker.mutate import mutate_packs
from checker.mutate.bench import Bench
from checker.mutate.mutant import mutated
from checker.mutate.trial import Trial
from checker.mutate.workload import workload
from checker.run import load_sound_pack
from checker.source import Problems
from checker.testing import run_cases

if TYPE_CHECKING:
    from checker.mutate import MutationReport
    from checker.pack import Pack

RULES: Final = Path(__file__).parent.parent.parent / "rules"
SHIPPED: Final = ("national-2020", "xueliang-2020")


@pytest.fixture(scope="module")
def shipped() -> tuple[Pack, ...]:
    """Give the shipped packs with their cases."""
    problems = Problems()
    packs = tuple(load_sound_pack(RULES / name, problems) for name in SHIPPED)
    problems.raise_if_any()
    return tuple(pack for pack in packs if pack is not None)


@pytest.fixture(scope="module")
def report(shipped: tuple[Pack, ...]) -> MutationReport:
    """Give what became of their mutants, tried by two processes."""
    return mutate_packs(shipped, jobs=2)


def test_no_mutant_survives(report: MutationReport) -> None:
    """Every one of some six hundred mutants is noticed by a case, refused, proven equivalent, or justified."""
    assert [f"{verdict.mutant.place} {verdict.mutant.what}" for verdict in report.survivors] == []
    assert report.remarks == ()
    assert report.left_out == ()
    assert len(report.verdicts) > 600
    assert report.exit_code == 0


def test_few_are_justified_each_with_a_reason(report: MutationReport) -> None:
    """What is excused by a comment is told, and is the exception."""
    justified = [str(verdict.mutant.what) for verdict in report.verdicts if verdict.status == "justified"]
    assert justified == ["把指标（indicator）由“output_timeliness”改为“output_cost”"]


def test_shared_indicators_that_nobody_uses_are_named(report: MutationReport) -> None:
    """What no pack uses cannot be tested by any case, and that is said."""
    names = ("execution-rate-of-arrival", "execution-rate-ladder", "satisfaction-ladder")
    assert report.unused == tuple(("national-2020", name) for name in names)


def test_durable_notices_the_same(shipped: tuple[Pack, ...], report: MutationReport) -> None:
    """Sample: the case that notices a mutant by the plain evaluator notices it by durable-rules too."""
    pack = shipped[1]
    killed = [v for v in report.verdicts if v.status == "killed" and v.pack == pack.id and v.mutant.parts == {"rules"}]
    for verdict in killed[::25]:
        reports = run_cases(mutated(pack, verdict.mutant), ["durable"])
        names = [f"{item.rule}：{item.case}" if item.rule else item.case for item in reports if not item.passed]
        assert verdict.found.killer in names


def test_one_process_or_two_find_the_same(shipped: tuple[Pack, ...], report: MutationReport) -> None:
    """The verdicts depend on neither the number of processes nor the order in which they end."""
    load = workload(shipped)
    for number in range(0, len(load.tasks), 80):
        assert load.find(number, explain=True) == report.verdicts[number].found or report.verdicts[number].reason


def test_a_case_decided_alone_comes_out_as_in_the_whole(shipped: tuple[Pack, ...]) -> None:
    """Leaving out the rules and scores that a case does not read changes nothing of what it shows."""
    bench = Bench(shipped[0])
    load = workload(shipped[:1])
    for task in load.tasks[::70]:
        trial = Trial(bench, task.mutant)
        if not trial.sound or trial.pack is None:
            continue
        by_whole = [item.passed for item in run_cases(trial.pack, ["plain"])]
        assert [trial.passes(case) for case in bench.cases] == by_whole
