"""All that has to be tried for some packs: their mutants, each with the packs it shows in, and the cases to try."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from checker.expr.tree import Parameter, walk
from checker.mutate.bench import Bench
from checker.mutate.generate import mutants_of
from checker.mutate.survivor import explained
from checker.mutate.trial import STAGES, Trial
from checker.mutate.verdict import Finding
from checker.witness.days import any_day

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Sequence

    from checker.mutate.bench import ReadyCase
    from checker.mutate.mutant import Key, Mutant
    from checker.pack import Pack


@dataclass(frozen=True, slots=True)
class Task:
    """A mutant of ``pack``, and the same mutant of each pack it shows in: its own, and those that inherit the place."""

    mutant: Mutant
    pack: str
    shows_in: tuple[tuple[int, Mutant], ...]


@dataclass(frozen=True, slots=True)
class Workload:
    """The packs with their cases, and what has to be tried on them."""

    benches: tuple[Bench, ...]
    tasks: tuple[Task, ...]

    def find(self, number: int, *, explain: bool) -> Finding:
        """Return what becomes of one mutant; a survivor is looked into only when it is to be explained."""
        task = self.tasks[number]
        trials = [Trial(self.benches[index], mutant) for index, mutant in task.shows_in]
        if not all(trial.sound for trial in trials):
            return Finding("invalid")
        for stage in STAGES:
            for trial in trials:
                case = trial.killer(stage)
                if case is not None:
                    return Finding("killed", _name(case), case.entry.origin.at("name"))
        return explained(trials) if explain else Finding("survived")


def workload(packs: Sequence[Pack], others: Sequence[Pack] = (), rule: str = "") -> Workload:
    """Return what has to be tried for ``packs``; ``others`` inherit from them and only lend their cases.

    When ``rule`` is named only its mutants are tried, and those of the parameters it reads.
    """
    everyone = [*packs, *others]
    benches = tuple(map(Bench, everyone))
    parameters = {name for bench in benches for name in _read_by(bench, rule)} if rule else set()
    found = [{mutant.key: mutant for mutant in mutants_of(pack)} for pack in everyone]
    tasks = []
    for pack in packs:
        files = {document.name for document in pack.files.values()}
        mine: dict[Key, Mutant] = {}
        for mutants in found:
            mine |= {key: mutant for key, mutant in mutants.items() if mutant.place.file in files and key not in mine}
        for key, mutant in mine.items():
            if not rule or _is_of(mutant, rule, parameters):
                shows = tuple((index, mutants[key]) for index, mutants in enumerate(found) if key in mutants)
                tasks.append(Task(mutant, pack.id, shows))
    return Workload(benches, tuple(tasks))


def _is_of(mutant: Mutant, rule: str, parameters: Collection[str]) -> bool:
    if mutant.parts == {"parameters"}:
        return mutant.owner in parameters
    return mutant.owner == rule and mutant.parts == {"rules"}


def _read_by(bench: Bench, rule: str) -> Iterator[str]:
    """Yield the parameters that a rule reads on a usual day."""
    planned = bench.checker(any_day(bench.pack)).plan.rule(rule)
    if planned is not None:
        for tree in (planned.when, planned.applies, planned.subject.where, planned.deduct):
            yield from (node.name for node in walk(tree) if isinstance(node, Parameter)) if tree is not None else ()


def _name(case: ReadyCase) -> str:
    return f"{case.rule}：{case.entry.id}" if case.rule else case.entry.id
