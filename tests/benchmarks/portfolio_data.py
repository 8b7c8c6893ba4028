"""Writes a synthetic portfolio of the seed's project kind as Parquet files, one for each fact type, by DuckDB.

python tests/benchmarks/portfolio_data.py FOLDER [--projects N] [--seed N] [--text] [--bad EVERY]

The same number and seed give the same content, and project ``P0000001`` is the same in a portfolio of any size: about
25 facts and 7 judgements each (10 service quarters, 10 payments, 5 or 6 others), some values missing, some projects
without payments or survey, some scores exactly at a half. Knows nothing about how projects are decided.
"""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import Final

import duckdb

SEED: Final = 20201231
ROW_GROUP: Final = 122_880
_MACROS: Final = """
-- A number from 0 to many - 1 for a row, the same every time; salt keeps the draws of one row apart.
CREATE OR REPLACE MACRO draw(r, salt, many) AS (hash(xor(r * 1000 + salt::UBIGINT, hash({seed}))) % many)::BIGINT;
CREATE OR REPLACE MACRO given(r, salt, missing, value) AS
  CASE WHEN draw(r, salt, 1000) >= missing THEN value END;
CREATE OR REPLACE MACRO quarter_text(q) AS (q // 4)::VARCHAR || 'Q' || (q % 4 + 1)::VARCHAR;
CREATE OR REPLACE MACRO quarter_start(q) AS make_date(q // 4, q % 4 * 3 + 1, 1);
CREATE TEMP TABLE ids AS
  SELECT 'P' || lpad((i + 1)::VARCHAR, {digits}, '0') AS project, i, (i * 16)::UBIGINT AS r FROM range({n}) AS _(i);
-- So many rows for each project, in their order.
CREATE OR REPLACE MACRO rows_of(many) AS TABLE
  SELECT project, r0, j, r0 + j::UBIGINT AS r FROM (SELECT project, r AS r0, unnest(range(many)) AS j FROM ids);
"""

