"""Separated text: encodings, separators, lines that are wrong, and that both ways of reading give the same rows."""

from __future__ import annotations

import csv
import io
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from checker.portfolio.source import SourceTable, separated
from checker.portfolio.source.lines import records
from tests.portfolio.source.opening import HEADS, Bench, broken, rows

_HEADINGS = "项目编号,预算数,摘要"


def _funding(bench: Bench, text: str | bytes) -> SourceTable:
    bench.write("项目清单.csv", HEADS)
    bench.write("资金.csv", text)
    return bench.opened().tables["funding"]


def _seen(table: SourceTable) -> list[tuple[object, object, object]]:
    return [(row["place"], row["project"], row["note"]) for row in rows(table)]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_encodings_and_ends_of_lines(bench: Bench, encoding: str, end: str) -> None:
    """Every encoding, and every way to end a line, gives the same rows on the same lines."""
    text = end.join((_HEADINGS, "P1,1万元,甲", "P2,,乙", ""))
    assert _seen(_funding(bench, text.encode(encoding))) == [("资金.csv:2", "P1", "甲"), ("资金.csv:3", "P2", "乙")]


@pytest.mark.parametrize("separator", [",", ";", "\t"])
def test_separators(bench: Bench, separator: str) -> None:
    """The separator is seen from the text."""
    text = f"{_HEADINGS}\nP1,1万元,甲\n".replace(",", separator)
    assert _seen(_funding(bench, text)) == [("资金.csv:2", "P1", "甲")]


@pytest.mark.parametrize(("encoding", "end"), [("utf-8", "\n"), ("utf-8-sig", "\r\n"), ("gb18030", "\r\n")])
def test_plain_files_are_copied_by_the_database(bench: Bench, encoding: str, end: str) -> None:
    """A file in which each row is a line needs no reader of lines: the copy has no column of its own for them."""
    table = _funding(bench, end.join((_HEADINGS, 'P1,1万元,"甲,乙"', "")).encode(encoding))
    assert not table.placing.own
    assert _seen(table) == [("资金.csv:2", "P1", "甲,乙")]


def test_a_field_may_run_over_several_lines(bench: Bench) -> None:
    """A row stands on the line on which it begins, however many lines the rows before it take."""
    table = _funding(bench, f'{_HEADINGS}\nP1,1万元,"甲\n\n""一""期"\nP2,,乙\n')
    assert _seen(table) == [("资金.csv:2", "P1", '甲\n\n"一"期'), ("资金.csv:5", "P2", "乙")]


def test_blank_lines_are_counted_and_passed_over(bench: Bench) -> None:
    """Empty lines, and rows of nothing but separators, are no rows; the lines below keep their numbers."""
    table = _funding(bench, f"{_HEADINGS}\nP1,,甲\n\n , ,\n,,\nP2,,乙\n\n")
    assert _seen(table) == [("资金.csv:2", "P1", "甲"), ("资金.csv:6", "P2", "乙")]
    assert (table.rows, table.blank, table.broken_rows) == (2, 4, 0)


def test_lines_that_are_wrong_cost_only_themselves(bench: Bench) -> None:
    """Too few cells, too many, a quote too many: each is listed with its line, and the next line is read."""
    lines = ("P1,,甲", "P2,1", "P3,1,2,3", '"P4,1,丁', 'P5,"x"y,戊', "P6,,己,", "P7,,庚")
    table = _funding(bench, "\n".join((_HEADINGS, *lines, "")))
    assert [row["project"] for row in rows(table)] == ["P1", "P6", "P7"]
    assert [(line["place"], line["project"], line["text"], line["reason"]) for line in broken(table)] == [
        ("资金.csv:3", "P2", "P2,1", "这一行有 2 格，应有 3 格"),
        ("资金.csv:4", "P3", "P3,1,2,3", "这一行有 4 格，应有 3 格"),
        ("资金.csv:5", "P4", '"P4,1,丁', "引号没有成对"),
        ("资金.csv:6", "P5", 'P5,"x"y,戊', "引号没有成对"),
    ]
    assert {line["code"] for line in broken(table)} == {"broken-csv"}
    assert table.broken_rows == 4


def test_values_are_text_as_written(bench: Bench) -> None:
    """Nothing is guessed: leading zeros, dates, truths and numbers stay what they are."""
    written = ["007", "2020-01-02", "true", "1e5", "NULL", "0.10", "’"]
    table = _funding(bench, "\n".join((_HEADINGS, *(f"P{at},,{text}" for at, text in enumerate(written)))))
    assert [row["note"] for row in rows(table)] == written


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "资金.csv: 错误 [empty-file] 文件是空的 建议：补上内容，或删除这个文件"),
        (b"\n\na,b\n", "资金.csv:1:1: 错误 [no-header] 第一行不是列名 建议：第一行写列名，以下每行一条"),
        (
            b"a,b\nx,y\nz\xff\xff,1\n",
            "资金.csv:3:2: 错误 [encoding] 文件既不是 UTF-8 也不是 GB18030 编码 "
            "建议：用 Excel 或 WPS 打开，另存为“CSV UTF-8”或 .xlsx",
        ),
    ],
)
def test_files_that_are_no_tables_are_refused(bench: Bench, content: bytes, said: str) -> None:
    """An empty file, one without headings and one that is no text stop the run, at their place."""
    bench.write("项目清单.csv", HEADS)
    bench.write("资金.csv", content)
    assert bench.open() is None
    assert bench.said() == [f"portfolio/{said}"]


def test_a_file_that_is_mostly_wrong_is_refused(bench: Bench, monkeypatch: pytest.MonkeyPatch) -> None:
    """More broken lines than anybody would mend mean that the file is not what it is taken for."""
    monkeypatch.setattr(separated, "MOST_BROKEN", 2)
    bench.write("项目清单.csv", HEADS)
    bench.write("资金.csv", f"{_HEADINGS}\nP1,,甲\n1\n2\n3\n4\n")
    assert bench.open() is None
    assert bench.said() == [
        "portfolio/资金.csv: 错误 [broken-csv] 超过 2 行读不成表，这不像是分隔的文字 "
        "建议：检查分隔符和引号，或另存为 .xlsx"
    ]


_TEXTS = st.text(st.sampled_from('甲a0 ,;"\n\r\t'), max_size=6)


@settings(max_examples=settings().max_examples // 8)
@given(st.lists(st.tuples(_TEXTS, _TEXTS), min_size=1, max_size=60))
def test_the_database_and_the_reader_of_lines_agree(fields: list[tuple[str, str]]) -> None:
    """Whatever stands in the cells, and whoever reads the file, every value and every line is the same."""
    stream = io.StringIO(newline="")
    writer = csv.writer(stream, lineterminator="\r\n")
    writer.writerows([_HEADINGS.split(","), *((f"P{at}", *pair) for at, pair in enumerate(fields))])
    with TemporaryDirectory() as folder:
        table = _funding(Bench.under(Path(folder)), stream.getvalue())
        seen = [(row["place"], row["budget"] or "", row["note"] or "") for row in rows(table)]
    read = list(records(io.StringIO(stream.getvalue(), newline=""), ",", 3))[1:]
    assert seen == [(f"资金.csv:{one.line}", *one.fields[1:]) for one in read]
    assert [one.fields[1:] for one in read] == fields
