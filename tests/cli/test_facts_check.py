"""``checker facts check``: what is wrong and what is missing, in words and in the cells of a copy."""

from __future__ import annotations

import io
import shutil
import sys
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook
from openpyxl.comments import Comment
from openpyxl.styles import PatternFill
from openpyxl.styles.colors import Color
from rich.cells import cell_len
from syrupy.assertion import SnapshotAssertion

from checker.cli.progress import reading_progress
from tests.cli.projects import CLEAN, SEED, UNKNOWN, Run
from tests.facts.workbooks import write_book
from tests.office import convert, needs_soffice

SHEETS: dict[str, Any] = {
    "项目信息": [["名称", "内容"], ["规则包", "xueliang-2020"], ["项目名称", "甲区项目"], ["检查基准日", "2020-12-31"]],
    "季度运行": [
        ["季度运行情况表"],
        ["批次", "季度", "承建单位", "故障率（%）", "来源：材料"],
        ["一期", "2019Q4", "移动公司", 16.38, "故障统计表"],
        [None, "2020Q3", "移动公司", 18.64, None],
        ["三期", "2020年7-9月", "移动公司", {"公式": "=10+2.29"}, None],
        ["=cmd", "=2+5", None, "=1", None],
    ],
    "资金": [["名称", "内容"], ["预算数（万元）", 4000], ["到位数", "4000"], ["支出数（万元）", "3,65.18"]],
    "季度费用": [["序号"], [1]],
}


