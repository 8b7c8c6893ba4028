"""Every kind of source gives the same rows, each with its place."""

from __future__ import annotations

import hashlib
import shutil
import sqlite3
from decimal import Decimal

import duckdb
import psycopg
import pytest

from checker.portfolio.source import source_digests
from tests.portfolio.source.opening import HEADS, Bench, broken, rows, workbook

_QUARTERS = "项目编号,季度,批次,故障率\nP1,2020Q3,一期,18.64%\nP2,2020Q3,二期,12.29%\n"


def test_csv_files_give_text_and_lines(bench: Bench) -> None:
    """A folder of CSV files gives every value as it is written, and the line it stands on."""
    bench.write("项目清单.csv", HEADS)
    bench.write("季度运行.csv", _QUARTERS)
    source = bench.opened()
    assert (source.kind, source.name, bench.said()) == ("files", "portfolio", [])
    assert rows(source.tables["projects"]) == [
        {"title": "甲", "project": "P1", "place": "项目清单.csv:2"},
        {"title": "乙", "project": "P2", "place": "项目清单.csv:3"},
    ]
    first, second = rows(source.tables["service_quarter"])
    assert first == {
        "quarter": "2020Q3", "batch": "一期", "fault_rate": "18.64%", "project": "P1", "place": "季度运行.csv:2",
    }  # fmt: skip
    assert second["place"] == "季度运行.csv:3"


def test_parquet_keeps_its_types_and_lies_where_it_lies(bench: Bench) -> None:
    """Parquet files are read in place, with the types of their columns; parts of a folder are told apart."""
    bench.write("项目清单.csv", HEADS)
    folder = bench.root / "service_quarter"
    folder.mkdir()
    for number, rate in enumerate(("0.1864", "0.1229")):
        select = (
            f"SELECT 'P{number}' AS project, '2020Q3' AS \"quarter\", '一期' AS batch, {rate}::DECIMAL(9,4) AS 故障率"
        )
        duckdb.execute(f"COPY ({select}) TO '{folder}/part-[{number}].parquet' (FORMAT parquet)")
    table = bench.opened().tables["service_quarter"]
    assert table.files == tuple(sorted(folder.iterdir()))
    assert table.types["故障率"] == "DECIMAL(9,4)"
    assert [(row["fault_rate"], row["place"]) for row in rows(table)] == [
        (Decimal("0.1864"), "service_quarter/part-[0].parquet:row 1"),
        (Decimal("0.1229"), "service_quarter/part-[1].parquet:row 1"),
    ]


def test_parts_of_separated_text_are_one_table(bench: Bench) -> None:
    """The CSV files of a folder are one table, whatever the encoding and separator of each."""
    bench.write("项目清单.csv", HEADS)
    bench.write("资金/2019.csv", "项目编号;支出数\nP1;3,5万元\n")
    bench.write("资金/2020.csv", "项目编号\t支出数\nP2\t4万元\n".encode("gb18030"))
    assert rows(bench.opened().tables["funding"]) == [
        {"spent": "3,5万元", "project": "P1", "place": "资金/2019.csv:2"},
        {"spent": "4万元", "project": "P2", "place": "资金/2020.csv:2"},
    ]


def test_a_workbook_may_hold_several_tables(bench: Bench) -> None:
    """Sheets are found by their names, headings below a title; numbers are what the workbook shows, in its cell."""
    book = workbook({
        "项目清单": [["2020年度项目"], ["项目编号", "项目名称"], ["P1", "甲"]],
        "资金": [
            ["项目编号", "预算数（万元）", "支出数（万元）"],
            ["P1", 93.06999999999999, 3656.18],
            [],
            ["P2", "约3000", "#REF!"],
        ],
    })  # fmt: skip
    book["资金"]["C4"].data_type = "e"
    book.save(bench.root / "汇总.xlsx")
    source = bench.opened()
    table = source.tables["funding"]
    assert rows(table) == [{"budget": "93.07", "spent": "3656.18", "project": "P1", "place": "汇总.xlsx:资金!A2"}]
    assert dict(table.units) == {"budget": "万元", "spent": "万元"}
    assert (table.blank, table.broken_rows) == (1, 1)
    assert [(line["place"], line["project"], line["field"], line["code"]) for line in broken(table)] == [
        ("汇总.xlsx:资金!C4", "P2", "spent", "cell-error")
    ]
    assert table.place("支出数（万元）").sql("duckdb") == "'汇总.xlsx:资金!C' || CAST(\"__row\" AS TEXT)"


