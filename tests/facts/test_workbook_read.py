"""What is read from facts workbooks, however people lay them out, is what a facts file would say."""

import subprocess
import sys
from collections.abc import Mapping, Sequence
from datetime import date
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest

from checker.facts import FactSet, Vocabulary, open_facts, read_facts
from checker.facts.files import WORKBOOKS
from checker.facts.workbook import table
from checker.source import Place, Problems
from checker.source.sheets import SHEET_SUFFIXES
from checker.values import Value
from tests.facts.workbooks import write_book

Read = dict[str, list[dict[str, Value]]]
Rows = Sequence[Any]
QUARTERS = ["季度", "批次", "故障率（%）"]


@pytest.fixture(autouse=True)
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty folder that is the working folder."""
    monkeypatch.chdir(tmp_path)
    return tmp_path


def read(path: Path, vocabulary: Vocabulary) -> FactSet:
    """Return the facts at a path, which must be free of problems."""
    problems = Problems()
    facts = read_facts(path, vocabulary, problems)
    assert [str(problem) for problem in problems.found] == []
    assert facts is not None
    return facts


def values(facts: FactSet) -> Read:
    """Return only what the facts mean."""
    return {
        name: [{field: value.value for field, value in fact.fields.items()} for fact in of_type]
        for name, of_type in facts.facts.items()
    }


def same(
    vocabulary: Vocabulary, written: str, sheets: Mapping[str, Rows], joined: Mapping[str, list[str]] | None = None
) -> FactSet:
    """Return the facts of a workbook, which must be those of the text in YAML."""
    Path("facts.yaml").write_text(written, "utf-8")
    facts = read(write_book(Path("facts.xlsx"), sheets, joined), vocabulary)
    assert values(facts) == values(read(Path("facts.yaml"), vocabulary))
    return facts


def test_header_documents_judgements_and_waivers(vocabulary: Vocabulary) -> None:
    """The sheets every facts workbook has say what the beginning of a facts file says, in any order of rows."""
    sheets: dict[str, Rows] = {
        "填写说明": [["请先读这里"]],
        "项目信息": [
            ["项目信息表"],
            ["名称", "内容", "填写说明"],
            ["检查基准日", "2020-12-31"],
            ["规则包", "a-pack", "编号"],
            ["项目名称", "雪亮工程"],
            ["评价类型", None],
        ],
        "材料": [["编号", "材料名称"], ["ledger", "明细账"], [None, "访谈记录"]],
        "评定": [
            ["一级指标", "指标", "要点", "满分", "得分", "得分率（%）", "理由", "评价人", "来源：材料", "来源：页码"],
            ["效益", "社会效益", None, 10, 8, None, "队伍薄弱", "李四", "访谈记录", 2],
            ["效益", "可持续影响", None, 10, None, None, None, None, None, None],
            ["决策", "项目立项", "程序", 2, None, 80, "缺一份", None, None, None],
        ],
        "豁免": [
            ["规则", "事实", "理由", "批准人", "有效期至"],
            ["a-rule 规则的名称", "2020Q3/一期", "停电", "王五", "2021-12-31"],
        ],
    }
    facts = read(write_book(Path("facts.xlsx"), sheets), vocabulary)
    assert (facts.rules, facts.title, str(facts.as_of), facts.kind) == ("a-pack", "雪亮工程", "2020-12-31", "")
    assert facts.documents == {"ledger": "明细账", "访谈记录": "访谈记录"}
    first, second = facts.judgements
    assert (first.indicator, first.points, first.reason, first.source.page) == (
        "社会效益",
        Fraction(8),
        "队伍薄弱",
        "2",
    )
    assert (second.indicator, second.point, second.share and str(second.share)) == ("项目立项", "程序", "4/5")
    (waiver,) = facts.waivers
    assert (waiver.rule, waiver.key, str(waiver.expires)) == ("a-rule", "2020Q3/一期", "2021-12-31")


def test_table_with_titles_questions_notes_and_joined_cells(vocabulary: Vocabulary) -> None:
    """Titles above, a row of questions, blank rows, headings again, notes below and joined cells are understood."""
    written = """
