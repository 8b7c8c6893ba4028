"""The three projects whose reports are written in tests/backcheck/unseen: their facts, and their figures by name.

Figures are worked out here from the facts written below, not with the checker's own fact reader; only scores, weights
and findings come from the result.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path
from typing import TYPE_CHECKING, Any

from checker.run import open_project, open_project_text
from checker.values import ends

if TYPE_CHECKING:
    from checker.facts import FactSet
    from checker.result import CheckResult, IndicatorScore
    from checker.run import Checker
    from checker.values import Amount

SEED = Path(__file__).parents[2] / "facts" / "xinjian-2020"
PER_CENT = 100
Facts = dict[str, Any]
Scope = dict[str, Any]

XINJIAN: Facts = {
    "title": "南昌市公安局新建分局2020年“雪亮工程”建设项目",
    "funding": {"budget": "4000万元", "arrived": "4000万元", "spent": "3656.18万元"},
    "contract": ("2020-04-22", 48, 1000, 628, 122, 359, 147),
    "unit_price": {"一期": "低于850元", "二期": "低于628元"},
    "delivery": (1000, 1000, "2020-12-31", "2020年10月"),
    "service": {"2019Q4/一期": "16.38%", "2020Q3/一期": "18.64%", "2020Q3/二期": "12.29%"},
    "payment": {"2019Q4": "2020-02下旬", "2020Q3": "2020-12中旬"},
    "survey": (20, "93%"),
}
QINGYUN: Facts = {
    "title": "青云县公安局2020年公共安全视频监控“雪亮工程”租赁项目",
    "funding": {"budget": "5200万元", "arrived": "5000万元", "spent": "4215.6万元"},
    "contract": ("2020-03-16", 36, 820, 615, 118, 352, 145),
    "unit_price": {"一期": "842.5元", "二期": "611.8元"},
    "delivery": (820, 799, "2020-11-30", "2020-11-18"),
    "service": {
        "2019Q4/一期": "9.2%",
        "2020Q1/一期": "13.47%",
        "2020Q2/一期": "8.75%",
        "2020Q3/一期": "11.06%",
        "2020Q4/二期": "7.9%",
    },
    "payment": {"2019Q4": "2020-01-21", "2020Q1": "2020-05-26", "2020Q2": "2020-09-14", "2020Q3": "2020-12-08"},
    "survey": (80, "86.25%"),
    "judged": {
        "project_initiation": "4.5",
        "performance_target": "4",
        "funding_input": "7",
        "fund_compliance": "5.5",
        "organisation": "5",
        "social_benefit": "8.5",
        "sustainability": "7",
    },
}
BAISHI: Facts = {
    "title": "白石区2020年“雪亮工程”高清探头租赁项目",
    "funding": {"budget": "2860万元", "arrived": "2860万元"},
    "contract": ("2020-05-09", 24, 460, 628, 130, 350, 148),
    "unit_price": {"一期": "低于850元", "二期": "628元"},
    "delivery": (460, 460, "2020-12-31", None),
    "service": {"2020Q2/一期": "14.05%", "2020Q3/一期": "12.6%", "2020Q4/二期": "6.3%"},
    "payment": {"2020Q2": "2020-08下旬"},
    "survey": None,
    "judged": {
        "project_initiation": "5",
        "performance_target": "4.2",
        "funding_input": "7.6",
        "fund_compliance": "6",
        "organisation": "5.4",
        "social_benefit": "7.8",
    },
}
PROJECTS = {"xinjian": XINJIAN, "qingyun": QINGYUN, "baishi": BAISHI}
"""The seed, a project with other facts, and one where spending, survey, completion and a judgement are unknown."""


@dataclass(frozen=True, slots=True)
class Case:
    """A project that is checked: the checker, facts and result to verify with, and the figures to write."""

    name: str
    checker: Checker
    facts: FactSet
    result: CheckResult
    scope: Scope


def case(name: str) -> Case:
    """Return the project checked."""
    if name == "xinjian":
        checker, facts = open_project(SEED)
    else:
        checker, facts = open_project_text(json.dumps(_fact_file(PROJECTS[name]), ensure_ascii=False), name=name)
    result = checker.check(facts)
    return Case(name, checker, facts, result, _scope(PROJECTS[name], result))


def _fact_file(known: Facts) -> Facts:
    signed, months, cameras, price, line, integration, cloud = known["contract"]
    planned, completed, due, done = known["delivery"]
    delivery = {"planned": planned, "completed": completed, "due_on": due, "completed_on": done}
    return {
        "rules": "xueliang-2020",
        "title": known["title"],
        "as_of": "2020-12-31",
        "kind": "部门评价",
        "project": {"year": 2020},
        "funding": known["funding"],
        "contract": {
            "signed_on": signed,
            "term_months": months,
            "cameras": cameras,
            "monthly_price": f"{price}元",
            "line_price": f"{line}元",
            "integration_price": f"{integration}元",
            "cloud_price": f"{cloud}元",
            "total": f"{price * cameras * months}元",
        },
        "unit_price": [{"batch": batch, "price": price} for batch, price in known["unit_price"].items()],
        "delivery": {name: value for name, value in delivery.items() if value is not None},
        "service_quarter": [
            {"quarter": key.split("/")[0], "batch": key.split("/")[1], "fault_rate": rate}
            for key, rate in known["service"].items()
        ],
        "payment": [{"fee_quarter": quarter, "paid_on": day} for quarter, day in known["payment"].items()],
        "survey": {}
        if known["survey"] is None
        else dict(zip(("issued", "satisfaction"), known["survey"], strict=True)),
        "judgements": [
            {"indicator": name, "points": points, "reason": "逐项评分时按标准扣减"}
            for name, points in known["judged"].items()
        ],
    }


def _number(text: str) -> Fraction:
    scale = 10_000 if "万" in text else 1
    plain = Fraction(text.strip("元万%"))
    return plain / PER_CENT if text.endswith("%") else plain * scale


def _scope(known: Facts, result: CheckResult) -> Scope:
    return {"title": known["title"], "year": 2020, "as_of": "2020-12-31"} | {
        **_money(known),
        **_quantities(known),
        **_runs(known),
        **_scores(result),
    }


def _money(known: Facts) -> Scope:
    money = {name: _number(text) for name, text in known["funding"].items()}
    budget, arrived = money["budget"], money["arrived"]
    rate = arrived / budget
    execution = money["spent"] / budget if "spent" in money else None
    gap = [{"gap": budget - arrived, "rate": rate}] if arrived < budget else []
    return money | {"arrival": rate, "execution": execution, "unarrived": gap}


def _quantities(known: Facts) -> Scope:
    signed, months, cameras, price, line, integration, cloud = known["contract"]
    planned, completed, due, done = known["delivery"]
    issued, satisfaction = known["survey"] or (None, None)
    short = {"planned": planned, "completed": completed, "gap": planned - completed}
    return {
        "signed": signed,
        "term": months,
        "cameras": cameras,
        "monthly": Fraction(price),
        "line": Fraction(line),
        "integration": Fraction(integration),
        "cloud": Fraction(cloud),
        "contract": Fraction(price * cameras * months),
        "planned": planned,
        "completed": completed,
        "completion": Fraction(completed, planned),
        "due": due,
        "done": done,
        "short": [short] if completed < planned else [],
        "issued": issued,
        "satisfaction": None if satisfaction is None else _number(satisfaction),
        "floor": Fraction(9, 10),
        "ceiling": Fraction(1, 10),
        "ceiling1": Fraction(850),
        "ceiling2": Fraction(628),
        "latest": 2,
        "price": []
        if any(text.startswith("低于") for text in known["unit_price"].values())
        else [{"batch": batch, "price": _number(text)} for batch, text in known["unit_price"].items()],
    }


def _runs(known: Facts) -> Scope:
    service = []
    for n, (key, rate) in enumerate(known["service"].items(), 1):
        quarter, batch = key.split("/")
        fault = _number(rate)
        service.append({"n": n, "q": quarter, "batch": batch, "fault": fault, "online": 1 - fault})
    payment: list[Scope] = [{"n": n, "q": q, "on": on} for n, (q, on) in enumerate(known["payment"].items(), 1)]
    return {
        "service": service,
        "low": [run for run in service if run["online"] < Fraction(9, 10)],
        "payment": payment,
        "slow": [paid for paid in payment if _months_late(paid["q"], paid["on"]) > 1],
    }


def _months_late(quarter: str, paid: str) -> int:
    last = int(quarter[:4]) * 12 + 3 * int(quarter[5:])
    return int(paid[:4]) * 12 + int(paid[5:7]) - last


def _scores(result: CheckResult) -> Scope:
    leaves = [_row(score, n) for n, score in enumerate((s for s in result.indicators if s.leaf), 1)]
    rows = [_row(score, n) for n, score in enumerate(result.indicators, 1)]
    total = _exact(result.score)
    low = sum(1 for check in result.findings if check.rule == "online-rate-below-floor")
    counts = {
        "top": sum(1 for score in result.indicators if score.level == 1),
        "second": sum(1 for score in result.indicators if score.level == 2),
        "leaf": len(leaves),
        "lost": None if total is None else sum(1 for row in leaves if row["lost"]),
        "findings": len(result.findings),
        "problems": len(result.problems),
        "low": low or None,
    }
    return {
        "top": [row for row in rows if row["level"] == 1],
        "second": [row for row in rows if row["level"] == 2],
        "leaf": leaves,
        "lost": [row for row in leaves if row["lost"]],
        "full": 100,
        "total": total,
        "grade": result.grade or None,
        "lost.total": None if total is None else 100 - total,
        "share.output": Fraction(35, 100),
        **{f"count.{name}": count for name, count in counts.items()},
        **{f"{what}.{row['id']}": row[what] for row in rows for what in ("score", "weight", "lost")},
    }


def _row(score: IndicatorScore, n: int) -> Scope:
    exact = _exact(score.score)
    lost = None if exact is None or exact == score.weight else score.weight - exact
    return {
        "n": n,
        "id": score.id,
        "label": score.label,
        "level": score.level,
        "weight": score.weight,
        "score": exact,
        "lost": lost,
    }


def _exact(amount: Amount) -> Fraction | None:
    both = ends(amount)
    return both.low if both.low == both.high else None
