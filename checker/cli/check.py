"""``checker check``: reads facts, decides, and prints or writes the result in one of the formats."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from checker.cli.output import console, emit
from checker.cli.project import open_named
from checker.cli.words import day, one_of
from checker.result import SEVERITIES

if TYPE_CHECKING:
    from datetime import date

    from checker.result import CheckResult

FORMATS: Final = ("text", "json", "markdown")


def run_check(
    facts: str,
    *,
    rules: str,
    as_of: str,
    known_on: str,
    format_: str,
    output: str,
    fail_on: str,
    strict: bool,
    verify: bool,
) -> int:
    """Check ``facts`` and return the exit code."""
    one_of("--format", format_, FORMATS)
    one_of("--fail-on", fail_on, SEVERITIES)
    known = day("--known-on", known_on)
    result = decide(facts, rules=rules, as_of=day("--as-of", as_of), known_on=known, verify=verify)
    if format_ == "text":
        from checker.report.terminal import print_result  # noqa: PLC0415

        with console(output) as screen:
            print_result(result, screen)
    elif format_ == "json":
        from checker.report.json import render_json  # noqa: PLC0415

        emit(render_json(result), output)
    else:
        from checker.report.markdown import render_markdown  # noqa: PLC0415

        emit(render_markdown(result), output)
    return result.exit_code(fail_on, strict=strict)


def decide(
    facts: str, *, rules: str, as_of: date | None, known_on: date | None = None, verify: bool = False
) -> CheckResult:
    """Return the result for a path, or for standard input when ``facts`` is ``-``."""
    checker, found = open_named(facts, rules=rules, as_of=as_of, known_on=known_on)
    return checker.check(found, verify=verify)
