"""Prints how many changed reports the back-check finds and how many untouched ones it blames, beside a naive reference.

python tests/benchmarks/backcheck.py [--reports N] [--mutants N]

Reports are written by tests/backcheck in several wordings from facts that differ; numbers about other matters stand
between those about the project. Each mutant has one marked number, grade, date or list changed. The Word reports that
the checker writes about the same projects are changed too, anywhere a number stands before a unit. The last row is of
reports in eight styles worded without looking at the back-check; a changed figure counts there as found only when its
own sentence, list or sum is blamed. The naive reference blames every number that no fact, parameter or score equals.
"""

from __future__ import annotations

import argparse
import importlib
import random
import re
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from rich.console import Console
from rich.table import Table

from checker.backcheck import BackCheck, read_report, verify_report
from checker.backcheck.agree import agrees
from checker.backcheck.candidates import known_candidates
from checker.backcheck.quantities import find_quantities
from checker.backcheck.read import Report, text_blocks
from checker.result import CheckResult
from checker.run import Checker
from checker.source import Problems
from checker.values import Kind

if TYPE_CHECKING:
    from checker.facts import FactSet

_ROOT = Path(__file__).parent.parent.parent
sys.path.insert(0, str(_ROOT))  # the writers of reports are those of the tests
_facts: Any = importlib.import_module("tests.backcheck.report_facts")
_text: Any = importlib.import_module("tests.backcheck.report_text")
_mutations: Any = importlib.import_module("tests.backcheck.mutations")
_unseen: Any = importlib.import_module("tests.backcheck.unseen")
_projects: Any = importlib.import_module("tests.backcheck.unseen_projects")
_UNITS = re.compile(r"(?<![\d.A-Za-z:-])\d+(?:\.\d+)?(?=\s?(?:%|分(?![部析])|万?元|份|月\d+日|日|月[上中下]旬))")
_console = Console()


@dataclass(frozen=True, slots=True)
class Case:
    """A project with its result and a report on it."""

    checker: Checker
    facts: FactSet
    result: CheckResult
    report: Report

    def verify(self, report: Report) -> BackCheck:
        """Return what verifying a report on this project comes to."""
        return verify_report(report, self.checker.plan, self.facts, self.result)

    def blamed(self, report: Report) -> Counter[tuple[int, str]]:
        """Return the numbers that equal nothing known, by block: what the naive reference blames."""
        values = [(item.value, item.kind, item.unit) for item in known_candidates(self.checker.plan, self.facts)]
        for one in self.result.indicators:
            lost = one.weight - one.score if not hasattr(one.score, "low") else one.weight
            values += [(value, Kind.SCORE, "") for value in (one.weight, one.score, lost)]
        values += [(self.result.score, Kind.SCORE, ""), (self.result.full_score, Kind.SCORE, "")]
        return Counter(
            (index, quantity.text)
            for index, block in enumerate(report.blocks)
            for quantity in find_quantities(block.text, index)
            if quantity.kind is not Kind.NUMBER
            and not any(kind is quantity.kind and agrees(quantity, value, kind, unit) for value, kind, unit in values)
        )


