"""Each file of tests/facts/ledgers is one situation that real ledgers are in, with the facts or problems it comes to.

``books`` are the ledgers (a sheet is a list of rows, the last of which may say what is merged or shown as a
percentage), ``facts`` the facts file with its mapping, ``expect`` what people are shown and what was counted.
"""

from __future__ import annotations

import csv
from pathlib import Path
from typing import Any

import openpyxl
import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from checker.facts import FactSet, Vocabulary, open_facts
from checker.facts.ledger import expand
from checker.facts.parts import Part
from checker.facts.rows_read import LedgerCount
from checker.source import InputError, Problems
from checker.source.document import Mapping, Scalar
from checker.source.read import parse_document

CASES = sorted((Path(__file__).parent / "ledgers").glob("*.yaml"))


def write_books(books: dict[str, Any], folder: Path) -> None:
    """Write the ledgers of a case."""
    for name, content in books.items():
        if isinstance(content, str):
            (folder / name).write_text(content, "utf-8")
        elif name.endswith(".csv"):
            with (folder / name).open("w", encoding="utf-8", newline="") as stream:
                csv.writer(stream).writerows(content)
        else:
            write_workbook(folder / name, content)


def write_workbook(path: Path, sheets: dict[str, list[Any]]) -> None:
    """Write sheets of rows; an error value is written as one."""
    book = openpyxl.Workbook()
    book.remove(book.worksheets[0])
    for title, rows in sheets.items():
        sheet = book.create_sheet(title)
        extra = rows[-1] if isinstance(rows[-1], dict) else {}
        for number, row in enumerate(row for row in rows if isinstance(row, list)):
            for column, value in enumerate(row):
                cell = sheet.cell(number + 1, column + 1, value if value != "" else None)
                if value == "#REF!":
                    cell.data_type = "e"
        for block in extra.get("merge", ()):
            sheet.merge_cells(block)
        for name in extra.get("percent", ()):
            sheet[name].number_format = "0.00%"
    book.save(path)


def shown(facts: FactSet | None, problems: Problems, counts: tuple[LedgerCount, ...]) -> str:
    """Return what a case came to: facts with the cells of their fields, else problems; and the counts of rows."""
    lines = [] if facts is not None else [str(InputError(problems.found))]
    for name, of_type in facts.facts.items() if facts is not None else ():
        for fact in of_type:
            fields = (
                f"{field}={value.text} <{value.place}>" + (f" {value.source.document}" if value.source.document else "")
                for field, value in fact.fields.items()
            )
            lines.append(f"{name} {fact.key}: ".replace(" :", ":") + "; ".join(fields))
    for count in counts:
        passed = {"blank": count.blank, "sums": count.sums, "headings": count.headings, "filtered": count.filtered}
        said = ", ".join(f"{number} {word}" for word, number in passed.items() if number)
        lines.append(f"{count.name}: {count.read} read" + (f", {said}" if said else ""))
        assert count.skipped == sum(passed.values())
    return "\n".join(lines) + "\n"


