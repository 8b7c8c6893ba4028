"""The whole pack for one project at a time: in plain Python and in datalogic-py, the fastest engine of its kind.

Every rule of xueliang-2020 that can find anything in a synthetic portfolio, and the scores of all leaves, unknowns
included. Data are in memory, days of quarters and ceilings looked up beforehand; what is measured is deciding alone.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final, TypeAlias

import datalogic_py
import duckdb
import polars
from portfolio_duckdb import TABLES

from checker.values.calendar import last_day_of_month, quarter_number

Context: TypeAlias = dict[str, Any]
"""A project as plain data: cents, basis points, day numbers, null for what is not given."""
Answer: TypeAlias = Sequence[Any]
"""What each of ``RULES`` finds (a truth or keys), then the numbers of ``_DOUBTS``: what nobody can tell."""
Decided: TypeAlias = tuple[list[tuple[str, str]], dict[str, tuple[int, int]]]
"""The findings as rule and key, and the least and greatest hundredths of a point of each leaf and of the total."""

RULES: Final = (
    "arrived-over-budget", "completion-late", "execution-rate-low", "fund-arrival-below-target", "quantity-short",
    "spent-over-arrived", "survey-rate-unattainable", "judged-deduction-without-reason", "online-rate-below-floor",
    "payment-after-first-month", "payment-after-second-month", "service-before-completion", "unit-price-over-ceiling",
)  # fmt: skip
_WEIGHTS: Final = {
    "项目立项": ("project_initiation", 500), "绩效目标": ("performance_target", 500),
    "资金投入": ("funding_input", 800), "资金使用合规性": ("fund_compliance", 600),
    "组织实施": ("organisation", 600), "社会效益": ("social_benefit", 1000), "可持续影响": ("sustainability", 1000),
}  # fmt: skip


def read_contexts(folder: Path, names: Sequence[str]) -> list[Context]:
    """Return projects of a portfolio (see ``portfolio_data``) as plain data."""
    columns = {
        "projects": "project",
        "funding": "project, (budget * 100)::BIGINT AS budget,"
        " (coalesce(adjusted_budget, budget) * 100)::BIGINT AS final, (arrived * 100)::BIGINT AS arrived,"
        " (spent * 100)::BIGINT AS spent",
        "service_quarter": "project, quarter || '/' || batch AS key, (fault_rate * 10000)::INTEGER AS rate,"
        " batch = '二期' AS second, quarter >= '2019Q4' AS in_force, quarter",
        "payment": "project, fee_quarter AS key, paid_on - DATE '0001-01-01' + 1 AS paid",
        "unit_price": "project, batch AS key, (price * 100)::INTEGER AS price,"
        " CASE batch WHEN '一期' THEN 85000 ELSE 62800 END AS ceiling",
        "delivery": "project, planned, completed, due_on - DATE '0001-01-01' + 1 AS due,"
        " completed_on - DATE '0001-01-01' + 1 AS finished",
        "survey": "project, coalesce(returned, issued) AS answers, (satisfaction * 10000)::INTEGER AS share, graded",
        "judgement": "project, indicator, (points * 100)::INTEGER AS points, reason IS NOT NULL AS reasoned",
    }
    rows = {table: _rows(folder / f"{table}.parquet", columns[table], names) for table in TABLES}
    return [_context({table: found.get(name, []) for table, found in rows.items()}) for name in names]


def _rows(file: Path, columns: str, names: Sequence[str]) -> dict[str, list[Context]]:
    found: dict[str, list[Context]] = {}
    with duckdb.connect() as base:
        cursor = base.execute(f"FROM '{file.as_posix()}' SELECT {columns} WHERE project IN (SELECT unnest(?))", [names])
        labels = [column[0] for column in cursor.description or ()]
        for values in cursor.fetchall():
            row = dict(zip(labels, values, strict=True))
            found.setdefault(row.pop("project"), []).append(row)
    return found


def _context(rows: dict[str, list[Context]]) -> Context:
    def single(table: str) -> Context:
        return rows[table][0] if rows[table] else {}

    judged = []
    for row in rows["judgement"]:
        id_, full = _WEIGHTS[row["indicator"]]
        judged.append({"key": id_, "points": row["points"], "full": full, "reasoned": row["reasoned"]})
    payments = [
        row | {"first": _month_end(row["key"], 1, 1), "second": _month_end(row["key"], 1, 2)} for row in rows["payment"]
    ]
    service = [row | {"last": _month_end(row["quarter"], 0, 3)} for row in rows["service_quarter"]]
    several = {"service": service, "payments": payments, "prices": rows["unit_price"], "judged": judged}
    return {"funding": single("funding"), "delivery": single("delivery"), "survey": single("survey"), **several}


def _month_end(quarter: str, later: int, month: int) -> int:
    return int(last_day_of_month(quarter_number(int(quarter[:4]), int(quarter[-1])) + later, month))


def decide_plainly(context: Context) -> Answer:
    """Decide a project in plain Python."""
    funding, delivery, survey = context["funding"], context["delivery"], context["survey"]
    budget, final, arrived, spent = (funding.get(name) for name in ("budget", "final", "arrived", "spent"))
    due, finished, planned, done = (delivery.get(name) for name in ("due", "finished", "planned", "completed"))
    return (
        arrived is not None and final is not None and arrived > final,
        finished is not None and due is not None and finished > due,
        spent is not None and bool(final) and spent * 10 < final * 8,
        arrived is not None and budget is not None and arrived < budget,
        done is not None and planned is not None and done < planned,
        spent is not None and arrived is not None and spent > arrived,
        _unattainable(survey),
        [
            r["key"]
            for r in context["judged"]
            if not r["reasoned"] and r["points"] is not None and r["points"] < r["full"]
        ],
        [r["key"] for r in context["service"] if r["in_force"] and r["rate"] is not None and r["rate"] > 1000],
        [r["key"] for r in context["payments"] if r["paid"] is not None and r["first"] < r["paid"] <= r["second"]],
        [r["key"] for r in context["payments"] if r["paid"] is not None and r["paid"] > r["second"]],
        [r["key"] for r in context["service"] if r["second"] and finished is not None and finished > r["last"]],
        [r["key"] for r in context["prices"] if r["price"] is not None and r["price"] > r["ceiling"]],
    )


def _unattainable(survey: Context) -> bool:
    answers, share = survey.get("answers"), survey.get("share")
    if survey.get("graded") or not answers or share is None:
        return False
    satisfied = (2 * answers * share + 10_000) // 20_000
    return all(
        (2 * satisfied * 10**digits + answers) // (2 * answers) * 10 ** (4 - digits) != share for digits in (2, 3, 4)
    )


def _var(name: str) -> dict[str, Any]:
    return {"var": name}


def _known(*names: str) -> list[dict[str, Any]]:
    return [{"!==": [_var(name), None]} for name in names]


def _both(*parts: Any) -> dict[str, Any]:
    return {"and": list(parts)}


def _kept(table: str, *conditions: Any) -> dict[str, Any]:
    return {"map": [{"filter": [_var(table), _both(*conditions)]}, _var("key")]}


def _rule(sign: str, left: str, right: str) -> dict[str, Any]:
    return _both(*_known(left, right), {sign: [_var(left), _var(right)]})


def _whole(top: Any, below: Any) -> dict[str, Any]:
    return {"/": [{"-": [top, {"%": [top, below]}]}, below]}


def _survey_rule() -> dict[str, Any]:
    answers, share = _var("survey.answers"), _var("survey.share")
    satisfied = _whole({"+": [{"*": [2, answers, share]}, 10_000]}, 20_000)
    unlike = []
    for digits in (2, 3, 4):
        nearest = _whole({"+": [{"*": [2 * 10**digits, satisfied]}, answers]}, {"*": [2, answers]})
        unlike.append({"!=": [{"*": [nearest, 10 ** (4 - digits)]}, share]})
    return _both(
        {"!": [_var("survey.graded")]}, *_known("survey.share", "survey.answers"), {">": [answers, 0]}, *unlike
    )


_LOGIC: Final = [
    _rule(">", "funding.arrived", "funding.final"),
    _rule(">", "delivery.finished", "delivery.due"),
    _both(
        *_known("funding.spent", "funding.final"),
        {">": [_var("funding.final"), 0]},
        {"<": [{"*": [_var("funding.spent"), 10]}, {"*": [_var("funding.final"), 8]}]},
    ),
    _rule("<", "funding.arrived", "funding.budget"),
    _rule("<", "delivery.completed", "delivery.planned"),
    _rule(">", "funding.spent", "funding.arrived"),
    _survey_rule(),
    _kept("judged", {"!": [_var("reasoned")]}, *_known("points"), {"<": [_var("points"), _var("full")]}),
    _kept("service", _var("in_force"), *_known("rate"), {">": [_var("rate"), 1000]}),
    _kept("payments", *_known("paid"), {"<": [_var("first"), _var("paid")]}, {"<=": [_var("paid"), _var("second")]}),
    _kept("payments", *_known("paid"), {">": [_var("paid"), _var("second")]}),
    {"if": [
        _both(*_known("delivery.finished")),
        _kept("service", _var("second"), {">": [{"val": [[2], "delivery", "finished"]}, _var("last")]}),
        [],
    ]},
    _kept("prices", *_known("price"), {">": [_var("price"), _var("ceiling")]}),
]  # fmt: skip


class DataLogicWhole:
    """datalogic-py: one compiled JSONLogic rule, a session, and documents that were parsed before."""

    def __init__(self) -> None:
        engine = datalogic_py.Engine()
        self._rule, self._session = engine.compile(_LOGIC), engine.session()

    def decide(self, item: datalogic_py.DataHandle) -> Answer:
        """Decide one project."""
        found: Answer = self._session.evaluate_data(self._rule, item)
        return found


def finish(context: Context, answer: Answer) -> Decided:
    """Return the findings and the scores: the same work behind every engine."""
    findings: list[tuple[str, str]] = []
    for rule, found in zip(RULES, answer, strict=True):
        if found is True:
            findings.append((rule, ""))
        elif found:
            findings += [(rule, key) for key in found]
    if len(answer[8]) >= 4:
        findings.append(("persistent-low-online", "low-online-rate"))
    leaves = dict(_leaves(context, answer))
    lows, highs = zip(*leaves.values(), strict=True)
    return findings, leaves | {"total": (sum(lows), sum(highs))}


def _leaves(context: Context, answer: Answer) -> Iterator[tuple[str, tuple[int, int]]]:
    funding, delivery = context["funding"], context["delivery"]
    given = {row["key"]: row["points"] for row in context["judged"]}
    for id_, full in _WEIGHTS.values():
        points = given.get(id_)
        yield id_, (0, full) if points is None else (points, points)
    yield "fund_arrival_rate", _share(funding.get("arrived"), funding.get("budget"))
    yield "execution_rate", _share(funding.get("spent"), funding.get("final"))
    yield "output_quantity", _share(delivery.get("completed"), delivery.get("planned"))
    service, payments, prices = context["service"], context["payments"], context["prices"]
    dated = service and all(row["in_force"] for row in service)
    yield "output_quality", _lost(50, len(answer[8]), _blank(service, "rate")) if dated else (0, 1000)
    overdue, due, finished = answer[1], delivery.get("due"), delivery.get("finished")
    doubt = _blank(payments, "paid") + (due is None or finished is None)
    timely = payments and delivery
    yield "output_timeliness", _lost(100, len(answer[10]) + overdue, doubt) if timely else (0, 1000)
    yield "output_cost", _lost(500, len(answer[12]), _blank(prices, "price")) if prices else (0, 1000)
    share = context["survey"].get("share")
    yield "satisfaction", (0, 500) if share is None else (max(0, 500 - max(0, 9000 - share)),) * 2


def _blank(rows: Iterable[Context], name: str) -> int:
    return sum(1 for row in rows if row[name] is None)


def _lost(each: int, sure: int, maybe: int) -> tuple[int, int]:
    return max(0, 1000 - each * (sure + maybe)), max(0, 1000 - each * sure)


def _share(value: int | None, target: int | None) -> tuple[int, int]:
    if value is None or not target:
        return 0, 500
    points = 500 if value >= target else (1000 * value + target) // (2 * target)
    return points, points


def decide_files(folder: Path, out: Path, names: Sequence[str]) -> None:
    """Read projects, decide them by datalogic-py and write findings and scores: the job of batch, row by row."""
    logic = DataLogicWhole()
    findings, scores = [], []
    for name, context in zip(names, read_contexts(folder, names), strict=True):
        found, points = finish(context, logic.decide(datalogic_py.DataHandle(context)))
        findings += [(name, rule, key) for rule, key in found]
        scores.append((name, *(end for ends in points.values() for end in ends)))
    out.mkdir(parents=True, exist_ok=True)
    for table, rows in (("findings", findings), ("scores", scores)):
        polars.DataFrame(rows, orient="row").write_parquet(out / f"{table}.parquet", compression="snappy")


@dataclass(frozen=True, slots=True)
class WholePack:
    """A way to decide the whole pack: how its data are made, and how it decides."""

    prepare: Any
    decide: Any


def whole_pack_ways() -> dict[str, WholePack]:
    """Return the ways by name."""
    logic = DataLogicWhole()
    return {
        "plain Python loop": WholePack(lambda context: context, decide_plainly),
        "datalogic-py, parsed before": WholePack(datalogic_py.DataHandle, logic.decide),
    }
