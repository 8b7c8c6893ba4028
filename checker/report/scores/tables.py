"""Writes the sheets that are plain tables: outcomes, review notes, missing material, what the book was made from."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from openpyxl.styles import Font

from checker.messages import tr
from checker.report.book import HEADING, set_up_page
from checker.report.scores.looks import Column, add_sheet, cell_at, filter_rows, write_rows
from checker.report.scores.names import ABOUT, NOTES, OUTCOMES, REQUESTS, name_of
from checker.report.words import (
    grade_text,
    listed,
    missing_text,
    outcome_word,
    parted,
    places_text,
    points,
    severity_word,
    totals_text,
)
from checker.result import SEVERITIES, Outcome
from checker.values import Kind, decimal_text, show

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from openpyxl.workbook import Workbook

    from checker.result import CheckResult, RuleOutcome

_ORDER: Final = (Outcome.FAIL, Outcome.UNKNOWN, Outcome.WAIVED, Outcome.PASS, Outcome.NOT_APPLICABLE)


def add_outcomes(book: Workbook, result: CheckResult, names: Mapping[str, str]) -> None:
    """Add the sheet of everything that was checked: what came of it and why."""
    columns = [
        Column(tr("结果"), 11, "center"),
        Column(tr("检查"), 24),
        Column(tr("哪一条"), 14),
        Column(tr("说明"), 38),
        Column(tr("缺少的事实"), 22),
        Column(tr("指标"), 14),
        Column(tr("定性"), 7, "center"),
        Column(tr("对象"), 9, "center"),
        Column(tr("编号"), 24),
    ]
    sheet = add_sheet(book, name_of(OUTCOMES), columns)
    ranked = sorted(result.outcomes, key=lambda o: (_ORDER.index(o.outcome), -SEVERITIES.index(o.severity)))
    rows = [_outcome(outcome, names) for outcome in ranked]
    rows += [
        (tr("没有执行"), item.title, "", item.reason, "", "", "", "", item.rule) for item in result.skipped
    ]  # fmt: skip
    filter_rows(sheet, 1, write_rows(sheet, columns, rows, 2), len(columns))


def _outcome(outcome: RuleOutcome, names: Mapping[str, str]) -> tuple[str, ...]:
    return (
        outcome_word(outcome.outcome),
        outcome.title,
        names.get(outcome.key, outcome.key),
        parted([outcome.message, outcome.note, *outcome.stale]),
        "\n".join(map(missing_text, outcome.missing)),
        names.get(outcome.indicator or "", ""),
        severity_word(outcome.severity),
        tr("项目情况") if outcome.concerns == "project" else tr("评价工作"),
        outcome.id,
    )


def add_notes(book: Workbook, result: CheckResult) -> None:
    """Add the sheet of review notes: what is to be looked at in the evaluation itself."""
    columns = [
        Column(tr("序号"), 6, "center"),
        Column(tr("提示"), 26),
        Column(tr("说明"), 60),
        Column(tr("位置"), 36),
        Column(tr("编号"), 30),
    ]
    sheet = add_sheet(book, name_of(NOTES), columns)
    rows = [(note.title, note.text, places_text(note.places), note.id) for note in result.review_notes]
    rows += [(tr("读取时的警告"), str(warning), "", "") for warning in result.warnings]
    numbered = [(str(number), *row) for number, row in enumerate(rows, 1)]
    filter_rows(sheet, 1, write_rows(sheet, columns, numbered, 2), len(columns))


def add_requests(book: Workbook, result: CheckResult) -> None:
    """Add the sheet of missing facts, those with most points at stake first."""
    columns = [
        Column(tr("序号"), 6, "center"),
        Column(tr("缺少的事实"), 36),
        Column(tr("需要的材料"), 34),
        Column(tr("影响分数"), 12, "right"),
        Column(tr("用于"), 56),
    ]
    sheet = add_sheet(book, name_of(REQUESTS), columns)
    rows = [
        (
            str(number),
            missing_text(item.missing),
            item.missing.ask or tr("规则包没有写明向谁要"),
            show(item.stake, Kind.SCORE) if item.stake else tr("不影响得分"),
            listed(item.checks),
        )
        for number, item in enumerate(result.requests, 1)
    ]
    rows = rows or [("", tr("没有缺少的资料"), "", "", "")]
    filter_rows(sheet, 1, write_rows(sheet, columns, rows, 2), len(columns))


def add_about(book: Workbook, result: CheckResult) -> None:
    """Add the sheet that says what the book was made from, and how it computes."""
    columns = [Column(tr("项目"), 20), Column(tr("内容"), 90)]
    sheet = add_sheet(book, name_of(ABOUT), columns, paper="portrait")
    last = write_rows(sheet, columns, [*_made_from(result), *_how_to(result)], 2)
    for row in range(2, last + 1):
        cell_at(sheet, row, 1).font = Font(name=HEADING, size=10.5)
    set_up_page(sheet, "portrait")


def _made_from(result: CheckResult) -> Iterator[tuple[str, str]]:
    header = result.header
    yield tr("项目名称"), header.title
    yield tr("评价类型"), header.kind
    yield tr("检查基准日"), header.as_of.isoformat()
    score = tr("{score} 分（满分 {full}）", score=points(result.score), full=decimal_text(result.full_score))
    yield tr("综合得分"), score
    yield tr("等级"), grade_text(result)
    yield tr("总分受限"), parted(result.limits) or tr("无")
    yield tr("合计"), totals_text(result)
    yield tr("规则包"), f"{header.pack_title}（{header.pack} {header.pack_version}）"
    yield tr("规则包摘要"), header.pack_digest
    yield tr("事实"), header.facts
    yield tr("事实摘要"), header.facts_digest
    yield tr("引擎"), header.engine
    yield tr("程序版本"), header.tool_version


def _how_to(result: CheckResult) -> Iterator[tuple[str, str]]:
    yield (
        tr("怎样重算"),
        tr(
            "浅黄色的格子可以改：“事实”的数值、“评定”的得分、“参数”的取值、“问题清单”的扣分和空白行。"
            "改后按 F9，“评分表”的得分、合计和等级随之重算。打开时如果没有数，也按 F9。"
        ),
    )
    yield (
        tr("公式算什么"),
        tr(
            "写“公式”的得分由本工作簿的公式算出。写“数值”的是检查时算出的数，后面写明原因，不随改动重算。"
            "公式需要的格子空着时显示 #N/A：没有提供不等于零。"
        ),
    )
    yield (
        tr("公式不算什么"),
        tr(
            "改事实不会增减“问题清单”里的问题，也不改变文字、复核提示和缺少的资料。增加问题时在清单末尾的空白行选指标、填扣分；"
            "要重新判断，请改事实文件后重新检查。"
        ),
    )
    yield (
        tr("精度"),
        tr("检查按精确的数计算；表格软件按 15 位有效数字计算，比较和取位以前先去掉第 10 位小数以后的误差，结果一致。"),
    )
    if any(item.missing for item in result.indicators):
        yield tr("最低和最高"), tr("缺少资料时得分是一个范围，分列最低和最高；补齐资料后重新检查就成为一个数。")
