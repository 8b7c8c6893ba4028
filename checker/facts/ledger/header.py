"""Finds the row (or two rows) of headings in a sheet and the columns that a mapping names.

Knows nothing about the rows below. Headings of two rows are joined: a 支出 over 本年累计 is ``支出/本年累计``.
"""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass, field
from functools import lru_cache
from typing import TYPE_CHECKING, Final

from checker.facts.ledger.amounts import Unit, heading_unit, is_bare, is_money, title_unit
from checker.messages import message
from checker.source import did_you_mean, suggest
from checker.source.sheets.sheet import cell_name, column_number

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from checker.facts.ledger.spec import ColumnSpec, LedgerSpec
    from checker.source import Problems
    from checker.source.sheets.sheet import Sheet

SEARCHED: Final = 20
"""Rows in which the headings are looked for."""
_JOIN: Final = "/"
_BRACKETS: Final = ("(", "（")


@dataclass(frozen=True, slots=True)
class Header:
    """The rows of headings (1-based), the joined heading of each column, and the unit a line above declares."""

    first: int
    last: int
    headings: tuple[str, ...]
    title_unit: Unit | None = None
    found: dict[str, int] = field(default_factory=dict)

    def column(self, spec: ColumnSpec) -> int:
        """Return the 1-based column of a specification."""
        return column_number(spec.letter) if spec.letter else self.found[folded(spec.heading)]

    def unit_column(self, spec: ColumnSpec) -> int:
        """Return the column that holds the units, 0 when there is none."""
        return self.found[folded(spec.unit_column)] if spec.unit_column else 0

    def unit(self, spec: ColumnSpec) -> Unit | None:
        """Return the unit of a column: that of the mapping, of the heading, or of the line above the table."""
        heading = self.headings[self.column(spec) - 1] if self.column(spec) <= len(self.headings) else ""
        return spec.unit or heading_unit(heading) or self.title_unit


@lru_cache(maxsize=4096)
def folded(text: str) -> str:
    """Return a heading without blanks and with half-width characters, as two ways of writing it are compared."""
    return "".join(unicodedata.normalize("NFKC", text).split())


def find_header(sheet: Sheet, spec: LedgerSpec, problems: Problems) -> Header | None:
    """Return where the headings stand; a column that is named but not found is recorded and gives None."""
    wanted = _wanted(spec.columns)
    if not wanted and spec.header is None:
        hint = message("写“表头行”；没有表头的写“表头行: 0”")
        problems.add("ledger-header", spec.part.place, message("没有写哪一列的表头，不知道数据从哪一行开始"), hint)
        return None
    if spec.header is not None:
        candidates = [_header(sheet, *spec.header)]
    else:
        most = min(SEARCHED, len(sheet.rows))
        singles = [_header(sheet, row, row) for row in range(1, most + 1)]
        candidates = singles + [_header(sheet, row, row + 1) for row in range(1, min(most, len(sheet.rows) - 1) + 1)]
    best: tuple[Header, dict[str, list[int]]] | None = None
    for candidate in candidates:
        matches = {name: _columns(candidate.headings, name) for name in wanted}
        if all(len(columns) == 1 for columns in matches.values()):
            found = {name: columns[0] for name, columns in matches.items()}
            header = Header(candidate.first, candidate.last, candidate.headings, _title_unit(sheet, candidate), found)
            return header if _units_agree(header, spec.columns, sheet, problems) else None
        if best is None or _found(matches) > _found(best[1]):
            best = candidate, matches
    if best is not None:
        _add_missing(sheet, spec, wanted, *best, problems)
    else:
        problems.add("ledger-empty", spec.part.place, message("工作表“{sheet}”是空的", sheet=sheet.name))
    return None


def _wanted(columns: Iterable[ColumnSpec]) -> dict[str, ColumnSpec]:
    wanted: dict[str, ColumnSpec] = {}
    for column in columns:
        for name in filter(None, (column.heading, column.unit_column)):
            wanted.setdefault(folded(name), column)
    return wanted


def _header(sheet: Sheet, first: int, last: int) -> Header:
    if last == 0:
        return Header(0, 0, ())
    upper = _texts(sheet, first, spread=last > first)
    if last == first:
        return Header(first, last, tuple(upper))
    lower = _texts(sheet, last, spread=False)
    width = max(len(upper), len(lower))
    upper += [""] * (width - len(upper))
    lower += [""] * (width - len(lower))
    if not sheet.merged:
        upper = _filled(upper, lower)
    joined = [
        _JOIN.join(part for part in ((over, under) if over != under else (over,)) if part)
        for over, under in zip(upper, lower, strict=True)
    ]
    return Header(first, last, tuple(joined))


