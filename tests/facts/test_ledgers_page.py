"""The reference page on ledgers is true: its examples are read, its words and codes are all there."""

from __future__ import annotations

import datetime as dt
import re
from pathlib import Path

import openpyxl
import pytest

from checker.facts import FactSet, Vocabulary, open_facts
from checker.facts.ledger.spec import CHECK, COLUMN, CONDITION, HOWS, LEDGER, TAKES, TOTAL
from checker.source import Problems

ROOT = Path(__file__).parent.parent.parent
PAGE = (ROOT / "docs" / "reference" / "ledgers.md").read_text("utf-8")
EXAMPLES = re.findall(r"^```yaml\n(.*?)^```$", PAGE, re.MULTILINE | re.DOTALL)
CODE = [*(ROOT / "checker" / "facts" / "ledger").glob("*.py"), *(ROOT / "checker" / "source" / "sheets").glob("*.py")]
SETTLED = """费用所属月份,付款日期,状态
2019-11-30,2020-02-25,已付
2020-07-31,2020-12-12,已付
2020-08-31,2020-12-15,已付
2020-10-31,2021-02-01,已付
2020-09-30,2020-12-20,退回
"""


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with the ledgers that the examples of the page speak of."""
    book = openpyxl.Workbook()
    sheet = book.create_sheet("2020年", 0)
    for row in (["统计季度", "期别", "故障率（%）"], ["2019Q4", "第一期", 16.38], ["2020年7-9月", "第二期", 12.29]):
        sheet.append(row)
    book.save(tmp_path / "故障率统计表.xlsx")
    book = openpyxl.Workbook()
    sheet = book.create_sheet("支出明细", 0)
    for line in (
        ["支出明细账"], ["单位：元"], ["日期", "科目", "支出", None], [None, None, "本期", "累计"],
        [dt.date(2020, 1, 5), "服务费", 1000.5, 1000.5], [dt.date(2020, 3, 5), "电费", 20, 1020.5],
        [dt.date(2020, 5, 5), "建设费－安装", "１，０００", 2020.5], ["合计", None, 2020.5, None],
    ):  # fmt: skip
        sheet.append(line)
    for block in ("A1:D1", "A3:A4", "B3:B4", "C3:D3"):
        sheet.merge_cells(block)
    book.save(tmp_path / "支出明细账.xlsx")
    (tmp_path / "费用结算单.csv").write_text(SETTLED, "gb18030")
    monkeypatch.chdir(tmp_path)
    return tmp_path


def read(text: str, folder: Path, vocabulary: Vocabulary) -> FactSet:
    """Return the facts of an example, which must be free of problems."""
    (folder / "facts.yaml").write_text(text, "utf-8")
    problems = Problems()
    raw = open_facts(folder / "facts.yaml", problems)
    facts = raw.typed(vocabulary, problems) if raw is not None else None
    assert problems.found == []
    assert facts is not None
    return facts


EXPECTED = [
    ["2019Q4/一期 故障率统计表.xlsx:2020年!C2 16.38%", "2020Q3/二期 故障率统计表.xlsx:2020年!C3 12.29%"],
    [" 支出明细账.xlsx:支出明细!C5:C7 2000.5元"],
    ["2019Q4 费用结算单.csv:费用结算单!B2 2020-02-25", "2020Q3 费用结算单.csv:费用结算单!B3:B4 2020-12-15"],
]


@pytest.mark.parametrize(("text", "expected"), list(zip(EXAMPLES, EXPECTED, strict=True)), ids=range(len(EXAMPLES)))
def test_example(text: str, expected: list[str], folder: Path, vocabulary: Vocabulary) -> None:
    """Every example of the page can be copied into a facts file as it stands, and gives the last field of its facts."""
    facts = read(text, folder, vocabulary)
    last = [(fact, list(fact.fields.values())[-1]) for of_type in facts.facts.values() for fact in of_type]
    assert [f"{fact.key} {value.place} {value.text}" for fact, value in last] == expected


def test_every_word_is_on_the_page() -> None:
    """Each word of the format stands on the page, with its English id where it has a table of its own."""
    for words in (LEDGER, COLUMN, TOTAL, CONDITION, CHECK):
        for written, name in words.items():
            assert re.search(rf"[|、] ?{written}|`{name}`", PAGE), written
    assert not [word for word in (*HOWS, *TAKES) if f"`{word}`" not in PAGE]


def test_every_code_is_documented() -> None:
    """Each problem code that the readers of ledgers and of workbooks can give is explained on the page."""
    text = "".join(file.read_text("utf-8") for file in CODE)
    codes = set(re.findall(r'(?:problems\.(?:add|warn)\(|refuse\(|hint, )\s*"([a-z-]+)"', text))
    documented = set(re.findall(r"`([a-z-]+)`", PAGE.partition("## 问题代码")[2]))
    shared = {"not-a-mapping"}
    assert codes - documented == shared & codes
    assert len(codes) > 40
