"""Turns a mapping file (``mapping.yaml``) into a ``SourceMapping``; knows nothing about tables, columns or packs.

What is wrong is recorded where it stands, all at once; whether the tables and columns exist is seen when they are read.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from checker.facts.files import shown_name
from checker.facts.parts import Part, parts_by_id
from checker.facts.vocabulary import aliases_of
from checker.messages import message, tr
from checker.source import read_document
from checker.source.document import Mapping, Scalar, Sequence

if TYPE_CHECKING:
    from collections.abc import Mapping as PlainMapping
    from pathlib import Path

    from checker.source import Problems

_TOP: Final = aliases_of({"tables": "表", "projects_from": "项目来自"})
_TABLE: Final = aliases_of({
    "table": "表名", "sheet": "工作表", "type": "类型", "project": "项目", "columns": "列", "units": "单位",
    "complete": "完整", "where": "筛选",
})  # fmt: skip
_TRUTHS: Final = {"是": True, "true": True, "否": False, "false": False}


@dataclass(frozen=True, slots=True)
class TableMapping:
    """What is said of one table: parts of the mapping file, so that every name knows its place.

    ``columns`` and ``units`` are by the field as written: its id or label, ``资金.预算数`` for one of another type.
    """

    part: Part
    table: Part
    sheet: Part | None = None
    type: Part | None = None
    project: Part | None = None
    columns: PlainMapping[str, Part] = field(default_factory=dict)
    units: PlainMapping[str, Part] = field(default_factory=dict)
    complete: bool = False
    where: Part | None = None


@dataclass(frozen=True, slots=True)
class SourceMapping:
    """Which table is which fact type and which column which field, where the names do not say so themselves.

    ``projects_from`` names the fact type whose rows are the projects, where there is no table of projects. ``name`` is
    what the file is called to people, ``digest`` the SHA-256 of its bytes.
    """

    name: str
    digest: str
    tables: tuple[TableMapping, ...] = ()
    projects_from: Part | None = None


def read_mapping(path: Path, problems: Problems) -> SourceMapping | None:
    """Return what a mapping file says; everything wrong with it is recorded in ``problems`` and gives None."""
    before = len(problems.errors)
    document = read_document(path, shown_name(path), problems)
    if document is None:
        return None
    root = Part(document.name, document.root)
    if not isinstance(document.root, Mapping):
        hint = message("最外层写“表: ……”，下面每张表以“- ”开头")
        problems.add("not-a-mapping", root.place, message("映射文件的最外层要写成“名称: 值”"), hint)
        return None
    parts = parts_by_id(root, tr("映射文件"), _TOP, problems)
    tables = tuple(filter(None, (_table(item, problems) for item in _items(parts.get("tables"), problems))))
    if len(problems.errors) > before:
        return None
    return SourceMapping(document.name, document.digest, tables, _given(parts.get("projects_from")))


def _items(part: Part | None, problems: Problems) -> list[Part]:
    if part is None or part.blank:
        return []
    if not isinstance(part.node, Sequence):
        hint = message("每张表以“- ”开头，下面写“表名: ……”")
        problems.add("not-a-list", part.place, message("“表”要写成列表"), hint)
    return list(part.items())


def _table(part: Part, problems: Problems) -> TableMapping | None:
    if not isinstance(part.node, Mapping):
        what = message("“{label}”的每一条要写成“名称: 值”", label="表")
        problems.add("not-a-mapping", part.place, what, message("每张表以“- ”开头，下面写“表名: ……”"))
        return None
    parts = parts_by_id(part, "表", _TABLE, problems)
    for name in ("table", "sheet", "type", "project", "where"):
        _require_text(parts.get(name), problems)
    if _given(parts.get("table")) is None:
        hint = message("写文件或表的名称，如“表名: 资金.csv”；工作簿里的一张表，再写“工作表: 资金”")
        problems.add("mapping-incomplete", part.place, message("没有写是哪一张表"), hint)
        return None
    return TableMapping(
        part,
        parts["table"],
        _given(parts.get("sheet")),
        _given(parts.get("type")),
        _given(parts.get("project")),
        _texts(parts.get("columns"), "列", problems),
        _texts(parts.get("units"), "单位", problems),
        _truth(parts.get("complete"), problems),
        _given(parts.get("where")),
    )


def _given(part: Part | None) -> Part | None:
    return None if part is None or not part.text else part


def _require_text(part: Part | None, problems: Problems) -> bool:
    if part is None or isinstance(part.node, Scalar):
        return True
    name = part.name.value if part.name else ""
    problems.add("not-a-value", part.place, message("“{label}”要写成一个词", label=name))
    return False


def _texts(part: Part | None, label: str, problems: Problems) -> dict[str, Part]:
    """Return the entries of a mapping of words; an entry with nothing behind it counts as not written."""
    if part is None or part.blank:
        return {}
    if not isinstance(part.node, Mapping):
        hint = message("先写事实的项，冒号后面写列名，如 预算数: 年初预算")
        if label == "单位":
            hint = message("先写事实的项，冒号后面写单位，如 预算数: 万元")
        problems.add("not-a-mapping", part.place, message("“{label}”要写成“名称: 值”", label=label), hint)
        return {}
    return {name: child for name, child in part.entries() if _require_text(child, problems) and child.text}


def _truth(part: Part | None, problems: Problems) -> bool:
    if part is None or part.blank:
        return False
    if part.text not in _TRUTHS:
        what = message("“{text}”不是“是”或“否”", text=part.text)
        problems.add("not-a-truth", part.place, what, message("写“是”或“否”"))
    return _TRUTHS.get(part.text, False)
