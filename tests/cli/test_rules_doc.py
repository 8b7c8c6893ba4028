"""``checker rules doc``: what it writes and what it refuses."""

from __future__ import annotations

from pathlib import Path

from docx import Document

from tests.cli.projects import Run


def test_command_writes_both_forms(checker: Run, tmp_path: Path) -> None:
    """One command writes the page and the document; a suffix nobody knows is refused before anything is written."""
    page, paper = tmp_path / "手册.html", tmp_path / "手册.docx"
    assert checker("rules", "doc", "xueliang-2020", "-o", page, "-o", paper, "--as-of", "2021-12-31").code == 0
    assert "规则手册" in page.read_text("utf-8")
    assert "规则手册" in "\n".join(line.text for line in Document(str(paper)).paragraphs)
    wrong = checker("rules", "doc", "xueliang-2020", "-o", tmp_path / "b.html", "-o", tmp_path / "b.pdf")
    assert wrong.code == 2
    assert not (tmp_path / "b.html").exists()
    assert checker("rules", "doc", "xueliang-2020").code == 2
