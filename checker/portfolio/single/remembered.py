"""Says, as seen from a result, where its source, mapping and rule pack lie, and finds them again from there.

Knows nothing about what stands in them.
"""

from __future__ import annotations

import os
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from checker.messages import message
from checker.source import UsageFault

if TYPE_CHECKING:
    from collections.abc import Mapping

KEY: Final = "again"
"""The entry of the manifest that holds what ``remembered`` gives."""
_URL: Final = "://"


@dataclass(frozen=True, slots=True)
class Remembered:
    """What a result was made of; ``pack`` is what its manifest says of the rule pack, ``files`` the digests by name."""

    source: str
    rules: str
    mapping: Path | None
    projects: tuple[str, ...]
    as_of: date
    pack: Mapping[str, str]
    files: Mapping[str, str]
    mapping_digest: str
    kind: str


def remembered(
    source: str, rules: str, mapping: Path | None, projects: tuple[str, ...], out: Path
) -> dict[str, object]:
    """Return what the manifest of a result at ``out`` keeps, so that single projects can be read again.

    Paths are relative to ``out``, so that both may be moved together. An address may hold a password: it is not kept.
    """
    return {
        "source": None if _URL in source else _relative(Path(source), out),
        "rules": _relative(Path(rules), out) if Path(rules).is_dir() else rules,
        "mapping": None if mapping is None else _relative(mapping, out),
        "projects": list(projects),
    }


def _relative(path: Path, out: Path) -> str | None:
    try:
        return Path(os.path.relpath(path.resolve(), out.resolve())).as_posix()
    except ValueError:  # on another drive
        return None


def recalled(manifest: Mapping[str, Any], out: Path, source: str = "", rules: str = "") -> Remembered:
    """Return what a manifest tells; ``source`` and ``rules`` stand in where these lie elsewhere by now.

    Raises ``UsageFault`` when the manifest does not say where the source is.
    """
    again, told = manifest.get(KEY, {}), manifest["source"]
    kept = again.get("source")
    if not source and kept is None:
        raise UsageFault(message("{path} 没有记下事实的来源在哪里：用 --source 写出来", path=out))
    mapping = again.get("mapping")
    named = rules or str(again.get("rules") or manifest["pack"]["id"])
    if not rules and (out / named).is_dir():
        named = str(_tidy(out / named))
    return Remembered(
        source or str(_tidy(out / str(kept))),
        named,
        None if mapping is None else _tidy(out / str(mapping)),
        tuple(again.get("projects", ())),
        date.fromisoformat(manifest["as_of"]),
        manifest["pack"],
        {file["name"]: file["sha256"] for file in told["files"]},
        told["mapping"] or "",
        told["kind"],
    )


def _tidy(path: Path) -> Path:
    """Return a path without ``..``, from the working folder on where that is shorter."""
    whole = path.resolve()
    try:
        return whole.relative_to(Path.cwd())
    except ValueError:
        return whole


def refuse_other_pack(told: Remembered, digest: str) -> None:
    """Raise ``UsageFault`` when a pack is not, byte for byte, the one that the result was decided by."""
    if digest != told.pack["digest"]:
        what = message(
            "规则包 {pack} 和做这个结果时的 {version} 不同：用 --rules 写当时的规则包，或重新运行 checker batch",
            pack=told.rules, version=told.pack["version"],
        )  # fmt: skip
        raise UsageFault(what)


def refuse_other_source(told: Remembered, files: Mapping[str, str], mapping: str) -> None:
    """Raise ``UsageFault`` when a file of the source, or the mapping, is no longer what the result was decided on.

    What a server holds cannot be compared: only the rows of the chosen projects are asked of it.
    """
    if told.kind == "postgresql":
        return
    names = told.files.keys() | files.keys()
    changed = sorted(name for name in names if told.files.get(name) != files.get(name))
    if mapping != told.mapping_digest:
        changed.append(message("对照文件").render())
    if changed:
        what = message(
            "来源在做这个结果以后变了：{names}。重新运行 checker batch，或用 --source 写当时的来源",
            names="、".join(changed),
        )  # fmt: skip
        raise UsageFault(what)
