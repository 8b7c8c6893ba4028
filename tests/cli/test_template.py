"""``checker report template``: the template a person gets is the one reports are made from."""

from __future__ import annotations

from pathlib import Path

from tests.cli.projects import SEED, Run


def test_template_makes_the_same_report(checker: Run, tmp_path: Path) -> None:
    """A report made by way of the template that was handed out is byte for byte the report made without it."""
    own = tmp_path / "office.docx"
    assert checker("report", "template", "-o", own).code == 0
    with_own, without = tmp_path / "a.docx", tmp_path / "b.docx"
    assert checker("report", SEED, "-o", with_own, "--template", own).code == 0
    assert checker("report", SEED, "-o", without).code == 0
    assert with_own.read_bytes() == without.read_bytes()


def test_template_is_not_overwritten(checker: Run, tmp_path: Path) -> None:
    """A template someone has changed is left alone, and a missing name is asked for."""
    own = tmp_path / "office.docx"
    own.write_bytes(b"mine")
    ended = checker("report", "template", "-o", own)
    assert (ended.code, own.read_bytes()) == (2, b"mine")
    assert "没有覆盖" in ended.err
    assert checker("report", "template").code == 2
