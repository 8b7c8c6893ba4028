"""The formulas of the score book, recomputed by LibreOffice, come to what the engine says, also after changes."""

from __future__ import annotations

import io
import shutil
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path
from typing import Any, Final

import openpyxl
import pytest
from hypothesis import HealthCheck, Phase, given, seed, settings
from hypothesis import strategies as st
from openpyxl.worksheet.worksheet import Worksheet

from checker.facts import FactSet
from checker.report.scores import render_scores
from checker.report.scores.score_tree import score_rows
from checker.result import CheckResult
from checker.run import Checker, check_path, open_project
from checker.source import InputError
from checker.values import ends
from tests.office import convert_all, needs_soffice
from tests.strategies.making import checker_of, load
from tests.strategies.packs import packs
from tests.strategies.projects import projects

ROOT: Final = Path(__file__).parent.parent.parent
SEED: Final = ROOT / "facts" / "xinjian-2020"
TRAINING: Final = ROOT / "tests" / "packs" / "training-2022"
PROJECTS: Final = ROOT / "tests" / "packs" / "training-2022-facts"
RANDOM: Final = 10
EXACT: Final = Fraction(1, 10**9)

pytestmark = needs_soffice


@dataclass(frozen=True, slots=True)
class Project:
    """A project with what it came to."""

    checker: Checker
    facts: FactSet
    result: CheckResult


def checked(path: Path, rules: Path | None = None) -> Project:
    """Return a project checked."""
    checker, facts = open_project(path, rules=str(rules) if rules else None)
    return Project(checker, facts, checker.check(facts))


def drawn_projects() -> list[Project]:
    """Return random projects of random packs, the same ones every time."""
    found: list[Project] = []

    @seed(20200227)
    @settings(max_examples=RANDOM, deadline=None, database=None, phases=[Phase.generate], derandomize=False,
              suppress_health_check=list(HealthCheck))  # fmt: skip
    @given(st.data())
    def draw(data: st.DataObject) -> None:
        pack = data.draw(packs())
        project = data.draw(projects(pack))
        try:
            checker = checker_of(load(pack.files()))
            facts = project.real if data.draw(st.booleans()) else project.reported
            found.append(Project(checker, facts, checker.check(facts)))
        except InputError:
            return

    draw()
    return found


def row_of(sheet: Any, column: int, text: str) -> int:
    """Return the first row that has a text in a column."""
    return next(row for row in range(1, sheet.max_row + 1) if sheet.cell(row, column).value == text)


def change(path: Path) -> None:
    """Change the seed's book as an auditor would: a fact, a judgement, a parameter, a finding more and one waived."""
    book = openpyxl.load_workbook(path)
    book["事实"].cell(row_of(book["事实"], 13, "funding.spent"), 5).value = 3000
    book["评定"].cell(row_of(book["评定"], 1, "社会效益"), 4).value = 7
    book["参数"].cell(row_of(book["参数"], 10, "satisfaction_full_mark"), 3).value = 0.95
    findings = book["问题清单"]
    findings["F9"].value, findings["G9"].value = "产出质量", 0.5
    findings.cell(row_of(findings, 13, "payment-after-second-month[2020Q3]"), 12).value = "已豁免"
    book.save(path)


def empty(path: Path) -> None:
    """Empty the cell of what was spent."""
    book = openpyxl.load_workbook(path)
    book["事实"].cell(row_of(book["事实"], 13, "funding.spent"), 5).value = None
    book.save(path)


def turn(path: Path) -> None:
    """Change a fact on which it hangs whether an indicator applies."""
    book = openpyxl.load_workbook(path)
    book["事实"].cell(row_of(book["事实"], 13, "task.mode"), 5).value = "线上"
    book.save(path)


@pytest.fixture(scope="module")
def seed_project() -> Project:
    """The seed project."""
    return checked(SEED)


@pytest.fixture(scope="module")
def others() -> list[Project]:
    """Two projects of another kind, and random ones."""
    return [checked(PROJECTS / name, TRAINING) for name in ("chengguan", "hewan")] + drawn_projects()


