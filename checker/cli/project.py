"""Opens the project a command names: a path, with a bar while a large ledger is read, or standard input."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

from checker.cli.output import STDIN, facts_text
from checker.cli.progress import reading_progress
from checker.run import open_project, open_project_text

if TYPE_CHECKING:
    from datetime import date

    from checker.facts import FactSet
    from checker.run import Checker


def open_named(facts: str, *, rules: str, as_of: date | None) -> tuple[Checker, FactSet]:
    """Return the checker and the facts, ``-`` being standard input; raises as ``checker.run.check_path``."""
    if facts == STDIN:
        return open_project_text(facts_text(sys.stdin.buffer), rules=rules or None, as_of=as_of)
    with reading_progress() as progress:
        return open_project(facts, rules=rules or None, as_of=as_of, progress=progress)