def _texts(sheet: Sheet, row: int, *, spread: bool) -> list[str]:
    """Return the headings of a row; with ``spread`` a joined cell stands in all the columns it covers."""
    texts = [folded(text) for text in sheet.rows[row - 1]] if row <= len(sheet.rows) else []
    if spread:
        for top, left, bottom, right in sheet.merged:
            if top <= row <= bottom and right > left:
                texts += [""] * (right - len(texts))
                texts[left - 1 : right] = [texts[left - 1]] * (right - left + 1)
    return texts


def _filled(upper: list[str], lower: list[str]) -> list[str]:
    """Spread upper headings to the right where nothing says which cells are joined (csv)."""
    filled, last = [], ""
    for over, under in zip(upper, lower, strict=True):
        last = over or (last if under else "")
        filled.append(last)
    return filled


def _columns(headings: Sequence[str], name: str) -> list[int]:
    """Return the columns with this heading: written in full, else without its unit, else only its lower half."""
    ways = (
        [number for number, heading in enumerate(headings, start=1) if heading == name],
        [number for number, heading in enumerate(headings, start=1) if _bare(heading) == name],
        [number for number, heading in enumerate(headings, start=1) if name in _halves(heading)],
    )
    return next((way for way in ways if way), [])


def _bare(heading: str) -> str:
    cut = max(heading.rfind(mark) for mark in _BRACKETS)
    return heading[:cut] if cut > 0 and heading.endswith((")", "）")) else heading


def _halves(heading: str) -> set[str]:
    lower = heading.rpartition(_JOIN)[2]
    return {lower, _bare(lower)} if _JOIN in heading else set()


def _found(matches: dict[str, list[int]]) -> int:
    return sum(len(columns) == 1 for columns in matches.values())


def _title_unit(sheet: Sheet, header: Header) -> Unit | None:
    texts = (text for row in sheet.rows[: header.first - 1] for text in row if text)
    return next((unit for unit in map(title_unit, texts) if unit), None)


def _units_agree(header: Header, columns: Iterable[ColumnSpec], sheet: Sheet, problems: Problems) -> bool:
    sound = True
    for spec in columns:
        if spec.constant is not None or spec.unit is None:
            continue
        number = header.column(spec)
        own = heading_unit(header.headings[number - 1]) if number <= len(header.headings) else None
        if own is not None and own != spec.unit and is_money(own):
            sound = False
            what = message(
                "映射写的单位是“{unit}”，表头（{cell}）写的是“{own}”",
                unit=spec.unit.name, cell=f"{sheet.name}!{cell_name(header.last, number)}", own=own.name,
            )  # fmt: skip
            problems.add("ledger-unit", spec.part.place, what, message("核对台账，改正映射里的单位，或不写"))
    return sound


def _add_missing(
    sheet: Sheet,
    spec: LedgerSpec,
    wanted: dict[str, ColumnSpec],
    near: Header,
    matches: dict[str, list[int]],
    problems: Problems,
) -> None:
    rows = sheet.rows[:SEARCHED]
    headings = [heading for heading in near.headings if heading]
    words = {_bare(folded(text)) for row in rows for text in row if not is_bare(text)} | set(headings)
    for name, columns in matches.items():
        if len(columns) == 1:
            continue
        if columns:
            cells = "、".join(cell_name(near.last, column) for column in columns)
            what = message("“{name}”有几列：{cells}", name=name, cells=cells)
            hint = message("写出上一级表头，如“支出/{name}”，或写列号", name=name)
            problems.add("ledger-ambiguous-column", wanted[name].part.place, what, hint)
            continue
        what = message("工作表“{sheet}”里找不到表头“{name}”", sheet=sheet.name, name=name)
        looked = message("表头在前 {most} 行里找；不在那里的写“表头行”", most=SEARCHED)
        guess = suggest(name, words)
        sure = _found(matches) > 0 or spec.header is not None
        meant = did_you_mean(name, [guess] if guess else headings) if sure or guess else None
        problems.add("ledger-no-column", wanted[name].part.place, what, looked if meant is None else meant)
