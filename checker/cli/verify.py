"""``checker report verify``: compares a written report with facts, rules and scores, and prints what disagrees."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Final

from checker.cli.output import console, emit
from checker.cli.project import open_named
from checker.cli.words import day, one_of
from checker.messages import language, message
from checker.source import InputError, Problems, UsageFault

if TYPE_CHECKING:
    from datetime import date

    from checker.facts import FactSet
    from checker.run import Checker

FORMATS: Final = ("text", "json")


def run_verify(document: str, *, facts: str, format_: str, output: str, rules: str, as_of: str) -> int:
    """Compare the report and return the exit code: 0 nothing disagrees, 1 something does, 3 nothing could be tied."""
    from checker.backcheck import read_report, verify_report  # noqa: PLC0415 - only this command reads reports

    one_of("--format", format_, FORMATS)
    if not facts:
        raise UsageFault(message("没有说与哪些事实核对：用 --facts 写事实文件或文件夹"))
    problems = Problems()
    report = read_report(Path(document), document, problems)
    checker, found = _project(facts, rules, day("--as-of", as_of), problems)
    problems.raise_if_any()
    assert report is not None  # noqa: S101 - else there is a problem
    with language("zh"):  # the report is Chinese, so what it is compared with has to be
        verified = verify_report(report, checker.plan, found, checker.check(found))
    if format_ == "json":
        from checker.report.backcheck import render_backcheck  # noqa: PLC0415 - as above

        emit(render_backcheck(verified), output)
    else:
        from checker.report.terminal.backcheck import print_backcheck  # noqa: PLC0415 - as above

        with console(output) as screen:
            print_backcheck(verified, screen)
    return verified.exit_code


def _project(facts: str, rules: str, as_of: date | None, problems: Problems) -> tuple[Checker, FactSet]:
    """Open the project; what is wrong with it is raised together with what is wrong with the report."""
    try:
        return open_named(facts, rules=rules, as_of=as_of)
    except InputError as error:
        raise InputError([*problems.found, *error.problems]) from None
