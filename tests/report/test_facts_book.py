"""The workbook that auditors fill in: what it asks for, and that nothing is lost in it on the way there and back."""

from __future__ import annotations

import io
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any, Final

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from openpyxl import Workbook, load_workbook
from openpyxl.comments import Comment

from checker.facts import FactSet, open_facts
from checker.facts.text import Content, Names, changed_files, gather_files, new_file
from checker.facts.text.files import TextFile, text_file
from checker.facts.text.match import same_content
from checker.report.facts_book import (
    Filled,
    blank_content,
    names_of,
    read_content,
    read_originals,
    render_facts_book,
)
from checker.run import Checker, open_checker
from checker.source import Problems
from tests.office import convert, needs_soffice

ROOT: Final = Path(__file__).parent.parent.parent
SEED: Final = ROOT / "facts" / "xinjian-2020"
ON: Final = date(2020, 12, 31)
SMALL: Final = {
    "pack.yaml": "id: small\ntitle: 小规则包\nversion: 1.0.0\ndocuments: {law: {title: 某办法}}\n",
    "vocabulary.yaml": """\
service:
  label: 季度运行
  key: [quarter]
  ask: 故障统计表
  fields:
    quarter: {label: 季度, type: quarter}
    batch: {label: 批次, type: choice, choices: [一期, 二期]}
    rate: {label: 故障率, type: ratio, note: 不含停电}
    online: {label: 在线率, type: ratio, derive: 1 - 故障率}
    price: {label: 单价, type: money, unit: 元}
    count: {label: 点位, type: count, unit: 个}
    remark: {label: 附言, type: text}
funding:
  label: 资金
  fields:
    budget: {label: 预算数, type: money}
    spent: {label: 支出数, type: money, unit: 万元}
    rate: {label: 执行率, type: ratio, derive: 支出数 / 预算数}
    on: {label: 日期, type: date}
unread: {label: 没有用的, fields: {a: {label: 甲, type: text}}}
""",
    "indicators.yaml": """\
full_score: 10
grades: [{label: 优, at_least: 8}, {label: 差, below: 8}]
indicators:
  - id: use
    label: 使用
    weight: 4
    scoring: {method: judged, levels: [{label: 好, least: 50%, most: 100%}, {label: 差, least: 0%, most: 50%}]}
    criteria: 看使用情况
  - id: order
    label: 规范
    weight: 6
    children:
      - id: steps
        label: 程序
        weight: 4
        scoring: {method: checklist, points: [{id: plan, label: 有方案}, {id: open, label: 公开, when: 支出数 > 1万元}]}
      - {id: quality, label: 质量, weight: 2, scoring: {method: deductions}}
""",
    "rules/high-rate.yaml": """\
title: 故障率偏高
for: service
when: 在线率 < 90% and 单价 > 1元
indicator: quality
deduct: 0.5
basis: [{document: law, clause: 第一条}]
message: "{季度}故障率{故障率}"
""",
}


@pytest.fixture(scope="module")
def small(tmp_path_factory: pytest.TempPathFactory) -> Checker:
    """A small pack with every kind of sheet."""
    folder = tmp_path_factory.mktemp("packs") / "small"
    for name, text in SMALL.items():
        file = folder / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, "utf-8")
    problems = Problems()
    checker = open_checker(str(folder), ON, problems, engine="plain")
    assert checker is not None, list(map(str, problems.found))
    return checker


@pytest.fixture(scope="module")
def seed() -> Checker:
    """The pack of the seed project."""
    checker = open_checker(str(ROOT / "rules" / "xueliang-2020"), ON, Problems(), engine="plain")
    assert checker is not None
    return checker


def blank(checker: Checker) -> bytes:
    """Return the workbook that nobody has filled in."""
    names = names_of(checker.plan, checker.vocabulary)
    return render_facts_book(checker.plan, names, Filled(blank_content(checker.plan, ON)))


def filled(checker: Checker, files: list[TextFile]) -> bytes:
    """Return the workbook with the facts of these files in it."""
    names = names_of(checker.plan, checker.vocabulary)
    originals = [(file.name, file.content) for file in files]
    return render_facts_book(checker.plan, names, Filled(gather_files(files, names), originals))


def opened(content: bytes) -> Workbook:
    """Return a workbook as openpyxl sees it."""
    return load_workbook(io.BytesIO(content))


