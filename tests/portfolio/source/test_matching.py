"""Which table is which type, and which column which field: by id, label or mapping file; or what is wrong is said."""

from __future__ import annotations

from pathlib import Path

import duckdb
import pytest
import yaml

from tests.portfolio.source.opening import HEADS, Bench, rows, workbook

_WRONG = yaml.safe_load(Path(__file__).with_name("wrong_mappings.yaml").read_text(encoding="utf-8"))


def _said(bench: Bench, mapping: str = "", **files: str) -> list[str]:
    """Return everything that is said about a source of these CSV files, beside a sound list of projects."""
    for name, text in {"项目清单": HEADS, **files}.items():
        bench.write(f"{name}.csv", text)
    bench.open(mapping=mapping)
    return [one.removeprefix("portfolio/") for one in bench.said()]


@pytest.mark.parametrize(
    ("name", "headings"),
    [
        ("资金", "项目编号,预算数,支出数（万元）"),
        ("funding", "project_id,budget,spent（万元）"),
        ("资金", "项目,budget,支出数 （单位：万元）"),
        ("funding", "Project,预算数,支出数(万元)"),
    ],
)
def test_ids_and_labels(bench: Bench, name: str, headings: str) -> None:
    """Tables and columns are known by id and by label, with the unit of a column in brackets."""
    bench.write("项目清单.csv", HEADS)
    bench.write(f"{name}.csv", f"{headings}\nP1,1万元,2\n")
    table = bench.opened().tables["funding"]
    assert bench.said() == []
    assert [(row["project"], row["budget"], row["spent"]) for row in rows(table)] == [("P1", "1万元", "2")]
    assert dict(table.units) == {"spent": "万元"}


def test_remarks_and_sources_are_passed_over_in_silence(bench: Bench) -> None:
    """Columns for people, and those that say where a fact comes from, are neither read nor warned of."""
    assert _said(bench, 资金="序号,项目编号,预算数,备注一,来源：材料,预算数：页码\n1,P1,1万元,x,y,3\n") == []


def test_unknown_columns_are_named_in_a_warning(bench: Bench) -> None:
    """What is not read is said once for a table, with what may have been meant."""
    assert _said(bench, 资金="项目编号,预算,批文号,支出数\nP1,1万元,1,1\n") == [
        "资金.csv:1:1: 警告 [unread-column] “资金.csv”里有不认识的列，没有读：预算、批文号 "
        "建议：是不是写错了：预算→预算数；要读就在映射文件的“列”里写明；不是事实的内容，列名前面加“备注”二字"
    ]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (
            "编号,预算数\nP1,1万元\n",
            "[missing-project] “资金.csv”里找不到项目编号这一列 建议：列名写 项目编号、项目、project、project_id 之一；"
            "叫别的名称，就在映射文件里写这张表的“项目: 列名”",
        ),
        (
            "项目编号,项目,预算数\nP1,甲,1万元\n",
            "[ambiguous-project] “资金.csv”有几列像是项目编号：项目编号、项目 建议：在映射文件里写这张表的“项目: 列名”",
        ),
        (
            "项目编号,预算数,budget\nP1,1万元,1万元\n",
            "[given-twice] “budget”和前面的“预算数”是同一项，只能写一次 "
            "建议：删去其中一列，或在映射文件的“列”里写明用哪一列",
        ),
        (
            "项目编号,预算数（千克）\nP1,1\n",
            "[wrong-unit] 列名“预算数（千克）”括号里的“千克”不能用作预算数的单位 "
            "建议：在映射文件的“列”和“单位”里写明这一列",
        ),
        (
            "项目编号,预算数,季度运行.故障率\nP1,1万元,1%\n",
            "[wide-several] “季度运行”可以有多条，不能和“资金”写在同一行 建议：“季度运行”单独用一张表，每条一行",
        ),
    ],
)
def test_columns_that_leave_no_choice(bench: Bench, text: str, said: str) -> None:
    """A table whose columns cannot be told apart stops the run, with what to change."""
    assert _said(bench, 资金=text) == [f"资金.csv:1:1: 错误 {said}"]


def test_a_table_without_a_field_or_its_key(bench: Bench) -> None:
    """A table must give something, and the key where there is one."""
    found = _said(bench, 资金="项目编号,甲\nP1,1\n", 季度运行="项目编号,季度,故障率\nP1,2020Q1,1%\n")
    assert [one for one in found if "错误" in one] == [
        "季度运行.csv:1:1: 错误 [missing-key] “季度运行”这张表没有“批次”这一列 "
        "建议：加上这一列（列名也可以写 batch），或在映射文件的“列”里写明",
        "资金.csv:1:1: 错误 [no-fields] “资金.csv”里没有一列是“资金”的项 建议：可以写：预算数、支出数、摘要",
    ]


