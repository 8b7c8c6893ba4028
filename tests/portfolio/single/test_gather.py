"""Chosen projects are read out of a portfolio as they were written, in order, a few thousand at a time."""

from collections.abc import Mapping, Sequence

import pytest
from sqlglot import exp

from checker.portfolio.intake.taken import HEADS, REPORTED, Intake
from checker.portfolio.session import Session
from checker.portfolio.single import WrittenProject, WrittenRow, chosen_ids, gather, written_projects
from checker.sql.shapes import Shapes, TypeShape
from tests.portfolio.made import Cell

FUND = ("project", "place", "budget", "spent")
Rows = Sequence[tuple[Cell, ...]]


def intake_of(session: Session, tables: Mapping[str, tuple[tuple[str, ...], Rows]], shapes: Shapes) -> Intake:
    """Return a portfolio that was taken in, with these rows as they were written."""
    for name, (columns, rows) in tables.items():
        session.load_rows(name, dict.fromkeys(columns, "VARCHAR"), rows)
    written = {name: exp.select("*").from_(name) for name in tables if name != HEADS}
    return Intake({HEADS: exp.select("*").from_(HEADS)}, written, shapes, {}, {}, {}, 3)


@pytest.fixture
def portfolio(duck: Session) -> Intake:
    """Three projects: one with everything, one with nothing, one that says that it has no payments."""
    funds = [
        ("甲", "fund.csv:10", None, "3元"),
        ("甲", "fund.csv:9", "1元", "2元"),
        ("丙", "fund.csv:2", "9元", None),
    ]
    tables: dict[str, tuple[tuple[str, ...], Rows]] = {
        HEADS: (
            ("project", "title", "kind"),
            [("乙", "乙项目", None), ("a", None, None), ("甲", "甲项目", "部门评价")],
        ),
        "fund": (FUND, funds),
        "judgement": (("project", "place", "indicator", "points"), [("甲", "评定.xlsx:评定!A2", "质量", "5")]),
        REPORTED: (
            ("project", "place", "type"),
            [("乙", "reported.csv:2", "payment"), ("甲", "reported.csv:3", "fund")],
        ),
    }
    return intake_of(duck, tables, Shapes({"payment": TypeShape(), "visit": TypeShape(complete=True)}))


FULL = WrittenProject(
    "甲",
    "甲项目",
    "部门评价",
    {
        "fund": (
            WrittenRow("fund.csv:9", {"budget": "1元", "spent": "2元"}),
            WrittenRow("fund.csv:10", {"spent": "3元"}),
        ),
        "judgement": (WrittenRow("评定.xlsx:评定!A2", {"indicator": "质量", "points": "5"}),),
    },
    frozenset({"visit"}),
)


def test_rows_are_gathered_by_project(duck: Session, portfolio: Intake) -> None:
    """Each project has its own rows and no other, empty cells are not given, and what is complete has none."""
    found = list(written_projects(duck, portfolio, ["甲", "乙", "a", "丁"]))
    assert [project.project for project in found] == ["a", "乙", "甲"]
    assert found[0] == WrittenProject("a", none=frozenset({"visit"}))
    assert found[1] == WrittenProject("乙", "乙项目", none=frozenset({"payment", "visit"}))
    assert found[2] == FULL


def test_projects_are_read_in_pieces(duck: Session, portfolio: Intake, monkeypatch: pytest.MonkeyPatch) -> None:
    """However many are read at a time, the same projects come in the same order."""
    whole = list(written_projects(duck, portfolio, ["a", "乙", "甲"]))
    monkeypatch.setattr(gather, "AT_ONCE", 1)
    assert list(written_projects(duck, portfolio, ["甲", "a", "乙"])) == whole


def test_ids_are_sorted(duck: Session, portfolio: Intake) -> None:
    """The ids of a select come once each, in order."""
    assert chosen_ids(duck, portfolio.written["fund"]) == ["丙", "甲"]
    assert list(written_projects(duck, portfolio, [])) == []
