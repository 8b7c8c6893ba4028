"""Writes the functions of the language as those of a workbook; knows nothing about cells."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from checker.expr.tree import Constant
from checker.messages import tr
from checker.report.scores.formula_text import ATOM, PRODUCT, SUM, Inexpressible, Text, call, smooth
from checker.values.calendar import QUARTERS

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from checker.expr.tree import Expr, Function

_MONTHS: Final = 3


def applied(node: Function, given: Sequence[Text]) -> Text:
    """Return a function of the language applied to compiled arguments; raises ``Inexpressible``."""
    name = node.name
    if name in {"min", "max"}:
        return call(name.upper(), *(item.text for item in given), rough=any(item.rough for item in given))
    if name in _WRITTEN:
        smoothed = [smooth(text, item.kind) for text, item in zip(given, node.arguments, strict=True)]
        return _WRITTEN[name](node.arguments, smoothed)
    raise Inexpressible(tr("函数 {name} 没有对应的表格公式", name=name))


def _abs(_nodes: Sequence[Expr], given: Sequence[Text]) -> Text:
    return call("ABS", given[0].text, rough=True)


def _round(nodes: Sequence[Expr], given: Sequence[Text]) -> Text:
    """Workbooks round halves away from zero too, once the noise of binary arithmetic is gone."""
    digits = given[1].text if len(given) > 1 else "0"
    if len(nodes) > 1 and not isinstance(nodes[1], Constant):
        raise Inexpressible(tr("舍入的位数随事实变化"))
    return call("ROUND", given[0].text, digits)


def _floor(_nodes: Sequence[Expr], given: Sequence[Text]) -> Text:
    return call("INT", given[0].text)


def _ceiling(_nodes: Sequence[Expr], given: Sequence[Text]) -> Text:
    return Text(f"-INT(-{given[0].at(ATOM)})", SUM)


def _next(_nodes: Sequence[Expr], given: Sequence[Text]) -> Text:
    return Text(f"{given[0].at(SUM)}+1", SUM)


def _previous(_nodes: Sequence[Expr], given: Sequence[Text]) -> Text:
    return Text(f"{given[0].at(SUM)}-1", SUM)


def _quarter_of(_nodes: Sequence[Expr], given: Sequence[Text]) -> Text:
    day = given[0].text
    return Text(f"YEAR({day})*{QUARTERS}+INT((MONTH({day})-1)/{_MONTHS})", SUM)


def _quarter_start(_nodes: Sequence[Expr], given: Sequence[Text]) -> Text:
    quarter = given[0]
    return _day(quarter, "1", "1")


def _month_end(_nodes: Sequence[Expr], given: Sequence[Text]) -> Text:
    """The last day of a month is day 0 of the next."""
    return _day(given[0], f"{given[1].at(SUM)}+1", "0")


def _day(quarter: Text, month: str, day: str) -> Text:
    year = f"INT({quarter.at(PRODUCT)}/{QUARTERS})"
    return call("DATE", year, f"MOD({quarter.text},{QUARTERS})*{_MONTHS}+{month}", day)


def _days(_nodes: Sequence[Expr], given: Sequence[Text]) -> Text:
    first, last = given
    return Text(f"{last.at(SUM)}-{first.at(PRODUCT)}", SUM)


def _months(_nodes: Sequence[Expr], given: Sequence[Text]) -> Text:
    first, last = (item.text for item in given)

    def whole(start: str, end: str) -> str:
        years = f"(YEAR({end})-YEAR({start}))*12"
        return f"{years}+MONTH({end})-MONTH({start})-IF(DAY({end})<DAY({start}),1,0)"

    return call("IF", f"({last})<({first})", f"-({whole(last, first)})", whole(first, last))


def _year_of(_nodes: Sequence[Expr], given: Sequence[Text]) -> Text:
    return call("YEAR", given[0].text)


def _year_of_quarter(_nodes: Sequence[Expr], given: Sequence[Text]) -> Text:
    return call("INT", f"{given[0].at(PRODUCT)}/{QUARTERS}")


_WRITTEN: Final[dict[str, Callable[[Sequence[Expr], Sequence[Text]], Text]]] = {
    "abs": _abs,
    "round": _round,
    "floor": _floor,
    "ceiling": _ceiling,
    "next": _next,
    "previous": _previous,
    "quarter_of": _quarter_of,
    "quarter_start": _quarter_start,
    "month_end": _month_end,
    "days": _days,
    "months": _months,
    "year_of": _year_of,
    "year_of_quarter": _year_of_quarter,
}
