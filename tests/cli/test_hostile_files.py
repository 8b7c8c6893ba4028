"""Hostile workbooks through the commands people type: a clear message, exit code 2, and nothing written."""

from __future__ import annotations

import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Final

import pytest
from openpyxl import Workbook, load_workbook

from tests.cli.projects import Run
from tests.source.hostile_files import compound_file, parts, worksheet, write_long_sheet, write_package

HOSTILE: Final = Path(__file__).parent.parent / "source" / "hostile"
MILLION: Final = 1_000_000


def _book(path: Path, cells: dict[str, object]) -> Path:
    """Save a workbook of the seed's kind with these cells of the sheet 资金."""
    book = Workbook()
    book.remove(book.worksheets[0])
    project = book.create_sheet("项目信息")
    for row in (["名称", "内容"], ["规则包", "xueliang-2020"], ["检查基准日", "2020-12-31"]):
        project.append(row)
    funding = book.create_sheet("资金")
    for row in (["名称", "内容"], ["预算数", "4000万元"], ["到位数", "4000万元"], ["支出数", "3000万元"]):
        funding.append(row)
    for cell, value in cells.items():
        funding[cell] = value
    book.save(path)
    return path


def _bomb(path: Path) -> Path:
    return write_package(path, parts({"资金": worksheet(" " * 60_000_000)}))


def _truncated(path: Path) -> Path:
    path.write_bytes(_book(path, {}).read_bytes()[:3000])
    return path


def _protected(path: Path) -> Path:
    path.write_bytes(compound_file({"EncryptedPackage": b"\0" * 4096, "EncryptionInfo": b"\0" * 4096}))
    return path


def _renamed(path: Path) -> Path:
    path.write_text("季度,批次\n2020Q3,一期\n", "utf-8")
    return path


def _macros(path: Path) -> Path:
    _book(path, {})
    with zipfile.ZipFile(path, "a") as package:
        package.writestr("xl/vbaProject.bin", b"\0" * 100)
    return path


def _entities(path: Path) -> Path:
    sheet = worksheet(before='<!DOCTYPE a [<!ENTITY b "bbbb">]>')
    return write_package(path, parts({"资金": sheet}))


def _serial(path: Path) -> Path:
    book = load_workbook(_book(path, {}))
    sheet = book.create_sheet("费用支付")
    for row in (["费用季度", "支付日期"], ["2020Q3", 44180]):
        sheet.append(row)
    book.save(path)
    return path


WRONG: Final[dict[str, tuple[Callable[[Path], Path], str]]] = {
    "zip bomb": (_bomb, "炸弹"),
    "truncated": (_truncated, "不完整"),
    "password": (_protected, "密码"),
    "wrong extension": (_renamed, "后缀"),
    "macros": (_macros, "宏"),
    "entities": (_entities, "实体"),
    "a million rows": (lambda path: write_long_sheet(path, MILLION), "行"),
    "cell error": (lambda path: _book(path, {"B4": "#REF!"}), "资金!B4"),
    "serial number for a day": (_serial, "2020-12-15"),
}


@pytest.mark.parametrize(("make", "said"), WRONG.values(), ids=WRONG)
def test_hostile_facts_end_with_2(checker: Run, tmp_path: Path, make: Callable[[Path], Path], said: str) -> None:
    """Each hostile workbook is told in words, every command that reads it ends with 2, and no document is written."""
    book, made = make(tmp_path / "事实.xlsx"), tmp_path / "made"
    made.mkdir()
    for words in (
        ("check", book),
        ("facts", "check", book),
        ("report", book, "-o", made / "r.docx", "-o", made / "s.xlsx", "-o", made / "r.html"),
        ("facts", "convert", book, "-o", made / "facts.yaml"),
        ("pack-up", book, "-o", made / "a.zip"),
    ):
        ended = checker(*words)
        assert (ended.code, "Traceback" in ended.err) == (2, False), ended.err
        assert said in ended.err, ended.err
        assert not list(made.iterdir())


@pytest.mark.parametrize("name", ["password.xls", "password.ods"])
def test_locked_files_of_other_kinds(checker: Run, name: str) -> None:
    """An xls and an ods with a password are told to be so."""
    ended = checker("check", HOSTILE / name)
    assert (ended.code, "密码" in ended.err) == (2, True)


def test_links_to_other_workbooks_are_pointed_out(checker: Run, tmp_path: Path) -> None:
    """A value that comes from another workbook is read, with a warning that it may be out of date."""
    book = _book(tmp_path / "事实.xlsx", {})
    with zipfile.ZipFile(book, "a") as package:
        package.writestr("xl/externalLinks/externalLink1.xml", "<externalLink/>")
    ended = checker("check", book)
    assert ended.code in {1, 3}
    assert "链接" in ended.out + ended.err


def test_formulas_in_facts_stay_text(checker: Run, tmp_path: Path) -> None:
    """Text that begins like a formula is text in every workbook and list made from it."""
    facts = tmp_path / "facts.yaml"
    facts.write_text(
        "rules: xueliang-2020\ntitle: '=HYPERLINK(\"http://x\")'\nas_of: 2020-12-31\n"
        "documents: {d: '@SUM(1)'}\n"
        "service_quarter:\n"
        "  - {quarter: 2020Q3, batch: 一期, operator: '=1+1', fault_rate: 12%, source: {document: d, quote: '-2+3'}}\n",
        "utf-8",
    )
    made = tmp_path / "made"
    made.mkdir()
    for words in (
        ("report", facts, "-o", made / "scores.xlsx", "-o", made / "findings.csv"),
        ("facts", "convert", facts, "-o", made / "facts.xlsx"),
        ("facts", "requests", facts, "-o", made / "requests.xlsx"),
    ):
        assert checker(*words).code in {0, 3}
    for book in ("scores.xlsx", "facts.xlsx", "requests.xlsx"):
        cells = [cell for sheet in load_workbook(made / book) for row in sheet.iter_rows() for cell in row]
        typed = [cell for cell in cells if str(cell.value).startswith(("=HYPERLINK", "=1+1", "@SUM", "-2+3"))]
        assert {cell.data_type for cell in typed} <= {"s"}
    rows = (made / "findings.csv").read_text("utf-8-sig").splitlines()
    assert not [row for row in rows for part in row.split(",") if part.lstrip('"').startswith(("=", "@"))]
