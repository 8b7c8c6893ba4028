"""Holds where a pack named by path or id is looked for."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from checker.pack import find, find_pack
from checker.source import Place, Problems

if TYPE_CHECKING:
    import pytest

    from tests.pack.conftest import Write


def found(name: str, start: Path = Path()) -> tuple[Path | None, list[str]]:
    """Return what is found for a name, and the problems in words."""
    problems = Problems()
    return find_pack(name, problems, start=start), [str(problem) for problem in problems.found]


def test_path_of_a_folder_or_its_pack_file(write: Write) -> None:
    """A path leads to the pack, whether it names the folder or the file in it."""
    folder = write("pack")
    assert found("pack") == (folder, [])
    assert found("./pack/pack.yaml") == (folder, [])
    assert found(str(folder.resolve())) == (folder.resolve(), [])
    assert found(".", folder) == (folder, [])


def test_id_is_looked_up_in_rules_then_beside_the_package_then_inside(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """The working folder's ``rules`` come first, then a checkout's, then what is shipped."""
    monkeypatch.chdir(tmp_path)
    package = tmp_path / "site" / "checker"
    monkeypatch.setattr(find, "_PACKAGE", package)
    homes = [Path("rules"), tmp_path / "site" / "rules", package / "packs"]
    for home in reversed(homes):
        (home / "general").mkdir(parents=True)
        (home / "general" / "pack.yaml").write_text("id: general\n")
        assert found("general") == (home / "general", [])


def test_unknown_id_suggests_a_pack(write: Write, tmp_path: Path) -> None:
    """An id that is not found gives one problem naming the pack that was probably meant."""
    write("rules/local-roads-2021")
    path, problems = found("local-road-2021", tmp_path)
    assert path is None
    assert problems == [
        "local-road-2021: 错误 [unknown-pack] 没有名为“local-road-2021”的规则包\n"
        "    建议：你是不是要写“local-roads-2021”？"
    ]


def test_problem_stands_where_the_name_was_written(tmp_path: Path) -> None:
    """A name that a facts file gives is reported at its place in that file."""
    problems = Problems()
    assert find_pack("nowhere", problems, start=tmp_path, place=Place("facts.yaml", 1, 8)) is None
    assert str(problems.found[0]).startswith("facts.yaml:1:8: 错误 [unknown-pack]")


def test_folder_without_pack_file_is_told_apart(write: Write) -> None:
    """A folder that is no pack is called that, and packs inside it are suggested."""
    write("mine/mines")
    path, problems = found("mine")
    assert path is None
    assert problems == [
        "mine: 错误 [not-a-pack] 文件夹“mine”里没有 pack.yaml，不是规则包\n    建议：你是不是要写“mines”？"
    ]


def test_id_is_never_taken_for_a_path(write: Write) -> None:
    """Looking up an id does not leave the folders in which packs lie."""
    write("pack")
    Path("rules").mkdir()
    assert find.find_by_id("../pack", [Path("rules")]) is None
