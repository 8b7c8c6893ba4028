"""What intake hands on: relations that any session reads, what they lie like, and who is decided how."""

from __future__ import annotations

from decimal import Decimal

import pytest

from checker.portfolio.intake import Intake, TypeCount, attach
from checker.portfolio.session import Session
from checker.source import InputError, UsageFault
from tests.portfolio.intake.bench import Bench
from tests.portfolio.intake.test_bad_rows import GOOD, TABLES, UNITS, put, tables


def test_relations_say_what_the_source_says(xueliang: Bench) -> None:
    """Numbers are scaled, quarters and days counted, keys in one form, judgements resolved to ids and full points."""
    put(xueliang, "parquet", tables())
    intake = xueliang.take(UNITS % "parquet")
    (first, *_) = xueliang.rows(intake.relations["facts_funding"])
    assert first == {"project": "P1", "key": "", "budget": 4_000_000_000, "spent": 3_656_180_000}
    quarters = xueliang.rows(intake.relations["facts_service_quarter"].copy())
    assert {(row["key"], row["quarter"], row["fault_rate"]) for row in quarters} == {
        ("2020Q2/一期", 8081, 1229),
        ("2020Q3/一期", 8082, 1229),
    }
    judged = [row for row in xueliang.rows(intake.relations["facts_judgement"]) if row["project"] == "P1"]
    shown = sorted((row["key"], row["indicator"], row["point"], row["points"], row["full"]) for row in judged)
    assert shown == [
        ("social_benefit", "social_benefit", "", 800, 10),
        ("sustainability", "sustainability", "", 800, 10),
    ]
    assert xueliang.rows(intake.relations["waivers"]) == [
        {"project": "P1", "rule": "online-rate-below-floor", "key": "2020Q3/一期"}
    ]
    assert intake.shapes.waived == {"online-rate-below-floor"}
    reported = sorted((row["project"], row["type"]) for row in xueliang.rows(intake.relations["reported"]))
    assert reported == [("P1", "unit_price"), ("P2", "payment")]
    assert sorted(str(row["type"]) for row in xueliang.rows(intake.written["reported"])) == ["payment", "unit_price"]


def test_shapes_say_how_the_facts_lie(xueliang: Bench) -> None:
    """A type knows how many rows a project has at most, whether each has some, and who has reported on it."""
    put(xueliang, "parquet", tables())
    types = xueliang.take(UNITS % "parquet").shapes.types
    assert {name: (shape.most_rows, shape.everywhere) for name, shape in types.items()} == {
        "funding": (1, True),
        "service_quarter": (2, True),
        "payment": (1, True),
        "judgement": (2, True),
        "unit_price": (10_000, False),
    }
    assert {name for name, shape in types.items() if shape.reported} == {"payment", "unit_price"}
    assert {name for name, shape in types.items() if shape.complete} == {"judgement"}


def test_types_somebody_lacks(xueliang: Bench) -> None:
    """Where a project has no rows of a type, the type is not everywhere, but as clean as before."""
    rows = tables()
    rows["payment"] = [("P1", "2020Q3", "2020-12-15"), ("P1", "2020Q2", "2020-09-15")]
    rows["funding"] = rows["funding"][:2]
    put(xueliang, "parquet", rows)
    types = xueliang.take(UNITS % "parquet").shapes.types
    assert [(types[name].most_rows, types[name].everywhere, types[name].clean) for name in ("payment", "funding")] == [
        (2, False, True),
        (1, False, True),
    ]


def test_rows_in_any_order(xueliang: Bench) -> None:
    """Rows need not stand in the order of projects; it is known whether they do."""
    rows = tables()
    rows["payment"] = [(name, quarter, "2020-12-15") for quarter in ("2020Q2", "2020Q3") for name in reversed(GOOD)]
    put(xueliang, "parquet", rows)
    intake = xueliang.take(UNITS % "parquet")
    assert intake.rejected == 0
    assert intake.shapes.types["payment"].most_rows == 2


