"""Says what the values of a column of a database would be if a person had written them into a facts file.

Knows nothing about fields: what a text means is read elsewhere.
"""

from __future__ import annotations

import re
from enum import StrEnum
from typing import TYPE_CHECKING, Final

from sqlglot import exp

from checker.portfolio.intake.phrases import phrase, text

if TYPE_CHECKING:
    from checker.sql.values import Sql

_DECIMAL: Final = re.compile(r"DECIMAL\((\d+),\s*(\d+)\)")
_WHOLE: Final = frozenset(
    {"TINYINT", "SMALLINT", "INTEGER", "BIGINT", "HUGEINT", "UTINYINT", "USMALLINT", "UINTEGER", "UBIGINT", "UHUGEINT"}
)
_MOST: Final = 38
_TAIL: Final = r"((?:[(（]含[)）])?(?:以上|以下|以内)|左右)?\s*$"
"""What may follow the unit of a number."""
_BARE: Final = re.compile(rf"([0-9０-９])\s*{_TAIL}")
_DOUBLE: Final = """
CASE
  WHEN isnan(:x) OR isinf(:x) OR ABS(:x) >= 1e37 OR (:x <> 0 AND ABS(:x) < 1e-22) THEN CAST(:x AS VARCHAR)
  WHEN ABS(:x) >= 1e17 THEN CAST(CAST(:digits AS DECIMAL(38, 0)) AS VARCHAR)
  WHEN ABS(:x) >= 1e-4 OR :x = 0 THEN
    REGEXP_REPLACE(CAST(CAST(:digits AS DECIMAL(38, 19)) AS VARCHAR), '[.]?0+$', '')
  ELSE REGEXP_REPLACE(CAST(CAST(:digits AS DECIMAL(38, 37)) AS VARCHAR), '[.]?0+$', '')
END
"""
_MOMENT: Final = (
    "CASE WHEN :x = DATE_TRUNC('day', :x) THEN CAST(CAST(:x AS DATE) AS VARCHAR) ELSE CAST(:x AS VARCHAR) END"
)


class Form(StrEnum):
    """How a column keeps its values."""

    NUMBER = "number"
    DOUBLE = "double"
    DATE = "date"
    MOMENT = "moment"
    TRUTH = "truth"
    TEXT = "text"
    OTHER = "other"


def form_of(type_name: str) -> Form:
    """Return the form of a column of this DuckDB type."""
    if type_name in _WHOLE or _DECIMAL.fullmatch(type_name):
        return Form.NUMBER
    if type_name in {"DOUBLE", "FLOAT"}:
        return Form.DOUBLE
    if type_name.startswith("TIMESTAMP"):
        return Form.MOMENT
    return {"DATE": Form.DATE, "BOOLEAN": Form.TRUTH, "VARCHAR": Form.TEXT}.get(type_name, Form.OTHER)


def digits_of(type_name: str) -> tuple[int, int]:
    """Return how many digits a column of exact numbers holds, and how many of them are decimals."""
    found = _DECIMAL.fullmatch(type_name)
    return (int(found[1]), int(found[2])) if found else (_MOST, 0)


def said(column: Sql, type_name: str) -> Sql:
    """Return the text of a value as a person would write it, without a unit; null where there is no value.

    A double is what a workbook shows of it: 15 significant digits; a single one what databases show of it.
    """
    form = form_of(type_name)
    if form is Form.TEXT:
        return column
    if form is Form.DOUBLE:
        digits = exp.cast(column, "VARCHAR") if type_name == "FLOAT" else phrase("PRINTF('%.14e', :x)", x=column)
        return phrase(_DOUBLE, x=column, digits=digits)
    if form is Form.MOMENT:
        return phrase(_MOMENT, x=column)
    if form is Form.TRUTH:
        return phrase("CASE WHEN :x THEN '是' WHEN NOT :x THEN '否' END", x=column)
    return exp.cast(column, "VARCHAR")


def with_unit(value: str, unit: str) -> str:
    """Return a written number with the unit it was kept in; one that has a unit already keeps it."""
    return _BARE.sub(lambda found: f"{found[1]}{unit}{found[2] or ''}", value) if unit else value


def said_with_unit(value: Sql, unit: str) -> Sql:
    """Return the same as ``with_unit``, of SQL (for DuckDB)."""
    if not unit:
        return value
    return phrase("REGEXP_REPLACE(:x, :bare, :filled)", x=value, bare=text(_BARE.pattern), filled=text(rf"\1{unit}\2"))
