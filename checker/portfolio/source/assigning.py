"""Says which table of a source is which fact type: by the mapping file or its name; knows nothing about columns."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from checker.facts.parts import name_hint
from checker.messages import message
from checker.source import Place, did_you_mean, suggest

if TYPE_CHECKING:
    from collections.abc import Iterable

    from checker.facts.vocabulary import FactTypeRule
    from checker.portfolio.source.mapping import SourceMapping, TableMapping
    from checker.portfolio.source.raw import RawTable
    from checker.portfolio.source.types import TypeNames
    from checker.source import Problems


@dataclass(frozen=True, slots=True)
class Assigned:
    """A table, the type its rows are of, and what the mapping file says of it."""

    table: RawTable
    rule: FactTypeRule
    said: TableMapping | None = None


def assigned(
    tables: Iterable[RawTable], mapping: SourceMapping | None, names: TypeNames, source: str, problems: Problems
) -> list[Assigned]:
    """Return the tables that are recognised, in their order; those that are not are named in one warning.

    An entry of the mapping file that fits no table, or several, is recorded. A table may be of several types, one by
    each entry.
    """
    tables = list(tables)
    found: list[Assigned] = []
    for said in mapping.tables if mapping else ():
        table = _table(said, tables, source, problems)
        rule = None if table is None else _rule(table, said, names, problems)
        if table is not None and rule is not None:
            found.append(Assigned(table, rule, said))
    taken = {id(one.table) for one in found}
    unread = []
    for table in tables:
        rule = names.rule(table.called)
        if id(table) in taken:
            continue
        if rule is None:
            unread.append(table)
        else:
            found.append(Assigned(table, rule))
    _warn_unread(unread, names, source, problems)
    order = {id(table): number for number, table in enumerate(tables)}
    return sorted(found, key=lambda one: order[id(one.table)])


def _table(said: TableMapping, tables: list[RawTable], source: str, problems: Problems) -> RawTable | None:
    name, sheet = said.table.text, said.sheet
    called = [table for table in tables if name in table.keys]
    found = called if sheet is None else [table for table in called if table.sheet == sheet.text]
    if len(found) == 1:
        return found[0]
    if found:
        listed = "、".join(table.sheet or table.name for table in found)
        what = message("“{name}”里有几张表：{names}", name=name, names=listed)
        hint = message("再写“工作表: ……”")
        if not all(table.sheet for table in found):
            hint = message("写全名，如 {name}", name=found[0].keys[0])
        problems.add("ambiguous-table", said.table.place, what, hint)
    elif called and sheet is not None:
        what = message("“{name}”里没有工作表“{sheet}”", name=name, sheet=sheet.text)
        problems.add("no-table", sheet.place, what, did_you_mean(sheet.text, [table.sheet for table in called]))
    else:
        what = message("{source} 里没有“{name}”", source=source, name=name)
        known = [table.keys[0] for table in tables]
        problems.add("no-table", said.table.place, what, did_you_mean(name, known))
    return None


def _rule(table: RawTable, said: TableMapping, names: TypeNames, problems: Problems) -> FactTypeRule | None:
    written = said.type.text if said.type is not None else table.called
    rule = names.rule(written)
    if rule is not None:
        return rule
    place = said.type.place if said.type is not None else said.table.place
    if said.type is None:
        what = message("看不出“{name}”是哪一类事实", name=written)
        problems.add("unknown-type", place, what, message("写“类型: ……”，如“类型: 资金”"))
    else:
        what = message("没有名为“{name}”的事实类型", name=written)
        problems.add("unknown-type", place, what, name_hint(written, names.aliases))
    return None


def _warn_unread(tables: list[RawTable], names: TypeNames, source: str, problems: Problems) -> None:
    if not tables:
        return
    listed = "、".join(table.name for table in tables)
    what = message("看不出这些表是哪一类事实，没有读：{names}", names=listed)
    near = {table.called: found for table in tables if (found := suggest(table.called, names.aliases))}
    hint = message("要读就把表名改成事实类型的名称，或在映射文件里写明")
    if near:
        pairs = "、".join(f"{name}→{found}" for name, found in near.items())
        hint = message("是不是写错了：{pairs}；{aside}", pairs=pairs, aside=hint)
    problems.warn("unread-table", Place(source), what, hint)
