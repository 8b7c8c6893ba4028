"""The request list: one line for each document, those with most at stake first, as text, workbook and letter."""

from __future__ import annotations

import io
import zipfile
from dataclasses import replace
from fractions import Fraction
from pathlib import Path
from typing import Final

import docx
import openpyxl
import pytest
from rich.console import Console
from syrupy.assertion import SnapshotAssertion

from checker.report.requests.grouping import From, documents_asked
from checker.report.requests.letter import render_letter
from checker.report.requests.workbook import render_workbook
from checker.report.terminal.requests import print_requests
from checker.result import CheckResult, Missing, Request
from checker.run import check_path
from checker.values import interval
from tests.report.results import indicator, outcome
from tests.report.results import result as made

ROOT: Final = Path(__file__).parent.parent.parent
HEWAN: Final = "tests/packs/training-2022-facts/hewan"
TRAINING: Final = "tests/packs/training-2022"


@pytest.fixture(autouse=True)
def _in_the_checkout(monkeypatch: pytest.MonkeyPatch) -> None:
    """Packs are found from the working folder on."""
    monkeypatch.chdir(ROOT)


@pytest.fixture(scope="module")
def hewan() -> CheckResult:
    """A project for which much is missing."""
    return check_path(ROOT / HEWAN, rules=str(ROOT / TRAINING))


def asking(*requests: Request, open_points: int = 3) -> CheckResult:
    """Return a result with requests; one indicator has so many points open."""
    score = interval(Fraction(5 - open_points), Fraction(5))
    base = made((outcome(key="甲"),), indicators=(indicator("某指标", score),))  # type: ignore[arg-type]  # never unknown
    return replace(base, requests=requests)


def missing(label: str, ask: str = "", *, type_: str = "funding", key: str = "") -> Missing:
    """Return a missing field."""
    return Missing(type_, key, label, label, ask)


def text_of_letter(content: bytes) -> str:
    """Return the paragraphs and tables of a letter, in order."""
    lines = []
    for part in docx.Document(io.BytesIO(content)).iter_inner_content():
        if hasattr(part, "rows"):
            lines += [" | ".join(cell.text.replace("\n", " ⏎ ") for cell in row.cells) for row in part.rows]
        elif part.text:
            lines.append(part.text)
    return "\n".join(lines)


def text_of_book(content: bytes) -> str:
    """Return the rows of every sheet."""
    lines = []
    for sheet in openpyxl.load_workbook(io.BytesIO(content)).worksheets:
        lines.append(f"## {sheet.title}")
        for row in sheet.iter_rows(values_only=True):
            lines.append(" | ".join("" if item is None else str(item).replace("\n", " ⏎ ") for item in row))
    return "\n".join(lines)


def printed(result: CheckResult) -> str:
    """Return what is printed 80 columns wide."""
    stream = io.StringIO()
    print_requests(result, Console(file=stream, width=80, highlight=False, emoji=False, markup=False))
    return stream.getvalue()


def test_one_line_for_each_document() -> None:
    """Facts of one document stand together; points that hang on two of its facts are counted once."""
    both = (Request(missing("预算", "账簿"), ("some_indicator",), Fraction(3)),
            Request(missing("支出", "账簿"), ("some_indicator", "some-rule[甲]"), Fraction(3)))  # fmt: skip
    asked = documents_asked(asking(*both))
    assert [one.document for one in asked] == ["账簿"]
    assert asked[0].stake == 3
    assert asked[0].uses == ("某指标", "某规则")
    assert [item.text for item in asked[0].items] == ["预算", "支出"]


def test_most_at_stake_comes_first_and_what_names_no_document_last() -> None:
    """Documents are ranked by points; what has no document follows, then what assessors and the pack have to add."""
    asked = documents_asked(
        asking(
            Request(Missing("parameter", "", "p", "参数", "没有取值"), ("x",), Fraction(9)),
            Request(missing("没有说", ""), ("x",), Fraction(8)),
            Request(missing("少", "甲件"), ("x",), Fraction(1)),
            Request(missing("多", "乙件"), ("x",), Fraction(2)),
            Request(Missing("judgement", "i", "", "评定", "评价人评分"), ("x",), Fraction(7)),
        )
    )
    assert [one.title for one in asked] == ["乙件", "甲件", "规则包没有写明向谁要", "评价人评分", "没有取值"]
    assert [one.whose for one in asked[2:]] == [From.UNIT, From.ASSESSOR, From.PACK]


def test_text(hewan: CheckResult, snapshot: SnapshotAssertion) -> None:
    """What is printed, whole."""
    assert printed(hewan) == snapshot


def test_workbook(hewan: CheckResult, snapshot: SnapshotAssertion) -> None:
    """The workbook's sheets, whole."""
    assert text_of_book(render_workbook(hewan)) == snapshot


def test_letter(hewan: CheckResult, snapshot: SnapshotAssertion) -> None:
    """The letter's text and tables, whole."""
    assert text_of_letter(render_letter(hewan)) == snapshot


def test_nothing_missing_is_said() -> None:
    """Without requests all three forms say so and are still whole documents."""
    nothing = asking()
    assert "没有缺少的资料" in printed(nothing)
    assert "没有缺少的资料" in text_of_book(render_workbook(nothing))
    assert "没有缺少的资料" in text_of_letter(render_letter(nothing))


def test_letter_is_laid_out_for_paper(hewan: CheckResult) -> None:
    """The letter is A4, its tables repeat their head and break no row, and pages are numbered."""
    content = render_letter(hewan)
    section = docx.Document(io.BytesIO(content)).sections[0]
    assert section.page_width is not None
    assert section.page_height is not None
    assert round(section.page_width.mm) == 297
    assert round(section.page_height.mm) == 210
    with zipfile.ZipFile(io.BytesIO(content)) as package:
        body = package.read("word/document.xml").decode()
        footer = next(
            package.read(name).decode() for name in package.namelist() if "footer" in name and "rels" not in name
        )
    assert body.count("<w:tblHeader/>") == body.count("<w:tbl>") == 2
    assert 'w:eastAsia="黑体"' in body
    assert 'w:instr="PAGE"' in footer


def test_same_bytes(hewan: CheckResult) -> None:
    """The same result gives the same files."""
    assert render_letter(hewan) == render_letter(hewan)
    assert render_workbook(hewan) == render_workbook(hewan)


def test_hostile_text_stays_text() -> None:
    """A label that begins like a formula or holds control characters is written as text."""
    result = asking(Request(missing("=1+1\x07", "@cmd"), ("x",), Fraction(1)))
    book = openpyxl.load_workbook(io.BytesIO(render_workbook(result)))
    cells = [cell for sheet in book.worksheets for row in sheet.iter_rows() for cell in row]
    assert not [cell for cell in cells if cell.data_type == "f"]
    assert "=1+1" in text_of_letter(render_letter(result))
