"""``checker facts convert``: there and back without a loss, and nothing overwritten that someone may have changed."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Final

import pytest
from openpyxl import load_workbook

from tests.cli.projects import Ended, Run

SEED: Final = Path("facts", "xinjian-2020")
FACTS: Final = "rules: small\nservice:\n  - {quarter: 2020Q1, fault_rate: 11%}  # 核过\n"


@pytest.fixture
def facts(pack: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Give a folder with facts for the small pack, and go to where the pack is found."""
    monkeypatch.chdir(pack.parent.parent)
    folder = tmp_path / "facts"
    folder.mkdir()
    (folder / "a.yaml").write_text(FACTS, "utf-8")
    (folder / "b.json").write_bytes('{"title": "某项目"}\r\n'.encode())
    return folder


@pytest.fixture
def book(checker: Run, facts: Path, tmp_path: Path) -> Path:
    """Give the workbook of those facts."""
    assert checker("facts", "convert", facts, "-o", tmp_path / "facts.xlsx") == Ended(0, "", "")
    return tmp_path / "facts.xlsx"


def edit(book: Path, sheet: str, cell: str, text: str) -> None:
    """Write into a cell as someone would in a spreadsheet program."""
    opened = load_workbook(book)
    opened[sheet][cell] = text
    opened.save(book)


def contents(folder: Path) -> dict[str, bytes]:
    """Return the files of a folder."""
    return {path.name: path.read_bytes() for path in sorted(folder.iterdir())}


def test_seed_scores_the_same_from_a_workbook(checker: Run, tmp_path: Path) -> None:
    """The seed project as a workbook has its 93.07 points, and becomes the same eight files again."""
    book = tmp_path / "seed.xlsx"
    assert checker("facts", "convert", SEED, "-o", book).code == 0
    assert "综合得分 93.07 分（满分 100）  等级：优" in checker("check", book).out
    assert checker("facts", "convert", book, "-o", tmp_path / "back").code == 0
    assert contents(tmp_path / "back") == contents(SEED)


def test_unchanged_files_come_back(checker: Run, facts: Path, book: Path, tmp_path: Path) -> None:
    """Into a new folder or over the files themselves: they are the same bytes."""
    before = contents(facts)
    for folder in (tmp_path / "new" / "deep", facts):
        assert checker("facts", "convert", book, "-o", folder) == Ended(0, "", "")
        assert contents(folder) == before


def test_edit_goes_back_into_its_file(checker: Run, facts: Path, book: Path) -> None:
    """An edited cell changes one value in one file; files that were not touched keep their bytes."""
    edit(book, "运行", "B4", "12%")
    edit(book, "项目信息", "B6", "部门评价")
    assert checker("facts", "convert", book, "-o", facts).code == 0
    assert (facts / "a.yaml").read_text("utf-8") == FACTS.replace("11%", "12%").replace(
        "small\n", "small\nkind: 部门评价\n"
    )
    assert (facts / "b.json").read_bytes() == '{"title": "某项目"}\r\n'.encode()


def test_files_changed_meanwhile_are_kept(checker: Run, facts: Path, book: Path) -> None:
    """When a file was edited after the workbook was made, nothing at all is written."""
    (facts / "b.json").write_text('{"title": "改名"}', "utf-8")
    edit(book, "运行", "B4", "12%")
    before = contents(facts)
    ended = checker("facts", "convert", book, "-o", facts)
    assert ended.code == 2
    assert "b.json 在做成工作簿以后又改过，没有覆盖。写到别处，或先把它移走" in ended.err
    assert contents(facts) == before


def test_workbook_made_by_hand_becomes_one_file(checker: Run, facts: Path, tmp_path: Path) -> None:
    """Without originals there is one file, by labels; a folder gets it as facts.yaml; it is not overwritten either."""
    book = tmp_path / "hand.xlsx"
    assert checker("facts", "new", "--rules", "small", "-o", book, "--as-of", "2020-12-31").code == 0
    edit(book, "运行", "A4", "2020Q1")
    for output in (tmp_path / "one.yaml", tmp_path / "folder"):
        assert checker("facts", "convert", book, "-o", output).code == 0
    text = "规则包: small\n检查基准日: 2020-12-31\n\n运行:\n  - 季度: 2020Q1\n"
    assert (tmp_path / "one.yaml").read_text("utf-8") == text
    assert contents(tmp_path / "folder") == {"facts.yaml": text.encode()}
    edit(book, "运行", "A4", "2020Q2")
    ended = checker("facts", "convert", book, "-o", tmp_path / "one.yaml")
    assert (ended.code, (tmp_path / "one.yaml").read_text("utf-8")) == (2, text)
    assert str(facts) not in ended.err


def test_facts_with_an_error_are_not_converted(checker: Run, book: Path, tmp_path: Path) -> None:
    """What is wrong is told with its cell, and nothing is written."""
    edit(book, "运行", "B4", "很多")
    ended = checker("facts", "convert", book, "-o", tmp_path / "out")
    assert ended.code == 2
    assert "运行!B4" in ended.err
    assert not (tmp_path / "out").exists()


@pytest.mark.parametrize(
    ("given", "output", "said"),
    [
        ("facts", "", "没有说写到哪里：用 -o 写 .xlsx 文件、.yaml 文件或文件夹"),
        ("facts", "out.yaml", "已经是文本文件：转成工作簿写成如 -o facts.xlsx"),
        ("facts", "facts/facts.xlsx", "里会同时有两种写法，合在一起读会重复：写到别的文件夹"),
        ("facts.xlsx", "other.xlsx", "已经是工作簿，不能再转成工作簿；先转成文本文件"),
        ("facts.xlsx", "out.docx", "不能写成“.docx”：写 .xlsx 文件、.yaml 文件或文件夹"),
        ("facts.xlsx", "out.yaml", "这个工作簿由几个文件转来（a.yaml、b.json）：-o 写文件夹"),
        ("nothing.yaml", "out.xlsx", "没有这个文件或文件夹"),
    ],
)
def test_wrong_use_is_told(checker: Run, book: Path, tmp_path: Path, given: str, output: str, said: str) -> None:
    """Each wrong wish ends with code 2 and says what to write; nothing is written."""
    before = sorted(tmp_path.rglob("*"))
    ended = checker("facts", "convert", tmp_path / given, *(("-o", tmp_path / output) if output else ()))
    assert ended.code == 2
    assert said in ended.err
    assert sorted(tmp_path.rglob("*")) == before
    assert book.exists()


def test_one_json_file_stays_json(checker: Run, facts: Path, tmp_path: Path) -> None:
    """A single JSON file becomes a JSON file again, and only that."""
    single = tmp_path / "one.json"
    single.write_text('{"rules": "small", "service": [{"quarter": "2020Q1"}]}', "utf-8")
    book = tmp_path / "one.xlsx"
    assert checker("facts", "convert", single, "-o", book).code == 0
    edit(book, "运行", "B4", "12%")
    ended = checker("facts", "convert", book, "-o", tmp_path / "one.yaml")
    assert (ended.code, "原文件是 .json 文件：-o 写同样的后缀" in ended.err) == (2, True)
    assert checker("facts", "convert", book, "-o", single).code == 0
    assert single.read_text("utf-8") == '{"rules": "small", "service": [{"quarter": "2020Q1", "fault_rate": "12%"}]}'
    shutil.rmtree(facts)
