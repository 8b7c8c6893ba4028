"""``checker facts requests``: lists the documents still needed, on the terminal, as a workbook or as a letter."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from checker.cli.output import STDIN, console, write_whole
from checker.cli.project import open_named
from checker.cli.words import day
from checker.messages import message
from checker.result import ExitCode
from checker.source import UsageFault

if TYPE_CHECKING:
    from checker.result import CheckResult

_TEXT = frozenset({"", ".txt"})


def run_requests(facts: str, *, output: str, rules: str, as_of: str) -> int:
    """Write the request list and return the exit code: 0 when nothing is missing, 3 when something is.

    The end of the output's name decides the form: ``.xlsx``, ``.docx``, else text. Nothing is written when the facts
    or the pack are wrong.
    """
    suffix = _suffix(output)
    checker, found = open_named(facts, rules=rules, as_of=day("--as-of", as_of))
    result = checker.check(found)
    _write(result, suffix, output)
    return ExitCode.UNDECIDED if result.requests else ExitCode.CLEAN


def _suffix(output: str) -> str:
    suffix = "" if output in {"", STDIN} else Path(output).suffix.lower()
    if suffix not in _TEXT | {".xlsx", ".docx"}:
        raise UsageFault(message("从“{output}”看不出格式：后缀用 .xlsx、.docx 或 .txt", output=output))
    return suffix


def _write(result: CheckResult, suffix: str, output: str) -> None:
    if suffix == ".xlsx":
        from checker.report.requests.workbook import render_workbook  # noqa: PLC0415 - only this form needs openpyxl

        write_whole(Path(output), render_workbook(result))
    elif suffix == ".docx":
        from checker.report.requests.letter import render_letter  # noqa: PLC0415 - only this form needs python-docx

        write_whole(Path(output), render_letter(result))
    else:
        from checker.report.terminal.requests import print_requests  # noqa: PLC0415 - rich is slow to load

        with console(output) as out:
            print_requests(result, out)
