"""Decides a synthetic portfolio by Polars written by hand for this one pack, lazily and in streaming mode.

python tests/benchmarks/portfolio_polars.py FOLDER OUT

Writes OUT/findings and OUT/scores with the rows of ``portfolio_duckdb.py``; knows nothing about the checker.
"""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from datetime import date, timedelta
from functools import reduce
from operator import add
from pathlib import Path
from typing import Final

import polars as pl
from portfolio_duckdb import TABLES

LEAVES: Final = {
    "project_initiation": 5, "performance_target": 5, "funding_input": 8, "fund_arrival_rate": 5, "execution_rate": 5,
    "fund_compliance": 6, "organisation": 6, "output_quantity": 5, "output_quality": 10, "output_timeliness": 10,
    "output_cost": 10, "social_benefit": 10, "sustainability": 10, "satisfaction": 5,
}  # fmt: skip
"""The leaves of the tree in its order, with their weights."""
JUDGED: Final = {
    "project_initiation": "项目立项", "performance_target": "绩效目标", "funding_input": "资金投入",
    "fund_compliance": "资金使用合规性", "organisation": "组织实施", "social_benefit": "社会效益",
    "sustainability": "可持续影响",
}  # fmt: skip
"""The labels of the leaves that assessors judge."""
_DECIMAL: Final = pl.Decimal(5, 2)
_COLUMNS: Final = ("rule", "severity", "concerns", "indicator", "problem", "deduction_low", "deduction_high")
_RULES: Final = (
    ("arrived-over-budget", "minor", "evaluation", None, None, None),
    ("completion-late", "major", "project", "output_timeliness", "late-completion", "1.0"),
    ("execution-rate-low", "major", "project", "execution_rate", "low-execution", None),
    ("fund-arrival-below-target", "major", "project", "fund_arrival_rate", "funds-not-fully-arrived", None),
    ("judged-deduction-without-reason", "minor", "evaluation", None, None, None),
    ("online-rate-below-floor", "major", "project", "output_quality", "low-online-rate", "0.5"),
    ("payment-after-first-month", "minor", "project", "output_timeliness", "late-payment", None),
    ("payment-after-second-month", "major", "project", "output_timeliness", "late-payment", "1.0"),
    ("persistent-low-online", "critical", "project", None, "persistent-low-online", None),
    ("quantity-short", "major", "project", "output_quantity", "quantity-short", None),
    ("service-before-completion", "minor", "evaluation", None, None, None),
    ("spent-over-arrived", "minor", "evaluation", None, None, None),
    ("survey-rate-unattainable", "minor", "evaluation", None, None, None),
    ("unit-price-over-ceiling", "major", "project", "output_cost", "price-over-ceiling", "5.0"),
)
_CODES: Final = {row[0]: code for code, row in enumerate(_RULES)}
_WEIGHTS: Final = {id_: 100 * weight for id_, weight in LEAVES.items()}
_LOW_ONLINE: Final = (pl.col("fault_rate") > 1000) & (pl.col("quarter") >= "2019Q4")


def run_polars(folder: Path, out: Path) -> None:
    """Write OUT/findings and OUT/scores for the portfolio in ``folder``; uses as many threads as there are cores."""
    tables = {name: _whole(pl.scan_parquet(folder / f"{name}.parquet")) for name in TABLES}
    sinks = []
    for name, frame in (("findings", _findings(tables)), ("scores", _scores(tables))):
        (out / name).mkdir(parents=True, exist_ok=True)
        sinks.append(frame.sink_parquet(out / name / "part-00000.parquet", compression="snappy", lazy=True))
    pl.collect_all(sinks, engine="streaming")


def _whole(frame: pl.LazyFrame) -> pl.LazyFrame:
    """Return a table with its decimals as whole numbers of their last digit."""
    decimals = [name for name, kind in frame.collect_schema().items() if isinstance(kind, pl.Decimal)]
    return frame.with_columns(pl.col(name).to_physical().cast(pl.Int64) for name in decimals)


def _quarters() -> pl.LazyFrame:
    """Return every quarter with the days that matter."""
    rows = [(f"{year}Q{index + 1}", year * 12 + index * 3) for year in range(2000, 2101) for index in range(4)]
    return pl.LazyFrame({
        "quarter": [text for text, _ in rows],
        "last_day": [_day_before(month + 3) for _, month in rows],
        "first_month": [_day_before(month + 4) for _, month in rows],
        "second_month": [_day_before(month + 5) for _, month in rows],
    })  # fmt: skip