def test_the_first_sheet_of_a_workbook_may_be_named_by_its_file(bench: Bench) -> None:
    """Where no sheet is called like a type, the name of the file says what the first one is."""
    bench.write("项目清单.csv", HEADS)
    book = workbook({"Sheet": [["project", "budget"], ["P1", "1万元"]]})
    book.save(bench.root / "funding.xlsx")
    assert rows(bench.opened().tables["funding"]) == [
        {"budget": "1万元", "project": "P1", "place": "funding.xlsx:Sheet!A2"}
    ]


def test_what_is_joined_over_rows_is_shared_unless_it_is_a_number(bench: Bench) -> None:
    """A project joined over its rows counts for each of them; of a joined number it cannot be told whose it is."""
    bench.write("项目清单.csv", HEADS)
    joined: list[list[object]] = [
        ["项目编号", "季度", "批次", "故障率"],
        ["P1", "2020Q1", "一期", "1%"],
        [None, "2020Q2", "一期", "2%"],
        ["P2", "2020Q1", "一期", "3%"],
        ["P2", "2020Q2", "一期", None],
    ]
    book = workbook({"Sheet": joined})
    sheet = book["Sheet"]
    sheet.merge_cells("A2:A3")
    sheet.merge_cells("D4:D5")
    book.save(bench.root / "季度运行.xlsx")
    table = bench.opened().tables["service_quarter"]
    assert [(row["project"], row["fault_rate"]) for row in rows(table)] == [("P1", "1%"), ("P1", "2%"), ("P2", "3%")]
    assert [(line["place"], line["code"]) for line in broken(table)] == [("季度运行.xlsx:Sheet!D5", "merged-cells")]


def test_a_single_file_is_a_source(bench: Bench) -> None:
    """One workbook or one text may be the whole source."""
    path = bench.write("项目清单.csv", "项目编号,项目名称,资金.预算数（万元）\nP1,甲,40\nP2,乙,\n")
    source = bench.opened(str(path))
    assert source.name == "项目清单.csv"
    assert rows(source.tables["funding"]) == [{"budget": "40", "project": "P1", "place": "项目清单.csv:2"}]


def test_a_duckdb_file(bench: Bench) -> None:
    """Tables and views of a DuckDB file keep their types; a table gives the number under which it keeps a row."""
    path = bench.root / "portfolio.duckdb"
    with duckdb.connect(str(path)) as connection:
        connection.execute("CREATE TABLE projects AS SELECT 'P' || range AS project_id, '甲' AS title FROM range(1, 4)")
        connection.execute("DELETE FROM projects WHERE project_id = 'P1'")
        connection.execute(
            "CREATE VIEW 资金 AS SELECT 'P2' AS 项目, 12.5::DECIMAL(9,2) AS 预算数, DATE '2020-01-01' AS x"
        )
    source = bench.opened(str(path))
    assert source.kind == "duckdb"
    assert [row["place"] for row in rows(source.tables["projects"])] == [
        "portfolio.duckdb:projects:row 1", "portfolio.duckdb:projects:row 2",
    ]  # fmt: skip
    money = source.tables["funding"]
    assert money.types == {"项目": "VARCHAR", "预算数": "DECIMAL(9,2)"}
    assert rows(money) == [{"budget": Decimal("12.50"), "project": "P2", "place": "portfolio.duckdb:资金:row 1"}]