def test_order_is_told_by_groups_of_rows(xueliang: Bench) -> None:
    """A table of several files is in order when their projects follow one another."""
    put(xueliang, "parquet", tables())
    columns = TABLES["payment"][0]
    (xueliang.root / "payment.parquet").unlink()
    for place, names in enumerate((("P1", "P2"), ("P2", "P3"))):
        xueliang.parquet(f"payment/{place}", columns, [(name, f"2020Q{place + 1}", "2020-12-15") for name in names])
    assert xueliang.take(UNITS % "parquet").sorted["facts_payment"]
    xueliang.parquet("payment/2", columns, [("P1", "2020Q4", "2020-12-15")])
    assert not xueliang.take(UNITS % "parquet").sorted["facts_payment"]


def test_derived_fields_that_are_given_need_the_exact_path(xueliang: Bench) -> None:
    """A project that gives a field which can be worked out is held to it by the exact path; the column is not SQL's."""
    put(xueliang, "parquet", tables())
    columns = {**TABLES["service_quarter"][0], "online_rate": "VARCHAR"}
    rows = [(name, "2020Q3", "一期", "0.1229", "87.7%" if name == "P2" else None) for name in GOOD]
    xueliang.parquet("service_quarter", columns, rows)
    intake = xueliang.take(UNITS % "parquet")
    assert xueliang.projects(intake.exact) == ["P2"]
    assert intake.exact_projects == 1
    assert xueliang.projects(intake.relations["projects"]) == ["P1", "P3"]
    assert xueliang.projects(intake.relations["facts_funding"]) == ["P1", "P3"]
    assert "online_rate" not in intake.shapes.types["service_quarter"].fields
    assert intake.shapes.types["service_quarter"].clean
    assert [note.code for note in intake.notes] == ["derived-given"]
    assert intake.counts["service_quarter"] == TypeCount(3, 3)


def test_numbers_that_do_not_fit_need_the_exact_path(xueliang: Bench) -> None:
    """A project with a number of too many digits goes the exact way, unless it is withheld."""
    rows = tables([("payment", ("P3", "2020Q9", None))])
    put(xueliang, "parquet", rows)
    columns = {"project": "VARCHAR", "budget": "DECIMAL(38,2)", "spent": "DECIMAL(38,2)"}
    xueliang.parquet("funding", columns, [("P1", "1.25", 1), ("P2", "9" * 20, 1), ("P3", "9" * 20, 1)])
    intake = xueliang.take(UNITS % "parquet")
    assert xueliang.projects(intake.exact) == ["P2"]
    assert xueliang.projects(intake.withheld) == ["P3"]
    assert xueliang.projects(intake.relations["projects"]) == ["P1"]


def test_points_by_share(training: Bench) -> None:
    """A share of the full points becomes points; with points that disagree with it the project is withheld."""
    training.csv("projects", "project,title\nP1,甲\nP2,乙\nP3,丙\n")
    lines = [
        "P1,立项规范,依据充分,,80%",
        "P1,budgeting,,2.5,",
        "P2,initiation,reason,1,50%",
        "P3,立项规范,reason,1.5,50%",
    ]
    training.csv("judgements", "\n".join(["project,indicator,point,points,share", *lines]) + "\n")
    intake = training.take()
    scale = intake.shapes.types["judgement"].fields["points"].scale
    judged = training.rows(intake.relations["facts_judgement"])
    found = {(row["project"], row["key"]): Decimal(int(str(row["points"]))).scaleb(-scale) for row in judged}
    assert found == {
        ("P1", "initiation/reason"): Decimal("2.4"),
        ("P1", "budgeting"): Decimal("2.5"),
        ("P3", "initiation/reason"): Decimal("1.5"),
    }
    assert [(row[2], row[6]) for row in training.rejects(intake)] == [("P2", "judgement-points")]


def test_levels_and_partial_points(training: Bench) -> None:
    """Judgements are held to levels, to whole points and to 要点 as in a single check."""
    training.csv("projects", "project\n" + "".join(f"P{number}\n" for number in range(6)))
    lines = ["P0,budgeting,,3,达到预期", "P1,budgeting,,0,达到预期", "P2,budgeting,,3,极好", "P3,target,measurable,1,",
             "P4,target,,1,", "P5,target,没有,1,"]  # fmt: skip
    training.csv("judgements", "\n".join(["project,indicator,point,points,level", *lines]) + "\n")
    intake = training.take()
    assert sorted((row[2], row[6]) for row in training.rejects(intake)) == [
        ("P1", "judgement-level"),
        ("P2", "judgement-level"),
        ("P3", "judgement-partial"),
        ("P4", "judgement-point"),
        ("P5", "judgement-point"),
    ]