_TABLES: Final = {
    "projects": """
        SELECT project, '合成项目' || (i + 1)::VARCHAR AS title, '部门评价' AS kind FROM ids""",
    "project": """
        SELECT project, '第' || (draw(r, 1, 120) + 1)::VARCHAR || '预算单位' AS unit, 2020 AS year
        FROM ids""",
    "funding": """
        SELECT project,
          given(r, 11, 5, budget)::DECIMAL(18, 2) AS budget,
          adjusted::DECIMAL(18, 2) AS adjusted_budget,
          given(r, 13, 12, CASE
            WHEN draw(r, 14, 100) < 80 THEN budget
            WHEN draw(r, 14, 100) < 97 THEN budget * (900 + draw(r, 15, 100)) / 1000
            ELSE budget + draw(r, 16, 50000000) END)::DECIMAL(18, 2) AS arrived,
          given(r, 17, 12, CASE
            WHEN draw(r, 18, 100) < 70 THEN coalesce(adjusted, budget) * (740 + draw(r, 19, 261)) / 1000
            WHEN draw(r, 18, 100) < 98 THEN budget * 4 // 5 + draw(r, 20, 300000000) / 100
            ELSE budget + draw(r, 20, 300000000) / 100 END)::DECIMAL(18, 2) AS spent
        FROM (SELECT project, r, budget::DECIMAL(18, 2) AS budget,
          CASE WHEN draw(r, 12, 100) < 15 THEN budget * (800 + draw(r, 21, 400)) / 1000 END::DECIMAL(18, 2) AS adjusted
          FROM (SELECT project, r,
              CASE WHEN draw(r, 22, 1000) = 0 THEN 0 ELSE (1000 + draw(r, 10, 8000)) * 10000 END AS budget
            FROM ids))
        WHERE draw(r, 23, 1000) >= 3""",
    "service_quarter": """
        SELECT project,
          quarter_text(8079 + j // 2 - (draw(r0, 30, 100) < 3)::INT) AS quarter,
          CASE j % 2 WHEN 0 THEN '一期' ELSE '二期' END AS batch,
          CASE draw(r0, 31, 3) WHEN 0 THEN '移动公司' WHEN 1 THEN '电信公司' ELSE '联通公司' END AS operator,
          (given(r, 32, 15, draw(r, 33, 1080) + CASE WHEN draw(r0, 34, 100) < 4 THEN 500 ELSE 0 END)
            / 10000)::DECIMAL(7, 4) AS fault_rate
        FROM rows_of(10)
        WHERE draw(r0, 35, 1000) >= 4""",
    "payment": """
        SELECT project, quarter_text(8073 + j) AS fee_quarter,
          given(r, 40, 15, quarter_start(8074 + j) + (CASE
            WHEN draw(r, 41, 100) < 80 THEN draw(r, 42, 28)
            WHEN draw(r, 41, 100) < 92 THEN 28 + draw(r, 42, 32)
            ELSE 58 + draw(r, 42, 50) END)::INT) AS paid_on
        FROM rows_of(10)
        WHERE draw(r0, 43, 1000) >= 10""",
    "unit_price": """
        SELECT project, CASE j WHEN 0 THEN '一期' ELSE '二期' END AS batch,
          (given(r, 50, 10, CASE j WHEN 0 THEN 7000 + draw(r, 51, 1560) ELSE 5500 + draw(r, 51, 800) END)
            / 10)::DECIMAL(10, 2) AS price
        FROM rows_of(2)
        WHERE CASE WHEN draw(r0, 52, 100) < 10 THEN true ELSE j = (draw(r0, 53, 3) = 0)::INT END
          AND draw(r0, 54, 1000) >= 3""",
    "delivery": """
        SELECT project,
          given(r, 60, 10, CASE WHEN draw(r, 61, 1000) = 0 THEN 0 ELSE planned END)::INTEGER AS planned,
          given(r, 62, 10, CASE WHEN draw(r, 63, 100) < 60 THEN planned ELSE planned - draw(r, 64, 60) END)::INTEGER
            AS completed,
          given(r, 65, 5, due) AS due_on,
          given(r, 66, 10, CASE WHEN draw(r, 67, 100) < 95 THEN due - draw(r, 68, 600)::INT
            ELSE due + draw(r, 68, 90)::INT END) AS completed_on
        FROM (SELECT project, r, 200 + draw(r, 69, 1800) AS planned, DATE '2020-03-31' + draw(r, 70, 60)::INT AS due
          FROM ids)
        WHERE draw(r, 71, 1000) >= 3""",
    "survey": """
        SELECT project, given(r, 80, 10, issued)::INTEGER AS issued,
          CASE WHEN answers <> issued THEN answers END::INTEGER AS returned,
          given(r, 81, 10, CASE
            WHEN draw(r, 82, 100) < 92 THEN round(satisfied::DECIMAL(12, 6) / answers, 2 + 2 * draw(r, 83, 2)::INT)
            ELSE (7000 + draw(r, 84, 3000)) / 10000 END)::DECIMAL(7, 4) AS satisfaction,
          CASE draw(r, 85, 20) WHEN 0 THEN true WHEN 1 THEN false END AS graded
        FROM (SELECT project, r, issued, answers, answers - answers * draw(r, 86, 250) // 1000 AS satisfied
          FROM (SELECT project, r, issued,
              CASE WHEN draw(r, 87, 10) < 4 THEN issued - draw(r, 88, 10) ELSE issued END AS answers
            FROM (SELECT project, r, 20 + draw(r, 89, 180) AS issued
              FROM ids)))
        WHERE draw(r, 90, 1000) >= 20""",
    "judgement": """
        SELECT project, indicator, points,
          CASE WHEN points < full_points AND draw(r, 101, 100) < 80 THEN '评审组现场核对' END AS reason,
          '评审' || (draw(r0, 102, 40) + 1)::VARCHAR || '组' AS assessor
        FROM (SELECT project, r0, r, indicator, full_points, given(r, 103, 10, CASE
              WHEN draw(r, 104, 100) < 82 THEN full_points
              ELSE full_points - (draw(r, 105, 12) + 1) * 0.25 END)::DECIMAL(5, 2) AS points
          FROM (SELECT project, r0, r,
              ['项目立项', '绩效目标', '资金投入', '资金使用合规性', '组织实施', '社会效益', '可持续影响'][j + 1]
                AS indicator,
              [5, 5, 8, 6, 6, 10, 10][j + 1] AS full_points
            FROM rows_of(7)))
        WHERE draw(r, 106, 1000) >= 5""",
}
"""What each file holds; every file is in the order of the projects."""

FIVE: Final = {
    "projects": "SELECT project, '合成项目' || (i + 1)::VARCHAR AS title, '部门评价' AS kind FROM ids",
    "funding": """
        SELECT project, budget::DECIMAL(18, 2) AS budget,
          CASE WHEN draw(r, 14, 100) < 80 THEN budget ELSE budget * (900 + draw(r, 15, 100)) // 1000 END::DECIMAL(18, 2)
            AS arrived,
          (budget * (740 + draw(r, 19, 261)) // 1000)::DECIMAL(18, 2) AS spent
        FROM (SELECT project, r, (1000 + draw(r, 10, 8000)) * 10000 AS budget FROM ids)""",
    "service_quarter": """
        SELECT project, quarter_text(8074 + j) AS quarter, (draw(r, 33, 1080) / 10000)::DECIMAL(7, 4) AS fault_rate
        FROM rows_of(10)""",
    "payment": """
        SELECT project, quarter_text(8073 + j) AS fee_quarter, quarter_start(8074 + j) + (CASE
            WHEN draw(r, 41, 100) < 80 THEN draw(r, 42, 28)
            WHEN draw(r, 41, 100) < 92 THEN 28 + draw(r, 42, 32)
            ELSE 58 + draw(r, 42, 50) END)::INT AS paid_on
        FROM rows_of(10)""",
    "unit_price": """
        SELECT project, '一期' AS batch, ((7000 + draw(r, 51, 1560)) / 10)::DECIMAL(10, 2) AS price FROM ids""",
}
"""The fact types of five-rules, for which row engines are compared: nothing is missing."""

