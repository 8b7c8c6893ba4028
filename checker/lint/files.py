"""Looks at the pack as a whole: its record of changes, the kinds it is for, and how its ids are written."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING, Final

from checker.lint.registry import Check, Found
from checker.messages import message
from checker.pack.find import PACK_FILE
from checker.source import did_you_mean

if TYPE_CHECKING:
    from collections.abc import Iterator

    from checker.lint.inspection import Inspection
    from checker.source import Place

_CHANGELOG: Final = "CHANGELOG.md"
KINDS: Final = ("单位自评", "部门评价", "财政评价")
"""The three kinds of evaluation of 财预〔2020〕10号."""


def unrecorded_version(inspection: Inspection) -> Iterator[Found]:
    """Yield a pack whose record of changes says nothing about its version."""
    document = inspection.pack.files.get(PACK_FILE)
    if document is None:
        return
    version, place = inspection.pack.model.version, document.place(("version",))
    hint = message("加一节“## {version}”，写明改了什么、哪些规则、从哪天起", version=version)
    text = _text(Path(document.name).with_name(_CHANGELOG))
    if text is None:
        yield Found(place, message("没有变更记录 {file}", file=_CHANGELOG), hint)
    elif not re.search(rf"(?m)^#+.*(?<![\d.]){re.escape(version)}(?![\d.])", text):
        yield Found(place, message("变更记录 {file} 里没有 {version}", file=_CHANGELOG, version=version), hint)


def _text(path: Path) -> str | None:
    try:
        return path.read_text("utf-8", errors="replace")
    except OSError:
        return None


def unknown_kinds(inspection: Inspection) -> Iterator[Found]:
    """Yield kinds of evaluation that there are not: no project will ever be of them."""
    document = inspection.pack.files.get(PACK_FILE)
    for index, kind in enumerate(inspection.pack.model.kinds):
        if kind not in KINDS and document is not None:
            what = message("没有“{kind}”这种评价类型，用不到任何项目上", kind=kind)
            hint = did_you_mean(kind, KINDS) or message("可以写：{names}", names="、".join(KINDS))
            yield Found(document.place(("kinds", index)), what, hint)


def id_style(inspection: Inspection) -> Iterator[Found]:
    """Yield ids not written as the others: - in what is named in files, _ in what is named in expressions."""
    pack = inspection.pack
    named = [(name, entry.origin.key()) for name, entry in pack.rules.items()]
    named += [(name, entry.origin.key()) for name, entry in pack.problems.items()]
    named += [(name, entry.origin.key()) for name, entry in pack.documents.items()]
    for name, place in named:
        if "_" in name:
            yield _renamed(name, name.replace("_", "-"), place)
    named = [(name, entry.origin.key()) for name, entry in pack.parameters.items()]
    for name, entry in pack.fact_types.items():
        named.append((name, entry.origin.key()))
        named += [(field, entry.origin.key("fields", field)) for field in entry.model.fields]
    for name, place in named:
        if "-" in name:
            yield _renamed(name, name.replace("-", "_"), place)


def _renamed(name: str, better: str, place: Place) -> Found:
    what = message("编号“{name}”的写法与别处不同", name=name)
    return Found(place, what, message("用 checker rules rename 改成 {better}", better=better))


CHECKS: Final = (
    Check("changelog-version", "warning", message("变更记录里没有这个版本"), unrecorded_version),
    Check("unknown-kind", "warning", message("没有这种评价类型"), unknown_kinds),
    Check("id-style", "info", message("编号的写法与别处不同"), id_style),
)