def test_carried_facts(xueliang: Bench) -> None:
    """The list of projects repeats texts, choices and numbers of the type project, or what is named."""
    put(xueliang, "parquet", tables())
    columns = {"project": "VARCHAR", "unit": "VARCHAR", "year": "INTEGER"}
    xueliang.parquet("project", columns, [("P1", " 公安局 ", 2020), ("P3", None, 2021)])
    intake = xueliang.take(UNITS % "parquet")
    assert intake.carry == {"unit": "VARCHAR", "year": "BIGINT"}
    heads = sorted(xueliang.rows(intake.relations["heads"]), key=lambda row: str(row["project"]))
    assert [(row["unit"], row["year"]) for row in heads] == [("公安局", 2020), (None, None), (None, 2021)]
    intake = xueliang.take(UNITS % "parquet", ["funding.spent", "project.year"])
    assert intake.carry == {"spent": "DECIMAL(18, 2)", "year": "BIGINT"}
    assert xueliang.rows(intake.relations["heads"])[0]["spent"] == Decimal("36561800.00")
    with pytest.raises(UsageFault, match=r"service_quarter\.batch"):
        xueliang.take(UNITS % "parquet", ["service_quarter.batch"])


def test_money_without_a_unit_is_refused(xueliang: Bench) -> None:
    """Bare numbers of money may be 元 or 万元: nothing is taken in before somebody says which."""
    put(xueliang, "parquet", tables())
    with pytest.raises(InputError) as caught:
        xueliang.take()
    assert [(problem.code, problem.place.file) for problem in caught.value.problems] == [
        ("no-unit", "funding.parquet"),
        ("no-unit", "funding.parquet"),
    ]


@pytest.mark.parametrize(("column", "cell", "says"), [("budget", "12345.67", "万元"), ("satisfaction", "93.5", "'%'")])
def test_texts_without_a_unit_are_one_mistake(xueliang: Bench, column: str, cell: str, says: str) -> None:
    """Where every number of a column lacks its unit, the column is refused at once, and not each of its rows."""
    put(xueliang, "parquet", {name: found for name, found in tables().items() if name != "funding"})
    (xueliang.root / "projects.parquet").unlink()
    xueliang.csv("projects", "project\n" + "".join(f"P{number}\n" for number in range(1, 20)))
    name = "funding" if column == "budget" else "survey"
    xueliang.csv(name, f"project,{column}\n" + "".join(f"P{number},{cell}\n" for number in range(1, 20)))
    with pytest.raises(InputError) as caught:
        xueliang.take()
    (problem,) = caught.value.problems
    assert (problem.code, problem.place.file) == ("no-unit", f"{name}.csv")
    assert problem.hint is not None
    assert says in problem.hint.render()


def test_doubles_are_noted(xueliang: Bench) -> None:
    """Binary numbers are read as they are shown, and it is said that they are binary."""
    put(xueliang, "parquet", tables())
    columns = {"project": "VARCHAR", "budget": "DOUBLE"}
    xueliang.parquet("funding", columns, [("P1", "93.06999999999999"), ("P2", "0.1"), ("P3", None)])
    intake = xueliang.take(UNITS.replace(", spent: 元", "") % "parquet")
    assert [row["budget"] for row in xueliang.rows(intake.relations["facts_funding"])] == [9307, 10, None]
    assert [note.code for note in intake.notes] == ["double"]


def test_complete_type_without_rows(xueliang: Bench) -> None:
    """Of a table that is complete, a project without rows has none of the facts."""
    put(xueliang, "parquet", tables())
    mapping = UNITS % "parquet" + "  - {表名: payment.parquet, 完整: 是}\n"
    assert xueliang.take(mapping).shapes.types["payment"].complete