def read(path: Path, names: Names) -> tuple[Content, list[tuple[str, bytes]]]:
    """Return what a workbook says, and the files it keeps."""
    problems = Problems()
    book = read_content(path, path.name, names, problems)
    kept = read_originals(book.originals, problems) if book else []
    problems.raise_if_any()
    assert book is not None
    return book.content, kept


def back(checker: Checker, path: Path) -> list[TextFile]:
    """Return the files a workbook becomes."""
    names = names_of(checker.plan, checker.vocabulary)
    content, kept = read(path, names)
    files = [opened_text(name, content) for name, content in kept]
    return list(changed_files(files, content, names)) if files else [new_file("facts.yaml", content, names)]


def opened_text(name: str, content: bytes | str) -> TextFile:
    """Return a text file."""
    file = text_file(name, content.encode() if isinstance(content, str) else content)
    assert file is not None
    return file


def rows(sheet: Any, first: int, last: int) -> list[list[str]]:
    """Return the texts of some rows."""
    return [
        ["" if value is None else str(value) for value in row]
        for row in sheet.iter_rows(min_row=first, max_row=last, values_only=True)
    ]


def choices(sheet: Any) -> dict[str, str]:
    """Return the drop-downs by the cells they are in."""
    return {str(one.sqref): one.formula1 for one in sheet.data_validations.dataValidation}


def test_sheets_stand_in_the_order_of_work(small: Checker) -> None:
    """How to fill it in, the project, every fact type of the pack, judgements and waivers."""
    assert opened(blank(small)).sheetnames == [
        "填写说明", "项目信息", "材料", "季度运行", "资金", "没有用的", "评定", "豁免", "规则与事实",
    ]  # fmt: skip


def test_table_asks_for_what_is_needed(small: Checker) -> None:
    """A table has units, questions, choices and sources; derived fields are not asked for; what is typed stays text."""
    sheet = opened(blank(small))["季度运行"]
    assert rows(sheet, 1, 3) == [
        ["季度运行", "查明没有", "", "见故障统计表；查明一条也没有的选“是”；还不知道的整张表空着", *[""] * 7],
        [
            "季度", "批次", "故障率", "单价（元）", "点位（个）", "附言",
            "来源：材料", "来源：页码", "来源：条款", "来源：原文", "备注",
        ],
        [
            "填写：如 2020Q3 或 2020年7-9月", "从下拉列表里选", "如 16.38%；不含停电",
            "如 4000万元；只写数字时单位是元；只知道范围的照写，如 约3000万元、低于850元", "如 1000", "",
            "从“材料”表里选，或写材料名称", "第几页，只写数字", "第几条", "原件的文字", "",
        ],
    ]  # fmt: skip
    assert choices(sheet)["B4:B23"] == '"一期,二期"'
    assert choices(sheet)["G4:G23"] == "材料!$B$4:$B$103"
    assert [sheet.cell(4, column).number_format for column in range(1, 7)] == ["@", "@", "@", "@", "General", "@"]
    assert (sheet.freeze_panes, sheet.page_setup.orientation, sheet.print_title_rows) == ("B4", "landscape", "$2:$2")


def test_single_fact_stands_upright(small: Checker) -> None:
    """A type with one fact has a field a row; what is computed is said to be, and the last row is for the source."""
    assert [row[:6] for row in rows(opened(blank(small))["资金"], 2, 7)] == [
        ["名称", "内容", "单位", "填写说明", "来源：材料", "来源：页码"],
        ["预算数", "", "", "写明单位，如 4000万元；只知道范围的照写，如 约3000万元、低于850元", "", ""],
        ["支出数", "", "万元", "如 4000万元；只写数字时单位是万元；只知道范围的照写，如 约3000万元、低于850元", "", ""],
        ["执行率", "", "", "由“支出数 / 预算数”算出，不用填", "", ""],
        ["日期", "", "", "如 2020-12-31；只知道旬或月的照写，如 2020-02下旬", "", ""],
        ["来源", "", "", "以上各项共同的来源，写在右边；某一项另有来源的，写在那一项的右边", "", ""],
    ]


