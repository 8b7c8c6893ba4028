"""The numbers of a summary, added up by hand: with denominators, exact, and nothing unknown counted as nothing."""

from __future__ import annotations

import shutil
from fractions import Fraction
from pathlib import Path

import pytest

from checker.portfolio.session import open_duckdb
from checker.portfolio.summary import summarise
from checker.portfolio.summary.assessors import CONSISTENT, fences, median
from checker.portfolio.summary.scored import Cell
from checker.source import UsageFault
from tests.portfolio.summary.made import results, summary_of


def test_totals_tell_settled_from_open() -> None:
    """The mean and the bars are those of settled totals; an open one is counted in every bin it may end up in."""
    run = summary_of().latest
    totals = run.totals
    assert (run.read, run.decided, totals.settled, totals.unsettled) == (7, 6, 3, 3)
    assert totals.mean == Fraction(90 + 70 + 96, 3)
    assert (totals.low, totals.high) == (Fraction(20), Fraction(100))
    assert {int(one.low): one.settled for one in totals.bins if one.settled} == {70: 1, 90: 1, 95: 1}
    reached = {int(one.low): one.reached for one in totals.bins}
    assert reached == dict.fromkeys(range(20, 80, 5), 1) | {80: 2, 85: 1, 90: 2, 95: 1}
    assert totals.bins[-1].last
    assert [one.grade for one in totals.bins if one.low >= 75] == ["中", "良", "良", "优", "优"]


def test_grades_tell_sure_from_possible() -> None:
    """A grade is counted where it is sure; where several are possible, each is counted apart."""
    totals = summary_of().latest.totals
    assert dict(totals.surely) == {"优": 3, "良": 0, "中": 1, "差": 0}
    assert dict(totals.possibly) == {"优": 1, "良": 2, "中": 1, "差": 1}
    assert totals.changeable == 2
    assert {one.grades: (one.projects, one.low, one.high) for one in totals.counts if len(one.grades) > 1} == {
        ("优", "良"): (1, Fraction(80), Fraction(90)),
        ("良", "中", "差"): (1, Fraction(20), Fraction(80)),
    }


def test_rules_by_points_lost() -> None:
    """A rule has the sum of its deductions, its findings and projects, and the words of the pack."""
    (rule,) = summary_of().latest.lost.rules
    assert (rule.low, rule.high, rule.findings, rule.projects, rule.untold) == (Fraction(40), Fraction(40), 4, 3, 0)
    assert (rule.title, rule.heading, rule.basis[0].title) == ("故障率偏高", "部分季度故障率偏高", "合同")


def test_departments_count_only_what_is_settled() -> None:
    """A rate is of the projects settled in the indicator; those that are not are counted beside it."""
    found = summary_of().latest.departments
    assert found is not None
    assert (found.column, found.label) == ("unit", "实施单位")
    rows = {one.name: one for one in found.all}
    assert [one.name for one in found.all] == ["甲局", "乙局", ""]
    assert rows["甲局"].cells == (Cell(2, 1, Fraction(90)), Cell(3, 0, Fraction(110)))
    assert rows["甲局"].cells[0].rate(found.indicators[0]) == Fraction(3, 4)
    assert (rows["乙局"].decided, rows["乙局"].withheld, rows["乙局"].mean) == (2, 1, Fraction(96))
    assert rows[""].cells[0].rate(found.indicators[0]) is None
    assert (found.whole.decided, found.whole.settled, found.whole.mean) == (6, 3, Fraction(256, 3))
    assert all(one.few for one in found.all)


@pytest.mark.parametrize("by", ["area", "片区", "project.area"])
def test_departments_by_any_column(by: str) -> None:
    """A column is found by its id, its label, or the field it was carried from."""
    found = summarise(results()[:1], by=by).latest.departments
    assert found is not None
    assert {one.name: one.decided for one in found.all} == {"东": 2, "西": 4}


def test_assessors_add_up() -> None:
    """An assessor has what was taken off of what could be given; a judgement of nobody is apart."""
    found = summary_of().latest.assessors
    assert found is not None
    assert {one.name: (one.judgements, one.deducted, one.unexplained, one.lost, one.full) for one in found.all} == {
        "李四": (2, 1, 1, Fraction(10), Fraction(80)),
        "张三": (3, 1, 0, Fraction(4), Fraction(120)),
    }
    assert found.all[0].share == Fraction(1, 8)
    assert found.nobody is not None
    assert (found.nobody.lost, found.fences) == (Fraction(20), None)


