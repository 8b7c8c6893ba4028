"""Where everything stands in a facts workbook: names of sheets and columns; knows nothing about how they are filled.

One who writes the workbook and one who reads it agree here, and only here:

- A type with several facts is a table, one fact a row. First row: title, what it is, ``查明没有`` and the cell behind.
  Second row: headings. Third row: questions, its first cell begins with ``填写：``. Then facts.
- A type with one fact is upright (名称 | 内容 | 单位 | 填写说明 | 来源：材料 …), one field a row, first a title.
  The parts of a source in the row of a field are that field's own source; the row with the name ``来源`` has no
  content, and its parts of a source are the source of the whole fact.
- A value is written as its text, or as a number where that is the same. The unit in a heading is only the one the pack
  gives the field, so a bare number means the same with and without it.
- A rule to be waived may be written with its title behind it (``choice_of_rule``), as the drop-down gives it.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from checker.facts.shapes import SOURCE

if TYPE_CHECKING:
    from checker.facts.vocabulary import FactTypeRule, FieldRule

PROJECT: Final = "项目信息"
"""The header of the facts (规则包、项目名称……), one name a row."""
DOCUMENTS: Final = "材料"
JUDGEMENTS: Final = "评定"
WAIVERS: Final = "豁免"
GUIDE: Final = "填写说明"
NEEDS: Final = "规则与事实"
"""Which rule needs which fact; like the guide it is for people, and not read."""
ORIGINALS: Final = "checker-originals"
"""The hidden sheet that keeps the files a workbook was converted from, so that converting back loses nothing."""
PROBLEM_LIST: Final = "问题清单"
"""The first sheet of an annotated copy: what is wrong with the others."""
PROBLEM_MARK: Final = "▸"
"""In an annotated copy the lines of a comment that begin with this say what is wrong; the others are people's own."""
NOT_READ: Final = frozenset({GUIDE, NEEDS, ORIGINALS, PROBLEM_LIST})
NOT_READ_MARK: Final = "备注"
"""A sheet or column whose name begins with this is the people's own, and not read."""

NAME: Final = "名称"
CONTENT: Final = "内容"
HELP: Final = "填写说明"
NONE_GIVEN: Final = "查明没有"
"""In the first row of the sheet of a fact type with several facts: 是 in the cell behind it says there are none."""
VALUE: Final = "值"
UNIT: Final = "单位"
"""In a sheet of names and contents: the column that says what a number is counted in."""
QUESTION: Final = "填写："
"""A row whose first written cell begins with this asks for the values in the columns, and is not read."""
DOCUMENT_ID: Final = "编号"
DOCUMENT_TITLE: Final = "材料名称"
REMARKS: Final = frozenset({"序号", "行号", "附注", "说明", HELP, "问题", "填写示例"})
"""Columns that are for people; like those beginning with 备注 they are not read."""
JUDGEMENT_CONTEXT: Final = frozenset(
    {
        "一级指标",
        "二级指标",
        "三级指标",
        "上级指标",
        "权重",
        "满分",
        "评分办法",
        "评分标准",
        "计分方法",
        "要点满分",
        "可选等次",
    }
)
"""Columns of the sheet 评定 that say what is to be judged; they are not read."""
JUDGEMENT_SUBJECT: Final = ("indicator", "point")
"""A row of 评定 in which nothing else is filled in has not been judged yet, and is left out."""
MOST_HEADER_ROWS: Final = 10
"""The row of column names is looked for in this many rows."""

_FORBIDDEN: Final = re.compile(r"[\[\]:*?/\\]")
_MOST_SHEET_NAME: Final = 31
_UNIT: Final = re.compile(r"\s*[（(][^（()）]*[)）]\s*$")
_BETWEEN: Final = "："


def sheet_name(label: str) -> str:
    """Return the name of the sheet of a fact type: its label, without what Excel does not allow there."""
    return _FORBIDDEN.sub("_", label)[:_MOST_SHEET_NAME]


def column_name(field: FieldRule, unit: str = "") -> str:
    """Return the heading of a field: its label, with what it is counted in behind it."""
    return f"{field.label}（{unit}）" if unit else field.label


def source_column(name: str, field: FieldRule | None = None) -> str:
    """Return the heading of a part of the source (``page``), of the whole fact or of one field of it.

    The fact's page is ``来源：页码``, the page of its field 支付日期 is ``支付日期：页码``.
    """
    owner = SOURCE.label if field is None else field.label
    return f"{owner}{_BETWEEN}{SOURCE.fields[name].label}"


def read_column(heading: str, rule: FactTypeRule) -> tuple[str, str] | None:
    """Return what a heading means: the id of a field (or ``source``) and the id of a part of its source.

    The second is empty for the value itself. A unit in brackets behind a label is no part of it. None for a heading
    that means nothing here.
    """
    written = "".join(heading.split())
    owner, found, part = written.partition(_BETWEEN)
    if found:
        part_id = SOURCE.aliases.get(part)
        owner_id = SOURCE.name if owner in {SOURCE.label, SOURCE.name} else _field(owner, rule)
        return (owner_id, part_id) if owner_id and part_id else None
    field = _field(written, rule)
    if field is None and written in {SOURCE.label, SOURCE.name}:
        return SOURCE.name, "document"
    return (field, "") if field else None


def choice_of_rule(rule: str, title: str) -> str:
    """Return how a rule stands in the drop-down of 豁免: its id, a blank and its title."""
    return f"{rule} {title}"


def chosen_rule(text: str) -> str:
    """Return the id of the rule that stands in a cell, with or without its title."""
    return text.split(maxsplit=1)[0] if text.split() else ""


def unit_of(heading: str) -> str:
    """Return what stands in brackets at the end of a heading, without the brackets; empty when there are none."""
    found = _UNIT.search(heading)
    return found.group().strip(" （()）\t\n") if found else ""


def without_unit(heading: str) -> str:
    """Return a heading without blanks and without the brackets at its end."""
    return _UNIT.sub("", "".join(heading.split()))


def is_read(name: str) -> bool:
    """Say whether a sheet or column of this name may hold facts."""
    return name not in NOT_READ and not name.startswith((NOT_READ_MARK, PROBLEM_LIST))


def _field(written: str, rule: FactTypeRule) -> str | None:
    return rule.aliases.get(written) or rule.aliases.get(_UNIT.sub("", written))
