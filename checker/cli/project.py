"""Opens the project a command names: a path, with a bar while a large ledger is read, or standard input."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

from checker.cli.output import STDIN, facts_text
from checker.cli.progress import reading_progress
from checker.facts import open_facts, open_facts_text
from checker.pack import find_pack
from checker.run import open_project, open_project_text, open_raw
from checker.source import Problems

if TYPE_CHECKING:
    from datetime import date

    from checker.facts import FactSet
    from checker.run import Checker


def open_named(facts: str, *, rules: str, as_of: date | None, known_on: date | None = None) -> tuple[Checker, FactSet]:
    """Return the checker and the facts, ``-`` being standard input; raises as ``checker.run.check_path``.

    With ``known_on`` the rules are those that were known on that day, and the warnings say so.
    """
    if known_on is not None:
        return _as_known(facts, known_on, rules=rules, as_of=as_of)
    if facts == STDIN:
        return open_project_text(facts_text(sys.stdin.buffer), rules=rules or None, as_of=as_of)
    with reading_progress() as progress:
        return open_project(facts, rules=rules or None, as_of=as_of, progress=progress)


def _as_known(facts: str, day: date, *, rules: str, as_of: date | None) -> tuple[Checker, FactSet]:
    """Open a project with the text of its pack that was known on a day."""
    from checker.history import known_on as text_known_on  # noqa: PLC0415 - few runs ask for it

    problems = Problems()
    if facts == STDIN:
        raw = open_facts_text(facts_text(sys.stdin.buffer), STDIN, problems)
    else:
        with reading_progress() as progress:
            raw = open_facts(Path(facts), problems, progress)
    named = rules or (raw.header.rules if raw is not None else "")
    folder = find_pack(named, Problems(), start=Path.cwd()) if named else None
    if folder is None:  # what is wrong is said where it is found without a day, too
        return open_raw(raw, problems, rules=rules or None, as_of=as_of)
    with text_known_on(folder, day) as text:
        problems.found += text.notes
        return open_raw(raw, problems, rules=str(text.folder), as_of=as_of)