def test_judgements_follow_the_tree(small: Checker) -> None:
    """There is a row for each indicator and 要点 with points and levels; what rules decide is not to be filled in."""
    sheet = opened(blank(small))["评定"]
    heads, _, *lines = rows(sheet, 2, 7)
    assert heads[:12] == [
        "一级指标", "指标", "要点", "权重", "要点满分", "评分标准", "可选等次",
        "得分", "得分率", "未达次数", "等次", "理由",
    ]  # fmt: skip
    assert [line[:7] for line in lines] == [
        ["", "使用", "", "4", "", "看使用情况", "好、差"],
        ["规范", "程序", "有方案", "4", "2", "", ""],
        ["规范", "程序", "公开", "4", "2", "按规则计算，不用填", ""],
        ["规范", "质量", "", "2", "", "按规则计算，不用填", ""],
    ]
    assert choices(sheet)["K4"] == '"好,差"'


def test_rules_and_facts_are_listed(small: Checker) -> None:
    """One sees which rule and which indicator needs which fact, a derived one by what it is computed from."""
    sheet = opened(blank(small))["规则与事实"]
    assert rows(sheet, 3, 3) == [
        ["high-rate 故障率偏高", "较大", "季度运行（故障率、单价）", "质量", "0.5分", "《某办法》第一条"]
    ]
    assert [row[:3] for row in rows(sheet, 6, 8)] == [
        ["使用", "4分", "评价人的评定"],
        ["程序", "4分", "评价人的评定、资金（支出数）"],
        ["质量", "2分", "季度运行（故障率、单价）"],
    ]
    assert choices(opened(blank(small))["豁免"])["A4:A13"] == "'规则与事实'!$A$3:$A$3"


def test_same_pack_same_bytes(small: Checker) -> None:
    """The same pack and day give the same bytes."""
    assert blank(small) == blank(small)


def test_blank_workbook_says_nothing(small: Checker, tmp_path: Path) -> None:
    """A workbook that nobody has filled in holds no fact, no judgement and no error."""
    path = tmp_path / "new.xlsx"
    path.write_bytes(blank(small))
    facts = typed(path, small)
    assert (facts.rules, facts.as_of, facts.facts, facts.judgements, facts.waivers) == ("small", ON, {}, (), ())


def typed(path: Path, checker: Checker) -> FactSet:
    """Return the facts in a file, as the check reads them."""
    problems = Problems()
    raw = open_facts(path, problems)
    facts = None if raw is None else raw.typed(checker.vocabulary, problems)
    problems.raise_if_any()
    assert facts is not None
    return facts


def said(facts: FactSet) -> object:
    """Return what a fact set says: values, texts and sources, but not where."""
    return facts.title, facts.kind, facts.documents, {
        name: [(f.key, f.source, {n: (v.value, v.text, v.source) for n, v in f.fields.items()}) for f in found]
        for name, found in facts.facts.items()
    }  # fmt: skip


@needs_soffice
def test_seed_survives_another_program(seed: Checker, tmp_path: Path) -> None:
    """The seed project comes back byte by byte, also after LibreOffice has opened and saved the workbook."""
    files = [opened_text(path.name, path.read_bytes()) for path in sorted(SEED.glob("*.yaml"))]
    path = tmp_path / "seed.xlsx"
    path.write_bytes(filled(seed, files))
    assert back(seed, path) == files
    assert said(typed(path, seed)) == said(typed(SEED, seed))
    assert back(seed, convert(path, "xlsx", tmp_path)) == files


FACTS: Final = """\
# 项目
rules: small
title: 某项目   # 全称
documents: {a: 台账}
# 各季度
service:
  # 第一季度
  - {quarter: 2020Q1, rate: 5%, price: 850, source: a}  # 一行
  - quarter: 2020年4-6月
    rate: {value: 约10%, source: {page: 3}}
    count: 1000
    remark: =1+1 或 -2
    online: "90%"
    # 取自
    source:
      document: a
      quote: |
        两行
        文字
funding:
  budget: 1,000万元
  spent: {value: 900, source: {document: 另一份, page: 9}}
judgements:
  - {indicator: 程序, point: plan, points: 1, reason: 缺一份}
  - {indicator: use, level: 好, points: 3.0}
waivers:
  - {rule: high-rate, reason: 汛期, approver: 王五, expires: 2021-12-31}
# 完
"""


@pytest.fixture
def book(small: Checker, tmp_path: Path) -> Callable[[str], Path]:
    """Give the function that makes a workbook of a text."""

    def make(text: str) -> Path:
        path = tmp_path / "facts.xlsx"
        path.write_bytes(filled(small, [opened_text("facts.yaml", text)]))
        return path

    return make


