"""A pack goes into a workbook and comes back with only what people changed, or with everything they did wrong."""

from __future__ import annotations

from contextlib import chdir
from datetime import date
from pathlib import Path
from typing import Any, Final

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import load_workbook

from checker.cli import main
from checker.edit.book import Slot, book_of
from checker.edit.book import layout as at
from checker.edit.book.values import in_style_of, read_value, same_value, shown_value
from checker.messages import language
from checker.source import InputError, Problems
from checker.values import Kind, decimal_text
from tests.edit_book.books import (
    BOOK,
    PACKS,
    changed,
    copied,
    exported,
    imported,
    in_folder,
    lines_changed,
    loaded,
    texts,
)
from tests.office import convert_all, needs_soffice
from tests.strategies.packs import DrawnPack, packs

ROOT: Final = Path(__file__).parent.parent.parent
HERE: Final = Path(__file__).parent
MISTAKES: Final[list[dict[str, Any]]] = yaml.safe_load((HERE / "bad_books.yaml").read_text("utf-8"))
CHANGES: Final[list[dict[str, Any]]] = yaml.safe_load((HERE / "good_books.yaml").read_text("utf-8"))
SHIPPED: Final = ("national-2020", "xueliang-2020")


def named(case: dict[str, Any]) -> str:
    """Return the name of a case."""
    return str(case["name"])


@pytest.mark.parametrize("case", MISTAKES, ids=named)
def test_mistake_is_explained(case: dict[str, Any], tmp_path: Path) -> None:
    """Everything wrong in a workbook is told at sheet and cell, word for word, and nothing comes of it."""
    done, problems = in_folder(tmp_path, case)
    with language("zh"):
        assert f"{InputError(problems.found)}\n" == case["expected"]
    assert done is None


@pytest.mark.parametrize("case", CHANGES, ids=named)
def test_change_is_made_where_it_was_asked_for(case: dict[str, Any], tmp_path: Path) -> None:
    """What was changed in cells changes those lines of the files and no others, and is said in sentences."""
    done, problems = in_folder(tmp_path, case)
    assert problems.found == []
    assert done is not None
    with language("zh"):
        assert "".join(f"{said}\n" for said in done.said) == case["said"]
        assert "".join(f"{doubt}\n" for doubt in done.doubts) == case.get("doubts", "")
    lines = [line for name, text in done.texts.items() for line in lines_changed(done.before.get(name, ""), text)]
    assert [line.rstrip() for line in lines] == [line.rstrip() for line in case["lines"].splitlines()]


