"""``checker explain``: shows why one check came to its outcome."""

from __future__ import annotations

from checker.cli.output import STDIN, console
from checker.cli.project import open_named
from checker.cli.words import day
from checker.explain import explain
from checker.messages import message
from checker.result import ExitCode
from checker.source import UsageFault


def run_explain(facts: str, check: str, *, rules: str, as_of: str, known_on: str) -> int:
    """Explain the checks called ``check`` and return the exit code."""
    from checker.report.terminal.explain import print_explanation  # noqa: PLC0415
    from checker.report.terminal.lines import put  # noqa: PLC0415

    if facts == STDIN:
        raise UsageFault(message("explain 不读标准输入：把事实存成文件，再写文件名"))
    known = day("--known-on", known_on)
    checker, found = open_named(facts, rules=rules, as_of=day("--as-of", as_of), known_on=known)
    result = checker.check(found)
    explanations = explain(checker, found, result, check)
    with console("-") as screen:
        for warning in result.warnings if known else ():
            put(screen, (str(warning), "yellow"))
        for number, explanation in enumerate(explanations):
            if number:
                screen.print()
            print_explanation(explanation, screen)
    return ExitCode.CLEAN
