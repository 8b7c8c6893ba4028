"""Facts as text: what did not change is the same characters, and what did is exactly the edit."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

import pytest

from checker.facts import Vocabulary
from checker.facts.text import NOTE, Column, Content, Names, Remark, Row, Table, changed_files, gather_files, new_file
from checker.facts.text.files import TextFile, text_file
from checker.facts.text.match import same_content
from checker.source import EngineFault, UsageFault

RATE: Column = ("fault_rate", "")
PAGE: Column = ("source", "page")
QUARTERS = """\
# 来自移动公司
季度运行:
  # 第一条
  - 季度: 2019Q4
    批次: 一期   # 老点位
    故障率: 16.38%
    来源: {材料: 台账, 页码: "3"}
  - {季度: 2020Q3, 批次: 一期, 故障率: '18.64%'}  # 写在一行

资金:
  预算数: 4000万元   # 批复
  支出数:
# 完
"""


def opened(text: str | bytes, name: str = "facts.yaml") -> TextFile:
    """Return a file with this text."""
    file = text_file(name, text.encode() if isinstance(text, str) else text)
    assert file is not None
    return file


def with_row(
    content: Content,
    table: str,
    number: int,
    cells: Mapping[Column, str],
    comments: Mapping[Column, str] | None = None,
) -> Content:
    """Return the content in which some cells of one row are others; an empty one is taken away."""
    rows = list(content.table(table).rows)
    row = rows[number]
    kept = {column: text for column, text in {**row.cells, **cells}.items() if text}
    remarks = {**row.remarks, **{column: (Remark(text),) for column, text in (comments or {}).items()}}
    rows[number] = Row(kept, remarks)
    return with_table(content, table, replace(content.table(table), rows=tuple(rows)))


def with_table(content: Content, name: str, table: Table) -> Content:
    """Return the content in which one table is another."""
    return Content({**content.tables, name: table})


def edited(text: str, vocabulary: Vocabulary, change: Mapping[tuple[str, int], Mapping[Column, str]]) -> str:
    """Return the text after cells of some rows were given other values."""
    names = Names(vocabulary)
    file = opened(text)
    now = gather_files([file], names)
    for (table, number), cells in change.items():
        now = with_row(now, table, number, cells)
    (after,) = changed_files([file], now, names)
    assert same_content(gather_files([after], names), now)
    return after.text


def test_nothing_changed_is_the_same_file(vocabulary: Vocabulary) -> None:
    """Without an edit the very same file comes back, odd line ends, blanks and all."""
    names = Names(vocabulary)
    file = opened(b"\xef\xbb\xbf" + QUARTERS.replace("\n", "\r\n").encode() + b"\n\n")
    assert changed_files([file], gather_files([file], names), names) == (file,)


@pytest.mark.parametrize(
    ("cells", "was", "becomes"),
    [
        ({RATE: "17%"}, "    故障率: 16.38%\n", "    故障率: 17%\n"),
        ({RATE: ""}, "    故障率: 16.38%\n", ""),
        ({PAGE: "4"}, '页码: "3"}', '页码: "4"}'),
        ({PAGE: ""}, '{材料: 台账, 页码: "3"}', "{材料: 台账}"),
        ({("source", "quote"): "见表：一"}, '页码: "3"}', '页码: "3", 原文: 见表：一}'),
        ({("source", "quote"): "a, b"}, '页码: "3"}', '页码: "3", 原文: "a, b"}'),
        ({("operator", ""): "移动公司"}, "    故障率: 16.38%\n", "    故障率: 16.38%\n    承建单位: 移动公司\n"),
        ({("fault_rate", "page"): "9"}, "故障率: 16.38%", "故障率: {值: 16.38%, 来源: {页码: 9}}"),
        ({("quarter", ""): ""}, "- 季度: 2019Q4\n", "- 季度:\n"),
    ],
)
def test_one_edit_touches_one_place(
    vocabulary: Vocabulary, cells: Mapping[Column, str], was: str, becomes: str
) -> None:
    """A changed, cleared or added cell changes only its own characters; quotes and the manner of writing stay."""
    assert QUARTERS.count(was) == 1
    assert edited(QUARTERS, vocabulary, {("service_quarter", 0): cells}) == QUARTERS.replace(was, becomes)


@pytest.mark.parametrize(
    ("cells", "becomes"),
    [
        ({RATE: "9%"}, "{季度: 2020Q3, 批次: 一期, 故障率: '9%'}"),
        ({RATE: "约5%, 估计"}, "{季度: 2020Q3, 批次: 一期, 故障率: '约5%, 估计'}"),
        ({RATE: ""}, "{季度: 2020Q3, 批次: 一期}"),
        ({PAGE: "8"}, "{季度: 2020Q3, 批次: 一期, 故障率: '18.64%', 来源: {页码: 8}}"),
        ({("source", "document"): "台账"}, "{季度: 2020Q3, 批次: 一期, 故障率: '18.64%', 来源: 台账}"),
    ],
)
def test_edit_within_braces(vocabulary: Vocabulary, cells: Mapping[Column, str], becomes: str) -> None:
    """A fact in braces stays in braces, with what it had in them untouched."""
    was = "{季度: 2020Q3, 批次: 一期, 故障率: '18.64%'}"
    assert edited(QUARTERS, vocabulary, {("service_quarter", 1): cells}) == QUARTERS.replace(was, becomes)


def test_blank_value_is_filled_in(vocabulary: Vocabulary) -> None:
    """A name with nothing behind it gets its value, and is not written twice."""
    after = edited(QUARTERS, vocabulary, {("funding", 0): {("spent", ""): "3,656.18万元"}})
    assert after == QUARTERS.replace("支出数:\n", '支出数: "3,656.18万元"\n')


def test_rows_come_and_go(vocabulary: Vocabulary) -> None:
    """A row that is gone takes its lines and comments along; a new one comes behind its neighbour."""
    names = Names(vocabulary)
    file = opened(QUARTERS)
    before = gather_files([file], names)
    table = before.table("service_quarter")
    new = Row({("quarter", ""): "2020Q4", ("batch", ""): "二期"})
    now = with_table(before, "service_quarter", replace(table, rows=(table.rows[1], new)))
    (after,) = changed_files([file], now, names)
    assert after.text.startswith(
        "# 来自移动公司\n"
        "季度运行:\n"
        "  - {季度: 2020Q3, 批次: 一期, 故障率: '18.64%'}  # 写在一行\n"
        "  - {季度: 2020Q4, 批次: 二期}\n"
        "\n"
        "资金:\n"
    )
    now = with_table(before, "service_quarter", replace(table, rows=(table.rows[0], new, table.rows[1])))
    (after,) = changed_files([file], now, names)
    assert '页码: "3"}\n  - 季度: 2020Q4\n    批次: 二期\n  - {季度: 2020Q3' in after.text


def test_none_and_nothing_said_are_two_things(vocabulary: Vocabulary) -> None:
    """查明没有 becomes ``[]``; a sheet without rows becomes a name with nothing behind it; comments above stay."""
    names = Names(vocabulary)
    file = opened(QUARTERS)
    before = gather_files([file], names)
    remarks = before.table("service_quarter").remarks
    for table, written in ((Table((), True, remarks), "季度运行: []\n"), (Table((), False, remarks), "季度运行:\n")):
        (after,) = changed_files([file], with_table(before, "service_quarter", table), names)
        assert after.text == f"# 来自移动公司\n{written}\n" + QUARTERS.partition("\n\n")[2]
    empty = opened("费用支付: []  # 查过\n")
    rows = Table((Row({("fee_quarter", ""): "2020Q1"}),), remarks=gather_files([empty], names).table("payment").remarks)
    (after,) = changed_files([empty], Content({"payment": rows}), names)
    assert after.text == "费用支付:  # 查过\n  - 费用季度: 2020Q1\n"


def test_new_things_go_where_they_belong(vocabulary: Vocabulary) -> None:
    """A new fact type is added behind everything, in the file that names the project, by ids where the file does so."""
    names = Names(vocabulary)
    files = [opened("funding: {budget: 1元}\n", "a.yaml"), opened("title: x\nfunding:\n  source: y\n", "b.yaml")]
    now = gather_files(files, names)
    now = with_table(now, "payment", Table((Row({("fee_quarter", ""): "2020Q1", ("source", "page"): "2"}),)))
    now = with_table(
        now, "header", Table((*now.table("header").rows, Row({("rules", ""): "p", ("kind", ""): "部门评价"})))
    )
    first, second = changed_files(files, now, names)
    assert first is files[0]
    assert second.text == (
        "title: x\nrules: p\nkind: 部门评价\nfunding:\n  source: y\n\n"
        "payment:\n  - fee_quarter: 2020Q1\n    source: {page: 2}\n"
    )


def test_documents_are_renamed_added_and_taken_away(vocabulary: Vocabulary) -> None:
    """The list of documents is edited line by line."""
    names = Names(vocabulary)
    file = opened("材料:\n  a: 合同   # 原件\n  b: 台账\n  c: 访谈\n资金:\n  预算数: 1元\n")
    rows = gather_files([file], names).table("documents").rows
    changed = (
        Row({("id", ""): "a", ("title", ""): "服务合同"}, rows[0].remarks),
        Row({("id", ""): "d", ("title", ""): "批复: 一"}),
        rows[2],
    )
    now = with_table(gather_files([file], names), "documents", Table(changed))
    (after,) = changed_files([file], now, names)
    assert after.text == '材料:\n  a: 服务合同   # 原件\n  d: "批复: 一"\n  c: 访谈\n资金:\n  预算数: 1元\n'


def test_json_stays_json(vocabulary: Vocabulary) -> None:
    """A JSON file is edited as JSON: names and texts in quotes, items between the same separators."""
    names = Names(vocabulary)
    text = '{\n "费用支付": [\n  {"费用季度": "2020Q1", "支付日期": "2020-05"}\n ],\n "资金": {"预算数": "1元"}\n}\n'
    file = opened(text, "facts.json")
    before = gather_files([file], names)
    now = with_row(before, "payment", 0, {("paid_on", ""): "2020-06"})
    rows = (*now.table("payment").rows, Row({("fee_quarter", ""): "2020Q2"}))
    now = with_table(with_table(now, "payment", Table(rows)), "survey", Table((Row({("issued", ""): "20"}),)))
    (after,) = changed_files([file], now, names)
    assert after.text == (
        '{\n "费用支付": [\n  {"费用季度": "2020Q1", "支付日期": "2020-06"}, {"费用季度": "2020Q2"}\n ],\n'
        ' "资金": {"预算数": "1元"},\n "满意度调查": {"发放份数": "20"}\n}\n'
    )
    with pytest.raises(UsageFault, match="没有地方写"):
        changed_files([file], with_row(before, "payment", 0, {}, {("paid_on", ""): "待核"}), names)


def test_comments_follow_the_cells(vocabulary: Vocabulary) -> None:
    """Comments are put above what they are about, in braces with its name, and stay where they did not change."""
    names = Names(vocabulary)
    file = opened(QUARTERS)
    before = gather_files([file], names)
    assert before.table("service_quarter").rows[0].comments == {("quarter", ""): "第一条", ("batch", ""): "老点位"}
    assert before.table("service_quarter").rows[1].comments == {("quarter", ""): "写在一行"}
    now = with_row(before, "service_quarter", 0, {}, {RATE: "核对过\n两次", ("batch", ""): "", NOTE: "存疑"})
    now = with_row(now, "service_quarter", 1, {}, {RATE: "估计", ("quarter", ""): "故障率：不是这个意思"})
    now = with_row(now, "funding", 0, {}, {("budget", ""): "批复2号", ("spent", ""): "待查"})
    (after,) = changed_files([file], now, names)
    assert after.text == (
        "# 来自移动公司\n"
        "季度运行:\n"
        "  # 第一条\n"
        "  # 备注：存疑\n"
        "  - 季度: 2019Q4\n"
        "    批次: 一期\n"
        "    # 核对过\n"
        "    # 两次\n"
        "    故障率: 16.38%\n"
        '    来源: {材料: 台账, 页码: "3"}\n'
        "  # 故障率：估计\n"
        "  - {季度: 2020Q3, 批次: 一期, 故障率: '18.64%'}  # 季度：故障率：不是这个意思\n"
        "\n"
        "资金:\n"
        "  预算数: 4000万元   # 批复2号\n"
        "  # 待查\n"
        "  支出数:\n"
        "# 完\n"
    )


def test_encoding_and_line_ends_stay(vocabulary: Vocabulary) -> None:
    """A changed file is written in the encoding and with the line ends it came with."""
    names = Names(vocabulary)
    for encoding in ("utf-8", "utf-8-sig", "gb18030"):
        file = opened(QUARTERS.replace("\n", "\r\n").encode(encoding))
        now = with_row(gather_files([file], names), "service_quarter", 0, {RATE: "17%"})
        (after,) = changed_files([file], now, names)
        assert after.content == QUARTERS.replace("16.38%", "17%").replace("\n", "\r\n").encode(encoding)


def test_new_file_reads_as_it_was_meant(vocabulary: Vocabulary) -> None:
    """A new file is written by labels, a fact a block, with comments, and says the same as what it was made from."""
    names = Names(vocabulary)
    content = gather_files([opened(QUARTERS)], names)
    made = new_file("facts.yaml", content, names)
    assert same_content(gather_files([made], names), content)
    assert made.text == (
        "资金:\n"
        "  # 批复\n"
        "  预算数: 4000万元\n"
        "\n"
        "# 来自移动公司\n"
        "季度运行:\n"
        "  # 第一条\n"
        "  - 季度: 2019Q4\n"
        "    # 老点位\n"
        "    批次: 一期\n"
        "    故障率: 16.38%\n"
        "    来源: {材料: 台账, 页码: 3}\n"
        "  # 写在一行\n"
        "  - 季度: 2020Q3\n"
        "    批次: 一期\n"
        "    故障率: 18.64%\n"
    )


def test_what_would_not_read_back_is_refused(vocabulary: Vocabulary) -> None:
    """Nothing is returned that does not say what it should: here a fact type that has a single fact gets two."""
    names = Names(vocabulary)
    file = opened(QUARTERS)
    before = gather_files([file], names)
    rows = (*before.table("funding").rows, Row({("budget", ""): "2元"}))
    with pytest.raises(EngineFault):
        changed_files([file], with_table(before, "funding", Table(rows)), names)
