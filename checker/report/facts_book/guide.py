"""Writes the sheet that says how the workbook is filled in, and what comes then; knows no facts."""

from __future__ import annotations

from typing import TYPE_CHECKING

from openpyxl.styles import Alignment

from checker.facts.workbook.layout import GUIDE
from checker.messages import tr
from checker.report.book import wide
from checker.report.facts_book import looks

if TYPE_CHECKING:
    from collections.abc import Sequence

    from openpyxl import Workbook
    from openpyxl.worksheet.worksheet import Worksheet

    from checker.plan import Plan


def write_guide(book: Workbook, plan: Plan, kept: Sequence[str]) -> None:
    """Write the guide as the first sheet; ``kept`` names the files the workbook was converted from."""
    sheet = book.create_sheet(GUIDE)
    looks.title(sheet, tr("事实工作簿：{title}", title=plan.pack.model.title))
    row = _listed(sheet, 3, tr("怎样填"), _steps())
    row = _listed(sheet, row + 1, tr("可以写什么"), _values())
    row = _listed(sheet, row + 1, tr("填好以后"), _commands())
    if kept:
        row = _listed(sheet, row + 1, tr("从文件转来的内容"), _kept(kept))
    pack = plan.pack
    small = tr(
        "规则包 {pack} {version}，按 {day} 有效的规则；摘要 {digest}",
        pack=pack.id,
        version=pack.model.version,
        day=plan.as_of.isoformat(),
        digest=pack.digest,
    )
    looks.write(sheet, row + 1, 1, small, quiet=True)
    looks.widths(sheet, (48, 92))
    looks.finish(sheet, 1, "A3")
    sheet.freeze_panes = None


def _listed(sheet: Worksheet, row: int, name: str, lines: Sequence[tuple[str, str]]) -> int:
    looks.heading(sheet, row, 1, name)
    looks.heading(sheet, row, 2, "")
    for first, second in lines:
        row += 1
        for column, text in enumerate((first, second), start=1):
            looks.value(sheet, row, column, text)
            sheet.cell(row, column).alignment = Alignment(vertical="center", wrap_text=True)
        lines_needed = max(1, -(-wide(second) // 88))
        sheet.row_dimensions[row].height = 18 * lines_needed
    return row + 1


def _steps() -> list[tuple[str, str]]:
    return [
        (tr("1 项目信息"), tr("写项目名称、检查基准日，选评价类型。")),
        (tr("2 材料"), tr("把取得的材料逐份列出，后面各表的来源从这里选。")),
        (tr("3 各类事实"), tr("黄色的列名是键，用来区分同类事实，必须填。灰色的格不用填。行不够就往下接着写。")),
        (tr("4 来源"), tr("写明取自哪份材料的哪一页、哪一条。某一项另有来源的，加一列，列名如“支付日期：页码”。")),
        (tr("5 评定"), tr("评价人对指标打分；扣分要写理由。灰色的行按规则计算，不用填。")),
        (tr("6 豁免"), tr("没有就不用填。")),
        (tr("不要改"), tr("表名和列名不要改；自己加的列或表，名称以“备注”开头就不读。")),
    ]


def _values() -> list[tuple[str, str]]:
    return [
        (tr("知道的"), tr("照原件写，如 3656.18万元、16.38%、2020-12-31。写什么就是什么，不会四舍五入。")),
        (tr("只知道范围的"), tr("照写范围：低于850元、约3000万元、≥95%、2020-02下旬、2020年10月。不要换成一个数。")),
        (tr("还不知道的"), tr("空着。检查会说明缺什么、向谁要哪份材料，从不当作零。")),
        (tr("查明没有的"), tr("整类事实一条也没有，在表头“查明没有”后面选“是”。")),
        (tr("是零的"), tr("写 0、0元、0%。零、没有、不知道是三回事。")),
    ]


def _commands() -> list[tuple[str, str]]:
    return [
        ("checker facts check facts.xlsx", tr("列出填错的格和还缺的事实；加 --annotate copy.xlsx 写成带批注的副本。")),
        ("checker check facts.xlsx", tr("得分、发现的问题、建议和复核提示。")),
        ("checker report facts.xlsx -o report.docx", tr("写出报告；-o scores.xlsx 写出评分表，可以写多个 -o。")),
        ("checker facts convert facts.xlsx -o facts.yaml", tr("转成文本文件，便于比较和存档；也可以再转回来。")),
    ]


def _kept(kept: Sequence[str]) -> list[tuple[str, str]]:
    return [
        (tr("原文件"), "、".join(kept)),
        (tr("转回去"), tr("没有改过的部分逐字节不变；改过的格只改那一处。原文件保存在一张隐藏的表里，不要删除。")),
        (tr("这里看不到的"), tr("“台账”映射、不在任何一项旁边的注释留在原文件里，转回去时仍在。")),
    ]