@pytest.mark.parametrize("file", CASES, ids=lambda file: file.stem)
def test_situation(file: Path, vocabulary: Vocabulary, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What the case promises: these facts from these cells, or these problems and no facts; and every row counted."""
    case = yaml.safe_load(file.read_text("utf-8"))
    monkeypatch.chdir(tmp_path)
    write_books(case["books"], tmp_path)
    Path("facts.yaml").write_text(case["facts"], "utf-8")
    problems = Problems()
    raw = open_facts(Path("facts.yaml"), problems)
    facts = raw.typed(vocabulary, problems) if raw is not None else None
    assert (facts is None) == bool(problems.errors)
    assert shown(facts, problems, raw.ledgers if raw is not None else ()) == case["expect"]


def expanded(mapping: str, folder: Path, problems: Problems, told: list[tuple[str, int, int]] | None = None) -> Any:
    """Return what a list of ledgers in ``folder`` comes to."""
    document = parse_document(mapping, "facts.yaml", "", problems)
    assert document is not None
    progress = None if told is None else (lambda name, done, total: told.append((Path(name).name, done, total)))
    return expand(Part("facts.yaml", document.root), folder, problems, progress)


SUM = "- {文件: l.csv, 事实: 资金, 汇总: {支出数: {求: 合计, 列: 金额, 单位: 元}}}"


def total_of(node: object) -> str:
    """Return the text of the only total."""
    assert isinstance(node, Mapping)
    field = node.items["支出数"][1]
    assert isinstance(field, Mapping)
    value = field.items["值"][1]
    assert isinstance(value, Scalar)
    return value.value or ""


@settings(max_examples=30, deadline=None)
@given(amounts=st.lists(st.decimals(-(10**12), 10**12, places=2, allow_nan=False), min_size=1, max_size=60))
def test_sums_are_exact(amounts: list[Any], tmp_path_factory: pytest.TempPathFactory) -> None:
    """However many amounts there are, their sum is the exact one."""
    folder = tmp_path_factory.mktemp("sum")
    (folder / "l.csv").write_text("金额\n" + "".join(f"{amount}\n" for amount in amounts), "utf-8")
    problems = Problems()
    found = expanded(SUM, folder, problems)
    assert problems.found == []
    written = total_of(found.types[0][1].node).removesuffix("元")
    cents = sum(int(amount.scaleb(2)) for amount in amounts)
    assert _cents(written) == cents


def _cents(written: str) -> int:
    whole, _, part = written.lstrip("-").partition(".")
    cents = int(whole) * 100 + int(part.ljust(2, "0") or "0")
    return -cents if written.startswith("-") else cents


def test_large_ledger_is_read_with_progress(tmp_path: Path) -> None:
    """A long ledger is summed up without a problem, and whoever waits is told how far it is."""
    (tmp_path / "l.csv").write_text("金额\n" + "".join(f"{number}.01\n" for number in range(20_000)), "utf-8")
    problems, told = Problems(), list[tuple[str, int, int]]()
    found = expanded(SUM, tmp_path, problems, told)
    assert problems.found == []
    assert total_of(found.types[0][1].node) == "199990200元"
    assert told[0] == ("l.csv", 5000, 20_001)
    assert told[-1] == ("l.csv", 20_001, 20_001)
    assert [name for name, _ in found.digests] == ["l.csv"]
    assert found.files == (tmp_path / "l.csv",)


def test_a_file_is_opened_once(tmp_path: Path) -> None:
    """Several ledgers in one file share one reading of it, and one digest."""
    (tmp_path / "l.csv").write_text("金额\n1\n", "utf-8")
    problems = Problems()
    found = expanded(f"{SUM}\n{SUM}", tmp_path, problems)
    assert len(found.types) == 2
    assert len(found.digests) == len(found.files) == 1


def test_a_link_out_of_the_folder_is_not_followed(tmp_path: Path) -> None:
    """A ledger that is a link to a file elsewhere is refused, and nothing of it is shown."""
    inside = tmp_path / "inside"
    inside.mkdir()
    (tmp_path / "secret.csv").write_text("金额\n1\n", "utf-8")
    (inside / "l.csv").symlink_to(tmp_path / "secret.csv")
    problems = Problems()
    found = expanded(SUM, inside, problems)
    assert [problem.code for problem in problems.found] == ["ledger-outside"]
    assert (found.types, found.files) == ((), ())


def test_too_many_facts_are_refused(tmp_path: Path) -> None:
    """A large ledger is to be summed up: it does not become more facts than the engine is made for."""
    (tmp_path / "l.csv").write_text("金额\n" + "1元\n" * 5001, "utf-8")
    problems = Problems()
    expanded("- {文件: l.csv, 事实: 资金, 每行一条: {支出数: 金额}}", tmp_path, problems)
    assert [problem.code for problem in problems.found] == ["ledger-too-many"]
