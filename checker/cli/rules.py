"""``checker rules test`` and ``schema``: runs the cases of packs, and gives the schemas of their files."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Final

import checker
from checker.cli.output import console, emit, make_folder, write_whole
from checker.cli.packs import sound_packs
from checker.cli.words import one_of, share
from checker.messages import message
from checker.result import ExitCode
from checker.run import ENGINES
from checker.source import UsageFault

if TYPE_CHECKING:
    from checker.testing import CaseReport

_ALL: Final = "all"
RESULT: Final = "result"
RESULT_SCHEMA: Final = Path(checker.__file__).parent / "schema" / "result.schema.json"


def run_rules_test(packs: list[str], *, engine: str, coverage: bool, at_least: str) -> int:
    """Run the cases of ``packs`` (all below ./rules when none is named) and return the exit code.

    A case that differs, one still to be confirmed, and a coverage below ``at_least`` are findings.
    """
    from checker.report.terminal.cases import print_cases, print_coverage  # noqa: PLC0415
    from checker.testing import Observer, run_cases  # noqa: PLC0415

    one_of("--engine", engine, [*ENGINES, _ALL])
    least = share("--at-least", at_least)
    engines = list(ENGINES) if engine == _ALL else [engine]
    observers: list[Observer] = []
    reports: list[CaseReport] = []
    for pack in sound_packs(packs):
        observers.append(Observer(pack))
        reports += run_cases(pack, engines, observers[-1] if coverage or least is not None else None)
    if not reports:
        raise UsageFault(message("这些规则包没有用例"))
    covered = [observer.coverage() for observer in observers] if coverage or least is not None else []
    with console("-") as screen:
        print_cases(reports, screen)
        print_coverage(covered, least, screen)
    short = least is not None and any(found.share < least for found in covered)
    failed = any(not report.passed or report.to_confirm for report in reports)
    return ExitCode.FINDINGS if failed or short else ExitCode.CLEAN


def run_rules_schema(kind: str, *, output: str) -> int:
    """Print the schema of one kind of file, list the kinds, or write all of them to a folder."""
    from checker.pack.schema import schema_text, schemas  # noqa: PLC0415

    found = {**schemas(), RESULT: json.loads(RESULT_SCHEMA.read_text("utf-8"))}
    if output:
        folder = make_folder(Path(output))
        for name, schema in found.items():
            write_whole(folder / f"{name}.schema.json", schema_text(schema))
    elif kind:
        emit(schema_text(found[one_of("KIND", kind, found)]), "-")
    else:
        emit("\n".join(found) + "\n", "-")
    return ExitCode.CLEAN