@pytest.mark.parametrize("form", ["parquet", "csv"])
def test_tables_without_rows(xueliang: Bench, form: str) -> None:
    """Empty tables are no mistake: nobody reported on their types, and without projects there is nothing to decide."""
    put(xueliang, form, {**tables(), "payment": [], "judgements": [], "waivers": []})
    intake = xueliang.take(UNITS % form)
    assert (intake.rejected, intake.counts["payment"], intake.shapes.waived) == (0, TypeCount(0, 0), frozenset())
    assert xueliang.rows(intake.relations["facts_payment"]) == xueliang.rows(intake.relations["facts_judgement"]) == []
    put(xueliang, form, {name: [] for name in TABLES})
    assert xueliang.rows(xueliang.take(UNITS % form).relations["projects"]) == []


def test_only_some_rows_of_a_table(xueliang: Bench) -> None:
    """A condition of the mapping limits what is read and counted."""
    put(xueliang, "parquet", tables())
    mapping = UNITS % "parquet" + "  - {表名: service_quarter.parquet, 筛选: \"quarter = '2020Q3'\"}\n"
    intake = xueliang.take(mapping)
    assert intake.counts["service_quarter"] == TypeCount(3, 3)
    assert len(xueliang.rows(intake.relations["facts_service_quarter"])) == 3


def test_projects_named_by_a_fact_type(xueliang: Bench) -> None:
    """Without a list of projects the rows of a single fact are the list, each project once."""
    rows = {name: found for name, found in tables().items() if name in {"funding", "payment"}}
    rows["payment"] = [*rows["payment"], ("P9", "2020Q3", "2020-12-15")]
    rows["funding"] = [*rows["funding"], ("P4", 1, 1), ("P4", 1, 1), (None, 1, 1)]
    put(xueliang, "parquet", rows)
    intake = xueliang.take("项目来自: funding\n" + UNITS % "parquet")
    assert xueliang.projects(intake.relations["projects"]) == list(GOOD)
    assert xueliang.projects(intake.relations["heads"]) == [*GOOD, "P4"]
    assert sorted((row[1], row[2], row[6]) for row in xueliang.rejects(intake)) == [
        ("funding", "", "missing-project"),
        ("funding", "P4", "duplicate-fact"),
        ("funding", "P4", "duplicate-fact"),
        ("payment", "P9", "orphan-fact"),
    ]
    assert intake.projects == 4
    assert intake.counts["projects"] == TypeCount(4, 3, held=1)


def test_same_rows_on_spark(xueliang: Bench, spark: Session) -> None:
    """Spark reads the same relations from the same files, typed columns and staged ones, without the excluded."""
    rows = tables([("payment", ("P3", "2020Q9", None))])
    put(xueliang, "parquet", rows)
    many = [(name, f"2020Q{quarter}", "一期", f"{rate}%") for name in GOOD for quarter, rate in ((2, 1), (3, "约12.5"))]
    xueliang.parquet("service_quarter", dict.fromkeys(("project", "quarter", "batch", "fault_rate"), "VARCHAR"), many)
    xueliang.parquet("project", {"project": "VARCHAR", "unit": "VARCHAR"}, [("P1", "　公安局"), ("P2", "")])
    intake = xueliang.take(UNITS % "parquet")
    attach(intake, spark)
    assert set(intake.relations) >= {"projects", "heads", "waivers", "reported", "facts_judgement", "facts_payment"}
    for name, select in intake.relations.items():
        assert in_order(spark.rows(select)) == in_order(xueliang.rows(select)), name


def in_order(rows: list[dict[str, object]]) -> list[tuple[object, ...]]:
    """Return rows as tuples in an order of their own."""
    return sorted((tuple(row.values()) for row in rows), key=repr)


def test_same_source_same_intake(xueliang: Bench) -> None:
    """Taking the same source in twice gives the same files, shapes and counts."""
    put(xueliang, "csv", tables([("payment", ("P3", "2020Q9", None)), ("payment", ("P2", "2020Q8", None))]))
    first, second = (said(xueliang.take(UNITS % "csv")) for _ in range(2))
    assert first == second


def said(intake: Intake) -> tuple[object, ...]:
    """Return everything that intake hands on in a form that can be compared."""
    made = {name: files[0].read_bytes() for name, files in intake.scans.items() if not name.startswith("source__")}
    relations = {name: select.sql() for name, select in intake.relations.items()}
    return (relations, intake.shapes, intake.counts, made, intake.sorted)