# How a broken row differs from a sound one.
_BROKEN: Final = {
    "funding": "SELECT * REPLACE (-spent - 1 AS spent)",
    "service_quarter": "SELECT *",
    "payment": "SELECT * REPLACE (NULL AS project)",
    "unit_price": "SELECT * REPLACE ('三期' AS batch)",
    "delivery": "SELECT * REPLACE ('X' || project AS project)",
    "survey": "SELECT * REPLACE (1.5 AS satisfaction)",
    "judgement": "SELECT * REPLACE (99 AS points)",
}
_REPLACING: Final = frozenset({"funding", "survey", "judgement", "unit_price"})
"""Where the broken row stands instead of the sound one; elsewhere it is added: again, without project, of nobody."""


def write_five(folder: Path, projects: int, *, seed: int = SEED) -> None:
    """Write ``folder``/TYPE.parquet for the fact types of five-rules and ``projects.parquet``."""
    with _base(projects, seed) as base:
        for table, rows in FIVE.items():
            _write(base, rows, folder / f"{table}.parquet")


def write_portfolio(folder: Path, projects: int, *, seed: int = SEED, text: bool = False, bad_every: int = 0) -> None:
    """Write ``folder``/TYPE.parquet for every fact type and ``projects.parquet``; existing files are replaced.

    With ``text`` every value is the text a person would write (``3656.18万元``, ``8.5%``), as in an export to CSV. With
    ``bad_every`` one project in so many has a broken row in each file: a negative amount, a key twice, no project, a
    choice that is none, a project that is none, a share above 1, more points than there are.
    """
    with _base(projects, seed) as base:
        for table, sound in _TABLES.items():
            rows = _with_bad(table, sound, bad_every) if bad_every and table in _BROKEN else sound
            _write(base, _as_text(table, rows) if text else rows, folder / f"{table}.parquet")


def _base(projects: int, seed: int) -> duckdb.DuckDBPyConnection:
    """Return a database that knows the ids of the projects and how to draw numbers."""
    base = duckdb.connect()
    base.execute(_MACROS.format(seed=seed, n=projects, digits=max(7, len(str(projects)))))
    return base


def _write(base: duckdb.DuckDBPyConnection, rows: str, file: Path) -> None:
    file.parent.mkdir(parents=True, exist_ok=True)
    target = file.as_posix().replace("'", "''")
    base.execute(f"COPY ({rows}) TO '{target}' (FORMAT parquet, COMPRESSION snappy, ROW_GROUP_SIZE {ROW_GROUP})")


def _with_bad(table: str, rows: str, every: int) -> str:
    """Return the rows with broken ones among them, still in the order of the projects."""
    picked = f"substr(project, 2)::BIGINT % {every} = 0"
    kept = f"WHERE NOT ({picked})" if table in _REPLACING else ""
    broken = f"{_BROKEN[table]} FROM sound WHERE {picked}"
    return f"WITH sound AS ({rows}) FROM sound {kept} UNION ALL {broken} ORDER BY project"


_TEXTS: Final = {
    "funding": dict.fromkeys(("budget", "adjusted_budget", "arrived", "spent"), "money"),
    "service_quarter": {"fault_rate": "share"},
    "payment": {"paid_on": "day"},
    "unit_price": {"price": "yuan"},
    "delivery": {"planned": "plain", "completed": "plain", "due_on": "day", "completed_on": "month"},
    "survey": {"issued": "plain", "returned": "plain", "satisfaction": "share", "graded": "truth"},
    "judgement": {"points": "plain"},
    "project": {"year": "plain"},
}
_WRITTEN: Final = {
    "money": "rtrim(rtrim(({name}::DECIMAL(24, 6) / 10000)::DECIMAL(24, 6)::VARCHAR, '0'), '.') || '万元'",
    "share": "({name} * 100)::DECIMAL(9, 2)::VARCHAR || '%'",
    "yuan": "{name}::VARCHAR || '元'",
    "day": "{name}::VARCHAR",
    "month": "strftime({name}, '%Y年%-m月')",
    "truth": "CASE {name} WHEN true THEN '是' WHEN false THEN '否' END",
    "plain": "{name}::VARCHAR",
}


def _as_text(table: str, rows: str) -> str:
    """Return the rows as people write them; days of completion are written as months, so they are bounded."""
    written = ", ".join(
        f"{_WRITTEN[form].format(name=name)} AS {name}" for name, form in _TEXTS.get(table, {}).items()
    )  # fmt: skip
    return f"FROM ({rows}) SELECT * REPLACE ({written})" if written else rows


def main() -> None:
    """Write a portfolio."""
    words = argparse.ArgumentParser(description=__doc__)
    words.add_argument("folder", type=Path)
    words.add_argument("--projects", type=int, default=100_000)
    words.add_argument("--seed", type=int, default=SEED)
    words.add_argument("--text", action="store_true")
    words.add_argument("--bad", type=int, default=0)
    chosen = words.parse_args()
    write_portfolio(chosen.folder, chosen.projects, seed=chosen.seed, text=chosen.text, bad_every=chosen.bad)


if __name__ == "__main__":
    main()
