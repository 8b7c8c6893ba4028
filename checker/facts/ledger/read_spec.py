"""Turns the list 台账 of a facts file into ledger specifications; everything wrong with it is recorded.

Knows nothing about sheets: whether the columns that are named exist is found out later.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from checker.facts.ledger.columns import column_of, read_column, read_conditions, word_id
from checker.facts.ledger.spec import BLANKS, CHECK, HOWS, LEDGER, TOTAL, Check, ColumnSpec, LedgerSpec, Total
from checker.facts.parts import fact_parts, parts_by_id
from checker.messages import message
from checker.source.document import Mapping, Sequence

if TYPE_CHECKING:
    from checker.facts.parts import Part
    from checker.source import Problems

_LABEL: Final = "台账"
_HEADER: Final = re.compile(r"(\d{1,3})(?:-(\d{1,3}))?")


def read_specs(part: Part, problems: Problems) -> list[LedgerSpec]:
    """Return the ledgers of a list; one with a mistake is recorded and left out."""
    specs = (_ledger(item, problems) for item in fact_parts(part, _LABEL, problems))
    return [spec for spec in specs if spec is not None]


def _ledger(part: Part, problems: Problems) -> LedgerSpec | None:
    before = len(problems.errors)
    parts = parts_by_id(part, _LABEL, LEDGER, problems)
    for name, label in (("file", "文件"), ("fact", "事实")):
        if name not in parts or parts[name].blank:
            what = message("这本台账没有写“{label}”", label=label)
            problems.add("ledger-incomplete", part.place, what, message("每本台账都要写文件和事实"))
    if ("rows" in parts) == ("totals" in parts):
        hint = message("每一行是一条事实的写“每行一条”，加在一起的写“汇总”")
        problems.add("ledger-incomplete", part.place, message("“每行一条”和“汇总”要写一个，只写一个"), hint)
    elif "groups" in parts and "totals" not in parts:
        problems.add("ledger-incomplete", parts["groups"].place, message("“分组”只用于“汇总”"), message("删去“分组”"))
    if len(problems.errors) > before:
        return None
    spec = LedgerSpec(
        part,
        file=parts["file"],
        fact=parts["fact"],
        sheet=parts.get("sheet"),
        header=_header(parts["header"], problems) if "header" in parts else None,
        rows=_columns(parts["rows"], problems) if "rows" in parts else (),
        totals=_totals(parts["totals"], problems) if "totals" in parts else (),
        groups=_columns(parts["groups"], problems) if "groups" in parts else (),
        where=read_conditions(parts["where"], problems) if "where" in parts else (),
        skip=_texts(parts["skip"]) if "skip" in parts else None,
        blanks=frozenset(_texts(parts["blanks"])) | {""} if "blanks" in parts else frozenset(BLANKS),
        checks=_checks(parts["checks"], problems) if "checks" in parts else (),
        source=parts.get("source"),
    )
    return None if len(problems.errors) > before else spec


def _header(part: Part, problems: Problems) -> tuple[int, int] | None:
    found = _HEADER.fullmatch(part.text)
    first, last = (int(found[1]), int(found[2] or found[1])) if found else (0, 0)
    if found is None or not (first <= last <= first + (1 if first else 0)):
        what = message("“{text}”不是表头行", text=part.text)
        problems.add("ledger-header", part.place, what, message("写行号，如 3；两行的表头写成 3-4；没有表头的写 0"))
        return None
    return first, last


def _entries(part: Part, problems: Problems) -> list[tuple[str, Part]]:
    entries = list(part.entries())
    if not entries:
        label = part.name.value if part.name else _LABEL
        what = message("“{label}”要写成“名称: 值”", label=label)
        problems.add("not-a-mapping", part.place, what, message("每一项先写事实的项，冒号后面写它从哪一列来"))
    return entries


def _columns(part: Part, problems: Problems) -> tuple[tuple[str, ColumnSpec], ...]:
    read = ((name, read_column(child, name, problems)) for name, child in _entries(part, problems))
    return tuple((name, column) for name, column in read if column is not None)


def _totals(part: Part, problems: Problems) -> tuple[tuple[str, Total], ...]:
    read = ((name, _total(child, name, problems)) for name, child in _entries(part, problems))
    return tuple((name, total) for name, total in read if total is not None)


def _total(part: Part, name: str, problems: Problems) -> Total | None:
    if not isinstance(part.node, Mapping):
        hint = message("“{name}”下面写“求: 合计”和“列: 金额”", name=name)
        problems.add("not-a-mapping", part.place, message("“{label}”要写成“名称: 值”", label=name), hint)
        return None
    parts = parts_by_id(part, name, TOTAL, problems)
    where = read_conditions(parts["where"], problems) if "where" in parts else ()
    if "how" not in parts:
        what = message("“{name}”没有写“求”什么", name=name)
        problems.add("ledger-incomplete", part.place, what, message("可以写：{names}", names="、".join(HOWS)))
        return None
    how = word_id(parts["how"], HOWS, problems)
    if how == "count" and "column" not in parts and "letter" not in parts:
        return Total(part, how, None, where)
    column = column_of(parts, part, name, problems)
    return Total(part, how, column, where) if column and how else None


def _checks(part: Part, problems: Problems) -> tuple[Check, ...]:
    found = []
    for item in part.items() if isinstance(part.node, Sequence) else [part]:
        parts = parts_by_id(item, "核对", CHECK, problems)
        column = column_of(parts, item, "核对", problems)
        if column is not None:
            label = parts["row"].text if "row" in parts else "合计"
            found.append(Check(item, column, label, parts["tolerance"].text if "tolerance" in parts else ""))
    return tuple(found)


def _texts(part: Part) -> tuple[str, ...]:
    return tuple(item.text for item in part.items()) if isinstance(part.node, Sequence) else (part.text,)
