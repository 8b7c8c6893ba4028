"""Sources that cannot be what they are taken for are refused with their place, and nothing of them is used."""

from __future__ import annotations

import sqlite3
import zipfile

import duckdb
import pytest

from tests.portfolio.source.opening import HEADS, Bench


def _copy(bench: Bench, select: str, name: str) -> None:
    path = bench.root / name
    path.parent.mkdir(exist_ok=True)
    duckdb.execute(f"COPY ({select}) TO '{path}' (FORMAT parquet)")


def _refused(bench: Bench, text: str | None = None) -> list[str]:
    if text is None:
        bench.write("项目清单.csv", HEADS)
    assert bench.open(text) is None
    return [one.removeprefix("portfolio/") for one in bench.said()]


def test_a_file_that_is_no_parquet(bench: Bench) -> None:
    """A broken Parquet file is refused before anything is read of it."""
    bench.write("资金.parquet", b"PAR1 and no more")
    assert _refused(bench) == ["资金.parquet: 错误 [unreadable] 这个文件不是 Parquet，或已损坏 建议：重新导出这个文件"]


def test_parts_with_different_columns(bench: Bench) -> None:
    """The files of a folder are one table, so they have the same columns."""
    bench.write("资金/1.csv", "项目编号,预算数\nP1,1万元\n")
    bench.write("资金/2.csv", "项目编号,支出数\nP1,1万元\n")
    _copy(bench, "SELECT 1 AS project, 2 AS satisfaction", "survey/a.parquet")
    _copy(bench, "SELECT 1 AS project, 2 AS satisfied", "survey/b.parquet")
    hint = "建议：同一个文件夹里的文件是同一张表，列要相同"
    assert _refused(bench) == [
        "survey/b.parquet: 错误 [different-columns] 这个文件的列和 portfolio/survey/a.parquet 不同："
        f"satisfaction、satisfied {hint}",
        f"资金/2.csv: 错误 [different-columns] 这个文件的列和 portfolio/资金/1.csv 不同：支出数、预算数 {hint}",
    ]


def test_columns_that_hold_more_than_a_value(bench: Bench) -> None:
    """Lists and structures are no values, and a name that is needed for placing rows is not free."""
    _copy(bench, "SELECT 'P1' AS project, [1, 2] AS budget, {'a': 1} AS spent", "资金.parquet")
    _copy(bench, "SELECT 'P1' AS project, 1 AS file_row_number", "survey.parquet")
    assert _refused(bench) == [
        "survey.parquet: 错误 [reserved-column] 列名 file_row_number 不能用 建议：导出时给这一列换一个名称"
    ]
    (bench.root / "survey.parquet").unlink()
    bench.problems.found.clear()
    what = "不是数、文字、日期或真假 建议：导出时转成文字或数"
    assert _refused(bench) == [
        f"资金.parquet: 错误 [bad-column-type] “资金.parquet”的“budget”列是 INTEGER[]，{what}",
        f"资金.parquet: 错误 [bad-column-type] “资金.parquet”的“spent”列是 STRUCT(a INTEGER)，{what}",
    ]


def test_folders_that_are_no_table(bench: Bench) -> None:
    """A folder of a type holds files of one form, and no folders."""
    bench.write("资金/1.csv", "项目编号,预算数\nP1,1万元\n")
    bench.write("资金/1.xlsx", b"")
    _copy(bench, "SELECT 'P1' AS project, 1 AS satisfaction", "survey/a.parquet")
    (bench.root / "survey" / "year=2020").mkdir()
    (bench.root / "_temporary").mkdir()
    assert [one.split("]")[0] for one in _refused(bench)] == [
        "survey: 错误 [nested-folder",
        "资金: 错误 [mixed-files",
    ]


def test_workbooks_from_outside(bench: Bench) -> None:
    """Macros and packages that unpack to far more than they are, are refused as everywhere."""
    bench.write("资金.xlsm", b"x")
    with zipfile.ZipFile(bench.root / "survey.xlsx", "w", zipfile.ZIP_DEFLATED) as package:
        package.writestr("[Content_Types].xml", "<Types/>")
        package.writestr("xl/workbook.xml", " " * 20_000_000)
    assert [one.split("]")[0] for one in _refused(bench)] == [
        "survey.xlsx: 错误 [zip-bomb",
        "资金.xlsm: 错误 [macro-workbook",
    ]


def test_databases_that_are_broken(bench: Bench) -> None:
    """A database file of which only the beginning is sound is refused, with the reason its program gives."""
    path = bench.write("a.sqlite", b"SQLite format 3\x00" + b"\xff" * 200)
    (said,) = _refused(bench, str(path))
    assert said.startswith("a.sqlite: 错误 [unreadable] 这个数据库读不了：")
    path = bench.write("a.duckdb", b"\x00" * 8 + b"DUCK" + b"\xff" * 9000)
    bench.problems.found.clear()
    (said,) = _refused(bench, str(path))
    assert said.startswith("a.duckdb: 错误 [unreadable] 这个数据库读不了：")
    assert str(bench.root) not in said


def test_a_table_of_sqlite_that_fails_while_it_is_read(bench: Bench) -> None:
    """A view that cannot be worked out stops the run; no half of it is used."""
    path = bench.root / "a.sqlite"
    with sqlite3.connect(path) as connection:
        connection.execute("CREATE TABLE projects (project)")
        connection.execute("CREATE VIEW funding AS SELECT 'P1' AS project, abs(-9223372036854775807 - 1) AS budget")
    connection.close()
    assert _refused(bench, str(path)) == ["a.sqlite:funding: 错误 [unreadable] 这张表读不出来：integer overflow"]


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("portfolic", "portfolic: 错误 [no-source] 没有这个文件或文件夹 建议：你是不是要写“{near}”？"),
        (
            "portfolio/a.txt",
            "a.txt: 错误 [unsupported-source] 不认识这种来源 "
            "建议：来源是文件夹、Parquet、CSV、工作簿、DuckDB 或 SQLite 文件，或 postgresql:// 网址",
        ),
    ],
)
def test_what_is_no_source(bench: Bench, name: str, said: str) -> None:
    """A path that leads nowhere, or to something else, is refused with what may have been meant."""
    bench.write("a.txt", "x")
    assert _refused(bench, str(bench.root.parent / name)) == [said.format(near="portfolio")]


def test_files_that_are_not_read_are_named(bench: Bench) -> None:
    """What lies in the folder and is no table is said not to be read; hidden files and mapping files are silent."""
    for name in ("说明.docx", ".hidden", "~$资金.xlsx", "_SUCCESS", "mapping.yaml", "README.md"):
        bench.write(name, "x")
    bench.write("项目清单.csv", HEADS)
    bench.opened()
    assert bench.said() == ["portfolio/说明.docx: 警告 [unread-file] 不认识“.docx”类的文件，没有读"]