@pytest.mark.parametrize("pack", SHIPPED)
def test_shipped_pack_comes_back_untouched(pack: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A workbook that nobody changed changes nothing, and the same pack gives the same workbook."""
    monkeypatch.chdir(tmp_path)
    rules = copied(tmp_path, ROOT / "rules")
    content = exported(rules / pack)
    assert exported(rules / pack) == content
    Path(BOOK).write_bytes(content)
    changed(Path(BOOK), {})
    problems = Problems()
    done = imported(rules / pack, Path(BOOK), problems)
    assert problems.found == []
    assert done is not None
    assert (done.said, dict(done.texts)) == ((), {})


@settings(max_examples=settings().max_examples // 10)
@given(drawn=packs())
def test_random_pack_comes_back_untouched(drawn: DrawnPack, tmp_path_factory: pytest.TempPathFactory) -> None:
    """Whatever a pack says, its workbook changes nothing in it as long as nobody changes the workbook."""
    folder = tmp_path_factory.mktemp("drawn") / "drawn"
    for name, text in drawn.files().items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, "utf-8")
    with chdir(folder.parent):
        Path(BOOK).write_bytes(exported(folder))
        problems = Problems()
        done = imported(folder, Path(BOOK), problems)
    assert problems.found == []
    assert done is not None
    assert dict(done.texts) == {}


@pytest.fixture(scope="module")
def workbook(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a folder with the small packs below ``rules`` and the workbook of one."""
    folder = tmp_path_factory.mktemp("book")
    rules = copied(folder)
    with chdir(folder):
        Path(BOOK).write_bytes(exported(rules / "small-2021"))
    return folder


NUMBERS: Final = ("参数!F2", "参数!F3", "参数!F4", "参数!F5", "计分!E3", "计分!E4", "计分!E6")


@settings(max_examples=settings().max_examples * 15 // 100)
@given(cell=st.sampled_from(NUMBERS), number=st.decimals("0.001", "0.599", places=3))
def test_one_cell_changes_one_value(cell: str, number: Any, workbook: Path) -> None:
    """A number written into a cell becomes that value, as the pack would write it, and nothing else changes."""
    sheet, _, address = cell.partition("!")
    book = load_workbook(workbook / BOOK)
    book[sheet][address].value = float(number)
    book.save(workbook / "changed.xlsx")
    folder = workbook / "rules" / "small-2021"
    problems = Problems()
    with chdir(workbook):
        done = imported(folder, Path("changed.xlsx"), problems)
        assert problems.found == []
        assert done is not None
        before = book_of(loaded(folder)).slots()
        originals = texts(folder)
        for name, text in done.texts.items():
            Path(name).write_text(text, "utf-8")
        after = book_of(loaded(folder)).slots()
        for name, content in originals.items():
            (folder / name).write_bytes(content)
    different = [slot for name, slot in after.items() if slot.text != before[name].text]
    assert [says(slot) for slot in different] == [decimal_text_of(float(number))]


def says(slot: Slot) -> str:
    """Return the number that a cell shows for a value."""
    content = slot.shown.content
    return content if isinstance(content, str) else decimal_text(content)  # type: ignore[arg-type]  # no day is changed


def decimal_text_of(number: float) -> str:
    """Return a number as it is written by hand."""
    return f"{number:.15g}"


PLAIN: Final = "{:f}".format
VALUES: Final = {
    Kind.RATIO: st.one_of(st.decimals(-2, 9, places=4).map("{:f}%".format), st.decimals(-1, 1, places=5).map(PLAIN)),
    Kind.MONEY: st.builds(str.__add__, st.decimals(-999, 10**6, places=2).map(PLAIN), st.sampled_from(["元", "万元"])),
    Kind.SCORE: st.builds(str.__add__, st.decimals(-99, 999, places=3).map(PLAIN), st.sampled_from(["", "分"])),
    Kind.COUNT: st.builds(str.__add__, st.integers(0, 10**9).map(str), st.sampled_from(["", "万"])),
    Kind.NUMBER: st.decimals(-(10**9), 10**9, places=6).map(PLAIN),
    Kind.DATE: st.dates(date(1900, 1, 1), date(2199, 12, 31)).map(str),
}  # fmt: skip


@given(data=st.data(), kind=st.sampled_from(sorted(VALUES)))
def test_value_comes_back_from_its_cell(data: st.DataObject, kind: Kind) -> None:
    """What a cell shows of a value is read as the same value, and in its own style it is written as before."""
    text = data.draw(VALUES[kind])
    shown = shown_value(text, kind)
    cell = shown.content
    written = cell if isinstance(cell, str) else str(cell) if kind is Kind.DATE else decimal_text(cell)  # type: ignore[arg-type]  # no day here
    read = read_value(written, shown.unit, kind)
    assert same_value(read, text, kind)
    assert same_value(in_style_of(text, read, kind), text, kind)


@needs_soffice
def test_other_programs_change_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A workbook that LibreOffice opened, computed and saved, as xlsx or ods, still says that nothing was changed."""
    monkeypatch.chdir(tmp_path)
    rules = copied(tmp_path)
    shipped = copied(tmp_path / "shipped", ROOT / "rules")
    homes = {"small-2021": rules, **dict.fromkeys(SHIPPED, shipped)}
    for name, home in homes.items():
        Path(f"{name}.xlsx").write_bytes(exported(home / name))
    saved = convert_all([Path(f"{name}.xlsx") for name in homes], "xlsx", tmp_path)
    for path in [*saved, *convert_all([Path("small-2021.xlsx")], "ods", tmp_path)]:
        problems = Problems()
        done = imported(homes[path.stem] / path.stem, path, problems)
        assert problems.found == []
        assert done is not None
        assert dict(done.texts) == {}


def ran(*words: str) -> int:
    """Run a command on rules and return its exit code."""
    with language("zh"), pytest.raises(SystemExit) as ended:
        main(["rules", *words])
    return int(ended.value.code or 0)


def test_from_pack_to_workbook_and_back(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """The commands say every change, write only without ``--dry-run``, and leave files alone where nothing changed."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("COLUMNS", "80")
    rules = copied(tmp_path)
    before = texts(rules)
    assert ran("export", "small-2021", "-o", BOOK) == 0
    assert ran("import", "small-2021", BOOK) == 0
    assert capsys.readouterr().out == "没有改动，规则包的文件一个字也没有动\n"
    assert texts(rules) == before
    changed(Path(BOOK), {"cells": {"参数!F3": 0.92, "权重!G6": "看实效"}})
    assert ran("import", "small-2021", BOOK, "--dry-run") == 0
    assert texts(rules) == before
    assert capsys.readouterr().out == (
        "· 参数“完成率下限”自 2020-06-01 起的值：90% → 92%\n"
        "· 指标“效益”的评分标准：（没有写） → 看实效\n"
        "共 2 处改动，没有写入；写入时改 \n"
        "rules/small-2021/parameters.yaml、rules/small-2021/indicators.yaml\n"
    )
    changed(Path(BOOK), {"cells": {"参数!F2": 1.5}})
    assert ran("import", "small-2021", BOOK, "--dry-run") == 0
    assert (
        "· 指标“效益”的评分标准：（没有写） → 看实效\n"
        "! 请核对：参数“完成率下限”自 2019-01-01 起的值写成了 150%，不在 0% 到 100% 之间\n"
        "共 3 处改动"
    ) in capsys.readouterr().out.replace(" \n", "")
    changed(Path(BOOK), {"cells": {"参数!F2": 0.85}})
    assert ran("import", "small-2021", BOOK) == 0
    assert capsys.readouterr().out.endswith("接着运行 checker rules test small-2021\n")
    assert {name for name, content in texts(rules).items() if before[name] != content} == {
        "small-2021/indicators.yaml",
        "small-2021/parameters.yaml",
    }
    assert ran("export", "small-2021", "-o", BOOK) == 2
    assert "已经存在，内容不同，没有覆盖" in capsys.readouterr().err


def test_pack_without_parameters_gets_a_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A pack that only takes parameters over gets a file of its own when one of them is changed."""
    monkeypatch.chdir(tmp_path)
    rules = copied(tmp_path)
    small = rules / "small-2021"
    for name in ("parameters.yaml", "indicators.yaml", "rules/cost.yaml"):
        (small / name).unlink()
    assert ran("export", "small-2021", "-o", BOOK) == 0
    changed(Path(BOOK), {"cells": {"参数!F2": 0.02}})
    assert ran("import", "small-2021", BOOK) == 0
    assert (small / "parameters.yaml").read_text("utf-8") == (
        "tolerance:\n  override: true\n  values:\n    2020-01-01: {value: 0.02, note: 四舍五入}\n"
    )
    assert loaded(small).parameters["tolerance"].model.values["2020-01-01"].value == "0.02"


def test_encoding_and_line_ends_stay(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A file with a byte order mark and Windows line ends keeps them where it is changed."""
    monkeypatch.chdir(tmp_path)
    rules = copied(tmp_path)
    path = rules / "small-2021" / "parameters.yaml"
    before = b"\xef\xbb\xbf" + path.read_bytes().replace(b"\n", b"\r\n")
    path.write_bytes(before)
    assert ran("export", "small-2021", "-o", BOOK) == 0
    changed(Path(BOOK), {"cells": {"参数!F3": 0.92}})
    assert ran("import", "small-2021", BOOK) == 0
    assert path.read_bytes() == before.replace(b"'90%'", b"'92%'")


def test_only_what_may_be_changed_is_unlocked(workbook: Path) -> None:
    """Own values are unlocked; everything else, and all that is taken over, is locked, without a password."""
    book = load_workbook(workbook / BOOK)
    sheet = book[at.PARAMETERS]
    unlocked = [cell.coordinate for cell in sheet[3] if not cell.protection.locked]
    assert unlocked == ["E3", "F3", "H3", "I3", "J3", "K3"]
    assert all(cell.protection.locked for cell in sheet[7])
    assert not sheet["A10"].protection.locked
    assert sheet.protection.sheet
    assert sheet.protection.password is None
    assert [book[name].sheet_state for name in (at.ORIGINAL, at.OPTIONS)] == ["hidden", "hidden"]
    assert [name for name in book.sheetnames if book[name].sheet_state == "visible"] == [
        at.GUIDE, at.PARAMETERS, at.WEIGHTS, at.SCORING, at.GRADES,
    ]  # fmt: skip


def test_formulas_have_their_sums(workbook: Path) -> None:
    """Sums of weights are formulas that already hold what they come to."""
    formulas, values = (load_workbook(workbook / BOOK, data_only=only)[at.WEIGHTS] for only in (False, True))
    assert [formulas[f"D{row}"].value for row in (2, 3)] == ["=C3+C6", "=C4+C5"]
    assert [(values[f"D{row}"].value, values[f"E{row}"].value) for row in (2, 3)] == [(100, "✓"), (60, "✓")]


def test_cases_cover_every_refusal() -> None:
    """The packs of these tests are the ones the cases are about, and there are enough ways to be wrong."""
    assert {path.name for path in PACKS.iterdir()} == {"base-2020", "small-2021"}
    assert len(MISTAKES) > 30
