"""The reference page tells of every kind of mutant, by its id."""

from __future__ import annotations

from pathlib import Path
from typing import Final

from checker.mutate.operators import OPERATORS

PAGE: Final = Path(__file__).parent.parent.parent / "docs" / "reference" / "mutate.md"


def test_the_page_tells_of_every_kind() -> None:
    """Every id that a comment may name stands in the tables of the page."""
    text = PAGE.read_text("utf-8")
    assert [name for name in OPERATORS if f"`{name}`" not in text] == []
