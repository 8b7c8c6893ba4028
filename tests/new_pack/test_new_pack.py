"""An indicator table becomes a pack that loads, passes its own case and gives full marks where all is met."""

from __future__ import annotations

import shutil
from fractions import Fraction
from pathlib import Path
from typing import Any, Final

import pytest
import yaml

from checker.cli import main
from checker.edit.scaffold import Wish, build_pack, read_table
from checker.edit.scaffold.guess import guess, target_share
from checker.messages import language
from checker.run import check_path, load_sound_pack
from checker.source import InputError, Problems
from checker.source.sheets import read_book
from checker.testing import run_cases
from tests.facts.workbooks import write_book
from tests.new_pack.tables import TABLES, TableCase
from tests.office import convert, needs_soffice

ROOT: Final = Path(__file__).parent.parent.parent
MISTAKES: Final[list[dict[str, Any]]] = yaml.safe_load((Path(__file__).parent / "bad_tables.yaml").read_text("utf-8"))
STANDARDS: Final[dict[str, str]] = {
    "按完成率得分": "proportional",
    "完成率=实际完成数/计划完成数×100%，按完成率得分，超过100%按100%计": "proportional",
    "得分=资金到位率×分值": "proportional",
    "90%以上满分，每低1个百分点扣1分": "steps 90% 1% 1分 exact",
    "≥95%得满分；每低1%扣权重的5%": "steps 95% 1% 5% exact",
    "100%得满分，每低5个百分点扣1分，不足5个百分点按5个百分点计": "steps 100% 5% 1分 up",
    "每发现一起扣1分，扣完为止": "occurrences 1分",
    "无违规得满分，每发现一处违规扣2分，扣完为止": "occurrences 2分",
    "达到得满分，否则不得分": "met",
    "达到95%得满分，否则不得分": "reached 95%",
    "完成得5分，未完成不得分": "met",
    "完成得2分，未完成不得分": "judged",
    "每发现一起扣1分，最多扣3分": "judged",
    "90%以上满分，80%—90%得5分": "judged",
    "按完成率得分，未完成每项扣1分": "judged",
    "①立项依据充分得2分；②程序规范得2分": "judged",
    "按完成情况酌情打分": "judged",
    "每发现一起扣100分": "judged",
    "": "judged",
}
WITH_TARGET: Final[dict[tuple[str, str], str]] = {
    ("每低1%扣权重的5%", "90%"): "steps 90% 1% 5% exact",
    ("每低1个百分点扣1分，扣完为止", "≥95.5%"): "steps 191/2% 1% 1分 exact",
    ("达到目标值得满分，每低2个百分点扣1分", "不低于90%"): "steps 90% 2% 1分 exact",
    ("≥95%得满分；每低1%扣权重的5%", "90%"): "steps 95% 1% 5% exact",
    ("每低1%扣权重的5%", "90人"): "judged",
    ("每低1%扣权重的5%", "80%—90%"): "judged",
    ("每少1公里扣2分", "90%"): "judged",
    ("酌情，每低1%扣1分", "90%"): "judged",
    ("每低1%扣权重的5%", ""): "judged",
}


def described(text: str, target: str = "") -> str:
    """Return what is understood of a standard for an indicator of five points."""
    found = guess(text, Fraction(5), target_share(target))
    if found is None:
        return "judged"
    parts: list[str] = [found.method]
    parts += [f"{found.threshold * 100}%"] if found.threshold is not None else []
    if found.method == "steps":
        cost = f"{found.points}分" if found.points is not None else f"{(found.share or 0) * 100}%"
        parts += [f"{found.step * 100}%", cost, found.partial_step]
    elif found.points is not None:
        parts.append(f"{found.points}分")
    return " ".join(parts)


def made_from(case: TableCase, folder: Path, name: str = "table") -> int:
    """Run the command on a table in an empty folder and return its exit code; the pack is ``rules/roads-2026``."""
    path = write_book(folder / f"{name}.xlsx", {"指标": case.rows}, {"指标": case.joined})
    return ran("new-pack", path.name, "-o", "rules/roads-2026")


def ran(*words: str) -> int:
    """Run a command on rules and return its exit code."""
    with language("zh"), pytest.raises(SystemExit) as ended:
        main(["rules", *words])
    return int(ended.value.code or 0)


@pytest.mark.parametrize("text", STANDARDS)
def test_standard_is_understood_or_left_alone(text: str) -> None:
    """A standard is read as a way of scoring only where no other reading is possible."""
    assert described(text) == STANDARDS[text]


@pytest.mark.parametrize(("text", "target"), WITH_TARGET)
def test_target_in_its_own_column_is_what_steps_start_from(text: str, target: str) -> None:
    """Where a standard says only what a step costs, the one share in the column of targets earns full marks."""
    assert described(text, target) == WITH_TARGET[text, target]


