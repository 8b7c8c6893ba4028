"""Makes projects of the seed's kind with other names, amounts, rates and dates: the same ones for the same number."""

from __future__ import annotations

import json
import random
from datetime import date
from typing import Any

from checker.facts import FactSet, open_facts_text
from checker.run import Checker, open_checker
from checker.source import Problems

AS_OF = date(2020, 12, 31)
_PLACES = ("青石县", "临江区", "云岭市", "柳河县", "东湖区", "北塘镇")
_OPERATORS = ("移动公司", "电信公司", "联通公司", "广电公司")
_TENTHS = ("上旬", "中旬", "下旬")
_QUARTERS = ("2019Q4", "2020Q1", "2020Q2", "2020Q3")
_PAID_IN = {
    "2019Q4": ("2020-01", "2020-02", "2020-03"), "2020Q1": ("2020-04", "2020-05", "2020-06"),
    "2020Q2": ("2020-07", "2020-08", "2020-09"), "2020Q3": ("2020-10", "2020-11", "2020-12"),
}  # fmt: skip


def checker_for_reports() -> Checker:
    """Return the checker of the pack all these projects are checked by."""
    problems = Problems()
    checker = open_checker("xueliang-2020", AS_OF, problems)
    problems.raise_if_any()
    assert checker is not None
    return checker


def project_data(number: int) -> dict[str, Any]:
    """Return the facts of one project as plain data in the facts format."""
    picked = random.Random(number * 7919 + 11)  # noqa: S311 - reproducible data, not a secret
    budget = picked.randrange(900, 9000)
    arrived = budget if picked.random() < 0.6 else budget - picked.randrange(10, 300)
    spent = round(arrived * picked.randrange(620, 999) / 1000) + picked.randrange(1, 99) / 100
    planned = picked.randrange(20, 300) * 10
    completed = planned if picked.random() < 0.7 else planned - picked.randrange(3, 40)
    parts = [picked.randrange(80, 200), picked.randrange(220, 450), picked.randrange(90, 210)]
    place, operator = picked.choice(_PLACES), picked.choice(_OPERATORS)
    issued = picked.choice((20, 25, 50, 60, 80, 100))
    return {
        "rules": "xueliang-2020",
        "title": f"{place}2020年公共视频监控建设项目",
        "as_of": "2020-12-31",
        "kind": "部门评价",
        "funding": {"budget": f"{budget}万元", "arrived": f"{arrived}万元", "spent": f"{spent}万元"},
        "service_quarter": _service(picked, operator),
        "payment": _payments(picked),
        "unit_price": [
            {"batch": "一期", "price": f"低于{picked.choice((840, 850))}元"},
            {"batch": "二期", "price": f"{picked.randrange(560, 640)}元"},
        ],
        "delivery": {
            "planned": planned, "completed": completed, "due_on": "2020-12-31",
            "completed_on": f"2020年{picked.randrange(5, 13)}月",
        },
        "contract": {
            "signed_on": f"2020-0{picked.randrange(1, 5)}-{picked.randrange(10, 28)}",
            "term_months": picked.choice((24, 36, 48)), "cameras": planned, "monthly_price": f"{sum(parts)}元",
            "line_price": f"{parts[0]}元", "integration_price": f"{parts[1]}元", "cloud_price": f"{parts[2]}元",
            "total": "",
        },
        "survey": {"issued": issued, "satisfaction": f"{picked.randrange(84 * issued, 100 * issued) // issued}%"},
        "judgements": _judgements(picked),
    }  # fmt: skip


def _service(picked: random.Random, operator: str) -> list[dict[str, str]]:
    cases = [(quarter, batch) for quarter in _QUARTERS for batch in ("一期", "二期")]
    rates = picked.sample(range(310, 2390), k=len(cases))
    chosen = sorted(picked.sample(range(len(cases)), k=picked.randrange(2, 6)))
    return [
        {"quarter": cases[i][0], "batch": cases[i][1], "operator": operator, "fault_rate": f"{rates[i] / 100:.2f}%"}
        for i in chosen
    ]


def _payments(picked: random.Random) -> list[dict[str, str]]:
    chosen = sorted(picked.sample(_QUARTERS, k=picked.randrange(1, 4)))
    return [{"fee_quarter": q, "paid_on": picked.choice(_PAID_IN[q]) + picked.choice(_TENTHS)} for q in chosen]


def _judgements(picked: random.Random) -> list[dict[str, Any]]:
    weights = {
        "project_initiation": 5, "performance_target": 5, "funding_input": 8, "fund_compliance": 6, "organisation": 6,
        "social_benefit": 10, "sustainability": 10,
    }  # fmt: skip
    return [
        {"indicator": name, "points": weight - (lost := picked.choice((0, 0, 0, 0.5, 1, 2))), "evidence": "抽查资料",
         **({"reason": "资料不够完整"} if lost else {})}
        for name, weight in weights.items()
    ]  # fmt: skip


def facts_of(data: dict[str, Any], checker: Checker) -> FactSet:
    """Return the facts as the reader of facts gives them."""
    contract = data["contract"]
    yuan = int(contract["monthly_price"][:-1]) * contract["cameras"] * contract["term_months"]
    contract["total"] = f"{yuan / 10000:g}万元" if len(f"{yuan / 10000:g}".replace(".", "")) <= 6 else f"{yuan}元"
    if f"{yuan / 10000:g}" != str(yuan / 10000).removesuffix(".0"):
        contract["total"] = f"{yuan}元"
    problems = Problems()
    raw = open_facts_text(json.dumps(data, ensure_ascii=False), "project.json", problems)
    facts = raw.typed(checker.vocabulary, problems) if raw else None
    problems.raise_if_any()
    assert facts is not None
    return facts