def test_a_view_of_a_duckdb_file_reaches_no_other_file(bench: Bench) -> None:
    """A file from elsewhere cannot make the checker read what lies beside it."""
    secret = bench.write("secret.csv", "项目编号,预算数\nP1,1\n")
    path = bench.root / "hostile.duckdb"
    with duckdb.connect(str(path)) as connection:
        connection.execute("CREATE TABLE projects AS SELECT 'P1' AS project")
        connection.execute(f"CREATE VIEW funding AS FROM '{secret}' SELECT 项目编号 AS project, 预算数 AS budget")
    assert bench.open(str(path)) is None
    assert "[unreadable]" in bench.said()[0]


def test_a_sqlite_file(bench: Bench) -> None:
    """Values of SQLite become text, doubles with the 15 digits that are shown; what is no text is broken."""
    path = bench.root / "portfolio.sqlite"
    with sqlite3.connect(path) as connection:
        connection.execute("CREATE TABLE projects (project TEXT, title TEXT)")
        connection.execute("INSERT INTO projects VALUES ('P1', '甲')")
        connection.execute("CREATE TABLE funding (project TEXT, budget, spent, PRIMARY KEY (project)) WITHOUT ROWID")
        given = [("P1", 93.06999999999999, 40), ("P2", None, "低于850元"), ("P3", b"\xff", 1)]
        connection.executemany("INSERT INTO funding VALUES (?, ?, ?)", given)
    connection.close()
    source = bench.opened(str(path))
    table = source.tables["funding"]
    assert rows(table) == [
        {"budget": "93.07", "spent": "40", "project": "P1", "place": "portfolio.sqlite:funding:row 1"},
        {"budget": None, "spent": "低于850元", "project": "P2", "place": "portfolio.sqlite:funding:row 2"},
    ]
    assert [(line["place"], line["project"], line["field"]) for line in broken(table)] == [
        ("portfolio.sqlite:funding:row 3", "P3", "budget")
    ]
    assert [row["place"] for row in rows(source.tables["projects"])] == ["portfolio.sqlite:projects:row 1"]


@pytest.mark.parametrize("form", ["sqlite", "duckdb"])
def test_conditions_and_projects_limit_what_is_copied(bench: Bench, form: str) -> None:
    """What a mapping and the choice of projects leave out is not copied out of a database."""
    path = bench.root / f"portfolio.{form}"
    statements = (
        "CREATE TABLE projects (project TEXT)",
        "INSERT INTO projects VALUES ('P1'), ('P2'), ('P3')",
        "CREATE TABLE money (project TEXT, budget INTEGER, year INTEGER)",
        "INSERT INTO money VALUES ('P1', 1, 2020), ('P2', 2, 2019), ('P3', 3, 2020)",
    )
    connection = sqlite3.connect(path) if form == "sqlite" else duckdb.connect(str(path))
    for statement in statements:
        connection.execute(statement)
    if isinstance(connection, sqlite3.Connection):
        connection.commit()
    connection.close()
    mapping = "表:\n  - {表名: money, 类型: 资金, 筛选: year = 2020, 单位: {预算数: 万元}}\n"
    source = bench.opened(str(path), mapping, projects=("P1", "P2"))
    assert [row["project"] for row in rows(source.tables["funding"])] == ["P1"]
    assert (source.tables["funding"].rows, source.tables["funding"].where) == (1, "year = 2020")


