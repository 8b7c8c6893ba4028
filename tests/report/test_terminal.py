"""The layout of the terminal: columns that stand below each other, and nothing wider than the screen."""

from __future__ import annotations

from fractions import Fraction
from io import StringIO

import pytest
from rich.cells import cell_len
from rich.console import Console

from checker.report.terminal import print_result
from checker.report.terminal.lines import put
from checker.report.terminal.table import print_indicators
from checker.result import Outcome
from checker.values import Interval
from tests.report.results import evidence, indicator, outcome, result

LONG = "没有按合同约定的时间报送上季度在线率，也没有提供费用核减的计算过程，无法确认核减是否足额"
TREE = (
    indicator("产出", Fraction("4.25"), method="group"),
    indicator("某个名称很长的二级指标", Fraction("4.25"), level=2, reasons=(LONG,)),
    indicator("时效", Interval(Fraction(1), Fraction(5)), level=3),
)


def screen(width: int, *, colour: bool = False) -> Console:
    """Return a console that keeps what is printed."""
    system = "truecolor" if colour else None
    return Console(
        file=StringIO(), width=width, force_terminal=colour, color_system=system,  # type: ignore[arg-type]
        highlight=False, emoji=False, markup=False,
    )  # fmt: skip


def printed(console: Console) -> list[str]:
    """Return the lines printed."""
    return console.file.getvalue().splitlines()  # type: ignore[attr-defined,no-any-return]


def table(width: int) -> list[str]:
    """Return the lines of the table of indicators."""
    console = screen(width)
    print_indicators(TREE, console)
    return printed(console)


@pytest.mark.parametrize("width", [80, 120])
def test_columns_stand_below_each_other(width: int) -> None:
    """Numbers end, bars begin and remarks begin in the same column in every row, Chinese or not."""
    lines = table(width)
    rows = [line for line in lines if line.strip() and not line.startswith(" " * 20)]

    def column(line: str, text: str) -> int:
        return cell_len(line[: line.index(text)])

    assert column(lines[0], "权重") + len("权重") * 2 == column(lines[1], "5  ") + len("5")
    scores = zip(rows, ("得分", "4.25", "4.25", "1~5"), strict=True)
    assert len({column(line, score) + cell_len(score) for line, score in scores}) == 1
    assert column(lines[2], "████████░░") == column(lines[-1], "██▒▒▒▒▒▒▒▒")
    assert column(lines[0], "说明") == column(lines[2], "没有") == column(lines[-1], "待定")


def test_only_remarks_are_broken() -> None:
    """Where a remark is too long it goes on below its own column, and no other column is touched."""
    lines = table(80)
    assert all(cell_len(line) <= 80 for line in lines)
    start = cell_len(lines[0][: lines[0].index("说明")])
    first, *more = lines[2:-1]
    assert all(len(line) - len(line.lstrip()) == start for line in more)
    assert first[first.index("没有") :] + "".join(map(str.strip, more)) == LONG


def test_bars_give_way_to_remarks() -> None:
    """On a narrow screen the bars are left out, so that remarks keep room to be read."""
    assert not [line for line in table(56) if "█" in line]
    assert all(cell_len(line) <= 56 for line in table(56))


def test_styles_survive_line_breaks() -> None:
    """A text of several styles keeps each on its own words when it is broken into lines."""
    console = screen(12, colour=True)
    put(console, ("一二三四五六", "bold"), ("七八九", "red"))
    assert printed(console) == ["\x1b[1m一二三四五六\x1b[0m", "\x1b[31m七八九\x1b[0m"]


def test_first_and_later_lines_have_their_own_beginnings() -> None:
    """A branch of a tree goes on below itself."""
    console = screen(14)
    put(console, "一二三四五六七八", first="├── ", later="│   ")
    assert printed(console) == ["├── 一二三四五", "│   六七八"]


@pytest.mark.parametrize("width", [60, 80, 120])
def test_nothing_is_wider_than_the_screen(width: int) -> None:
    """However long its texts are, a result fits, and no line ends in blanks."""
    outcomes = (
        outcome(message=LONG, evidence=(evidence(quote=LONG, document="d", title=LONG),), deduction=Fraction(1, 3)),
        outcome(Outcome.WAIVED, message=LONG, note=LONG),
        outcome(Outcome.PASS),
        outcome(Outcome.UNKNOWN, key="2"),
    )
    console = screen(width)
    print_result(result(outcomes, indicators=TREE, text=LONG, grades=("优", "良")), console)
    assert not [line for line in printed(console) if cell_len(line) > width or line != line.rstrip()]


def test_markup_in_facts_is_text() -> None:
    """Square brackets and colons in facts are no commands to the terminal."""
    console = screen(80, colour=True)
    print_result(result((outcome(message="[red]不是红的[/red] :smile: \\[b]"),)), console)
    assert any("[red]不是红的[/red] :smile: \\[b]" in line for line in printed(console))
