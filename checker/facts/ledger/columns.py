"""Turns what a mapping says of one column, or of a condition on one, into plain data; knows nothing about sheets."""

from __future__ import annotations

import re
from fractions import Fraction
from typing import TYPE_CHECKING, Final

from checker.facts.ledger.amounts import unit_called
from checker.facts.ledger.spec import COLUMN, CONDITION, SKIP_BLANK, TAKES, ColumnSpec, Condition
from checker.facts.parts import parts_by_id
from checker.messages import message
from checker.source import did_you_mean
from checker.source.document import Mapping, Sequence
from checker.values import Kind, WrittenFault, parse_value
from checker.values.calendar import day_of

if TYPE_CHECKING:
    from collections.abc import Iterable
    from collections.abc import Mapping as PlainMapping
    from datetime import date

    from checker.facts.parts import Part
    from checker.source import Problems

_LETTERS: Final = re.compile("[A-Za-z]{1,3}")
_TESTS: Final = ("equals", "contains", "starts", "between")


def read_column(
    part: Part, owner: str, problems: Problems, aliases: PlainMapping[str, str] = COLUMN
) -> ColumnSpec | None:
    """Return a column, written as its heading or as a mapping; what is wrong is recorded and gives None."""
    if not isinstance(part.node, Mapping):
        if part.text:
            return ColumnSpec(part, heading=part.text)
        hint = message("写表头，如“{owner}: 金额”", owner=owner)
        problems.add("ledger-column", part.place, message("“{owner}”没有写是哪一列", owner=owner), hint)
        return None
    return column_of(parts_by_id(part, owner, aliases, problems), part, owner, problems)


def column_of(parts: PlainMapping[str, Part], part: Part, owner: str, problems: Problems) -> ColumnSpec | None:
    """Return the column that the entries of a mapping say; what is wrong is recorded and gives None."""
    given = [name for name in ("column", "letter", "constant") if name in parts and parts[name].text]
    if len(given) != 1:
        hint = message("写“列”（表头）、“列号”（如 F）和“固定”中的一个")
        problems.add("ledger-column", part.place, message("“{owner}”没有说清是哪一列", owner=owner), hint)
        return None
    letter = parts["letter"].text if "letter" in given else ""
    if letter and not _LETTERS.fullmatch(letter):
        what = message("“{text}”不是列号", text=letter)
        problems.add("ledger-column", parts["letter"].place, what, message("写工作表上方的字母，如 F 或 AB"))
        return None
    return ColumnSpec(
        part,
        heading=parts["column"].text if "column" in given else "",
        letter=letter.upper(),
        unit=unit_called(parts["unit"].text) if "unit" in parts and not parts["unit"].blank else None,
        unit_column=parts["unit_column"].text if "unit_column" in parts else "",
        words=_words(parts["map"], problems) if "map" in parts else {},
        take=word_id(parts["take"], TAKES, problems) if "take" in parts else "",
        constant=parts["constant"] if "constant" in given else None,
        skip_blank="blank" in parts and bool(word_id(parts["blank"], dict.fromkeys(SKIP_BLANK, "skip"), problems)),
    )


def _words(part: Part, problems: Problems) -> dict[str, Part]:
    if not isinstance(part.node, Mapping):
        hint = message("写成“台账里的词: 要写的词”，如 第一期: 一期")
        problems.add("not-a-mapping", part.place, message("“对照”要写成“名称: 值”"), hint)
    return dict(part.entries())


def word_id(part: Part, words: PlainMapping[str, str], problems: Problems) -> str:
    """Return the id of one of the words that may stand here, as id or label; empty for another, which is recorded."""
    known = {**words, **{name: name for name in words.values()}}
    if part.text not in known:
        what = message("“{text}”不在选项里", text=part.text)
        problems.add("ledger-word", part.place, what, did_you_mean(part.text, words))
        return ""
    return known[part.text]


def read_conditions(part: Part, problems: Problems) -> tuple[Condition, ...]:
    """Return the conditions of a list (or the single one); what is wrong is recorded and left out."""
    items: Iterable[Part] = part.items() if isinstance(part.node, Sequence) else [part]
    return tuple(filter(None, (_condition(item, problems) for item in items)))


def _condition(part: Part, problems: Problems) -> Condition | None:
    parts = parts_by_id(part, "筛选", CONDITION, problems)
    tests = [name for name in _TESTS if name in parts]
    column = column_of(parts, part, "筛选", problems)
    if len(tests) != 1:
        hint = message("写“等于”“包含”“开头”和“介于”中的一个，如 列: 科目、开头: 办公费")
        problems.add("ledger-condition", part.place, message("一个筛选条件要有一列和一种比法"), hint)
        return None
    negated = "not" in parts and _truth(parts["not"], problems)
    wanted = parts[tests[0]]
    texts = tuple(item.text for item in (wanted.items() if isinstance(wanted.node, Sequence) else [wanted]))
    if column is None:
        return None
    if tests[0] != "between":
        return Condition(column, tests[0], texts, negated=negated)
    days = _days(wanted, texts, problems)
    return None if days is None else Condition(column, "between", texts, days, negated=negated)


def _truth(part: Part, problems: Problems) -> bool:
    try:
        return bool(parse_value(part.text, Kind.TRUTH).value)
    except WrittenFault as fault:
        problems.add(fault.code, part.place, fault.what, fault.hint)
        return False


def _days(part: Part, texts: tuple[str, ...], problems: Problems) -> tuple[date, date] | None:
    hint = message("写两个日期，两端都算在内，如 [2020-01-01, 2020-12-31]")
    try:
        first, last = (_exact_day(text) for text in texts)
    except (ValueError, WrittenFault):
        problems.add("ledger-condition", part.place, message("“介于”要写一头一尾两个确切的日期"), hint)
        return None
    if first > last:
        problems.add("ledger-condition", part.place, message("“介于”的开始晚于结束"), message("把早的写在前面"))
        return None
    return first, last


def _exact_day(text: str) -> date:
    value = parse_value(text, Kind.DATE).value
    if not isinstance(value, Fraction):
        raise ValueError(text)
    return day_of(value)
