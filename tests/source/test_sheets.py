"""Workbooks of every format read as text: numbers as they are shown, days, truths, comments, joined cells."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl.comments import Comment
from openpyxl.utils.datetime import MAC_EPOCH
from openpyxl.worksheet.worksheet import Worksheet

from checker.source import Problems, digest_of
from checker.source.sheets import Book, Sheet, cell_name, column_letters, range_name, read_book
from checker.source.sheets.sheet import column_number
from checker.source.sheets.text import day_text, duration_text, number_text, percent_text

HOSTILE = Path(__file__).parent / "hostile"
BOTH = pytest.mark.parametrize("details", [False, True], ids=["fast", "details"])


def read(path: Path, *, details: bool = False, only: set[str] | None = None) -> Book:
    """Return a book that must be free of problems."""
    problems = Problems()
    book = read_book(path, path.name, problems, details=details, only=only)
    assert problems.found == []
    assert book is not None
    return book


def made(path: Path, fill: Callable[[Worksheet], None], *, from_1904: bool = False) -> Path:
    """Write a workbook of one sheet called 一 and return its path."""
    book = openpyxl.Workbook()
    if from_1904:
        book.epoch = MAC_EPOCH
    sheet = book.create_sheet("一", 0)
    fill(sheet)
    del book["Sheet"]
    book.save(path)
    return path


def column(sheet: Sheet) -> list[str]:
    """Return the texts of the first column."""
    return [row[0] if row else "" for row in sheet.rows]


@BOTH
def test_values_of_every_kind(tmp_path: Path, details: bool) -> None:
    """Both readers give the same text for the same cell."""
    values: list[tuple[Any, str, str]] = [
        (93.06999999999999, "", "93.07"), (0.1 + 0.2, "", "0.3"), (1e-7, "", "0.0000001"), (-0.0, "", "0"),
        (1.5e15, "", "1500000000000000"), (123456789012345678, "", "123456789012346000"),
        (0.1638, "0.00%", "16.38%"), (0.1638, '0.00"%"', "0.1638"), (1, "0%", "100%"), (5000, "#,##0.00", "5000"),
        (dt.date(2020, 12, 31), "", "2020-12-31"), (dt.datetime(2020, 12, 31), "", "2020-12-31"),
        (dt.datetime(2020, 12, 31, 8, 30), "", "2020-12-31 08:30:00"), (dt.time(8, 30), "", "08:30:00"),
        (dt.timedelta(hours=30, minutes=5), "", "30:05:00"), (True, "", "是"), (False, "", "否"),
        (" 文 字 ", "", " 文 字 "), ("12,34", "", "12,34"), ("１２", "", "１２"), (44196, "", "44196"),
        ("44196", "", "44196"),
    ]  # fmt: skip

    def fill(sheet: Worksheet) -> None:
        for row, (value, number_format, _) in enumerate(values, start=1):
            cell = sheet.cell(row, 1, value)
            if number_format:
                cell.number_format = number_format

    sheet = read(made(tmp_path / "a.xlsx", fill), details=details).sheets[0]
    assert column(sheet) == [text for _, _, text in values]
    assert sheet.serials == {(21, 1)}
    assert sheet.faults == {}


@BOTH
@pytest.mark.parametrize("from_1904", [False, True], ids=["from 1900", "from 1904"])
def test_both_beginnings_of_days(tmp_path: Path, details: bool, from_1904: bool) -> None:
    """A day is the same day whether the workbook counts from 1900 or from 1904, and the book says which."""

    def fill(sheet: Worksheet) -> None:
        sheet["A1"] = dt.date(2020, 12, 31)
        sheet["A2"] = dt.date(1999, 2, 28)

    book = read(made(tmp_path / "a.xlsx", fill, from_1904=from_1904), details=details)
    assert column(book.sheets[0]) == ["2020-12-31", "1999-02-28"]
    assert book.date1904 is from_1904


PLAIN = [
    ["季度统计"], ["日期", "2020-12-31"], ["时刻", "2020-12-31 08:30:00"], ["故障率", "16.38%"], ["金额", "3656.18"],
    ["公式", "2"], ["错误", "#DIV/0!"], ["序号", "44196"],
]  # fmt: skip


@pytest.mark.parametrize("name", ["plain.xls", "days-from-1904.xls", "plain.ods"])
def test_other_formats(name: str) -> None:
    """An xls or ods as LibreOffice writes it reads like the xlsx it came from, hidden sheet included."""
    book = read(HOSTILE / name)
    sheet, hidden = book.sheets
    assert [[text for text in row if text] for row in sheet.rows[:8]] == PLAIN
    assert sheet.faults == {(7, 2): "#DIV/0!"}
    assert sheet.serials == {(8, 2)}
    assert sheet.merged == ((1, 1, 1, 2),)
    assert (hidden.name, hidden.text(2, 2)) == ("隐藏", "看得见")
    assert book.date1904 is (name == "days-from-1904.xls")


def test_comments_and_joined_cells(tmp_path: Path) -> None:
    """With details a book has its comments; joined cells are known either way."""

    def fill(sheet: Worksheet) -> None:
        sheet["B2"] = "值"
        sheet["B2"].comment = Comment("看第3页", "张三")
        sheet.merge_cells("A4:C5")

    path = made(tmp_path / "a.xlsx", fill)
    for details in (False, True):
        sheet = read(path, details=details).sheets[0]
        assert sheet.comments == ({(2, 2): "看第3页"} if details else {})
        assert sheet.merged == ((4, 1, 5, 3),)
        assert str(sheet.place(2, 2)) == "a.xlsx:一!B2"


def test_only_what_is_wanted(tmp_path: Path) -> None:
    """Sheets that are not wanted are not loaded, a hidden one is like any other, and a book has its digest."""
    book = openpyxl.Workbook()
    book.create_sheet("二")["A1"] = 2
    book.create_sheet("三")["A1"] = 3
    book["三"].sheet_state = "veryHidden"
    book.save(tmp_path / "a.xlsx")
    for details in (False, True):
        found = read(tmp_path / "a.xlsx", details=details, only={"三", "没有"})
        assert [(sheet.name, sheet.rows) for sheet in found.sheets] == [("三", (("3",),))]
        assert found.digest == digest_of((tmp_path / "a.xlsx").read_bytes())
        assert found.sheet("二") is None


@pytest.mark.parametrize(
    ("content", "rows"),
    [
        ("科目,金额\n电费,1\n".encode(), (("科目", "金额"), ("电费", "1"))),
        ("\ufeff科目\t金额\r\n电费\t1,5\r\n".encode(), (("科目", "金额"), ("电费", "1,5"))),
        ("科目;金额\n电费;1,5\n水费;2,5\n".encode(), (("科目", "金额"), ("电费", "1,5"), ("水费", "2,5"))),
        ("科目,金额\n电费,1\n".encode("gb18030"), (("科目", "金额"), ("电费", "1"))),
        ("科目\t金额\n电费\t1\n".encode("utf-16"), (("科目", "金额"), ("电费", "1"))),
        (b'a,"b\nc ""d"" , e"\n\n,\n', (("a", 'b\nc "d" , e'),)),
        (b"a\n1\n", (("a",), ("1",))),
        (b"a,b\n#REF!,44196\n", (("a", "b"), ("#REF!", "44196"))),
    ],
)
def test_separated_text(tmp_path: Path, content: bytes, rows: tuple[tuple[str, ...], ...]) -> None:
    """Text in UTF-8, GB18030 or UTF-16 with commas, tabs or semicolons is a sheet named after its file."""
    path = tmp_path / "台账.csv"
    path.write_bytes(content)
    sheet = read(path).sheets[0]
    assert (sheet.name, sheet.rows) == ("台账", rows)
    assert sheet.faults == ({(2, 1): "#REF!"} if b"#REF!" in content else {})
    assert sheet.serials == ({(2, 2)} if b"44196" in content else frozenset())


@given(
    number=st.integers(-(10**15) + 1, 10**15 - 1).flatmap(
        lambda digits: st.integers(0, 20).map(lambda places: Decimal(digits).scaleb(-places))
    )
)
def test_decimals_come_back(number: Decimal, tmp_path_factory: pytest.TempPathFactory) -> None:
    """A number of up to 15 digits that is typed into a workbook comes back as the same decimal, by both readers."""

    def fill(sheet: Worksheet) -> None:
        sheet["A1"] = float(number)
        sheet["A2"] = "x"

    path = made(tmp_path_factory.mktemp("numbers") / "a.xlsx", fill)
    for details in (False, True):
        text = read(path, details=details).sheets[0].text(1, 1)
        assert "e" not in text.lower()
        assert Decimal(text) == number
        assert text == "0" or not text.endswith(("." if "." in text else "\0",))


@given(number=st.floats(allow_nan=False, allow_infinity=False))
def test_numbers_are_plain(number: float) -> None:
    """Any finite number becomes a plain decimal, and so does a percentage, a hundred times as large."""
    text, percent = number_text(number), percent_text(number)
    assert set(text + percent) <= set("-0123456789.%")
    assert Decimal(percent.removesuffix("%")) == Decimal(text) * 100


def test_names_of_cells() -> None:
    """Rows and columns have the names that spreadsheet programs show."""
    assert [cell_name(5, 4), cell_name(1, 26), cell_name(1, 27), cell_name(9, 16384)] == ["D5", "Z1", "AA1", "XFD9"]
    assert [range_name((5, 4), (9, 4)), range_name((5, 4), (5, 4))] == ["D5:D9", "D5"]
    assert all(column_number(column_letters(number)) == number for number in range(1, 2000))


def test_text_of_times() -> None:
    """Fractions of a second are rounded, into the next day where need be; long and negative times are hours."""
    assert day_text(dt.datetime(2020, 12, 31, 23, 59, 59, 600_000)) == "2021-01-01"
    assert day_text(dt.datetime.max) == "9999-12-31 23:59:59"
    assert duration_text(dt.timedelta(days=-1, hours=23)) == "-1:00:00"


def test_a_cell_that_is_not_there_is_empty() -> None:
    """Beyond the rows and columns of a sheet stands nothing."""
    sheet = Sheet("a.xlsx", "一", (("a",), ()))
    assert [sheet.text(1, 1), sheet.text(1, 2), sheet.text(2, 1), sheet.text(9, 9), sheet.text(0, 0)] == [
        "a",
        "",
        "",
        "",
        "",
    ]
