"""The summary in the terminal: within the screen, bars in proportion, the same words narrow and wide."""

from __future__ import annotations

from io import StringIO

import pytest
from rich.cells import cell_len
from rich.console import Console

from checker.portfolio.summary import Summary
from checker.report.terminal.portfolio import print_summary
from checker.report.terminal.portfolio_bars import bar, stacked
from tests.portfolio.summary.made import summary_of
from tests.report.portfolio.test_summary_page import full_summary


def printed(summary: Summary, width: int) -> str:
    """Return what is printed on a screen of a width."""
    console = Console(file=StringIO(), width=width, force_terminal=False, highlight=False, emoji=False, markup=False)
    print_summary(summary, console, 15)
    return console.file.getvalue()  # type: ignore[attr-defined,no-any-return]  # a StringIO


@pytest.mark.parametrize("width", [60, 80, 120])
def test_nothing_is_wider_than_the_screen(width: int) -> None:
    """Every line fits, and every part is told."""
    text = printed(full_summary(), width)
    assert max(map(cell_len, text.splitlines())) <= width
    for word in (
        "各年度",
        "总分分布",
        "失分最多的规则",
        "各部门的指标得分率",
        "评价人的酌情扣分",
        "缺什么材料",
        "屡查屡犯",
    ):
        assert word in text


def test_one_year_tells_what_is_open() -> None:
    """Numbers come with their denominators; what is not settled and what was not decided is said."""
    text = printed(summary_of(), 100)
    for told in (
        "已判断 6（85.7%）",
        "3 个项目总分已定，平均 85.33 分；全部项目在 20.00~100.00 分之间",
        "另有 3 个项目缺材料，总分是一个范围，不计入平均；其中 2 个等级还可能变",
        "优或良：1 个项目，总分 80.00~90.00",
        "数据有误、没有判断的项目：1（14.3%），不在其他各项里；共退回 1 行",
        "评定不少于 20 条的评价人不到 5 人",
    ):
        assert told in text
    assert "屡查屡犯" not in text


def test_bars_are_in_proportion() -> None:
    """A bar is long as its value, to an eighth; the least value still shows, nothing shows nothing."""
    assert bar(1, 2, 10, "").plain == "█████     "
    assert bar(1, 16, 10, "").plain == "▋         "
    assert bar(1, 10**6, 10, "").plain == "▏         "
    assert bar(0, 5, 10, "").plain == " " * 10
    assert stacked(5, 3, 10, 10, ("", "")).plain == "█████▒▒▒  "
    assert stacked(0, 1, 10**6, 10, ("", "")).plain == "▒         "
