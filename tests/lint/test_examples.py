"""Every check is explained, and its examples are true: the bad one is found by it alone, the other one is clean."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Final

import pytest

from checker.lint import CATALOGUE
from checker.lint.texts import check_texts
from tests.lint.poor_packs import REVIEWED_SINCE, changed, lint

PAGE: Final = Path(__file__).parent.parent.parent / "docs" / "reference" / "lint.md"
ASKED: Final = "parameter-not-reviewed"


def test_every_check_is_explained() -> None:
    """The explanations are those of the checks, no more and no less, and none of them is empty."""
    texts = check_texts()
    assert texts.keys() == CATALOGUE.keys()
    assert len(texts) >= 50
    assert all(text.what and text.why and text.example for text in texts.values())
    assert all(check.id == name and str(check.title) for name, check in CATALOGUE.items())


def test_every_check_has_a_section() -> None:
    """The reference page has a heading for each check, so that the links in the output lead somewhere."""
    headings = re.findall(r"(?m)^### (\S+)$", PAGE.read_text("utf-8"))
    assert headings == list(CATALOGUE)


@pytest.mark.parametrize("check", CATALOGUE)
def test_example_is_found(check: str, tmp_path: Path) -> None:
    """The example of a check has one finding: its own."""
    since = REVIEWED_SINCE if check == ASKED else None
    found = lint(changed(tmp_path / "base", check_texts()[check].example), since=since)
    assert [finding.id for finding in found] == [check]
    assert [finding.severity for finding in found] == [CATALOGUE[check].severity]


@pytest.mark.parametrize("check", CATALOGUE)
def test_what_to_write_instead_is_clean(check: str, tmp_path: Path) -> None:
    """What the page says to write instead has no finding at all."""
    since = REVIEWED_SINCE if check == ASKED else None
    assert lint(changed(tmp_path / "base", check_texts()[check].instead), since=since) == ()
