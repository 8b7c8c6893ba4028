"""Walks the rows below the headings of a ledger: which are data, and which are blank, totals or headings again.

Knows nothing about what becomes of the rows. Nothing is passed over silently: everything is counted.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from checker.messages import message

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from checker.facts.ledger.header import Header
    from checker.facts.ledger.spec import LedgerSpec
    from checker.source import Problems
    from checker.source.sheets.sheet import Sheet

_SEPARATOR: Final = "\0"
_SUMS: Final = ("小计", "合计", "总计", "累计", "共计")
_PERIOD: Final = r"(?:本[日周月季年页期]|[\d一二三四五六七八九十]{1,4}[月季年](?:度|份)?|年度|全年)?"
_DEFAULT: Final = f"{_PERIOD}(?:{'|'.join(_SUMS)})|过次页|承前页|上年结转|期初余额|期末余额"
_HINTS: Final = ("计", "次页", "前页", "结转", "余额")
"""One of these stands in every row that is looked at closely, unless a mapping has its own words."""
_END: Final = f"[:：]?(?:$|{_SEPARATOR})"
_DOUBTFUL_CHARS: Final = 12
_DOUBTFUL: Final = re.compile(
    f"(?:^|{_SEPARATOR})([^{_SEPARATOR}]{{0,{_DOUBTFUL_CHARS}}}(?:{'|'.join(_SUMS)})(?:[(（][^{_SEPARATOR}]*)?){_END}"
)
_STEP: Final = 5000


@dataclass(slots=True)
class Walk:
    """What was passed over, and the rows of totals with their labels: (row, label)."""

    read: int = 0
    blank: int = 0
    headings: int = 0
    filtered: int = 0
    sums: list[tuple[int, str]] = field(default_factory=list)


def data_rows(
    sheet: Sheet, spec: LedgerSpec, header: Header, walk: Walk, problems: Problems, told: Callable[[int, int], None]
) -> Iterator[tuple[int, tuple[str, ...]]]:
    """Yield the number and the texts of each row of data; ``told`` hears now and then how far it is.

    A row that may be a sub-total, but is not called so plainly, is recorded: counted twice or left out, it would make
    a total wrong.
    """
    pattern, headings = _pattern(spec.skip), _headings(sheet, header)
    blanks, total = spec.blanks, len(sheet.rows)
    for number in range(header.last + 1, total + 1):
        row = sheet.rows[number - 1]
        if number % _STEP == 0:
            told(number, total)
        joined = _SEPARATOR.join(row)
        looked_at = spec.skip is not None or any(hint in joined for hint in _HINTS)
        squeezed = _squeezed(joined) if looked_at else ""
        if all(text.strip() in blanks for text in row):
            walk.blank += 1
        elif looked_at and pattern is not None and (label := pattern.search(squeezed)):
            walk.sums.append((number, label[1]))
        elif joined in headings:
            walk.headings += 1
        else:
            if looked_at and spec.skip is None and (label := _DOUBTFUL.search(squeezed)):
                _add_doubtful(sheet, number, label[1], row, problems)
            yield number, row
    told(total, total)


def _headings(sheet: Sheet, header: Header) -> set[str]:
    rows = sheet.rows[header.first - 1 : header.last] if header.last else ()
    return {_SEPARATOR.join(row) for row in rows}


def _squeezed(text: str) -> str:
    return "".join(unicodedata.normalize("NFKC", text).split())


def _pattern(skip: tuple[str, ...] | None) -> re.Pattern[str] | None:
    """Return what is found where one cell of a row is called like a total; ``*`` stands for any characters."""
    words = _DEFAULT if skip is None else "|".join(_word(word) for word in skip if word)
    return re.compile(f"(?:^|{_SEPARATOR})({words}){_END}") if words else None


def _word(word: str) -> str:
    return f"[^{_SEPARATOR}]*".join(re.escape(part) for part in _squeezed(word).split("*"))


def _add_doubtful(sheet: Sheet, number: int, label: str, row: tuple[str, ...], problems: Problems) -> None:
    column = next((at for at, text in enumerate(row, start=1) if label in text), 1)
    what = message("“{label}”像是小计或合计，说不准要不要算", label=label)
    hint = message("在映射写“跳过: [合计, 小计, {label}]”；要算的，写“跳过: [合计, 小计]”", label=label)
    problems.add("ledger-maybe-total", sheet.place(number, column), what, hint)
