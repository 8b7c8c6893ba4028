"""Opens the facts and the pack they are checked by, wherever they lie, and makes both ready for a check."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from checker.facts import FactSet, RawFacts, open_facts, open_facts_text
from checker.messages import message
from checker.pack import Pack, find_pack, load_pack
from checker.plan.coverage import check_kind
from checker.run.checker import Checker, prepare
from checker.source import EngineFault, Problems, UsageFault

if TYPE_CHECKING:
    from checker.facts.rows_read import Progress
    from checker.result import CheckResult


def check_path(
    path: Path | str,
    *,
    rules: str | None = None,
    as_of: date | None = None,
    engine: str = "durable",
    verify: bool = False,
) -> CheckResult:
    """Check the facts in a file or folder by the pack named, else by the pack the facts name.

    Raises ``InputError`` with everything wrong in facts and pack, ``UsageFault`` when no pack is named.
    """
    checker, facts = open_project(path, rules=rules, as_of=as_of, engine=engine)
    return checker.check(facts, verify=verify)


def check_text(
    text: str,
    *,
    rules: str | None = None,
    as_of: date | None = None,
    engine: str = "durable",
    verify: bool = False,
    name: str = "-",
) -> CheckResult:
    """Check facts given as YAML or JSON text, such as standard input; as ``check_path``."""
    checker, facts = open_project_text(text, rules=rules, as_of=as_of, engine=engine, name=name)
    return checker.check(facts, verify=verify)


def open_project(
    path: Path | str,
    *,
    rules: str | None = None,
    as_of: date | None = None,
    engine: str = "durable",
    progress: Progress | None = None,
) -> tuple[Checker, FactSet]:
    """Return the checker and the facts of a file or folder, ready to be checked; raises as ``check_path``."""
    problems = Problems()
    return open_raw(open_facts(Path(path), problems, progress), problems, rules=rules, as_of=as_of, engine=engine)


def open_project_text(
    text: str, *, rules: str | None = None, as_of: date | None = None, engine: str = "durable", name: str = "-"
) -> tuple[Checker, FactSet]:
    """Return the checker and the facts given as YAML or JSON text; raises as ``check_path``."""
    problems = Problems()
    return open_raw(open_facts_text(text, name, problems), problems, rules=rules, as_of=as_of, engine=engine)


def open_raw(
    raw: RawFacts | None,
    problems: Problems,
    *,
    rules: str | None = None,
    as_of: date | None = None,
    engine: str = "durable",
) -> tuple[Checker, FactSet]:
    """Return the checker and the facts for facts that were opened, with what went wrong so far; as ``check_path``."""
    if raw is None:
        problems.raise_if_any()
        raise UsageFault(message("没有读到事实"))
    named = rules or raw.header.rules
    if not named:
        problems.raise_if_any()
        raise UsageFault(message("没有说用哪个规则包：在事实里写“规则包”（rules），或用 --rules"))
    day = as_of or raw.header.as_of or date.today()
    of_pack = Problems()  # of its own, so that what is wrong with the header does not hide what is wrong with the facts
    folder = find_pack(named, of_pack, start=Path.cwd(), place=None if rules else raw.header.places["rules"])
    checker = None if folder is None else open_checker(str(folder), day, of_pack, engine=engine)
    problems.found += of_pack.found
    facts = None if checker is None else raw.typed(checker.vocabulary, problems)
    if checker is not None:
        checker = replace(checker, warnings=problems)
        check_kind(raw, checker.plan.pack, problems)
    problems.raise_if_any()
    if checker is None or facts is None:
        raise EngineFault(message("读取没有成功，却没有记下问题"))
    return checker, facts


def open_checker(rules: str, as_of: date, problems: Problems, *, engine: str = "durable") -> Checker | None:
    """Return the checker for a pack named by folder or id; what is wrong is recorded, and gives None."""
    folder = find_pack(rules, problems, start=Path.cwd())
    pack = None if folder is None else load_pack(folder, problems, keep_going=True)
    return None if pack is None else prepare(pack, as_of, problems, engine=engine)


def load_sound_pack(folder: Path, problems: Problems) -> Pack | None:
    """Return the pack in ``folder`` with its cases; all that is wrong, expressions too, is recorded and gives None."""
    pack = load_pack(folder, problems, with_cases=True, keep_going=True)
    sound = pack is not None and prepare(pack, date.today(), problems, engine="plain") is not None
    return pack if sound else None