def test_a_postgresql_server(bench: Bench, postgres: str) -> None:
    """A server sends the wanted columns and rows; types are kept, and nothing is said of the password."""
    with psycopg.connect(postgres) as connection:
        connection.execute("DROP SCHEMA IF EXISTS public CASCADE")
        connection.execute("CREATE SCHEMA public")
        connection.execute("CREATE TABLE projects (project_id integer, title text)")
        connection.execute("INSERT INTO projects VALUES (1, '甲'), (2, '乙'), (3, '丙')")
        connection.execute(
            "CREATE TABLE funding (project integer, budget numeric(12,2), spent numeric, note char(4), x xml)"
        )
        connection.execute("INSERT INTO funding VALUES (1, 10.50, 'NaN', 'a'), (2, NULL, 3, E'b\n'), (3, 1, 1, 'c')")
        connection.execute("CREATE VIEW 满意度调查 AS SELECT 1 AS 项目, true AS 满意度")
    source = bench.opened(postgres, projects=("1", "2"))
    assert source.kind == "postgresql"
    assert source.name == "postgresql:///postgres"
    table = source.tables["funding"]
    assert table.types == {"project": "BIGINT", "budget": "DECIMAL(12, 2)", "spent": "VARCHAR", "note": "VARCHAR"}
    assert rows(table) == [
        {
            "budget": Decimal("10.50"),
            "spent": "NaN",
            "note": "a   ",
            "project": 1,
            "place": "postgresql:///postgres:funding:(0,1)",
        },
        {"budget": None, "spent": "3", "note": "b\n  ", "project": 2, "place": "postgresql:///postgres:funding:(0,2)"},
    ]
    assert rows(source.tables["survey"]) == [
        {"satisfaction": True, "project": 1, "place": "postgresql:///postgres:满意度调查:row 1"}
    ]
    assert "secret" not in repr(source)
    assert source_digests(source.origins) == source_digests(bench.opened(postgres, projects=("1", "2")).origins)


def test_a_server_limits_what_it_sends(bench: Bench, postgres: str) -> None:
    """The condition of the mapping file is the server's to work out; rows of parts of a table are told apart."""
    with psycopg.connect(postgres) as connection:
        connection.execute("DROP SCHEMA IF EXISTS public CASCADE")
        connection.execute("DROP SCHEMA IF EXISTS finance CASCADE")
        connection.execute("CREATE SCHEMA public")
        connection.execute("CREATE SCHEMA finance")
        connection.execute("CREATE TABLE projects AS SELECT 'P1' AS project")
        connection.execute('CREATE TABLE finance.zj ("项目" text, "预算数" int, y int) PARTITION BY LIST (y)')
        connection.execute("CREATE TABLE finance.zj_2019 PARTITION OF finance.zj FOR VALUES IN (2019)")
        connection.execute("CREATE TABLE finance.zj_2020 PARTITION OF finance.zj FOR VALUES IN (2020)")
        connection.execute("INSERT INTO finance.zj VALUES ('P1', 1, 2019), ('P1', 2, 2020)")
    mapping = "表:\n  - {表名: finance.zj, 类型: 资金, 筛选: Y >= 2020 and 预算数 is not null}\n"
    table = bench.opened(postgres, mapping).tables["funding"]
    assert rows(table) == [
        {"budget": 2, "project": "P1", "place": "postgresql:///postgres:finance.zj:finance.zj_2020 (0,1)"}
    ]
    assert bench.open(postgres, "表:\n  - {表名: finance.zj, 类型: 资金, 筛选: y = 'x'}\n") is None
    assert "错误 [unreadable] 这张表读不出来：invalid input syntax" in bench.said()[-1]


def test_no_server_no_source(bench: Bench) -> None:
    """A server that does not answer is a problem with a hint, without the password."""
    url = f"postgresql://me:secret@/db?host={bench.root}"
    assert bench.open(url) is None
    (said,) = bench.said()
    assert said.startswith("postgresql:///db: 错误 [unreachable] 连不上数据库：")
    assert "secret" not in said


def test_digests_are_those_of_the_files(bench: Bench) -> None:
    """Each file that was read has the SHA-256 of its bytes, by its name inside the source."""
    path = bench.write("项目清单.csv", HEADS)
    bench.write("funding/a.csv", "项目编号,预算数\nP1,1万元\n")
    found = source_digests(bench.opened().origins)
    assert list(found) == ["funding/a.csv", "项目清单.csv"]
    assert found["项目清单.csv"] == hashlib.sha256(path.read_bytes()).hexdigest()


def test_opening_again_replaces_the_copies(bench: Bench) -> None:
    """What an earlier call left in the work folder does not count."""
    bench.write("项目清单.csv", HEADS)
    bench.write("资金.csv", "项目编号,预算数\nP1,1万元\n")
    bench.opened()
    (bench.root / "资金.csv").unlink()
    assert "funding" not in bench.opened().tables
    assert not [path for path in bench.work.rglob("*") if "资金" in path.name]
    shutil.rmtree(bench.work)
