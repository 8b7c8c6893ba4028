"""Breaking Chinese text into lines."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len

from checker.report.terminal.wrap import wrap

CLOSING = "。，、；：！？）》」』”’…%％,;:!?)]}"
OPENING = "（《「『“‘([{"
WHOLE = ("12.5%", "2020-12-31", "facts/a.yaml:3:7", "online-rate")
# Written text: words, numbers, names of files and bracketed parts, each followed by at most two marks.
WORD = st.text("季度在线率低于合同约定项目支付", min_size=1, max_size=12) | st.sampled_from(
    [*WHOLE, "3656.18万元", "on time", "《办法》（第五条）", "“雪亮工程”"]
)
TEXT = st.lists(st.tuples(WORD, st.sampled_from(["", "，", "。", "、", "；", "：", "）。", "”，"]))).map(
    lambda pairs: "".join(word + mark for word, mark in pairs)
)
WIDTH = st.integers(min_value=8, max_value=100)
ANYTHING = st.text(st.characters(exclude_categories=["Cs", "Cc", "Mn", "Me", "Cf"]))


@given(ANYTHING, WIDTH)
def test_no_line_is_wider_than_the_terminal(text: str, width: int) -> None:
    """Whatever the text, no line takes more cells than there are."""
    assert all(cell_len(line) <= width for line in wrap(text, width))


@given(ANYTHING, WIDTH)
def test_text_is_preserved(text: str, width: int) -> None:
    """Nothing but blanks is lost or added at the breaks."""
    assert "".join("".join(wrap(text, width)).split()) == "".join(text.split())


@given(TEXT, WIDTH)
def test_no_line_begins_with_a_closing_mark(text: str, width: int) -> None:
    """A comma, full stop, percent sign or closing bracket stays with what it closes."""
    assert not [line for line in wrap(text, width)[1:] if line[0] in CLOSING]


@given(TEXT, st.integers(min_value=20, max_value=100))
def test_no_line_ends_with_an_opening_mark(text: str, width: int) -> None:
    """An opening bracket or quote stays with what it opens."""
    assert not [line for line in wrap(text, width)[:-1] if line[-1] in OPENING]


@given(TEXT, st.integers(min_value=20, max_value=100))
def test_numbers_and_names_stay_whole(text: str, width: int) -> None:
    """A number, a date, the name of a file and an id are not taken apart where a line has room for them."""
    lines = wrap(text, width)
    for whole in WHOLE:
        assert sum(line.count(whole) for line in lines) == text.count(whole)


@pytest.mark.parametrize(
    ("text", "width", "lines"),
    [
        ("", 10, [""]),
        ("一二三四五", 10, ["一二三四五"]),
        ("一二三四五六", 10, ["一二三四五", "六"]),
        ("一二三四五。", 10, ["一二三四", "五。"]),
        ("一二三四（五）", 10, ["一二三四", "（五）"]),
        ("two words and more", 10, ["two words", "and more"]),
        ("words-longer-than-a-line", 10, ["words-long", "er-than-a-", "line"]),
        ("一行\n又一行", 10, ["一行", "又一行"]),
        ("占比 ，其余", 6, ["占", "比 ，", "其余"]),
    ],
)
def test_examples(text: str, width: int, lines: list[str]) -> None:
    """Some texts and how they are broken."""
    assert wrap(text, width) == lines
