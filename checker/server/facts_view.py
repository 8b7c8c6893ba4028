"""Turns a facts file, with the texts an editor holds, into everything found wrong with the facts it belongs to."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from checker.facts import open_facts
from checker.pack.files import shown_name
from checker.plan import build_plan
from checker.plan.coverage import check_kind
from checker.plan.tables import build_tables
from checker.plan.vocabulary import vocabulary_of
from checker.source import Problems, digest_of
from checker.source.read import parse_document

if TYPE_CHECKING:
    from pathlib import Path

    from checker.facts import RawFacts
    from checker.server.desk import Desk
    from checker.source import Problem

_LEDGERS: Final = re.compile(r"(?m)^[\"']?(?:ledgers|台账)[\"']?[ \t]*:")


def facts_problems(desk: Desk, root: Path, folder: Path) -> tuple[Problem, ...]:
    """Return what is wrong with the facts at ``root``, a file or a folder, by the pack in ``folder``.

    Where ledgers stand behind the facts, only how the files are written is looked at: ledgers may be large.
    """
    problems = Problems()
    files = [root] if root.suffix else sorted(root.glob("*.yaml"))
    if any(_LEDGERS.search(desk.text(file) or "") for file in files):
        for file in files:
            text = desk.text(file) or ""
            parse_document(text, shown_name(file), digest_of(text.encode("utf-8", "surrogatepass")), problems)
        return tuple(problems.found)
    raw = open_facts(root, problems, unsaved=dict(desk.texts))
    if raw is not None:
        _typed(raw, desk, folder, problems)
    return tuple(dict.fromkeys(problems.found))


def _typed(raw: RawFacts, desk: Desk, folder: Path, problems: Problems) -> None:
    """Record what the pack's words make of the facts; a pack with errors of its own says nothing about them."""
    view = desk.view(folder)
    if view.pack is None or not view.sound:
        return
    facts = raw.typed(vocabulary_of(view.pack), problems)
    check_kind(raw, view.pack, problems)
    plan = build_plan(view.pack, raw.header.as_of or desk.today, Problems())
    if facts is not None and plan is not None:
        build_tables(plan, facts, problems)
