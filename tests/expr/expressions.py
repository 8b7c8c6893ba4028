"""Random well-typed expressions, written from templates, in ``vocabulary.SCOPE``."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from hypothesis import strategies as st

from checker.values import Kind

if TYPE_CHECKING:
    from collections.abc import Callable

    Pick = Callable[[tuple[str, ...]], str]

NUMERIC = (Kind.MONEY, Kind.RATIO, Kind.COUNT, Kind.SCORE, Kind.NUMBER)
KINDS = (*NUMERIC, Kind.DATE, Kind.QUARTER, Kind.TRUTH)
"""The kinds random expressions are of."""

LEAVES: dict[str, tuple[str, ...]] = {
    "money": (
        "服务费", "fee", "预算", "funding.arrived", "资金.支出", "lookup(单价上限, 批次)", "contract.spent", "850元",
        "0.4亿元", "3656.18万元", "0元", "-5千元",
    ),
    "ratio": (
        "故障率", "online_rate", "service_quarter.fault_rate", "季度运行.在线率", "在线率下限", "90%", "5‰", "16.38％",
        "-2.5%", "100%",
    ),
    "count": ("点位数", "points", "count(支付)", "count(季度运行 where 批次 = 一期)", "days(签订日期, 支付日期)"),
    "score": ("得分", "满分", "8.5分", "0分", "10分"),
    "number": ("年限", "contract.years", "0", "1", "2.5", "-3", "1000"),
    "date": ("支付日期", "合同.签订日期", "paid_on", "2020-02-29", "2020年11月30日"),
    "quarter": ("季度", "service_quarter.quarter", "2020Q3", "2019Q4"),
    "truth": ("按时", "on_time", "是", "false", "批次 = 一期", "“二期” != 批次", "承建单位 = “移动公司”"),
}  # fmt: skip
MEMBERS: dict[str, tuple[str, ...]] = {
    "money": ("金额", "amount"), "ratio": ("占比", "share"), "date": ("日期",), "truth": ("合规", "批次 = 二期"),
}  # fmt: skip
"""Further leaves inside an aggregate over 支付."""

ANY: tuple[str, ...] = (
    "max({own}, {own})", "最小({own}, {own}, {own})", "if {truth} then {own} else {own}", "max({+own} over {facts})",
    "min({+own} over {facts} where {+truth})", "only({+own} over {facts} where {+truth})",
)  # fmt: skip
"""Compound values of any kind with an order; ``{own}`` is that kind, ``{+own}`` the same inside an aggregate."""

NUMBERS: tuple[str, ...] = (
    "{own} + {own}", "{own} - {own}", "-{own}", "0 - {own}", "abs({own})", "round({own}, 1)", "round({own}, -1)",
    "floor({own})", "ceiling({own})", "{number} * {own}", "{own} / {number}", "{own} * 2 / 3", "{own} - {own} - {own}",
    "sum({+own} over {facts})", "合计({+own} over {facts} where {+truth})", "average({+own} over {facts})",
    "average({+own} over {facts} where {+truth})",
)  # fmt: skip

COMPOUND: dict[str, tuple[str, ...]] = {
    "money": (*ANY, *NUMBERS, "{ratio} * {own}", "{count} * {own}", "sum(支付.金额 where {+truth})"),
    "ratio": (*ANY, *NUMBERS, "{money} / {money}", "1 - {own}", "{score} / {score}", "average(支付.占比)"),
    "count": (
        *ANY, *NUMBERS, "days({date}, {date})", "months({date}, {date})", "{date} - {date}", "{quarter} - {quarter}",
        "count({facts} where {+truth})",
    ),
    "score": (*ANY, *NUMBERS, "{ratio} * {own}", "{own} / {ratio}"),
    "number": (*ANY, *NUMBERS, "year_of({date})", "year_of_quarter({quarter})"),
    "date": (*ANY, "{own} + 3", "{own} - {count}", "quarter_start({quarter})", "month_end({quarter}, 2)"),
    "quarter": (*ANY, "quarter_of({date})", "next({own})", "previous({own})", "{own} - 1"),
    "truth": (
        *(f"{{{kind}}} {{sign}} {{{kind}}}" for kind in (*NUMERIC, Kind.DATE, Kind.QUARTER)),
        "{truth} = {truth}", "{truth} and {truth}", "{truth} 且 {truth} 且 {truth}", "{truth} or {truth}",
        "{truth} 或 {truth} 或 {truth}", "not {truth}", "非 {truth}", "if {truth} then {truth} else {truth}",
        "{money} between {money} and {money}", "{date} 介于 {date} 和 {date}", "{score} in (8分, 满分, 0)",
        "批次 in (一期, 二期)", "批次 不属于 (二期)", "{ratio} not in ({ratio}, 90%)", "{truth} in (是)",
        "exists({facts} where {+truth})", "exists(支付)",
    ),
}  # fmt: skip
QUESTIONS: tuple[str, ...] = (
    "{money} is known", "{date} is missing", "{truth} 已知", "批次 缺失", "承建单位 is known",
)  # fmt: skip
SIGNS = ("<", "<=", ">", ">=", "=", "!=", "≤", "≥", "≠")
FACTS = ("支付", "payment")
_SLOT = re.compile(r"\{(\+?)(\w+)\}")


class Writer:
    """Fills templates; ``known`` allows questions for whether something is known."""

    def __init__(self, pick: Pick, *, known: bool) -> None:
        self._pick, self._known = pick, known

    def write(self, kind: str, depth: int, inside: int = 0) -> str:
        """Return an expression of ``kind``; ``inside`` counts the aggregates around it."""
        leaves = LEAVES[kind] + (MEMBERS.get(kind, ()) * 2 if inside else ())
        if depth <= 0:
            return self._pick(leaves)
        forms = COMPOUND[kind] + (QUESTIONS if self._known and kind == "truth" else ())
        template = self._pick(forms + leaves[:3])
        return _SLOT.sub(lambda slot: self._fill(slot[2], kind, depth - 1, inside + bool(slot[1])), template)

    def _fill(self, slot: str, own: str, depth: int, inside: int) -> str:
        if slot == "sign":
            return self._pick(SIGNS)
        if slot == "facts":
            return self._pick((*FACTS, f"payment as p{inside}"))
        return f"({self.write(own if slot == 'own' else slot, depth, inside)})"


@st.composite
def expressions(draw: st.DrawFn, kinds: tuple[Kind, ...] = KINDS, *, depth: int = 3, known: bool = False) -> str:
    """Well-typed expressions of one of ``kinds``, with more brackets than they need."""
    writer = Writer(lambda options: draw(st.sampled_from(options)), known=known)
    return writer.write(draw(st.sampled_from(kinds)).value, draw(st.integers(0, depth)))
