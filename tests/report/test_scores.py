"""The score book: every sheet as people see it, safe, printable, and the same bytes every time."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterator
from dataclasses import replace
from fractions import Fraction
from pathlib import Path
from typing import Final

import openpyxl
import pytest
from openpyxl.workbook import Workbook
from syrupy.assertion import SnapshotAssertion

from checker.facts import FactSet
from checker.messages import language
from checker.report.scores import render_scores
from checker.result import CheckResult
from checker.run import Checker, open_project
from tests.strategies.making import checker_of, facts_of, small_pack

ROOT: Final = Path(__file__).parent.parent.parent
SEED: Final = "facts/xinjian-2020"
HEWAN: Final = "tests/packs/training-2022-facts/hewan"
TRAINING: Final = "tests/packs/training-2022"
SHEETS: Final = ["评分表", "问题清单", "评定", "事实", "参数", "检查结果", "复核提示", "待补资料", "说明"]
HOSTILE: Final = '=HYPERLINK("x")'


def written(checker: Checker, facts: FactSet) -> bytes:
    """Return the score book of a project."""
    return render_scores(checker.plan, facts, checker.check(facts))


def opened(content: bytes) -> Workbook:
    """Return a workbook as it was written."""
    return openpyxl.load_workbook(io.BytesIO(content))


def lines(book: Workbook) -> Iterator[str]:
    """Yield the text of every sheet: one line a row, cells with something in them by their address."""
    for sheet in book.worksheets:
        yield f"## {sheet.title}"
        for row in sheet.iter_rows():
            cells = [f"{cell.coordinate}: {cell.value}" for cell in row if cell.value not in {None, ""}]
            if cells:
                yield " | ".join(cells).replace("\n", " ⏎ ")


@pytest.fixture(autouse=True)
def _in_the_checkout(monkeypatch: pytest.MonkeyPatch) -> None:
    """Places are named from the working folder on."""
    monkeypatch.chdir(ROOT)


@pytest.fixture(scope="module")
def seed() -> bytes:
    """The score book of the seed project."""
    return written(*open_project(ROOT / SEED))


@pytest.fixture(scope="module")
def hewan() -> bytes:
    """The score book of a project in which much is unknown or does not apply."""
    return written(*open_project(ROOT / HEWAN, rules=str(ROOT / TRAINING)))


def test_seed_as_people_see_it(snapshot: SnapshotAssertion) -> None:
    """Every sheet, formulas included, is as it was when somebody last looked at it."""
    text = "\n".join(lines(opened(written(*open_project(SEED)))))
    text = re.sub(r"\b[0-9a-f]{64}\b", "DIGEST", text)
    assert re.sub(r"(程序版本 \| B\d+: ).*", r"\1VERSION", text) == snapshot


def test_bounded_scores_stand_in_two_columns(hewan: bytes) -> None:
    """What is unknown makes a lowest and a highest score; exact ones are formulas, the others say why they are not."""
    sheet = opened(hewan)["评分表"]
    heads = [cell.value for cell in sheet[3]]
    low, high, how = (heads.index(name) for name in ("最低得分", "最高得分", "得分来自"))
    rows = {str(row[1].value): row for row in sheet.iter_rows(min_row=4)}
    assert rows["培训人数"][low].value == 9
    assert rows["培训人数"][high].value == 10
    assert rows["培训人数"][how].value == "数值：缺培训人数，得分是范围"
    assert rows["资金到位率"][how].value == "公式"
    assert rows["资金到位率"][high].value == f"={rows['资金到位率'][low].coordinate}"
    assert rows["实训达标"][how].value == "不适用"
    assert rows["学员满意"][heads.index("适用权重")].value == 9


def test_same_input_same_bytes(seed: bytes) -> None:
    """Two workbooks of one result are equal byte by byte."""
    assert written(*open_project(ROOT / SEED)) == seed


def test_sheets_can_be_printed_and_searched(seed: bytes) -> None:
    """All sheets print on A4, as wide as the page, with head and page number on each; tables can be filtered."""
    book = opened(seed)
    assert book.sheetnames == SHEETS
    assert book.calculation.fullCalcOnLoad
    for sheet in book.worksheets:
        assert sheet.page_setup.paperSize == 9
        assert sheet.page_setup.fitToWidth == 1
        assert sheet.sheet_properties.pageSetUpPr is not None
        assert sheet.sheet_properties.pageSetUpPr.fitToPage
        assert sheet.print_title_rows
        assert sheet.freeze_panes
        assert "&P" in str(sheet.oddFooter.center.text)  # type: ignore[union-attr]  # every sheet has one
        assert sheet.title in {"评分表", "说明"} or sheet.auto_filter.ref


def test_every_number_has_its_place(seed: bytes) -> None:
    """A fact stands with its text, its exact number in its unit, its document and the line it was written in."""
    rows = [[cell.value for cell in row] for row in opened(seed)["事实"].iter_rows(min_row=2)]
    spent = next(row for row in rows if row[12] == "funding.spent")
    assert spent[2:6] == ["支出数", "3656.18万元", 3656.18, "万元"]
    assert spent[11] == f"{ROOT / SEED}/funding.yaml:4:10" or str(spent[11]).endswith("funding.yaml:4:10")
    price = next(row for row in rows if row[12] == "unit_price.price")
    assert price[3:8] == ["低于850元", None, "元", 0, 850]


def hostile_project() -> tuple[Checker, FactSet]:
    """Return a project whose every text begins like a formula."""
    pack = small_pack(
        {"thing": {"label": HOSTILE, "key": ["id"], "ask": HOSTILE, "fields": {
            "id": {"label": HOSTILE, "type": "text"}, "size": {"label": "+1", "type": "count"}}}},
        {"too-big": {"for": "thing", "when": "size > 3", "title": HOSTILE, "message": HOSTILE, "deduct": "1分",
                     "indicator": "quality", "problem": "big", "basis": [{"document": "law", "clause": "@x"}]},
         "unknown": {"for": "thing", "when": "size > 5", "title": "-1", "message": "+1"}},
        {"big": {"heading": HOSTILE, "text": HOSTILE, "advice": {"heading": HOSTILE, "text": HOSTILE}}},
        indicators={"indicators": [
            {"id": "quality", "label": HOSTILE, "weight": 60, "criteria": HOSTILE, "scoring": {"method": "deductions"}},
            {"id": "judged", "label": "-2", "weight": 40, "scoring": {"method": "judged"}}]},
    )  # fmt: skip
    facts = {"项目名称": HOSTILE, "材料": {"a": HOSTILE}, "thing": [
        {"id": HOSTILE, "size": "4", "source": {"document": "a", "quote": HOSTILE, "cell": "@x"}}, {"id": "\t=1"}],
        "评定": [{"指标": "judged", "得分": "30", "理由": HOSTILE, "评价人": "+x"}]}  # fmt: skip
    return checker_of(pack), facts_of(pack, facts)


def test_text_is_never_a_formula() -> None:
    """Whatever people and packs have written stays text; only formulas of our own are formulas."""
    checker, facts = hostile_project()
    ours = re.compile(r"=(ROUND|SUM|IF|[A-Z]+\d+$)")
    book = opened(written(checker, facts))
    formulas = [cell for sheet in book.worksheets for row in sheet.iter_rows() for cell in row if cell.data_type == "f"]
    assert formulas
    assert all(ours.match(str(cell.value)) for cell in formulas)
    texts = [
        cell for sheet in book.worksheets for row in sheet.iter_rows() for cell in row
        if cell.data_type == "s" and str(cell.value)[:1] in {"=", "+", "-", "@", "\t"}
    ]  # fmt: skip
    assert len(texts) > 20
    assert all(cell.quotePrefix for cell in texts)


def test_signs_a_workbook_cannot_hold_are_left_out() -> None:
    """Control characters in a fact do not keep the book from being written."""
    pack = small_pack({"thing": {"label": "物", "fields": {"name": {"label": "名称", "type": "text"}}}})
    book = opened(written(checker_of(pack), facts_of(pack, {"thing": {"name": "a\x07b"}})))
    assert [row[4].value for row in book["事实"].iter_rows(min_row=2)] == ["ab"]


def test_a_pack_without_indicators_gives_a_book() -> None:
    """Findings without a score are still a book."""
    pack = small_pack({"thing": {"label": "物", "fields": {"size": {"label": "量", "type": "count"}}}})
    sheet = opened(written(checker_of(pack), facts_of(pack, {"thing": {"size": "1"}})))["评分表"]
    assert [cell.value for cell in sheet["A"]][3:] == ["合计", "等级", "核对"]


def test_stale_finding_says_so() -> None:
    """A finding whose evidence has changed is marked so, with what has changed."""
    checker, facts = open_project(SEED)
    result = checker.check(facts)
    first, *others = result.findings
    content = render_scores(checker.plan, facts, replaced(result, first, stale=("合同.pdf变了",)))
    sheet = opened(content)["问题清单"]
    states = [cell.value for cell in sheet["L"][3 : 3 + 1 + len(others)]]
    assert states.count("证据已变动") == 1
    assert "合同.pdf变了" in str(sheet["I4"].value)
    assert states.count("发现") == len(others)


def replaced(result: CheckResult, outcome: object, **changes: object) -> CheckResult:
    """Return a result with one outcome changed."""
    outcomes = tuple(replace(item, **changes) if item is outcome else item for item in result.outcomes)  # type: ignore[arg-type]  # as given
    return replace(result, outcomes=outcomes)


def test_book_in_english(seed: bytes) -> None:
    """The reader's language changes words, also the names of sheets, but no number and no total."""
    with language("en"):
        book = opened(written(*open_project(ROOT / SEED)))
    assert len(set(book.sheetnames)) == len(SHEETS)
    assert book.worksheets[0]["G23"].value == opened(seed)["评分表"]["G23"].value


def test_package_has_no_clock(seed: bytes) -> None:
    """The dates in the package are the day the check was made for."""
    with zipfile.ZipFile(io.BytesIO(seed)) as package:
        assert {entry.date_time[:3] for entry in package.infolist()} == {(1980, 1, 1)}
        core = package.read("docProps/core.xml").decode()
    assert "2020-12-31T00:00:00Z" in core


def test_exact_thirds_are_quotients() -> None:
    """A score without a finite decimal form stands as a quotient, not as a rounded number."""
    pack = small_pack(
        {"thing": {"label": "物", "key": ["id"], "fields": {"id": {"label": "号", "type": "text"}}}},
        {"each": {"for": "thing", "when": "是", "deduct": "1/3 * 1分", "indicator": "quality"}},
        indicators={"indicators": [{"id": "quality", "label": "质量", "weight": 100}]},
    )
    checker, facts = checker_of(pack), facts_of(pack, {"thing": [{"id": "a"}]})
    assert checker.check(facts).score == Fraction(299, 3)
    assert opened(written(checker, facts))["问题清单"]["G4"].value == "=1/3"
