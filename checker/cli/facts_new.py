"""``checker facts new``: a workbook to fill in, made from a pack."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Final

from checker.cli.kept import write_new
from checker.cli.words import day
from checker.messages import message
from checker.result import ExitCode
from checker.run import open_checker
from checker.source import EngineFault, Problems, UsageFault

BOOK: Final = ".xlsx"


def run_facts_new(*, rules: str, output: str, as_of: str) -> int:
    """Write the workbook and return the exit code; a workbook that is there and may be filled in is left alone."""
    if not rules:
        raise UsageFault(message("没有说用哪个规则包：用 --rules 写编号或文件夹，如 --rules xueliang-2020"))
    if not output:
        raise UsageFault(message("没有说写到哪里：用 -o 写文件名，如 -o facts.xlsx"))
    if Path(output).suffix.lower() != BOOK:
        raise UsageFault(message("“{output}”的后缀不是 .xlsx：写成如 -o facts.xlsx", output=output))
    on = day("--as-of", as_of)
    problems = Problems()
    checker = open_checker(rules, on or date.today(), problems, engine="plain")
    problems.raise_if_any()
    if checker is None:
        raise EngineFault(message("读取没有成功，却没有记下问题"))
    from checker.report.facts_book import Filled, blank_content, names_of, render_facts_book  # noqa: PLC0415 - openpyxl

    names = names_of(checker.plan, checker.vocabulary)
    filled = Filled(blank_content(checker.plan, on))
    write_new([(Path(output), render_facts_book(checker.plan, names, filled), None)])
    return ExitCode.CLEAN
