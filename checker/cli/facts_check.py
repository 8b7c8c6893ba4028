"""``checker facts check``: shows what is wrong with facts and what is missing, also in the cells of a copy."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Final

from checker.cli.output import STDIN, console, write_whole
from checker.cli.progress import reading_progress
from checker.cli.words import day
from checker.facts import open_facts
from checker.facts.files import shown_name
from checker.messages import message, tr
from checker.report.terminal.facts_check import FactsReview, print_facts_review
from checker.result import ExitCode
from checker.run import open_raw
from checker.source import InputError, Problems, UsageFault

if TYPE_CHECKING:
    from datetime import date

    from checker.facts import RawFacts

_COPIED: Final = ".xlsx"


def run_facts_check(facts: str, *, annotate: str, strict: bool, rules: str, as_of: str) -> int:
    """Print what is wrong and what is missing, and return the exit code.

    2 when something is wrong, 3 with ``strict`` when something is missing, else 0. The annotated copy is written first,
    also where there are errors.
    """
    path, copy = Path(facts), Path(annotate) if annotate else None
    _accept(facts, path, copy)
    problems = Problems()
    with reading_progress() as progress:
        raw = open_facts(path, problems, progress)
    review, fault = _review(raw, path, problems, rules=rules, as_of=day("--as-of", as_of))
    if copy is not None and raw is not None:
        _write_copy(copy, path, review, raw.header.as_of)
    if raw is not None:
        with console("-") as screen:
            print_facts_review(review, screen)
    if fault is not None:
        raise fault
    return ExitCode.UNDECIDED if strict and review.missing else ExitCode.CLEAN


def _accept(facts: str, path: Path, copy: Path | None) -> None:
    """Raise ``UsageFault`` for wishes that do not go together."""
    if facts == STDIN:
        raise UsageFault(message("facts check 不读标准输入：把事实存成文件，再写文件名"))
    if copy is None:
        return
    if path.is_dir() or path.suffix.lower() != _COPIED:
        raise UsageFault(message("--annotate 只用于一个 .xlsx 工作簿：写工作簿的文件名"))
    if copy.suffix.lower() != _COPIED:
        raise UsageFault(message("--annotate 写出的是 .xlsx 文件：{copy} 的后缀要改成 .xlsx", copy=copy))
    if copy.resolve() == path.resolve():
        raise UsageFault(message("--annotate 不改原件：换一个文件名"))


def _review(
    raw: RawFacts | None, path: Path, problems: Problems, *, rules: str, as_of: date | None
) -> tuple[FactsReview, InputError | None]:
    """Return what there is to say, and the fault that ends the command when something is wrong.

    Raises ``UsageFault`` when no pack is named and nothing else is wrong.
    """
    name = shown_name(path)
    ledgers = raw.ledgers if raw is not None else ()
    try:
        checker, facts = open_raw(raw, problems, rules=rules or None, as_of=as_of)
        result = checker.check(facts)
    except InputError as fault:
        everything = InputError([*problems.found, *fault.problems])
        return FactsReview(name, everything.problems, ledgers), everything
    found = InputError(problems.found).problems
    return FactsReview(name, found, ledgers, facts, checker.plan, result), None


def _write_copy(copy: Path, path: Path, review: FactsReview, on: date | None) -> None:
    from checker.report.annotate import annotated, left_behind  # noqa: PLC0415 - only a copy loads openpyxl

    made = annotated(path, review.name, review.problems, on)
    write_whole(copy, made)
    if left_behind(path.read_bytes(), made):
        sys.stderr.write(tr("提醒：{copy} 里没有原件的图片和图表，改正请在原件上做", copy=copy) + "\n")
