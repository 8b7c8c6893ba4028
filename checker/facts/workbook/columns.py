"""Finds the row of column names of a sheet, and says what each column holds; knows nothing about the rows below."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from checker.facts.parts import name_hint, shortened
from checker.facts.shapes import SOURCE, SOURCE_ALIASES
from checker.facts.workbook.layout import MOST_HEADER_ROWS, REMARKS, is_read, read_column, unit_of, without_unit
from checker.facts.workbook.written import heading_unit, usual_unit
from checker.messages import message
from checker.source.document import Scalar

if TYPE_CHECKING:
    from collections.abc import Collection

    from checker.facts.vocabulary import FactTypeRule
    from checker.facts.workbook.grid import Grid
    from checker.messages import Message
    from checker.source import Place, Problems

_LISTED: Final = 15


@dataclass(frozen=True, slots=True)
class Column:
    """What one column (or one row of a sheet of names and contents) holds, and where that is said.

    ``owner`` is the id of a field, or ``source``; ``part`` the id of a part of the owner's source, empty for the value
    itself; ``unit`` goes behind its bare numbers.
    """

    owner: str
    part: str
    unit: str
    heading: Scalar
    row: int
    column: int


@dataclass(slots=True)
class Headings:
    """Reads headings for one fact type; what they mean may be given only once, and what is wrong is recorded.

    What has no source (``sourced``) has no headings for it.
    """

    grid: Grid
    rule: FactTypeRule
    problems: Problems
    ignored: Collection[str] = ()
    sourced: bool = True
    _first: dict[tuple[str, str], Scalar] = field(default_factory=dict)

    def read(self, row: int, column: int) -> Column | None:
        """Return what the heading in a cell means; None for a remark, and for one that is wrong, which is recorded."""
        text = self.grid.text(row, column)
        found = read_column(text, self.rule)
        if found is not None and not self.sourced and (found[1] or found[0] == SOURCE.name):
            found = None
        place = self.grid.place(row, column)
        if found is None:
            if not is_remark(text, self.ignored):
                self._add_unknown(text, place)
            return None
        heading = self.grid.node(row, column)
        first = self._first.setdefault(found, heading)
        if first is not heading:
            what = message("“{name}”和前面的“{other}”是同一项，只能写一次", name=text, other=first.value)
            self.problems.add("given-twice", place, what, message("删去其中一个"))
            return None
        return Column(*found, self._unit(text, found, place), heading, row, column)

    def _unit(self, text: str, found: tuple[str, str], place: Place) -> str:
        owner, part = found
        rule = self.rule.fields.get(owner)
        written = unit_of(text)
        if rule is None or part or not written or rule.label in {text, "".join(text.split())}:
            return ""
        unit = heading_unit(written, rule)
        if unit is None:
            what = message(
                "列名“{name}”括号里的“{unit}”不能用作{label}的单位", name=text, unit=written, label=rule.label
            )
            usual = usual_unit(rule)
            hint = message("这一项没有单位：去掉括号，不是这样计的数不要填在这里")
            if usual:
                hint = message(
                    "括号里只写单位，如 {label}（{unit}）；数字要换算成这个单位", label=rule.label, unit=usual
                )
            self.problems.add("wrong-unit", place, what, hint)
        return unit or ""

    def _add_unknown(self, text: str, place: Place) -> None:
        what = message("“{owner}”里没有“{name}”这一项", owner=self.rule.label, name=shortened(text))
        owner, found, part = without_unit(text).partition("：")
        aliases = {**self.rule.aliases, **(SOURCE_ALIASES if self.sourced else {})}
        known = name_hint(part, SOURCE.aliases) if found and owner in aliases else name_hint(owner, aliases)
        hint = with_aside(known, message("不是事实的内容，在名称前面加“备注”二字就不读"))
        self.problems.add("unknown-field", place, what, hint)


def with_aside(known: Message | None, aside: Message) -> Message:
    """Return a hint on names, with what to do with a name that is none; a name that is near needs no more."""
    if known is None:
        return aside
    return known if known.text.endswith("？") else message("{hint}；{aside}", hint=known, aside=aside)


def is_remark(heading: str, ignored: Collection[str] = ()) -> bool:
    """Say whether a column of this name is for people and not read."""
    written = "".join(heading.split())
    return not is_read(written) or written in REMARKS or written in ignored


def header_row(grid: Grid, rule: FactTypeRule) -> int | None:
    """Return the row among the first ones in which most column names are known, None when there is none."""
    counts = {row: _known(grid, row, rule) for row in range(1, min(MOST_HEADER_ROWS, grid.height) + 1)}
    best = max(counts, key=lambda row: counts[row], default=None)
    return best if best is not None and counts[best] else None


def _known(grid: Grid, row: int, rule: FactTypeRule) -> int:
    return len({found for _, text in grid.texts(row) if (found := read_column(text, rule)) is not None})


def add_no_header(grid: Grid, rule: FactTypeRule, problems: Problems) -> None:
    """Record that no row of column names was found."""
    names = [field.label or name for name, field in rule.fields.items()]
    listed = "、".join(names[:_LISTED]) + ("……" if len(names) > _LISTED else "")
    what = message("“{label}”这张表里找不到写列名的一行", label=rule.label)
    hint = message("前 {most} 行里要有一行写列名，如：{names}", most=MOST_HEADER_ROWS, names=listed)
    problems.add("no-header", grid.place(1, 1), what, hint)


def source_part(heading: str) -> str | None:
    """Return the id of the part of a source that a heading names, with or without 来源： before it."""
    written = "".join(heading.split())
    _, found, part = written.partition("：")
    return SOURCE.aliases.get(part if found else written)