def test_tables_that_nobody_knows_are_named_in_a_warning(bench: Bench) -> None:
    """A table of no known type is not read, and said to be."""
    assert _said(bench, 资金表="项目编号,预算数\nP1,1\n", 人员="a\n1\n") == [
        "portfolio: 警告 [unread-table] 看不出这些表是哪一类事实，没有读：人员.csv、资金表.csv "
        "建议：是不是写错了：资金表→资金；要读就把表名改成事实类型的名称，或在映射文件里写明"
    ]


def test_two_tables_of_one_type(bench: Bench) -> None:
    """A type has one table, or one folder of files."""
    text = "项目编号,预算数\nP1,1万元\n"
    assert _said(bench, 资金=text, funding=text) == [
        "资金.csv: 错误 [given-twice] “资金”有两张表：funding.csv 和 资金.csv "
        "建议：合成一张表，或者把两个文件放进同一个文件夹"
    ]


def test_without_a_list_of_projects(bench: Bench) -> None:
    """Which projects there are must be said: a project without any fact is a project too."""
    bench.write("资金.csv", "项目编号,预算数\nP1,1万元\n")
    assert bench.open() is None
    assert bench.said() == [
        "portfolio: 错误 [no-projects] 没有项目清单，不知道有哪些项目 "
        "建议：加一张表“项目清单”，列有项目编号、项目名称；"
        "或在映射文件里写“项目来自: 资金”等每个项目一行的事实"
    ]


def test_projects_from_a_fact_type(bench: Bench) -> None:
    """The mapping file may say that the rows of a type are the projects; then they have no titles."""
    bench.write("资金.csv", "项目编号,预算数\nP1,1万元\nP2,\n")
    source = bench.opened(mapping="项目来自: 资金\n")
    assert source.projects_from == "funding"
    assert rows(source.tables["projects"]) == [
        {"project": "P1", "place": "资金.csv:2"}, {"project": "P2", "place": "资金.csv:3"},
    ]  # fmt: skip
    assert rows(source.tables["funding"])[0]["budget"] == "1万元"
    assert list(bench.opened(mapping="项目来自: funding\n", needed={}).tables) == ["projects"]


def test_a_wide_table_gives_single_facts(bench: Bench) -> None:
    """One row a project may give several single facts; where all of its columns are empty there is no such fact."""
    bench.write(
        "项目清单.csv", "项目编号,项目名称,资金.预算数（万元）,survey.satisfaction\nP1,甲,4,\nP2,乙,, \nP3,丙,,95%\n"
    )
    tables = bench.opened().tables
    assert [row["title"] for row in rows(tables["projects"])] == ["甲", "乙", "丙"]
    assert [(row["project"], row["budget"]) for row in rows(tables["funding"])] == [("P1", "4")]
    assert [(row["project"], row["satisfaction"]) for row in rows(tables["survey"])] == [("P3", "95%")]


def test_a_mapping_file_names_everything(bench: Bench) -> None:
    """Any table, sheet and column may be called anything; the mapping says more than headings, units included."""
    bench.write("mc.csv", "代码,名称,满意度调查.满意度,得分,年\nP1,甲,1%,95%,2020\nP2,乙,,90%,2019\n")
    book = workbook({"说明": [["x"]], "明细 2020": [["编码", "年初预算", "预算数", "全年支出（元）"], ["P1", 4, 5, 6]]})
    book.save(bench.root / "zj.xlsx")
    mapping = """
表:
  - 表名: mc
    类型: 项目清单
    项目: 代码
    列: {title: 名称, 满意度调查.满意度: 得分}
    筛选: 年 = '2020'
  - table: zj.xlsx
    sheet: 明细 2020
    type: funding
    project: 编码
    columns: {budget: 年初预算, 支出数: 全年支出（元）}
    units: {预算数: 万元}
    complete: true
"""
    source = bench.opened(mapping=mapping)
    assert rows(source.tables["projects"]) == [{"title": "甲", "project": "P1", "place": "mc.csv:2"}]
    assert rows(source.tables["survey"]) == [{"satisfaction": "95%", "project": "P1", "place": "mc.csv:2"}]
    money = source.tables["funding"]
    assert rows(money) == [{"budget": "4", "spent": "6", "project": "P1", "place": "zj.xlsx:明细 2020!A2"}]
    assert (dict(money.units), money.complete) == ({"budget": "万元", "spent": "元"}, True)
    assert (source.tables["projects"].where, source.tables["projects"].complete) == ("年 = '2020'", False)


