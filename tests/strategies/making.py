"""Makes checkers and facts in memory, the way the command does from files."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any

import yaml

from checker.facts import FactSet, parse_facts
from checker.pack import Pack, load_pack
from checker.plan.vocabulary import vocabulary_of
from checker.run import Checker, prepare
from checker.source import Problems

if TYPE_CHECKING:
    from collections.abc import Mapping

DAY = date(2020, 12, 31)
"""The day checks are made for."""


def small_pack(
    vocabulary: object,
    rules: Mapping[str, object] | None = None,
    problems: object = None,
    *,
    indicators: object = None,
    parameters: object = None,
    raw: Mapping[str, str] | None = None,
) -> Pack:
    """Return a pack of YAML texts or data.

    A rule says only what matters: it has a title and a message of its own unless it writes them; a ``raw`` one is
    written as it stands.
    """
    head = {"id": "small", "title": "小规则包", "version": "1.0.0", "documents": {"law": {"title": "办法"}}}
    files = {"pack.yaml": _text(head), "vocabulary.yaml": _text(vocabulary)}
    parts = {"indicators": indicators, "parameters": parameters, "problems": problems}
    files |= {f"{name}.yaml": _text(part) for name, part in parts.items() if part}
    for name, rule in (rules or {}).items():
        data: Any = yaml.safe_load(rule) if isinstance(rule, str) else rule
        files[f"rules/{name}.yaml"] = _text({"title": f"规则{name}", "message": f"发现{name}", **data})
    files |= {f"rules/{name}.yaml": text for name, text in (raw or {}).items()}
    return load(files, "small")


def _text(part: object) -> str:
    return part if isinstance(part, str) else json.dumps(part, ensure_ascii=False, default=str)


def load(files: Mapping[str, str], name: str = "drawn") -> Pack:
    """Return the pack whose folder ``name`` has these files; raises ``InputError`` when something is wrong with it."""
    problems = Problems()
    with TemporaryDirectory() as home:
        for file, text in files.items():
            path = Path(home, name, file)
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, "utf-8")
        pack = load_pack(Path(home, name), problems)
    problems.raise_if_any()
    assert pack is not None
    return pack


def checker_of(pack: Pack, engine: str = "plain", day: date = DAY) -> Checker:
    """Return the checker of a pack; raises ``InputError`` when the pack cannot be planned."""
    problems = Problems()
    checker = prepare(pack, day, problems, engine=engine)
    problems.raise_if_any()
    assert checker is not None
    return checker


def facts_of(pack: Pack, written: str | Mapping[str, object]) -> FactSet:
    """Return facts from YAML text or data; raises ``InputError`` when something is wrong with them."""
    problems = Problems()
    data: Any = yaml.load(written, Loader=yaml.BaseLoader) if isinstance(written, str) else written  # noqa: S506 - text only
    facts = parse_facts(data or {}, "facts", vocabulary_of(pack), problems)
    problems.raise_if_any()
    assert facts is not None
    return facts