@pytest.fixture(scope="module")
def books(seed_project: Project, others: list[Project], tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """All workbooks, recomputed in one LibreOffice."""
    folder = tmp_path_factory.mktemp("books")
    made = {f"other{number}": project for number, project in enumerate(others)}
    made |= dict.fromkeys(("seed", "changed", "emptied"), seed_project)
    made["turned"] = others[0]
    paths = [folder / f"{name}.xlsx" for name in made]
    for path, project in zip(paths, made.values(), strict=True):
        path.write_bytes(render_scores(project.checker.plan, project.facts, project.result))
        openpyxl.load_workbook(path).save(path)  # takes away the values, so that LibreOffice has to compute them
    change(folder / "changed.xlsx")
    empty(folder / "emptied.xlsx")
    turn(folder / "turned.xlsx")
    return dict(zip(made, convert_all(paths, "xlsx", folder), strict=True))


def computed(path: Path) -> Worksheet:
    """Return the score sheet with what was computed."""
    sheet = openpyxl.load_workbook(path, data_only=True)["评分表"]
    assert isinstance(sheet, Worksheet)
    return sheet


def disagreements(path: Path, project: Project) -> list[str]:
    """Return what the score sheet says that the result does not, of every leaf and group, the total and the grade."""
    sheet, result = computed(path), project.result
    heads = [cell.value for cell in sheet[3]]
    columns = [heads.index(name) + 1 for name in ("得分", "最低得分", "最高得分") if name in heads]
    scores = {score.id: score.score for score in result.indicators}
    expected = [(row.row, scores[row.node.id], row.node.id) for row in score_rows(project.checker.plan)]
    total = next(row for row in range(sheet.max_row, 0, -1) if sheet.cell(row, 1).value in {"合计", "总分"})
    expected.append((total, result.score, "total"))
    found = []
    for row, score, name in expected:
        for column, end in zip(columns, (ends(score).low, ends(score).high), strict=False):
            value = sheet.cell(row, column).value
            if end is None or not isinstance(value, int | float) or abs(Fraction(value) - end) > EXACT:
                found.append(f"{name}: {value} instead of {end}")
    grade = sheet.cell(total + 1, columns[0]).value
    if result.grade and len(columns) == 1 and grade != result.grade:
        found.append(f"grade: {grade} instead of {result.grade}")
    return found


def score_of(sheet: Worksheet, label: str) -> object:
    """Return what stands in the score cell of a row with this name."""
    heads = [cell.value for cell in sheet[3]]
    names = {row: {sheet.cell(row, column).value for column in (1, 2, 3)} for row in range(4, sheet.max_row + 1)}
    row = next(row for row, found in names.items() if label in found)
    return sheet.cell(row, heads.index("得分") + 1).value


def test_seed_recomputes(books: dict[str, Path], seed_project: Project) -> None:
    """Every indicator, group and the total of the seed come out as checked: 93.07, 优."""
    assert disagreements(books["seed"], seed_project) == []
    assert score_of(computed(books["seed"]), "合计") == 93.07
    assert score_of(computed(books["seed"]), "等级") == "优"


def test_values_shown_without_computing_are_the_same(
    books: dict[str, Path], seed_project: Project, others: list[Project]
) -> None:
    """What a preview shows, which does not compute, is what LibreOffice computes, in every cell with a formula."""
    for name, project in (("seed", seed_project), ("other0", others[0]), ("other1", others[1])):
        content = io.BytesIO(render_scores(project.checker.plan, project.facts, project.result))
        shown, formulas = openpyxl.load_workbook(content, data_only=True), openpyxl.load_workbook(content)
        recomputed = openpyxl.load_workbook(books[name], data_only=True)
        for sheet in ("评分表", "事实"):
            for row in formulas[sheet].iter_rows():
                for cell in row:
                    if cell.data_type == "f":
                        pair = [book[sheet][cell.coordinate].value for book in (shown, recomputed)]
                        assert alike(*pair), (name, sheet, cell.coordinate, *pair)


def alike(shown: object, computed: object) -> bool:
    """Say whether two cells show the same, numbers to nine decimals."""
    if isinstance(shown, int | float) and isinstance(computed, int | float):
        return abs(shown - computed) < 1e-9 * max(1.0, abs(shown))
    return (shown or None) == (computed or None)


def test_other_packs_recompute(books: dict[str, Path], others: list[Project]) -> None:
    """So do all scoring methods, caps, vetoes, bonuses and what does not apply, and random packs with random facts."""
    assert len(others) > RANDOM // 2
    wrong = {number: disagreements(books[f"other{number}"], project) for number, project in enumerate(others)}
    assert {number: found for number, found in wrong.items() if found} == {}


def test_changes_move_the_score_as_the_engine_would(books: dict[str, Path], tmp_path: Path) -> None:
    """Another amount, judgement, threshold, one finding more and one waived: the same scores as from changed facts."""
    sheet = computed(books["changed"])
    facts = tmp_path / "facts"
    shutil.copytree(SEED, facts)
    for name, old, new in (
        ("funding.yaml", "spent: 3656.18万元", "spent: 3000万元"),
        ("judgements.yaml", "points: 8\n    reason: 基层", "points: 7\n    reason: 基层"),
    ):
        text = (facts / name).read_text("utf-8")
        assert old in text
        (facts / name).write_text(text.replace(old, new), "utf-8")
    engine = {score.label: score.score for score in check_path(facts).indicators}
    assert score_of(sheet, "预算执行率") == engine["预算执行率"] == Fraction("3.75")
    assert score_of(sheet, "社会效益") == engine["社会效益"] == 7
    assert score_of(sheet, "产出质量") == 8  # 10 less four findings of 0.5
    assert score_of(sheet, "产出时效") == 10  # the only deduction is waived
    assert score_of(sheet, "服务对象满意度") == 3  # 93 % is two points below 95 %
    assert score_of(sheet, "合计") == 89.75
    assert score_of(sheet, "等级") == "良"


def test_emptied_cell_is_not_zero(books: dict[str, Path]) -> None:
    """A fact that is taken away leaves no score, and no total."""
    sheet = computed(books["emptied"])
    assert score_of(sheet, "预算执行率") == "#N/A"
    assert score_of(sheet, "合计") == "#N/A"
    assert score_of(sheet, "资金到位率") == 5


def test_changed_applicability_is_noticed(books: dict[str, Path]) -> None:
    """Where other indicators would apply the book gives no total, and says why."""
    sheet = computed(books["turned"])
    assert score_of(sheet, "总分") == "#N/A"
    check = next(row for row in range(4, sheet.max_row + 1) if sheet.cell(row, 1).value == "核对")
    assert "适用情形已变，请重新检查" in {cell.value for cell in sheet[check]}