def test_everything_has_its_cell(small: Checker, book: Callable[[str], Path]) -> None:
    """Values keep their text, sources of fields get columns, comments become cell comments, and all comes back."""
    path = book(FACTS)
    sheets = load_workbook(path)
    service = sheets["季度运行"]
    assert rows(service, 2, 2)[0][:8] == [
        "季度",
        "批次",
        "故障率",
        "故障率：页码",
        "在线率",
        "单价",
        "点位（个）",
        "附言",
    ]
    assert rows(service, 4, 5) == [
        ["2020Q1", "", "5%", "", "", "850", "", "", "a", "", "", "", ""],
        ["2020年4-6月", "", "约10%", "3", "90%", "", "1000", "=1+1 或 -2", "a", "", "", "两行\n文字", ""],
    ]
    assert service["G5"].value == 1000
    assert service["H5"].data_type == "s"
    comments = {(sheet.title, cell.coordinate): cell.comment.text
                for sheet in sheets for row in sheet.iter_rows() for cell in row if cell.comment}  # fmt: skip
    assert comments == {
        ("项目信息", "B3"): "项目",
        ("项目信息", "B4"): "全称",
        ("季度运行", "A1"): "各季度",
        ("季度运行", "A4"): "第一季度\n一行",
        ("季度运行", "I5"): "取自",
    }
    assert sheets["豁免"]["A4"].value == "high-rate 故障率偏高"
    assert sheets["checker-originals"].sheet_state == "veryHidden"
    (file,) = back(small, path)
    assert file.text == FACTS


def test_edits_in_cells_are_edits_in_the_text(small: Checker, book: Callable[[str], Path]) -> None:
    """What was changed in cells, comments and rows is changed in the text, and nothing else is."""
    path = book(FACTS)
    sheets = load_workbook(path)
    service, funding = sheets["季度运行"], sheets["资金"]
    service["C4"] = 0.06
    service["C4"].number_format = "0%"
    service["A4"].comment = Comment("第一季度\n一行\n核过", "王")
    service["M4"] = "存疑"
    service["A6"], service["C6"] = "2020Q3", "7%"
    funding["B3"] = None
    funding["B6"] = date(2020, 5, 1)
    sheets["评定"]["H5"] = 1.5
    sheets["豁免"]["B4"] = "2020Q1"
    sheets.save(path)
    (file,) = back(small, path)
    assert file.text == FACTS.replace(
        "  # 第一季度\n  - {quarter: 2020Q1, rate: 5%, price: 850, source: a}  # 一行\n",
        "  # 第一季度\n  # 一行\n  # 核过\n  # 备注：存疑\n  - {quarter: 2020Q1, rate: 6%, price: 850, source: a}\n",
    ).replace("        文字\n", "        文字\n  - quarter: 2020Q3\n    rate: 7%\n").replace(
        "  budget: 1,000万元\n", ""
    ).replace("page: 9}}\n", "page: 9}}\n  on: 2020-05-01\n").replace("points: 1,", "points: 1.5,").replace(
        "expires: 2021-12-31}", "expires: 2021-12-31, key: 2020Q1}"
    )


def test_workbook_without_a_text_becomes_one(small: Checker, tmp_path: Path) -> None:
    """A workbook made by hand becomes one file by labels, with comments and remarks, and that workbook again."""
    sheets = opened(blank(small))
    sheets["项目信息"]["B4"] = "某项目"
    service = sheets["季度运行"]
    service["A4"], service["C4"], service["K4"] = "2020Q1", "5%", "问过"
    service["D4"].comment = Comment("单价还没有拿到", "王")
    service["C2"].comment = Comment("按月平均", "王")
    sheets["资金"]["B3"] = "1000万元"
    sheets["资金"]["E3"] = "批复"
    sheets["评定"]["H4"], sheets["评定"]["L4"] = 3, "用得少"
    path = tmp_path / "hand.xlsx"
    sheets.save(path)
    (file,) = back(small, path)
    assert file.text == (
        "规则包: small\n项目名称: 某项目\n检查基准日: 2020-12-31\n\n"
        "# 故障率：按月平均\n季度运行:\n  # 备注：问过\n"
        "  - 季度: 2020Q1\n    故障率: 5%\n    # 单价还没有拿到\n    单价:\n\n"
        "资金:\n  预算数: {值: 1000万元, 来源: 批复}\n\n"
        "评定:\n  - 指标: 使用\n    得分: 3\n    理由: 用得少\n"
    )
    names = names_of(small.plan, small.vocabulary)
    again = tmp_path / "again.xlsx"
    again.write_bytes(filled(small, [file]))
    ours, theirs = read(path, names)[0], read(again, names)[0]
    assert same_content(ours, theirs)
    assert back(small, again) == [file]


