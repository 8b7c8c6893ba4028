"""The fact types and parameters that the tests of the expression language speak of."""

from __future__ import annotations

from datetime import date
from fractions import Fraction
from typing import TYPE_CHECKING

from checker.expr import Env, FieldSpec, ParameterSpec, RecordSpec, Row, Scope, Version, compile_text, evaluate
from checker.values import UNKNOWN, Kind, Value, parse_value

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

BATCHES = ("一期", "二期")


def fields(**specs: tuple[str, Kind]) -> dict[str, FieldSpec]:
    """Make fields from ``id=(label, kind)``; every choice is a batch."""
    return {
        name: FieldSpec(name, label, kind, BATCHES if kind is Kind.CHOICE else ())
        for name, (label, kind) in specs.items()
    }


def day(text: str) -> int:
    """Return the ordinal of a day written ``2020-12-31``."""
    return date.fromisoformat(text).toordinal()


QUARTERS = RecordSpec(
    "service_quarter",
    "季度运行",
    fields(
        quarter=("季度", Kind.QUARTER),
        batch=("批次", Kind.CHOICE),
        operator=("承建单位", Kind.TEXT),
        fault_rate=("故障率", Kind.RATIO),
        online_rate=("在线率", Kind.RATIO),
        points=("点位数", Kind.COUNT),
        fee=("服务费", Kind.MONEY),
        score=("得分", Kind.SCORE),
        paid_on=("支付日期", Kind.DATE),
        on_time=("按时", Kind.TRUTH),
    ),
)
PAYMENTS = RecordSpec(
    "payment",
    "支付",
    fields(
        amount=("金额", Kind.MONEY),
        day=("日期", Kind.DATE),
        batch=("批次", Kind.CHOICE),
        share=("占比", Kind.RATIO),
        proper=("合规", Kind.TRUTH),
        payee=("收款单位", Kind.TEXT),
    ),
)
FUNDING = RecordSpec(
    "funding",
    "资金",
    fields(budget=("预算", Kind.MONEY), arrived=("到位资金", Kind.MONEY), spent=("支出", Kind.MONEY)),
    single=True,
)
CONTRACT = RecordSpec(
    "contract",
    "合同",
    fields(signed_on=("签订日期", Kind.DATE), spent=("合同支出", Kind.MONEY), years=("年限", Kind.NUMBER)),
    single=True,
)
RECORDS = {record.name: record for record in (QUARTERS, PAYMENTS, FUNDING, CONTRACT)}
PARAMETERS = {
    spec.name: spec
    for spec in (
        ParameterSpec(
            "online_rate_floor",
            "在线率下限",
            Kind.RATIO,
            (Version(day("2019-10-01"), Fraction(9, 10)), Version(day("2021-01-01"), Fraction(92, 100))),
        ),
        ParameterSpec(
            "price_ceiling",
            "单价上限",
            Kind.MONEY,
            (Version(1, UNKNOWN, (("一期", Fraction(850)), ("二期", Fraction(628)))),),
            BATCHES,
        ),
        ParameterSpec("full", "满分", Kind.SCORE, (Version(1, Fraction(10)),)),
    )
}
PROJECT = Scope(RECORDS, PARAMETERS)
"""What a formula about the whole project may name."""
SCOPE = PROJECT.push(("service_quarter", QUARTERS))
"""What a rule about each 季度运行 may name."""


def written(record: RecordSpec, values: Mapping[str, str]) -> Row:
    """Return a fact from its fields as people write them."""
    return {name: parse_value(text, record.fields[name].kind).value for name, text in values.items()}


def env(
    rows: Mapping[str, Mapping[str, str]] | None = None,
    tables: Mapping[str, Sequence[Mapping[str, str]]] | None = None,
    as_of: str = "2020-12-31",
) -> Env:
    """Return facts from written values; the fact a rule is about is the row called ``service_quarter``."""
    return Env(
        day(as_of),
        {name: [written(RECORDS[name], row) for row in table] for name, table in (tables or {}).items()},
        {name: written(RECORDS[name], row) for name, row in (rows or {}).items()},
    )


def value_of(text: str, facts: Env | None = None, scope: Scope = SCOPE) -> Value:
    """Return what an expression comes to."""
    return evaluate(compile_text(text, scope), facts or env())
