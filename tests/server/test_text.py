"""Holds that positions count as editors count, also behind characters that take two units."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lsprotocol.types import Position

from checker.server.text import SourceText, as_read
from checker.source import Place

TEXT = "合计: 𠮷😀x\r\n第二行\n"


@pytest.mark.parametrize(("encoding", "units"), [("utf-16", 8), ("utf-32", 6), ("utf-8", 16)])
def test_rare_characters_count_as_the_editor_counts(encoding: str, units: int) -> None:
    """In UTF-16 an emoji and a rare character count two, in UTF-8 four, in UTF-32 one."""
    source = SourceText(as_read(TEXT), encoding)
    offset = source.text.index("x")
    assert source.position(offset) == Position(0, units)
    assert source.offset(Position(0, units)) == offset


def test_line_ends_of_other_systems_do_not_count() -> None:
    """A text with carriage returns has the lines an editor shows, and positions beyond a line give its end."""
    source = SourceText(as_read("\ufeff" + TEXT))
    assert source.position(source.text.index("第")) == Position(1, 0)
    assert source.offset(Position(0, 99)) == source.text.index("\n")
    assert source.offset(Position(9, 9)) == len(source.text)


def test_places_beyond_the_text_give_its_nearest_character() -> None:
    """A place found before the text was cut shorter still gives a position in it."""
    source = SourceText("ab\nc")
    assert source.at_place(Place("f", 1, 2)) == 1
    assert source.at_place(Place("f", 1, 9)) == 2
    assert source.at_place(Place("f", 7, 1)) == 3
    assert source.at_place(Place("f")) == 0


@given(st.text(alphabet="a𠮷😀中\n\u2028\x85", max_size=30), st.sampled_from(["utf-8", "utf-16", "utf-32"]))
def test_positions_lead_back(text: str, encoding: str) -> None:
    """Every offset has a position that leads back to it: lines end at line feeds only, as in editors."""
    source = SourceText(text, encoding)
    for offset in range(len(text) + 1):
        assert source.offset(source.position(offset)) == offset