def test_only_what_is_needed_is_read(bench: Bench) -> None:
    """Fields and types that nobody asks for are not copied; the key always is."""
    bench.write("项目清单.csv", HEADS)
    bench.write("资金.csv", "项目编号,预算数,支出数\nP1,1万元,2万元\n")
    bench.write("季度运行.csv", "项目编号,季度,批次,故障率\nP1,2020Q1,一期,1%\n")
    source = bench.opened(needed={"service_quarter": frozenset()})
    assert sorted(source.tables) == ["projects", "service_quarter"]
    assert sorted(source.tables["service_quarter"].columns) == ["batch", "quarter"]


def test_only_the_chosen_projects_count(bench: Bench) -> None:
    """A choice of projects limits every table, blanks around an id not counting."""
    bench.write("项目清单.csv", "项目编号,项目名称\n P1,甲\nP2,乙\nP3,丙\n")
    assert [row["title"] for row in rows(bench.opened(projects=("P1", "P3")).tables["projects"])] == ["甲", "丙"]


def test_the_shared_tables(bench: Bench) -> None:
    """Judgements, waivers and what was reported are tables like facts, by id or label."""
    bench.write("项目清单.csv", HEADS)
    bench.write("评定.csv", "项目编号,指标,要点,得分,理由,评价人,来源：页码\nP1,社会效益,,8分,弱,李四,2\n")
    bench.write("waiver.csv", "project,rule,key,reason,approver,expires\nP1,r,,x,y,2021-12-31\n")
    bench.write("已报告.csv", "项目编号,类型\nP1,季度运行\n")
    tables = bench.opened().tables
    assert bench.said() == []
    assert sorted(tables) == ["judgements", "projects", "reported", "waivers"]
    assert rows(tables["judgements"])[0]["indicator"] == "社会效益"
    assert rows(tables["waivers"])[0]["expires"] == "2021-12-31"
    assert rows(tables["reported"]) == [{"type": "季度运行", "project": "P1", "place": "已报告.csv:2"}]


@pytest.mark.parametrize("case", _WRONG, ids=lambda case: case["code"])
def test_a_mapping_file_that_is_wrong(bench: Bench, case: dict[str, str]) -> None:
    """Everything wrong in the mapping file is said at its line and column, with what to write instead."""
    found = _said(bench, case["mapping"], z="项目编号,a,备用\nP1,1万元,甲\n")
    said = "mapping.yaml:{place}: 错误 [{code}] {what} 建议：{hint}".format_map(case)
    assert [one for one in found if "错误" in one] == [said]


def test_conditions_cannot_do_anything(bench: Bench) -> None:
    """A condition calls no function of the database but harmless ones, and is one expression."""
    path = bench.root / "a.duckdb"
    with duckdb.connect(str(path)) as connection:
        connection.execute("CREATE TABLE projects AS SELECT 'P1' AS project")
    for text in (
        "read_text('x') = 'a'",
        "getenv('HOME') = ''",
        "1 = 1; drop table projects",
        "projects.project = 'P1'",
    ):
        mapping = f'表:\n  - {{表名: projects, 筛选: "{text}"}}\n'
        assert bench.open(str(path), mapping) is None
    assert {one.split("[")[1].split("]")[0] for one in bench.said()} == {"bad-condition"}


@pytest.mark.parametrize("form", ["csv", "duckdb"])
def test_one_table_may_be_of_several_types(bench: Bench, form: str) -> None:
    """Each entry of the mapping file takes its own rows and columns of the same table."""
    bench.write("a.csv", "项目编号,类,值\nP1,甲,1万元\nP1,乙,95%\n")
    if form == "duckdb":
        with duckdb.connect(str(bench.root / "a.duckdb")) as connection:
            connection.execute(f"CREATE TABLE a AS FROM '{bench.root}/a.csv'")
    mapping = """
表:
  - {表名: a, 类型: 资金, 列: {预算数: 值}, 筛选: 类 = '甲'}
  - {表名: a, 类型: 满意度调查, 列: {满意度: 值}, 筛选: 类 = '乙'}
项目来自: 资金
"""
    tables = bench.opened(str(bench.root / f"a.{form}"), mapping).tables
    assert [row["budget"] for row in rows(tables["funding"])] == ["1万元"]
    assert [row["satisfaction"] for row in rows(tables["survey"])] == ["95%"]
    assert len(rows(tables["projects"])) == 1
