"""Bad rows of every kind are listed with places and reasons, good ones are not, and the numbers of rows add up."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final

import pytest

from checker.portfolio.intake import Intake, TypeCount, presence
from tests.portfolio.intake.bench import Bench

GOOD: Final = ("P1", "P2", "P3")
HEADS: Final = [(name, f"项目{name}", "部门评价") for name in GOOD]
TABLES: Final[Mapping[str, tuple[Mapping[str, str], Sequence[Sequence[object]]]]] = {
    "projects": ({"project": "VARCHAR", "title": "VARCHAR", "kind": "VARCHAR"}, HEADS),
    "funding": (
        {"project": "VARCHAR", "budget": "DECIMAL(18,2)", "spent": "DECIMAL(18,2)"},
        [(name, 40000000, 36561800) for name in GOOD],
    ),
    "service_quarter": (
        {"project": "VARCHAR", "quarter": "VARCHAR", "batch": "VARCHAR", "fault_rate": "DECIMAL(9,4)"},
        [(name, quarter, "一期", "0.1229") for name in GOOD for quarter in ("2020Q2", "2020Q3")],
    ),
    "payment": (
        {"project": "VARCHAR", "fee_quarter": "VARCHAR", "paid_on": "DATE"},
        [(name, "2020Q3", "2020-12-15") for name in GOOD],
    ),
    "judgements": (
        {"project": "VARCHAR", "indicator": "VARCHAR", "points": "DECIMAL(5,2)", "reason": "VARCHAR"},
        [(name, indicator, 8, "理由") for name in GOOD for indicator in ("social_benefit", "可持续影响")],
    ),
    "waivers": (
        dict.fromkeys(("project", "rule", "key", "reason", "approver", "expires"), "VARCHAR"),
        [("P1", "online-rate-below-floor", "2020Q3/一期", "停电", "王五", "2021-12-31")],
    ),
    "reported": ({"project": "VARCHAR", "type": "VARCHAR"}, [("P1", "结算单价"), ("P2", "payment")]),
}
UNITS: Final = "表:\n  - {表名: funding.%s, 单位: {budget: 元, spent: 元}}\n"
BAD: Final[Sequence[tuple[str, Sequence[object], tuple[str, ...]]]] = [
    # table, the row, and what is said of it: project, key, field, text, code (the place is that of the row)
    ("projects", ("B0", "甲", "外星评价"), ("B0", "", "kind", "外星评价", "not-a-choice")),
    ("funding", ("B1", "-5.00", 1), ("B1", "", "budget", "-5.00", "out-of-range")),
    ("service_quarter", ("B2", "2020Q3", "三期", "0.1"), ("B2", "", "batch", "三期", "not-a-choice")),
    ("service_quarter", ("B3", "2020年8月", "一期", "0.1"), ("B3", "", "quarter", "2020年8月", "not-a-quarter")),
    ("service_quarter", ("B4", "", "一期", "0.1"), ("B4", "", "", "", "missing-key")),
    ("service_quarter", ("B5", "2020Q3", "二期", "16.38"), ("B5", "2020Q3/二期", "fault_rate", "16.3800", "no-unit")),
    ("payment", ("B6", "2019Q4至2020Q1", "2020-12-15"), ("B6", "", "fee_quarter", "2019Q4至2020Q1", "not-exact")),
    ("payment", ("B7", "2020Q3", "1020-12-15"), ("B7", "2020Q3", "paid_on", "1020-12-15", "year-out-of-range")),
    ("judgements", ("B8", "社会效益率", 8, ""), ("B8", "", "", "", "unknown-indicator")),
    ("judgements", ("B9", "social_benefit", "10.5", ""), ("B9", "social_benefit", "", "", "judgement-points")),
    ("judgements", ("C0", "output_quality", 1, ""), ("C0", "", "", "", "not-judged")),
    ("judgements", ("C1", " ", 1, ""), ("C1", "", "", "", "missing-indicator")),
    ("waivers", ("C2", "no-such-rule", "", "因", "王五", "2021-12-31"),
     ("C2", "", "rule", "no-such-rule", "unknown-rule")),
    ("waivers", ("C3", "completion-late", "", "因", None, None), ("C3", "", "", "", "incomplete-waiver")),
    ("waivers", ("C4", "completion-late", "", "因", "王五", "约2021年"),
     ("C4", "", "expires", "约2021年", "not-a-date")),
    ("reported", ("C5", "道路"), ("C5", "", "type", "道路", "unknown-type")),
    ("reported", ("C6", None), ("C6", "", "", "", "missing-key")),
    ("funding", ("没有这个", 1, 1), ("没有这个", "", "", "", "orphan-fact")),
    ("service_quarter", ("没有这个", "2020Q3", "二期", "0.1"), ("没有这个", "2020Q3/二期", "", "", "orphan-fact")),
    ("judgements", ("没有这个", "social_benefit", 8, ""), ("没有这个", "social_benefit", "", "", "orphan-fact")),
    ("waivers", ("没有这个", "completion-late", "", "因", "王五", "2021-12-31"),
     ("没有这个", "", "", "", "orphan-fact")),
    ("payment", (None, "2020Q3", "2020-12-15"), ("", "2020Q3", "", "", "missing-project")),
    ("funding", ("　", 1, 1), ("　", "", "", "", "missing-project")),
]  # fmt: skip


def tables(extra: Sequence[tuple[str, Sequence[object]]] = ()) -> dict[str, list[Sequence[object]]]:
    """Return the rows of every table, with more behind them and a head for each project that is named."""
    rows = {name: list(found) for name, (_, found) in TABLES.items()}
    for name, row in extra:
        rows[name].append(row)
    listed = {row[0] for row in rows["projects"]}
    for _, row in extra:
        if row[0] not in {*listed, None, "　", "没有这个"}:
            rows["projects"].append((row[0], "坏", "部门评价"))
            listed.add(row[0])
    return rows


def put(bench: Bench, form: str, rows: Mapping[str, Sequence[Sequence[object]]]) -> None:
    """Write the tables as files of a form."""
    for name, found in rows.items():
        columns = TABLES[name][0]
        if form == "parquet":
            bench.parquet(name, columns, found)
        else:
            lines = [",".join("" if cell is None else str(cell) for cell in row) for row in found]
            bench.csv(name, "\n".join([",".join(columns), *lines]) + "\n")


def place(form: str, name: str, rows: Sequence[object], row: object) -> str:
    """Return where a row of a table stands."""
    number = list(rows).index(row) + 1
    return f"{name}.parquet:row {number}" if form == "parquet" else f"{name}.csv:{number + 1}"


WAYS: Final = [("parquet", 0), ("parquet", 100_000), ("csv", 0)]
"""Forms of a source, and the number of rows from which a table is looked at by hashes."""


def adds_up(intake: Intake, rows: Mapping[str, Sequence[object]]) -> None:
    """Hold that every row is accounted for."""
    assert set(intake.counts) == set(rows)
    for name, count in intake.counts.items():
        assert count.read == len(rows[name]) == count.used + count.rejected + count.held, name
        assert count.orphan <= count.rejected


@pytest.mark.parametrize(("form", "by_hash"), WAYS)
def test_good_rows_are_all_used(xueliang: Bench, monkeypatch: pytest.MonkeyPatch, form: str, by_hash: int) -> None:
    """Where nothing is wrong nothing is rejected, withheld or left to the exact path, and every row is used."""
    monkeypatch.setattr(presence, "WORTH_IT", by_hash)
    rows = tables()
    put(xueliang, form, rows)
    intake = xueliang.take(UNITS % form)
    assert (intake.rejects, intake.withheld, intake.exact, intake.rejected) == (None, None, None, 0)
    assert intake.counts == {name: TypeCount(len(found), len(found)) for name, found in rows.items()}
    assert all(shape.clean for shape in intake.shapes.types.values())
    assert xueliang.projects(intake.relations["projects"]) == list(GOOD)


@pytest.mark.parametrize(("form", "by_hash"), WAYS)
def test_every_bad_row_is_rejected(xueliang: Bench, monkeypatch: pytest.MonkeyPatch, form: str, by_hash: int) -> None:
    """Each planted row is listed once with its place and reason; its project is withheld, all others are decided."""
    monkeypatch.setattr(presence, "WORTH_IT", by_hash)
    rows = tables([(name, row) for name, row, _ in BAD])
    put(xueliang, form, rows)
    intake = xueliang.take(UNITS % form)
    expected = {
        (place(form, name, rows[name], row), name, *(_as_written(cell, form) for cell in said))
        for name, row, said in BAD
    }
    found = xueliang.rejects(intake)
    assert set(found) == expected
    assert len(found) == len(expected) == intake.rejected
    bad = {str(row[0]) for _, row, _ in BAD} - {"None", "　", "没有这个"}
    assert intake.withheld is not None
    assert set(xueliang.projects(intake.withheld)) == bad
    assert intake.withheld_projects == len(bad)
    assert xueliang.projects(intake.relations["projects"]) == list(GOOD)
    assert xueliang.projects(intake.relations["heads"]) == sorted([*GOOD, *bad])
    adds_up(intake, rows)
    clean = {name for name, shape in intake.shapes.types.items() if shape.clean}
    assert not clean & {"funding", "service_quarter", "payment", "judgement"}
    assert sum(count.orphan for count in intake.counts.values()) == 4


def _as_written(cell: str, form: str) -> str:
    """Return a text as it stands in the source; a decimal of a database shows all its digits."""
    return {"16.3800": "16.38"}.get(cell, cell) if form == "csv" else cell


@pytest.mark.parametrize(("form", "by_hash"), WAYS)
def test_doubled_rows(xueliang: Bench, monkeypatch: pytest.MonkeyPatch, form: str, by_hash: int) -> None:
    """All rows that share a project and key are rejected, each naming the first of them; so are doubled heads."""
    monkeypatch.setattr(presence, "WORTH_IT", by_hash)
    twice = [
        ("projects", ("P3", "又一次", "部门评价")),
        ("funding", ("P1", 1, 1)),
        ("service_quarter", ("P1", "2020年第三季度", "一期", "0.2")),
        ("judgements", ("P2", "社会效益", 7, "")),
    ]
    rows = tables(twice)
    put(xueliang, form, rows)
    intake = xueliang.take(UNITS % form)
    first = {
        "projects": ("P3", "", "duplicate-project"),
        "funding": ("P1", "", "duplicate-fact"),
        "service_quarter": ("P1", "2020Q3/一期", "duplicate-fact"),
        "judgements": ("P2", "social_benefit", "duplicate-judgement"),
    }
    assert intake.rejects is not None
    found = xueliang.rows(intake.rejects)
    assert len(found) == 8
    for name, (project, key, code) in first.items():
        mine = [row for row in found if row["type"] == name]
        assert {(row["project"], row["key"], row["code"]) for row in mine} == {(project, key, code)}
        places = {str(row["place"]) for row in mine}
        assert place(form, name, rows[name], rows[name][-1]) in places
        if name != "judgements":
            before = min(places, key=lambda text: int(text.split()[-1].split(":")[-1]))
            assert all(before in str(row["reason"]) for row in mine)
    assert xueliang.projects(intake.withheld) == ["P1", "P2", "P3"]
    assert xueliang.projects(intake.relations["projects"]) == []
    assert xueliang.projects(intake.relations["heads"]) == ["P1", "P2", "P3"]
    adds_up(intake, rows)


def test_lines_that_are_no_rows(xueliang: Bench) -> None:
    """A malformed line of a CSV file is listed as it was found, counted as read, and its project withheld."""
    put(xueliang, "csv", tables())
    lines = "project,budget,spent\nP1,1,2\nP2,1\nP3,1,2\n"
    xueliang.csv("funding", lines)
    intake = xueliang.take(UNITS % "csv")
    assert [(row[0], row[1]) for row in xueliang.rejects(intake)] == [("funding.csv:3", "funding")]
    assert intake.counts["funding"] == TypeCount(read=3, used=2, rejected=1)


def test_one_row_with_two_faults_counts_once(xueliang: Bench) -> None:
    """However much is wrong with a row it is one rejected row, and the rest of its project is held."""
    rows = tables([("service_quarter", ("P1", "2020Q9", "三期", "5"))])
    put(xueliang, "parquet", rows)
    intake = xueliang.take(UNITS % "parquet")
    assert sorted(row[4] for row in xueliang.rejects(intake)) == ["batch", "fault_rate", "quarter"]
    assert intake.counts["service_quarter"] == TypeCount(read=7, used=4, rejected=1, held=2)
    assert intake.counts["funding"] == TypeCount(read=3, used=2, held=1)
    adds_up(intake, rows)
