"""Finds out what of an earlier result may be taken over; knows nothing about how it was decided."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from checker.messages import Message, message
from checker.portfolio.run.manifest import read_manifest
from checker.portfolio.run.sealing import file_digest
from checker.portfolio.run.tables import FINGERPRINTS

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path


_OTHER: Final = {
    "pack": message("规则包和上次不同"),
    "as_of": message("检查基准日和上次不同"),
    "tool": message("checker 的版本和上次不同"),
}
"""Why nothing may stand when the rules are no longer those of the earlier result."""


@dataclass(frozen=True, slots=True)
class Earlier:
    """An earlier result by the same rules for the same day: the files and the columns of each table."""

    files: Mapping[str, tuple[Path, ...]]
    columns: Mapping[str, Mapping[str, str]]


def earlier_result(out: Path, rules: Mapping[str, object], tables: Iterable[str]) -> Earlier | Message:
    """Return the result at ``out`` if rows of it may stand, else why everything must be decided again.

    ``rules`` is what the manifest says of pack, day and tool. Raises ``UsageFault`` when ``out`` is no result.
    """
    manifest = read_manifest(out)
    for name, wanted in rules.items():
        if manifest.get(name) != wanted:
            return _OTHER[name]
    found = manifest["tables"]
    assert isinstance(found, dict)  # noqa: S101 - a manifest of this format
    if FINGERPRINTS not in found:
        return message("上次没有用 --incremental，没有记下各项目的摘要")
    if not set(tables) <= set(found):
        return message("上次没有写出全部所要的表")
    files = {name: tuple(out / name / part["file"] for part in table["parts"]) for name, table in found.items()}
    for name, table in found.items():
        for path, part in zip(files[name], table["parts"], strict=True):
            if not path.is_file() or file_digest(path) != part["sha256"]:
                return message("上次的结果 {path} 缺少或改过", path=path.relative_to(out))
    return Earlier(files, {name: table["columns"] for name, table in found.items()})