季度运行:
- {季度: 2019Q4, 批次: 一期, 承建单位: 移动公司, 故障率: 16.38%}
- {季度: 2020Q3, 批次: 一期, 承建单位: 移动公司, 故障率: 18.64%}
- {季度: 2020Q3, 批次: 二期, 承建单位: 移动公司}
"""
    rows: Rows = [
        ["雪亮工程季度运行情况", None, None, None, "查明没有", None],
        [None],
        ["序号", "批次", "季度", "承建单位", "故障率\n（%）", "备注"],
        ["填写：季度故障统计表", "一期、二期", "如 2020Q3"],
        [1, "一期", "2019Q4", "移动公司", 16.38, "约数"],
        [2, None, "2020年7-9月", None, {"值": 0.1864, "格式": "0.00%"}],
        [None],
        ["序号", "批次", "季度", "承建单位", "故障率\n（%）", "备注"],
        [3, "二期", "２０２０Q3", "移动公司"],
        [4, None, None, None, None, "留空"],
        ["注：故障率为季度平均"],
        ["填表人：张三"],
    ]
    facts = same(vocabulary, written, {"季度运行": rows}, {"季度运行": ["A1:D1", "B5:B6", "D5:D6"]})
    second = facts.facts["service_quarter"][1]
    assert second.place == Place("facts.xlsx", 0, 0, "季度运行", "B6")
    assert second.fields["batch"].place == Place("facts.xlsx", 0, 0, "季度运行", "B5")
    assert second.fields["fault_rate"].place == Place("facts.xlsx", 0, 0, "季度运行", "E6")
    assert second.fields["fault_rate"].text == "18.64%"


MONEY = "资金: {预算数: 4000万元, 到位数: 0.4亿元, 支出数: 不超过3656.18万元}"


@pytest.mark.parametrize(
    "rows",
    [
        pytest.param(
            [["名称", "内容"], ["预算数（万元）", 4000], ["到位数", "0.4亿元"], ["支出数", "不超过3656.18万元"]],
            id="named",
        ),
        pytest.param(
            [["资金情况"], ["预算数", 4000], ["到位数（万元）", 4000], ["支出数（万元）", "3656.18以下"]], id="unnamed"
        ),
        pytest.param(
            [
                ["项目", "单位", "数值", "备注"],
                ["预算数", "万元", 4000, "批复"],
                ["到位数", "亿元", 0.4],
                ["支出数", None, "≤3656.18万元"],
            ],
            id="units in a column",
        ),
        pytest.param(
            [["预算数", "到位数（元）", "支出数（万元）"], [4000, 40_000_000, "不超过3,656.18"]], id="one row"
        ),
        pytest.param(
            [["序", None], [1, "预算数", 4000], [2, "到位数", "4000万"], [3, "支出数", "不超过3656.18万元"]],
            id="numbered",
        ),
    ],
)
def test_single_fact_beside_or_below(rows: Rows, vocabulary: Vocabulary) -> None:
    """A type with one fact may be a list of names and contents, or a table of one row; units stand in any place."""
    same(vocabulary, MONEY, {"资金": rows})


def test_sources_of_facts_and_fields(vocabulary: Vocabulary) -> None:
    """Columns say where a fact, or one field of it, was taken from; so do the rows and columns of an upright sheet."""
    sheets: dict[str, Rows] = {
        "材料": [["编号", "名称"], ["ledger", "明细账"], ["minutes", "会议纪要"]],
        "费用支付": [
            ["费用季度", "支付日期", "来源：材料", "来源：采集人", "支付日期：页码", "支付日期：原文"],
            ["2020Q3", "2020-12中旬", "明细账", "张三", 12, "12月中旬支付"],
        ],
        "资金": [
            ["名称", "内容", "单位", "填写说明", "来源：材料", "来源：页码"],
            ["来源", None, None, None, "明细账", 3],
            ["支出数", 3656.18, "万元", "累计", None, 4],
            ["到位数", "4000万元", None, None, "minutes", None],
        ],
    }
    facts = read(write_book(Path("facts.xlsx"), sheets), vocabulary)
    (payment,), (funding,) = facts.facts["payment"], facts.facts["funding"]
    assert (payment.source.document, payment.source.collected_by, payment.source.page) == ("ledger", "张三", "")
    paid = payment.fields["paid_on"].source
    assert (paid.document, paid.collected_by, paid.page, paid.quote) == ("ledger", "张三", "12", "12月中旬支付")
    assert payment.fields["fee_quarter"].source == payment.source
    assert (funding.source.document, funding.source.page) == ("ledger", "3")
    spent, arrived = funding.fields["spent"].source, funding.fields["arrived"].source
    assert (spent.document, spent.page, arrived.document, arrived.page) == ("ledger", "4", "minutes", "")


@pytest.mark.parametrize(
    "rows",
    [
        [["费用支付", None, "查明没有", "是"], ["费用季度", "支付日期"]],
        [["查明没有：", "是"]],
        [["费用季度", "支付日期"], ["查明没有"]],
    ],
)
def test_none_is_said(rows: Rows, vocabulary: Vocabulary) -> None:
    """查明没有 says that there are no such facts."""
    same(vocabulary, "费用支付: []", {"费用支付": rows})


@pytest.mark.parametrize("answer", [None, "否"])
def test_empty_is_unknown(answer: str | None, vocabulary: Vocabulary) -> None:
    """A sheet without rows, and an empty cell, say nothing: not that there is none, and not zero."""
    sheets: dict[str, Rows] = {
        "费用支付": [["费用支付", None, "查明没有", answer], ["费用季度", "支付日期"]],
        "资金": [["名称", "内容"], ["预算数", None], ["支出数", "0元"]],
        "满意度调查": [["名称", "内容"], ["发放份数", None]],
        "空表": [],
        "备注 草稿": [["随便写"]],
    }
    same(vocabulary, "资金: {支出数: 0元}", sheets)


def test_ids_may_name_sheets_and_columns(vocabulary: Vocabulary) -> None:
    """Every name may be the id instead of the label."""
    rows = [["quarter", "batch", "fault_rate（%）", "source：page"], ["2020Q3", "一期", 9, 3]]
    facts = same(vocabulary, "季度运行: [{季度: 2020Q3, 批次: 一期, 故障率: 9%}]", {"service_quarter": rows})
    assert facts.facts["service_quarter"][0].source.page == "3"


def test_days_truths_and_numbers_of_a_workbook(vocabulary: Vocabulary) -> None:
    """Days, truths and numbers in the workbook's own forms are exact: no binary float shows."""
    rows = [["抽查日期", "抽查点位", "是否合格"], [date(2020, 3, 1), 3, True], [date(2020, 3, 2), "东门", "否"]]
    survey = [["名称", "内容"], ["目标值", 0.1 + 0.2], ["满意度", {"值": 0.93, "格式": "0%"}], ["调整分", -3]]
    written = """
现场抽查: [{抽查日期: 2020-03-01, 抽查点位: "3", 是否合格: 是}, {抽查日期: 2020-03-02, 抽查点位: 东门, 是否合格: 否}]
满意度调查: {目标值: 0.3, 满意度: 93%, 调整分: -3分}
"""
    same(vocabulary, written, {"现场抽查": rows, "满意度调查": survey})


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030"])
def test_separated_text_is_a_sheet(encoding: str, vocabulary: Vocabulary, here: Path) -> None:
    """A CSV file is the sheet of its name, in UTF-8 with or without BOM and in GB18030."""
    folder = here / "facts"
    folder.mkdir()
    (folder / "季度运行.csv").write_bytes("季度,批次,故障率\r\n2020Q3,一期,18.64%\r\n".encode(encoding))
    (folder / "项目信息.csv").write_bytes("名称,内容\n项目名称,雪亮工程\n".encode(encoding))
    facts = read(folder, vocabulary)
    assert (facts.title, facts.facts["service_quarter"][0].key) == ("雪亮工程", "2020Q3/一期")
    place = facts.facts["service_quarter"][0].fields["fault_rate"].place
    assert str(place) == "facts/季度运行.csv:季度运行!C2"