def main() -> None:
    """Print the table."""
    words = argparse.ArgumentParser(description=__doc__)
    words.add_argument("--reports", type=int, default=50)
    words.add_argument("--mutants", type=int, default=200)
    chosen = words.parse_args()
    checker = _facts.checker_for_reports()
    table = Table("reports", "way", "found", "false alarms", "ms a report", title="back-check")
    cases: list[Case] = []
    mutants: list[tuple[int, Report, str]] = []
    for number in range(chosen.reports):
        data = _facts.project_data(number)
        facts = _facts.facts_of(data, checker)
        result = checker.check(facts)
        written = _text.write_report(data, result, number)
        cases.append(Case(checker, facts, result, _as_report(written.text)))
        for again in range(number, chosen.mutants, chosen.reports):
            mutant = _mutations.mutate(written, random.Random(again * 613 + 17))  # noqa: S311 - reproducible
            mutants.append((number, _as_report(mutant.text), mutant.kind))
    _rows("in free wording", cases, mutants, table)
    generated = [_generated(case) for case in cases]
    each = -(-chosen.mutants // chosen.reports)
    changed = [copy for number, case in enumerate(generated) for copy in _changed(case, number, each)]
    _rows("generated .docx", generated, changed, table)
    _unseen_row(chosen.mutants, table)
    _console.print(table)


def _unseen_row(count: int, table: Table) -> None:
    """Add the row of wordings that the back-check was not made for."""
    projects = [_projects.case(name) for name in _projects.PROJECTS]
    cases = [(project, _unseen.fill(template, project)) for project in projects for template in _unseen.TEMPLATES]
    chance = random.Random(20210601)  # noqa: S311 - reproducible
    each = -(-count // len(cases))
    started = time.perf_counter()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        alarms = [bool(_unseen.verify(report.text, report.name, one, folder).disagreements) for one, report in cases]
        mutants = [(one, mutant) for one, report in cases for mutant in _unseen.mutants(report, chance, each)]
        hits = [_unseen.found(mutant, one, folder) for one, mutant in mutants]
    spent = (time.perf_counter() - started) / (len(cases) + len(mutants)) * 1000
    table.add_row("unseen wording", "back-check", _share(hits), f"{sum(alarms)} of {len(cases)}", f"{spent:.0f}")


def _as_report(text: str) -> Report:
    return Report("report.txt", "", text_blocks(text, "report.txt", marked=False))


def _rows(name: str, cases: list[Case], mutants: list[tuple[int, Report, str]], table: Table) -> None:
    started = time.perf_counter()
    before = [_places(case.verify(case.report)) for case in cases]
    found = [bool(_places(cases[number].verify(report)) - before[number]) for number, report, _ in mutants]
    spent = (time.perf_counter() - started) / (len(cases) + len(mutants)) * 1000
    alarms = sum(1 for places in before if places)
    naive = [case.blamed(case.report) for case in cases]
    naively = [bool(cases[number].blamed(report) - naive[number]) for number, report, _ in mutants]
    table.add_row(name, "back-check", _share(found), f"{alarms} of {len(cases)}", f"{spent:.0f}")
    table.add_row(name, "naive", _share(naively), f"{sum(1 for places in naive if places)} of {len(cases)}", "")
    missed = Counter(kind for (_, _, kind), hit in zip(mutants, found, strict=True) if not hit)
    for kind, count in sorted(missed.items()):
        _console.print(f"{name}: missed {count} of kind {kind}")


def _places(verified: BackCheck) -> set[tuple[str, str, str]]:
    return {(item.code, str(item.spot), item.written) for item in verified.disagreements}


def _share(found: list[bool]) -> str:
    return f"{sum(found)} of {len(found)} ({100 * sum(found) / max(1, len(found)):.1f} %)"


def _generated(case: Case) -> Case:
    """Return a project with the Word report the checker writes about it."""
    render: Any = importlib.import_module("checker.report.docx").render_docx
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "report.docx"
        path.write_bytes(render(case.checker.plan, case.facts, case.result))
        report = read_report(path, path.name, Problems())
    assert report is not None
    return replace(case, report=report)


def _changed(case: Case, number: int, count: int) -> Iterator[tuple[int, Report, str]]:
    """Yield copies of a report with one number changed, wherever a number stands before a unit."""
    picked = random.Random(20201231 + number)  # noqa: S311 - reproducible
    spots = [(i, m) for i, block in enumerate(case.report.blocks) for m in _UNITS.finditer(block.text)]
    for index, match in picked.sample(spots, min(count, len(spots))):
        block = case.report.blocks[index]
        old, digits = match.group(), len(match.group().partition(".")[2])
        new = f"{float(old) + picked.choice((1, 2, 3)):.{digits}f}"
        text = block.text[: match.start()] + new + block.text[match.end() :]
        row = tuple(text if cell == block.text else cell for cell in block.row)
        blocks = list(case.report.blocks)
        blocks[index] = replace(block, text=text, row=row)
        yield number, replace(case.report, blocks=tuple(blocks)), "number"


if __name__ == "__main__":
    main()
