"""Makes synthetic projects of the seed's kind: the same ones every time, 25 facts each, with some findings in most."""

from __future__ import annotations

import random
from collections.abc import Iterator
from typing import Any

_FIRST_YEAR = 2017
_QUARTERS = 10


def projects(count: int, seed: int = 20201231) -> Iterator[dict[str, Any]]:
    """Yield ``count`` projects as plain data in the facts format: 10 service quarters, 10 payments, 5 others."""
    picked = random.Random(seed)  # noqa: S311 - reproducible data, not a secret
    for number in range(count):
        yield _project(number, picked)


def _project(number: int, picked: random.Random) -> dict[str, Any]:
    quarters = [f"{_FIRST_YEAR + index // 4}Q{index % 4 + 1}" for index in range(_QUARTERS)]
    budget = picked.randrange(1_000, 9_000)
    spent = budget * picked.randrange(600, 1_001)
    return {
        "rules": "xueliang-2020",
        "title": f"合成项目{number}",
        "as_of": "2020-12-31",
        "kind": "部门评价",
        "funding": {
            "budget": f"{budget}万元",
            "arrived": f"{budget}万元",
            "spent": f"{spent // 1000}.{spent % 1000:03}万元",
        },
        "service_quarter": [
            {"quarter": quarter, "batch": "一期", "fault_rate": f"{picked.randrange(0, 1_400) / 100:.2f}%"}
            for quarter in quarters
        ],
        "payment": [
            {"fee_quarter": quarter, "paid_on": _paid_on(quarter, picked.randrange(0, 110))} for quarter in quarters
        ],
        "unit_price": [{"batch": "一期", "price": f"{picked.randrange(700, 860)}元"}],
        "delivery": {
            "planned": "1000", "completed": str(picked.randrange(950, 1_001)),
            "due_on": "2020-12-31", "completed_on": "2016-10-15",
        },
        "survey": {"issued": "20", "satisfaction": f"{picked.randrange(15, 21) * 5}%"},
        "judgements": [
            {"indicator": indicator, "points": str(full), "assessor": "甲"}
            for indicator, full in (
                ("项目立项", 5), ("绩效目标", 5), ("资金投入", 8), ("资金使用合规性", 6), ("组织实施", 6),
                ("社会效益", 10), ("可持续影响", 10),
            )
        ],
    }  # fmt: skip


def _paid_on(quarter: str, late: int) -> str:
    """A day ``late`` days after the first day of the quarter after ``quarter``."""
    from datetime import date, timedelta  # noqa: PLC0415

    year, index = int(quarter[:4]), int(quarter[-1])
    first = date(year + index // 4, index % 4 * 3 + 1, 1)
    return (first + timedelta(days=late)).isoformat()