def test_files_of_a_folder_are_read_together(vocabulary: Vocabulary, here: Path) -> None:
    """Workbooks beside text files are read with them; hidden files and the lock files of open workbooks are not."""
    folder = here / "facts"
    folder.mkdir()
    (folder / "a.yaml").write_text("项目名称: 雪亮工程\n季度运行: [{季度: 2020Q3, 批次: 一期}]\n", "utf-8")
    write_book(folder / "b.xlsx", {"季度运行": [QUARTERS, ["2020Q3", "二期", 9]]})
    for name in ("~$b.xlsx", ".c.xlsx"):
        (folder / name).write_bytes(b"no workbook")
    facts = read(folder, vocabulary)
    assert [fact.key for fact in facts.facts["service_quarter"]] == ["2020Q3/一期", "2020Q3/二期"]


def test_digest_is_that_of_the_bytes(vocabulary: Vocabulary, here: Path) -> None:
    """Another workbook with other bytes has another digest; the same file under another folder has the same."""
    first = write_book(here / "facts.xlsx", {"季度运行": [QUARTERS, ["2020Q3", "二期", 9]]})
    (here / "copy").mkdir()
    second = here / "copy" / "facts.xlsx"
    second.write_bytes(first.read_bytes())
    third = write_book(here / "copy" / "other.xlsx", {"季度运行": [QUARTERS, ["2020Q3", "二期", 8]]})
    digests = [read(path, vocabulary).digest for path in (first, second, third)]
    assert digests[0] == digests[1] != digests[2]