@pytest.mark.parametrize("name", TABLES)
def test_table_becomes_a_sound_pack(name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Every layout gives a pack with all its indicators that loads, passes its case, and gives its own project 100."""
    monkeypatch.chdir(tmp_path)
    case = TABLES[name]
    assert made_from(case, tmp_path) == 0
    problems = Problems()
    pack = load_sound_pack(Path("rules/roads-2026"), problems)
    assert pack is not None
    assert problems.found == []
    (report,) = run_cases(pack, ["plain"])
    assert report.passed
    text = Path("rules/roads-2026/indicators.yaml").read_text("utf-8")
    assert (text.count("scoring:"), text.count("请核对")) == (case.leaves, case.guessed)
    assert [item.label for item in pack.indicators.model.indicators] == list(case.groups)
    assert pack.model.title == (case.title or "roads-2026")
    result = check_path(full_marks(Path("rules/roads-2026")), engine="plain")
    assert result.score == 100
    assert result.grades == ("优",)
    assert ran("fmt", "--check", "rules/roads-2026") == 0


def test_points_of_a_table_with_shares_of_one_are_not_guessed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where weights were made points of a hundred, a standard that names points is judged, and says why."""
    monkeypatch.chdir(tmp_path)
    assert made_from(TABLES["shares of one, numbered groups with their weights in the names"], tmp_path) == 0
    text = Path("rules/roads-2026/indicators.yaml").read_text("utf-8")
    assert (
        "        label: 投诉\n        weight: 15\n"
        "        # 表中的权重合计为 1，已换算成 100 分；评分标准里的分数按哪一种算，表里没有说，所以没有推测\n"
        "        scoring: {method: judged}\n"
    ) in text
    assert "points:" not in text


def full_marks(folder: Path) -> Path:
    """Write the project of the pack's own case as facts and return the file."""
    case = yaml.load((folder / "tests/projects/full-marks.yaml").read_text("utf-8"), yaml.BaseLoader)  # noqa: S506 - texts
    facts = {"rules": folder.name, "as_of": case["on"], **case["given"]}
    path = Path("facts.yaml")
    path.write_text(yaml.safe_dump(facts, allow_unicode=True), "utf-8")
    return path


def test_files_of_the_national_frame(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, snapshot: object) -> None:
    """The files made from the table of 财预〔2020〕10号 are those that were looked at."""
    monkeypatch.chdir(tmp_path)
    assert made_from(TABLES["national frame, joined cells"], tmp_path) == 0
    folder = Path("rules/roads-2026")
    files = {path.relative_to(folder).as_posix(): path.read_text("utf-8") for path in sorted(folder.rglob("*.*"))}
    assert "".join(f"── {name}\n{text}" for name, text in files.items()) == snapshot


@pytest.mark.parametrize("mistake", MISTAKES, ids=lambda mistake: str(mistake["name"]))
def test_mistake_is_explained(mistake: dict[str, Any], tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Everything wrong in a table is told at sheet and cell, word for word, and nothing is built."""
    monkeypatch.chdir(tmp_path)
    path = write_book(Path("table.xlsx"), mistake["sheets"], mistake.get("joined"))
    problems = Problems()
    book = read_book(path, "table.xlsx", problems, details=True)
    assert book is not None
    table = read_table(book, problems)
    wish = Wish("roads-2026", "", "table.xlsx")
    assert table is None or build_pack(table, wish, ROOT / "rules" / "national-2020", problems) is None
    assert f"{InputError(problems.found)}\n" == mistake["expected"]


def test_nothing_is_overwritten(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """A folder that is there is not touched, an id that is none is refused, and a wrong table leaves nothing behind."""
    monkeypatch.chdir(tmp_path)
    case = TABLES["shares of one, one column of names"]
    (tmp_path / "rules" / "roads-2026").mkdir(parents=True)
    assert made_from(case, tmp_path) == 2
    assert "rules/roads-2026 已经存在，没有改动它。换一个文件夹名" in capsys.readouterr().err
    assert list((tmp_path / "rules" / "roads-2026").iterdir()) == []
    assert ran("new-pack", "table.xlsx", "-o", "rules/道路") == 2
    assert ran("new-pack", "table.xlsx") == 2
    shutil.rmtree(tmp_path / "rules")
    assert made_from(TableCase([["指标", "分值"], ["数量", 90]], 0, 0), tmp_path) == 2
    assert not (tmp_path / "rules").exists()


def test_title_and_separated_text(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """A csv is read too; the title given is the pack's, and what was guessed is said."""
    monkeypatch.chdir(tmp_path)
    rows = TABLES["names written once, nothing joined"].rows
    lines = [",".join("" if cell is None else str(cell) for cell in row) for row in rows]
    Path("table.csv").write_text("\n".join(lines), "gb18030")
    monkeypatch.setenv("COLUMNS", "80")
    assert ran("new-pack", "table.csv", "-o", "rules/roads-2026", "--title", "农村公路") == 0
    said = "".join(capsys.readouterr().out.split())
    assert said.startswith("已建规则包rules/roads-2026：农村公路，19个末级指标·9个的计分方法由评分标准推测")
    assert "title: 农村公路\n" in Path("rules/roads-2026/pack.yaml").read_text("utf-8")


@needs_soffice
def test_old_workbook_says_the_same(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The table saved by another program as an old workbook gives the same pack."""
    monkeypatch.chdir(tmp_path)
    assert made_from(TABLES["national frame, joined cells"], tmp_path) == 0
    first = (tmp_path / "rules/roads-2026/indicators.yaml").read_bytes()
    shutil.rmtree(tmp_path / "rules")
    other = convert(tmp_path / "table.xlsx", "xls", tmp_path)
    assert ran("new-pack", str(other), "-o", "rules/roads-2026") == 0
    assert (tmp_path / "rules/roads-2026/indicators.yaml").read_bytes() == first