def test_a_damaged_hidden_sheet_is_told(small: Checker, book: Callable[[str], Path]) -> None:
    """Files that were changed inside the workbook are not written: the sheet and what to do are named."""
    path = book(FACTS)
    sheets = load_workbook(path)
    sheets["checker-originals"]["C2"] = "b:AAAA"
    sheets.save(path)
    problems = Problems()
    found = read_content(path, path.name, names_of(small.plan, small.vocabulary), problems)
    assert found is not None
    assert read_originals(found.originals, problems) == []
    assert [problem.code for problem in problems.found] == ["broken-originals"]


def test_what_the_check_wrote_is_not_taken_along(small: Checker, book: Callable[[str], Path]) -> None:
    """Comments by ``facts check --annotate`` do not end up in the text; people's own lines beside them do."""
    path = book(FACTS)
    sheets = load_workbook(path)
    sheets["资金"]["B3"].comment = Comment("▸错误：缺单位\n▸建议：补上", "checker")
    sheets["资金"]["B4"].comment = Comment("问过\n▸警告：什么", "王")
    sheets.save(path)
    (file,) = back(small, path)
    assert file.text == FACTS.replace("  spent:", "  # 问过\n  spent:")


texts = (
    st.text(st.sampled_from("一二abZ #:,-=+@'\"{}[]。\n019%"), min_size=1, max_size=8)
    .map(str.strip)
    .filter(lambda text: bool(text) and text != "-")
)


@st.composite
def written(draw: st.DrawFn) -> str:
    """Return facts of the small pack, written in random manners."""
    quote = st.sampled_from(["'{}'", '"{}"', "{}"])
    lines = ["rules: small"]
    keys = draw(st.lists(st.sampled_from(["2020Q1", "2020Q2", "2020年7-9月"]), unique=True, max_size=3))
    lines += ["service:" if keys else "service: []"]
    for key in keys:
        rate = draw(quote).format(draw(st.sampled_from(["5%", "0.05", "约10%", "≥95%"])))
        comment = draw(st.sampled_from(["", "  # 核过", "   # '注' #2"]))
        if draw(st.booleans()):
            lines.append(
                f"  - {{quarter: {key}, 故障率: {rate}, price: {draw(st.sampled_from(['8', '8元', '低于8元']))}}}"
            )
            lines[-1] += comment
        else:
            lines += [f"  - 季度: {key}{comment}", "    # 上面", f"    rate: {{值: {rate}, source: {{page: 3}}}}"]
            lines += [f"    remark: {_quoted(draw(texts))}", f"    source: {_quoted(draw(texts))}"]
    lines += draw(st.sampled_from([[], [""], ["funding:", "  budget: 1元", "  # 待查", "  spent:"]]))
    return "\n".join(lines) + draw(st.sampled_from(["", "\n", "\n\n# 完\n"]))


def _quoted(text: str) -> str:
    return "'" + text.replace("'", "''").replace("\n", "\n\n      ") + "'"


@settings(max_examples=12, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(written(), st.sampled_from(["11%", "约3%", "＜5%"]))
def test_any_text_comes_back(small: Checker, tmp_path: Path, text: str, rate: str) -> None:
    """Whatever the manner of writing, a text goes through a workbook unchanged, and an edit in a cell is that edit."""
    file = opened_text("facts.yaml", text)
    path = tmp_path / "facts.xlsx"
    path.write_bytes(filled(small, [file]))
    assert back(small, path) == [file]
    (tmp_path / "facts.yaml").write_text(text, "utf-8")
    before = typed(tmp_path / "facts.yaml", small)
    assert said(typed(path, small)) == said(before)
    if before.facts.get("service"):
        sheets = load_workbook(path)
        column = next(cell.column for cell in sheets["季度运行"][2] if cell.value == "故障率")
        sheets["季度运行"].cell(4, column).value = rate
        sheets.save(path)
        (after,) = back(small, path)
        changed = [(old, new) for old, new in zip(text.split("\n"), after.text.split("\n"), strict=True) if old != new]
        assert len(changed) == 1
        assert rate in changed[0][1]