def test_too_many_rows_are_a_ledger(vocabulary: Vocabulary, monkeypatch: pytest.MonkeyPatch) -> None:
    """A sheet of facts with more rows than facts ever have is refused, with the way to read a ledger."""
    monkeypatch.setattr(table, "MOST_ROWS", 2)
    rows = [QUARTERS, *([f"{year}Q1", "一期", 9] for year in (2018, 2019, 2020))]
    problems = Problems()
    assert read_facts(write_book(Path("facts.xlsx"), {"季度运行": rows}), vocabulary, problems) is None
    assert "\n".join(map(str, problems.found)) == (
        "facts.xlsx:季度运行!A4: 错误 [too-many-rows] “季度运行”有 3 行，最多 2 行\n"
        "    建议：这样大的表是台账：写“台账”映射，汇总成事实再检查"
    )


def test_suffixes_are_those_of_the_reader() -> None:
    """The files taken for workbooks are those the reader of sheets reads."""
    assert WORKBOOKS == SHEET_SUFFIXES


@pytest.mark.parametrize(
    ("shown_as", "text"),
    [
        ("yyyy-mm-dd", "2020-10-01"),
        ("m/d/yy", "2020-10-01"),
        ('yyyy"年"m"月"', "2020年10月"),
        ("mmm-yy", "2020年10月"),
        ('[$-804]yyyy"年"', "2020年"),
    ],
)
def test_day_is_no_more_exact_than_it_is_shown(shown_as: str, text: str, vocabulary: Vocabulary) -> None:
    """2020年10月 is kept by spreadsheet programs as the first day of the month, and read as the month all the same."""
    rows = [["费用季度", "支付日期"], ["2020Q3", {"值": date(2020, 10, 1), "格式": shown_as}]]
    facts = read(write_book(Path("facts.xlsx"), {"费用支付": rows}), vocabulary)
    assert facts.facts["payment"][0].fields["paid_on"].text == text


def test_texts_are_read_without_the_readers_of_workbooks(here: Path) -> None:
    """Facts that are only texts load nothing of what reads workbooks and ledgers: checking them starts fast."""
    (here / "facts.yaml").write_text("项目名称: 甲\n", "utf-8")
    code = (
        "import sys; from pathlib import Path; from checker.facts import open_facts;"
        "from checker.source import Problems;"
        "assert open_facts(Path('facts.yaml'), Problems()) is not None;"
        "names = ('openpyxl', 'python_calamine', 'lxml', 'checker.source.sheets', 'checker.facts.workbook.book',"
        " 'checker.facts.ledger');"
        "print([name for name in names if name in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


def test_ledger_beside_a_workbook(vocabulary: Vocabulary, here: Path) -> None:
    """A ledger that a mapping names is read by it, not as facts; its rows are counted, its bytes are in the digest."""
    folder = here / "facts"
    folder.mkdir()
    write_book(folder / "facts.xlsx", {"资金": [["名称", "内容"], ["预算数（万元）", 4000]]})
    mapping = "台账:\n- {文件: 明细账.xlsx, 事实: 资金, 汇总: {支出数: {求: 合计, 列: 金额, 单位: 元}}}\n"
    (folder / "ledger.yaml").write_text(mapping, "utf-8")
    write_book(
        folder / "明细账.xlsx", {"明细": [["日期", "金额"], ["2020-01-02", 5.5], ["2020-01-03", 6], ["合计", 11.5]]}
    )
    problems, told = Problems(), []
    raw = open_facts(folder, problems, lambda name, done, total: told.append((name, done, total)))
    assert raw is not None
    facts = raw.typed(vocabulary, problems)
    assert [str(problem) for problem in problems.found] == []
    assert facts is not None
    assert values(facts) == {"funding": [{"budget": 40_000_000, "spent": Fraction("11.5")}]}
    assert [(count.name, count.read, count.skipped) for count in raw.ledgers] == [("facts/明细账.xlsx:明细", 2, 1)]
    assert [path.name for path in raw.read_from] == ["facts.xlsx", "ledger.yaml", "明细账.xlsx"]
    assert {name for name, _, _ in told} <= {"facts/明细账.xlsx"}
    before = raw.digest
    write_book(folder / "明细账.xlsx", {"明细": [["日期", "金额"], ["2020-01-02", 5]]})
    again = open_facts(folder, problems)
    assert again is not None
    assert again.digest != before


def test_evidence_beside_a_workbook(vocabulary: Vocabulary, here: Path) -> None:
    """A workbook without facts is no mistake when a fact names it as its evidence file."""
    folder = here / "facts"
    folder.mkdir()
    sheets = {"资金": [["名称", "内容", "来源：文件"], ["支出数", "1元", "支付台账.xlsx"]]}
    write_book(folder / "facts.xlsx", sheets)
    write_book(folder / "支付台账.xlsx", {"明细": [["日期", "金额"]]})
    assert values(read(folder, vocabulary)) == {"funding": [{"spent": 1}]}
