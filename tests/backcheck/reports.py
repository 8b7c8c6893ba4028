"""Reports of the seed's project in a few lines, and what verifying them comes to."""

from __future__ import annotations

import tempfile
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

from checker.backcheck import BackCheck, read_report, verify_report
from checker.backcheck.read import Report, text_blocks
from checker.run import open_project
from checker.source import Problems

if TYPE_CHECKING:
    from checker.facts import FactSet
    from checker.result import CheckResult
    from checker.run import Checker

ROOT = Path(__file__).parent.parent.parent


@lru_cache
def seed() -> tuple[Checker, FactSet, CheckResult]:
    """Return the seed's project, checked once."""
    checker, facts = open_project(ROOT / "facts" / "xinjian-2020", rules=str(ROOT / "rules" / "xueliang-2020"))
    return checker, facts, checker.check(facts)


def verified(text: str, *, marked: bool = False) -> BackCheck:
    """Return what verifying a text about the seed's project comes to."""
    checker, facts, result = seed()
    return verify_report(report_of(text, marked=marked), checker.plan, facts, result)


def report_of(text: str, *, marked: bool = False) -> Report:
    """Return a text as a report that was read."""
    return Report("report.txt", "", text_blocks(text, "report.txt", marked=marked))


def codes(text: str) -> list[str]:
    """Return the codes of the disagreements of a text, in order."""
    return [item.code for item in verified(text).disagreements]


def written(text: str) -> list[tuple[str, str, str]]:
    """Return code, what is written and what is expected, for each disagreement."""
    return [(item.code, item.written, item.expected) for item in verified(text).disagreements]


def read_bytes(content: bytes, name: str = "report.docx") -> Report:
    """Return a report given as the bytes of its file."""
    problems = Problems()
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / name
        path.write_bytes(content)
        report = read_report(path, name, problems)
    assert report is not None, problems.found
    return report
