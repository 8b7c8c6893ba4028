"""Opens sources in tests, and shows what came of them as plain rows."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path

import duckdb
import openpyxl
from sqlglot import exp

from checker.facts.vocabulary import FactTypeRule, FieldRule, Vocabulary
from checker.portfolio.source import OpenedSource, SourceMapping, SourceRequest, SourceTable, open_source, read_mapping
from checker.source import Problems
from checker.values import Kind

FUNDING = FactTypeRule(
    "funding",
    "资金",
    (),
    {
        "budget": FieldRule("budget", "预算数", Kind.MONEY, low=Fraction(0)),
        "spent": FieldRule("spent", "支出数", Kind.MONEY),
        "note": FieldRule("note", "摘要", Kind.TEXT),
    },
)
SURVEY = FactTypeRule("survey", "满意度调查", (), {"satisfaction": FieldRule("satisfaction", "满意度", Kind.RATIO)})
QUARTERS = FactTypeRule(
    "service_quarter",
    "季度运行",
    ("quarter", "batch"),
    {
        "quarter": FieldRule("quarter", "季度", Kind.QUARTER),
        "batch": FieldRule("batch", "批次", Kind.CHOICE, ("一期", "二期")),
        "fault_rate": FieldRule("fault_rate", "故障率", Kind.RATIO),
        "operator": FieldRule("operator", "承建单位", Kind.TEXT),
    },
)
VOCABULARY = Vocabulary({rule.name: rule for rule in (FUNDING, SURVEY, QUARTERS)})
HEADS = "项目编号,项目名称\nP1,甲\nP2,乙\n"


@dataclass(frozen=True)
class Bench:
    """A folder for a source, one for copies, and what was found wrong so far."""

    root: Path
    work: Path
    problems: Problems

    @classmethod
    def under(cls, folder: Path) -> Bench:
        """Return a bench with new folders."""
        bench = cls(folder / "portfolio", folder / "work", Problems())
        bench.root.mkdir()
        bench.work.mkdir()
        return bench

    def write(self, name: str, text: str | bytes) -> Path:
        """Write a file of the source; text in UTF-8."""
        path = self.root / name
        path.parent.mkdir(exist_ok=True)
        path.write_bytes(text.encode() if isinstance(text, str) else text)
        return path

    def mapping(self, text: str) -> SourceMapping | None:
        """Return what a mapping file with this text says."""
        path = self.root.parent / "mapping.yaml"
        path.write_text(text, encoding="utf-8")
        return read_mapping(path, self.problems)

    def open(self, text: str | None = None, mapping: str = "", **more: object) -> OpenedSource | None:
        """Open the source."""
        said = self.mapping(mapping) if mapping else None
        request = SourceRequest(text or str(self.root), VOCABULARY, self.work, said, **more)  # type: ignore[arg-type]  # by name
        return open_source(request, self.problems)

    def opened(self, text: str | None = None, mapping: str = "", **more: object) -> OpenedSource:
        """Open a source in which nothing is wrong."""
        source = self.open(text, mapping, **more)
        assert source is not None, self.said()
        return source

    def said(self) -> list[str]:
        """Return every problem as one line, without the folder it happened in."""
        folder = f"{self.root.parent.as_posix()}/"
        return [str(problem).replace(folder, "").replace("\n    ", " ") for problem in self.problems.found]


def workbook(sheets: Mapping[str, Sequence[Sequence[object]]]) -> openpyxl.Workbook:
    """Return a workbook with these rows in its sheets."""
    book = openpyxl.Workbook()
    while book.sheetnames:
        book.remove(book[book.sheetnames[0]])
    for name, lines in sheets.items():
        sheet = book.create_sheet(name)
        for line in lines:
            sheet.append(list(line))
    return book


def rows(table: SourceTable) -> list[dict[str, object]]:
    """Return the rows of a table by field, with ``project`` and ``place``, in the order of their places."""
    fields = {**table.columns, "project": table.project}
    shown = [exp.alias_(exp.column(column, quoted=True), name, quoted=True) for name, column in fields.items()]
    select = exp.select(*shown, exp.alias_(table.place(), "place")).from_(table.relation.subquery("rows"))
    return _rows(select.order_by("__file", "__row"))


def broken(table: SourceTable) -> list[dict[str, object]]:
    """Return what could not be read as rows."""
    return _rows(table.broken) if table.broken is not None else []


def _rows(select: exp.Select) -> list[dict[str, object]]:
    found = duckdb.connect().execute(select.sql(dialect="duckdb"))
    names = [column[0] for column in found.description or ()]
    return [dict(zip(names, row, strict=True)) for row in found.fetchall()]
