"""Says which columns of one table are which fields of which fact types; knows nothing about where tables lie.

A field is found by what the mapping file says, else by its id or label over a column, maybe with a unit behind it.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from checker.facts.parts import name_hint
from checker.facts.shapes import SOURCE
from checker.facts.workbook.columns import is_remark
from checker.facts.workbook.layout import read_column, unit_of
from checker.facts.workbook.written import heading_unit, usual_unit
from checker.messages import message
from checker.portfolio.source.types import PROJECT_NAMES, heading_of, squeezed
from checker.source import did_you_mean, suggest

if TYPE_CHECKING:
    from collections.abc import Mapping

    from checker.facts.parts import Part
    from checker.facts.vocabulary import FactTypeRule
    from checker.portfolio.source.mapping import TableMapping
    from checker.portfolio.source.raw import RawTable
    from checker.portfolio.source.types import TypeNames
    from checker.source import Place, Problems


@dataclass(frozen=True, slots=True)
class Match:
    """What a table gives to one type: the column and the unit of each field.

    A ``wide`` table gives the fields of a type beside those of its own; where none of them is filled in, there is no
    fact.
    """

    rule: FactTypeRule
    columns: Mapping[str, str]
    units: Mapping[str, str]
    wide: bool = False


@dataclass(slots=True)
class Matcher:
    """Matches the columns of ``table``, which is of the type ``rule``, and what ``said`` of it in the mapping file."""

    table: RawTable
    rule: FactTypeRule
    said: TableMapping | None
    names: TypeNames
    problems: Problems
    _columns: dict[str, dict[str, str]] = field(default_factory=dict)
    _units: dict[str, dict[str, str]] = field(default_factory=dict)
    _said: set[str] = field(default_factory=set)

    def project(self) -> str | None:
        """Return the column that says whose row it is; none, or several, are recorded."""
        table = self.table
        if self.said is not None and self.said.project is not None:
            return self._column(self.said.project)
        found = [name for name in table.columns if squeezed(name).casefold() in PROJECT_NAMES]
        own = [name for name in found if read_column(name, self.rule) is None] if len(found) > 1 else found
        if len(own) == 1:
            return own[0]
        hint = message("在映射文件里写这张表的“项目: 列名”")
        if found:
            what = message("“{table}”有几列像是项目编号：{names}", table=table.name, names="、".join(found))
            self.problems.add("ambiguous-project", table.place, what, hint)
            return None
        what = message("“{table}”里找不到项目编号这一列", table=table.name)
        ways = "、".join(PROJECT_NAMES)
        hint = message("列名写 {names} 之一；叫别的名称，就{hint}", names=ways, hint=hint)
        self.problems.add("missing-project", table.place, what, hint)
        return None

    def matches(self, project: str) -> list[Match]:
        """Return what the table gives to its own type (first) and to others; what is wrong is recorded."""
        before = len(self.problems.errors)
        self._take_said()
        unknown = [name for name in self.table.columns if not self._take(name) and name != project]
        self._warn_unknown(unknown)
        self._take_units()
        own = self._columns.setdefault(self.rule.name, {})
        if len(self.problems.errors) == before:
            self._find_missing(own)
        return [
            Match(self.names.rules[name], columns, self._units.get(name, {}), wide=name != self.rule.name)
            for name, columns in self._columns.items()
        ]

    def _find_missing(self, own: Mapping[str, str]) -> None:
        """Record that a table gives no column for the key, or no field at all."""
        missing = [name for name in self.rule.key if name not in own]
        if missing:
            labels = "、".join(self.rule.fields[name].label for name in missing)
            what = message("“{label}”这张表没有“{names}”这一列", label=self.rule.label, names=labels)
            hint = message("加上这一列（列名也可以写 {names}），或在映射文件的“列”里写明", names="、".join(missing))
            self.problems.add("missing-key", self.table.place, what, hint)
        elif not own and self.rule.name in self.names.vocabulary.types and not self.rule.several:
            what = message("“{table}”里没有一列是“{label}”的项", table=self.table.name, label=self.rule.label)
            self.problems.add("no-fields", self.table.place, what, name_hint("", self.rule.aliases))

    def _take_said(self) -> None:
        for written, part in self.said.columns.items() if self.said else ():
            found = self._field(written, part.name_place)
            column = self._column(part)
            if found is None or column is None:
                continue
            rule, name = found
            self._said.add(column)
            if name in self._columns.setdefault(rule.name, {}):
                what = message("“{name}”在“列”里写了两次", name=rule.fields[name].label)
                self.problems.add("given-twice", part.name_place, what, message("删去其中一个"))
            self._columns[rule.name][name] = column
            self._unit(rule, name, column)

    def _take(self, column: str) -> bool:
        """Say whether a column is known; what it holds is noted."""
        heading = self.table.headings[self.table.columns.index(column)]
        if column in self._said or is_remark(heading):
            return True
        rule, found = self.rule, read_column(heading_of(heading), self.rule)
        if found is None:
            owner, dot, rest = heading_of(heading).partition(".")
            other = self.names.rule(owner) if dot else None
            found = read_column(rest, other) if other is not None else None
            rule = other or rule
        if found is None:
            return False
        name, part = found
        if part or name == SOURCE.name:
            return True
        if not self._single(rule, self.table.heading_place(column)):
            return True
        known = self._columns.setdefault(rule.name, {})
        if name in known:
            if known[name] not in self._said:
                what = message("“{name}”和前面的“{other}”是同一项，只能写一次", name=heading, other=known[name])
                hint = message("删去其中一列，或在映射文件的“列”里写明用哪一列")
                self.problems.add("given-twice", self.table.heading_place(column), what, hint)
            return known[name] not in self._said
        known[name] = column
        self._unit(rule, name, column)
        return True

    def _single(self, rule: FactTypeRule, place: Place) -> bool:
        """Say whether fields of a type may stand here; those of another type that has several facts are recorded."""
        if rule is self.rule or (rule.name in self.names.vocabulary.types and not rule.several):
            return True
        what = message("“{label}”可以有多条，不能和“{own}”写在同一行", label=rule.label, own=self.rule.label)
        self.problems.add("wide-several", place, what, message("“{label}”单独用一张表，每条一行", label=rule.label))
        return False

    def _unit(self, rule: FactTypeRule, name: str, column: str) -> None:
        """Note the unit in brackets behind a heading; one that does not suit the field is recorded."""
        heading = self.table.headings[self.table.columns.index(column)]
        written, spec = unit_of(heading), rule.fields[name]
        if not written or spec.label in {heading, squeezed(heading)}:
            return
        unit = heading_unit(written, spec)
        if unit is None and column not in self._said:
            what = message(
                "列名“{name}”括号里的“{unit}”不能用作{label}的单位", name=heading, unit=written, label=spec.label
            )
            hint = message("在映射文件的“列”和“单位”里写明这一列")
            self.problems.add("wrong-unit", self.table.heading_place(column), what, hint)
        elif unit:
            self._units.setdefault(rule.name, {})[name] = unit

    def _take_units(self) -> None:
        for written, part in self.said.units.items() if self.said else ():
            found = self._field(written, part.name_place)
            if found is None:
                continue
            rule, name = found
            unit = heading_unit(part.text, rule.fields[name])
            if unit is None or (not unit and part.text != rule.fields[name].unit):
                label, usual = rule.fields[name].label, usual_unit(rule.fields[name])
                what = message("“{unit}”不能用作{label}的单位", unit=part.text, label=label)
                hint = message("如 {label}: {unit}", label=label, unit=usual) if usual else message("这一项没有单位")
                self.problems.add("wrong-unit", part.place, what, hint)
            elif name not in self._columns.get(rule.name, {}):
                what = message("“{table}”里没有“{name}”这一列", table=self.table.name, name=rule.fields[name].label)
                self.problems.add("no-column", part.name_place, what, message("先在“列”里写明它是哪一列"))
            elif unit:
                self._units.setdefault(rule.name, {})[name] = unit

    def _field(self, written: str, place: Place) -> tuple[FactTypeRule, str] | None:
        """Return the type and field that a name in the mapping file means; an unknown one is recorded."""
        name = self.rule.aliases.get(written)
        if name is not None:
            return self.rule, name
        owner, dot, rest = written.partition(".")
        rule = self.names.rule(owner) if dot else None
        if rule is not None and rest in rule.aliases:
            return (rule, rule.aliases[rest]) if self._single(rule, place) else None
        owned, word = (rule, rest) if rule is not None else (self.rule, written)
        what = message("“{owner}”里没有“{name}”这一项", owner=owned.label, name=word)
        self.problems.add("unknown-field", place, what, name_hint(word, owned.aliases))
        return None

    def _column(self, part: Part) -> str | None:
        """Return the column of the table that is called so; none, or several, are recorded."""
        table, wanted = self.table, squeezed(part.text)
        exact = [name for name in table.columns if name == part.text]
        alike = [
            name for name, heading in zip(table.columns, table.headings, strict=True) if squeezed(heading) == wanted
        ]
        found = alike if len(alike) > 1 or not exact else exact
        if len(found) == 1:
            return found[0]
        if found:
            what = message("“{table}”里叫“{name}”的有 {count} 列", table=table.name, name=part.text, count=len(found))
            self.problems.add("ambiguous-column", part.place, what, message("给其中一列换个名称"))
            return None
        what = message("“{table}”里没有“{name}”这一列", table=table.name, name=part.text)
        self.problems.add("no-column", part.place, what, did_you_mean(part.text, filter(None, table.headings)))
        return None

    def _warn_unknown(self, columns: list[str]) -> None:
        if not columns:
            return
        what = message("“{table}”里有不认识的列，没有读：{names}", table=self.table.name, names="、".join(columns))
        aliases = self.rule.aliases
        near = {name: found for name in columns if (found := suggest(squeezed(name), aliases)) is not None}
        hint = message("要读就在映射文件的“列”里写明；不是事实的内容，列名前面加“备注”二字")
        if near:
            pairs = "、".join(f"{name}→{found}" for name, found in near.items())
            hint = message("是不是写错了：{pairs}；{aside}", pairs=pairs, aside=hint)
        self.problems.warn("unread-column", self.table.place, what, hint)
