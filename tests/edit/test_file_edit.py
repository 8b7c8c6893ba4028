"""Edits of files are all made or none, in the encoding and with the line ends each file has."""

from __future__ import annotations

from pathlib import Path

import pytest

from checker.edit.file_edit import FileEdit, apply, changed_texts, write_edits
from checker.source import EngineFault, UsageFault


def test_edits_are_made_in_the_order_of_the_text() -> None:
    """Edits may be given in any order and twice; one that changes nothing leaves its file out."""
    edits = [FileEdit("f", 4, 5, "E"), FileEdit("f", 0, 1, "A"), FileEdit("f", 4, 5, "E"), FileEdit("g", 0, 1, "a")]
    assert apply("abcde", edits[:3]) == "AbcdE"
    assert changed_texts(edits, {"f": "abcde", "g": "a"}) == {"f": "AbcdE"}


@pytest.mark.parametrize(
    "edits",
    [
        [FileEdit("f", 0, 2, ""), FileEdit("f", 1, 3, "")],
        [FileEdit("f", 1, 1, "x"), FileEdit("f", 1, 1, "y")],
        [FileEdit("f", 2, 9, "")],
    ],
    ids=["overlap", "same place", "beyond the text"],
)
def test_edits_for_another_text_are_refused(edits: list[FileEdit]) -> None:
    """Edits that overlap or reach beyond the text were made for another one."""
    with pytest.raises(ValueError, match="edit"):
        apply("abc", edits)


def test_files_keep_their_encoding_and_line_ends(tmp_path: Path) -> None:
    """A file in GB18030 or with Windows line ends stays so."""
    one, other = tmp_path / "a.yaml", tmp_path / "b.yaml"
    one.write_bytes("甲: 乙\n".encode("gb18030"))
    other.write_bytes(b"\xef\xbb\xbfa: 1\r\nb: 2\r\n")
    texts = {str(one): "甲: 乙\n", str(other): "a: 1\nb: 2\n"}
    assert write_edits([FileEdit(str(one), 3, 4, "丙"), FileEdit(str(other), 3, 4, "3")], texts) == tuple(sorted(texts))
    assert one.read_bytes() == "甲: 丙\n".encode("gb18030")
    assert other.read_bytes() == b"\xef\xbb\xbfa: 3\r\nb: 2\r\n"


def test_all_or_nothing(tmp_path: Path) -> None:
    """When one file has changed, is gone, would be no YAML, or a name is taken, no file is written."""
    one, other = tmp_path / "a.yaml", tmp_path / "b.yaml"
    one.write_text("a: 1\n", "utf-8")
    other.write_text("b: 1\n", "utf-8")
    texts = {str(one): "a: 1\n", str(other): "b: 2\n", str(tmp_path / "c.yaml"): "c: 1\n"}
    edit = FileEdit(str(one), 3, 4, "9")
    with pytest.raises(UsageFault, match="读取以后又改过"):
        write_edits([edit, FileEdit(str(other), 3, 4, "9")], texts)
    with pytest.raises(UsageFault, match="读不了"):
        write_edits([edit, FileEdit(str(tmp_path / "c.yaml"), 3, 4, "9")], texts)
    with pytest.raises(EngineFault, match="不再是能读的 YAML"):
        write_edits([FileEdit(str(one), 3, 4, "[")], texts)
    with pytest.raises(UsageFault, match="已经存在"):
        write_edits([edit], texts, [(str(one), str(other))])
    assert {path.name: path.read_text("utf-8") for path in tmp_path.iterdir()} == {
        "a.yaml": "a: 1\n",
        "b.yaml": "b: 1\n",
    }