@pytest.fixture
def book(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A workbook with mistakes, with a comment, colours and a formula of its own, in a folder of its own."""
    shutil.copytree("rules", tmp_path / "rules")
    monkeypatch.chdir(tmp_path)
    path = write_book(Path("facts.xlsx"), SHEETS, {"季度运行": ["A1:E1", "A3:A4"]})
    opened = load_workbook(path)
    sheet = opened["季度运行"]
    sheet["A5"].comment = Comment("问过张三", "李四")
    sheet["A5"].fill = PatternFill("solid", fgColor=Color(theme=4, tint=0.5))
    opened["资金"]["B3"].fill = PatternFill("solid", fgColor="FFD9E2F0")
    opened.save(path)
    return path


def cells(path: Path) -> dict[str, tuple[object, str, str]]:
    """Return content, comment and colour of each cell that has one of the last two."""
    found: dict[str, tuple[object, str, str]] = {}
    for sheet in load_workbook(path).worksheets:
        for row in sheet.iter_rows():
            for cell in row:
                comment: Any = cell.comment
                if comment is not None:
                    found[f"{sheet.title}!{cell.coordinate}"] = (cell.value, comment.text, cell.fill.fgColor.rgb)
    return found


@pytest.mark.parametrize(("width", "language"), [(80, "zh"), (120, "zh")])
def test_what_is_missing(
    checker: Run,
    snapshot: SnapshotAssertion,
    project: Callable[[str], str],
    monkeypatch: pytest.MonkeyPatch,
    width: int,
    language: str,
) -> None:
    """What was read, and what is missing by the points at stake, is shown as it was, no wider than the terminal."""
    monkeypatch.setenv("COLUMNS", str(width))
    ended = checker("facts", "check", project(UNKNOWN), "--lang", language)
    assert (ended.code, ended.err) == (0, "")
    assert max(map(cell_len, ended.out.splitlines())) <= width
    assert ended.out == snapshot


def test_exit_codes(checker: Run, project: Callable[[str], str]) -> None:
    """Facts end with 0, under --strict with 3 when something is missing, and with 2 when something is wrong."""
    assert checker("facts", "check", SEED, "--strict").code == 0
    facts = project(UNKNOWN)
    assert [checker("facts", "check", facts, *words).code for words in ([], ["--strict"])] == [0, 3]
    ended = checker("facts", "check", project(CLEAN.replace("fault_rate: 10%", "fault_rate: 110%")), "--strict")
    assert ended.code == 2
    assert "[out-of-range]" in ended.err
    assert "有 1 处错误" in ended.out
    assert "[out-of-range]" not in ended.out


def test_what_cannot_be_true_together_is_wrong(checker: Run, project: Callable[[str], str]) -> None:
    """What only shows when facts are put together, such as a judgement of no indicator, is an error too."""
    facts = CLEAN.replace("indicator: social_benefit", "indicator: social_benefits")
    ended = checker("facts", "check", project(facts))
    assert ended.code == 2
    assert "[unknown-indicator]" in ended.err


def test_every_problem_of_a_workbook(checker: Run, book: Path, snapshot: SnapshotAssertion) -> None:
    """Everything wrong is said at once on standard error, each with sheet and cell; the summary says how much."""
    ended = checker("facts", "check", book)
    assert ended.code == 2
    assert ended.err == snapshot
    assert ended.out.endswith(" 处错误，改正以后才知道还缺什么\n")


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["-"], "facts check 不读标准输入"),
        (["facts.xlsx", "--annotate", "facts.xlsx"], "--annotate 不改原件"),
        (["facts.xlsx", "--annotate", "./rules/../facts.xlsx"], "--annotate 不改原件"),
        (["facts.xlsx", "--annotate", "copy.xls"], "后缀要改成 .xlsx"),
        ([".", "--annotate", "copy.xlsx"], "--annotate 只用于一个 .xlsx 工作簿"),
        (["facts.xlsx", "--annotate", "no-folder/copy.xlsx"], "没有这个文件夹"),
    ],
)
@pytest.mark.usefixtures("book")
def test_wrong_use(checker: Run, words: list[str], said: str) -> None:
    """Wishes that do not go together are refused, and the workbook stays as it was."""
    before = Path("facts.xlsx").read_bytes()
    ended = checker("facts", "check", *words)
    assert (ended.code, said in ended.err) == (2, True)
    assert Path("facts.xlsx").read_bytes() == before
    assert not Path("copy.xlsx").exists()


def test_copy_shows_problems_in_its_cells(checker: Run, book: Path) -> None:
    """Each cell with a problem has it as a comment, behind people's own, and a colour; all else stays as it was."""
    before = book.read_bytes()
    assert checker("facts", "check", book, "--annotate", "copy.xlsx").code == 2
    assert book.read_bytes() == before
    found = cells(Path("copy.xlsx"))
    assert found["季度运行!A5"][1].startswith("问过张三\n▸错误：批次：“三期”不在选项里")
    assert found["资金!B3"] == (
        "4000", "▸错误：到位数：“4000”没有写单位\n▸建议：写明单位，如 4000元 或 4000万元", "FFFFC7CE",
    )  # fmt: skip
    assert {found[name][2] for name in found if not name.startswith("问题清单")} == {"FFFFC7CE"}
    copy = load_workbook("copy.xlsx")
    assert copy.sheetnames == ["问题清单", *SHEETS]
    assert copy["季度运行"]["D5"].value == "=10+2.29"
    assert {str(block) for block in copy["季度运行"].merged_cells.ranges} == {"A1:E1", "A3:A4"}
    assert copy["季度运行"]["B6"].data_type == "s"


def test_list_links_to_the_cells(checker: Run, book: Path) -> None:
    """The first sheet lists every problem in the order of the sheets, each with a link to its cell."""
    errors = checker("facts", "check", book, "--annotate", "copy.xlsx").err.count("错误 [")
    listing = load_workbook("copy.xlsx").worksheets[0]
    rows = list(listing.iter_rows(min_row=3, max_col=5))
    assert listing["A1"].value == f"问题清单：错误 {errors} 处，警告 0 处"
    assert [row[0].value for row in rows] == [str(number) for number in range(1, errors + 1)]
    assert [(row[2].value, row[2].hyperlink.location) for row in rows if row[2].hyperlink][:1] == [
        ("季度运行!A5", "'季度运行'!A5")
    ]
    assert all(row[2].hyperlink for row in rows)


def test_same_input_gives_the_same_copy(checker: Run, book: Path) -> None:
    """The copy has the same bytes whenever it is made."""
    contents = []
    for name in ("one.xlsx", "two.xlsx"):
        checker("facts", "check", book, "--annotate", name)
        contents.append(Path(name).read_bytes())
    assert contents[0] == contents[1]


def test_copy_can_be_checked_and_annotated_again(checker: Run, book: Path) -> None:
    """A copy has the same problems as the original; annotated again, no comment is doubled."""
    first = checker("facts", "check", book, "--annotate", "copy.xlsx").err
    second = checker("facts", "check", "copy.xlsx", "--annotate", "again.xlsx").err
    assert second == first.replace("facts.xlsx", "copy.xlsx")
    assert cells(Path("again.xlsx")) == cells(Path("copy.xlsx"))


def test_corrected_copy_loses_marks(checker: Run, book: Path) -> None:
    """Once a problem is corrected in a copy, the next copy has its comment and colour no more, but people's own."""
    checker("facts", "check", book, "--annotate", "copy.xlsx")
    copy = load_workbook("copy.xlsx")
    copy["季度运行"]["A5"].value = "二期"
    copy["资金"]["B3"].value = "4000万元"
    copy.save("copy.xlsx")
    checker("facts", "check", "copy.xlsx", "--annotate", "again.xlsx")
    again = load_workbook("again.xlsx")
    phase, arrived = again["季度运行"]["A5"], again["资金"]["B3"]
    assert (phase.comment.text, phase.fill.fgColor.theme, phase.fill.fgColor.tint) == ("问过张三", 4, 0.5)
    assert (arrived.comment, arrived.fill.fgColor.rgb) == (None, "FFD9E2F0")


@needs_soffice
def test_values_of_formulas_stay(checker: Run, book: Path, tmp_path: Path) -> None:
    """A formula that was worked out keeps its value in the copy, so that the copy can be checked as it is."""
    worked_out = convert(book, "xlsx", tmp_path)
    first = checker("facts", "check", worked_out, "--annotate", "copy.xlsx").err
    assert "uncalculated" not in first
    assert load_workbook("copy.xlsx", data_only=True)["季度运行"]["D5"].value == 12.29
    assert "uncalculated" not in checker("facts", "check", "copy.xlsx").err


class Screen(io.StringIO):
    """A terminal that keeps what was written."""

    def isatty(self) -> bool:
        """Say that someone looks on."""
        return True


def test_pictures_that_a_copy_cannot_hold_are_told(checker: Run, book: Path) -> None:
    """Where the copy lacks a picture of the original, that is said: nobody goes on with it unknowingly."""
    with zipfile.ZipFile(book, "a") as package:
        package.writestr("xl/media/image1.png", b"\x89PNG")
    ended = checker("facts", "check", book, "--annotate", "copy.xlsx")
    assert "copy.xlsx 里没有原件的图片和图表" in ended.err


def test_progress_shows_on_a_terminal_only(monkeypatch: pytest.MonkeyPatch) -> None:
    """A large ledger has a bar on a terminal while it is read; a small one, and a file, have none."""
    monkeypatch.setattr(sys, "stderr", io.StringIO())
    with reading_progress() as progress:
        assert progress is None
    screen = Screen()
    monkeypatch.setattr(sys, "stderr", screen)
    monkeypatch.setenv("TERM", "xterm")
    with reading_progress() as progress:
        assert progress is not None
        progress("small.xlsx", 500, 1000)
        assert screen.getvalue() == ""
        for done in (50_000, 100_000):
            progress("明细账.xlsx", done, 100_000)
    assert "读取 明细账.xlsx" in screen.getvalue()
    assert "100000/100000" in screen.getvalue()


@pytest.mark.usefixtures("book")
def test_workbook_that_cannot_be_read_has_no_copy(checker: Run) -> None:
    """Of a file that is no workbook no copy is written."""
    Path("facts.xlsx").write_bytes(b"PK\x03\x04 cut off")
    ended = checker("facts", "check", "facts.xlsx", "--annotate", "copy.xlsx")
    assert (ended.code, ended.out) == (2, "")
    assert "[broken-workbook]" in ended.err
    assert not Path("copy.xlsx").exists()


def test_foreign_list_of_problems_stays(checker: Run, book: Path) -> None:
    """A sheet 问题清单 of people's own is neither read nor taken away."""
    opened = load_workbook(book)
    opened.create_sheet("问题清单")["A1"] = "我自己的清单"
    opened.save(book)
    checker("facts", "check", book, "--annotate", "copy.xlsx")
    first = checker("facts", "check", "copy.xlsx", "--annotate", "again.xlsx").err
    assert "问题清单" not in first
    again = load_workbook("again.xlsx")
    assert again.sheetnames == ["问题清单（核对）", *SHEETS, "问题清单"]
    assert again["问题清单"]["A1"].value == "我自己的清单"