def _day_before(month: int) -> date:
    return date(month // 12, month % 12 + 1, 1) - timedelta(days=1)


def _found(frame: pl.LazyFrame, rule: str, where: pl.Expr, key: pl.Expr | None = None) -> pl.LazyFrame:
    key = pl.lit("") if key is None else key
    return frame.filter(where).select("project", pl.lit(_CODES[rule], dtype=pl.UInt8).alias("code"), key.alias("key"))


def _findings(tables: dict[str, pl.LazyFrame]) -> pl.LazyFrame:
    found = pl.concat([*_of_funding(tables), *_of_service(tables), *_of_delivery(tables), *_of_the_rest(tables)])
    rules = pl.LazyFrame(
        [(code, *row, row[-1]) for code, row in enumerate(_RULES)], schema=["code", *_COLUMNS], orient="row"
    ).with_columns(
        pl.col("code").cast(pl.UInt8), pl.col("deduction_low", "deduction_high").cast(pl.Decimal(3, 1))
    )  # fmt: skip
    ordered = found.sort("project", "code", "key")
    return ordered.join(rules, on="code", how="left", maintain_order="left").select(
        "project", "rule", "key", *_COLUMNS[1:]
    )


def _of_funding(tables: dict[str, pl.LazyFrame]) -> list[pl.LazyFrame]:
    funding = tables["funding"].with_columns(final=pl.coalesce("adjusted_budget", "budget"))
    final, spent, arrived = pl.col("final"), pl.col("spent"), pl.col("arrived")
    return [
        _found(funding, "arrived-over-budget", arrived > final),
        _found(funding, "execution-rate-low", (final > 0) & (spent * 10 < final * 8)),
        _found(funding, "fund-arrival-below-target", arrived < pl.col("budget")),
        _found(funding, "spent-over-arrived", spent > arrived),
    ]


def _of_service(tables: dict[str, pl.LazyFrame]) -> list[pl.LazyFrame]:
    service = tables["service_quarter"]
    low = service.filter(_LOW_ONLINE)
    key = pl.concat_str("quarter", "batch", separator="/")
    often = low.group_by("project").len().filter(pl.col("len") >= 4)
    second = service.filter(pl.col("batch") == "二期").join(_quarters(), on="quarter")
    dated = second.join(tables["delivery"].select("project", "completed_on"), on="project")
    return [
        _found(low, "online-rate-below-floor", pl.lit(value=True), key),
        _found(often, "persistent-low-online", pl.lit(value=True), pl.lit("low-online-rate")),
        _found(dated, "service-before-completion", pl.col("completed_on") > pl.col("last_day"), key),
    ]


def _of_delivery(tables: dict[str, pl.LazyFrame]) -> list[pl.LazyFrame]:
    delivery = tables["delivery"]
    return [
        _found(delivery, "completion-late", pl.col("completed_on") > pl.col("due_on")),
        _found(delivery, "quantity-short", pl.col("completed") < pl.col("planned")),
    ]


def _of_the_rest(tables: dict[str, pl.LazyFrame]) -> list[pl.LazyFrame]:
    paid, first, second = pl.col("paid_on"), pl.col("first_month"), pl.col("second_month")
    payment = tables["payment"].join(_quarters(), left_on="fee_quarter", right_on="quarter")
    quarter = pl.col("fee_quarter")
    judged = pl.LazyFrame(
        [(JUDGED[id_], id_, _WEIGHTS[id_]) for id_ in JUDGED], ["label", "id", "weight"], orient="row"
    )
    judgement = tables["judgement"].join(judged, left_on="indicator", right_on="label")
    unreasoned = pl.col("reason").is_null() & (pl.col("points") < pl.col("weight"))
    return [
        _found(payment, "payment-after-first-month", (paid > first) & (paid <= second), quarter),
        _found(payment, "payment-after-second-month", paid > second, quarter),
        _found(judgement, "judged-deduction-without-reason", unreasoned, pl.col("id")),
        _found(tables["unit_price"], "unit-price-over-ceiling", _over_ceiling(), pl.col("batch")),
        _unattainable(tables["survey"]),
    ]


def _over_ceiling() -> pl.Expr:
    ceiling = pl.when(pl.col("batch") == "一期").then(85_000).when(pl.col("batch") == "二期").then(62_800)
    return pl.col("price") > ceiling


def _unattainable(survey: pl.LazyFrame) -> pl.LazyFrame:
    answers, share, satisfied = pl.col("answers"), pl.col("satisfaction"), pl.col("satisfied")
    counted = survey.with_columns(answers=pl.coalesce("returned", "issued").cast(pl.Int64)).filter(
        pl.col("graded").fill_null(value=False).not_() & (answers > 0)
    )
    counted = counted.with_columns(satisfied=(2 * answers * share + 10_000) // 20_000)
    unlike = [
        (2 * satisfied * 10**digits + answers) // (2 * answers) * 10 ** (4 - digits) != share for digits in (2, 3, 4)
    ]
    return _found(counted, "survey-rate-unattainable", unlike[0] & unlike[1] & unlike[2])


def _scores(tables: dict[str, pl.LazyFrame]) -> pl.LazyFrame:
    frame = tables["projects"].select("project")
    for part in (*_shares(tables), *_counts(tables), _judged(tables["judgement"])):
        frame = frame.join(part, on="project", how="left", maintain_order="left")
    frame = frame.with_columns(end for id_ in LEAVES for end in _ends(id_))
    frame = frame.with_columns(
        total_low=reduce(add, (pl.col(f"{id_}__low") for id_ in LEAVES)),
        total_high=reduce(add, (pl.col(f"{id_}__high") for id_ in LEAVES)),
    )
    leaves = [f"{id_}__{end}" for id_ in LEAVES for end in ("low", "high")]
    points = [_as_points(name) for name in ("total_low", "total_high")]
    limits = pl.lit("").alias("limits")
    return frame.select("project", *points, _grades().alias("grades"), limits, *map(_as_points, leaves)).sort("project")


def _as_points(name: str) -> pl.Expr:
    return (pl.col(name).cast(pl.Decimal(7, 2)) * pl.lit("0.01").cast(pl.Decimal(3, 2))).cast(_DECIMAL).alias(name)


def _ends(id_: str) -> tuple[pl.Expr, pl.Expr]:
    """Return both ends of a leaf in hundredths: what was worked out, kept at 0 or above, or the whole range."""
    if id_ in {"output_quality", "output_timeliness", "output_cost"}:
        low, high = pl.col(f"{id_}__low").clip(0), pl.col(f"{id_}__high").clip(0)
    else:
        low = high = pl.col(id_)
    return low.fill_null(0).alias(f"{id_}__low"), high.fill_null(_WEIGHTS[id_]).alias(f"{id_}__high")


def _share(value: str, target: str) -> pl.Expr:
    """Return 5 points times a share in hundredths, rounded half up, at most 5 points; null when nobody can tell."""
    value_, target_ = pl.col(value).cast(pl.Int64), pl.col(target).cast(pl.Int64)
    part = (1000 * value_ + target_) // (2 * target_)
    return pl.when(target_ > 0).then(pl.when(value_ >= target_).then(500).otherwise(part))


def _shares(tables: dict[str, pl.LazyFrame]) -> list[pl.LazyFrame]:
    funding = tables["funding"].with_columns(final=pl.coalesce("adjusted_budget", "budget"))
    off = 500 - (9000 - pl.col("satisfaction")).clip(0, 500)
    return [
        funding.select(
            "project", fund_arrival_rate=_share("arrived", "budget"), execution_rate=_share("spent", "final")
        ),
        tables["delivery"].select(
            "project",
            output_quantity=_share("completed", "planned"),
        ),
        tables["survey"].select("project", satisfaction=off),
    ]


def _counts(tables: dict[str, pl.LazyFrame]) -> list[pl.LazyFrame]:
    payment = tables["payment"].join(_quarters(), left_on="fee_quarter", right_on="quarter")
    undated = (pl.col("quarter") < "2019Q4").any()
    low = tables["service_quarter"].group_by("project").agg(
        _LOW_ONLINE.sum().alias("sure").cast(pl.Int64), pl.col("fault_rate").null_count().alias("maybe").cast(pl.Int64),
        pl.when(undated.not_()).then(1000).alias("most"),
    )  # fmt: skip
    late = payment.group_by("project").agg(
        (pl.col("paid_on") > pl.col("second_month")).sum().alias("late_sure").cast(pl.Int64),
        pl.col("paid_on").null_count().alias("late_maybe").cast(pl.Int64),
    )
    dear = tables["unit_price"].group_by("project").agg(
        _over_ceiling().sum().alias("sure").cast(pl.Int64), pl.col("price").null_count().alias("maybe").cast(pl.Int64)
    )  # fmt: skip
    sure, maybe = pl.col("sure"), pl.col("maybe")
    delivery = tables["delivery"].select("project", overdue=pl.col("completed_on") > pl.col("due_on"))
    overdue = pl.col("overdue")
    timely = late.join(delivery, on="project").select(
        "project",
        output_timeliness__low=1000
        - 100 * (pl.col("late_sure") + pl.col("late_maybe") + overdue.fill_null(value=True).cast(pl.Int64)),
        output_timeliness__high=1000 - 100 * (pl.col("late_sure") + overdue.fill_null(value=False).cast(pl.Int64)),
    )
    most = pl.col("most")
    return [
        low.select("project", output_quality__low=most - 50 * (sure + maybe), output_quality__high=most - 50 * sure),
        timely,
        dear.select("project", output_cost__low=1000 - 500 * (sure + maybe), output_cost__high=1000 - 500 * sure),
    ]


def _judged(judgement: pl.LazyFrame) -> pl.LazyFrame:
    given: Sequence[pl.Expr] = [
        pl.col("points").filter(pl.col("indicator") == label).first().alias(id_) for id_, label in JUDGED.items()
    ]
    return judgement.group_by("project").agg(given)


def _grades() -> pl.Expr:
    low, high = pl.col("total_low"), pl.col("total_high")
    earned = [high >= 9000, (low < 9000) & (high >= 8000), (low < 8000) & (high >= 6000), low < 6000]
    labels = [pl.when(held).then(pl.lit(label)) for held, label in zip(earned, "优良中差", strict=True)]
    several = pl.concat_str(labels, separator="、", ignore_nulls=True)
    return pl.when(low >= 9000).then(pl.lit("优")).otherwise(several)


def main() -> None:
    """Decide one portfolio."""
    words = argparse.ArgumentParser(description=__doc__)
    words.add_argument("folder", type=Path)
    words.add_argument("out", type=Path)
    chosen = words.parse_args()
    run_polars(chosen.folder, chosen.out)


if __name__ == "__main__":
    main()