def test_fences_are_exact() -> None:
    """The limits are fractions; five assessors are enough, but not where most take off the same."""
    shares = [Fraction(1, 10), Fraction(2, 10), Fraction(3, 10), Fraction(5, 10), Fraction(9, 10)]
    found = fences(shares)
    assert found is not None
    assert (found.median, found.spread) == (Fraction(3, 10), Fraction(2, 10))
    assert found.high == Fraction(3, 10) + 3 * CONSISTENT * Fraction(2, 10)
    assert fences(shares[:4]) is None
    assert fences([Fraction(0)] * 3 + [Fraction(1, 2)] * 2) is None
    assert median([Fraction(1), Fraction(2)]) == Fraction(3, 2)


def test_documents_that_would_settle_most() -> None:
    """What rules wait for is gathered by the document; how many projects is known between two bounds."""
    documents = summary_of().latest.documents
    assert documents is not None
    (one,) = documents
    assert (one.name, one.cases, one.least, one.most) == ("季度故障统计表", 3, 2, 3)
    assert [(item.field, item.cases, item.least) for item in one.items] == [("fault_rate", 2, 2), ("", 1, 1)]


def test_what_was_not_decided() -> None:
    """A withheld project is named, and the row that withheld it is counted with its place."""
    found = summary_of().latest.undecided
    assert (found.withheld, found.first, found.rejected) == (1, (("B3", "项目B3"),), 1)
    assert found.codes[0].places == ("service.csv:11",)


def test_repeats_over_years() -> None:
    """Who was found by the same rule in two years is listed with both, a department with its projects of all."""
    found = summary_of(years=2).repeats
    ten = Fraction(10)
    assert found is not None
    assert (found.years, found.of_projects, found.of_departments) == (("2020", "2021"), 1, 2)
    (project,) = found.projects
    assert (project.who, [(year.findings, year.lost) for year in project.years]) == ("A1", [(1, ten), (1, ten)])
    assert [
        (one.who, [(year.projects, year.decided, year.lost) for year in one.years]) for one in found.departments
    ] == [("甲局", [(2, 3, 3 * ten), (1, 2, ten)]), ("乙局", [(1, 2, ten), (1, 1, ten)])]
    assert summary_of().repeats is None


def test_one_year_twice_is_not_compared(tmp_path: Path) -> None:
    """Two results of one year are refused: they would count everything twice."""
    other = shutil.copytree(results()[0], tmp_path / "again")
    with pytest.raises(UsageFault, match="都有 2020 年度的项目"):
        summarise([results()[0], other])


def test_pack_that_changed_is_not_believed(tmp_path: Path) -> None:
    """Where the pack is not what it was, ids stand for titles, weights are not used, and it is said."""
    out = shutil.copytree(results()[0], tmp_path / "2020")
    shutil.copytree(results()[0].parent / "marks", tmp_path / "marks")
    rule = tmp_path / "marks" / "rules" / "fault-rate-high.yaml"
    rule.write_text(rule.read_text("utf-8").replace("deduct: 10", "deduct: 5"), "utf-8")
    run = summarise([out]).latest
    assert run.lost.rules[0].title == "fault-rate-high"
    assert run.departments is None
    assert "和做这个结果时的 1.0.0 不同" in str(run.notes[0])
    assert summarise([out], rules=str(results()[0].parent / "marks")).latest.notes == ()


def test_result_that_is_not_whole_is_refused(tmp_path: Path) -> None:
    """A part that is missing, or a column that is not there, is said before anything is counted."""
    out = shutil.copytree(results()[0], tmp_path / "2020")
    with pytest.raises(UsageFault, match="没有“省份”这一列"):
        summarise([out], by="省份")
    (out / "scores" / "part-00001.parquet").unlink()
    with pytest.raises(UsageFault, match="不完整"):
        summarise([out])


def test_assessors_table_sums_judgements() -> None:
    """The run writes one row for each assessor, indicator and point of a part, sums exact."""
    session = open_duckdb(threads=1)
    select = f"SELECT * FROM read_parquet('{results()[0]}/assessors/*.parquet') WHERE assessor = '李四' ORDER BY lost"  # noqa: S608 - our own folder
    rows = session.rows(select)
    session.close()
    assert [
        (row["indicator"], row["point"], row["scored"], row["unexplained"], Fraction(str(row["lost"]))) for row in rows
    ] == [("effect", "", 1, 0, Fraction(0)), ("effect", "", 1, 1, Fraction(10))]
