"""Decides what an archive holds: lays its files out in an empty folder and checks them there.

Packing up and replaying both do just this, so that the same contents come to the same result wherever they lie: every
place in a result is named as seen from that folder.
"""

from __future__ import annotations

from contextlib import chdir
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

from checker.archive.manifest import FACTS, RULES
from checker.facts import EvidenceFile, open_facts
from checker.messages import language, message
from checker.run import open_raw
from checker.source import InputError, Place, Problem, Problems, UsageFault

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from checker.archive.manifest import Manifest, Sealed
    from checker.result import CheckResult


def decide(
    members: Mapping[str, bytes], manifest: Manifest, render: Callable[[CheckResult], str]
) -> tuple[CheckResult, bytes]:
    """Return the result and how it is written down; raises ``InputError`` when facts or rules are not in order.

    The process works in the temporary folder meanwhile.
    """
    with TemporaryDirectory() as folder, chdir(folder), language(manifest.language):
        for name, content in members.items():
            _lay_out(_laid_out(name, manifest.facts.folder), content)
        result = _check(manifest, {name.split("/")[1] for name in members if name.startswith(f"{RULES}/")})
        return result, render(result).encode()


def _laid_out(name: str, facts_folder: str) -> Path:
    """Return where a member lies: rules as they are named, facts in the folder in which they lay."""
    return Path(facts_folder, name.removeprefix(f"{FACTS}/")) if name.startswith(f"{FACTS}/") else Path(name)


def _lay_out(path: Path, content: bytes) -> None:
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
    except OSError as error:
        raise UsageFault(message("写不了 {path}：{why}", path=path, why=error.strerror or error)) from None


def _check(manifest: Manifest, packs: set[str]) -> CheckResult:
    problems = Problems()
    raw = open_facts(Path(manifest.facts.path), problems)
    if raw is not None:
        raw = replace(raw, evidence={file.file: _state(file) for file in manifest.evidence})
    rules = f"{RULES}/{manifest.rules}"
    checker, facts = open_raw(raw, problems, rules=rules, as_of=manifest.as_of, engine=manifest.tool.engine)
    absent = [pack.id for pack in checker.plan.pack.lineage if pack.id not in packs and pack.id != checker.plan.pack.id]
    if absent:  # such a pack was found outside the archive
        what = message("归档里没有上级规则包“{id}”", id=absent[0])
        raise InputError([Problem("archive-missing", Place(rules), what)])
    return checker.check(facts)


def _state(file: Sealed) -> EvidenceFile:
    return EvidenceFile(file.file, Place(""), file.recorded, file.present)
